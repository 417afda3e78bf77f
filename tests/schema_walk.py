"""Queries made from the schema itself: every field, without naming one."""

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
