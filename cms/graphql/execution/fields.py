"""A field's function: resolve, complete, and answer for what goes wrong."""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLNonNull,
    GraphQLResolveInfo,
    TypeNameMetaFieldDef,
    Undefined,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.pyutils import Path

from cms.graphql.execution.arguments import arguments_function
from cms.graphql.execution.completion import Field, complete_function, new
from cms.graphql.execution.leaves import unchanged_type

FieldFunction = Callable[[Any, Path | None, Any], Any]
"""Takes an object, its path and the execution; returns the completed value of a field."""


def field_function(field: Field) -> FieldFunction:
    """Return the function for ``field``.

    A resolver of a field without arguments that needs nothing but its source may say so by an attribute:
    ``from_source``, a function that gives for the source what the resolver would. ``from_context`` is one that needs
    the context besides. Both give the same for the same object, as often as they are asked during an execution.
    """
    if field.definition is TypeNameMetaFieldDef:
        return _type_name(field.parent.name)
    read, is_in_context = _reading(field)
    kind, named = field.definition.type, get_named_type(field.definition.type)
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if read and is_leaf_type(inner):
        return _leaf_read(field, read, inner, is_in_context)
    if read and not is_abstract_type(named) and not getattr(named, "is_type_of", None):
        return _read(field, read, is_in_context)
    return _resolved(field)


def _type_name(name: str) -> FieldFunction:
    def run_field(source: Any, path: Path | None, run: Any) -> Any:
        return name

    run_field.is_steady = True  # type: ignore[attr-defined]
    return run_field


def _reading(field: Field) -> tuple[Callable | None, bool]:
    resolve = None if field.definition.args else field.definition.resolve
    in_context = getattr(resolve, "from_context", None)
    return in_context or getattr(resolve, "from_source", None), in_context is not None


def _leaf_read(field: Field, read: Callable, kind: Any, is_in_context: bool) -> FieldFunction:
    same, leaf, required = unchanged_type(kind), field.plan.leaf(kind), kind is not field.definition.type

    def run_field(source: Any, path: Path | None, run: Any) -> Any:
        try:
            value = read(source, run.context_value) if is_in_context else read(source)
            if type(value) is same:
                return value
            if value is None or value is Undefined or isinstance(value, Exception):
                return field.no_value(value, required)
            return leaf(value)
        except Exception as error:
            field.failed(error, new(Path, (path, field.key, field.parent.name)), run, required)
            return None

    run_field.is_steady = True  # type: ignore[attr-defined]
    return run_field


def _read(field: Field, read: Callable, is_in_context: bool) -> FieldFunction:
    key, typename, required = field.key, field.parent.name, isinstance(field.definition.type, GraphQLNonNull)
    complete: Any = complete_function(field, field.definition.type)

    def run_field(source: Any, path: Path | None, run: Any) -> Any:
        here = new(Path, (path, key, typename))
        try:
            return complete(read(source, run.context_value) if is_in_context else read(source), here, None, run)
        except Exception as error:
            field.failed(error, here, run, required)
            return None

    return run_field


def _resolved(field: Field) -> FieldFunction:
    key, typename, required = field.key, field.parent.name, isinstance(field.definition.type, GraphQLNonNull)
    complete = complete_function(field, field.definition.type)
    arguments = arguments_function(field.definition, field.nodes[0])
    head = (field.name, field.nodes, field.definition.type, field.parent)
    resolve = field.definition.resolve

    def run_field(source: Any, path: Path | None, run: Any) -> Any:
        here = new(Path, (path, key, typename))
        info = new(GraphQLResolveInfo, head + (here,) + run.shared)
        try:
            given = arguments(run) if arguments else {}
            value = (resolve or run.field_resolver)(source, info, **given)
            return complete(value, here, info, run)
        except Exception as error:
            field.failed(error, here, run, required)
            return None

    return run_field
