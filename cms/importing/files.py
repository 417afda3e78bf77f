"""Images and documents: the files beside the content, checked and cleaned as an upload is."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import FileExtensionValidator
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import AbstractImage

from cms.importing.problems import BadValue
from cms.importing.sources import Media
from cms.media import without_metadata
from cms.uploads import refuse_what_is_broken, refuse_what_is_no_document

LARGEST = {"images": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, "documents": settings.WAGTAILDOCS_MAX_UPLOAD_SIZE}
"""Bytes of the largest file of each section."""


@dataclass
class Files:
    """The files beside the content, and those of them that were stored."""

    media: Media
    _stored: list[tuple[Storage, str]] = field(default_factory=list)

    def has(self, section: str, name: str) -> bool:
        """Tell whether there is a file of this name."""
        return self.media.read(section, name, LARGEST[section]) is not None

    def new_file(self, section: str, name: str, instance: Any) -> ContentFile | None:
        """Return the file as it is to be stored, or None where ``instance`` holds it already.

        Raises ``BadValue`` where there is none for a new instance, or for one that an upload would be refused.
        """
        data = self.media.read(section, name, LARGEST[section])
        if data is None and instance.pk is None:
            raise BadValue(_("falta o arquivo, na pasta “%(folder)s”") % {"folder": section}, name)
        if data is None:
            return None
        file = _clean(section, name, data)
        return None if instance.pk is not None and _is_stored(instance, file) else file

    def save(self, instance: Any, old_name: str) -> None:
        """Save ``instance`` with the file it was given; the one called ``old_name`` goes when that is certain."""
        instance.save()
        storage = instance.file.storage
        self._stored.append((storage, instance.file.name))
        if old_name:
            transaction.on_commit(lambda: storage.delete(old_name))

    def remove_stored(self) -> None:
        """Remove the files that were stored for rows that are no more."""
        for storage, name in self._stored:
            storage.delete(name)


def title_of(name: str) -> str:
    """Return a title for the file called ``name``: "rua-de-terra.jpg" gives "Rua de terra"."""
    return name.rpartition(".")[0].replace("-", " ").replace("_", " ").capitalize()[:255]


def put(instance: AbstractImage | AbstractDocument, file: ContentFile) -> None:
    """Give ``instance`` the file, which is stored when it is saved."""
    instance.file = file
    if isinstance(instance, AbstractImage):
        instance._set_image_file_metadata()
    else:
        instance._set_document_file_metadata()


def _clean(section: str, name: str, data: bytes) -> ContentFile:
    file = SimpleUploadedFile(name, data)
    try:
        if section == "images":
            refuse_what_is_broken(WagtailImageField().clean(file))
        else:
            FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(file)
            refuse_what_is_no_document(file, name)
    except ValidationError as error:
        raise BadValue(" ".join(error.messages), name) from error
    if section != "images":
        return ContentFile(data, name)
    return ContentFile(without_metadata(ContentFile(data, name)).open().read(), name)


def _is_stored(instance: AbstractImage | AbstractDocument, file: ContentFile) -> bool:
    digest = hashlib.sha1(file.open().read(), usedforsecurity=False).hexdigest()
    file.seek(0)
    return instance.get_file_hash() == digest
