"""Cities on a map: all of them, in a few small fields."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, QuerySet

from cities.models.city import CityStatus
from cities.models.work_front import WorkFrontPage, WorkFrontStatus
from cms.api.enums import enum_name
from cms.api.here import Here
from cms.visibility import public


@dataclass(frozen=True)
class Marker:
    """A city on the map."""

    slug: str
    path: str
    name: str
    ibge_code: str
    state: str
    latitude: float
    longitude: float
    status: str | None
    population: int | None
    areas: list[str]
    active_work_fronts: int


def markers(cities: QuerySet, here: Here, wanted: Container[str]) -> list[Marker]:
    """Return the marker of each of ``cities``, by name: with areas and work fronts where they are ``wanted``."""
    fronts = _active_fronts() if "activeWorkFronts" in wanted else {}
    areas = _area_slugs(here) if "areas" in wanted else {}
    return [
        Marker(
            slug=row["slug"],
            path=here.root_of(row["path"]).path_of(row["url_path"]),
            name=row["title"],
            ibge_code=row["municipality__ibge_code"],
            state=row["municipality__state"],
            latitude=row["municipality__latitude"],
            longitude=row["municipality__longitude"],
            status=enum_name(CityStatus, row["status"]),
            population=row["population"],
            areas=list(dict.fromkeys(areas.get(row["pk"], []))),
            active_work_fronts=fronts.get(row["pk"], 0),
        )
        for row in cities.order_by("sort_title", "pk").values(*_COLUMNS)
    ]


_COLUMNS = (
    "pk",
    "slug",
    "path",
    "url_path",
    "title",
    "municipality__ibge_code",
    "municipality__state",
    "municipality__latitude",
    "municipality__longitude",
    "status",
    "population",
)


def _active_fronts() -> dict[int, int]:
    active = public(WorkFrontPage.objects.filter(status=WorkFrontStatus.ACTIVE)).order_by()
    return dict(active.values("city").annotate(count=Count("pk")).values_list("city", "count"))


def _area_slugs(here: Here) -> dict[int, list[str]]:
    slugs = defaultdict(list)
    for city, slug in _areas_of_cities(here):
        slugs[city].append(slug)
    return slugs


def _areas_of_cities(here: Here) -> Iterable[tuple[int, str]]:
    """Return each city with the slug of one of its areas, in the order of the areas."""
    model = apps.get_model("home.AreaPage")
    areas = here.narrow(public(model.objects.all())).order_by("order", "sort_title")
    if not here.follows_translations:
        return areas.filter(cities__isnull=False).values_list("cities", "slug")
    cities = defaultdict(list)
    for key, city in model.objects.filter(cities__isnull=False).values_list("translation_key", "cities"):
        cities[key].append(city)
    rows = areas.values_list("translation_key", "slug")
    return [(city, slug) for key, slug in rows for city in cities[key]]
