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
from psycopg.sql import Literal

from cms.api.rows import ObjectStatement, Statement, statement_of
from cms.prepared import prepares
from cms.visibility import seen_at, unlocked_now

MOST = 256
STAND_INS: dict[type, Any] = {int: -2_147_483_001, str: "\x00keys\x00"}
"""What stands for the keys while a statement is put together: no row has such a key."""
MOMENT = datetime(1001, 3, 5, 7, 9, 11, 131_517, tzinfo=UTC)
"""What stands for the present."""

KEYS, PRESENT = object(), object()
"""What fills a gap."""
ARRAYS: dict[type, str] = {int: "bigint[]", str: "text[]"}
"""What PostgreSQL calls many keys of a type."""

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
    """A statement with gaps: of keys, however many, and of the present.

    Where statements are prepared its text never changes: keys are one value, and what stays is written into it.
    """

    def __init__(self, statement: Statement, stand_in: Any) -> None:
        self._statement = statement
        connection = connections[statement.database]
        moment = connection.ops.adapt_datetimefield_value(MOMENT)
        self._pieces: list[tuple[str, Any]] = []
        before = ""
        *pieces, self._last = statement.sql.split("%s")
        statement.is_prepared = prepares(statement.database)
        connection.ensure_connection()  # it says how what stays is written
        for piece, parameter in zip(pieces, statement.parameters, strict=True):
            before += piece
            gap = KEYS if parameter == stand_in else PRESENT if parameter == moment else None
            if gap is None and statement.is_prepared:
                before += Literal(parameter).as_string(connection.connection).replace("%", "%%")
                continue
            if gap is KEYS and statement.is_prepared:
                before = f"{before.removesuffix('IN (')}= ANY (%s::{ARRAYS[type(stand_in)]}"
            self._pieces.append((before, parameter if gap is None else gap))
            before = ""
        self._last = before + self._last

    def filled(self, keys: Sequence[Any]) -> Statement:
        """Return the statement that asks for ``keys`` at the present moment."""
        now = connections[self._statement.database].ops.adapt_datetimefield_value(timezone.now())
        sql: list[str] = []
        parameters: list[Any] = []
        for piece, parameter in self._pieces:
            sql.append(piece)
            if parameter is not KEYS:
                sql.append("%s")
                parameters.append(now if parameter is PRESENT else parameter)
            elif self._statement.is_prepared:
                parameters.append(_array(keys))
            else:
                sql.append(", ".join(["%s"] * len(keys)))
                parameters += keys
        filled = copy(self._statement)
        filled.sql, filled.parameters = "".join([*sql, self._last]), tuple(parameters)
        return filled


def _array(keys: Sequence[Any]) -> Any:
    """Return ``keys`` as one value: of integers, text whose type does not depend on how large they are."""
    return f"{{{','.join(map(str, keys))}}}" if isinstance(keys[0], int) else keys


UNKNOWN: Any = object()
_kept: dict[Hashable, Form | None] = {}


def _made(build: Build, stand_in: Any) -> Form | None:
    with seen_at(MOMENT):
        statement = statement_of(build([stand_in]))
    return Form(statement, stand_in) if statement else None
