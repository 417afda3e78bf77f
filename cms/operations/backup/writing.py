"""Writing a backup: uploads, then the database as it is at one moment, then the uploads that came meanwhile.

A file is written before the row that names it is committed, and never changes. So every file that the dump names
was there when the first look at the uploads began, or came between then and the dump.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.operations.backup import dumps, uploads
from cms.private import private_storage

FORMAT = 1
DATABASE, MANIFEST = "database.dump", "manifest.json"
PLACES = {"media": default_storage, "private": private_storage}
"""Where uploads are: what editors put in, and what visitors sent with forms."""


class Reading:
    """A file that is hashed while another reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def write(path: Path) -> dict[str, Any]:
    """Write a backup into ``path``, for its owner alone, and return its manifest. ``path`` is there whole or not."""
    unfinished = path.with_name(path.name + ".unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "wb") as file, tempfile.TemporaryDirectory(dir=path.parent) as folder:
            with tarfile.open(fileobj=file, mode="w") as archive:
                manifest = _fill(archive, Path(folder) / DATABASE)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return manifest


def _fill(archive: tarfile.TarFile, dump: Path) -> dict[str, Any]:
    files: dict[str, str] = {}
    _add_uploads(archive, files)
    dumps.dump(dump)
    _add_uploads(archive, files)
    with dump.open("rb") as file:
        database = _add(archive, DATABASE, file, dump.stat().st_size)
    manifest = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": settings.VERSION,
        "database": {"vendor": connection.vendor, "sha256": database},
        "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        "files": files,
    }
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    _add(archive, MANIFEST, io.BytesIO(data), len(data))
    return manifest


def _add_uploads(archive: tarfile.TarFile, files: dict[str, str]) -> None:
    for place, storage in PLACES.items():
        for name in uploads.names(storage):
            entry = f"{place}/{name}"
            if entry not in files:
                try:
                    file = storage.open(name)
                except FileNotFoundError:  # deleted since it was listed, and so was its row
                    continue
                with file:
                    files[entry] = _add(archive, entry, file, file.size)


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> str:
    """Add a file as it streams by, and return its SHA-256."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, datetime.now(UTC).timestamp()
    reading = Reading(file)
    archive.addfile(entry, reading)
    return reading.digest.hexdigest()
