"""Letters on their way: each is claimed, sent and noted by itself, so that none goes twice.

A worker that is killed between the claim and the note leaves one letter of which nobody knows whether it went: it is
not sent again. The admin shows how many there are.
"""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.models import Page

from cms.delivery.attempts import BACKEND
from cms.delivery.mail import sender
from cms.delivery.steps import in_steps
from cms.delivery.stopping import Interrupted, is_stopping
from cms.delivery.titles import titled
from cms.engagement.following.emails import letter_message
from cms.engagement.following.letters import shown_pages
from cms.engagement.models import Issue, Letter

BATCH = 100
State = Letter.State


@task(backend=BACKEND, queue_name="long")
def send_issue(issue_pk: int) -> None:
    """Send the letters of an approved issue that wait. Asked to stop, it goes on after the restart."""
    issue = Issue.objects.filter(pk=issue_pk, status=Issue.Status.SENDING).select_related("site").first()
    if issue is None:
        return
    pages = {page.pk: page for page in shown_pages(issue)}
    connection = sender()
    connection.open()
    try:
        while batch := list(_waiting(issue)[:BATCH]):
            for letter in batch:
                if is_stopping():
                    raise Interrupted
                _send(letter, issue, pages, connection)
    finally:
        connection.close()
    Issue.objects.filter(pk=issue.pk).update(status=Issue.Status.SENT)


def _waiting(issue: Issue):
    return issue.letters.filter(state=State.WAITING).select_related("follower").order_by("pk")


def _send(letter: Letter, issue: Issue, pages: dict[int, Page], connection) -> None:
    """Send one letter, at most once. What was left by its follower, or is public no more, does not go."""
    shown = [pages[key] for key in letter.pages if key in pages]
    if not Letter.objects.filter(pk=letter.pk, state=State.WAITING).update(state=State.SENDING):
        return
    if letter.follower is None or not shown:
        Letter.objects.filter(pk=letter.pk).update(state=State.REFUSED)
        return
    message = letter_message(letter, issue, letter.follower, shown)
    message.connection = connection
    try:
        message.send()
    except SMTPRecipientsRefused:
        Letter.objects.filter(pk=letter.pk).update(state=State.REFUSED)
    except (OSError, SMTPException):
        # the server is not there, or does not take it now: the task is tried again, and so is this letter
        Letter.objects.filter(pk=letter.pk).update(state=State.WAITING)
        raise
    else:
        Letter.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=timezone.now())


in_steps(send_issue)
titled(
    send_issue,
    _("Envio de uma edição por e-mail"),
    about=lambda pk: Issue.objects.filter(pk=pk).values_list("subject", flat=True).first(),
    discard=None,
    discarding=_("A edição foi aprovada: o envio continua de onde parou."),
)
