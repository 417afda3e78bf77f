"""PostgreSQL goes away under load, and comes back: nobody restarts anything of ours."""

import threading
import time
from collections import Counter

import pytest
import requests
from django.db import connection

from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import Browser, Postgres, Server

AWAY = 3.0
WITHIN = 5.0


@pytest.fixture
def postgres(own_database):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is always there")
    own = Postgres()
    yield own
    own.end()


class Visitors:
    """Ask all the time, each another question, and note when they were answered how."""

    def __init__(self, server: Server, number: int = 4) -> None:
        self.seen: list[tuple[float, int, str]] = []
        self._server, self._ending = server, threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=[name]) for name in range(number)]

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, name: int) -> None:
        browser, number = Browser(), 0
        while not self._ending.is_set():
            number += 1
            query = f"query V{name}N{number} {{ home {{ title }} cities {{ totalCount }} }}"
            try:
                answer = browser.ask(self._server, "POST", "/graphql/", json={"query": query})
            except requests.ConnectionError:
                self.seen.append((time.monotonic(), 0, "no answer"))
                continue
            if answer.status_code == 200:
                self.seen.append((time.monotonic(), 200, "data" if "data" in answer.json() else answer.text))
            else:
                body = answer.json()["errors"][0]
                said = f"{body['extensions']['code']} {answer.headers.get('Retry-After')}"
                self.seen.append((time.monotonic(), answer.status_code, said))


def test_the_database_is_restarted_under_load(own_database, editor, start_server, postgres, tell):
    postgres.copy(own_database["DATABASE_URL"])
    server = start_server(DATABASE_URL=postgres.url, workers=2)
    wait_for(server.is_ready, seconds=60)
    editor.enter(server)
    editor.open_home(server)
    processes = server.processes()
    with Visitors(server) as visitors:
        time.sleep(1.5)
        postgres.stop("immediate")  # as when it is killed: every session ends at once
        gone = time.monotonic()
        time.sleep(AWAY / 2)
        refused = editor.publish_home(server, "Durante")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        assert "O sistema volta em instantes" in refused.text
        assert server.probe("live") == 200
        assert server.probe("ready") == 503
        time.sleep(AWAY / 2)
        postgres.start()
        back = time.monotonic()
        wait_for(lambda: any(status == 200 and at > back for at, status, _said in visitors.seen), seconds=WITHIN)
        again = next(at for at, status, _said in visitors.seen if status == 200 and at > back)
        assert editor.publish_home(server, "Depois").status_code == 302
        published = time.monotonic()
        time.sleep(2)
    assert published - back < WITHIN
    away = Counter((status, said) for at, status, said in visitors.seen if gone + 0.5 < at < back - 0.5)
    assert set(away) == {(503, "SERVICE_UNAVAILABLE 2")}
    settled = {(status, said) for at, status, said in visitors.seen if at > again + WITHIN / 2}
    assert settled <= {(200, "data")}
    assert {(status, said) for _at, status, said in visitors.seen} == {(200, "data"), (503, "SERVICE_UNAVAILABLE 2")}
    wait_for(lambda: '"worker": "ok"' in editor.get(server, "/health/ready").text, seconds=20)
    assert server.processes() == processes
    assert Browser().graphql(server, query="{ home { title } }")["data"] == {"home": {"title": "Depois"}}
    tell("requests", len(visitors.seen))
    tell("of these 503 while it was away", sum(away.values()))
    tell("seconds from its return to the first answer", round(again - back, 2))
    tell("and to a publication", round(published - back, 2))
