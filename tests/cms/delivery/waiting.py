"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(question: Callable[[], T], *, seconds: float = 20) -> T:
    """Ask until the answer is true, and return it."""
    until = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < until, f"not so after {seconds} s"
        time.sleep(0.05)
    return answer
