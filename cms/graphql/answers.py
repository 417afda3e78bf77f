"""Answers that were given, kept for as long as nothing that they depend on changes.

Each process keeps some in its own memory. Where the shared cache is Redis, processes find there what others made.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache as shared

from cms.graphql.segmented import SegmentedCache
from cms.versions.reading import Kinds, Versions, current

LONGEST_WAIT = 5.0
"""Seconds to wait for another request that makes the same answer."""
PAUSE = 10.0
"""Seconds to leave Redis alone after it failed."""
SHARED_SECONDS = 86_400
APPS = ("cms", "home", "cities", "search")
OF_A_ROW = 600
"""Bytes that an answer takes beside its own."""
HIT, STORED, NOT_STORED = "cms; hit", "cms; fwd=miss; stored", "cms; fwd=miss"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A whole answer without errors, and what is true of it."""

    body: bytes
    etag: str
    tags: tuple[str, ...]
    stamp: str = ""
    """The state of what it depends on (``Versions.stamp``)."""
    parts: frozenset[str] = frozenset()
    """What it depends on that belongs to single objects: known once it is made."""
    stamp_of_parts: str = ""
    until: float = 0.0
    """When something scheduled begins or expires, in seconds since 1970."""
    each_time: tuple[tuple[Callable[..., None], tuple], ...] = ()
    status: str = HIT
    """How it came to be given, as the header ``Cache-Status`` says it (RFC 9211)."""

    @property
    def size(self) -> int:
        return len(self.body) + OF_A_ROW

    def is_fresh(self, stamp: str, versions: Versions) -> bool:
        """Tell whether it is still what would be made, in the state that ``versions`` and their ``stamp`` tell of."""
        if self.stamp != stamp or time.time() >= self.until:
            return False
        return not self.parts or versions.stamp_of_parts(self.parts) == self.stamp_of_parts

    def given_again(self) -> None:
        """Do what belongs to every time that it is given."""
        for function, arguments in self.each_time:
            function(*arguments)


class Shared:
    """The answers of all processes, in Redis. Without Redis, or while it fails, there are none."""

    def __init__(self) -> None:
        self._paused_until = 0.0

    def get(self, key: str) -> Answer | None:
        return self._ask(lambda: shared.get(_name(key)))

    def put(self, key: str, answer: Answer) -> None:
        seconds = int(min(answer.until - time.time(), SHARED_SECONDS))
        if seconds > 0:
            self._ask(lambda: shared.set(_name(key), answer, timeout=seconds))

    def _ask(self, question: Callable[[], Any]) -> Any:
        if not _is_redis() or time.monotonic() < self._paused_until:
            return None
        try:
            return question()
        except Exception as gone:  # an answer is worth more than its place in a cache
            self._paused_until = time.monotonic() + PAUSE
            logger.warning("Redis does not answer, answers are kept in this process alone: %s", gone)
            return None


memory = SegmentedCache[Answer](lambda: settings.RESPONSE_CACHE_BYTES)
"""The answers of this process."""
redis = Shared()


def is_on() -> bool:
    return settings.RESPONSE_CACHE


def find(key: str, kinds: Kinds, versions: Versions) -> Answer | None:
    """Return the answer to the question ``key``, which depends on ``kinds``, that is right in the state that
    ``versions`` tell of, or None."""
    stamp = versions.stamp(kinds)
    if stamp is None:
        return None
    answer = memory.get(key)
    if answer is None or not answer.is_fresh(stamp, versions):
        answer = redis.get(key)
        if answer is None or not answer.is_fresh(stamp, versions):
            return None
        memory.put(key, answer, answer.size)
    return answer


def find_or_make(key: str, kinds: Kinds, make: Callable[[], Any]) -> Any:
    """Return the answer to the question ``key``, which depends on ``kinds``: a kept one, or what ``make`` makes.

    An ``Answer`` that was made is kept if nothing that it depends on has changed meanwhile: then each of the
    statements that it was made from saw the same content. Whatever else ``make`` returns is given, and not kept.
    """
    before = current() if is_on() else None
    stamp = before.stamp(kinds) if before else None
    if before is None or stamp is None:
        return make()
    if answer := find(key, kinds, before):
        answer.given_again()
        return answer
    with _alone(key) as has_waited:
        if has_waited and (answer := find(key, kinds, before)):
            answer.given_again()
            return answer
        made = make()
        if isinstance(made, Answer):
            after = current()
            of_parts = before.stamp_of_parts(made.parts)
            if (
                after
                and (after.stamp(kinds), after.stamp_of_parts(made.parts)) == (stamp, of_parts)
                and not before.is_over()
            ):
                until = min(before.until, after.until)
                kept = replace(made, stamp=stamp, stamp_of_parts=of_parts, until=until, status=HIT)
                memory.put(key, kept, kept.size)
                redis.put(key, kept)
                return replace(kept, status=STORED)
        return made


_making: dict[str, Event] = {}
_making_lock = Lock()


@contextmanager
def _alone(key: str) -> Iterator[bool]:
    """Let one request at a time make the answer to ``key``; tell the others that they have waited for it."""
    with _making_lock:
        other = _making.get(key)
        own = _making.setdefault(key, Event())
    if other:
        other.wait(LONGEST_WAIT)
        yield True
        return
    try:
        yield False
    finally:
        with _making_lock:
            del _making[key]
        own.set()


def _is_redis() -> bool:
    return settings.CACHES["default"]["BACKEND"].endswith("RedisCache")


def _name(key: str) -> str:
    return f"answer-{_release()}-{key}"


@cache
def _release() -> str:
    """Return what is the same in processes that run the same code with the same settings: they answer alike."""
    root = Path(settings.BASE_DIR)
    sources = [path for app in APPS for path in sorted((root / app).rglob("*.py"))]
    told = sha256("\n".join([settings.PUBLIC_URL, settings.SECRET_KEY, *settings.FRONTEND_ORIGINS]).encode())
    for path in [root / "requirements.txt", *sources]:
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
