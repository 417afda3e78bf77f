"""Reading the versions: one short statement a request, and a longer one after a change."""

import hashlib
import time

from django.db import InterfaceError, OperationalError, connection

from cms.prepared import preparing_cursor
from cms.versions.kinds import ALL
from cms.versions.models import ContentVersion
from cms.versions.moments import next_moment

SQL = "SELECT version FROM cms_contentversion WHERE kind = ''"

Kinds = frozenset[str]


class Versions:
    """The state of all content at one moment, which holds for as long as nobody changes anything."""

    def __init__(self, by_kind: dict[str, int], until: float):
        self.by_kind = by_kind
        self.until = until
        """When something scheduled begins or expires, in seconds since 1970: from then on this says nothing."""
        self._stamps: dict[Kinds, str | None] = {}

    def stamp(self, kinds: Kinds) -> str | None:
        """Return what is the same for as long as nothing of ``kinds`` changes; None where a kind has no version."""
        if kinds not in self._stamps:
            self._stamps[kinds] = self._made(kinds)
        return self._stamps[kinds]

    def stamp_of_parts(self, parts: Kinds) -> str:
        """Return what is the same for as long as nothing changes that belongs to single objects: ``parts``."""
        return " ".join(f"{part}={self.by_kind.get(part, 0)}" for part in sorted(parts))

    def is_over(self) -> bool:
        return time.time() >= self.until

    def _made(self, kinds: Kinds) -> str | None:
        if not kinds <= self.by_kind.keys():
            return None
        versions = " ".join(f"{kind}={self.by_kind[kind]}" for kind in sorted(kinds))
        return hashlib.sha256(versions.encode()).hexdigest()[:32]


_last: Versions | None = None


def current() -> Versions | None:
    """Return the versions as they were committed last; None where nothing may be cached.

    That is so inside a transaction, whose own changes nobody else sees, and where the triggers are missing.
    """
    global _last
    if connection.in_atomic_block:
        return None
    number = _number()
    if number is None:
        return None
    last = _last
    if last is None or last.by_kind[ALL] != number or last.is_over():
        _last = last = _all()
    return last


def _number() -> int | None:
    """Return the version of all content. A connection that was lost while nobody asked is made anew, once."""
    try:
        return _ask()
    except (OperationalError, InterfaceError):
        connection.close()
        return _ask()


def _ask() -> int | None:
    with preparing_cursor() as cursor:
        cursor.execute(SQL)
        row = cursor.fetchone()
    return row[0] if row else None


def _all() -> Versions | None:
    # The moments come second: one that is written in between belongs to a version that is not these.
    by_kind = dict(ContentVersion.objects.values_list("kind", "version"))
    return Versions(by_kind, next_moment()) if ALL in by_kind else None
