"""Where content comes from: a JSON or CSV file with its images beside it, or an archive of both."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.utils.translation import gettext as _

from cms.importing.problems import ImportRefused, Problem
from cms.importing.tables import read_table

LARGEST_TEXT = 128 * 1024 * 1024
"""Bytes of the largest file of records. In memory it takes some twelve times as much."""
LARGEST_EXPONENT = 30
"""Digits before or after the point of a number: far more than any field holds."""


class Media(Protocol):
    """The files beside a file of records."""

    def read(self, section: str, name: str, largest: int) -> bytes | None:
        """Return the bytes of the file called ``name``, or None where there is none.

        Raises ``ImportRefused`` for one of more than ``largest`` bytes.
        """


@dataclass(frozen=True)
class Content:
    """What a file holds: its sections, and the files beside it."""

    sections: dict[str, Any]
    media: Media
    lines: dict[int, int] = field(default_factory=dict)
    """For a table: the line of each record, to name it in messages."""


class NoMedia:
    def read(self, section: str, name: str, largest: int) -> bytes | None:
        return None


@dataclass(frozen=True)
class Folder:
    """Files in the folders ``images`` and ``documents`` of a folder."""

    path: Path

    def read(self, section: str, name: str, largest: int) -> bytes | None:
        folder = (self.path / section).resolve()
        path = (folder / name).resolve()
        if path.parent != folder or not path.is_file():
            return None
        _refuse_over(path.stat().st_size, largest, name)
        return path.read_bytes()


@dataclass(frozen=True)
class Archive:
    """Files in the folders ``images`` and ``documents`` of a zip archive, wherever these are in it."""

    archive: zipfile.ZipFile
    below: str = ""

    def read(self, section: str, name: str, largest: int) -> bytes | None:
        for place in (f"{self.below}{section}/{name}", f"{self.below}{name}"):
            try:
                info = self.archive.getinfo(place)
            except KeyError:
                continue
            _refuse_over(info.file_size, largest, name)
            return _inflate(self.archive, info)
        return None


@contextmanager
def open_content(file: BinaryIO, name: str, folder: Path | None = None) -> Iterator[Content]:
    """Open ``file``, called ``name``, which stands in ``folder`` if that may be read from.

    Raises ``ImportRefused`` where it is no JSON, no CSV that we know, or no archive of one of them.
    """
    if name.lower().endswith(".zip"):
        with _archive(file, name) as archive:
            info = _records_in(archive, name)
            below = info.filename.removesuffix(Path(info.filename).name)
            yield _content(_inflate(archive, info), Path(info.filename).name, Archive(archive, below))
        return
    if folder and (folder / "images.zip").is_file() and not (folder / "images").is_dir():
        with (folder / "images.zip").open("rb") as images, _archive(images, "images.zip") as archive:
            yield _content(file.read(), name, Archive(archive))
        return
    yield _content(file.read(), name, Folder(folder) if folder else NoMedia())


def _content(data: bytes, name: str, media: Media) -> Content:
    _refuse_over(len(data), LARGEST_TEXT, name)
    if name.lower().endswith(".csv"):
        section, rows, lines = read_table(data, name)
        return Content({section: rows}, media, lines)
    if not name.lower().endswith(".json"):
        raise _refused(name, _("o arquivo precisa ser .json, .csv ou um .zip com um deles"))
    try:
        sections = json.loads(
            data.decode("utf-8-sig"), parse_float=_decimal, parse_constant=_no_number, object_pairs_hook=_object
        )
    except UnicodeDecodeError as error:
        raise _refused(name, _("o texto precisa estar em UTF-8")) from error
    except json.JSONDecodeError as error:
        place = _("linha %(line)s, coluna %(column)s") % {"line": error.lineno, "column": error.colno}
        raise _refused(f"{name}, {place}", _("não é JSON válido: %(why)s") % {"why": error.msg}) from error
    except ValueError as error:
        raise _refused(name, str(error)) from error
    except RecursionError as error:
        raise _refused(name, _("há listas ou objetos dentro de outros em níveis demais")) from error
    return Content(sections, media)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(_("o número %(text)s é grande ou pequeno demais") % {"text": text[:40]})
    return number


def _no_number(text: str) -> None:
    raise ValueError(_("%(text)s não é um número que se possa guardar") % {"text": text})


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("o campo “%(name)s” aparece duas vezes no mesmo objeto") % {"name": twice})
    return found


def _archive(file: BinaryIO, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise _refused(name, _("não é um arquivo zip inteiro; envie-o de novo")) from error


def _records_in(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    found = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith((".json", ".csv")) and "__MACOSX" not in info.filename
    ]
    first = [info for info in found if Path(info.filename).name == "content.json"] or found
    if len(first) != 1:
        raise _refused(name, _("o zip precisa ter um arquivo content.json, ou um só arquivo .json ou .csv"))
    _refuse_over(first[0].file_size, LARGEST_TEXT, first[0].filename)
    return first[0]


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as file:
            data = file.read(info.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _refused(info.filename, _("não pôde ser lido de dentro do zip: %(why)s") % {"why": error}) from error
    return data


def _refuse_over(size: int, largest: int, name: str) -> None:
    if size > largest:
        sizes = {"size": f"{size / 1024**2:.1f}", "largest": f"{largest / 1024**2:.0f}"}
        raise _refused(name, _("tem %(size)s MB; o máximo é %(largest)s MB") % sizes)


def _refused(place: str, allowed: str) -> ImportRefused:
    return ImportRefused([Problem(place, "", "", allowed)])
