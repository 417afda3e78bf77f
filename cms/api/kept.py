"""Statements that are put together once: for the same question Django would write the same SQL again and again.

A statement is kept under a key that names all that it is made from, but for what is filled in each time: the keys
that it asks for, and the moment at which something must be public. What is unlocked is added to every key.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from copy import copy
from datetime import UTC, datetime
from typing import Any, cast

from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from cms.api.rows import ObjectStatement, Statement, statement_of
from cms.visibility import seen_at, unlocked_now

MOST = 256
STAND_INS: dict[type, Any] = {int: -2_147_483_001, str: "\x00keys\x00"}
"""What stands for the keys while a statement is put together: no row has such a key."""
MOMENT = datetime(1001, 3, 5, 7, 9, 11, 131_517, tzinfo=UTC)
"""What stands for the present."""

Build = Callable[[list], QuerySet]


def kept_statement(key: Hashable, keys: Collection[Any], build: Build) -> ObjectStatement | None:
    """Return the statement of the objects that ``build`` makes for ``keys``; None where nothing can be found.

    ``build`` puts the keys into lookups ``in`` and makes nothing else from them. ``key`` names whatever else it
    depends on. Keys that are neither integers nor texts are asked for by a statement of their own.
    """
    return cast(ObjectStatement | None, kept_values(key, keys, build))


def kept_values(key: Hashable, keys: Collection[Any], build: Build) -> Statement | None:
    """Return what ``kept_statement`` does, of plain values."""
    wanted = [*dict.fromkeys(each for each in keys if each is not None)]
    if not wanted:
        return None
    kind = type(wanted[0])
    if kind not in STAND_INS or any(type(each) is not kind for each in wanted):
        return statement_of(build(wanted))
    whole = (key, kind, unlocked_now())
    form = _kept.get(whole, UNKNOWN)
    if form is UNKNOWN:
        form = _made(build, STAND_INS[kind])
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[whole] = form
    return form and form.filled(wanted)


class Form:
    """A statement with gaps."""

    def __init__(self, statement: Statement, stand_in: Any) -> None:
        self._statement = statement
        moment = connections[statement.database].ops.adapt_datetimefield_value(MOMENT)
        *pieces, self._last = statement.sql.split("%s")
        self._pieces = [*zip(pieces, statement.parameters, strict=True)]
        self._is_key = [parameter == stand_in for parameter in statement.parameters]
        self._is_moment = [parameter == moment for parameter in statement.parameters]

    def filled(self, keys: Sequence[Any]) -> Statement:
        """Return the statement that asks for ``keys`` at the present moment."""
        now = connections[self._statement.database].ops.adapt_datetimefield_value(timezone.now())
        sql: list[str] = []
        parameters: list[Any] = []
        for (piece, parameter), is_key, is_moment in zip(self._pieces, self._is_key, self._is_moment, strict=True):
            sql.append(piece)
            if is_key:
                sql.append(", ".join(["%s"] * len(keys)))
                parameters += map(type(parameter), keys)
            else:
                sql.append("%s")
                parameters.append(now if is_moment else parameter)
        filled = copy(self._statement)
        filled.sql, filled.parameters = "".join([*sql, self._last]), tuple(parameters)
        return filled


UNKNOWN: Any = object()
_kept: dict[Hashable, Form | None] = {}


def _made(build: Build, stand_in: Any) -> Form | None:
    with seen_at(MOMENT):
        statement = statement_of(build([stand_in]))
    return Form(statement, stand_in) if statement else None
