"""Where graphql-core hands over: the operation is chosen, its variables are read, nothing has run."""

from typing import Any

from graphql import DocumentNode, ExecutionContext, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.execute import assume_not_awaitable

from cms.graphql.execution.plan import plan_of
from cms.graphql.execution.survey import survey_of


class CompiledExecution(ExecutionContext):
    """Runs a query by its plan. What it does not take, ``refusal`` says, and graphql-core runs it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.shared = (
            self.schema,
            self.fragments,
            self.root_value,
            self.operation,
            self.variable_values,
            self.context_value,
            self.is_awaitable,
        )
        """What the info of every resolver ends with."""
        self.arguments: dict[object, dict[str, Any]] = {}
        """Arguments that are the same for the whole operation, each field's by a key of its own."""
        self.kept: dict[object, dict[int, tuple[dict[str, Any], object]]] = {}
        """What selections gave for objects, by their ids: see ``select_function``."""

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        """Return the data of ``operation``. Raises ``GraphQLError`` where an error leaves none."""
        if self.refusal():
            return super().execute_operation(operation, root_value)
        survey = survey_of(operation, self.fragments)
        return plan_of(self, survey).root(self)(root_value, None, self)

    def refusal(self) -> str | None:
        """Return why graphql-core runs this operation, or None where it is compiled."""
        if self.operation.operation is not OperationType.QUERY:
            return f"{self.operation.operation.value}s are not compiled"
        if self.schema.query_type is None:
            return "the schema has no queries"
        if self.middleware_manager:
            return "middleware is not compiled"
        if self.is_awaitable is not assume_not_awaitable:
            return "resolvers may be asynchronous"
        return survey_of(self.operation, self.fragments).refusal(self.variable_values)


def refusal_of(schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any] | None = None) -> str | None:
    """Return why graphql-core runs the operation of ``document`` itself, or None where it is compiled.

    Raises ``ValueError`` where it cannot run at all, as its ``variables`` do not fit.
    """
    run = CompiledExecution.build(schema, document, raw_variable_values=variables, is_awaitable=assume_not_awaitable)
    if not isinstance(run, CompiledExecution):
        raise ValueError(run)
    return run.refusal()
