"""The promise to frontends: the contract breaks only as it was announced, and not before its day.

An element that is to go says so while it is still there: ``@deprecated(reason: "Use `x` instead. Removed after
2030-01-31.")``. From the day after, a release may leave it out.
"""

import re
from datetime import date
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    GraphQLInterfaceType,
    GraphQLSchema,
    GraphQLUnionType,
    Visitor,
    build_ast_schema,
    build_schema,
    get_named_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    parse,
    value_from_ast_untyped,
    visit,
)
from graphql.language import REMOVE
from graphql.utilities import find_breaking_changes

ANNOUNCEMENT = re.compile(r"Use `[^`]+` instead\. Removed after (\d{4}-\d{2}-\d{2})\.")


def breaking_changes(released: str, current: str, today: date) -> list[str]:
    """Return what ``current`` breaks of the ``released`` contract (SDL both), beyond what had been announced."""
    still_promised = visit(parse(released), _Announced(today))
    reachable = _reachable(build_ast_schema(still_promised, assume_valid=True))
    kept = [node for node in still_promised.definitions if not hasattr(node, "name") or node.name.value in reachable]
    old = build_ast_schema(DocumentNode(definitions=tuple(kept)), assume_valid=True)
    return [change.description for change in find_breaking_changes(old, build_schema(current, assume_valid=True))]


def unfit_announcements(sdl: str) -> list[str]:
    """Return the reasons of deprecations in ``sdl`` that do not name what to use instead and the last day."""
    found: list[str] = []

    class Deprecations(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
            if node.name.value == "deprecated" and _last_day(node) is None:
                found.append(_reason(node))

    visit(parse(sdl), Deprecations())
    return found


class _Announced(Visitor):
    """Removes what was announced to be gone by today."""

    def __init__(self, today: date):
        super().__init__()
        self.today = today

    def enter(self, node: Any, *_: Any) -> Any:
        days = [_last_day(mark) for mark in getattr(node, "directives", ()) or () if mark.name.value == "deprecated"]
        return REMOVE if any(day and day < self.today for day in days) else None


def _reason(node: DirectiveNode) -> str:
    given = {argument.name.value: value_from_ast_untyped(argument.value) for argument in node.arguments}
    return str(given.get("reason", ""))


def _last_day(node: DirectiveNode) -> date | None:
    found = ANNOUNCEMENT.fullmatch(_reason(node))
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _reachable(schema: GraphQLSchema) -> set[str]:
    """Return the names of the types that a query or a mutation can come to."""
    seen: set[str] = set()
    waiting: list[Any] = [schema.query_type, schema.mutation_type]
    while waiting:
        kind = waiting.pop()
        if kind is None or kind.name in seen:
            continue
        seen.add(kind.name)
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            waiting += schema.get_possible_types(kind)
        if is_object_type(kind) or is_interface_type(kind):
            waiting += kind.interfaces
        if is_object_type(kind) or is_interface_type(kind) or is_input_object_type(kind):
            for field in kind.fields.values():
                waiting.append(get_named_type(field.type))
                waiting += [get_named_type(argument.type) for argument in getattr(field, "args", {}).values()]
    return seen
