"""One page of a list, cut out by keyset: a cursor holds the values that its row is sorted by.

So a cursor stays good while editors publish: what is new before it moves nothing.
"""

import base64
import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet

from cms.api.errors import BadUserInput
from cms.api.orders import Key

T = TypeVar("T")


@dataclass
class Slice:
    """One page of a list: what a connection is resolved from."""

    nodes: list
    make_cursors: Callable[[], list[str]]
    has_next: bool
    has_previous: bool
    count: Callable[[], int]

    @cached_property
    def cursors(self) -> list[str]:
        """The cursor of each node: made for who asks."""
        return self.make_cursors()


@dataclass(frozen=True)
class Cut:
    """Which page of a list a client wants."""

    keys: list[Key]
    orders: list[str]
    size: int
    backward: bool
    after: list | None
    before: list | None

    @property
    def shape(self) -> Hashable:
        """What is the same for pages that are cut alike, but for where."""
        return (tuple(self.orders), self.size, self.backward)

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Return ``queryset`` with its keys as columns, without the rows outside the cursors."""
        queryset = queryset.annotate(**{f"_key{i}": key.sql() for i, key in enumerate(self.keys)})
        if self.after:
            queryset = queryset.filter(self._beyond(self.after, forward=True))
        if self.before:
            queryset = queryset.filter(self._beyond(self.before, forward=False))
        return queryset

    def ordering(self) -> list:
        """Return the order to read rows in: from the end of the list when going backward."""
        return [
            F(f"_key{i}").desc() if key.descending != self.backward else F(f"_key{i}").asc()
            for i, key in enumerate(self.keys)
        ]

    def slice(self, rows: list, count: Callable[[], int]) -> Slice:
        """Return the page made of ``rows``, which may hold one row more to tell that others follow."""
        more, rows = len(rows) > self.size, rows[: self.size]
        if self.backward:
            rows.reverse()
        return Slice(
            nodes=rows,
            make_cursors=lambda: [self._cursor(row) for row in rows],
            has_next=bool(self.before) if self.backward else more,
            has_previous=more if self.backward else bool(self.after),
            count=count,
        )

    def _beyond(self, values: list, *, forward: bool) -> Q:
        where = Q()
        equal: dict[str, Any] = {}
        for i, (key, value) in enumerate(zip(self.keys, values, strict=True)):
            operator = "gt" if key.descending != forward else "lt"
            where |= Q(**equal, **{f"_key{i}__{operator}": value})
            equal[f"_key{i}"] = value
        return where

    def _cursor(self, row: Model) -> str:
        values = [getattr(row, f"_key{i}") for i in range(len(self.keys))]
        return pack([self.orders, *values])


def decode(cursor: str | None, orders: list[str], keys: list[Key]) -> list | None:
    """Return the values that ``cursor`` holds for ``keys``. Raises ``BadUserInput`` unless it is one of ours."""
    if cursor is None:
        return None

    def parse(named: list, *values: Any) -> list:
        if named != orders:
            raise ValueError(named)
        return [key.parse(value) for key, value in zip(keys, values, strict=True)]

    return unpack(cursor, parse)


def pack(values: Iterable[Any]) -> str:
    """Return the cursor that holds ``values``: opaque to clients."""
    text = json.dumps([*values], default=lambda value: value.isoformat(), separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpack(cursor: str, parse: Callable[..., T]) -> T:
    """Return what ``parse`` makes of the values in ``cursor``. Raises ``BadUserInput`` unless it is one of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return parse(*json.loads(base64.urlsafe_b64decode(padded.encode())))
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise BadUserInput(f"{cursor!r} is no cursor of this list in this order.") from None
