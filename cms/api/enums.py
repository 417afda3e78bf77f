"""GraphQL enums made from Django's choices, described for those who read the schema."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import graphene
from django.db.models import TextChoices

Choices = TypeVar("Choices", bound=type[TextChoices])

_enums: dict[type[TextChoices], type[graphene.Enum]] = {}
_descriptions: dict[type[TextChoices], dict[str, str]] = {}


def described(description: str, **values: str) -> Callable[[Choices], Choices]:
    """Decorate a ``TextChoices`` with what the schema says of it and of each of its values.

    Raises ``ValueError`` at import when a value is left out or does not exist.
    """

    def register(choices: Choices) -> Choices:
        if set(values) != set(choices.names):
            raise ValueError(f"{choices.__name__}: describe exactly {', '.join(choices.names)}")
        _descriptions[choices] = values
        _enums[choices] = graphene.Enum(
            choices.__name__,
            [(name, name) for name in choices.names],
            description=lambda member: description if member is None else values[member.name],
        )
        return choices

    return register


def enum_type(choices: type[TextChoices]) -> type[graphene.Enum]:
    """Return the GraphQL enum of ``choices``; it speaks names (``ACTIVE``), columns hold values."""
    return _enums[choices]


def joined_enum(name: str, description: str, *several: type[TextChoices]) -> type[graphene.Enum]:
    """Return one enum with the values of ``several`` choices, each once."""
    values = {member: text for choices in several for member, text in _descriptions[choices].items()}
    return graphene.Enum(
        name,
        [(value, value) for value in values],
        description=lambda member: description if member is None else values[member.name],
    )


@cache
def enum_name(choices: type[TextChoices], value: str | None) -> str | None:
    """Return the enum name of a stored ``value``; None for no value."""
    return choices(value).name if value else None


def stored_values(choices: type[TextChoices], names: list) -> list[str]:
    """Return what the columns hold for the enum ``names`` that a client sent."""
    return [choices[getattr(name, "value", name)].value for name in names]
