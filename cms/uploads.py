"""What the admin takes as an image or a document: of its kind by its content, and whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from PIL import ImageSequence
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from willow.image import AvifImageFile, GIFImageFile, ImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.registry import registry

from cms.file_types import DOCUMENTS, first_that_fits

PillowImage.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
"""Whatever way a file comes in, Pillow opens nothing of twice as many."""


class FileKeptMixin:
    """A form whose old file is removed when its row is certain to have the new one, and not before."""

    def save(self, commit: bool = True) -> Any:
        old, self.original_file = self.original_file, None
        is_new, kept = "file" in self.changed_data, self.instance.file
        try:
            saved = super().save(commit=commit)  # type: ignore[misc]
        except BaseException:
            if is_new and kept and kept._committed:
                kept.storage.delete(kept.name)
            raise
        if commit and is_new and old:
            transaction.on_commit(lambda: old.storage.delete(old.name), robust=True)
        return saved


class ImageForm(FileKeptMixin, BaseImageForm):
    """Wagtail's field has looked at the kind, the bytes and the number of pixels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ends, field = self.instance.rights_end_at, self.fields.get("rights_end_at")
        if field and self.instance.has_ended:
            told = {"when": date_format(localtime(ends), "SHORT_DATETIME_FORMAT")}
            field.help_text = _("Direitos vencidos em %(when)s: a imagem não aparece mais no site.") % told

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            refuse_what_is_broken(file)
        return file


class DocumentForm(FileKeptMixin, BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            refuse_what_is_no_document(file, file.name or "")
        return file


def refuse_what_is_no_document(file: Any, name: str) -> None:
    """Raise ``ValidationError`` where ``file`` is not what its ``name`` says, or of no kind that is offered."""
    known = first_that_fits(file, name, DOCUMENTS)
    file.seek(0)
    if known is None:
        told = {"name": name, "kinds": ", ".join(settings.WAGTAILDOCS_EXTENSIONS)}
        raise ValidationError(
            _("O conteúdo de “%(name)s” não é o que a terminação do nome diz, ou tem macros. Tipos aceitos: %(kinds)s.")
            % told
        )


def refuse_what_is_broken(file: Any) -> None:
    """Raise ``ValidationError`` where the pixels of the image in ``file`` cannot be read to its end."""
    for frame in ImageSequence.Iterator(_opened(file)):
        with _or_refused():
            frame.load()
    file.seek(0)


@contextmanager
def _or_refused() -> Iterator[None]:
    try:
        yield
    except PillowImage.DecompressionBombError:
        most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
        raise ValidationError(_("A imagem tem pixels demais: mais de %(most)s milhões.") % {"most": most}) from None
    except Exception:  # Pillow raises what it likes on broken files
        raise ValidationError(_("O arquivo não é uma imagem inteira: ele está incompleto ou estragado.")) from None


def _opened(file: Any) -> PillowImage.Image:
    with _or_refused():
        file.seek(0)
        return PillowImage.open(file)


def _size(file: ImageFile) -> tuple[int, int]:
    return _opened(file.f).size


def _frames(file: ImageFile) -> int:
    return getattr(_opened(file.f), "n_frames", 1)


def count_pixels_before_they_are_read() -> None:
    """Have Willow tell the size of an image, and how many it moves through, from what its file says of itself.

    Its own words for Pillow read all pixels first, and say of every image that it does not move.
    """
    for kind in (AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile):
        registry.register_operation(kind, "get_size", _size)
        registry.register_operation(kind, "get_frame_count", _frames)
