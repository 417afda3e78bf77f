"""What the worker does about following by itself: drafts of issues, and what is kept no longer."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.engagement.following.issues import draft_what_is_due
from cms.engagement.models import Letter, Wish


@task(backend=BACKEND)
def draft_issues() -> None:
    """Draft what is due: an editor approves it in the admin."""
    with translation.override(settings.LANGUAGE_CODE):
        draft_what_is_due()


@task(backend=BACKEND)
def forget_unconfirmed() -> None:
    """Delete what nobody confirmed, and whom the letters went to, when their time is over."""
    now = timezone.now()
    Wish.objects.filter(created_at__lte=now - timedelta(days=settings.UNCONFIRMED_DAYS)).delete()
    old = now - timedelta(days=settings.LETTER_DAYS)
    Letter.objects.filter(sent_at__lte=old).update(follower=None)


titled(draft_issues, gettext_lazy("Rascunho das novidades por e-mail"))
periodic(draft_issues, every=timedelta(minutes=10))
titled(forget_unconfirmed, gettext_lazy("Limpeza das inscrições por e-mail"))
periodic(forget_unconfirmed, every=timedelta(hours=6))
