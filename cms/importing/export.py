"""The site's content as the file that an import reads, with its images and documents."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from django.db.models import Model

from cms.importing.columns import Column
from cms.importing.kinds import BY_SECTION, KINDS
from cms.importing.records import write_record
from cms.importing.references import References, Scope
from cms.importing.sections import CollectionKind, FileKind, Kind
from cms.importing.tables import SECTIONS, write_table
from cms.visibility import public

CHUNK = 500
INTERNAL = {
    *("rights_note", "rights_end_at", "collection", "live", "go_live_at", "expire_at", "privacy"),
    *("recipients", "answers_in_email"),
}
"""Fields that are the team's own business."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that equal content gives equal archives."""


class Target(Protocol):
    """Where an export goes."""

    def open(self, name: str) -> Any:
        """Return a context manager that gives a binary file to write to."""


class FolderTarget:
    def __init__(self, path: Path):
        self.path = path

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            yield file


class ArchiveTarget:
    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        info = zipfile.ZipInfo(name, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self.archive.open(info, "w", force_zip64=True) as file:
            yield file


def export_content(
    target: Target, scope: Scope, *, only_public: bool = False, missing: Callable[[str], None] = lambda name: None
) -> dict[str, int]:
    """Write ``content.json`` and the files beside it, and return how many records each section has.

    ``missing`` is told the name of each file that is no longer in the storage.

    Open data (``only_public``) has what visitors see and nothing else, no files, and tables of cities, work
    fronts and measurements.
    """
    references = References(scope, only_public=only_public)
    counts = {}
    with target.open("content.json") as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
        text.write('{\n  "$schema": "content.schema.json"')
        for kind in sorted(
            KINDS, key=lambda kind: isinstance(kind, FileKind)
        ):  # files last: by then their use is known
            counts[kind.section] = _write_section(text, kind, references)
        text.write("\n}\n")
        text.detach()
    if only_public:
        _write_tables(target, references)
    else:
        _write_files(target, references, missing)
    return {section: count for section, count in counts.items() if count}


def records_of(kind: Kind, references: References) -> Iterator[tuple[Model, dict]]:
    """Yield each row of a section and its record, in the order of their keys."""
    rows = kind.rows(references.scope)
    columns = kind.columns
    if references.only_public and isinstance(kind, CollectionKind):
        return
    if references.only_public:
        rows = public(rows)
        columns = [column for column in columns if column.name not in INTERNAL]
    keys = list(kind.ordered(rows).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        found = kind.load(keys[start : start + CHUNK])
        for key in keys[start : start + CHUNK]:
            if _is_exported(kind, found[key], references):
                yield found[key], _record(kind, columns, found[key], references)


def _is_exported(kind: Kind, row: Any, references: References) -> bool:
    if isinstance(kind, FileKind) and references.only_public:
        return row.name in references.used[kind.model]
    return True


def _record(kind: Kind, columns: list[Column], row: Model, references: References) -> dict:
    key = {column.name: column.write(row, references) for column in kind.key_columns}
    return {**key, **write_record([column for column in columns if column.name not in key], row, references)}


def _write_section(text: io.TextIOWrapper, kind: Kind, references: References) -> int:
    count = 0
    for _row, record in records_of(kind, references):
        written = json.dumps(record, ensure_ascii=False, indent=2)
        if kind.is_single:
            text.write(f',\n  "{kind.section}": ' + written.replace("\n", "\n  "))
        else:
            text.write(f',\n  "{kind.section}": [' if not count else ",")
            text.write("\n    " + written.replace("\n", "\n    "))
        count += 1
    if count and not kind.is_single:
        text.write("\n  ]")
    return count


def _write_tables(target: Target, references: References) -> None:
    for section in SECTIONS:
        kind = BY_SECTION[section]
        with target.open(f"{section}.csv") as file:
            text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
            write_table(kind, (record for _row, record in records_of(kind, references)), text, without=INTERNAL)
            text.detach()


def _write_files(target: Target, references: References, missing: Callable[[str], None]) -> None:
    for kind in KINDS:
        if isinstance(kind, FileKind):
            for row in kind.ordered(kind.rows(references.scope)):
                name = f"{kind.section}/{row.name}"
                if not row.file.storage.exists(row.file.name):
                    missing(name)
                    continue
                with row.open_file() as source, target.open(name) as file:
                    file.write(source.read())
