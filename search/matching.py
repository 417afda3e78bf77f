"""What a question finds among what is public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from cms.api.here import Here
from cms.api.kept import kept_values
from cms.api.routes import in_scope
from cms.api.scope import Root, any_of
from cms.visibility import MAX_DEPTH, Hidden, hidden_branches
from search.folding import tokens
from search.fulltext import hits, ways
from search.gathering import Reach, gather
from search.models import SearchEntry
from search.questions import Term

LOOKED_AT = 200
"""Pages that say a word, of which one must be public for the word to be told."""

NOT_PROMOTED = 1_000_000
NO_KIND = 0
"""Of a page that is in no index."""
LAST = "Z" * Page.steplen * MAX_DEPTH
"""Comes after all that can follow the path of a page in the tree."""


@dataclass(frozen=True)
class Group:
    """Pages that were found and come one after the other, in the order of their keys."""

    terms: int
    score: int
    depth: int
    page_ids: list[int]
    kinds: list[int]
    """The kind of each of ``page_ids``."""
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


def find(terms: Sequence[Term], here: Here) -> list[Group]:
    """Return what ``terms`` find among the public pages ``here``, the best first. Two statements, or one more where
    pages may stand in for others."""
    title = tokens(" ".join(word for term in terms for word in term.words))
    roots = _roots(here)
    branches = [_branch(root.path) for root in roots]
    others = [_branch(path) for root in roots for path in root.within]
    rows = gather(terms, title, Reach(branches, others, MAX_DEPTH, [*_hidden(), *_translated(here)]))
    return sorted((Group(*row) for row in rows), key=lambda group: group.rank)


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
    with connection.cursor() as cursor:
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
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _term, each in found for value in each.parameters])
        return {term: key for term, key, path in cursor.fetchall() if path in seen}


def with_promoted(groups: Sequence[Group], places: dict[int, int], pages: QuerySet) -> list[Group]:
    """Return ``groups`` with those of ``pages`` first that have a place in ``places``, whether they were found or
    not: each a group of its own."""
    if not places:
        return list(groups)
    first: dict[int, Group] = {}
    rest = []
    for group in groups:
        chosen = places.keys() & group.page_ids
        rest.append(_without(group, chosen) if chosen else group)
        first |= {key: _alone(group, key, places[key]) for key in chosen}
    missing = _load(places.keys() - first.keys(), pages)
    first |= {key: Group(0, 0, depth, [key], [kind], places[key]) for key, (depth, kind) in missing.items()}
    return sorted(first.values(), key=lambda group: group.rank) + [group for group in rest if group.page_ids]


def _without(group: Group, keys: Collection[int]) -> Group:
    kept = [(key, kind) for key, kind in zip(group.page_ids, group.kinds, strict=True) if key not in keys]
    return replace(group, page_ids=[key for key, _ in kept], kinds=[kind for _, kind in kept])


def _alone(group: Group, key: int, place: int) -> Group:
    return replace(group, page_ids=[key], kinds=[group.kinds[group.page_ids.index(key)]], promoted=place)


def _load(keys: Collection[int], pages: QuerySet) -> dict[int, tuple[int, int]]:
    """Return the depth and the kind of those of ``pages`` that have one of ``keys``."""
    if not keys:
        return {}
    kind = SearchEntry.objects.filter(pk=OuterRef("pk")).values("kind")
    rows = pages.filter(pk__in=keys).annotate(kind=Subquery(kind)).values_list("pk", "depth", "kind")
    return {key: (depth, kind or NO_KIND) for key, depth, kind in rows}
