"""The demo content: read from the JSON files beside this one, and published in an empty site."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from wagtail.models import Locale, Page, Site

from cities.models import (
    CityIndexPage,
    CityPage,
    Indicator,
    Measurement,
    Milestone,
    Municipality,
    WorkFrontCity,
    WorkFrontPage,
    WorkFrontPartner,
)
from cms.demo.blocks import stream
from cms.media import CustomImage
from home.models import (
    AreaIndexPage,
    AreaPage,
    HomePage,
    HomePageArea,
    HomePageCity,
    Menu,
    MenuItem,
    NarrativePage,
    Partner,
    SiteSettings,
    SiteText,
    SocialProfile,
    StoryCity,
    StoryIndexPage,
    StoryPage,
)

FOLDER = Path(__file__).parent


def is_empty() -> bool:
    """Tell whether the site has nothing but the home page that the migrations make."""
    return not Page.objects.filter(depth__gt=2).exists() and not CustomImage.objects.exists()


def is_loaded() -> bool:
    """Tell whether the demo's own cities are there."""
    codes = {city["ibge_code"] for city in _read("cities")["cities"]}
    return set(CityPage.objects.values_list("municipality", flat=True)) == codes


class Demo:
    """Makes everything in two rounds: first the pages, then the bodies, which point at pages."""

    def __init__(self) -> None:
        self.home = HomePage.objects.get(depth=2)
        self.site = Site.objects.get(is_default_site=True)
        self.locale = Locale.get_default()
        self.images: dict[str, CustomImage] = {}
        self.areas: dict[str, AreaPage] = {}
        self.cities: dict[str, CityPage] = {}
        self.fronts: dict[tuple[str, str], WorkFrontPage] = {}
        self.written: list[tuple[Page, list[dict]]] = []

    def load(self) -> None:
        """Make and publish everything."""
        self._make_partners()
        self._make_narrative(self.home, _read("narrative"))
        self._make_areas()
        self._make_cities()
        self._make_work_fronts()
        self._make_indicators()
        self._make_stories()
        self._make_home()
        for page, body in self.written:
            self._publish(page, body)
        self._make_site()

    # --- Pages ------------------------------------------------------------------------------

    def _make_home(self) -> None:
        written = _read("home")
        fields = ("title", "hero_title", "hero_text", "opening_text", "seo_title", "search_description")
        for name in fields:
            setattr(self.home, name, written.get(name) or "")
        self._set_hero(self.home, written)
        self.home.featured_cities = [
            HomePageCity(city=self.cities[code], sort_order=i) for i, code in enumerate(written["featured_cities"])
        ]
        self.home.featured_areas = [
            HomePageArea(area=self.areas[slug], sort_order=i) for i, slug in enumerate(written["featured_areas"])
        ]
        self.written.append((self.home, written["body"]))

    def _make_narrative(self, parent: Page, pages: list[dict]) -> None:
        for written in pages:
            page = self._add(parent, NarrativePage, written, "slug", "title", "introduction")
            self._make_narrative(page, written.get("children", []))

    def _make_areas(self) -> None:
        written = _read("areas")
        index = self._add(self.home, AreaIndexPage, written["index"], "slug", "title", "introduction")
        names = ("slug", "title", "order", "summary", "colour", "icon")
        self.areas = {area["slug"]: self._add(index, AreaPage, area, *names) for area in written["areas"]}

    def _make_cities(self) -> None:
        written = _read("cities")
        index = self._add(self.home, CityIndexPage, written["index"], "slug", "title", "introduction")
        names = ("title", "status", "since_year", "until_year", "summary")
        population = ("population", "population_year", "population_source")
        for city in written["cities"]:
            municipality = Municipality.objects.get(pk=city["ibge_code"])
            page = self._add(index, CityPage, city, *names, *population, municipality=municipality)
            page.areas = [self.areas[slug] for slug in city["areas"]]
            page.milestones = [
                Milestone(
                    date=date.fromisoformat(milestone["date"]),
                    precision=milestone["precision"],
                    title=milestone["title"],
                    text=milestone.get("text") or "",
                )
                for milestone in city.get("milestones", [])
            ]
            self.cities[city["ibge_code"]] = page

    def _make_work_fronts(self) -> None:
        partners = {partner.name: partner for partner in Partner.objects.all()}
        names = ("slug", "title", "status", "started_year", "ended_year", "summary")
        for front in _read("work_fronts"):
            page = self._add(self.cities[front["city"]], WorkFrontPage, front, *names, area=self.areas[front["area"]])
            page.work_front_cities = [
                WorkFrontCity(city=self.cities[code], sort_order=i) for i, code in enumerate(front["other_cities"])
            ]
            page.work_front_partners = [
                WorkFrontPartner(partner=partners[name], sort_order=i) for i, name in enumerate(front["partners"])
            ]
            self.fronts[front["city"], front["slug"]] = page

    def _make_stories(self) -> None:
        written = _read("stories")
        index = self._add(self.home, StoryIndexPage, written["index"], "slug", "title", "introduction")
        for story in written["stories"]:
            front = story.get("work_front")
            page = self._add(
                index,
                StoryPage,
                story,
                "slug",
                "title",
                "kind",
                "summary",
                date=date.fromisoformat(story["date"]),
                work_front=self.fronts[front["city"], front["slug"]] if front else None,
            )
            page.areas = [self.areas[slug] for slug in story["areas"]]
            page.story_cities = [
                StoryCity(city=self.cities[code], sort_order=i) for i, code in enumerate(story["cities"])
            ]

    def _add(self, parent: Page, model: type[Page], written: dict, *names: str, **fields: Any) -> Any:
        page = model(**{name: written.get(name) for name in names}, **fields)
        self._set_hero(page, written)
        parent.add_child(instance=page)
        self.written.append((page, written.get("body", [])))
        return page

    def _publish(self, page: Page, body: list[dict]) -> None:
        if body:
            page.body = json.dumps(stream(body, page.url_path, self._find))
        page.save_revision().publish()

    # --- What is no page --------------------------------------------------------------------

    def _make_partners(self) -> None:
        for partner in _read("partners"):
            Partner.objects.create(
                locale=self.locale,
                name=partner["name"],
                kind=partner["kind"],
                description=partner.get("description") or "",
                website=partner.get("url") or "",
            )

    def _make_indicators(self) -> None:
        written = _read("indicators")
        indicators = {
            indicator["slug"]: Indicator.objects.create(
                locale=self.locale, **{name: indicator[name] for name in ("name", "unit", "direction", "method")}
            )
            for indicator in written["indicators"]
        }
        for measurement in written["measurements"]:
            city, front = measurement["city"], measurement.get("work_front")
            Measurement.objects.create(
                indicator=indicators[measurement["indicator"]],
                city=self.cities[city],
                work_front=self.fronts[city, front] if front else None,
                date=date.fromisoformat(measurement["date"]),
                value=str(measurement["value"]),
                kind=measurement["kind"],
                source=measurement["source"],
            )

    def _make_site(self) -> None:
        written = _read("site")
        contact, share_image = written.get("contact", {}), written["share_image"]
        settings, _ = SiteSettings.objects.get_or_create(site=self.site)
        settings.email, settings.phone = contact.get("email", ""), contact.get("phone", "")
        settings.address = contact.get("address", "")
        settings.share_image, settings.share_image_alt = self._image(share_image), share_image["alt"]
        settings.social_profiles = [
            SocialProfile(network=profile["network"], url=profile["url"], sort_order=i)
            for i, profile in enumerate(written["social_profiles"])
        ]
        settings.save()
        SiteText.objects.create(
            site=self.site,
            locale=self.locale,
            **{name: written[name] for name in ("programme_name", "description", "footer")},
        )
        for menu in written["menus"]:
            self._make_menu(menu)

    def _make_menu(self, written: dict) -> None:
        menu = Menu(site=self.site, locale=self.locale, handle=written["handle"], title=written["title"])
        menu.items = [
            MenuItem(
                label=item["label"],
                page_id=self._find({"page": item["page"]}) if "page" in item else None,
                url=item.get("url", ""),
                sort_order=i,
            )
            for i, item in enumerate(written["items"])
        ]
        menu.save()

    # --- References -------------------------------------------------------------------------

    def _set_hero(self, page: Any, written: dict) -> None:
        if hero := written.get("hero_image"):
            page.hero_image = self._image(hero)
            page.hero_alt, page.hero_decorative = hero["alt"], hero.get("decorative", False)

    def _image(self, written: dict) -> CustomImage:
        name = written["file"]
        if name not in self.images:
            with (FOLDER / "images" / name).open("rb") as file:
                title = Path(name).stem.replace("-", " ").capitalize()
                self.images[name] = CustomImage.objects.create(title=title, file=File(file, name=name))
        return self.images[name]

    def _find(self, reference: dict) -> int:
        if "file" in reference:
            return self._image(reference).pk
        if "city" in reference:
            return self.cities[reference["city"]].pk
        return Page.objects.get(url_path=self.home.url_path + reference["page"].lstrip("/")).pk


def _read(name: str) -> Any:
    text = (FOLDER / "content" / f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text, parse_float=str)  # decimals stay as written
