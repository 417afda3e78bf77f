"""How deep a query may go: decided before anything runs."""

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationRule,
)

MAX_DEPTH = 12


class DepthLimit(ValidationRule):
    """Refuses an operation whose fields lie deeper than ``MAX_DEPTH``.

    Introspection does not count: the query that tools send is deeper, and what it walks is finite.
    """

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: object) -> None:
        if self._is_deeper(node.selection_set, MAX_DEPTH, frozenset()):
            problem = f"The query is more than {MAX_DEPTH} fields deep. Ask for less at once."
            self.report_error(GraphQLError(problem, node, extensions={"code": "QUERY_TOO_DEEP"}))

    def _is_deeper(self, selections: SelectionSetNode | None, left: int, within: frozenset[str]) -> bool:
        return any(self._goes_deeper(node, left, within) for node in (selections.selections if selections else ()))

    def _goes_deeper(self, node: SelectionNode, left: int, within: frozenset[str]) -> bool:
        if isinstance(node, FragmentSpreadNode):
            fragment = self.context.get_fragment(node.name.value)
            return fragment is not None and self._spreads_deeper(fragment, left, within)
        if isinstance(node, InlineFragmentNode):
            return self._is_deeper(node.selection_set, left, within)
        if not isinstance(node, FieldNode) or node.name.value.startswith("__"):
            return False
        return left == 0 or self._is_deeper(node.selection_set, left - 1, within)

    def _spreads_deeper(self, fragment: FragmentDefinitionNode, left: int, within: frozenset[str]) -> bool:
        name = fragment.name.value
        # A fragment inside itself is another rule's error; here it must only not go round for ever.
        return name not in within and self._is_deeper(fragment.selection_set, left, within | {name})
