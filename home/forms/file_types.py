"""What a file is that a form takes: told by its name and its content alike."""

from typing import IO

from cms.file_types import CSV, DOCX, IMAGES, ODS, ODT, PDF, XLSX, FileType, first_that_fits
from home.forms.kinds import FileTypes


def type_of(file: IO[bytes], name: str, allowed: FileTypes) -> FileType | None:
    """Return the type among ``allowed`` that ``file`` is of, by its name and its content alike, or None."""
    return first_that_fits(file, name, TYPES[allowed])


TEXTS = (PDF, DOCX, ODT)
TABLES = (XLSX, ODS, CSV)
TYPES: dict[FileTypes, tuple[FileType, ...]] = {
    FileTypes.PDF: (PDF,),
    FileTypes.IMAGES: IMAGES,
    FileTypes.TEXTS: TEXTS,
    FileTypes.TABLES: TABLES,
    FileTypes.ANY: (*TEXTS, *IMAGES, *TABLES),
}
