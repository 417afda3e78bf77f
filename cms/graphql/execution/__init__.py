"""Queries run by functions that are made from their selections once.

It knows graphql-core and nothing of the CMS. Answers and errors are those of graphql-core's own executor, which
also runs whatever is not compiled. ::

    execute_sync(schema, document, execution_context_class=CompiledExecution)
"""

from cms.graphql.execution.context import CompiledExecution, refusal_of

__all__ = ["CompiledExecution", "refusal_of"]
