"""What a question found, and which part of it is asked for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from search.facets import Tallies, fits, tallied
from search.fulltext import POINTS
from search.gathering import kinds_in
from search.matching import NOT_PROMOTED, Group
from search.questions import Term

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
    """All that a question found, in order, of which ``first`` are shown that are ``wanted`` and come ``after``."""

    terms: list[Term]
    groups: Sequence[Group]
    wanted: dict[str, set[str]]
    first: int
    after: tuple | None
    results: list[Any] = field(default_factory=list)
    """What is shown, once its pages are loaded."""

    @property
    def every(self) -> int:
        """How many there are, whatever is wanted."""
        return sum(len(group.page_ids) for group in self.groups)

    @property
    def total(self) -> int:
        return sum(self.numbers[kind] for kind in self._fitting) if self.wanted else self.every

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many have the same facets: there are far fewer of these than results."""
        return Counter({self._facets.get(kind, ""): number for kind, number in self.numbers.items()})

    @cached_property
    def tallies(self) -> Tallies:
        """How many have each value of a facet."""
        return tallied(self.kinds, self.wanted)

    @cached_property
    def numbers(self) -> Counter[int]:
        """How many are of a kind."""
        numbers: Counter[int] = Counter()
        for group in self.groups:
            numbers.update(group.kinds)
        return numbers

    @cached_property
    def shown(self) -> list[Match]:
        return self._reached[: self.first]

    @property
    def has_next(self) -> bool:
        return bool(self.shown) and len(self._reached) > self.first

    @cached_property
    def _reached(self) -> list[Match]:
        return list(islice(self._beyond(), self.first + 1))

    def _beyond(self) -> Iterator[Match]:
        """Yield what comes after the cursor. Groups that nobody looks at stay as they are."""
        *rank, last = self.after or (-1, -1)
        for group in self.groups:
            if group.rank >= tuple(rank):
                keys = sorted(self._chosen(group))
                yield from (Match(key, group) for key in keys if group.rank > tuple(rank) or key > last)

    def _chosen(self, group: Group) -> Sequence[int]:
        if not self.wanted:
            return group.page_ids
        pairs = zip(group.page_ids, group.kinds, strict=True)
        return [key for key, kind in pairs if kind in self._fitting]

    @cached_property
    def _fitting(self) -> set[int]:
        return {kind for kind in self.numbers if fits(self._facets.get(kind, ""), self.wanted)}

    @cached_property
    def _facets(self) -> dict[int, str]:
        return kinds_in(self.numbers)
