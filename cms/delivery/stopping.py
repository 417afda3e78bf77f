"""Whether this process was asked to stop. Long tasks ask too, and may leave before they are done."""

import time

STEP = 0.2


class Interrupted(Exception):
    """A task raises this to leave early: what it did is rolled back, and it runs again after the restart."""


class _Stopping:
    asked = False


def is_stopping() -> bool:
    return _Stopping.asked


def stop() -> None:
    """A plain assignment: signal handlers call this, and could not wait for a lock."""
    _Stopping.asked = True


def sleep(seconds: float) -> None:
    """Sleep, but wake when the process is asked to stop."""
    until = time.monotonic() + seconds
    while not is_stopping() and (left := until - time.monotonic()) > 0:
        time.sleep(min(STEP, left))
