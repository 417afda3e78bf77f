"""How often one client may do one thing: counted in Redis where the cache is one, else in each process by itself."""

import logging
import time
from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from threading import Lock

from django.conf import settings
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from cms.api.errors import TooManyRequests

SWEPT_EVERY = 10.0
"""Seconds between two looks for counts that are over."""

logger = logging.getLogger(__name__)


def spend(action: str, *who: str) -> None:
    """Count that ``who`` does ``action`` once more, as often as ``settings.RATES`` allows.

    Raises ``TooManyRequests`` where it is once too often.
    """
    rates = _rates(settings.RATES[action])
    try:
        _spend(_storage(_redis_url()), rates, action, *who)
    except StorageError as gone:
        logger.warning("Redis does not answer, this process counts by itself: %s", gone)
        _spend(_storage(""), rates, action, *who)


def _spend(storage: Storage, rates: Iterable[RateLimitItem], *key: str) -> None:
    limiter = SlidingWindowCounterRateLimiter(storage)
    for rate in rates:
        if not limiter.hit(rate, *key):
            left = limiter.get_window_stats(rate, *key).reset_time - time.time()
            raise TooManyRequests(max(1, ceil(left)))


@lru_cache
def _rates(written: str) -> list[RateLimitItem]:
    return parse_many(written)


class _Memory(MemoryStorage):
    """Counts in this process. The library's own starts a thread a hundred times a second to throw old counts away."""

    def __init__(self) -> None:
        super().__init__()
        self._counting, self._swept_at = Lock(), time.time()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with self._counting:
            count = self.get(key) + amount
            self.storage[key] = count
            self.expirations.setdefault(key, time.time() + expiry)
            self._sweep(time.time())
        return count

    def decr(self, key: str, amount: int = 1) -> int:
        with self._counting:
            self.storage[key] = count = max(self.get(key) - amount, 0)
        return count

    def _sweep(self, now: float) -> None:
        if now - self._swept_at < SWEPT_EVERY:
            return
        self._swept_at = now
        for key in [key for key, end in self.expirations.items() if end <= now]:
            self.clear(key)


@lru_cache
def _storage(url: str) -> Storage:
    return RedisStorage(url, wrap_exceptions=True, socket_timeout=1, socket_connect_timeout=1) if url else _Memory()


def _redis_url() -> str:
    cache = settings.CACHES["default"]
    return cache["LOCATION"] if cache["BACKEND"].endswith("RedisCache") else ""
