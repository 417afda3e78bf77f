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
    """Takes a page and returns its stored values: of ``choices``, or primary keys of the pages of ``model``."""
    choices: type[TextChoices] | None = None
    model: str = ""


def types_with_facets() -> list[type]:
    """Return the page types that declare any facet, in the order of their apps."""
    from wagtail.models import get_page_models  # models are there once apps are ready

    return [model for model in get_page_models() if getattr(model, "search_facets", None)]
