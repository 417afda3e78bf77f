"""All published pages are looked at once a day: rules change, and imports tell nobody of each page."""

from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.models import Page

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.pages import BasePage
from cms.rules.looking import look_at
from cms.rules.models import PageFault


@task(backend=BACKEND)
def look_at_published_pages() -> None:
    """Note the faults of each page that is live, and forget those of the rest."""
    PageFault.objects.exclude(page__in=Page.objects.exclude(live=False)).delete()
    with translation.override(settings.LANGUAGE_CODE):
        for page in Page.objects.exclude(live=False).specific().iterator(chunk_size=200):
            if isinstance(page, BasePage):
                look_at(page)


def come_back() -> None:
    titled(look_at_published_pages, _("Verificação das páginas publicadas"))
    periodic(look_at_published_pages, every=timedelta(days=1))
