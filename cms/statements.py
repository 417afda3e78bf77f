"""How long a statement of a server's process may take: the worker and commands take the time that they need."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

CHECKED_EVERY = 10_000
"""Steps of SQLite's machine between two looks at the clock: some tenths of a millisecond."""


def stop_long_statements() -> None:
    """Have every connection that this process opens from now on stop statements after ``settings.SQL_TIMEOUT``."""
    connection_created.connect(_limit, dispatch_uid="cms.statements")


def _limit(sender: Any, connection: BaseDatabaseWrapper, **_details: Any) -> None:
    if not settings.SQL_TIMEOUT:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{settings.SQL_TIMEOUT * 1000:.0f}"])
    elif connection.vendor == "sqlite":
        connection.execute_wrappers[:] = [*(w for w in connection.execute_wrappers if not isinstance(w, _Watch))]
        watch = _Watch()
        connection.execute_wrappers.append(watch)
        connection.connection.set_progress_handler(watch.is_over, CHECKED_EVERY)


class _Watch:
    """Times the statements of one connection to SQLite, which knows no limit of its own."""

    def __init__(self) -> None:
        self._end = float("inf")

    def __call__(self, execute: Callable, sql: str, parameters: Any, many: bool, context: dict) -> Any:
        self._end = time.monotonic() + settings.SQL_TIMEOUT
        return execute(sql, parameters, many, context)

    def is_over(self) -> bool:
        return time.monotonic() > self._end
