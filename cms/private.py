"""Where files are kept that nobody reads but by a view that asks who it is."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from cms.whole_files import WholeFileMixin


@deconstructible
class PrivateStorage(WholeFileMixin, FileSystemStorage):
    """Files in ``settings.PRIVATE_ROOT``: they have no address."""

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(settings.PRIVATE_ROOT).absolute())

    @property
    def base_url(self) -> None:
        return None


private_storage = PrivateStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)
