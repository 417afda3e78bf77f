"""A worker beside a server: started with it, started again when it dies, ended with it."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from cms.delivery.patience import Patience

logger = logging.getLogger("cms.delivery")


class Keeper:
    """Keeps a process running. Its standard input is a pipe from us: it ends when we do, even by ``kill -9``."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._ending = threading.Event()
        self._starting = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self, *, within: float) -> None:
        """Ask the process to stop; kill it when it takes longer than ``within`` seconds."""
        with self._starting:
            self._ending.set()
        if self._process:
            self._process.terminate()
        self._thread.join(within)
        if self._thread.is_alive() and self._process:
            self._process.kill()
            self._thread.join()

    def _keep(self) -> None:
        patience = Patience(longest=60)
        while process := self._begin():
            with process:
                code = process.wait()
            if self._ending.is_set():
                return
            pause = patience.pause()
            logger.error("The worker ended with %s: it starts again in %.0f s", code, pause)
            self._ending.wait(pause)

    def _begin(self) -> subprocess.Popen | None:
        with self._starting:
            if self._ending.is_set():
                return None
            # a session of its own: Control-C reaches the server alone, which asks the worker once
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
            return self._process


@contextmanager
def worker_beside(*, grace: float) -> Iterator[None]:
    """Keep a worker running meanwhile. At the end it has ``grace`` seconds to finish what it runs."""
    keeper = Keeper([sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--beside"])
    keeper.start()
    try:
        yield
    finally:
        keeper.end(within=grace)
