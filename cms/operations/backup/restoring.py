"""Restoring a backup into an empty database and an empty media folder, after its every byte was checked."""

import json
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cms.operations.backup import dumps, uploads
from cms.operations.backup.writing import DATABASE, FORMAT, MANIFEST, PLACES, Reading

CHUNK = 1024 * 1024


class RestoreError(Exception):
    """The backup cannot be restored here, and nothing was changed."""


def restore(path: Path) -> dict[str, Any]:
    """Restore the backup in ``path`` and return its manifest.

    Raises ``RestoreError`` when it is damaged, of another database or of a newer version, or when something is here.
    """
    with tarfile.open(path, mode="r:") as archive:
        manifest = check(archive)
        _check_place(manifest)
        with tempfile.TemporaryDirectory() as folder:
            dump = Path(folder) / DATABASE
            with _open(archive, DATABASE) as source, dump.open("wb") as target:
                while data := source.read(CHUNK):
                    target.write(data)
            dumps.load(dump)
        for entry in manifest["files"]:
            place, _, name = entry.partition("/")
            with _open(archive, entry) as source:
                uploads.keep(name, source, PLACES[place])
    cache.clear()  # what it knows is of another database
    return manifest


def check(archive: tarfile.TarFile) -> dict[str, Any]:
    """Return the manifest of a backup whose every file is as it was written. Raises ``RestoreError``."""
    try:
        manifest = json.load(_open(archive, MANIFEST))
    except (KeyError, ValueError):
        raise RestoreError("This is no backup, or only the beginning of one: it has no manifest.") from None
    if manifest["format"] != FORMAT:
        raise RestoreError(f"This backup has form {manifest['format']}, and this version reads form {FORMAT}.")
    digests = {DATABASE: manifest["database"]["sha256"], **manifest["files"]}
    damaged = [name for name, digest in digests.items() if _digest(archive, name) != digest]
    if damaged:
        raise RestoreError("The backup is damaged: " + ", ".join(damaged[:10]))
    return manifest


def _check_place(manifest: dict[str, Any]) -> None:
    vendor = manifest["database"]["vendor"]
    if vendor != connection.vendor:
        raise RestoreError(f"The backup is of {vendor}, and DATABASE_URL names a {connection.vendor} database.")
    if dumps.tables():
        raise RestoreError("The database has tables: restore into an empty one.")
    if any(True for storage in PLACES.values() for _name in uploads.names(storage)):
        raise RestoreError("There are uploads already: restore beside empty folders, or an empty bucket.")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    replaced = {
        ".".join(key) for migration in MigrationLoader(None).disk_migrations.values() for key in migration.replaces
    }
    ahead = set(manifest["migrations"]) - known - replaced
    if ahead:
        raise RestoreError(f"The backup is of a newer version: this one does not know {', '.join(sorted(ahead)[:5])}.")


def _digest(archive: tarfile.TarFile, name: str) -> str | None:
    try:
        with _open(archive, name) as file:
            reading = Reading(file)
            while reading.read(CHUNK):
                pass
    except (KeyError, tarfile.ReadError):
        return None
    return reading.digest.hexdigest()


def _open(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file
