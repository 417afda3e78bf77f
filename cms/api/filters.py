"""The filters of a list: an input type in the field's own vocabulary, with and, or and not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import graphene
from django.db.models import Q, TextChoices

from cms.api.enums import enum_type, stored_values
from cms.api.errors import BadUserInput, unknown
from cms.api.here import Here
from cms.collation import sort_key
from cms.visibility import public


class IntRange(graphene.InputObjectType):
    """From `min` to `max`, both included; leave one out for no bound."""

    reads = ()

    min = graphene.Int(description="The smallest value wanted.")
    max = graphene.Int(description="The largest value wanted.")


class DateRange(graphene.InputObjectType):
    """From `min` to `max`, both included; leave one out for no bound."""

    reads = ()

    min = graphene.Date(description="The first day wanted.")
    max = graphene.Date(description="The last day wanted.")


@dataclass(frozen=True)
class Condition:
    """One field of a filter: its type, and the ``Q`` that a value of it means."""

    type: Any
    description: str
    where: Callable[[Any, Here], Q]
    """Takes the value, and where the answer stands."""


def among(choices: type[TextChoices], description: str, where: Callable[[list[str]], Q]) -> Condition:
    """Rows that fit one of the enum values; ``where`` takes them as columns store them."""
    return Condition(
        graphene.List(graphene.NonNull(enum_type(choices))),
        description,
        lambda names, here: where(stored_values(choices, names)),
    )


def one_of(choices: type[TextChoices], column: str, description: str) -> Condition:
    """Rows whose ``column`` holds one of the enum values."""
    return among(choices, description, lambda stored: Q(**{f"{column}__in": stored}))


def between(column: str, description: str, *, of: type[IntRange] | type[DateRange] = IntRange) -> Condition:
    """Rows whose ``column`` lies in a range; those without a value do not."""
    return Condition(of, description, lambda bounds, here: in_range(column, bounds))


def in_range(column: str, bounds: dict) -> Q:
    """Return the condition that ``column`` lies in ``bounds``. Raises ``BadUserInput`` if they are reversed."""
    low: int | date | None = bounds.get("min")
    high: int | date | None = bounds.get("max")
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        raise BadUserInput(f"A range goes from min to max: {low} is more than {high}.")
    where = Q(**{f"{column}__isnull": False})
    if low is not None:
        where &= Q(**{f"{column}__gte": low})
    if high is not None:
        where &= Q(**{f"{column}__lte": high})
    return where


def text_in(column: str, description: str) -> Condition:
    """Rows whose sort key ``column`` holds the words as typed, whatever their accents and case."""
    return Condition(graphene.String, description, lambda text, here: Q(**{f"{column}__contains": sort_key(text)}))


def slug_of(model: Callable[[], Any], what: str, description: str, where: Callable[[list], Q]) -> Condition:
    """Rows related to the public pages with the given slugs. A slug that no public page has is an error."""

    def pages_with(slugs: list[str], here: Here) -> Q:
        known = list(here.narrow(public(model().objects.all())).values_list("pk", "slug", "translation_key"))
        for slug in slugs:
            if slug not in {known_slug for _key, known_slug, _translation in known}:
                raise unknown(what, slug, sorted({known_slug for _key, known_slug, _translation in known}))
        found = [row for row in known if row[1] in slugs]
        if not here.follows_translations:
            return where([key for key, _slug, _translation in found])
        # what was copied to be translated may refer to the original still
        keys = model().objects.filter(translation_key__in=[translation for _key, _slug, translation in found])
        return where(list(keys.values_list("pk", flat=True)))

    return Condition(graphene.List(graphene.NonNull(graphene.String)), description, pages_with)


class Filter:
    """An input type made of conditions, which all hold, and of ``and``, ``or`` and ``not``."""

    def __init__(self, name: str, description: str, *, reads: tuple[str, ...], **conditions: Condition):
        """``reads`` names the models that the conditions look at, beside the one that is filtered."""
        self.conditions = conditions
        fields = {
            key: graphene.InputField(condition.type, description=condition.description)
            for key, condition in conditions.items()
        }
        several = graphene.List(graphene.NonNull(lambda: self.input))
        self.input: type[graphene.InputObjectType] = type(
            name,
            (graphene.InputObjectType,),
            {
                "__doc__": description,
                "reads": reads,
                **fields,
                "and_": graphene.InputField(several, name="and", description="All of these hold as well."),
                "or_": graphene.InputField(several, name="or", description="At least one of these holds as well."),
                "not_": graphene.InputField(lambda: self.input, name="not", description="This does not hold."),
            },
        )

    def where(self, given: dict, here: Here) -> Q:
        """Return what the filter ``given`` by a client means ``here``; a null field means nothing."""
        result = Q()
        for name, value in given.items():
            if value is not None:
                result &= self._part(name, value, here)
        return result

    def _part(self, name: str, value: Any, here: Here) -> Q:
        if name == "and_":
            return Q(*[self.where(part, here) for part in value])
        if name == "or_":
            return Q(*[self.where(part, here) or Q(pk__isnull=False) for part in value], _connector=Q.OR) or Q(
                pk__in=[]
            )
        if name == "not_":
            return ~self.where(value, here)
        return self.conditions[name].where(value, here)
