"""The orders of a list: an enum that clients choose from, and the keys that the rows are sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import graphene
from django.db.models.expressions import BaseExpression, Combinable, F

from cms.api.text import is_text

PARSERS: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "integer": int,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


@dataclass(frozen=True)
class Key:
    """Something that rows are sorted by. It is never null: nulls sort differently on each database."""

    expression: str | BaseExpression | Combinable
    kind: str = "text"
    descending: bool = False

    def sql(self) -> BaseExpression | Combinable:
        return F(self.expression) if isinstance(self.expression, str) else self.expression

    def parse(self, raw: Any) -> Any:
        """Return the value that a cursor holds as ``raw``. Raises ``ValueError`` or ``TypeError``."""
        if not isinstance(raw, str if self.kind in {"text", "date", "datetime"} else (int, float)):
            raise TypeError(self.kind)
        if isinstance(raw, str) and not is_text(raw):
            raise ValueError(self.kind)
        return PARSERS[self.kind](raw)


class Order:
    """An enum of orders. The first one is the default."""

    def __init__(self, name: str, description: str, **options: tuple[str, list[Key]]):
        self.options = options
        self.default = next(iter(options))
        self.enum = graphene.Enum(
            name,
            [(option, option) for option in options],
            description=lambda member: description if member is None else options[member.name][0],
        )

    def lookups(self) -> list[str]:
        """Return the lookups that any of the orders goes by."""
        keys = [key.expression for _description, keys in self.options.values() for key in keys]
        return [key for key in keys if isinstance(key, str)]

    def keys(self, names: list[str]) -> list[Key]:
        """Return the keys of the orders ``names``, each expression once.

        The further keys of an order settle its ties: those of the last order alone, where there are several.
        """
        *leading, last = names
        found: dict[str, Key] = {}
        for key in [*(key for name in leading for key in self.options[name][1][:1]), *self.options[last][1]]:
            found.setdefault(str(key.expression), key)
        return [*found.values()]


PRIMARY_KEY = Key("pk", kind="integer")
