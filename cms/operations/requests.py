"""Every request has an id, a line in the log, and its place in the metrics."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.operations import metrics
from cms.operations.logs import request_id

logger = logging.getLogger("cms.requests")

HEADER = "X-Request-ID"
ACCEPTABLE = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""What a proxy may call a request. Anything else could break a log, or hide something in it."""
LONGEST_NAME = 100


@dataclass
class Facts:
    """What the endpoint tells of an operation while it answers it."""

    kind: str = ""
    name: str = ""
    document: str = ""
    cost: int | None = None
    cache: str = ""


FACTS = "cms.facts"
"""Where a request's WSGI environment holds them."""

StartResponse = Callable[..., Any]


def facts_of(request: HttpRequest) -> Facts:
    """Return what is known of the operation that ``request`` asks, to be added to."""
    return request.META.setdefault(FACTS, Facts())


class RequestsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        name = _name(request.META)
        before = request_id.set(name)
        try:
            response = self._get_response(request)
            response.headers[HEADER] = name
            codes = getattr(response, "codes", [])
            view, route = _place(request)
            note(request.method, view, route, response.status_code, facts_of(request), codes, begun)
        finally:
            request_id.reset(before)
        return response


def noted(environ: dict[str, Any], facts: Facts, begun: float, start_response: StartResponse) -> StartResponse:
    """Return ``start_response`` of a request to the endpoint that Django does not see, with its id and its line."""

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        name = _name(environ)
        before = request_id.set(name)
        note(environ["REQUEST_METHOD"], "graphql", "/graphql/", int(status[:3]), facts, [], begun)
        request_id.reset(before)
        return start_response(status, [*headers, (HEADER, name)], *error)

    return start


def note(
    method: str | None, view: str, route: str, status: int, operation: Facts, codes: list[str], begun: float
) -> None:
    """Count a request that began at ``begun``, and write its line."""
    seconds = time.perf_counter() - begun
    method = method if method in metrics.METHODS else "OTHER"
    metrics.note_request(method or "", view, status, seconds)
    if operation.kind:
        metrics.note_operation(operation.kind, status, seconds, codes, operation.cache)
    level = logging.DEBUG if view == "static" else logging.INFO
    if not logger.isEnabledFor(level):
        return
    facts: dict[str, Any] = {
        "method": method,
        "route": route,
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
        "operation": operation.name[:LONGEST_NAME],
        "operation_kind": operation.kind,
        "document": operation.document,
        "errors": codes or None,
        "cost": operation.cost,
        "cache": operation.cache,
    }
    words = [method, route, status, f"{facts['duration_ms']:.0f} ms", operation.kind, facts["operation"]]
    words += codes
    logger.log(level, " ".join(str(word) for word in words if word), extra=facts)


def _name(environ: dict[str, Any]) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex


def _place(request: HttpRequest) -> tuple[str, str]:
    """Return the names of the view and of the route that answered, both without what the client wrote."""
    match = request.resolver_match
    if match:
        return match.view_name or "unnamed", "/" + match.route
    is_static = request.path_info.startswith(settings.STATIC_URL)
    return ("static", settings.STATIC_URL) if is_static else ("none", "")
