"""What a question finds among what is public, the best first."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.api.here import Here
from cms.api.routes import in_scope
from cms.api.scope import any_of
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


class Seen:
    """Tells which pages can be found here: those of the site and its language that are public, and those in the site's
    own language that stand in, where they may."""

    def __init__(self, here: Here) -> None:
        self._here, self._hidden = here, Hidden()
        stand_in = in_scope(here.fallback.holds(Page.objects.all()), here) if here.fallback else Page.objects.none()
        self._stand_in = frozenset(stand_in.order_by().values_list("path", flat=True))

    @property
    def below(self) -> Q:
        """The condition that a row's page may be among them."""
        roots = [root for root in (self._here.root, self._here.fallback) if root]
        return any_of(roots, "page__path") if len(roots) > 1 else roots[0].below("page__path")

    def __contains__(self, path: str) -> bool:
        """Tell whether the page at the tree ``path`` can be found."""
        return path in self._stand_in or (self._here.root.has(path) and path not in self._hidden)


def find(terms: Sequence[Term], here: Here) -> list[Match]:
    """Return what ``terms`` find among the public pages ``here``, the best first. Two statements, or one more where
    pages may stand in for others."""
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
    seen = Seen(here)
    with connection.cursor() as cursor:
        cursor.execute(sql, [title, *found.parameters])
        return [
            Match(key, count, score, depth, facets)
            for key, count, score, depth, facets, path in cursor.fetchall()
            if path in seen
        ]


def find_any(terms: Sequence[Term], seen: Seen) -> dict[int, int]:
    """Return, by the number of each of ``terms`` that pages say, one that does and is ``seen``."""
    found = hits(terms, most=LOOKED_AT)
    sql = (
        f"SELECT found.term, found.page_id, page.path FROM ({found.sql}) AS found "  # noqa: S608  (statements of ours)
        "JOIN wagtailcore_page AS page ON page.id = found.page_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, found.parameters)
        return {term: key for term, key, path in cursor.fetchall() if path in seen}


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
