"""Queries made from the schema itself: every field, without naming one."""

from collections import deque

from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from cms.graphql.schema import schema

ARGUMENTS = {
    "preset": "THUMBNAIL",
    "handle": '"main"',
}


def select_all(kind: GraphQLNamedType, depth: int, arguments: dict[str, str] | None = None) -> str:
    """Return a selection of every field of ``kind`` that ``depth`` allows; fields get required arguments."""
    known = {**ARGUMENTS, **(arguments or {})}
    if isinstance(kind, GraphQLUnionType):
        members = [f"... on {member.name} {select_all(member, depth, known)}" for member in kind.types]
        return "{ __typename " + " ".join(members) + " }"
    own = _fields(kind, depth, known)
    if isinstance(kind, GraphQLInterfaceType) and depth > 1:
        for member in schema.get_possible_types(kind):
            own.append(f"... on {member.name} {select_all(member, depth, known)}")
    return "{ __typename " + " ".join(own) + " }"


def _fields(kind: GraphQLObjectType | GraphQLInterfaceType, depth: int, arguments: dict[str, str]) -> list[str]:
    found = []
    for name, field in kind.fields.items():
        given = [f"{key}: {arguments[key]}" for key, value in field.args.items() if is_required_argument(value)]
        # Types may give one name different types, as CityPage.status and WorkFrontPage.status: hence aliases.
        call = f"{kind.name}_{name}: {name}" + (f"({', '.join(given)})" if given else "")
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            found.append(call)
        elif depth > 0:
            wrapper = kind.name.endswith(("Connection", "Edge"))
            found.append(f"{call} {select_all(inner, depth if wrapper else depth - 1, arguments)}")
    return found


class WholeQuery:
    """One query that asks every field that it can come to from one root field, each once, where it is nearest."""

    def __init__(self, root_field: str, arguments: dict[str, str], most: int):
        """``arguments`` are those of the root field; ``most`` is how deep the query may go."""
        self.asked: set[tuple[str, str]] = {("Query", root_field)}
        self._most = most
        self._waiting: deque[tuple[GraphQLNamedType, int, list]] = deque()
        field = schema.query_type.fields[root_field]
        given = f"({', '.join(f'{name}: {value}' for name, value in arguments.items())})" if arguments else ""
        selection = [f"{root_field}{given}", self._later(get_named_type(field.type), 1)]
        while self._waiting:
            self._fill(*self._waiting.popleft())
        self.text = _written(selection)

    def _later(self, kind: GraphQLNamedType, depth: int) -> list:
        selection = ["__typename"]
        self._waiting.append((kind, depth, selection))
        return selection

    def _fill(self, kind: GraphQLNamedType, depth: int, selection: list) -> None:
        if not isinstance(kind, GraphQLUnionType):
            selection += self._fields(kind, depth)
        if not isinstance(kind, GraphQLObjectType):
            for member in sorted(schema.get_possible_types(kind), key=lambda member: member.name):
                if own := self._fields(member, depth):
                    selection += [f"... on {member.name}", own]

    def _fields(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> list:
        found = []
        for name, field in kind.fields.items():
            inner = get_named_type(field.type)
            if (kind.name, name) in self.asked or (not is_leaf_type(inner) and depth + 1 >= self._most):
                continue
            self.asked.add((kind.name, name))
            given = [f"{key}: {ARGUMENTS[key]}" for key, value in field.args.items() if is_required_argument(value)]
            found.append(f"{kind.name}_{name}: {name}" + (f"({', '.join(given)})" if given else ""))
            if not is_leaf_type(inner):
                found.append(self._later(inner, depth + 1))
        return found


def _written(selection: list) -> str:
    return "{ " + " ".join(part if isinstance(part, str) else _written(part) for part in selection) + " }"
