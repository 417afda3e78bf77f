"""Whether this process can do its work. django-health-check knows no state between well and ill, and threads of its
own for each look, with a database connection each: hence these few lines.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cms.delivery.alive import is_running

logger = logging.getLogger("cms.health")

READY, DEGRADED, UNREADY = "ready", "degraded", "unready"
OK, FAILED, SKIPPED = "ok", "failed", "unknown"
BUCKET_SECONDS = 30.0


class Health:
    """What this process last saw of each thing that it needs."""

    def __init__(self) -> None:
        self._is_migrated = False
        self._bucket_until = 0.0
        self._seen: dict[str, str] = {}

    def look(self) -> tuple[str, dict[str, str]]:
        """Return the state of the whole and of each part.

        Without the database or with migrations missing nothing is answered: unready. Without the cache, media or
        a worker it is slower, or uploads fail, or what was scheduled waits: degraded, for every other server would
        be as ill, and visitors are answered all the same.
        """
        parts = {"database": self._try("database", _ask_the_database)}
        asks = {"migrations": self._ask_for_migrations, "worker": _ask_for_a_worker}
        for name, ask in asks.items():
            parts[name] = self._try(name, ask) if parts["database"] == OK else SKIPPED
        parts["cache"] = self._try("cache", _ask_the_cache)
        parts["media"] = self._try("media", self._ask_media)
        if not parts["database"] == parts["migrations"] == OK:
            return UNREADY, parts
        return READY if set(parts.values()) == {OK} else DEGRADED, parts

    def _try(self, name: str, ask: Callable[[], bool]) -> str:
        try:
            seen, reason = (OK, "") if ask() else (FAILED, "")
        except Exception as error:
            seen, reason = FAILED, f": {type(error).__name__}"
        if self._seen.get(name, OK) != seen:
            logger.warning("Health of %s is now %s%s", name, seen, reason)
        self._seen[name] = seen
        return seen

    def _ask_for_migrations(self) -> bool:
        """Whether all that this version brings are applied: once they are, they stay."""
        if not self._is_migrated:
            loader = MigrationLoader(connection)
            self._is_migrated = all(leaf in loader.applied_migrations for leaf in loader.graph.leaf_nodes())
        return self._is_migrated

    def _ask_media(self) -> bool:
        if not settings.S3_BUCKET:
            Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:  # of no name: nothing is left
                file.write(b"\0" * 4096)
                file.flush()
        elif time.monotonic() > self._bucket_until:
            client = default_storage.connection.meta.client  # type: ignore[attr-defined]
            client.head_bucket(Bucket=settings.S3_BUCKET)
            self._bucket_until = time.monotonic() + BUCKET_SECONDS
        return True


def _ask_the_database() -> bool:
    try:
        _select_one()
    except Exception:
        connection.close()  # it may have come back since this connection broke
        _select_one()
    return True


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_for_a_worker() -> bool:
    return is_running()


def _ask_the_cache() -> bool:
    cache.set("health", OK, timeout=60)
    return cache.get("health") == OK


health = Health()
