"""A short list on the first page of the admin. Any app adds its own by Wagtail's ``construct_homepage_panels``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

SHORT = 5
"""How many rows a panel shows."""


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    detail: str | Promise = ""
    at: datetime | None = None


class ShortList(Component):
    """The first rows of something, how many there are, and the way to all of them."""

    template_name = "cms/dashboard/short_list.html"
    name = ""
    order = 100
    heading: str | Promise = ""
    empty: str | Promise = ""
    """What is said when there is nothing, and what to do about it."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def rows(self) -> Iterable[Row]:
        """Return ``SHORT`` rows at most, in a number of statements that does not grow with what there is."""
        raise NotImplementedError

    def count(self) -> int:
        """Return how many there are."""
        raise NotImplementedError

    def all_url(self) -> str:
        """Return where all of them are listed."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        total = self.count()
        rows = list(self.rows()) if total else []
        return {"panel": self, "rows": rows, "total": total, "all_url": self.all_url() if total > len(rows) else ""}
