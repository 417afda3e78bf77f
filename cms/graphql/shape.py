"""How deep a document goes and how much it asks at once: looked at before it is validated, once for each text."""

from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)


def refusals(document: DocumentNode) -> list[GraphQLError]:
    """Return an error for each operation of ``document`` that is too deep, or has too many fields at its root.

    Introspection does not count, but for fields at the root that have an alias: another rule bounds it. Nothing here
    takes longer than the document is long, however its fragments spread each other.
    """
    shape = _Shape(document)
    try:
        return [error for operation in shape.operations for error in _refusals(operation, shape)]
    except RecursionError:
        return [_too_deep(shape.operations[0])]


def _refusals(operation: OperationDefinitionNode, shape: "_Shape") -> Iterator[GraphQLError]:
    deepest, most = settings.GRAPHQL_LIMITS["depth"], settings.GRAPHQL_LIMITS["root_fields"]
    if shape.depth(operation.selection_set) > deepest:
        yield _too_deep(operation)
    if shape.fields(operation.selection_set) > most:
        problem = f"The query has more than {most} fields at its root. Ask them in several requests."
        yield GraphQLError(problem, operation, extensions={"code": "TOO_MANY_ROOT_FIELDS"})


def _too_deep(operation: OperationDefinitionNode) -> GraphQLError:
    problem = f"The query is more than {settings.GRAPHQL_LIMITS['depth']} fields deep. Ask for less at once."
    return GraphQLError(problem, operation, extensions={"code": "QUERY_TOO_DEEP"})


class _Shape:
    def __init__(self, document: DocumentNode):
        self.operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        self._fragments = {
            node.name.value: node.selection_set
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._depth_of_fragment = cache(self._of_fragment(self.depth))
        self._fields_of_fragment = cache(self._of_fragment(self.fields))

    def depth(self, selections: SelectionSetNode) -> int:
        """Return how many fields lie within each other at most."""
        return max((self._depth_of(node) for node in selections.selections), default=0)

    def fields(self, selections: SelectionSetNode) -> int:
        """Return how many fields there are, as often as fragments bring them."""
        return sum(self._fields_of(node) for node in selections.selections)

    def _depth_of(self, node: object) -> int:
        if isinstance(node, FragmentSpreadNode):
            return self._depth_of_fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self.depth(node.selection_set)
        if not isinstance(node, FieldNode) or node.name.value.startswith("__"):
            return 0
        return 1 + (self.depth(node.selection_set) if node.selection_set else 0)

    def _fields_of(self, node: object) -> int:
        if isinstance(node, FragmentSpreadNode):
            return self._fields_of_fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self.fields(node.selection_set)
        if not isinstance(node, FieldNode):
            return 0
        return int(node.alias is not None or not node.name.value.startswith("__"))

    def _of_fragment(self, measure: Callable[[SelectionSetNode], int]) -> Callable[[str], int]:
        within: set[str] = set()

        def of(name: str) -> int:
            # A fragment inside itself is another rule's error; here it must only not go round for ever.
            if name in within or name not in self._fragments:
                return 0
            within.add(name)
            try:
                return measure(self._fragments[name])
            finally:
                within.discard(name)

        return of
