"""What a question finds among what is public."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, Q, QuerySet
from wagtail.models import Page

from cms.api.here import Here
from cms.api.kept import kept_values
from cms.api.routes import in_scope
from cms.api.scope import Root, any_of
from cms.prepared import preparing_cursor
from cms.visibility import MAX_DEPTH, Hidden, hidden_branches
from search.bits import bits_of
from search.folding import tokens
from search.fulltext import EXACT_TITLE, POINTS, hits, titled, ways
from search.questions import Term
from search.reading import Place, Reach, Reading

LOOKED_AT = 200
"""Pages that say a word, of which one must be public for the word to be told."""

NOT_PROMOTED = 1_000_000
EXACT = round(EXACT_TITLE * POINTS)
TERM = 1_000_000
"""What a term that is held adds to the points of a page: more than all that any may be worth."""
LAST = "Z" * Page.steplen * MAX_DEPTH
"""Comes after all that can follow the path of a page in the tree."""


@dataclass(frozen=True)
class Group:
    """Pages that were found and come one after the other, in the order of their keys: a set of them."""

    terms: int
    score: int
    depth: int
    pages: int
    promoted: int = NOT_PROMOTED
    """Its place among what editors put first for the question."""

    @property
    def rank(self) -> tuple[int, ...]:
        """What groups are sorted by: what editors put first, all words before most words, then the score, then what
        lies nearer the start."""
        return (self.promoted, -self.terms, -self.score, self.depth)


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
        roots = _roots(self._here)
        return any_of(roots, "page__path") if len(roots) > 1 else roots[0].below("page__path")

    def __contains__(self, path: str) -> bool:
        """Tell whether the page at the tree ``path`` can be found."""
        return path in self._stand_in or (self._here.root.has(path) and path not in self._hidden)


def find(read: Reading, terms: Sequence[Term], here: Here, promoted: Sequence[int]) -> tuple[list[Group], Place]:
    """Return what ``terms`` find among the public pages ``here``, the best first, and the place where it was looked
    for. Those of the pages ``promoted`` that are there come before all others, whether they were found or not."""
    place = read.place(here.mark, lambda: _reach(here))
    scored = _scored(terms, read) if terms else {}
    chosen = bits_of(promoted)
    groups = [
        Group(*divmod(points, TERM), depth, found)
        for points, pages in scored.items()
        for depth, lie in place.depths.items()
        if (found := pages & lie & ~chosen)
    ]
    first = [_promoted(key, number, scored, place) for number, key in enumerate(promoted)]
    return sorted([*filter(None, first), *groups], key=lambda group: group.rank), place


def _scored(terms: Sequence[Term], read: Reading) -> dict[int, int]:
    """Return the pages that hold any of ``terms``, by their points: of each term those of the best way to hold it."""
    title = tokens(" ".join(word for term in terms for word in term.words))
    asked = ways(terms)
    entitled, *held = read.pages_with([titled(title), *(hits(equal) for _term, equal in asked)])
    scored: dict[int, int] = {}
    for _term, of_term in groupby(zip(asked, held, strict=True), key=lambda each: each[0][0]):
        scored = _with_term(scored, [(TERM + equal[0].points, pages) for (_number, equal), pages in of_term])
    return _with_term(scored, [(EXACT, entitled)]) if entitled else scored


def _with_term(scored: dict[int, int], ways: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return ``scored`` with what the best of ``ways`` adds to the points of each page, the best coming first."""
    added: dict[int, int] = defaultdict(int)
    rest, new = dict(scored), ~0
    for pages in scored.values():
        new &= ~pages
    for gained, pages in ways:
        for points, before in rest.items():
            if both := before & pages:
                added[points + gained] |= both
                rest[points] = before & ~pages
        if only := pages & new:
            added[gained] |= only
            new &= ~pages
    for points, pages in rest.items():
        if pages:
            added[points] |= pages
    return added


def _promoted(key: int, number: int, scored: dict[int, int], place: Place) -> Group | None:
    """Return a group of the page ``key`` alone, the ``number``th that editors put first, if it is there."""
    page = 1 << key
    depth = next((depth for depth, pages in place.depths.items() if pages & page), None)
    if depth is None:
        return None
    points = next((points for points, pages in scored.items() if pages & page), 0)
    return Group(*divmod(points, TERM), depth, page, number)


def _reach(here: Here) -> Reach:
    """Return which pages may be found. One statement, or two where pages may stand in for others."""
    roots = _roots(here)
    branches = [_branch(root.path) for root in roots]
    others = [_branch(path) for root in roots for path in root.within]
    return Reach(branches, others, MAX_DEPTH, [*_hidden(), *_translated(here)])


def _roots(here: Here) -> list[Root]:
    """Return below which roots pages may be found."""
    return [root for root in (here.root, here.fallback) if root]


def _branch(path: str) -> tuple[str, str]:
    """Return the first and the last path of the branch that begins at ``path``."""
    return path, path + LAST


def _translated(here: Here) -> QuerySet | tuple:
    """Return the keys of the pages that need not stand in for others, for these are there. One statement, or none."""
    if here.fallback is None:
        return ()
    pages = here.fallback.holds(Page.objects.filter(Exists(here.translated())))
    return pages.order_by().values_list("pk", flat=True)


def _hidden() -> list[int]:
    """Return the keys of the pages in hidden branches. One statement."""
    tops = kept_values("hidden branches", [0], lambda _none: hidden_branches())
    if tops is None:
        return []
    sql = (
        f"SELECT DISTINCT below.id FROM ({tops.sql}) AS top "  # noqa: S608  (a statement of ours)
        "JOIN wagtailcore_page AS below ON below.path BETWEEN top.path AND top.path || %s"
    )
    with preparing_cursor() as cursor:
        cursor.execute(sql, [*tops.parameters, LAST])
        return [key for (key,) in cursor.fetchall()]


def find_any(terms: Sequence[Term], seen: Seen) -> dict[int, int]:
    """Return, by the number of each of ``terms`` that pages say, one that does and is ``seen``."""
    found = [(term, hits(asked)) for term, asked in ways(terms)]
    union = " UNION ALL ".join(
        f"SELECT {term} AS term, page_id FROM ({each.sql} LIMIT {LOOKED_AT}) AS way{number}"  # noqa: S608
        for number, (term, each) in enumerate(found)
    )
    sql = (
        f"SELECT found.term, found.page_id, page.path FROM ({union}) AS found "  # noqa: S608  (statements of ours)
        "JOIN wagtailcore_page AS page ON page.id = found.page_id"
    )
    with preparing_cursor() as cursor:
        cursor.execute(sql, [value for _term, each in found for value in each.parameters])
        return {term: key for term, key, path in cursor.fetchall() if path in seen}
