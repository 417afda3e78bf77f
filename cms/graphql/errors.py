"""What went wrong, as clients are told it: with a code, and never with the inside."""

import logging
import uuid
from typing import Any

from graphql import ExecutionResult, GraphQLError

from cms.graphql.faults import is_away, took_too_long

logger = logging.getLogger(__name__)


def as_json(result: ExecutionResult) -> dict[str, Any]:
    """Return ``result`` as the specification writes a response."""
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [_describe(error) for error in result.errors]
    if result.data is not None or not result.errors or was_run(result):
        answer["data"] = result.data
    if result.extensions:
        answer["extensions"] = result.extensions
    return answer


def _describe(error: GraphQLError) -> dict[str, Any]:
    if took_too_long(error.original_error):
        logger.warning("A statement at %s took too long and was stopped", error.path)
        told = "It took too long and was stopped. Ask for less at once."
        error = GraphQLError(told, error.nodes, path=error.path, extensions={"code": "TIMEOUT"})
    if _is_bug(error):
        return {**log_bug(error.original_error, error.path), **({"path": error.path} if error.path else {})}
    described = error.formatted
    described.setdefault("extensions", {"code": "BAD_USER_INPUT"})
    return {**described}


def log_bug(error: Exception | None, path: list[str | int] | None = None) -> dict[str, Any]:
    """Log what happened under an id, and return what the client is told: the id."""
    reference = uuid.uuid4().hex
    logger.error("GraphQL error %s at %s", reference, path, exc_info=error)
    return {**coded("Something went wrong on our side.", "INTERNAL_SERVER_ERROR", id=reference).formatted}


def _is_bug(error: GraphQLError) -> bool:
    return error.original_error is not None and not isinstance(error.original_error, GraphQLError)


def origin_of_absence(result: ExecutionResult) -> BaseException | None:
    """Return the error that says that the database was away while ``result`` was made, if there is one."""
    origins = [error.original_error for error in result.errors or []]
    return next((origin for origin in origins if is_away(origin)), None)


def was_run(result: ExecutionResult) -> bool:
    """Tell whether execution began: only then an error has a path."""
    return any(error.path for error in result.errors or [])


def refused(message: str, code: str = "BAD_REQUEST") -> ExecutionResult:
    """Return the answer to a document that is not run, and why."""
    return ExecutionResult(data=None, errors=[coded(message, code)])


def coded(message: str, code: str, **details: str) -> GraphQLError:
    """Return an error with a ``code`` and ``details`` in its extensions."""
    return GraphQLError(message, extensions={"code": code, **details})
