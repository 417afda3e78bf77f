"""The demo content: a file as anyone may write one, imported into an empty site."""

import json
from pathlib import Path

from django.db import transaction
from wagtail.models import Locale, Page, Site

from cities.models import CityPage
from cms.importing.load import import_content
from cms.importing.references import Scope
from cms.importing.reports import Report
from cms.importing.sources import open_content
from cms.media import CustomImage
from home.models import HomePage

CONTENT = Path(__file__).with_name("content.json")
SECOND_SITE = Path(__file__).with_name("second_site")
HOSTNAME, PORT = "rede.localhost", 3001
"""The address of the second site's frontend. Browsers take every name under localhost for this machine."""


def is_empty() -> bool:
    """Tell whether the site has nothing but the home page that the migrations make."""
    return not Page.objects.filter(depth__gt=2).exists() and not CustomImage.objects.exists()


def is_loaded() -> bool:
    """Tell whether the demo's own cities are there."""
    codes = {city["ibge_code"] for city in json.loads(CONTENT.read_text(encoding="utf-8"))["cities"]}
    cities = Scope(Site.objects.get(is_default_site=True)).pages(CityPage)
    return set(cities.values_list("municipality", flat=True)) == codes


def load_demo() -> Report:
    """Import the demo content and return what that made."""
    return _import(CONTENT, Scope(Site.objects.get(is_default_site=True)))


@transaction.atomic
def load_second_site() -> Report | None:
    """Add the demo's second site, in Portuguese and English. Return what that made; None where it is there already."""
    if Site.objects.filter(hostname=HOSTNAME).exists():
        return None
    portuguese, english = Locale.get_default(), Locale.objects.get_or_create(language_code="en")[0]
    home = HomePage(title="Rede Juntos", slug="rede", hero_title="Rede Juntos", locale=portuguese)
    Page.objects.get(depth=1).add_child(instance=home)
    site = Site.objects.create(hostname=HOSTNAME, port=PORT, site_name="Rede Juntos", root_page=home)
    report = _import(SECOND_SITE / "content.json", Scope(site))
    home.refresh_from_db()
    home.copy_for_translation(english)
    _import(SECOND_SITE / "content.en.json", Scope(Site.objects.get(pk=site.pk), english))
    return report


def _import(path: Path, scope: Scope) -> Report:
    with path.open("rb") as file, open_content(file, path.name, path.parent) as content:
        return import_content(content, scope)
