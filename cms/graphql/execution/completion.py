"""Completing values: what a resolver gave becomes what the answer holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    located_error,
)
from graphql.execution.execute import invalid_return_type_error
from graphql.pyutils import Path, is_iterable

Complete = Callable[[Any, Path, GraphQLResolveInfo, Any], Any]
"""Takes a value, its path, the info of its field and the execution; returns it completed, or raises."""
new: Callable[..., Any] = tuple.__new__
"""Makes a named tuple three times as fast as calling its class does."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field as one selection asks for it."""

    plan: Any
    parent: GraphQLObjectType
    definition: GraphQLField
    key: str
    nodes: list[FieldNode]

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    def no_value(self, value: Any, required: bool) -> None:
        """Complete what is no value: None, or an error in its place. Raises that, and ``TypeError`` for a null."""
        if isinstance(value, Exception):
            raise value
        if required:
            raise TypeError(f"Cannot return null for non-nullable field {self.parent.name}.{self.name}.")

    def failed(self, error: Exception, path: Path, run: Any, required: bool) -> None:
        """Note ``error`` at ``path``, where null may be; where a value is ``required``, raise it located."""
        located = located_error(error, self.nodes, path.as_list())
        if required:
            raise located
        run.collected_errors.add(located, path)


def complete_function(field: Field, kind: Any, *, required: bool = False) -> Complete:
    """Return the function that completes values of ``kind`` for ``field``; a ``required`` one raises for null."""
    if isinstance(kind, GraphQLNonNull):
        return complete_function(field, kind.of_type, required=True)
    if isinstance(kind, GraphQLList):
        return _list(field, kind.of_type, required)
    if is_leaf_type(kind):
        return _leaf(field, kind, required)
    return _abstract(field, kind, required) if is_abstract_type(kind) else _object(field, kind, required)


def _leaf(field: Field, kind: Any, required: bool) -> Complete:
    leaf = field.plan.leaf(kind)

    def complete(value: Any, path: Path, info: GraphQLResolveInfo, run: Any) -> Any:
        if value is None or value is Undefined or isinstance(value, Exception):
            return field.no_value(value, required)
        return leaf(value)

    return complete


def _list(field: Field, kind: GraphQLOutputType, required: bool) -> Complete:
    complete_item, is_item_required = complete_function(field, kind), isinstance(kind, GraphQLNonNull)
    message = f"Expected Iterable, but did not find one for field '{field.parent.name}.{field.name}'."

    def complete(value: Any, path: Path, info: GraphQLResolveInfo, run: Any) -> Any:
        if type(value) is not list:
            if value is None or value is Undefined or isinstance(value, Exception):
                return field.no_value(value, required)
            if not is_iterable(value):
                raise GraphQLError(message)
        completed: list = []
        for index, item in enumerate(value):
            here = new(Path, (path, index, None))
            try:
                completed.append(complete_item(item, here, info, run))
            except Exception as error:
                field.failed(error, here, run, is_item_required)
                completed.append(None)
        return completed

    return complete


def _object(field: Field, kind: GraphQLObjectType, required: bool) -> Complete:
    nodes, is_type_of = field.nodes, kind.is_type_of
    select: Any = None

    def complete(value: Any, path: Path, info: GraphQLResolveInfo, run: Any) -> Any:
        nonlocal select
        if value is None or value is Undefined or isinstance(value, Exception):
            return field.no_value(value, required)
        if select is None:
            select = field.plan.below(nodes, kind, run)
        if is_type_of and not is_type_of(value, info):
            raise invalid_return_type_error(kind, value, nodes)
        return select(value, path, run)

    return complete


def _abstract(field: Field, kind: Any, required: bool) -> Complete:
    known: dict[str, Complete] = {}

    def complete(value: Any, path: Path, info: GraphQLResolveInfo, run: Any) -> Any:
        if value is None or value is Undefined or isinstance(value, Exception):
            return field.no_value(value, required)
        name = (kind.resolve_type or run.type_resolver)(value, info, kind)
        found = known.get(name) if type(name) is str else None
        if found is None:
            concrete = run.ensure_valid_runtime_type(name, kind, field.nodes, info, value)
            found = known[name] = _object(field, concrete, required)
        return found(value, path, info, run)

    return complete
