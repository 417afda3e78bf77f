"""What a question finds among what is public, the best first."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from cms.api.scope import Root
from cms.visibility import Hidden
from search.folding import tokens
from search.fulltext import hits, matches
from search.models import SearchEntry
from search.questions import Term

EXACT_TITLE = 1.0
"""What a page gains whose title is the question, word for word."""

LOOKED_AT = 200
"""Pages that say a word, of which one must be public for the word to be told."""

NOT_PROMOTED = 1_000_000
RANK_LENGTH = 5

Facets = dict[str, frozenset[str]]


class Match(NamedTuple):
    """A page that was found."""

    page_id: int
    terms: int
    score: float
    depth: int
    facets: str
    """As the entry keeps them: ``facets_of`` reads them."""
    promoted: int = NOT_PROMOTED
    """Its place among what editors put first for the question."""

    @property
    def rank(self) -> tuple:
        """What matches are sorted by: what editors put first, all words before most words, then the score, then what
        lies nearer the start."""
        return (self.promoted, -self.terms, -self.score, self.depth, self.page_id)


def find(terms: Sequence[Term], root: Root) -> list[Match]:
    """Return what ``terms`` find among the public pages below ``root``, the best first. Two statements."""
    found = matches(terms)
    title = tokens(" ".join(word for term in terms for word in term.words))
    sql = (
        "SELECT found.page_id, found.terms, "  # noqa: S608  (statements of ours)
        f"CAST(found.score + CASE WHEN entry.title = %s THEN {EXACT_TITLE} ELSE 0 END AS double precision) AS best, "
        "page.depth, entry.facets, page.path "
        f"FROM ({found.sql}) AS found "
        "JOIN search_searchentry AS entry ON entry.page_id = found.page_id "
        "JOIN wagtailcore_page AS page ON page.id = found.page_id "
        "ORDER BY found.terms DESC, best DESC, page.depth, found.page_id"
    )
    hidden, below = Hidden(), root.path
    with connection.cursor() as cursor:
        cursor.execute(sql, [title, *found.parameters])
        return [
            Match(key, count, score, depth, facets)
            for key, count, score, depth, facets, path in cursor.fetchall()
            if path.startswith(below) and path not in hidden
        ]


def find_any(terms: Sequence[Term], root: Root, hidden: Hidden) -> dict[int, int]:
    """Return, by the number of each of ``terms`` that pages below ``root`` say, one that does and is not ``hidden``."""
    found = hits(terms, most=LOOKED_AT)
    sql = (
        f"SELECT found.term, found.page_id, page.path FROM ({found.sql}) AS found "  # noqa: S608  (statements of ours)
        "JOIN wagtailcore_page AS page ON page.id = found.page_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, found.parameters)
        return {term: key for term, key, path in cursor.fetchall() if path.startswith(root.path) and path not in hidden}


def load_matches(keys: Collection[int], pages: QuerySet) -> list[Match]:
    """Return those of ``pages`` that have one of ``keys``, as matches of no word."""
    if not keys:
        return []
    facets = dict(SearchEntry.objects.filter(pk__in=keys).values_list("pk", "facets"))
    rows = pages.filter(pk__in=keys).values_list("pk", "depth")
    return [Match(key, 0, 0.0, depth, facets.get(key, "")) for key, depth in rows]


@lru_cache(maxsize=10_000)
def facets_of(written: str) -> Facets:
    """Return the facets of an entry, as it keeps them: ``state:SP area:12``."""
    found: dict[str, set[str]] = {}
    for pair in written.split():
        name, _, value = pair.partition(":")
        found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}
