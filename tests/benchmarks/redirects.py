"""What finding one of 100,000 redirects costs: its statements, its plan, its processor time. Everything is rolled back.

``make bench-redirects`` runs it on the database of the settings.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.contrib.redirects.models import Redirect  # noqa: E402

from cms.api.scope import load_roots  # noqa: E402
from cms.graphql.planning import run  # noqa: E402
from cms.graphql.request import GraphQLRequest  # noqa: E402
from cms.redirects.loading import load_redirects  # noqa: E402
from cms.redirects.reading import find_redirect  # noqa: E402
from cms.redirects.tables import read_rows  # noqa: E402

MANY = 100_000
QUERY = "query($path: String!) { route(path: $path) { __typename ... on RedirectRoute { url permanent } } }"
TIMES = 200


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def timed(what: str, do, times: int = 1) -> None:
    began = time.process_time()
    for number in range(times):
        do(number)
    tell(f"{what}: {(time.process_time() - began) / times * 1000:.2f} ms of the processor")


def measure() -> None:
    tell(f"{connection.vendor}, {MANY} redirects")
    lines = "".join(f"/antigo/{number}/,/novo/{number}/\n" for number in range(MANY))
    timed("import of the file", lambda _: load_redirects(read_rows(f"from,to\n{lines}".encode(), "redirects.csv")))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    root = load_roots()[0]
    with CaptureQueriesContext(connection) as captured:
        find_redirect(root, f"/antigo/{MANY // 2}?utm_source=carta")
    [statement] = captured.captured_queries
    tell("\n".join(_plan(statement["sql"])))
    paths = {"found": "/antigo/{}/", "not found": "/nunca/{}/"}
    for name, path in paths.items():
        asked = [GraphQLRequest(QUERY, variables={"path": path.format(number)}) for number in range(TIMES)]
        run(asked[0])
        with CaptureQueriesContext(connection) as captured:
            run(asked[1])
        timed(f"route, {name}, {len(captured)} statements", lambda number, asked=asked: run(asked[number]), TIMES)
    timed("one more by the ORM", lambda _: Redirect.objects.create(old_path="/mais-um", redirect_link="/antigo/7/"))


def _plan(sql: str) -> list[str]:
    explain = (
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    )
    with connection.cursor() as cursor:
        cursor.execute(explain + sql)
        return [str(row[-1]) for row in cursor.fetchall()]


if __name__ == "__main__":
    with transaction.atomic():
        measure()
        transaction.set_rollback(True)
