"""Which workers live. Each holds a lock that its system takes away when the process ends, however it ends.

On PostgreSQL it is an advisory lock of a session of its own; on SQLite, a locked file in ``VAR_DIR/workers``.
"""

import zlib
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core.files import locks
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

WORKERS = 0x6A756E74
"""The first half of our advisory locks' keys; the second half is the worker's number."""

HELD = """
    FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def number(worker_id: str) -> int:
    """The number under which the worker, or the worker of this lane, holds its lock."""
    return zlib.crc32(worker_id.partition(".")[0].encode()) & 0x7FFFFFFF


def living() -> set[int]:
    """Return the numbers of all workers that live."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT objid::bigint {HELD}", [WORKERS])
            return {row[0] for row in cursor.fetchall()}
    files = _folder().glob("[0-9]*") if _folder().exists() else []
    return {int(path.name) for path in files if path.name.isdigit() and _is_locked(path)}


def is_running() -> bool:
    """Whether there is a worker at all. One cheap look: pages may ask."""
    return bool(living())


class Lock(Protocol):
    """What a worker holds while it lives."""

    def hold(self) -> bool:
        """Whether the lock is ours, taking it first where it is not."""

    def release(self) -> None: ...


def lock_of(worker_id: str) -> Lock:
    return (DatabaseLock if connection.vendor == "postgresql" else FileLock)(number(worker_id))


class DatabaseLock:
    """Held by a connection that serves nothing else. A lost connection loses the lock: ``hold`` takes it again."""

    def __init__(self, key: int) -> None:
        self._key = [WORKERS, key]
        self._connection = connections[DEFAULT_DB_ALIAS].copy()

    def hold(self) -> bool:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 {HELD} AND objid = %s AND pid = pg_backend_pid()", self._key)
                if cursor.fetchone():
                    return True
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", self._key)
                if cursor.fetchone()[0]:
                    return True
                # the session that we lost: the server has not noticed, and nobody else has our number
                cursor.execute(f"SELECT pg_terminate_backend(pid) {HELD} AND objid = %s", self._key)
        except Error:
            self.release()
        return False

    def release(self) -> None:
        self._connection.close()


class FileLock:
    """A file that is visible only while it is locked: it gets its name after the lock."""

    def __init__(self, key: int) -> None:
        self._path = _folder() / str(key)
        self._file: IO[str] | None = None

    def hold(self) -> bool:
        if self._file and self._path.exists():
            return True
        self.release()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unnamed = self._path.with_suffix(".new")
        self._file = unnamed.open("w")
        locks.lock(self._file, locks.LOCK_EX | locks.LOCK_NB)
        unnamed.rename(self._path)
        return True

    def release(self) -> None:
        if self._file:
            self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "workers"


def _is_locked(path: Path) -> bool:
    """Whether the file's worker lives. The file of a dead one is removed."""
    try:
        with path.open() as file:
            if not locks.lock(file, locks.LOCK_SH | locks.LOCK_NB):
                return True
    except FileNotFoundError:
        return False
    path.unlink(missing_ok=True)
    return False
