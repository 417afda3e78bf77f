"""Records as CSV, one kind a file: cities, work fronts and measurements."""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TextIO

from django.utils.translation import gettext as _

from cms.importing.columns import Boolean, Column, Date, Integer, Number, Text
from cms.importing.kinds import BY_SECTION
from cms.importing.problems import ImportRefused, Problem, one_of
from cms.importing.relations import Children, Names
from cms.importing.sections import Kind

SECTIONS = ["cities", "work_fronts", "measurements"]
BRAZILIAN_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})$")
NUMBER = re.compile(r"-?\d+([.,]\d+)?$")
BETWEEN = ";"
"""Between the names of a list in one cell."""


def table_columns(kind: Kind) -> list[Column]:
    """Return the fields of a record that fit in a cell: not bodies, nor lists of objects."""
    return [column for column in kind.columns if _cell_type(column)]


def read_table(data: bytes, name: str) -> tuple[str, list[dict], dict[int, int]]:
    """Return the section that a CSV is about, its records, and the line of each.

    UTF-8 or Windows-1252, cells apart by commas, semicolons or tabs; an empty cell empties the field.
    Raises ``ImportRefused`` where the columns are of no section.
    """
    text = _decode(data)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(rows, [])]
        kind = _kind_of(header, name)
        columns = {column.name: column for column in table_columns(kind)}
        records: list[dict] = []
        lines: dict[int, int] = {}
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                found = _("%(count)s células") % {"count": len(row)}
                allowed = _("%(count)s, uma por coluna") % {"count": len(header)}
                raise ImportRefused([Problem(_line(name, rows.line_num), "", found, allowed)])
            lines[len(records)] = rows.line_num
            records.append({column: _value(columns[column], cell) for column, cell in zip(header, row, strict=True)})
    except csv.Error as error:
        raise ImportRefused([Problem(_line(name, rows.line_num), "", "", str(error))]) from error
    return kind.section, records, lines


def write_table(kind: Kind, records: Iterable[dict], file: TextIO, without: Iterable[str] = ()) -> None:
    """Write ``records`` as CSV, with a column for each field that fits in a cell but those of ``without``."""
    columns = [column.name for column in table_columns(kind) if column.name not in set(without)]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(record.get(name)) for name in columns] for record in records)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel writes in Brazil


def _kind_of(header: list[str], name: str) -> Kind:
    for section in SECTIONS:
        kind = BY_SECTION[section]
        known = {column.name for column in table_columns(kind)}
        if set(header) <= known and {column.name for column in kind.key_columns if column.is_required} <= set(header):
            if len(header) == len(set(header)):
                return kind
            repeated = sorted({cell for cell in header if header.count(cell) > 1})
            raise ImportRefused([Problem(_line(name, 1), "", ", ".join(repeated), _("cada coluna uma vez só"))])
    nearest = max(SECTIONS, key=lambda section: len({c.name for c in table_columns(BY_SECTION[section])} & set(header)))
    kind = BY_SECTION[nearest]
    names = [column.name for column in table_columns(kind)]
    strange = [cell for cell in header if cell not in names]
    missing = [column.name for column in kind.key_columns if column.is_required and column.name not in header]
    problems = [Problem(_line(name, 1), "", f"“{cell}”", one_of(names)) for cell in strange]
    problems += [Problem(_line(name, 1), "", "", _("falta a coluna “%(name)s”") % {"name": cell}) for cell in missing]
    raise ImportRefused(problems)


def _cell_type(column: Column) -> type | None:
    if isinstance(column, Children):
        return list if column.shape()["items"].get("type") == "string" else None
    if isinstance(column, Names):
        return list
    shape = column.shape()
    types = shape.get("type", "string")
    return None if "$ref" in shape or types in ("object", "array") else str


def _value(column: Column, cell: str) -> Any:
    """Return the value of a cell. One that is not what its column takes is returned as it is, to be refused."""
    cell = cell.strip()
    if not cell:
        return "" if type(column) is Text and not column.field.choices else None
    if _cell_type(column) is list:
        return [name.strip() for name in cell.split(BETWEEN) if name.strip()]
    if isinstance(column, Integer) and re.fullmatch(r"-?\d+", cell):
        return int(cell)
    if isinstance(column, Number) and NUMBER.match(cell):
        return Decimal(cell.replace(",", "."))
    if isinstance(column, Date) and (found := BRAZILIAN_DATE.match(cell)):
        return f"{found[3]}-{found[2]}-{found[1]}"
    if isinstance(column, Boolean) or column.shape().get("type") == "boolean":
        return {"true": True, "false": False, "sim": True, "não": False}.get(cell.lower(), cell)
    return cell


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return BETWEEN.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _line(name: str, line: int) -> str:
    return f"{name}, {_('linha')} {line}"
