"""Every uploaded file, wherever the storage keeps it."""

from collections.abc import Iterator
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage


def names(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every file, folder by folder, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files) if name)
    for name in sorted(folders):
        yield from names(storage, prefix + name)


def keep(name: str, content: IO[bytes], storage: Storage = default_storage) -> None:
    """Store a file under exactly this name. Raises ``FileExistsError`` where there is one."""
    kept = storage.save(name, File(content, name=name))
    if kept != name:
        storage.delete(kept)
        raise FileExistsError(name)
