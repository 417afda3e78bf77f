"""A server that is asked to stop answers what it has begun. One that starts without its database waits for it."""

import re
import signal
import subprocess
import sys
import threading
import time

import pytest
import requests
from django.db import connection, connections

from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import ROOT, Browser, free_port, production


def test_a_request_that_runs_is_answered_and_a_new_one_refused(start_server, tell):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no lock that a reader waits for")
    server, answers = start_server(), []
    visitor = Browser()
    assert visitor.graphql(server, query="{ home { title } }")["data"]
    holder = connections["default"].copy()
    with holder.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE wagtailcore_page, home_homepage IN ACCESS EXCLUSIVE MODE")
        slow = [
            threading.Thread(target=lambda: answers.append(visitor.graphql(server, query="{ home { title } }")))
            for _ in range(3)
        ]
        for thread in slow:
            thread.start()
        time.sleep(1)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert server.process.poll() is None
        with pytest.raises(requests.ConnectionError):
            requests.get(f"{server.url}/health/live", timeout=2)
        cursor.execute("COMMIT")
    holder.close()
    for thread in slow:
        thread.join()
    code = server.process.wait(40)
    tell("requests that ran", len(answers))
    tell("seconds to the end", round(time.monotonic() - begun, 1))
    assert [answer["data"]["home"]["title"] for answer in answers] == ["Página inicial"] * 3
    assert code == 0
    assert "has stopped" in server.log.read_text()


def test_a_server_that_starts_without_its_database_is_ready_when_it_comes(own_database, start_server, tmp_path, tell):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is always there")
    port = free_port()
    address = own_database["DATABASE_URL"]
    url = re.sub(r"@[^/]+/", f"@127.0.0.1:{port}/", address)
    server = start_server(DATABASE_URL=url)
    assert server.is_live()
    assert server.probe("ready") == 503
    command = [sys.executable, str(ROOT / "manage.py"), "prepare", "--wait", "60"]
    log = tmp_path / "prepare.log"
    with log.open("w") as output:
        preparing = subprocess.Popen(command, env=production(DATABASE_URL=url), stdout=output, stderr=output)
    wait_for(lambda: "The database does not answer yet, waiting" in log.read_text())
    begun = time.monotonic()
    relay = subprocess.Popen([sys.executable, "-c", RELAY, str(port), *_place(address)])
    try:
        wait_for(server.is_ready, seconds=30)
        tell("seconds to ready", round(time.monotonic() - begun, 1))
        assert preparing.wait(60) == 0, log.read_text()
        assert "Health of database is now failed" in server.log.read_text()
        wait_for(lambda: "is ready" in server.log.read_text(), seconds=40)  # the worker
    finally:
        server.end()
        relay.kill()
        relay.wait()


def test_preparing_gives_up_and_says_why(tmp_path):
    url = f"postgres://cms@127.0.0.1:{free_port()}/cms"
    command = [sys.executable, str(ROOT / "manage.py"), "prepare", "--wait", "1"]
    done = subprocess.run(command, env=production(DATABASE_URL=url), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "The database did not answer in 1 s: connection failed" in done.stderr


RELAY = """
import socket, sys, threading
def copy(a, b):
    while data := a.recv(65536): b.sendall(data)
    b.close()
door = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    near, _ = door.accept()
    far = socket.create_connection((sys.argv[2], int(sys.argv[3])))
    for pair in ((near, far), (far, near)): threading.Thread(target=copy, args=pair, daemon=True).start()
"""


def _place(url: str) -> list[str]:
    host, _, port = url.partition("@")[2].partition("/")[0].partition(":")
    return [host, port or "5432"]
