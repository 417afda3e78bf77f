"""Single requests, outside the load: to check answers, and to look for stale ones."""

import json
import time
import urllib.request
from dataclasses import dataclass, replace
from typing import Any

from tests.benchmarks.databases import PUBLIC_URL
from tests.benchmarks.questions import document_of

OPENING = b'{"query":"'
"""How the body of a question begins: load.lua and ``unlike_any`` put comments behind it."""

HEADERS = {
    "Host": PUBLIC_URL.removeprefix("https://"),
    "X-Forwarded-Proto": "https",
    "Content-Type": "application/json",
    "Accept": "application/json",
}


@dataclass(frozen=True)
class Request:
    """A question as it is sent to a server."""

    method: str
    path: str
    body: bytes = b""

    def unlike_any(self) -> "Request":
        """Return the same question in a text that was never sent before."""
        return replace(self, body=b'{"query":"# %d\\n' % time.time_ns() + self.body[len(OPENING) :])


def request_for(name: str) -> Request:
    """Return the request that asks the API a question."""
    return request_of(document_of(name))


def request_of(document: str) -> Request:
    """Return the request that asks the API ``document``."""
    body = json.dumps({"query": document}, ensure_ascii=False, separators=(",", ":")).encode()
    return Request("POST", "/graphql/", body)


def anchor_request_for(name: str) -> Request:
    """Return the request that asks the anchor a question."""
    return Request("GET", f"/{name}")


def ask(address: str, request: Request) -> bytes:
    """Return the body of the answer. Raises ``urllib.error.HTTPError`` where the server refuses."""
    sent = urllib.request.Request(
        address + request.path, data=request.body or None, headers=HEADERS, method=request.method
    )
    with urllib.request.urlopen(sent, timeout=60) as answer:
        return answer.read()


def data_of(body: bytes) -> Any:
    """Return the data of an answer. Raises ``ValueError`` if it has errors."""
    answer = json.loads(body)
    if "errors" in answer:
        raise ValueError(f"The answer has errors: {answer['errors']}")
    return answer["data"]
