"""Who logged in from where is kept for ``AUDIT_DAYS``, and then no more."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.log_actions import registry

from cms.accounts.journal import PREFIX
from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled


@task(backend=BACKEND)
def forget_old_entries() -> None:
    before = timezone.now() - timedelta(days=settings.AUDIT_DAYS)
    for model in registry.get_log_entry_models():
        model.objects.filter(action__startswith=PREFIX, timestamp__lte=before).delete()


titled(forget_old_entries, _("Limpeza da auditoria"))
periodic(forget_old_entries, every=timedelta(days=1))
