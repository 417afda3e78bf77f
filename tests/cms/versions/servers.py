"""Servers as in production, each a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cms.delivery.waiting import wait_for

ROOT = Path(__file__).parents[3]


class Server:
    """A granian process with two threads."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = log
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "cms.wsgi:application"]
        command += ["--port", str(self.port), "--workers", "1", "--blocking-threads", "2"]
        with log.open("w") as output:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return bool(self.ask("{ __typename }"))
        except OSError:
            return False

    def kill(self) -> None:
        """End it, with the process below it that answers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, query: str, **headers: str) -> bytes:
        """Post a query, and return the answer's body; ``status`` says how it was come by."""
        body = json.dumps({"query": query}).encode()
        headers = {"content-type": "application/json", "host": "127.0.0.1", **headers}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql/", body, headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            self.status = response.headers["Cache-Status"]
            return response.read()


@contextmanager
def servers(*environments: dict[str, str], folder: Path) -> Iterator[list[Server]]:
    """Start a server in each of the environments, wait until all are ready, and end them afterwards."""
    started = [Server(environment, folder / f"server-{n}.log") for n, environment in enumerate(environments)]
    try:
        for server in started:
            wait_for(server.is_ready, seconds=90)
        yield started
    finally:
        for server in started:
            server.kill()
