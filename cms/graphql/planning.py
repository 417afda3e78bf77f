"""From a request to an operation that is ready to run, or to the reason why nothing is."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from graphql import (
    DocumentNode,
    ExecutionResult,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
)

from cms.api.drafts import explained
from cms.api.errors import InvalidPreviewToken
from cms.api.tokens import opened_by
from cms.api.visit import Visit
from cms.graphql import documents
from cms.graphql.cost import weigh
from cms.graphql.dependencies import kinds_behind
from cms.graphql.errors import refused
from cms.graphql.execution import CompiledExecution
from cms.graphql.preparing import Prepared, prepare
from cms.graphql.request import BadRequest, GraphQLRequest
from cms.graphql.schema import schema
from cms.operations.requests import facts_of
from cms.versions.reading import Kinds
from cms.visibility import unlocked


@dataclass(frozen=True)
class Plan:
    """A valid operation and its variables, ready to run."""

    text: str
    prepared: Prepared
    operation: OperationDefinitionNode
    asked: GraphQLRequest
    cost: int

    @property
    def document(self) -> DocumentNode:
        return cast(DocumentNode, self.prepared.document)

    @property
    def is_mutation(self) -> bool:
        return self.operation.operation is OperationType.MUTATION

    @property
    def kinds(self) -> Kinds:
        """The kinds of content that the answer depends on."""
        known, name = self.prepared.kinds, self.asked.operation_name
        if name not in known:
            known[name] = kinds_behind(schema, self.document, self.operation)
        return known[name]

    def key(self, host: str) -> str:
        """Return what is the same for the same question, asked of ``host``: its port may choose the site too."""
        asked = self.asked
        question = [self.text, asked.operation_name, asked.variables, asked.wants_cost, host.lower()]
        return sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()

    def execute(self, visit: Visit) -> ExecutionResult:
        try:
            draft = visit.draft
        except InvalidPreviewToken as invalid:
            return ExecutionResult(data=None, errors=[invalid])
        with unlocked(opened_by(visit.request) if visit.request else ()):
            result = execute_sync(
                schema,
                self.document,
                context_value=visit,
                variable_values=self.asked.variables,
                operation_name=self.asked.operation_name,
                execution_context_class=CompiledExecution if settings.COMPILED_EXECUTION else None,
            )
        if draft and result.errors:
            result.errors = [explained(error) for error in result.errors]
        if self.asked.wants_cost:
            result.extensions = {"cost": {"requested": self.cost, "budget": settings.GRAPHQL_LIMITS["cost"]}}
        return result


def run(asked: GraphQLRequest, visit: Visit | None = None) -> ExecutionResult:
    """Return the answer to ``asked``, made for this ``visit``: by default, an anonymous visitor's."""
    visit = visit or Visit()
    planned = plan(asked, visit)
    return planned if isinstance(planned, ExecutionResult) else planned.execute(visit)


def plan(asked: GraphQLRequest, visit: Visit) -> Plan | ExecutionResult:
    """Return what is to be run, or the answer that says why nothing is. Raises ``BadRequest``."""
    try:
        text = documents.text_of(asked.document_id, asked.query)
    except documents.DocumentError as unknown:
        return ExecutionResult(data=None, errors=[unknown])
    prepared = prepare(text)
    document = prepared.document
    if document is None or prepared.errors:
        return ExecutionResult(data=None, errors=list(prepared.errors))
    if asked.document_id and asked.query:
        documents.keep(text)
    operation = get_operation_ast(document, asked.operation_name)
    if operation is not None and visit.request:
        _tell(visit.request, operation, text)
    if operation is None:
        return refused("Name one of the operations of the document in operationName.")
    if operation.operation is OperationType.SUBSCRIPTION:
        return refused("This API has no subscriptions.")
    most = settings.GRAPHQL_LIMITS["cost"]
    cost = _cost(prepared, operation, asked)
    if cost is None or cost > most:
        return refused(f"The query may cost more than {most}. Ask for shorter lists, or less.", "QUERY_TOO_COSTLY")
    planned = Plan(text, prepared, operation, asked, cost)
    if planned.is_mutation and visit.request and visit.request.method != "POST":
        raise BadRequest("A mutation changes something: send it by POST.", status=405)
    return planned


COSTS_KEPT = 64
"""Of one document, whose clients may ask for lists of any length."""
Weighty = tuple[tuple[str, int | None, bool], ...]
"""Of variables what a cost goes by: numbers, how long lists are, and which are null. Each with whether it is a list."""


def _weighty(variables: dict[str, Any]) -> Weighty:
    found = [
        (name, len(value) if isinstance(value, list) else value, isinstance(value, list))
        for name, value in variables.items()
        if value is None or isinstance(value, int | list)
    ]
    return tuple(sorted(found, key=lambda each: each[0]))


def _cost(prepared: Prepared, operation: OperationDefinitionNode, asked: GraphQLRequest) -> int | None:
    weighty = _weighty(asked.variables)
    known, key = prepared.costs, (asked.operation_name, weighty)
    try:
        return known[key]
    except KeyError:
        variables = {name: [None] * (value or 0) if is_list else value for name, value, is_list in weighty}
        cost = weigh(schema, cast(DocumentNode, prepared.document), operation, variables)
    if len(known) >= COSTS_KEPT:
        known.clear()
    known[key] = cost
    return cost


def _tell(request: HttpRequest, operation: OperationDefinitionNode, text: str) -> None:
    """Say in the log and the metrics what is asked: by whose name and hash, never with which variables."""
    facts = facts_of(request)
    facts.kind, facts.name = operation.operation.value, operation.name.value if operation.name else ""
    facts.document = sha256(text.encode()).hexdigest()
