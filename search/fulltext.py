"""The same question put to the full-text index of each database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from search.questions import Term

EXACT, GUESS, ROOT, SYNONYM, PART = 1.0, 0.5, 0.45, 0.4, 0.3
"""How much a match counts, by how it was come to."""

TITLE, SUMMARY, BODY = 1.0, 0.4, 0.1
"""How much a match counts, by where it is. In a body a word and its family count the same."""

Option = tuple[str, ...]
"""Words in a row."""


@dataclass(frozen=True)
class Reading:
    """One way to take a term: any of some options. ``family`` is wider than they are, and counts less."""

    weight: float
    options: Sequence[Option]
    family: Sequence[Option] = ()
    is_part: bool = False

    @property
    def places(self) -> list[tuple[str, Sequence[Option], float]]:
        """Where the heads of entries may hold it, the best first: the column, what is there, what that counts."""
        found = []
        for column, score in (("title", TITLE), ("summary", SUMMARY)):
            found.append((column, self.options, score * self.weight))
            if self.family:
                found.append((column, self.family, score * ROOT))
        return sorted(found, key=lambda place: -place[2])


@dataclass(frozen=True)
class Statement:
    """A part of SQL and its parameters."""

    sql: str
    parameters: list[Any]


def hits(terms: Sequence[Term], *, most: int | None = None) -> Statement:
    """Return the statement that gives each way in which an entry holds one of ``terms``: ``page_id``, ``term`` (its
    number) and ``score``. ``most`` limits each of the ways."""
    arm = _postgresql if connection.vendor == "postgresql" else _sqlite
    arms = [found for number, term in enumerate(terms) for reading in _readings(term) for found in arm(number, reading)]
    limit = "" if most is None else f" LIMIT {most}"
    union = " UNION ALL ".join(f"SELECT * FROM ({found.sql}{limit}) AS way" for found in arms)  # noqa: S608
    return Statement(union, [value for found in arms for value in found.parameters])


def matches(terms: Sequence[Term]) -> Statement:
    """Return the statement that gives, for each entry that holds any of ``terms``, its ``page_id``, how many of the
    ``terms`` it holds, and a ``score``."""
    found = hits(terms)
    sql = (
        "SELECT page_id, COUNT(*) AS terms, SUM(score) AS score FROM "  # noqa: S608  (statements of ours)
        f"(SELECT page_id, term, MAX(score) AS score FROM ({found.sql}) AS hit GROUP BY page_id, term) AS best "
        "GROUP BY page_id"
    )
    return Statement(sql, found.parameters)


def _readings(term: Term) -> Iterator[Reading]:
    yield Reading(EXACT, [term.stems], family=[term.roots] if term.roots else [])
    if term.guesses:
        yield Reading(GUESS, [(guess,) for guess in term.guesses])
    if term.synonyms:
        yield Reading(SYNONYM, term.synonyms)
    if term.part:
        yield Reading(PART, [(term.part,)], is_part=True)


LABELS = {"title": "A", "summary": "B"}


def _postgresql(number: int, reading: Reading) -> Iterator[Statement]:
    def question(options: Sequence[Option], label: str = "") -> str:
        mark = ":" + "*" * reading.is_part + label if reading.is_part or label else ""
        return " | ".join("(" + " <-> ".join(word + mark for word in option) + ")" for option in options)

    places = reading.places
    cases = " ".join(f"WHEN head @@ %s::tsquery THEN {score}" for _column, _options, score in places)
    yield Statement(
        f"SELECT page_id, {number} AS term, CASE {cases} ELSE {BODY * reading.weight} END AS score "  # noqa: S608  (numbers)
        "FROM search_searchentry WHERE vector @@ %s::tsquery",
        [*(question(options, LABELS[column]) for column, options, _score in places), question(_widest(reading))],
    )


def _sqlite(number: int, reading: Reading) -> Iterator[Statement]:
    for column, options, score in [*reading.places, ("body", _widest(reading), BODY * reading.weight)]:
        question = " OR ".join('"' + " ".join(option) + '"' + "*" * reading.is_part for option in options)
        yield Statement(
            f"SELECT rowid AS page_id, {number} AS term, {score} AS score "  # noqa: S608  (numbers of ours)
            "FROM search_fulltext WHERE search_fulltext MATCH %s",
            [f"{column} : ({question})"],
        )


def _widest(reading: Reading) -> Sequence[Option]:
    """Return what finds all that the reading finds: every word belongs to its own family."""
    return reading.family or reading.options
