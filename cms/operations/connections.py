"""Requests of editors and for files meet no connection that ended since the last one: the database may restart."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse


class LivingConnectionMiddleware:
    """Looks at the thread's connection before its first statement, for all but the endpoint, which tries again itself.

    Without it, the first request of each thread after a restart of the database would fail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.health_check_enabled = request.path_info != "/graphql/"  # type: ignore[attr-defined]
        connection.health_check_done = False  # type: ignore[attr-defined]
        try:
            return self._get_response(request)
        finally:
            connection.health_check_enabled = False  # type: ignore[attr-defined]
