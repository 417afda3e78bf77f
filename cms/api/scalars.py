"""Scalars of the API that graphene does not have."""

from typing import Any

import graphene
from graphql import ValueNode, value_from_ast_untyped


class JSON(graphene.Scalar):
    """Any JSON value: an object, a list, a string, a number, a boolean or null. Its form is told where it is given."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value

    @staticmethod
    def parse_value(value: Any) -> Any:
        return value

    @staticmethod
    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        return value_from_ast_untyped(node, variables)
