"""The worker's process: a lane for each queue, and in the main thread the clock and the signals."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections
from django.utils.crypto import get_random_string

from cms.delivery import cleaning, images  # noqa: F401  (makes them periodic)
from cms.delivery.alive import lock_of
from cms.delivery.attempts import put_back_claims_of_the_dead
from cms.delivery.lanes import QUEUES, Lane
from cms.delivery.mail import send_at_once
from cms.delivery.patience import Patience
from cms.delivery.periodic import enqueue_what_comes_back
from cms.delivery.publishing import enqueue_what_is_due
from cms.delivery.purging import enqueue_purge
from cms.delivery.stopping import STEP, is_stopping, stop
from cms.webhooks.lane import WebhookLane

logger = logging.getLogger("cms.delivery")

TICK = 5.0
ORPHAN_SECONDS = 10.0
"""How long a worker whose server is gone may finish what it runs."""

DUTIES = (put_back_claims_of_the_dead, enqueue_what_is_due, enqueue_what_comes_back, enqueue_purge)


class WorkerProcess:
    def __init__(self) -> None:
        self.id = get_random_string(12)
        self._lock = lock_of(self.id)
        self._is_held = False
        self._patience = Patience()

    def run(self) -> None:
        """Work until asked to stop, then finish what runs."""
        _listen_to_signals()
        send_at_once()
        lanes = [Lane(self.id, queue, may_run=lambda: self._is_held) for queue in QUEUES]
        threads = [self._start(lane.work, lane.worker_id) for lane in lanes]
        threads.append(self._start(WebhookLane(may_run=lambda: self._is_held).work, f"{self.id}.webhooks"))
        self._watch(until=is_stopping)
        logger.info("Worker %s stops: it takes no new task, and finishes those that run", self.id)
        self._watch(until=lambda: not any(thread.is_alive() for thread in threads))
        self._lock.release()
        logger.info("Worker %s has stopped", self.id)

    def _start(self, work: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        return thread

    def _watch(self, *, until: Callable[[], bool]) -> None:
        next_tick = 0.0
        while not until():
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + self._tick()
            time.sleep(STEP)

    def _tick(self) -> float:
        """Hold the lock and do what the clock does. Return the seconds until the next time."""
        try:
            close_old_connections()
            self._hold()
            if self._is_held and not is_stopping():
                for duty in DUTIES:
                    duty()
        except Exception:
            logger.exception("The clock of worker %s had to begin again", self.id)
            return self._patience.pause()
        return TICK if self._is_held else 1.0

    def _hold(self) -> None:
        held = self._lock.hold()
        if held and not self._is_held:
            logger.info("Worker %s is ready", self.id)
        elif self._is_held and not held:
            logger.warning("Worker %s lost its lock: it takes no task until it has it again", self.id)
        self._is_held = held


def stop_with_standard_input() -> None:
    """Stop when standard input ends: it is a pipe from the server, and ends with the server, however that ends."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        stop()
        time.sleep(ORPHAN_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="standard input", daemon=True).start()


def _listen_to_signals() -> None:
    """The first signal asks for a stop; the second ends the process, and the next worker puts back what ran."""

    def on_signal(number: int, frame: object) -> None:
        if is_stopping():
            os._exit(128 + number)
        stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
