"""What a question found, and which part of it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import Any, NamedTuple

from search.bits import beyond, keys_of
from search.fulltext import POINTS
from search.matching import NOT_PROMOTED, Group
from search.questions import Term
from search.reading import Reading

RANK_LENGTH = 5


class Match(NamedTuple):
    """A page that was found."""

    page_id: int
    group: Group

    @property
    def rank(self) -> tuple[int, ...]:
        """What matches are sorted by."""
        return (*self.group.rank, self.page_id)

    @property
    def score(self) -> float:
        return self.group.terms + self.group.score / POINTS

    @property
    def is_promoted(self) -> bool:
        return self.group.promoted != NOT_PROMOTED


@dataclass
class Found:
    """All that a question found, in order, of which ``first`` are shown that are ``wanted`` and come ``after``.

    ``facets`` are the pages with each value of a facet; ``wanted`` names facets, and the values wanted of each.
    """

    terms: list[Term]
    groups: Sequence[Group]
    facets: Mapping[str, int]
    wanted: Mapping[str, set[str]]
    first: int
    after: tuple | None
    read: Reading
    results: list[Any] = field(default_factory=list)
    """What is shown, once its pages are loaded."""

    @cached_property
    def every(self) -> int:
        """How many there are, whatever is wanted."""
        return self._all.bit_count()

    @cached_property
    def total(self) -> int:
        return self._narrowed().bit_count()

    def count(self, facet: str, value: str) -> int:
        """Return how many results have a ``value`` of ``facet``, under the filters on all other facets."""
        if facet not in self._others:
            self._others[facet] = self._narrowed(but=facet)
        return (self._others[facet] & self.facets.get(f"{facet}:{value}", 0)).bit_count()

    @cached_property
    def shown(self) -> list[Match]:
        return self._reached[: self.first]

    @property
    def has_next(self) -> bool:
        return bool(self.shown) and len(self._reached) > self.first

    @cached_property
    def _others(self) -> dict[str, int]:
        return {}

    @cached_property
    def _all(self) -> int:
        return reduce(or_, (group.pages for group in self.groups), 0)

    @cached_property
    def _fitting(self) -> dict[str, int]:
        """The pages that fit what is wanted of each facet."""
        return {
            facet: reduce(or_, (self.facets.get(f"{facet}:{value}", 0) for value in values), 0)
            for facet, values in self.wanted.items()
        }

    def _narrowed(self, but: str = "") -> int:
        return reduce(and_, (pages for facet, pages in self._fitting.items() if facet != but), self._all)

    @cached_property
    def _reached(self) -> list[Match]:
        return list(islice(self._beyond(), self.first + 1))

    def _beyond(self) -> Iterator[Match]:
        """Yield what comes after the cursor. Groups that nobody looks at stay as they are."""
        *rank, last = self.after or (-1, -1)
        wanted = self._narrowed()
        for group in self.groups:
            if group.rank >= tuple(rank):
                pages = group.pages & wanted
                pages = pages if group.rank > tuple(rank) else beyond(pages, last)
                yield from (Match(key, group) for key in keys_of(pages))
