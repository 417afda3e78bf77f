"""The log of deliveries is kept for some weeks."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.webhooks.models import Delivery, Message


@task(backend=BACKEND)
def clean_webhook_log() -> None:
    """Delete deliveries that ended long ago, and messages that no delivery is of."""
    before = timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS)
    Delivery.objects.filter(finished_at__lt=before).delete()
    Message.objects.filter(~Exists(Delivery.objects.filter(message=OuterRef("pk")))).delete()


titled(clean_webhook_log, _("Limpeza do registro de webhooks"))
periodic(clean_webhook_log, every=timedelta(days=1))
