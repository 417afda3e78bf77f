"""Questions made from the built schema: every field, every pair of consecutive fields, every argument and value."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from cms.graphql.schema import schema

DEEPEST = 24


@dataclass
class Pool:
    """What may be given as an argument, by the name of its scalar."""

    ids: list[str]
    texts: list[str]
    days: list[str]
    numbers: list[int]

    def of(self, name: str) -> list[str]:
        """Return literals of the scalar ``name``."""
        return {
            "ID": [json.dumps(each) for each in self.ids],
            "String": [json.dumps(each) for each in self.texts],
            "Boolean": ["true", "false"],
            "Int": [str(each) for each in self.numbers],
            "Float": [str(each) for each in self.numbers],
            "Date": [json.dumps(each) for each in self.days],
            "DateTime": [json.dumps(f"{each}T00:00:00Z") for each in self.days],
        }[name]


def values_of(kind: object, pool: Pool, depth: int = 2) -> Iterator[str]:
    """Yield literals of an input type: of an input object, one for each value of each of its fields."""
    if isinstance(kind, GraphQLNonNull):
        yield from values_of(kind.of_type, pool, depth)
    elif isinstance(kind, GraphQLList):
        yield from (f"[{value}]" for value in values_of(kind.of_type, pool, depth))
    elif isinstance(kind, GraphQLEnumType):
        yield from kind.values
    elif isinstance(kind, GraphQLInputObjectType):
        yield from _objects(kind, pool, depth)
    else:
        yield from pool.of(kind.name)


def _required(kind: GraphQLInputObjectType) -> dict[str, GraphQLInputField]:
    return {name: field for name, field in kind.fields.items() if is_required_input_field(field)}


def _objects(kind: GraphQLInputObjectType, pool: Pool, depth: int) -> Iterator[str]:
    required = _required(kind)
    for name, field in kind.fields.items():
        others = {each: next(values_of(f.type, pool, depth)) for each, f in required.items() if each != name}
        if isinstance(get_named_type(field.type), GraphQLInputObjectType) and depth == 0:
            continue
        values = values_of(field.type, pool, depth - 1)
        if get_named_type(field.type) is kind:  # and, or, not: one of each is enough
            values = iter([value for value, _ in zip(values, range(3), strict=False)])
        for value in values:
            yield "{ " + ", ".join(f"{each}: {given}" for each, given in {**others, name: value}.items()) + " }"


def calls_of(name: str, field: GraphQLField, pool: Pool, *, is_short: bool = False) -> Iterator[str]:
    """Yield ``field`` with each value of each argument, the required ones always there."""
    required = {key: argument for key, argument in field.args.items() if is_required_argument(argument)}
    if not required and not is_short:
        yield name
    for key, argument in field.args.items():
        others = {each: next(values_of(given.type, pool)) for each, given in required.items() if each != key}
        for value in values_of(argument.type, pool):
            given = {**others, key: value}
            yield f"{name}({', '.join(f'{each}: {literal}' for each, literal in given.items())})"


def calls_with_ids(
    name: str, field: GraphQLField, ids: list[str], shown: str, given: list[dict[str, str]]
) -> Iterator[str]:
    """Yield the mutation ``field`` with each of ``ids`` in each field of its input that takes one.

    What else it needs is each of what was ``given``, by the names of fields, or the id of what is ``shown``.
    """
    for argument in field.args.values():
        kind = get_named_type(argument.type)
        for own, wanted in getattr(kind, "fields", {}).items():
            if get_named_type(wanted.type).name == "ID":
                others = {key: each for key, each in _required(kind).items() if key != own}
                ways = [{key: _given_for(key, f.type, shown, known) for key, f in others.items()} for known in given]
                different = {json.dumps(way): way for way in ways}.values()
                for way, identifier in product(different, ids):
                    literals = {**way, own: json.dumps(identifier)}
                    yield f"{name}(input: {{ {', '.join(f'{key}: {value}' for key, value in literals.items())} }})"


def _given_for(key: str, kind: GraphQLInputType, shown: str, given: dict[str, str]) -> str:
    named = get_named_type(kind)
    if named.name == "ID":
        return json.dumps(shown)
    if named.name == "String":
        return json.dumps(given.get(key, "Ana"))
    if isinstance(named, GraphQLInputObjectType):
        return "[]"
    return "false" if named.name == "Boolean" else next(values_of(named, Pool([], [], [], [1])))


def required_of(field: GraphQLField, pool: Pool) -> str:
    """Return the required arguments of ``field``, written."""
    needed = {key: next(values_of(each.type, pool)) for key, each in field.args.items() if is_required_argument(each)}
    return f"({', '.join(f'{key}: {value}' for key, value in needed.items())})" if needed else ""


def leaves(kind: GraphQLNamedType, pool: Pool, wrappers: int = 2) -> str:
    """Return a selection of the leaf fields of ``kind``, and those of what a connection or a result wraps."""
    if isinstance(kind, GraphQLUnionType) and not wrappers:
        return "{ __typename }"
    if isinstance(kind, GraphQLUnionType):
        members = [f"... on {each.name} {leaves(each, pool, wrappers)}" for each in kind.types]
        return "{ __typename " + " ".join(members) + " }"
    found = ["__typename"]
    for name, field in kind.fields.items():
        inner, alias = get_named_type(field.type), f"{kind.name}_{name}: {name}{required_of(field, pool)}"
        if is_leaf_type(inner):
            found.append(alias)
        elif wrappers and not _is_node(kind):
            found.append(f"{alias} {leaves(inner, pool, wrappers - 1)}")
    return "{ " + " ".join(found) + " }"


def _is_node(kind: GraphQLNamedType) -> bool:
    return kind.name == "Node" or "Node" in {each.name for each in getattr(kind, "interfaces", ())}


class Walk:
    """Queries that ask every pair of consecutive fields: what a field leads to is asked in full once, where it is
    nearest, and by its leaves wherever else it stands."""

    def __init__(self, pool: Pool, *, wrappers: int = 0):
        """``wrappers`` is how many objects the leaves of what was asked elsewhere may be wrapped in."""
        self.pool, self.wrappers = pool, wrappers
        self.asked: set[tuple[str, str]] = set()
        self.pairs: set[tuple[str, str, str]] = set()

    def query(self, call: str, kind: GraphQLNamedType, edge: tuple[str, str]) -> str:
        """Return a query of the root field ``call``, which gives ``kind``, and of what it leads to."""
        self._waiting: deque[tuple[tuple[str, str], GraphQLNamedType, int, list]] = deque()
        self.asked.add(edge)
        selection = [call, self._later(edge, kind, 1)]
        while self._waiting:
            self._fill(*self._waiting.popleft())
        return _written(selection)

    def _later(self, edge: tuple[str, str], kind: GraphQLNamedType, depth: int) -> list:
        selection: list = ["__typename"]
        self._waiting.append((edge, kind, depth, selection))
        return selection

    def _fill(self, edge: tuple[str, str], kind: GraphQLNamedType, depth: int, selection: list) -> None:
        if isinstance(kind, GraphQLObjectType):
            selection += self._fields(edge, kind, depth)
        else:
            for member in sorted(schema.get_possible_types(kind), key=lambda member: member.name):
                selection += [f"... on {member.name}", ["__typename", *self._fields(edge, member, depth)]]

    def _fields(self, edge: tuple[str, str], kind: GraphQLObjectType, depth: int) -> list:
        found: list = []
        for name, field in kind.fields.items():
            inner = get_named_type(field.type)
            self.pairs.add((*edge, name))
            found.append(f"{kind.name}_{name}: {name}{required_of(field, self.pool)}")
            if is_leaf_type(inner):
                continue
            if (kind.name, name) in self.asked or depth + 1 >= DEEPEST:
                found.append([leaves(inner, self.pool, self.wrappers)[2:-2]])
            else:
                self.asked.add((kind.name, name))
                found.append(self._later((kind.name, name), inner, depth + 1))
        return found


def _written(selection: list) -> str:
    return "{ " + " ".join(part if isinstance(part, str) else _written(part) for part in selection) + " }"


def object_types() -> list[GraphQLObjectType]:
    """Return the types that ``Node`` finds by id."""
    return sorted(schema.get_possible_types(schema.type_map["Node"]), key=lambda kind: kind.name)
