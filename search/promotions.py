"""The editors' first results, as a search asks for them."""

from dataclasses import dataclass

from cms.collation import sort_key
from search.models.promotions import PromotedPage


@dataclass(frozen=True)
class Promotion:
    page_id: int
    description: str


def promoted_pages(query: str) -> list[Promotion]:
    """Return the pages that editors put first for what a visitor typed, in their order. One statement.

    Accents, case, punctuation and spaces do not count. Whether a page may be seen is for the caller to ask.
    """
    key = sort_key(query)
    rows = PromotedPage.objects.filter(query__key=key).order_by("sort_order", "pk") if key else []
    return [Promotion(row.page_id, row.description) for row in rows]
