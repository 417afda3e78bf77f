"""The same request again, answered before Django begins.

Django's middleware decides what headers an answer has: hosts, HTTPS, CORS, security. A request that is like one that
was answered gets the headers that its twin got, and the answer if it is still fresh. Two requests are alike if
all of their headers are, but for those in ``UNREAD``, which no part of ours reads for this endpoint: a header
that nobody here knows makes two requests different, and then the second one goes the long way.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import blake2b
from io import BytesIO
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from cms.api.errors import TooManyRequests
from cms.graphql import answers
from cms.graphql.answers import Answer
from cms.graphql.callers import admit
from cms.graphql.http_caching import headers_of
from cms.operations.requests import FACTS, Facts, noted
from cms.versions.reading import Kinds, current

SHORT_CUT = "cms.answer"
"""Where the view leaves, for a request whose answer is kept, the key of the question and what it depends on."""

PATH = "/graphql/"
KEPT = 2000
READ = """
    REQUEST_METHOD QUERY_STRING CONTENT_TYPE wsgi.url_scheme SERVER_NAME SERVER_PORT SCRIPT_NAME
""".split()  # noqa: SIM905
UNREAD = {
    "HTTP_" + name.upper().replace("-", "_")
    for name in """
        Accept-Encoding Accept-Language Cache-Control CF-Connecting-IP CF-IPCountry CF-Ray CF-Visitor Connection
        Content-Length Cookie DNT Fastly-Client-IP Forwarded If-Modified-Since If-None-Match Keep-Alive Pragma Priority
        Referer Sec-CH-UA Sec-CH-UA-Mobile Sec-CH-UA-Platform Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site
        Sec-Fetch-User Sec-GPC TE Traceparent Tracestate User-Agent Via X-Amzn-Trace-Id X-Forwarded-For X-Real-IP
        X-Request-ID X-Varnish
    """.split()  # noqa: SIM905  (a name a line would say no more)
}
OF_THE_ANSWER = {
    *("cache-control", "cache-status", "cache-tag", "content-length", "etag", "surrogate-key", "x-request-id", "xkey"),
}
ETAGS = re.compile(r'(?:W/)?("[^"]*")')

StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]


class Known(NamedTuple):
    """What a request was answered with."""

    key: str
    kinds: Kinds
    headers: Headers
    etag_suffix: str | None
    """What stands behind the answer's own tag; None where it has none."""
    facts: Facts
    """What the log tells of it."""


class ShortCut:
    """A WSGI application that knows the requests that ``application`` answered."""

    def __init__(self, application: Callable[..., Iterable[bytes]]):
        self._application = application
        self._known: OrderedDict[Any, Known] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH or not answers.is_on():
            return self._application(environ, start_response)
        twin = _twin(environ)
        known = None if twin is None else self._known.get(twin)
        begun = time.perf_counter()
        if known and (answer := _fresh(known)) and _may_ask(environ):
            return _give(known, answer, environ, noted(environ, known.facts, begun, start_response))
        return self._the_long_way(twin, environ, start_response)

    def _the_long_way(self, twin: Any, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *error: Any) -> Any:
            found = environ.get(SHORT_CUT)
            if twin is not None and found and status.startswith("200"):
                key, kinds = found
                self._remember(twin, key, kinds, headers, environ[FACTS])
            return start_response(status, headers, *error)

        return self._application(environ, start)

    def _remember(self, twin: Any, key: str, kinds: Kinds, headers: Headers, facts: Facts) -> None:
        names = {name.lower(): value for name, value in headers}
        if "set-cookie" in names:
            return
        own = [(name, value) for name, value in headers if name.lower() not in OF_THE_ANSWER]
        etag = names.get("etag")
        suffix = None if etag is None else "-r" if etag.endswith('-r"') else ""
        with self._lock:
            self._known[twin] = Known(key, kinds, own, suffix, replace(facts, cache="hit"))
            while len(self._known) > KEPT:
                self._known.popitem(last=False)


def _twin(environ: dict[str, Any]) -> Any:
    """Return what is the same for requests that get the same headers and the same answer; None where nobody knows."""
    body = b""
    if environ["REQUEST_METHOD"] == "POST":
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdigit() or int(length) > settings.GRAPHQL_LIMITS["bytes"]:
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(body)
        body = blake2b(body, digest_size=24).digest()
    elif environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    headers = [pair for pair in environ.items() if pair[0].startswith("HTTP_") and pair[0] not in UNREAD]
    return (body, tuple([environ.get(name) for name in READ]), tuple(sorted(headers)))


def _fresh(known: Known) -> Answer | None:
    """Return the answer if it is still fresh. Where the database cannot say, Django tells the client."""
    try:
        connection.close_if_unusable_or_obsolete()
        versions = current()
    except (Error, ImproperlyConfigured):
        connection.close()
        return None
    return answers.find(known.key, known.kinds, versions) if versions else None


def _may_ask(environ: dict[str, Any]) -> bool:
    """Count the request of a caller. One who may not ask goes the long way, where that is said."""
    try:
        admit(environ)
    except TooManyRequests:
        return False
    return True


def _give(known: Known, answer: Answer, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    answer.given_again()
    headers = [*known.headers, ("Cache-Status", answer.status)]
    if known.etag_suffix is not None:
        etag = f'"{answer.etag}{known.etag_suffix}"'
        headers = [*headers, *headers_of(answer, etag).items()]
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and (asked.strip() == "*" or etag in ETAGS.findall(asked)):
            start_response("304 Not Modified", [pair for pair in headers if pair[0] != "Content-Type"])
            return []
    start_response("200 OK", [*headers, ("Content-Length", str(len(answer.body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
