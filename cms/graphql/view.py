"""The endpoint: GraphQL over HTTP. https://graphql.github.io/graphql-over-http/draft/"""

import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from graphql import (
    ASTValidationRule,
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
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

from cms.api.errors import TooManyRequests
from cms.api.text import is_text
from cms.api.tokens import HEADER, opened_by
from cms.api.visit import Visit
from cms.graphql import answers, documents
from cms.graphql.answers import Answer
from cms.graphql.callers import admit
from cms.graphql.cost import weigh
from cms.graphql.dependencies import kinds_behind
from cms.graphql.execution import CompiledExecution
from cms.graphql.faults import is_away, took_too_long
from cms.graphql.http_caching import NO_STORE, etag_of, headers_of
from cms.graphql.request import GRAPHQL, JSON, BadRequest, GraphQLRequest, negotiate, read_request
from cms.graphql.schema import schema
from cms.graphql.shape import refusals
from cms.graphql.shortcut import SHORT_CUT
from cms.operations.requests import facts_of
from cms.versions.kinds import ALL
from cms.versions.reading import Kinds
from cms.versions.tags import tags_of
from cms.visibility import unlocked

DOCUMENTS_KEPT = 500
AWAY_FOR = 2
"""Seconds after which a client may look again whether the database is back."""

logger = logging.getLogger(__name__)


@method_decorator([csrf_exempt, transaction.non_atomic_requests], name="dispatch")
class GraphQLView(View):
    """Answers queries and mutations. It reads no cookie and sets none, so no other site can borrow a login."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        facts_of(request).kind = "none"  # of a request that names no operation
        try:
            admit(request.META)
        except TooManyRequests as often:
            return _refuse(429, often.formatted, {"Retry-After": str(often.retry_after)})
        visit = Visit(request)
        try:
            response = self._run_again_if_away(request, visit)
        except Exception as error:
            response = _away(error) if is_away(error) else _refuse(500, _log_bug(error))
        patch_vary_headers(response, ["Accept", HEADER])
        if visit.is_private:
            response.headers["Cache-Control"] = f"private, {NO_STORE}"
        return response

    def _run_again_if_away(self, request: HttpRequest, visit: Visit) -> HttpResponseBase:
        """Run the request; once more where it found a connection that has ended since the last request."""
        try:
            return self._run(request, visit)
        except Exception as error:
            if not is_away(error):
                raise
        connection.close()
        return self._run(request, visit)

    def _run(self, request: HttpRequest, visit: Visit) -> HttpResponseBase:
        try:
            media_type = negotiate(request)
            asked = read_request(request)
            planned = plan(asked, visit)
        except BadRequest as refusal:
            return _refuse(refusal.status, refusal.as_error())
        if isinstance(planned, ExecutionResult):
            return self._told(planned, media_type)
        if planned.is_mutation:
            return self._told_of_mutation(planned.execute(visit), media_type)
        if visit.is_private:
            return self._told(planned.execute(visit), media_type)
        key = planned.key(request.get_host())
        facts_of(request).cost = planned.cost
        found = answers.find_or_make(key, planned.kinds, lambda: _made(planned, visit))
        if isinstance(found, ExecutionResult):
            return self._told(found, media_type)
        facts_of(request).cache = "hit" if found.status.startswith(answers.HIT) else "miss"
        if found.stamp and not (asked.document_id and asked.query):  # a document that is sent with its id is kept
            request.META[SHORT_CUT] = (key, planned.kinds)
        return _given(request, found, media_type)

    def _told_of_mutation(self, result: ExecutionResult, media_type: str) -> HttpResponse:
        # It is not run again: nobody knows how far it came.
        away = _origin_of_absence(result)
        response = _away(away) if away else self._told(result, media_type)
        response.headers["Cache-Control"] = NO_STORE
        return response

    def _told(self, result: ExecutionResult, media_type: str) -> HttpResponse:
        if away := _origin_of_absence(result):
            raise away
        # The older media type tells of errors in the answer alone; the newer one in the status too.
        refused = result.data is None and media_type == GRAPHQL
        response = _respond(media_type, 400 if refused and not _was_run(result) else 200, _as_json(result))
        if result.errors:
            response.headers["Cache-Control"] = NO_STORE
        waits = [told["retryAfter"] for error in result.errors or [] if _is_too_often(told := error.extensions or {})]
        if waits:
            response.headers["Retry-After"] = str(max(waits))
        return response


@dataclass(frozen=True)
class Plan:
    """A valid operation and its variables, ready to run."""

    text: str
    document: DocumentNode
    operation: OperationDefinitionNode
    asked: GraphQLRequest
    cost: int

    @property
    def is_mutation(self) -> bool:
        return self.operation.operation is OperationType.MUTATION

    @property
    def kinds(self) -> Kinds:
        """The kinds of content that the answer depends on."""
        return _kinds_behind(self.text, self.asked.operation_name)

    def key(self, host: str) -> str:
        """Return what is the same for the same question, asked of ``host``: its port may choose the site too."""
        asked = self.asked
        question = [self.text, asked.operation_name, asked.variables, asked.wants_cost, host.lower()]
        return sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()

    def execute(self, visit: Visit) -> ExecutionResult:
        with unlocked(opened_by(visit.request) if visit.request else ()):
            result = execute_sync(
                schema,
                self.document,
                context_value=visit,
                variable_values=self.asked.variables,
                operation_name=self.asked.operation_name,
                execution_context_class=CompiledExecution if settings.COMPILED_EXECUTION else None,
            )
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
    document, errors = prepare(text)
    if document is None or errors:
        return ExecutionResult(data=None, errors=list(errors))
    if asked.document_id and asked.query:
        documents.keep(text)
    operation = get_operation_ast(document, asked.operation_name)
    if operation is not None and visit.request:
        _tell(visit.request, operation, text)
    if operation is None:
        return _refused("Name one of the operations of the document in operationName.")
    if operation.operation is OperationType.SUBSCRIPTION:
        return _refused("This API has no subscriptions.")
    most = settings.GRAPHQL_LIMITS["cost"]
    cost = weigh(schema, document, operation, asked.variables)
    if cost is None or cost > most:
        return _refused(f"The query may cost more than {most}. Ask for shorter lists, or less.", "QUERY_TOO_COSTLY")
    planned = Plan(text, document, operation, asked, cost)
    if planned.is_mutation and visit.request and visit.request.method != "POST":
        raise BadRequest("A mutation changes something: send it by POST.", status=405)
    return planned


@lru_cache(maxsize=DOCUMENTS_KEPT)
def _kinds_behind(query: str, operation_name: str | None) -> Kinds:
    document, _errors = prepare(query)
    operation = document and get_operation_ast(document, operation_name)
    return kinds_behind(schema, document, operation) if document and operation else frozenset({ALL})


def _made(planned: Plan, visit: Visit) -> Answer | ExecutionResult:
    """Return the answer as it may be kept; as a result, where nobody may keep it."""
    result = planned.execute(visit)
    if result.errors or visit.is_private:
        return result
    body = _encode(_as_json(result))
    tags = tags_of(planned.kinds, visit.mentioned)
    digest = sha256(body).hexdigest()[:32]
    return Answer(body, digest, tags, each_time=tuple(visit.each_time), status=answers.NOT_STORED)


def _given(request: HttpRequest, answer: Answer, media_type: str) -> HttpResponseBase:
    response = HttpResponse(answer.body, content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Status"] = answer.status
    if request.method == "POST":
        return response
    etag = etag_of(answer, media_type)
    for name, value in headers_of(answer, etag).items():
        response.headers[name] = value
    return get_conditional_response(request, etag=etag, response=response) or response


@lru_cache(maxsize=DOCUMENTS_KEPT)
def prepare(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """Return the parsed document and what is wrong with it: once for each text."""
    try:
        document = parse(query, max_tokens=settings.GRAPHQL_LIMITS["tokens"])
    except GraphQLSyntaxError as unreadable:
        is_long = "tokens. Parsing aborted" in unreadable.message
        unreadable.extensions = {"code": "DOCUMENT_TOO_LONG" if is_long else "GRAPHQL_PARSE_FAILED"}
        return None, (unreadable,)
    errors = refusals(document) or _unreadable_strings(document) or _invalid(document)
    for error in errors:
        error.extensions = error.extensions or {"code": "GRAPHQL_VALIDATION_FAILED"}
    return document, tuple(errors)


def _invalid(document: DocumentNode) -> list[GraphQLError]:
    rules: list[type[ASTValidationRule]] = [*specified_rules]
    if not settings.INTROSPECTION:
        rules.append(NoSchemaIntrospectionCustomRule)
    errors = validate(schema, document, rules, hide_suggestions=not settings.INTROSPECTION)
    for error in errors:
        if "introspection has been disabled" in error.message:
            error.extensions = {"code": "INTROSPECTION_OFF"}
    return errors


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
    if result.extensions:
        answer["extensions"] = result.extensions
    return answer


def _describe(error: GraphQLError) -> dict[str, Any]:
    if took_too_long(error.original_error):
        logger.warning("A statement at %s took too long and was stopped", error.path)
        error = GraphQLError("It took too long and was stopped. Ask for less at once.", extensions={"code": "TIMEOUT"})
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


def _origin_of_absence(result: ExecutionResult) -> BaseException | None:
    origins = [error.original_error for error in result.errors or []]
    return next((origin for origin in origins if is_away(origin)), None)


def _away(error: BaseException) -> HttpResponse:
    logger.warning("The database does not answer: %s", error)
    told = _coded("The server cannot answer now. Try again in a moment.", "SERVICE_UNAVAILABLE")
    return _refuse(503, told.formatted, {"Retry-After": str(AWAY_FOR)})


def _is_too_often(told: dict[str, Any]) -> bool:
    return told.get("code") == "RATE_LIMITED"


def _was_run(result: ExecutionResult) -> bool:
    """Tell whether execution began: only then an error has a path."""
    return any(error.path for error in result.errors or [])


def _tell(request: HttpRequest, operation: OperationDefinitionNode, text: str) -> None:
    """Say in the log and the metrics what is asked: by whose name and hash, never with which variables."""
    facts = facts_of(request)
    facts.kind, facts.name = operation.operation.value, operation.name.value if operation.name else ""
    facts.document = sha256(text.encode()).hexdigest()


def _refused(message: str, code: str = "BAD_REQUEST") -> ExecutionResult:
    return ExecutionResult(data=None, errors=[_coded(message, code)])


def _coded(message: str, code: str, **details: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code, **details})


def _respond(media_type: str, status: int, answer: dict) -> HttpResponse:
    response = HttpResponse(_encode(answer), status=status, content_type=f"{media_type}; charset=utf-8")
    response.codes = [error["extensions"]["code"] for error in answer.get("errors", [])]  # type: ignore[attr-defined]
    return response


def _refuse(status: int, error: Mapping[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    response = _respond(JSON, status, {"errors": [error]})
    for name, value in {"Cache-Control": NO_STORE, **(headers or {})}.items():
        response.headers[name] = value
    return response


def _encode(answer: dict) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
