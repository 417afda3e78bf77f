"""Rows as the API reads them: objects of their models, made without what only editing needs.

A page made as Django makes it sends two signals and looks through everything that can be edited inside it, which takes
longer than to read its row. One that is made here has the same columns and methods, and loads what it lacks when asked.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]
from django.db.models.sql.compiler import SQLCompiler
from modelcluster.models import ClusterableModel
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.prepared import preparing_cursor

IDLE = {object, Model, ClusterableModel, Page}
"""Classes whose constructors add nothing to a row that is there already."""
BEGINNINGS: dict[type, dict[str, Any]] = {AbstractImage: {"decorative": False, "contextual_alt_text": None}}
"""Classes whose constructors add this, and nothing else."""
AS_STORED = (FileDescriptor, ForeignKeyDeferredAttribute)
"""Attributes that keep what the database gives as it is."""

Values = Sequence[Any]


def rows_of(queryset: QuerySet) -> list:
    """Return the rows of ``queryset``; what it would prefetch is left out."""
    statement = statement_of(queryset)
    return statement.rows() if statement else []


def rows_under(queryset: QuerySet) -> list[tuple[Any, Any]]:
    """Return the rows of ``queryset``, each behind the ``_parent`` that it is annotated with.

    A row that stands under several parents is one object.
    """
    statement = cast(ObjectStatement | None, statement_of(queryset))
    return statement.rows_under() if statement else []


class Statement:
    """The SQL of a queryset of values, and how what the database finds becomes these.

    ``is_prepared`` says that its text is always the same.
    """

    is_prepared = False

    def __init__(self, sql: str, parameters: Iterable[Any], compiler: SQLCompiler, database: str) -> None:
        self.sql, self.parameters, self.database = sql, tuple(parameters), database
        expressions = [column[0] for column in compiler.select[: compiler.col_count]]
        self._converters = [*compiler.get_converters(expressions).items()]

    def rows(self) -> list:
        """Return the rows that the database finds now."""
        return [*self._fetched()]

    def _fetched(self) -> Iterable[Values]:
        begin = preparing_cursor if self.is_prepared else _cursor
        with begin(self.database) as cursor:
            cursor.execute(self.sql, self.parameters)
            found = cursor.fetchall()
        return map(self._converted, found) if self._converters else found

    def _converted(self, values: Values) -> Values:
        converted, connection = list(values), connections[self.database]
        for position, (converters, expression) in self._converters:
            for convert in converters:
                converted[position] = convert(converted[position], expression, connection)
        return converted


class ObjectStatement(Statement):
    """The SQL of a queryset of objects, and how its rows become these."""

    def __init__(self, sql: str, parameters: Iterable[Any], compiler: SQLCompiler, database: str) -> None:
        super().__init__(sql, parameters, compiler, database)
        model, columns = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        self._first, self._last = columns[0], columns[-1] + 1
        names = tuple([column[0].target.attname for column in compiler.select[self._first : self._last]])
        self._make = maker(model, names, self.database)
        self._joined = get_related_populators(compiler.klass_info, compiler.select, self.database)
        self._annotations = [*compiler.annotation_col_map.items()]
        self._key = self._first + names.index(model._meta.pk.attname)

    def rows(self) -> list:
        return [self._made(values) for values in self._fetched()]

    def rows_under(self) -> list[tuple[Any, Any]]:
        """Return what the function of this name does."""
        parent, made, pairs = dict(self._annotations)["_parent"], {}, []
        for values in self._fetched():
            key = values[self._key]
            if key not in made:
                made[key] = self._made(values)
            pairs.append((values[parent], made[key]))
        return pairs

    def _made(self, values: Values) -> Any:
        row = self._make(values[self._first : self._last])
        for joined in self._joined:
            joined.populate(values, row)
        for name, position in self._annotations:
            row.__dict__[name] = values[position]
        return row


def _cursor(database: str) -> CursorWrapper:
    return connections[database].cursor()


def statement_of(queryset: QuerySet) -> Statement | None:
    """Return the statement that finds the rows of ``queryset``; None where Django knows that there are none."""
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    kind = Statement if queryset.query.values_select else ObjectStatement
    return kind(sql, parameters, compiler, queryset.db)


@cache
def maker(model: type[Model], names: tuple[str, ...], database: str | None) -> Callable[[Values], Any]:
    """Return the function that makes a row of ``model`` from the values of the attributes ``names``, in their order."""
    known = IDLE | BEGINNINGS.keys()
    if any("__init__" in vars(kind) and kind not in known for kind in model.__mro__):
        return lambda values: model.from_db(database, names, values)
    beginning = {name: value for kind in model.__mro__ for name, value in BEGINNINGS.get(kind, {}).items()}
    converted = [name for name in names if _is_converted(model, name)]

    def make(values: Values) -> Any:
        row: Any = model.__new__(model)
        state = ModelState()
        state.db, state.adding = database, False
        own = row.__dict__
        own["_state"] = state
        own.update(beginning)
        own.update(zip(names, values, strict=True))
        for name in converted:
            setattr(row, name, own.pop(name))
        return row

    return make


def _is_converted(model: type[Model], name: str) -> bool:
    attribute = getattr(model, name)
    return hasattr(type(attribute), "__set__") and not isinstance(attribute, AS_STORED)
