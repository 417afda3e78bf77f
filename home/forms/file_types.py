"""What a file is, told by what is in it."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PIL import Image

from home.forms.kinds import FileTypes

MOST_TEXT = 1024 * 1024
"""How much of a text is looked at."""
CONTROLS = bytes(set(range(32)) - set(b"\t\r\n"))
"""Characters that no text has."""


@dataclass(frozen=True)
class FileType:
    """A type of file that a form can take."""

    media_type: str
    extensions: tuple[str, ...]
    fits: Callable[[IO[bytes]], bool]


def type_of(file: IO[bytes], name: str, allowed: FileTypes) -> FileType | None:
    """Return the type among ``allowed`` that ``file`` is of, by its name and its content alike, or None."""
    extension = name.rpartition(".")[2].lower()
    for known in TYPES[allowed]:
        file.seek(0)
        if extension in known.extensions and known.fits(file):
            return known
    return None


def _is_pdf(file: IO[bytes]) -> bool:
    return file.read(5) == b"%PDF-"


def _is_image(kind: str) -> Callable[[IO[bytes]], bool]:
    def fits(file: IO[bytes]) -> bool:
        try:
            with Image.open(file, formats=[kind]) as image:
                image.verify()
        except Exception:  # Pillow raises what it likes on broken files
            return False
        return True

    return fits


def _is_office(part: str) -> Callable[[IO[bytes]], bool]:
    """Office Open XML: an archive whose main part is where the type has it, and that holds no macros."""

    def fits(file: IO[bytes]) -> bool:
        names = _names_in(file)
        return {"[Content_Types].xml", part} <= names and not any(name.endswith("vbaProject.bin") for name in names)

    return fits


def _is_open_document(media_type: str) -> Callable[[IO[bytes]], bool]:
    """OpenDocument: an archive whose first member names its type."""

    def fits(file: IO[bytes]) -> bool:
        start = file.read(38 + len(media_type) + 2)
        return start[:4] == b"PK\x03\x04" and start[30:38] == b"mimetype" and start[38:].startswith(media_type.encode())

    return fits


def _names_in(file: IO[bytes]) -> set[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except Exception:  # so does zipfile
        return set()


def _is_text(file: IO[bytes]) -> bool:
    start = file.read(MOST_TEXT)
    return len(start.translate(None, CONTROLS)) == len(start)


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PDF = FileType("application/pdf", ("pdf",), _is_pdf)
IMAGES = (
    FileType("image/jpeg", ("jpg", "jpeg"), _is_image("JPEG")),
    FileType("image/png", ("png",), _is_image("PNG")),
    FileType("image/webp", ("webp",), _is_image("WEBP")),
)
TEXTS = (
    PDF,
    FileType(f"{OOXML}.wordprocessingml.document", ("docx",), _is_office("word/document.xml")),
    FileType(f"{ODF}.text", ("odt",), _is_open_document(f"{ODF}.text")),
)
TABLES = (
    FileType(f"{OOXML}.spreadsheetml.sheet", ("xlsx",), _is_office("xl/workbook.xml")),
    FileType(f"{ODF}.spreadsheet", ("ods",), _is_open_document(f"{ODF}.spreadsheet")),
    FileType("text/csv", ("csv",), _is_text),
)
TYPES: dict[FileTypes, tuple[FileType, ...]] = {
    FileTypes.PDF: (PDF,),
    FileTypes.IMAGES: IMAGES,
    FileTypes.TEXTS: TEXTS,
    FileTypes.TABLES: TABLES,
    FileTypes.ANY: (*TEXTS, *IMAGES, *TABLES),
}
