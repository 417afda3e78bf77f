"""The demo content: a file as anyone may write one, imported into an empty site."""

import json
from pathlib import Path

from wagtail.models import Page, Site

from cities.models import CityPage
from cms.importing.load import import_content
from cms.importing.references import Scope
from cms.importing.reports import Report
from cms.importing.sources import open_content
from cms.media import CustomImage

CONTENT = Path(__file__).with_name("content.json")


def is_empty() -> bool:
    """Tell whether the site has nothing but the home page that the migrations make."""
    return not Page.objects.filter(depth__gt=2).exists() and not CustomImage.objects.exists()


def is_loaded() -> bool:
    """Tell whether the demo's own cities are there."""
    codes = {city["ibge_code"] for city in json.loads(CONTENT.read_text(encoding="utf-8"))["cities"]}
    return set(CityPage.objects.values_list("municipality", flat=True)) == codes


def load_demo() -> Report:
    """Import the demo content and return what that made."""
    with CONTENT.open("rb") as file, open_content(file, CONTENT.name, CONTENT.parent) as content:
        return import_content(content, Scope(Site.objects.get(is_default_site=True)))
