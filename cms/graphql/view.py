"""The endpoint: GraphQL over HTTP. https://graphql.github.io/graphql-over-http/draft/"""

import json
import logging
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from graphql import (
    ExecutionResult,
)

from cms.api.errors import TooManyRequests
from cms.api.tokens import HEADER, PREVIEW_HEADER
from cms.api.visit import Visit
from cms.graphql import answers
from cms.graphql.answers import Answer
from cms.graphql.callers import admit
from cms.graphql.errors import as_json, coded, log_bug, origin_of_absence, was_run
from cms.graphql.faults import is_away
from cms.graphql.http_caching import NO_STORE, etag_of, headers_of
from cms.graphql.planning import Plan, plan
from cms.graphql.request import GRAPHQL, JSON, BadRequest, negotiate, read_request
from cms.graphql.shortcut import SHORT_CUT
from cms.operations.requests import facts_of
from cms.versions.tags import tags_of

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
            response = _away(error) if is_away(error) else _refuse(500, log_bug(error))
        patch_vary_headers(response, ["Accept", HEADER, PREVIEW_HEADER])
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
        was_kept = found.status.startswith(answers.HIT)
        facts_of(request).cache = "hit" if was_kept else "miss"
        # what nobody asked twice needs no short cut; and a document that is sent with its id is kept
        if was_kept and not (asked.document_id and asked.query):
            request.META[SHORT_CUT] = (key, planned.kinds)
        return _given(request, found, media_type)

    def _told_of_mutation(self, result: ExecutionResult, media_type: str) -> HttpResponse:
        # It is not run again: nobody knows how far it came.
        away = origin_of_absence(result)
        response = _away(away) if away else self._told(result, media_type)
        response.headers["Cache-Control"] = NO_STORE
        return response

    def _told(self, result: ExecutionResult, media_type: str) -> HttpResponse:
        if away := origin_of_absence(result):
            raise away
        # The older media type tells of errors in the answer alone; the newer one in the status too.
        refused = result.data is None and media_type == GRAPHQL
        response = _respond(media_type, 400 if refused and not was_run(result) else 200, as_json(result))
        if result.errors:
            response.headers["Cache-Control"] = NO_STORE
        waits = [told["retryAfter"] for error in result.errors or [] if _is_too_often(told := error.extensions or {})]
        if waits:
            response.headers["Retry-After"] = str(max(waits))
        return response


def _made(planned: Plan, visit: Visit) -> Answer | ExecutionResult:
    """Return the answer as it may be kept; as a result, where nobody may keep it."""
    result = planned.execute(visit)
    if result.errors or visit.is_private:
        return result
    body = _encode(as_json(result))
    tags = tags_of(planned.kinds, visit.parts, visit.mentioned)
    digest = sha256(body).hexdigest()[:32]
    parts, each_time = frozenset(visit.parts), tuple(visit.each_time)
    return Answer(body, digest, tags, parts=parts, each_time=each_time, status=answers.NOT_STORED)


def _given(request: HttpRequest, answer: Answer, media_type: str) -> HttpResponseBase:
    response = HttpResponse(answer.body, content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Status"] = answer.status
    if request.method == "POST":
        return response
    etag = etag_of(answer, media_type)
    for name, value in headers_of(answer, etag).items():
        response.headers[name] = value
    return get_conditional_response(request, etag=etag, response=response) or response


def _away(error: BaseException) -> HttpResponse:
    logger.warning("The database does not answer: %s", error)
    told = coded("The server cannot answer now. Try again in a moment.", "SERVICE_UNAVAILABLE")
    return _refuse(503, told.formatted, {"Retry-After": str(AWAY_FOR)})


def _is_too_often(told: dict[str, Any]) -> bool:
    return told.get("code") == "RATE_LIMITED"


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
