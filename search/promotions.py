"""The editors' first results, as a search asks for them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cms.api.kept import kept_values
from cms.collation import sort_key
from search.models.promotions import PromotedPage
from search.questions import LONGEST
from search.reading import Reading


@dataclass(frozen=True)
class Promotion:
    page_id: int
    description: str


def promoted_pages(query: str, read: Reading) -> list[Promotion]:
    """Return the pages that editors put first for what a visitor typed, in their order. One statement.

    Accents, case, punctuation and spaces do not count. Whether a page may be seen is for the caller to ask.
    """
    key = sort_key(query[:LONGEST])
    return read.remember(("promoted", key), lambda: _promoted(key)) if key else []


def _promoted(key: str) -> list[Promotion]:
    statement = kept_values("promoted", [key], _of)
    return [Promotion(page, description) for page, description in (statement.rows() if statement else [])]


def _of(keys: list) -> QuerySet:
    rows = PromotedPage.objects.filter(query__key__in=keys).order_by("sort_order", "pk")
    return rows.values_list("page_id", "description")
