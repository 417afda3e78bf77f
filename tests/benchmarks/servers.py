"""Servers under measurement: production mode, one process that answers, on one processor."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cms.management.commands.serve import LEAN
from tests.benchmarks.databases import ROOT, Database

THREADS = 4
PATIENCE = 60
IDLE = 0.02
"""Seconds of processor that a server with nothing to do may use in three tenths of a second."""
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

PROCESSORS = sorted(os.sched_getaffinity(0))
SERVER, CLIENT = PROCESSORS[0], PROCESSORS[-1]
"""The servers have one processor, the load another; the database runs where the system lets it."""


@dataclass(frozen=True)
class Server:
    """A running server: granian's process, and the one below it that answers."""

    name: str
    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def processes(self) -> list[int]:
        return [self.pid, *_children(self.pid)]

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used so far, threads and children included."""
        return sum(_times(pid) for pid in self.processes) / TICKS

    def rest(self) -> None:
        """Wait until the server has answered what a load left behind: it uses no processor any more."""
        deadline, before = time.monotonic() + PATIENCE, -1.0
        while (now := self.cpu_seconds()) - before > IDLE and time.monotonic() < deadline:
            before = now
            time.sleep(0.3)

    def megabytes(self) -> float:
        """Return the resident memory of the largest process: the one that answers."""
        return max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.processes) * PAGE / 1e6


@contextmanager
def serving(name: str, application: str, database: Database, **settings: str) -> Iterator[Server]:
    """Serve ``application`` with granian meanwhile, as docs/operators.md does, but for one process of four threads."""
    database.folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", application]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", str(THREADS), "--log-level", "warning"]
    log = database.folder / f"{name}.log"
    with log.open("w", encoding="utf-8") as opened:
        process = subprocess.Popen(
            ["taskset", "--cpu-list", str(SERVER), *command],
            cwd=ROOT,
            env=database.settings(**LEAN | settings),
            stdout=opened,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(process, port, log)
            yield Server(name, port, process.pid)
        finally:
            _end(process)


def _wait_for(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server did not begin; its log ({log}):\n{log.read_text(encoding='utf-8')}")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def _times(pid: int) -> int:
    # after the name, which may hold anything, in brackets: utime and stime are the 14th and 15th fields
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
