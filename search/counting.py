"""Searches are counted in passing: a process holds a few seconds of them, and leaves them in the cache for the worker.

It leaves them in a free slot and never changes what is in one, so that processes need no lock among them, and the
worker may empty a slot at any moment. Lost is what a process held when it was killed, what the cache forgot, and what
was being written when the write failed: moments, and nothing is counted twice.
"""

import logging
import random
import time
from datetime import date
from heapq import nlargest
from operator import itemgetter
from threading import Lock

from django.core.cache import cache
from django.utils import timezone

from search.harmless import harmless_words

logger = logging.getLogger("search")

Key = tuple[str, date]
Counts = dict[Key, tuple[int, int]]
"""Of each query and day: how often it was searched for, and how often nothing was found."""

PAUSE = 15.0
"""Seconds between two hand-overs of a process."""
MOST = 1_000
"""Different queries that a process holds: who floods it with more has them dropped."""
SLOTS = [f"search.counts.{number}" for number in range(64)]
TRIES = 12
KEPT = 86_400
"""Seconds that counts wait for a worker."""


def note_search(query: str, total: int) -> None:
    """Count a search for ``query`` that found ``total`` results. It never fails, and never asks the database."""
    try:
        words = harmless_words(query)
        if words:
            pending.add({(words, timezone.localdate()): (1, int(total == 0))})
            pending.hand_over_in_time()
    except Exception:  # an answer is worth more than its count
        logger.warning("A search was not counted.", exc_info=True)


def take_counts() -> Counts:
    """Empty all slots, and return what was in them: at most ``MOST`` queries, those searched for most."""
    found = cache.get_many(SLOTS)
    cache.delete_many(found)
    counts: Counts = {}
    for part in found.values():
        _add(counts, part, most=len(SLOTS) * MOST)
    return dict(nlargest(MOST, counts.items(), key=itemgetter(1)))


class Pending:
    """What this process counted and did not hand over yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counts = {}
        self._due = 0.0

    def add(self, counts: Counts) -> None:
        with self._lock:
            _add(self._counts, counts, most=MOST)

    def hand_over_in_time(self) -> None:
        """Hand over unless that was tried moments ago: at once after a quiet time."""
        now = time.monotonic()
        with self._lock:
            is_due = now >= self._due
            if is_due:
                self._due = now + PAUSE
        if is_due:
            self.hand_over()

    def hand_over(self) -> None:
        """Leave the counts in a free slot. They stay here when there is none, or no cache."""
        with self._lock:
            counts, self._counts = self._counts, {}
        left = not counts
        try:
            left = left or any(cache.add(slot, counts, timeout=KEPT) for slot in random.sample(SLOTS, TRIES))
        finally:
            if not left:
                self.add(counts)


def _add(counts: Counts, more: Counts, *, most: int) -> None:
    for key, (searches, without_result) in more.items():
        if key in counts or len(counts) < most:
            known = counts.get(key, (0, 0))
            counts[key] = (known[0] + searches, known[1] + without_result)


pending = Pending()
