"""A whole installation in one service, for a single server."""

import os
import signal
import subprocess
import sys

from django.core.management.base import BaseCommand

from cms.delivery.beside import worker_beside

FORWARDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
GRACE = 30.0
"""Seconds that requests and tasks have to end in. Containers and systemd must wait longer than that."""

LEAN = {"MALLOC_ARENA_MAX": "2"}
"""Otherwise each thread may keep memory for itself that others would need."""


class Command(BaseCommand):
    help = "Serves with granian, and keeps a worker beside it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes that answer requests")
        parser.add_argument("--threads", type=int, default=8, help="requests that each answers at a time")

    def handle(self, *args, host: str, port: int, workers: int, threads: int, **options):
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "cms.wsgi:application"]
        command += ["--host", host, "--port", str(port), "--workers", str(workers)]
        command += ["--blocking-threads", str(threads), "--respawn-failed-workers"]
        # asked to stop, it takes no new connection, and answers what it took: for as long as this
        command += ["--workers-kill-timeout", str(int(GRACE))]
        with worker_beside(grace=GRACE):
            sys.exit(_run(command))


def _run(command: list[str]) -> int:
    """Run the server, pass our signals on to it, and return its exit code as a shell would."""
    server: subprocess.Popen | None = None

    def pass_on(number: int, frame: object) -> None:
        if server is None:
            sys.exit(128 + number)
        server.send_signal(number)

    for number in FORWARDED:
        signal.signal(number, pass_on)
    server = subprocess.Popen(command, start_new_session=True, env=LEAN | os.environ)  # noqa: S603
    code = server.wait()
    return code if code >= 0 else 128 - code
