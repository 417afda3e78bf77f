"""How often one client may do one thing: counted in Redis where the cache is one, else in each process by itself."""

import logging
import time
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from django.conf import settings
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from cms.api.errors import TooManyRequests

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


@lru_cache
def _storage(url: str) -> Storage:
    return (
        RedisStorage(url, wrap_exceptions=True, socket_timeout=1, socket_connect_timeout=1) if url else MemoryStorage()
    )


def _redis_url() -> str:
    cache = settings.CACHES["default"]
    return cache["LOCATION"] if cache["BACKEND"].endswith("RedisCache") else ""
