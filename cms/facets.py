"""What the results of a search can be counted and filtered by: each page type declares its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices


@dataclass(frozen=True)
class Facet:
    """One way to count pages. Types that declare a facet of the same name share it."""

    name: str
    of: Callable[[Any], list]
    """Takes a page and returns its stored values: of ``choices``, or the translation keys of pages of ``model``."""
    choices: type[TextChoices] | None = None
    model: str = ""
