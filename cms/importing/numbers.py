"""Decimal numbers in files, exact whatever their size."""

from decimal import Decimal
from typing import Any

EXACT = 15
"""Significant digits that every reader of JSON keeps."""


def decimal_of(value: Any) -> Decimal:
    """Return the number in a file as it was written: 9.1 is 9.1."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def file_number(value: Any) -> Any:
    """Return a number as files hold it: without needless zeros, as text where JSON would round it.

    What is no number is returned as it is.
    """
    if not isinstance(value, Decimal | float) and not (isinstance(value, str) and _is_number(value)):
        return value
    number = decimal_of(value).normalize()
    if len(f"{number:f}".strip("-0.")) > EXACT:
        return f"{number:f}"
    return int(number) if number == number.to_integral_value() else float(number)


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit() and text.isascii()
