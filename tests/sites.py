"""Two sites in three languages, with the same slugs everywhere: every text says whose it is."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Site

from cities.models import CityIndexPage, Municipality
from cms.importing.holding import holding_back
from home.models import AreaIndexPage, HomePage, MenuItem, SiteText, StoryIndexPage
from tests.builders import make_area, make_city, make_menu, make_narrative, make_story, make_work_front

LANGUAGES = ("pt-br", "en", "es")
HOSTS = ("localhost", "outro.example")
CITY, OTHER_CITY = "brotas-sp", "santos-sp"


def mark(host: str, language: str) -> str:
    """Return the word that is in every text of a site in a language: no word of another holds it."""
    return f"{'um' if host == HOSTS[0] else 'dois'}{language.replace('-', '')}"


@dataclass
class Branch:
    """A site in one language."""

    home: HomePage
    area: Page
    city: Page
    front: Page
    story: Page


def make_sites() -> dict[tuple[str, str], Branch]:
    """Return the branches by hostname and language. One area and one city of each site are not translated."""
    homes = [HomePage.objects.get(), _second_home()]
    locales = {language: Locale.objects.get_or_create(language_code=language)[0] for language in LANGUAGES}
    found = {}
    with holding_back():
        for host, home in zip(HOSTS, homes, strict=True):
            _fill(home, mark(host, "pt-br"))
            found[host, "pt-br"] = _branch(home)
            for language in LANGUAGES[1:]:
                found[host, language] = _translate(home, locales[language], mark(host, language))
            for key in ("areas/rara", f"cidades/{OTHER_CITY}"):
                _only_original(home, key, locales)
    for page in Page.objects.filter(depth__gt=1).specific():
        page.save()
    return found


def _second_home() -> HomePage:
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Outra", slug="outra", hero_title="Outra"))
    Site.objects.create(hostname=HOSTS[1], port=443, root_page=home)
    return home


def _fill(home: HomePage, word: str) -> None:
    areas, cities, stories = (
        home.add_child(instance=kind(title=f"{word} lista", slug=slug, introduction=word))
        for kind, slug in ((AreaIndexPage, "areas"), (CityIndexPage, "cidades"), (StoryIndexPage, "historias"))
    )
    text = {"title": f"{word} assunto", "summary": f"{word} resumo"}
    area = make_area(areas, slug="saude", **text)
    make_area(areas, slug="rara", **text)
    city, other = (
        make_city(cities, municipality=Municipality.objects.get(slug=slug), areas=[area], population=1000,
                  population_year=2022, population_source="IBGE", **text)
        for slug in (CITY, OTHER_CITY)
    )  # fmt: skip
    front = make_work_front(city, slug="praca", area=area, other_cities=[other], **text)
    make_story(stories, slug="festa", areas=[area], cities=[city, other], work_front=front, **text)
    make_narrative(home, slug="sobre", title=f"{word} sobre", introduction=word)
    home.title = home.hero_title = f"{word} início"
    home.featured_cities.create(city=city)
    home.featured_areas.create(area=area)
    home.save()
    site = home.get_site()
    SiteText.objects.create(site=site, locale=home.locale, programme_name=f"{word} programa")
    menu = make_menu(site=site, title=word, handle="main")
    menu.items = [MenuItem(label=f"{word} área", page=area)]
    menu.save()


def _translate(home: HomePage, locale: Locale, word: str) -> Branch:
    old = mark(home.get_site().hostname, "pt-br")
    home.copy_for_translation(locale)
    for page in home.get_descendants().specific():
        page.copy_for_translation(locale)
    copy = home.get_translation(locale)
    for page in copy.get_descendants(inclusive=True).specific():
        for field in page._meta.concrete_fields:
            value: Any = getattr(page, field.attname)
            if isinstance(value, str) and field.name in {
                "title",
                "draft_title",
                "summary",
                "introduction",
                "hero_title",
            }:
                setattr(page, field.attname, value.replace(old, word))
        page.live, page.has_unpublished_changes = True, False
        page.save()
    for row in (SiteText.objects.get(site=home.get_site(), locale=home.locale), home.get_site().menus.first()):
        row.copy_for_translation(locale).save()
    SiteText.objects.filter(site=home.get_site(), locale=locale).update(programme_name=f"{word} programa")
    MenuItem.objects.filter(menu__locale=locale, menu__site=home.get_site()).update(label=f"{word} área")
    return _branch(copy)


def _branch(home: HomePage) -> Branch:
    pages = {page.slug: page for page in home.get_descendants().specific()}
    return Branch(home, pages["saude"], pages[CITY], pages["praca"], pages["festa"])


def _only_original(home: HomePage, path: str, locales: dict[str, Locale]) -> None:
    page = Page.objects.get(url_path=f"{home.url_path}{path}/")
    for language in LANGUAGES[1:]:
        page.get_translation(locales[language]).delete()
