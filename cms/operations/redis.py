"""The cache in Redis, without which everything goes on, only slower."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangosRedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("cms.operations")

PAUSE = 5.0
"""Seconds in which Redis is left alone after it failed: nobody waits for it twice."""


def _forgiving(method: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def ask(self: "RedisCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.paused_until[0]:
            try:
                return method(self, *args, **kwargs)
            except (RedisError, OSError) as gone:
                self.paused_until[0] = time.monotonic() + PAUSE
                logger.warning("Redis does not answer, nothing is kept in it meanwhile: %s", type(gone).__name__)
        return otherwise(*args, **kwargs)

    return ask


class RedisCache(DjangosRedisCache):
    """As Django's, but while Redis is away it has nothing, and keeps nothing."""

    paused_until = [0.0]
    """Of this process: each of its threads has a cache of its own."""

    get = _forgiving(DjangosRedisCache.get, lambda key, default=None, version=None: default)
    get_many = _forgiving(DjangosRedisCache.get_many, lambda keys, version=None: {})
    has_key = _forgiving(DjangosRedisCache.has_key, lambda key, version=None: False)
    add = _forgiving(DjangosRedisCache.add, lambda *args, **kwargs: False)
    set = _forgiving(DjangosRedisCache.set, lambda *args, **kwargs: None)
    set_many = _forgiving(DjangosRedisCache.set_many, lambda data, *args, **kwargs: [*data])
    touch = _forgiving(DjangosRedisCache.touch, lambda *args, **kwargs: False)
    delete = _forgiving(DjangosRedisCache.delete, lambda *args, **kwargs: False)
    delete_many = _forgiving(DjangosRedisCache.delete_many, lambda *args, **kwargs: None)
    clear = _forgiving(DjangosRedisCache.clear, lambda: False)
