"""What a query would cost at most, weighed before it runs.

A field that leads to others costs 1 for each object that it may give: lists count as many as were asked for, or
``ASSUMED`` where the client cannot say. A field that asks the database costs ``QUESTION`` besides, once, however many
rows it is asked for: objects loaded together are asked together. Other fields are free.
"""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    value_from_ast_untyped,
)

QUESTION = 50
ASSUMED = 5
LENGTHS = {"cityMarkers": 500}
"""How long those lists are taken to be that are neither paged nor short."""

VALUES_THAT_ASK = {"Alternate", "Breadcrumb", "Image"}
"""Types without an id of their own, for which the database is asked all the same."""

COUNTS_THAT_ASK = {"facets", "totalCount"}
STEPS = 50_000


def weigh(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> int | None:
    """Return the cost of ``operation`` of the valid ``document``, or None where it is too tangled to be weighed."""
    defaults = {
        node.variable.name.value: value_from_ast_untyped(node.default_value)
        for node in operation.variable_definitions
        if node.default_value
    }
    scale = _Scale(schema, document, defaults | variables)
    root = schema.get_root_type(operation.operation)
    try:
        objects = scale.objects(root, [(root, operation.selection_set.selections)], size=1)
    except _Tangled:
        return None
    return objects + scale.questions * QUESTION


class _Tangled(Exception):
    """Merging the fields takes more steps than an honest document needs."""


Selections = list[tuple[Any, tuple[SelectionNode, ...]]]
"""Selection sets that are merged, each with the type that it selects from."""


class _Scale:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]):
        self.schema, self.variables = schema, variables
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.questions = self.steps = 0

    def objects(self, parent: Any, selections: Selections, *, size: int) -> int:
        """Return how many objects ``selections`` give for one ``parent``; ``size`` is how many a list around it gives.

        An object has one type, so that of the selections for several types the largest counts.
        """
        merged: dict[tuple[str, str], tuple[Any, list[FieldNode]]] = {}
        for kind, node in self._fields(selections):
            key = node.alias.value if node.alias else node.name.value
            merged.setdefault((kind.name, key), (kind, []))[1].append(node)
        common, own = 0, dict.fromkeys((kind.name for kind, _nodes in merged.values()), 0)
        for kind, nodes in merged.values():
            objects = self._objects_of_field(kind, nodes, size)
            if kind is not parent and isinstance(kind, GraphQLObjectType):
                own[kind.name] += objects
            else:
                common += objects
        return common + max(own.values(), default=0)

    def _objects_of_field(self, kind: Any, nodes: list[FieldNode], size: int) -> int:
        name = nodes[0].name.value
        field = None if isinstance(kind, GraphQLUnionType) else kind.fields.get(name)
        if field is None:  # __typename, or introspection, which another rule bounds
            return 0
        inner = get_named_type(field.type)
        is_wrapper = kind.name.endswith(("Connection", "Edge"))
        self.questions += name in COUNTS_THAT_ASK or (not is_wrapper and _asks(kind, inner))
        if is_leaf_type(inner):
            return 0
        below = [(inner, node.selection_set.selections) for node in nodes if node.selection_set]
        if is_wrapper and name in {"nodes", "edges"}:
            return size * (1 + self.objects(inner, below, size=size))
        length = self._length(field, nodes[0], name)
        if inner.name.endswith("Connection"):
            return 1 + self.objects(inner, below, size=length)
        return length * (1 + self.objects(inner, below, size=length))

    def _length(self, field: GraphQLField, node: FieldNode, name: str) -> int:
        """Return how many objects ``field`` gives at most, for one parent."""
        given = {argument.name.value: self._value(argument.value) for argument in node.arguments}
        for argument in ("last", "first"):
            if isinstance(given.get(argument), int):
                return max(given[argument], 0)
        if isinstance(given.get("ids"), list):
            return len(given["ids"])
        if "first" in field.args and isinstance(field.args["first"].default_value, int):
            return field.args["first"].default_value
        kind: Any = field.type
        kind = kind.of_type if is_non_null_type(kind) else kind
        return LENGTHS.get(name, ASSUMED) if is_list_type(kind) else 1

    def _value(self, node: Any) -> Any:
        if isinstance(node, VariableNode):
            return self.variables.get(node.name.value)
        if isinstance(node, ListValueNode):
            return list(node.values)
        return int(node.value) if isinstance(node, IntValueNode) else None

    def _fields(self, selections: Selections) -> Iterator[tuple[Any, FieldNode]]:
        """Yield every field of ``selections``, each fragment once, with the type that it is a field of."""
        spread: set[str] = set()
        waiting = [(kind, node) for kind, nodes in reversed(selections) for node in reversed(nodes)]
        while waiting:
            self.steps += 1
            if self.steps > STEPS:
                raise _Tangled
            kind, node = waiting.pop()
            if isinstance(node, FieldNode):
                yield kind, node
            elif isinstance(node, InlineFragmentNode):
                inner = self._condition(node, kind)
                waiting += [(inner, child) for child in reversed(node.selection_set.selections)]
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                fragment = self.fragments[node.name.value]
                inner = self._condition(fragment, kind)
                waiting += [(inner, child) for child in reversed(fragment.selection_set.selections)]

    def _condition(
        self, node: InlineFragmentNode | FragmentDefinitionNode, kind: GraphQLCompositeType
    ) -> GraphQLNamedType:
        return self.schema.type_map[node.type_condition.name.value] if node.type_condition else kind


def _asks(kind: Any, inner: Any) -> bool:
    """Tell whether a field of ``kind`` that gives ``inner`` has to ask the database."""
    if kind.name in {"Query", "Mutation"} or isinstance(inner, GraphQLInterfaceType | GraphQLUnionType):
        return True
    if inner.name in VALUES_THAT_ASK or inner.name.endswith("Connection"):
        return True
    return isinstance(inner, GraphQLObjectType) and any(parent.name == "Node" for parent in inner.interfaces)
