"""What the worker writes about comments: to their authors a link, to the team that some wait."""

from datetime import UTC, datetime, timedelta

from django.conf import settings as ours
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.engagement.comments.links import link_to
from cms.engagement.models import Comment, CommentNotice, CommentSettings
from cms.engagement.models.comments import CommentStatus
from cms.engagement.models.settings import Digest

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PAUSES = {Digest.HOURLY: timedelta(hours=1), Digest.DAILY: timedelta(days=1)}


@task(backend=BACKEND)
def tell_author(comment_pk: int) -> None:
    """Send the link by which the author confirms the address and takes the comment back.

    The message holds nothing that was typed: the address may be somebody else's.
    """
    comment = Comment.objects.filter(pk=comment_pk).exclude(email="").select_related("page__locale").first()
    if comment:
        with translation.override(comment.page.locale.language_code):
            told = {"page": comment.page, "link": link_to(comment)}
            _message(_("Recebemos seu comentário"), "author", told, [comment.email], f"comment-{comment.key}").send()


@task(backend=BACKEND)
def tell_the_team() -> None:
    """Tell the team of each site of the comments that came since it was told last."""
    now = timezone.now()
    with translation.override(ours.LANGUAGE_CODE):
        for settings in CommentSettings.objects.exclude(notified="").select_related("site__root_page"):
            notice, _is_new = CommentNotice.objects.get_or_create(settings=settings, defaults={"told_at": LONG_AGO})
            waiting = _waiting(settings)
            is_due = notice.told_at + PAUSES[Digest(settings.digest)] <= now
            if is_due and waiting.filter(created_at__gt=notice.told_at).exists():
                CommentNotice.objects.filter(pk=notice.pk).update(told_at=now)
                _digest(settings, waiting).send()


def _waiting(settings: CommentSettings):
    root = settings.site.root_page.path
    return Comment.objects.filter(
        status=CommentStatus.WAITING, is_suspect=False, page__path__startswith=root
    ).select_related("page")


def _digest(settings: CommentSettings, waiting) -> EmailMultiAlternatives:
    number = waiting.count()
    subject = ngettext("%(number)d comentário espera", "%(number)d comentários esperam", number) % {"number": number}
    queue = ours.PUBLIC_URL + reverse("engagement_comments")
    told = {"number": number, "comments": waiting.order_by("created_at")[:20], "queue": queue}
    return _message(subject, "team", told, settings.addresses, f"comments-{settings.pk}-{timezone.now():%Y%m%d%H%M%S}")


def _message(subject: str, name: str, told: dict, to: list[str], key: str) -> EmailMultiAlternatives:
    """Return a message in text and HTML; with the same ``key`` it is the same message."""
    host = ours.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    text = render_to_string(f"cms/engagement/emails/{name}.txt", told)
    message = EmailMultiAlternatives(subject, text, to=to, headers={"Message-ID": f"<{key}@{host}>"})
    message.attach_alternative(render_to_string(f"cms/engagement/emails/{name}.html", told), "text/html")
    return message


titled(
    tell_author,
    gettext_lazy("E-mail ao autor de um comentário"),
    about=lambda pk: Comment.objects.filter(pk=pk).values_list(F("page__title"), flat=True).first(),
    discarding=gettext_lazy("Descartar não apaga o comentário: ele continua em Comentários."),
)
titled(tell_the_team, gettext_lazy("Aviso de comentários que esperam"))
periodic(tell_the_team, every=timedelta(minutes=5))
