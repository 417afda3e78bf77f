"""The values of a field's arguments: read once where that cannot be told from reading them each time."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from graphql import FieldNode, GraphQLField, Undefined, VariableNode, is_input_object_type
from graphql.execution.values import get_argument_values

UNCHANGING = (str, int, float, bool, type(None), Enum, Decimal, date, datetime, time, UUID)


def arguments_function(definition: GraphQLField, node: FieldNode) -> Callable[[Any], dict[str, Any]] | None:
    """Return a function that gives the arguments of ``node`` in an execution; None for a field that takes none.

    The function raises ``GraphQLError`` for a value that does not fit, as often as it is called.
    """
    if not definition.args:
        return None
    key, fresh = object(), _fresh(definition, node)  # a node may stand for fields of several types

    def arguments(run: Any) -> dict[str, Any]:
        if key in run.arguments:
            return run.arguments[key]
        values = get_argument_values(definition, node, run.variable_values)
        if all(isinstance(value, UNCHANGING) for name, value in values.items() if name in fresh):
            run.arguments[key] = values
        return values

    return arguments


def _fresh(definition: GraphQLField, node: FieldNode) -> set[str]:
    """Return the arguments that graphql-core makes anew each time; variables and most defaults it hands around."""
    written = {argument.name.value: argument.value for argument in node.arguments}
    return {
        argument.out_name or name
        for name, argument in definition.args.items()
        if (name in written and not isinstance(written[name], VariableNode))
        or (is_input_object_type(argument.type) and argument.default_value is not Undefined)
    }
