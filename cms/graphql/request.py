"""Reading a GraphQL request from HTTP: what is asked for, and in which media type to answer."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from cms.api.text import is_text

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
DEEPEST = 50
"""How deep lists and objects in variables may lie within each other."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class BadRequest(Exception):
    """The request is no GraphQL request that can be read; nothing was run."""

    def __init__(self, message: str, *, status: int = 400, code: str = "BAD_REQUEST"):
        super().__init__(message)
        self.status, self.code = status, code

    def as_error(self) -> dict[str, Any]:
        return {"message": str(self), "extensions": {"code": self.code}}


@dataclass(frozen=True)
class GraphQLRequest:
    """The parameters of a request, as the specification names them: a document, or the id of one."""

    query: str | None
    document_id: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    wants_cost: bool = False


def negotiate(request: HttpRequest) -> str:
    """Return the media type to answer in. Raises ``BadRequest`` (406) when the client takes neither."""
    if "Accept" not in request.headers:
        return JSON
    chosen = request.get_preferred_type([GRAPHQL, JSON])
    if chosen is None:
        raise BadRequest(f"Accept {GRAPHQL} or {JSON}.", status=406)
    return JSON if request.headers["Accept"].strip() == "*/*" else chosen


def read_request(request: HttpRequest) -> GraphQLRequest:
    """Return what ``request`` asks. Raises ``BadRequest`` when it cannot be read."""
    parameters = _from_query(request) if request.method in ("GET", "HEAD") else _from_body(request)
    query, name = parameters.get("query"), parameters.get("operationName")
    variables, extensions = parameters.get("variables"), parameters.get("extensions")
    if extensions is not None and not isinstance(extensions, dict):
        raise BadRequest("extensions must be an object.")
    document_id = _document_id(parameters)
    if document_id is None and not query:
        raise BadRequest("Send the document in query, or its id in documentId, as a string.")
    if query is not None and (not isinstance(query, str) or not query.strip()):
        raise BadRequest("query must be a string that holds a document.")
    if name is not None and not isinstance(name, str):
        raise BadRequest("operationName must be a string.")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest("variables must be an object.")
    if not all(is_text(text) for text in _strings([query, variables], -2)):
        raise BadRequest("A string holds a null character or half of a surrogate pair.")
    wants_cost = (extensions or {}).get("cost") is True
    return GraphQLRequest(query, document_id, name or None, variables or {}, wants_cost)


def _document_id(parameters: dict[str, Any]) -> str | None:
    """Return the id that names the document: in ``documentId``, or as automatic persisted queries have it.

    https://graphql.github.io/graphql-over-http/draft/#sec-Persisted-Documents
    https://github.com/apollographql/apollo-link-persisted-queries#automatic-persisted-queries
    """
    named = parameters.get("documentId")
    if named is not None:
        if not isinstance(named, str) or not named or not is_text(named):
            raise BadRequest("documentId must be a string.")
        return named.removeprefix("sha256:")
    hashed = (parameters.get("extensions") or {}).get("persistedQuery")
    if hashed is None:
        return None
    if not isinstance(hashed, dict) or hashed.get("version") != 1:
        raise BadRequest("extensions.persistedQuery must be of version 1.")
    if not isinstance(hashed.get("sha256Hash"), str) or not SHA256.fullmatch(hashed["sha256Hash"]):
        raise BadRequest("extensions.persistedQuery.sha256Hash must be a SHA-256 in 64 hexadecimal digits.")
    return hashed["sha256Hash"]


def _strings(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        raise BadRequest(f"variables are more than {DEEPEST} lists and objects deep.")
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for member in value.values():
            yield from _strings(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member, depth + 1)


def _from_query(request: HttpRequest) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.GET.items())
    for name in ("variables", "extensions"):
        if parameters.get(name):
            parameters[name] = _load(parameters[name], name)
        else:
            parameters.pop(name, None)
    return parameters


def _from_body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != JSON:
        raise BadRequest(f"Send the request as {JSON}.", status=415)
    parameters = _load(_body(request), "The body")
    if not isinstance(parameters, dict):
        raise BadRequest("Send one request, as a JSON object; there is no batching.")
    return parameters


def _body(request: HttpRequest) -> bytes:
    most = settings.GRAPHQL_LIMITS["bytes"]
    try:
        body = request.body
    except RequestDataTooBig:
        body = None
    if body is None or len(body) > most:
        raise BadRequest(f"The request is longer than {most} bytes.", status=413, code="REQUEST_TOO_LARGE")
    return body


def _load(text: str | bytes, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest(f"{what} is no valid JSON.") from None
