"""What a question finds among what is public, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from search.folding import tokens
from search.fulltext import hits, matches
from search.questions import Term

EXACT_TITLE = 1.0
"""What a page gains whose title is the question, word for word."""

Facets = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Match:
    """A page that was found."""

    page_id: int
    content_type_id: int
    terms: int
    score: float
    depth: int
    facets: Facets

    @property
    def rank(self) -> tuple:
        """What matches are sorted by: all words before most words, then the score, then what lies nearer the start."""
        return (-self.terms, -self.score, self.depth, self.page_id)


def find(terms: Sequence[Term], pages: QuerySet) -> list[Match]:
    """Return what ``terms`` find among ``pages``, which are public, in one statement."""
    if not terms:
        return []
    found = matches(terms)
    visible, visible_parameters = pages.order_by().values("pk", "depth", "content_type").query.sql_with_params()
    title = tokens(" ".join(word for term in terms for word in term.words))
    sql = (
        "SELECT found.page_id, page.content_type, found.terms, "  # noqa: S608  (statements of ours)
        f"found.score + CASE WHEN entry.title = %s THEN {EXACT_TITLE} ELSE 0 END, page.depth, entry.facets "
        f"FROM ({found.sql}) AS found "
        "JOIN search_searchentry AS entry ON entry.page_id = found.page_id "
        f"JOIN ({visible}) AS page ON page.pk = found.page_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [title, *found.parameters, *visible_parameters])
        rows = cursor.fetchall()
    return sorted(
        (
            Match(key, kind, count, round(float(score), 6), depth, facets_of(facets))
            for key, kind, count, score, depth, facets in rows
        ),
        key=lambda match: match.rank,
    )


def find_any(terms: Sequence[Term], pages: QuerySet) -> dict[int, int]:
    """Return, by the number of each of ``terms`` that ``pages`` say, the primary key of one that does."""
    if not terms:
        return {}
    found = hits(terms)
    visible, visible_parameters = pages.order_by().values("pk").query.sql_with_params()
    sql = (
        f"SELECT found.term, MIN(found.page_id) FROM ({found.sql}) AS found "  # noqa: S608  (statements of ours)
        f"JOIN ({visible}) AS page ON page.pk = found.page_id GROUP BY found.term"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*found.parameters, *visible_parameters])
        return dict(cursor.fetchall())


@lru_cache(maxsize=10_000)
def facets_of(written: str) -> Facets:
    """Return the facets of an entry, as it keeps them: ``state:SP area:12``."""
    found: dict[str, set[str]] = {}
    for pair in written.split():
        name, _, value = pair.partition(":")
        found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}
