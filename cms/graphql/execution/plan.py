"""The functions that an operation is run by."""

from collections.abc import Callable
from typing import Any

from graphql import FieldNode, GraphQLLeafType, GraphQLObjectType, GraphQLSchema, assert_object_type
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import get_field_def
from graphql.pyutils import Path

from cms.graphql.execution.completion import Field
from cms.graphql.execution.fields import FieldFunction, field_function
from cms.graphql.execution.leaves import Leaf, leaf_function
from cms.graphql.execution.survey import Survey

Select = Callable[[Any, Path | None, Any], dict[str, Any]]
"""Takes an object, its path and the execution; returns its fields by their response names."""
KEPT = 16
"""Plans of one operation: one for each way that its directives' variables were answered."""


class Plan:
    """The functions for one operation, one schema, and one answer of the directives' variables.

    A function is made when something first needs it, from the nodes that graphql-core itself collects.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self._root: Select | None = None
        self._below: dict[tuple, Select] = {}
        self._leaves: dict[GraphQLLeafType, Leaf] = {}

    def root(self, run: Any) -> Select:
        """Return the function for the selections of the operation. Raises ``GraphQLError`` as collecting does."""
        if self._root is None:
            kind = assert_object_type(self.schema.query_type)
            nodes = collect_fields(self.schema, run.fragments, run.variable_values, kind, run.operation.selection_set)
            self._root = self._select(kind, nodes)
        return self._root

    def below(self, nodes: list[FieldNode], kind: GraphQLObjectType, run: Any) -> Select:
        """Return the function for the selections below the field of ``nodes``, where its value is a ``kind``."""
        key = (kind, *map(id, nodes))
        if key not in self._below:
            collected = collect_sub_fields(self.schema, run.fragments, run.variable_values, kind, nodes)
            self._below[key] = self._select(kind, collected)
        return self._below[key]

    def leaf(self, kind: GraphQLLeafType) -> Leaf:
        """Return the function that serializes for ``kind``."""
        if kind not in self._leaves:
            self._leaves[kind] = leaf_function(kind)
        return self._leaves[kind]

    def _select(self, kind: GraphQLObjectType, collected: dict[str, list[FieldNode]]) -> Select:
        definitions = {key: get_field_def(self.schema, kind, nodes[0]) for key, nodes in collected.items()}
        return select_function(
            [
                (key, field_function(Field(self, kind, definition, key, collected[key])))
                for key, definition in definitions.items()
                if definition
            ]
        )


def select_function(fields: list[tuple[str, FieldFunction]]) -> Select:
    """Return the function that runs ``fields`` of an object, one after another.

    Where all of them are steady (what they give is the same as often as the object is met), it runs them once for
    each object of an execution: a list of cities meets the same few areas again and again.
    """

    def select(source: Any, path: Path | None, run: Any) -> dict[str, Any]:
        answer = {}
        for key, run_field in fields:
            answer[key] = run_field(source, path, run)
        return answer

    return _once_each(select) if all(hasattr(run_field, "is_steady") for _key, run_field in fields) else select


def _once_each(select: Select) -> Select:
    def select_once(source: Any, path: Path | None, run: Any) -> dict[str, Any]:
        kept = run.kept.setdefault(select, {})
        found = kept.get(id(source))
        if found is not None:
            return found[0]
        errors = len(run.collected_errors.errors)
        answer = select(source, path, run)
        if len(run.collected_errors.errors) == errors:  # an error is told at every place where it happens
            kept[id(source)] = answer, source  # kept too, or another object might come by its id
        return answer

    return select_once


def plan_of(run: Any, survey: Survey) -> Plan:
    """Return the plan for what ``run`` executes: made once, and kept with the operation as its ``survey`` is."""
    key = (run.schema, run.field_resolver, run.type_resolver, *survey.decisions(run.variable_values))
    found = survey.plans.get(key)
    if found is None:
        if len(survey.plans) >= KEPT:
            survey.plans.clear()
        found = survey.plans[key] = Plan(run.schema)
    return found
