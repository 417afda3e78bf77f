"""What the promise to visitors ends: submissions go when their time is over, uploads that nobody sent within a day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.filling_in import LASTS
from cms.private import private_storage
from home.models.forms import FormPage
from home.models.submissions import FOLDER, FormSubmission, SubmittedFile

WAITING = LASTS + timedelta(hours=1)
"""How long an upload waits for its form to be sent: until no token is good for it any more."""


@task(backend=BACKEND)
def forget_submissions() -> None:
    """Delete the submissions whose time is over, by what the form said then or says now, whichever is less."""
    now = timezone.now()
    FormSubmission.objects.filter(expires_at__lte=now).delete()
    for page, days in FormPage.objects.values_list("pk", "retention_days"):
        FormSubmission.objects.filter(page=page, submit_time__lte=now - timedelta(days=days)).delete()
    SubmittedFile.objects.filter(submission=None, created_at__lte=now - WAITING).delete()
    for name in _files_without_a_row(now - WAITING):
        private_storage.delete(name)


def _files_without_a_row(before: datetime) -> Iterator[str]:
    """Yield what a process left behind that ended between the file and its row."""
    if not private_storage.exists(FOLDER):
        return
    known = set(SubmittedFile.objects.values_list("file", flat=True))
    for name in private_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path not in known and private_storage.get_modified_time(path) <= before:
            yield path


titled(forget_submissions, _("Limpeza das respostas de formulários"))
periodic(forget_submissions, every=timedelta(hours=1))
