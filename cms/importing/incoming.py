"""Records on their way from the file into the database, and what is wrong with them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms.importing.columns import Column
from cms.importing.kinds import KINDS
from cms.importing.problems import BadValue, Problem, from_validation, shown
from cms.importing.references import NotThere, References
from cms.importing.sections import Kind, PageKind
from cms.importing.structure import Path, find_faults

PLACES = {kind.section: place for place, kind in enumerate(KINDS)}
Faulty = dict[tuple[str, int], list[Path]]
"""For each record, by section and index, the paths to what in it has not its form."""
Fault = tuple[str, Exception]
"""The field that has it, and what it is."""


@dataclass
class Record:
    """A record of the file on its way into the database."""

    kind: Kind
    row: str
    """How messages call it."""
    order: tuple[int, int]
    """The place of its section, and its own there."""
    name: str
    values: dict[str, Any]
    key: Any = None
    """The primary key of the row that is there already."""
    instance: Any = None
    before: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    waits: list[Column] = field(default_factory=list)
    """Fields that refer to what is not made yet."""
    old_file: str = ""
    """The name of the stored file that a new one replaces."""
    faulty: set[str] = field(default_factory=set)
    """Fields that have not their form, and are left out."""

    @property
    def title(self) -> str:
        return str(self.values.get("title") or self.values.get("name") or self.instance)


@dataclass
class Refusals:
    """All that is wrong with a file."""

    references: References
    problems: list[Problem] = field(default_factory=list)

    def in_order(self) -> list[Problem]:
        """Return the problems in the order of the file."""
        return sorted(self.problems, key=lambda problem: problem.order)

    def note_structure(self, sections: Any, lines: dict[int, int]) -> Faulty:
        """Note where the file has not its form, and return the places."""
        faulty: Faulty = defaultdict(list)
        for section, index, path, problem in find_faults(sections, lines):
            self.problems.append(problem.at((PLACES.get(section, -1), index)))
            faulty[section, index].append(path)
        return faulty

    def note(self, record: Record, faults: list[Fault]) -> None:
        """Note what is wrong with a record, but for what follows from faults of others."""
        self.note_broken(record.kind, record.name, record.values)
        told = record.faulty | {name for name, _fault in faults if name}
        if told & set(record.kind.key):
            told.add("slug")  # which comes from what names the record
        for name, fault in faults:
            if isinstance(fault, ValidationError):
                found = from_validation(fault, record.row, record.values)
                self.problems += [problem.at(record.order) for problem in found if problem.field not in told]
            elif isinstance(fault, BadValue):
                self._add(record, name + fault.path, fault.found, fault.allowed)
            elif isinstance(fault, NotThere) and not self.references.is_broken(fault):
                place = name or ", ".join(record.kind.key)
                self._add(record, place + fault.path, fault.key, self.references.explain(fault))

    def note_broken(self, kind: Kind, name: str, values: dict[str, Any]) -> None:
        """Note that a record is not made, so that nobody is blamed for referring to it."""
        self.references.broken |= {(kind.model, name), (kind.model, "")}
        if isinstance(kind, PageKind):
            self.references.broken.add((Page, kind.slug_of(values)))

    def _add(self, record: Record, place: str, found: Any, allowed: str) -> None:
        self.problems.append(Problem(record.row, place, shown(found), allowed, record.order))
