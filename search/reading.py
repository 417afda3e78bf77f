"""What the index says, read once for each state of the content and held as sets of pages (``search.bits``).

Which pages have a word, which can be found at a place, and which are of a state or an area: of a site with 33,000 pages
that is 4 KB each. From then on a question costs what its words cost, however many pages it finds. A process holds what
it read for as long as the versions (``cms.versions``) say that nothing has changed and nothing scheduled has come;
inside a transaction nothing is held.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from cms.api.reads import PAGES, kinds_read
from cms.prepared import preparing_cursor
from cms.versions.reading import current
from search.bits import bits_of
from search.fulltext import Statement

INDEX = ("search.SearchEntry", "search.SearchKind", "search.SearchWord", "search.Synonyms", "search.PromotedQuery")
"""What an answer of search is made from, beside pages."""
NOTES = 2_000
"""Small things that are remembered beside the sets."""
UNKNOWN: Any = object()
MOST = 16 * 1024 * 1024
"""Bytes of sets that a process holds: with more, those of words are forgotten."""


class Reach(NamedTuple):
    """Which pages may be found: those in some branches of the tree (the first and the last path of each) and in none of
    ``others``, not below ``depth``, nor ``hidden`` (their keys)."""

    branches: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    depth: int
    hidden: Sequence[int]

    @property
    def condition(self) -> Statement:
        """The condition that a row with its page's path and depth is of one of them, whether hidden or not."""
        between = " OR ".join("path BETWEEN %s AND %s" for _branch in self.branches)
        sql = f"({between}) AND depth <= {self.depth}" + " AND path NOT BETWEEN %s AND %s" * len(self.others)
        return Statement(sql, [path for branch in (*self.branches, *self.others) for path in branch])


@dataclass
class Place:
    """The pages that can be found at one place, by how deep they lie in the tree and by each value of a facet, written
    as ``state:SP``."""

    depths: dict[int, int] = field(default_factory=dict)
    facets: dict[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Its bytes, more or less."""
        return sum(bits.bit_length() for bits in (*self.depths.values(), *self.facets.values())) // 8


class Reading:
    """What was read while the content was as it is."""

    def __init__(self) -> None:
        self._pages: dict[str, int] = {}
        self._places: dict[Hashable, Place] = {}
        self._notes: dict[Hashable, Any] = {}
        self._size = 0

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what ``make`` gave for ``key`` first: something small that depends on the content alone."""
        found = self._notes.get(key, UNKNOWN)
        if found is UNKNOWN:
            found = make()
            if len(self._notes) >= NOTES:
                self._notes = {}
            self._notes[key] = found
        return found

    def pages_with(self, questions: Sequence[Statement]) -> list[int]:
        """Return the pages that each of ``questions`` finds. One statement, or none where all were asked before."""
        keys = [_key(question) for question in questions]
        asked = dict(zip(keys, questions, strict=True))
        known = {key: self._pages[key] for key in asked if key in self._pages}
        missing = {key: question for key, question in asked.items() if key not in known}
        if missing:
            known |= zip(missing, _read(list(missing.values())), strict=True)
            self._hold(known)
        return [known[key] for key in keys]

    def place(self, mark: Hashable, reach: Callable[[], Reach]) -> Place:
        """Return the place that ``mark`` names, whose ``Reach`` the function ``reach`` gives."""
        if mark not in self._places:
            self._places[mark] = _read_place(reach())
            self._size += self._places[mark].size
        return self._places[mark]

    def _hold(self, pages: dict[str, int]) -> None:
        new = {key: bits for key, bits in pages.items() if key not in self._pages}
        self._size += sum(len(key) + bits.bit_length() // 8 for key, bits in new.items())
        if self._size > MOST:
            self._pages, self._size = {}, sum(place.size for place in [*self._places.values()])
        self._pages.update(new)


_held: tuple[Hashable, Reading] | None = None


def reading() -> Reading:
    """Return what was read of the content as it is now. At most one statement."""
    global _held
    versions = current()
    stamp = versions and versions.stamp(kinds_read((*PAGES, *INDEX)))
    if not versions or not stamp:
        return Reading()
    held, state = _held, (stamp, versions.until)
    if held is None or held[0] != state:
        _held = held = (state, Reading())
    return held[1]


GATHER = {"postgresql": "array_agg", "sqlite": "json_group_array"}
"""What gathers many numbers in one value."""


def _listed(given: Any) -> list[int]:
    return json.loads(given) if isinstance(given, str) else given or []


def _key(question: Statement) -> str:
    return "\n".join((question.sql, *question.parameters))


def _read(questions: Sequence[Statement]) -> list[int]:
    sql = " UNION ALL ".join(
        f"SELECT {number} AS number, {GATHER[connection.vendor]}(page_id) AS keys FROM ({question.sql}) AS found"  # noqa: S608  (ours)
        for number, question in enumerate(questions)
    )
    with preparing_cursor() as cursor:
        cursor.execute(sql, [parameter for question in questions for parameter in question.parameters])
        found = dict(cursor.fetchall())
    return [bits_of(_listed(found[number])) for number in range(len(questions))]


ENTRIES = {
    "postgresql": "search_fulltext",
    "sqlite": "(SELECT entry.page_id, page.path, page.depth, entry.kind_id AS kind FROM search_searchentry AS entry "
    "JOIN wagtailcore_page AS page ON page.id = entry.page_id)",
}
"""The entries, with the place of each in the tree and its kind."""


def _read_place(reach: Reach) -> Place:
    visible = reach.condition
    sql = (
        "SELECT found.depth, kind.facets, found.keys FROM ("  # noqa: S608  (statements of ours)
        f"SELECT depth, kind, {GATHER[connection.vendor]}(page_id) AS keys FROM {ENTRIES[connection.vendor]} AS entry "
        f"WHERE {visible.sql} GROUP BY depth, kind) AS found JOIN search_searchkind AS kind ON kind.id = found.kind"
    )
    with preparing_cursor() as cursor:
        cursor.execute(sql, visible.parameters)
        rows = [(depth, facets, _listed(keys)) for depth, facets, keys in cursor.fetchall()]
    depths, values = defaultdict[int, list[int]](list), defaultdict[str, list[int]](list)
    hidden = set(reach.hidden)
    for depth, facets, keys in rows:
        found = [key for key in keys if key not in hidden] if hidden else keys
        depths[depth] += found
        for value in facets.split():
            values[value] += found
    return Place(
        {depth: bits_of(keys) for depth, keys in depths.items() if keys},
        {value: bits_of(keys) for value, keys in values.items() if keys},
    )
