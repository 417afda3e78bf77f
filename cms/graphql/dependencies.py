"""What an answer depends on: every kind of content that its selection can reach, whatever is found."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_introspection_type,
    is_leaf_type,
)
from grapple.registry import registry

from cms.api.reads import EVERYTHING, Reads, kinds_read
from cms.api.words import words_of
from cms.versions.kinds import BASE


def kinds_behind(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> frozenset[str]:
    """Return the kinds that the answer to a valid ``operation`` of ``document`` depends on.

    Directives are not weighed: a kind too many costs an answer that is made again, no more.
    """
    walk = Walk(schema, document)
    walk.enter(operation.selection_set, schema.query_type)
    return frozenset(BASE) | walk.kinds


class Walk:
    """Goes through each selection once, and notes what can be read there."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode):
        self.kinds: set[str] = set()
        self._schema = schema
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._seen: set[tuple[int, str]] = set()

    def enter(self, selections: SelectionSetNode, parent: Any) -> None:
        if (key := (id(selections), parent.name)) in self._seen:
            return
        self._seen.add(key)
        for node in selections.selections:
            if isinstance(node, FieldNode):
                self._field(node, parent)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                self.enter(fragment.selection_set, self._schema.get_type(fragment.type_condition.name.value))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                self.enter(node.selection_set, self._schema.get_type(condition.name.value) if condition else parent)

    def _field(self, node: FieldNode, parent: Any) -> None:
        field = None if is_introspection_type(parent) else getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # __typename, __schema, __type
            return
        found = get_named_type(field.type)
        self._note(_read_by_field(parent, node.name.value))
        for name in {argument.name.value for argument in node.arguments}:
            self._note(_read_by_argument(get_named_type(field.args[name].type)))
        if is_leaf_type(found):
            return
        for kind in [found, *(self._schema.get_possible_types(found) if is_abstract_type(found) else ())]:
            self._note(_read_by_type(kind))
        if node.selection_set:
            self.enter(node.selection_set, found)

    def _note(self, reads: Reads) -> None:
        self.kinds |= kinds_read(reads)


def undeclared(schema: GraphQLSchema) -> Iterator[str]:
    """Yield the types of queries that do not say what they are read from: answers with them depend on everything."""
    for kind in _reached(schema, schema.query_type, set()):
        if kind is not schema.query_type and EVERYTHING in (_read_by_type(kind), _read_by_argument(kind)):
            yield kind.name


def _reached(schema: GraphQLSchema, kind: Any, seen: set[str]) -> Iterator[GraphQLNamedType]:
    """Yield ``kind`` and what its fields and their arguments lead to, but for single values."""
    if kind.name in seen or is_leaf_type(kind) or is_introspection_type(kind):
        return
    seen.add(kind.name)
    yield kind
    fields = getattr(kind, "fields", {}).values()
    arguments = [argument for field in fields for argument in getattr(field, "args", {}).values()]
    behind = schema.get_possible_types(kind) if is_abstract_type(kind) else ()
    for found in [*(get_named_type(each.type) for each in [*fields, *arguments]), *behind]:
        yield from _reached(schema, found, seen)


def _read_by_type(kind: GraphQLNamedType) -> Reads:
    made_by = getattr(kind, "graphene_type", None)
    if isinstance(kind, GraphQLInputObjectType):
        return ()
    if model := _model_of(kind):
        return (model,)
    if is_abstract_type(kind) and not hasattr(made_by, "reads"):
        return ()  # its possible types say it
    return getattr(made_by, "reads", EVERYTHING)


def _read_by_field(parent: GraphQLNamedType, name: str) -> Reads:
    if model := _model_of(parent):
        word = words_of(model).get(name)
        return word.reads if word else ()
    return getattr(getattr(parent, "graphene_type", None), "fields_read", {}).get(name, ())


def _read_by_argument(kind: GraphQLNamedType) -> Reads:
    if not isinstance(kind, GraphQLInputObjectType):
        return ()
    return getattr(getattr(kind, "graphene_type", None), "reads", EVERYTHING)


def _model_of(kind: GraphQLNamedType) -> Any:
    if not isinstance(kind, GraphQLObjectType):
        return None
    made_by = getattr(kind, "graphene_type", None)
    return getattr(getattr(made_by, "_meta", None), "model", None) if made_by in _content_types() else None


def _content_types() -> set:
    return {*registry.class_models.values()}
