from search.models.approved import ApprovedQuery
from search.models.counts import SearchCount
from search.models.entries import SearchEntry, SearchKind, SearchWord
from search.models.promotions import PromotedPage, PromotedQuery
from search.models.synonyms import Synonyms

__all__ = [
    "ApprovedQuery",
    "PromotedPage",
    "PromotedQuery",
    "SearchCount",
    "SearchEntry",
    "SearchKind",
    "SearchWord",
    "Synonyms",
]
