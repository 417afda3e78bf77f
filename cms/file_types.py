"""What a file is, told by what is in it."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from PIL import Image

MOST_TEXT = 1024 * 1024
"""How much of a text is looked at."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROLS = bytes(set(range(32)) - set(b"\t\r\n\f\x1a"))
"""Characters that no text has."""


@dataclass(frozen=True)
class FileType:
    """A type of file that a form can take."""

    media_type: str
    extensions: tuple[str, ...]
    fits: Callable[[IO[bytes]], bool]


def first_that_fits(file: IO[bytes], name: str, among: Iterable[FileType]) -> FileType | None:
    """Return the first type of ``among`` that ``file`` is of, by its name and its content alike, or None."""
    extension = name.rpartition(".")[2].lower()
    for known in among:
        file.seek(0)
        if extension in known.extensions and known.fits(file):
            return known
    return None


def _begins(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda file: file.read(max(map(len, signatures))).startswith(signatures)


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


def _is_archive(file: IO[bytes]) -> bool:
    return bool(_names_in(file))


def _names_in(file: IO[bytes]) -> set[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except Exception:  # so does zipfile
        return set()


def _is_text(file: IO[bytes]) -> bool:
    start = file.read(MOST_TEXT)
    return start.startswith(UTF_16) or len(start.translate(None, CONTROLS)) == len(start)


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PDF = FileType("application/pdf", ("pdf",), _begins(b"%PDF-"))
IMAGES = (
    FileType("image/jpeg", ("jpg", "jpeg"), _is_image("JPEG")),
    FileType("image/png", ("png",), _is_image("PNG")),
    FileType("image/webp", ("webp",), _is_image("WEBP")),
)
DOCX = FileType(f"{OOXML}.wordprocessingml.document", ("docx",), _is_office("word/document.xml"))
XLSX = FileType(f"{OOXML}.spreadsheetml.sheet", ("xlsx",), _is_office("xl/workbook.xml"))
PPTX = FileType(f"{OOXML}.presentationml.presentation", ("pptx",), _is_office("ppt/presentation.xml"))
ODT = FileType(f"{ODF}.text", ("odt",), _is_open_document(f"{ODF}.text"))
ODS = FileType(f"{ODF}.spreadsheet", ("ods",), _is_open_document(f"{ODF}.spreadsheet"))
ODP = FileType(f"{ODF}.presentation", ("odp",), _is_open_document(f"{ODF}.presentation"))
CSV = FileType("text/csv", ("csv",), _is_text)
TEXT = FileType("text/plain", ("txt",), _is_text)
RTF = FileType("application/rtf", ("rtf",), _begins(rb"{\rtf"))
KEYNOTE = FileType("application/vnd.apple.keynote", ("key",), _is_archive)
ZIP = FileType("application/zip", ("zip",), _is_archive)
DOCUMENTS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TEXT, RTF, KEYNOTE, ZIP)
"""What editors may offer to download."""
