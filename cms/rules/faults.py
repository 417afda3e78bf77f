"""A fault of a page: which rule, where, in which words; and the rules themselves, each told once."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cms.rules.places import Path, Writing


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place. ``about`` is the text that is at fault: with another text it is another fault."""

    rule: str
    path: Path
    message: str
    about: str = ""
    block_id: str = ""
    stops: bool = True
    may_be_overruled: bool = True

    @property
    def field(self) -> str:
        """Return the page's field."""
        return str(self.path[0]) if self.path else ""

    @property
    def mark(self) -> str:
        """Return what tells this fault from every other of its page, wherever its block is moved to."""
        inside = self.path[2:] if self.block_id else self.path
        told = "\n".join([self.rule, self.field, self.block_id, *map(str, inside), self.about])
        return hashlib.sha256(told.encode()).hexdigest()


Found = tuple[Any, str, str]
"""A place, the message, and the text that it is about."""


@dataclass(frozen=True)
class Rule:
    """A rule. ``criterion`` names what it stands for in WCAG 2.2 and, with it, ABNT NBR 17225:2025."""

    code: str
    title: Any
    reason: Any
    criterion: str
    stops: bool
    find: Callable[[Writing], Iterable[Found]]

    def faults(self, writing: Writing) -> Iterator[Fault]:
        """Yield what in ``writing`` is against this rule."""
        for place, message, about in self.find(writing):
            yield Fault(self.code, place.path, str(message), about, place.block_id, self.stops)


RULES: dict[str, Rule] = {}


def rule(code: str, title: Any, *, reason: Any, criterion: str = "", stops: bool = True) -> Callable:
    """Declare the function as what finds the faults against a rule."""

    def declare(find: Callable[[Writing], Iterable[Found]]) -> Callable[[Writing], Iterable[Found]]:
        RULES[code] = Rule(code, title, reason, criterion, stops, find)
        return find

    return declare
