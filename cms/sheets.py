"""What is exported for spreadsheets: its texts came from many people, and none of them may run in another's program."""

import re

from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
NUMBER = re.compile(r"^-?\d+([.,]\d+)?$")


def as_csv(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes it for a formula."""
    return f"'{value}" if FORMULA.match(value) and not NUMBER.match(value) else value


def no_sheet_runs_a_formula() -> None:
    """Have every CSV of the admin written so. In XLSX, Wagtail says of each cell that it is text."""
    SpreadsheetExportMixin.custom_value_preprocess[str] = {SpreadsheetExportMixin.FORMAT_CSV: as_csv}
