"""Addresses for machines of ours: whether the process lives, whether it is ready, and its metrics.

They answer before anything else: whoever asks knows no host name, speaks no HTTPS, and is in no log.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from cms.operations.health import UNREADY, health
from cms.operations.metrics import exposition


class ProbesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = PROBES.get(request.path_info)
        if answer is None or (answer is metrics and not settings.METRICS_TOKEN):
            return self._get_response(request)
        response = answer(request) if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. It asks nothing: to start it again would not bring the database back."""
    return JsonResponse({"status": "live"})


def ready(request: HttpRequest) -> HttpResponse:
    status, parts = health.look()
    return JsonResponse({"status": status, "checks": parts}, status=503 if status == UNREADY else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Show the metrics to who has the token."""
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


PROBES = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}
