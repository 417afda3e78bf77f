"""When the rights to an image end, its row is touched once.

What is public has changed by itself, to the second. The row tells those who keep copies and listen to changes of the
content: caches outside this server, and webhooks.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.media import CustomImage


@task(backend=BACKEND)
def tell_of_ended_rights() -> None:
    """Tell once of each image that the rights to it have ended."""
    CustomImage.objects.filter(rights_end_told=False, rights_end_at__lte=timezone.now()).update(rights_end_told=True)


titled(tell_of_ended_rights, _("Aviso de que venceram direitos de imagens"))
periodic(tell_of_ended_rights, every=timedelta(minutes=1))
