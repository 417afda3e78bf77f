"""The endpoint: GraphQL over HTTP. https://graphql.github.io/graphql-over-http/draft/"""

import json
import logging
import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from graphql import (
    ASTValidationRule,
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    OperationType,
    StringValueNode,
    Visitor,
    execute_sync,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
    visit,
)

from cms.api.text import is_text
from cms.api.visit import Visit
from cms.graphql import documents
from cms.graphql.depth import DepthLimit
from cms.graphql.execution import CompiledExecution
from cms.graphql.request import GRAPHQL, JSON, BadRequest, GraphQLRequest, negotiate, read_request
from cms.graphql.schema import schema

MAX_TOKENS = 4000
DOCUMENTS_KEPT = 500
RULES: list[type[ASTValidationRule]] = [DepthLimit, *specified_rules]

logger = logging.getLogger(__name__)


@method_decorator([csrf_exempt, transaction.non_atomic_requests], name="dispatch")
class GraphQLView(View):
    """Answers queries and mutations. It reads no cookie and sets none, so no other site can borrow a login."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            return self._run(request)
        except Exception as error:
            return _respond(JSON, 500, {"errors": [_log_bug(error)]})

    def _run(self, request: HttpRequest) -> HttpResponse:
        try:
            media_type = negotiate(request)
            asked = read_request(request)
            result = run(asked, request)
        except BadRequest as refusal:
            return _respond(JSON, refusal.status, {"errors": [refusal.as_error()]})
        # The older media type tells of errors in the answer alone; the newer one in the status too.
        refused = result.data is None and media_type == GRAPHQL
        response = _respond(media_type, 400 if refused and not _was_run(result) else 200, _as_json(result))
        waits = [told["retryAfter"] for error in result.errors or [] if _is_too_often(told := error.extensions or {})]
        if waits:
            response.headers["Retry-After"] = str(max(waits))
        return response


def run(asked: GraphQLRequest, request: HttpRequest | None = None) -> ExecutionResult:
    """Return the answer to ``asked``, as an anonymous visitor gets it."""
    try:
        text = documents.text_of(asked.document_id, asked.query)
    except documents.DocumentError as unknown:
        return ExecutionResult(data=None, errors=[unknown])
    document, errors = prepare(text)
    if document is None or errors:
        return ExecutionResult(data=None, errors=list(errors))
    if asked.document_id and asked.query:
        documents.keep(text)
    operation = get_operation_ast(document, asked.operation_name)
    if operation is None:
        return _refused("Name one of the operations of the document in operationName.")
    if operation.operation is OperationType.SUBSCRIPTION:
        return _refused("This API has no subscriptions.")
    if operation.operation is OperationType.MUTATION and request and request.method == "GET":
        raise BadRequest("A mutation changes something: send it by POST.", status=405)
    return execute_sync(
        schema,
        document,
        context_value=Visit(request),
        variable_values=asked.variables,
        operation_name=asked.operation_name,
        execution_context_class=CompiledExecution if settings.COMPILED_EXECUTION else None,
    )


@lru_cache(maxsize=DOCUMENTS_KEPT)
def prepare(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """Return the parsed document and what is wrong with it: once for each text."""
    try:
        document = parse(query, max_tokens=MAX_TOKENS)
    except GraphQLSyntaxError as unreadable:
        unreadable.extensions = {"code": "GRAPHQL_PARSE_FAILED"}
        return None, (unreadable,)
    errors = _unreadable_strings(document) or validate(schema, document, RULES)
    for error in errors:
        error.extensions = error.extensions or {"code": "GRAPHQL_VALIDATION_FAILED"}
    return document, tuple(errors)


def _unreadable_strings(document: DocumentNode) -> list[GraphQLError]:
    """Return an error for each string of ``document`` that escapes hide something unreadable in."""
    found: list[GraphQLError] = []

    class Strings(Visitor):
        def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
            if not is_text(node.value):
                found.append(GraphQLError("A string holds a null character or half of a surrogate pair.", node))

    visit(document, Strings())
    return found


def _as_json(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [_describe(error) for error in result.errors]
    if result.data is not None or not result.errors or _was_run(result):
        answer["data"] = result.data
    return answer


def _describe(error: GraphQLError) -> dict[str, Any]:
    if _is_bug(error):
        return {**_log_bug(error.original_error, error.path), **({"path": error.path} if error.path else {})}
    described = error.formatted
    described.setdefault("extensions", {"code": "BAD_USER_INPUT"})
    return {**described}


def _log_bug(error: Exception | None, path: list[str | int] | None = None) -> dict[str, Any]:
    """Log what happened under an id, and return what the client is told: the id."""
    reference = uuid.uuid4().hex
    logger.error("GraphQL error %s at %s", reference, path, exc_info=error)
    return {**_coded("Something went wrong on our side.", "INTERNAL_SERVER_ERROR", id=reference).formatted}


def _is_bug(error: GraphQLError) -> bool:
    return error.original_error is not None and not isinstance(error.original_error, GraphQLError)


def _is_too_often(told: dict[str, Any]) -> bool:
    return told.get("code") == "RATE_LIMITED"


def _was_run(result: ExecutionResult) -> bool:
    """Tell whether execution began: only then an error has a path."""
    return any(error.path for error in result.errors or [])


def _refused(message: str) -> ExecutionResult:
    return ExecutionResult(data=None, errors=[_coded(message, "BAD_REQUEST")])


def _coded(message: str, code: str, **details: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code, **details})


def _respond(media_type: str, status: int, answer: dict) -> HttpResponse:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type=f"{media_type}; charset=utf-8")
