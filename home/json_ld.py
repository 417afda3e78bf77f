"""What the pages of the programme are in the vocabulary of schema.org."""

from typing import Any

from cms.api.json_ld import Reader
from cms.api.peers import value
from cms.api.scope import root_of
from cms.visibility import visible
from home.models.areas import AreaIndexPage, AreaPage
from home.models.forms import FormPage
from home.models.narrative import HomePage, NarrativePage
from home.models.privacy import PrivacyNoticePage
from home.models.stories import StoryIndexPage, StoryKind, StoryPage

STORY_TYPES = {StoryKind.NEWS: "NewsArticle", StoryKind.CASE: "Article", StoryKind.PUBLICATION: "Report"}


def home(page: HomePage, read: Reader) -> list[dict[str, Any]]:
    """The start is a website, and tells what the programme is that all other pages refer to."""
    site = read.info.context.site_of(root_of(page, read.info))
    programme = {
        **read.programme(page),
        "name": site.name or value(page, "title"),
        "description": site.texts.description,
        "email": site.settings.email,
        "telephone": site.settings.phone,
        "address": site.settings.address,
        "sameAs": [profile.url for profile in site.social_profiles],
    }
    website = {
        **read.thing(page, "WebSite"),
        "inLanguage": root_of(page, read.info).locale,
        "publisher": {"@id": programme["@id"]},
    }
    return [{**website, "name": programme["name"]}, programme]


def narrative(page: NarrativePage, read: Reader) -> dict[str, Any]:
    return read.web_page(page)


def form(page: FormPage, read: Reader) -> dict[str, Any]:
    return read.web_page(page)


def privacy_notice(page: PrivacyNoticePage, read: Reader) -> dict[str, Any]:
    return read.web_page(page)


def area_index(page: AreaIndexPage, read: Reader) -> dict[str, Any]:
    """The areas are the terms that the programme sorts its work by."""
    areas = visible(AreaPage.objects.filter(path__startswith=page.path)).order_by("order", "sort_title")
    return {
        **read.thing(page, "DefinedTermSet"),
        "hasDefinedTerm": [read.reference(area, "DefinedTerm") for area in areas.only("title", "url_path")],
    }


def area(page: AreaPage, read: Reader) -> dict[str, Any]:
    above = read(page, "parent", "title", "url")
    return {
        **read.thing(page, "DefinedTerm"),
        "inDefinedTermSet": above and read.reference(above, "DefinedTermSet"),
    }


def story_index(page: StoryIndexPage, read: Reader) -> dict[str, Any]:
    return read.web_page(page, "CollectionPage")


def story(page: StoryPage, read: Reader) -> dict[str, Any]:
    areas, cities = read(page, "areas", "title", "url"), read(page, "cities", "title", "url")
    return {
        **read.web_page(page, STORY_TYPES[StoryKind(value(page, "kind"))]),
        "headline": value(page, "title"),
        "datePublished": value(page, "date").isoformat(),
        "author": read.programme(page),
        "about": [read.reference(area, "DefinedTerm") for area in areas],
        "contentLocation": [read.reference(city, "City") for city in cities],
    }
