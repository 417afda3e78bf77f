"""What is wrong with a file: which row, which field, what was found, what is allowed."""

import dataclasses
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

UNSTORABLE = re.compile("[\\x00\ud800-\udfff]")
"""Characters that no database or terminal takes: the null, and halves of surrogate pairs."""
LONGEST = 120
"""Characters of a value that a message shows."""


@dataclass(frozen=True)
class Problem:
    """One fault. ``row`` names the record in the file; ``field`` its place inside the record."""

    row: str
    field: str
    found: str
    allowed: str
    order: tuple[int, int] = dataclasses.field(default=(0, 0), compare=False)
    """Where the record stands: the place of its section, and its own there."""

    def __post_init__(self):
        for name in ("row", "field", "found", "allowed"):
            object.__setattr__(self, name, UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", getattr(self, name)))

    def __str__(self):
        place = ": ".join(part for part in (self.row, self.field) if part)
        found = _("encontrado %(found)s; ") % {"found": self.found} if self.found else ""
        return f"{place}: {found}{self.allowed}"

    def at(self, order: tuple[int, int]) -> "Problem":
        """Return the same problem of the record that stands there."""
        return replace(self, order=order)

    def as_dict(self) -> dict[str, str]:
        """Return its words."""
        return {"row": self.row, "field": self.field, "found": self.found, "allowed": self.allowed}


class ImportRefused(Exception):
    """The file cannot be imported as it is: nothing was changed."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class BadValue(ValueError):
    """A value that its field does not take. ``path`` leads to it from the field."""

    def __init__(self, allowed: str, found: Any = None, path: str = ""):
        self.allowed, self.found, self.path = allowed, found, path
        super().__init__(allowed)


def shown(value: Any) -> str:
    """Return ``value`` as a message shows it: as it stands in the file, cut when long."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def one_of(allowed: Iterable[str]) -> str:
    """Return the words that list what is allowed."""
    return _("aceito: %(allowed)s") % {"allowed": ", ".join(map(str, allowed))}


def not_there(what: str, key: str, known: Iterable[str]) -> str:
    """Return the words for a reference to something that is neither in the file nor in the site."""
    close = get_close_matches(key, list(known), n=3)
    text = _("não existe %(what)s com esse nome, nem no arquivo nem no site") % {"what": what}
    return f"{text} ({_('parecidos')}: {', '.join(close)})" if close else text


def from_validation(error: ValidationError, row: str, values: dict[str, Any]) -> list[Problem]:
    """Return the problems of a record whose model or blocks refused it; ``values`` are the record's fields."""
    if not hasattr(error, "error_dict"):
        return [Problem(row, "", "", message) for message in error.messages]
    return [
        Problem(row, "" if name == NON_FIELD_ERRORS else name, shown(values.get(name)), message)
        for name, errors in error.error_dict.items()
        for message in ValidationError(errors).messages
    ]
