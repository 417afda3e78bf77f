"""Counting and filtering what a search found by the facets that page types declare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import graphene
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, TextChoices
from django.utils.translation import get_language
from wagtail.models import get_page_models

from cms.api.enums import enum_type, joined_enum
from cms.api.errors import unknown
from cms.api.here import Here
from cms.api.kept import kept_values
from cms.api.routes import in_scope
from cms.facets import Facet
from search.reading import Reading

TYPE = "type"


@dataclass(frozen=True)
class Value:
    """A value of a facet: as clients name it, as entries keep it, as visitors read it."""

    name: str
    stored: str
    label: str


@dataclass(frozen=True)
class Count:
    """How many results have a value."""

    value: str
    label: str
    count: int


class Dimension:
    """A facet as all page types together declare it."""

    def __init__(self, name: str, facets: Sequence[Facet]):
        self.name = name
        self.choices = list(dict.fromkeys(facet.choices for facet in facets if facet.choices))
        self.model = next((facet.model for facet in facets if facet.model), "")

    @property
    def scalar(self) -> Any:
        """The GraphQL type of its values."""
        if self.model:
            return graphene.String
        return enum_type(self.choices[0]) if len(self.choices) == 1 else _joined(self.name, tuple(self.choices))

    def values(self, here: Here | None) -> list[Value]:
        """Return every value, in its order. Of pages: those that are public ``here``, by their slugs."""
        if self.model:
            statement = here and kept_values(("facet", self.model, here.mark), [0], lambda _none: self._pages(here))
            return [Value(slug, key.hex, title) for slug, key, title in (statement.rows() if statement else [])]
        members = [member for choices in self.choices for member in choices]
        return list({member.name: Value(member.name, member.value, str(member.label)) for member in members}.values())

    def _pages(self, here: Here) -> QuerySet:
        pages = in_scope(apps.get_model(self.model).objects.all(), here).order_by("path")
        return pages.values_list("slug", "translation_key", "title")

    def stored(self, names: Iterable[Any], here: Here | None) -> set[str]:
        """Return what entries keep for the ``names`` that a client gave. Raises ``BadUserInput`` for one unknown."""
        known = {value.name: value.stored for value in self.values(here)}
        given = [getattr(name, "value", name) for name in names]
        for name in given:
            if name not in known:
                raise unknown(self.name, name, sorted(known))
        return {known[name] for name in given}


class TypeDimension(Dimension):
    """The type of a page, which every page has."""

    def __init__(self) -> None:
        super().__init__(TYPE, [])

    @property
    def scalar(self) -> Any:
        return _page_types()

    def values(self, here: Here | None) -> list[Value]:
        kinds = {_type_name(model): model for model in _models()}
        found = ContentType.objects.get_for_models(*kinds.values(), for_concrete_models=False)
        return [
            Value(name, str(found[model].pk), str(model._meta.verbose_name).capitalize())
            for name, model in kinds.items()
        ]


@cache
def dimensions() -> list[Dimension]:
    """Return every facet that page types declare, the type itself first."""
    declared: dict[str, list[Facet]] = {}
    for model in _models():
        for facet in model.search_facets:
            declared.setdefault(facet.name, []).append(facet)
    return [TypeDimension(), *(Dimension(name, facets) for name, facets in declared.items())]


class Counting(Protocol):
    """What was found, and what was read to find it."""

    read: Reading

    def count(self, facet: str, value: str) -> int: ...


def counts(dimension: Dimension, found: Counting, here: Here) -> list[Count]:
    """Return how many of what was ``found`` have each value of a facet, the most first."""
    key = ("facet", dimension.name, here.mark, get_language())
    values = found.read.remember(key, lambda: dimension.values(here))
    known = [Count(each.name, each.label, found.count(dimension.name, each.stored)) for each in values]
    return sorted((each for each in known if each.count), key=lambda each: -each.count)


def _models() -> list[Any]:
    return [model for model in get_page_models() if hasattr(model, "graphql_fields")]


def _type_name(model: Any) -> str:
    name = model.__name__.removesuffix("Page")
    return "".join(("_" if letter.isupper() and i else "") + letter.upper() for i, letter in enumerate(name))


@cache
def _page_types() -> type[graphene.Enum]:
    models = {_type_name(model): model for model in _models()}
    return graphene.Enum(
        "PageType",
        [(name, name) for name in models],
        description=lambda member: "The type of a page." if member is None else models[member.name].graphql_description,
    )


@cache
def _joined(name: str, several: tuple[type[TextChoices], ...]) -> type[graphene.Enum]:
    return joined_enum(f"Search{name.capitalize()}", f"A {name} of any type of page.", *several)
