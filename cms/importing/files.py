"""Images and documents: their bytes, checked and cleaned as an upload is."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import AbstractDocument
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import AbstractImage

from cms.importing.problems import BadValue
from cms.media import without_metadata

LARGEST_DOCUMENT = 100 * 1024 * 1024
LARGEST = {"images": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, "documents": LARGEST_DOCUMENT}
"""Bytes of the largest file of each section."""


def read_file(section: str, name: str, data: bytes) -> ContentFile:
    """Return the file as it would be stored. Raises ``BadValue`` for one that an upload would be refused."""
    if section != "images":
        return ContentFile(data, name)
    try:
        WagtailImageField().clean(SimpleUploadedFile(name, data))
    except ValidationError as error:
        raise BadValue(" ".join(error.messages), name) from error
    return ContentFile(without_metadata(ContentFile(data, name)).open().read(), name)


def is_stored(instance: AbstractImage | AbstractDocument, file: ContentFile) -> bool:
    """Tell whether ``instance`` holds these very bytes."""
    digest = hashlib.sha1(file.open().read(), usedforsecurity=False).hexdigest()
    file.seek(0)
    return instance.get_file_hash() == digest


def store(instance: Any, file: ContentFile) -> None:
    """Give ``instance`` the file, which is written when it is saved."""
    instance.file = file
    if isinstance(instance, AbstractImage):
        instance._set_image_file_metadata()
        return
    instance._set_document_file_metadata()
