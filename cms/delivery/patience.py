"""Waiting longer after each failure in a row."""

import time


class Patience:
    """Pauses of 1, 2, 4 ... seconds, up to ``longest``. A minute without failure starts over."""

    FORGIVEN_AFTER = 60.0

    def __init__(self, *, longest: float = 30.0) -> None:
        self.longest = longest
        self._failures = 0
        self._last = 0.0

    def pause(self) -> float:
        now = time.monotonic()
        if now - self._last > self.FORGIVEN_AFTER:
            self._failures = 0
        self._failures += 1
        seconds = min(2.0 ** (self._failures - 1), self.longest)
        self._last = now + seconds
        return seconds
