"""How the lists of cities, work fronts and measurements are filtered and sorted."""

from collections.abc import Callable
from datetime import UTC, datetime

import graphene
from django.apps import apps
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from cities.models.city import CityPage, CityStatus
from cities.models.indicators import MeasurementKind
from cities.models.work_front import WorkFrontPage, WorkFrontStatus
from cities.states import REGION_STATES, Region, State
from cms.api.enums import described
from cms.api.filters import (
    Condition,
    DateRange,
    Filter,
    among,
    between,
    one_of,
    slug_of,
    text_in,
)
from cms.api.here import Here
from cms.api.orders import Key, Order
from cms.visibility import public

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@described(
    "How large a city is, by its population.",
    SMALL="Under 100,000 people.",
    MEDIUM="From 100,000 to 500,000 people.",
    LARGE="More than 500,000 people.",
)
class SizeBand(models.TextChoices):
    SMALL = "small", "até 100 mil habitantes"
    MEDIUM = "medium", "de 100 mil a 500 mil habitantes"
    LARGE = "large", "mais de 500 mil habitantes"


SIZE_BANDS = {
    SizeBand.SMALL: Q(population__lt=100_000),
    SizeBand.MEDIUM: Q(population__gte=100_000, population__lte=500_000),
    SizeBand.LARGE: Q(population__gt=500_000),
}


def _any(conditions: list[Q]) -> Q:
    return Q(*conditions, _connector=Q.OR) if conditions else Q(pk__in=[])


def _in_regions(stored: list[str]) -> Q:
    return Q(municipality__state__in=[state for region in stored for state in REGION_STATES[Region(region)]])


def _in_bands(stored: list[str]) -> Q:
    return _any([SIZE_BANDS[SizeBand(band)] for band in stored])


def _with_active_work_fronts(wanted: bool, here: Here) -> Q:
    active = public(WorkFrontPage.objects.filter(status=WorkFrontStatus.ACTIVE))
    has = Q(pk__in=active.values("city"))
    return has if wanted else ~has


def _areas(where: Callable[[list], Q], description: str) -> Condition:
    return slug_of(lambda: apps.get_model("home.AreaPage"), "area", description, where)


def _cities(column: str, description: str) -> Condition:
    return slug_of(lambda: CityPage, "city", description, lambda keys: Q(**{f"{column}__in": keys}))


def _or(column: str, missing: int) -> Coalesce:
    """Return ``column``, or ``missing`` where it is null.

    The type is named because the column's own is unsigned: Django answers a comparison with -1 with no rows.
    """
    return Coalesce(column, Value(missing), output_field=models.IntegerField())


CityOrder = Order(
    "CityOrder",
    "How to sort cities. A city without the value comes last.",
    TITLE_ASC=("By name, A to Z as in Portuguese.", [Key("sort_title")]),
    TITLE_DESC=("By name, Z to A.", [Key("sort_title", descending=True)]),
    POPULATION_DESC=(
        "The most people first.",
        [Key(_or("population", -1), "integer", descending=True), Key("sort_title")],
    ),
    POPULATION_ASC=(
        "The fewest people first.",
        [Key(_or("population", 2**31 - 1), "integer"), Key("sort_title")],
    ),
    SINCE_ASC=(
        "The first to join first.",
        [Key(_or("since_year", 9999), "integer"), Key("sort_title")],
    ),
    SINCE_DESC=(
        "The last to join first.",
        [Key(_or("since_year", -1), "integer", descending=True), Key("sort_title")],
    ),
    PUBLISHED_DESC=(
        "The last changed first.",
        [Key(Coalesce("last_published_at", Value(LONG_AGO)), "datetime", descending=True)],
    ),
)

CityFilter = Filter(
    "CityFilter",
    "Which cities. All the fields given must hold.",
    reads=("home.AreaPage", "cities.WorkFrontPage", "cities.Municipality"),
    state=one_of(State, "municipality__state", "In one of these states."),
    region=among(Region, "In one of these regions.", _in_regions),
    area=_areas(
        lambda keys: Q(pk__in=CityPage.areas.through.objects.filter(areapage__in=keys).values("citypage")),
        "Working in one of the areas with these slugs.",
    ),
    status=one_of(CityStatus, "status", "With one of these statuses."),
    since_year=between("since_year", "Joined within these years."),
    population=between("population", "With a population in this range."),
    size_band=among(SizeBand, "In one of these size bands.", _in_bands),
    has_active_work_fronts=Condition(
        graphene.Boolean, "With at least one active work front, or with none.", _with_active_work_fronts
    ),
    text=text_in("sort_title", "The name holds these letters, whatever their accents and case."),
)

WorkFrontOrder = Order(
    "WorkFrontOrder",
    "How to sort work fronts. One without the value comes last.",
    TITLE_ASC=("By title, A to Z as in Portuguese.", [Key("sort_title")]),
    TITLE_DESC=("By title, Z to A.", [Key("sort_title", descending=True)]),
    CITY_ASC=("By the city's name, A to Z, then by title.", [Key("city__sort_title"), Key("sort_title")]),
    STARTED_DESC=(
        "The last to begin first.",
        [Key(_or("started_year", -1), "integer", descending=True), Key("sort_title")],
    ),
    STARTED_ASC=(
        "The first to begin first.",
        [Key(_or("started_year", 9999), "integer"), Key("sort_title")],
    ),
    PUBLISHED_DESC=(
        "The last changed first.",
        [Key(Coalesce("last_published_at", Value(LONG_AGO)), "datetime", descending=True)],
    ),
)

WorkFrontFilter = Filter(
    "WorkFrontFilter",
    "Which work fronts. All the fields given must hold.",
    reads=("home.AreaPage", "cities.CityPage", "cities.Municipality"),
    city=_cities("city", "In one of the cities with these slugs."),
    area=_areas(lambda keys: Q(area__in=keys), "In one of the areas with these slugs."),
    state=one_of(State, "city__municipality__state", "In a city of one of these states."),
    status=one_of(WorkFrontStatus, "status", "With one of these statuses."),
    started_year=between("started_year", "Begun within these years."),
    ended_year=between("ended_year", "Ended within these years."),
    text=text_in("sort_title", "The title holds these letters, whatever their accents and case."),
)

MeasurementOrder = Order(
    "MeasurementOrder",
    "How to sort measurements.",
    DATE_DESC=("The newest first.", [Key("date", "date", descending=True)]),
    DATE_ASC=("The oldest first.", [Key("date", "date")]),
)

MeasurementFilter = Filter(
    "MeasurementFilter",
    "Which measurements. All the fields given must hold.",
    reads=("cities.CityPage",),
    kind=one_of(MeasurementKind, "kind", "Baselines, targets or results."),
    city=_cities("city", "In one of the cities with these slugs."),
    date=between("date", "Of a day within these.", of=DateRange),
)
