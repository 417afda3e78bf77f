"""Statements that PostgreSQL reads and plans once a connection: for most of ours that takes longer than to run them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

MOST = 300
"""Statements that a connection keeps: as many as are put together once (``cms.api.kept``), and some."""


class PreparingCursor(Cursor):
    """Has whatever it runs prepared. The text of a statement must hardly change: what does is in its parameters."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparingCursor":
        return super().execute(query, params, prepare=True)


@contextmanager
def preparing_cursor(database: str = DEFAULT_DB_ALIAS) -> Iterator[CursorWrapper]:
    """Give a cursor of Django's that prepares what it runs where ``prepares``: elsewhere it is any cursor.

    Where statements are logged it is too, for Django logs them with their values.
    """
    connection = connections[database]
    with connection.cursor() as cursor:
        if prepares(database) and not connection.queries_logged:
            connection.connection.prepared_max = MOST
            cursor.cursor = PreparingCursor(connection.connection)
        yield cursor


def prepares(database: str = DEFAULT_DB_ALIAS) -> bool:
    """Tell whether statements are prepared: PostgreSQL alone needs it, and not every pooler in between bears it."""
    return connections[database].vendor == "postgresql" and settings.PREPARED_STATEMENTS
