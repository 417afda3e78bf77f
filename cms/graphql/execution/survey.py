"""What must be known of an operation before it is compiled."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

DEEPEST = 50
"""Selections within selections. What is deeper may run into Python's limit: graphql-core knows what to answer."""
KEPT_AS = "survey"
"""The name of the survey among the attributes of its operation: nodes of graphql-core allow for more."""


class Survey:
    """How deep the selections of an operation lie, and which variables decide what is selected."""

    def __init__(self, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._deciding: dict[str, None] = {}
        self._depths: dict[str, int] = {}
        self.is_deep = self._depth(operation.selection_set, 0) > DEEPEST
        self.plans: dict[tuple, Any] = {}
        """What was made of the operation so far."""

    def is_of(self, fragments: dict[str, FragmentDefinitionNode]) -> bool:
        """Tell whether ``fragments`` are the very ones that were surveyed, and not only look the same."""
        mine = self._fragments
        return mine.keys() == fragments.keys() and all(mine[name] is node for name, node in fragments.items())

    def refusal(self, variables: Mapping[str, Any]) -> str | None:
        """Return why the operation is not compiled, or None."""
        if self.is_deep:
            return f"selections lie deeper than {DEEPEST}"
        if not all(value is None or type(value) is bool for value in self.decisions(variables)):
            return "a variable of a directive is no Boolean"
        return None

    def decisions(self, variables: Mapping[str, Any]) -> tuple:
        """Return the values of the variables that decide what is selected: None, an error, also where there is none."""
        return tuple([variables.get(name) for name in self._deciding])

    def _depth(self, selections: SelectionSetNode | None, above: int) -> int:
        if selections is None or above > DEEPEST:
            return 0 if selections is None else 1
        return 1 + max((self._depth_below(node, above + 1) for node in selections.selections), default=0)

    def _depth_below(self, node: SelectionNode, above: int) -> int:
        for directive in node.directives:
            values = [argument.value for argument in directive.arguments]
            self._deciding.update({value.name.value: None for value in values if isinstance(value, VariableNode)})
        if isinstance(node, FragmentSpreadNode):
            return self._depth_of_fragment(node.name.value, above)
        return self._depth(node.selection_set, above)  # type: ignore[attr-defined]

    def _depth_of_fragment(self, name: str, above: int) -> int:
        if name in self._fragments and name not in self._depths:
            self._depths[name] = DEEPEST + 1  # one that comes to itself has no end
            self._depths[name] = self._depth(self._fragments[name].selection_set, above)
        return self._depths.get(name, 0)


def survey_of(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> Survey:
    """Return the survey of ``operation``, which is kept with it."""
    survey = getattr(operation, KEPT_AS, None)
    if survey is None or not survey.is_of(fragments):
        survey = Survey(operation, fragments)
        setattr(operation, KEPT_AS, survey)
    return survey
