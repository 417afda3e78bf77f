"""What Prometheus reads. The processes of one server add up what they counted in files of ``METRICS_DIR``."""

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from cms.operations.state import State

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests = Counter("cms_http_requests", "Requests answered.", ["method", "view", "status"])
seconds_of_requests = Histogram("cms_http_request_seconds", "Until the answer began.", ["view"], buckets=SECONDS)
operations = Counter("cms_graphql_operations", "GraphQL operations answered.", ["kind", "status"])
seconds_of_operations = Histogram(
    "cms_graphql_operation_seconds", "From the request to its answer.", ["kind"], buckets=SECONDS
)
errors = Counter("cms_graphql_errors", "Errors in answers, by their extensions.code.", ["code"])
response_cache = Counter("cms_response_cache", "Operations by what the cache of answers had of them.", ["outcome"])


@lru_cache(maxsize=1000)
def _labelled(metric: Any, *labels: str) -> Any:
    """The library finds what has these labels behind a lock: that would be most of the time of counting."""
    return metric.labels(*labels)


def note_request(method: str, view: str, status: int, seconds: float) -> None:
    _labelled(requests, method, view, str(status)).inc()
    _labelled(seconds_of_requests, view).observe(seconds)


def note_operation(kind: str, status: int, seconds: float, codes: Iterable[str], cache: str) -> None:
    """Count an operation of ``kind``, the codes of its errors, and what the cache of answers had of it."""
    _labelled(operations, kind, str(status)).inc()
    _labelled(seconds_of_operations, kind).observe(seconds)
    for code in codes:
        _labelled(errors, code).inc()
    if cache:
        _labelled(response_cache, cache).inc()


def exposition() -> bytes:
    """Return everything in Prometheus's text format: of all processes of this server, and of what they share."""
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    registry = CollectorRegistry()
    if shared:
        MultiProcessCollector(registry, shared)
    registry.register(State())
    return (b"" if shared else generate_latest(REGISTRY)) + generate_latest(registry)
