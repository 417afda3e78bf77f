"""Redirects as a table: the columns, how a row is written and how a file of them is read."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.base_formats import XLSX
from wagtail.contrib.redirects.models import Redirect

from cms.api.scope import Scopes
from cms.redirects.paths import path_of_page

COLUMNS = ("from", "to", "permanent", "site")
NAMES = {"de": "from", "para": "to", "permanente": "permanent"}
"""What the columns may be called as well."""
TRUE, FALSE = {"true", "1", "sim", "yes", "verdadeiro", ""}, {"false", "0", "não", "nao", "no", "falso"}


@dataclass(frozen=True)
class Row:
    """One line of a file, as it was written."""

    line: int
    old_path: str
    link: str
    permanent: str
    site: str


def read_rows(data: bytes, name: str) -> list[Row]:
    """Return the rows of a file: CSV (UTF-8 or Windows-1252; commas, semicolons or tabs) or XLSX.

    Raises ``ValidationError``, in words for editors, where it is no such table.
    """
    table = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    _line, header = next(table, (1, []))
    columns = [NAMES.get(cell.strip().lower(), cell.strip().lower()) for cell in header]
    if not {"from", "to"} <= set(columns) <= set(COLUMNS) or len(columns) != len(set(columns)):
        found = {"found": ", ".join(header), "columns": ", ".join(COLUMNS)}
        message = _("A primeira linha tem que dizer as colunas (%(columns)s; bastam duas), e diz: %(found)s.")
        raise ValidationError(message % found)
    return [_row(line, dict(zip(columns, cells, strict=False))) for line, cells in table if any(map(str.strip, cells))]


def _row(line: int, cells: dict[str, str]) -> Row:
    given = {name: cells.get(name, "").strip() for name in COLUMNS}
    return Row(line, given["from"], given["to"], given["permanent"], given["site"])


def is_permanent(written: str) -> bool:
    """Return what a cell of the column ``permanent`` says; empty is true. Raises ``ValidationError``."""
    if written.lower() in TRUE | FALSE:
        return written.lower() in TRUE
    raise ValidationError(_("“%(found)s” na coluna permanent: escreva true ou false.") % {"found": written})


def written_row(redirect: Redirect, scopes: Scopes) -> dict[str, Any]:
    """Return ``redirect`` by the names of the columns, so that reading it again changes nothing.

    The page that it leads to and its site come along with it (``select_related``).
    """
    return {
        "from": redirect.old_path,
        "to": _target(redirect, scopes),
        "permanent": "true" if redirect.is_permanent else "false",
        "site": redirect.site.hostname if redirect.site else "",
    }


def _target(redirect: Redirect, scopes: Scopes) -> str:
    if redirect.redirect_page is None:
        return redirect.redirect_link
    root = scopes.root_of(redirect.redirect_page.url_path)
    if root is None:
        return ""
    path = _with_slash(path_of_page(root, redirect.redirect_page.url_path))
    is_only_site = len({each.site_id for each in scopes.roots}) == 1
    return path if is_only_site or redirect.site_id == root.site_id else root.origin + path


def _with_slash(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what Excel writes in Brazil
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        message = _("Linha %(line)s: o arquivo não é um CSV (%(error)s).") % {"line": rows.line_num, "error": error}
        raise ValidationError(message) from error


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl.utils.exceptions import InvalidFileException  # large, and most processes never read a sheet

    try:
        table = XLSX().create_dataset(data)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError, IndexError) as error:
        raise ValidationError(_("O arquivo não é uma planilha do Excel que se possa ler.")) from error
    for line, row in enumerate([table.headers, *table], start=1):
        yield line, ["" if cell is None else str(cell) for cell in row]
