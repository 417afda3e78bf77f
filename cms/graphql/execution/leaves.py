"""Values at the ends of an answer. What is plainly fit passes; graphql-core judges all the rest."""

from collections.abc import Callable
from functools import partial
from typing import Any

from graphql import (
    ExecutionContext,
    GraphQLEnumType,
    GraphQLLeafType,
)
from graphql.type.scalars import (
    serialize_boolean,
    serialize_float,
    serialize_id,
    serialize_int,
    serialize_string,
)

Leaf = Callable[[Any], Any]
"""Takes a value; returns it as the answer holds it. Raises for one that does not fit."""
SAME: dict[Callable, type] = {serialize_string: str, serialize_id: str, serialize_boolean: bool}
"""What values of exactly this Python type are serialized as: themselves."""


class Never:
    """No value is of this type."""


def unchanged_type(kind: GraphQLLeafType) -> type:
    """Return the Python type whose values ``kind`` serializes as themselves, or ``Never``."""
    return SAME.get(kind.serialize, Never)


def leaf_function(kind: GraphQLLeafType) -> Leaf:
    """Return the function that serializes for ``kind``."""
    if kind.serialize is serialize_int:
        return _integer(_judged(kind))
    if kind.serialize is serialize_float:
        return _number(_judged(kind))
    return _name(_judged(kind)) if isinstance(kind, GraphQLEnumType) else _judged(kind)


def _judged(kind: GraphQLLeafType) -> Leaf:
    return partial(ExecutionContext.complete_leaf_value, kind)


def _integer(judged: Leaf) -> Leaf:
    def leaf(value: Any) -> Any:
        return value if type(value) is int and -2147483648 <= value <= 2147483647 else judged(value)

    return leaf


def _number(judged: Leaf) -> Leaf:
    def leaf(value: Any) -> Any:
        # infinity less itself is no number, and no number equals anything
        return value if type(value) is float and value - value == 0 else judged(value)

    return leaf


def _name(judged: Leaf) -> Leaf:
    known: dict[str, Any] = {}

    def leaf(value: Any) -> Any:
        if type(value) is not str:
            return judged(value)
        name = known.get(value)
        if name is None:
            name = known[value] = judged(value)  # an enum has few: what does not fit is raised, not kept
        return name

    return leaf
