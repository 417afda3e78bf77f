"""Storage that keeps a file whole or not at all."""

from copy import copy
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


class WholeFileMixin:
    """Of a file that the disk has no room for, nothing is left: Django's storage would leave its beginning."""

    def _save(self, name: str, content: Any) -> str:
        names, once = [name], copy(self)

        def another(taken: str, max_length: int | None = None) -> str:
            names.append(self.get_available_name(taken, max_length))  # type: ignore[attr-defined]
            return names[-1]

        once.get_available_name = another  # type: ignore[attr-defined]  # asked where somebody took the name meanwhile
        try:
            return super(WholeFileMixin, once)._save(name, content)  # type: ignore[misc]
        except OSError:
            self.delete(names[-1])  # type: ignore[attr-defined]
            raise


@deconstructible
class WholeFileStorage(WholeFileMixin, FileSystemStorage):
    """Uploads on a disk."""
