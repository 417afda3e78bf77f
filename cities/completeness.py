"""How complete the profile of a city is: the parts that one should have, each asked of many rows or of one draft."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models.city import CityLeader, CityPage, Milestone
from cities.models.indicators import Measurement
from cities.models.work_front import WorkFrontPage
from cms.visibility import public

EMPTY_BODIES = ("", "[]", "null")


@dataclass(frozen=True)
class Part:
    """Something that a profile should have."""

    name: str
    label: str | Promise
    of_rows: Callable[[], Q | Exists]
    """The condition on rows of ``CityPage``, annotated with ``body_text``."""
    of_draft: Callable[[CityPage], bool]
    """The same of one profile as it stands in the editor, saved to its row or not."""


def _measured() -> QuerySet[Measurement]:
    return Measurement.objects.order_by()


def _shown_fronts() -> QuerySet[WorkFrontPage]:
    return public(WorkFrontPage.objects.order_by())


def _has_hero(city: CityPage) -> bool:
    return bool(city.hero_image_id and (city.hero_alt or city.hero_decorative))


PARTS = (
    Part("summary", _("resumo"), lambda: ~Q(summary=""), lambda city: bool(city.summary)),
    Part(
        "hero_image",
        _("imagem de destaque, com texto alternativo"),
        lambda: Q(hero_image__isnull=False) & (~Q(hero_alt="") | Q(hero_decorative=True)),
        _has_hero,
    ),
    Part("body", _("conteúdo"), lambda: ~Q(body_text__in=EMPTY_BODIES), lambda city: len(city.body) > 0),
    Part(
        "population",
        _("população, com ano e fonte"),
        lambda: Q(population__isnull=False, population_year__isnull=False) & ~Q(population_source=""),
        lambda city: bool(city.population and city.population_year and city.population_source),
    ),
    Part(
        "areas",
        _("áreas"),
        lambda: Exists(CityPage.areas.through.objects.filter(citypage=OuterRef("pk"))),
        lambda city: city.areas.all().exists(),
    ),
    Part(
        "leader",
        _("liderança"),
        lambda: Exists(CityLeader.objects.order_by().filter(page=OuterRef("pk"))),
        lambda city: city.city_leaders.all().exists(),
    ),
    Part(
        "milestone",
        _("marco na linha do tempo"),
        lambda: Exists(Milestone.objects.order_by().filter(page=OuterRef("pk"))),
        lambda city: city.milestones.all().exists(),
    ),
    Part(
        "measurement",
        _("indicador com medição"),
        lambda: Exists(_measured().filter(city=OuterRef("pk"))),
        lambda city: _measured().filter(city=city.pk).exists(),
    ),
    Part(
        "work_front",
        _("frente de trabalho publicada"),
        lambda: Q(pk__in=_shown_fronts().filter(city__isnull=False).values("city")),
        lambda city: _shown_fronts().filter(city=city.pk).exists(),
    ),
    Part(
        "reviewed_on",
        _("data da última revisão"),
        lambda: Q(reviewed_on__isnull=False),
        lambda city: city.reviewed_on is not None,
    ),
)
"""Told to editors in ``docs/editores.md``."""


@dataclass(frozen=True)
class Completeness:
    """What a profile has of ``PARTS``."""

    missing: tuple[Part, ...]

    @property
    def total(self) -> int:
        return len(PARTS)

    @property
    def done(self) -> int:
        return self.total - len(self.missing)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total


def with_completeness(cities: QuerySet[CityPage]) -> QuerySet[CityPage]:
    """Return ``cities`` with a column ``has_<name>`` for each part and their number, ``parts_done``."""
    flags = {f"has_{part.name}": _yes_or_no(part.of_rows()) for part in PARTS}
    count = sum((_as_number(f"has_{part.name}") for part in PARTS), Value(0))
    return cities.annotate(body_text=Cast("body", TextField())).annotate(**flags).annotate(parts_done=count)


def completeness_of_row(city: CityPage) -> Completeness:
    """Tell the completeness of a row of ``with_completeness``, without asking the database."""
    return Completeness(tuple(part for part in PARTS if not getattr(city, f"has_{part.name}")))


def completeness_of_draft(city: CityPage) -> Completeness:
    """Tell the completeness of one profile as it stands in the editor."""
    return Completeness(tuple(part for part in PARTS if not part.of_draft(city)))


def _yes_or_no(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _as_number(flag: str) -> Case:
    return Case(When(**{flag: True}, then=Value(1)), default=Value(0), output_field=IntegerField())
