"""The load: four connections that ask again as soon as they have an answer, by wrk (https://github.com/wg/wrk).

wrk is C and takes some microseconds a request; a client in Python would be slower than the servers it measures.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from tests.benchmarks.asking import Request, ask
from tests.benchmarks.servers import CLIENT, Server

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 4
WARMING = 1
ENOUGH = 5
"""Answers that each connection should have had for a measure to mean something."""
LONGEST = 30
"""Seconds that a measure takes at most, however slow the answers are."""


@dataclass(frozen=True)
class Measure:
    """What a server did under load."""

    per_second: float
    p50: float
    p99: float
    worst: float
    """Milliseconds, as the times above."""
    cpu: float
    """Milliseconds of the server's processor a request."""
    requests: int


class LoadFailed(Exception):
    """Some requests of the load were not answered, or not as they should be."""


def measure(server: Server, requests: Sequence[Request], seconds: int, *, unseen: bool = False) -> Measure:
    """Return how ``server`` does under ``requests``, after a second of warming; it takes longer where answers are slow.

    With ``unseen`` each request has a comment of its own. Raises ``LoadFailed``.
    """
    _run(server, requests, WARMING, unseen)
    server.rest()
    began = time.monotonic()
    for request in requests:
        ask(server.address, request.unlike_any() if unseen else request)
    slow = ENOUGH * CONNECTIONS * (time.monotonic() - began)
    before = server.cpu_seconds()
    found = _run(server, requests, min(LONGEST, max(seconds, ceil(slow))), unseen)
    server.rest()
    _check(server, found)
    return Measure(
        per_second=found["requests"] / found["seconds"],
        p50=found["p50_ms"],
        p99=found["p99_ms"],
        worst=found["max_ms"],
        # those that were under way when time was up are answered too
        cpu=1000 * (server.cpu_seconds() - before) / (found["requests"] + CONNECTIONS),
        requests=found["requests"],
    )


def _check(server: Server, found: dict) -> None:
    if found["failed"] or not found["requests"]:
        raise LoadFailed(f"{server.name}: {found}")


def _run(server: Server, requests: Sequence[Request], seconds: int, unseen: bool) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["unseen" if unseen else "same"]
        for number, request in enumerate(requests):
            file = Path(folder) / str(number)
            file.write_bytes(request.body)
            arguments += [request.method, request.path, str(file) if request.body else "-"]
        command = ["taskset", "--cpu-list", str(CLIENT), _wrk(), "--threads", "1", "--connections", str(CONNECTIONS)]
        command += ["--duration", f"{seconds}s", "--timeout", "30s", "--script", str(SCRIPT), server.address]
        done = subprocess.run([*command, "--", *arguments], capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("measured ")), None)
    if done.returncode or line is None:
        raise LoadFailed(f"wrk ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return json.loads(line.removeprefix("measured "))


def _wrk() -> str:
    found = shutil.which("wrk")
    if not found:
        raise SystemExit("wrk is needed to make the load: apt-get install wrk")
    return found
