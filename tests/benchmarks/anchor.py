"""What the database itself can do: a bare WSGI application that answers each question with one SQL statement.

PostgreSQL builds the JSON. It is here to be compared with, and does less than a product must: it knows its five
questions in advance, reads no GraphQL, takes ``live`` for the whole of visibility, signs no address, and gives a body
as it is stored, with the pages and images that it names beside it.
"""

import os
import threading
from collections.abc import Callable, Iterable

import psycopg

from tests.benchmarks.questions import NAMES, statement_of

STATEMENTS = {f"/{name}": statement_of(name) for name in NAMES}
HEADERS = [("Content-Type", "application/json; charset=utf-8")]

connections = threading.local()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Answer ``/Q1`` to ``/Q5``: a connection a thread, each statement prepared once."""
    statement = STATEMENTS.get(environ["PATH_INFO"])
    if statement is None:
        start_response("404 Not Found", HEADERS)
        return [b"{}"]
    row = _connection().execute(statement, prepare=True, binary=True).fetchone()
    body = row[0].encode()
    start_response("200 OK", [*HEADERS, ("Content-Length", str(len(body)))])
    return [body]


def _connection() -> psycopg.Connection:
    if not hasattr(connections, "own"):
        connections.own = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return connections.own
