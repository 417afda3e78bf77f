"""The same question put to the full-text index of each database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from search.questions import Term

EXACT, GUESS, ROOT, SYNONYM, PART = 1.0, 0.5, 0.45, 0.4, 0.3
"""How much a match counts, by how it was come to."""

PLACES = {"title": ("A", 1.0), "summary": ("B", 0.4), "body": ("C", 0.1)}
"""PostgreSQL's label of each column of the index, and how much a match in it counts."""

Option = tuple[str, ...]
"""Words in a row."""


@dataclass(frozen=True)
class Statement:
    """A part of SQL and its parameters."""

    sql: str
    parameters: list[Any]


def hits(terms: Sequence[Term], *, most: int | None = None) -> Statement:
    """Return the statement that gives each way in which an entry holds one of ``terms``: ``page_id``, ``term`` (its
    number) and ``score``. ``most`` limits each of the ways."""
    arm = _postgresql if connection.vendor == "postgresql" else _sqlite
    arms = [
        found
        for number, term in enumerate(terms)
        for weight, options, is_part in _readings(term)
        for found in arm(number, weight, options, is_part)
    ]
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


def _readings(term: Term) -> Iterator[tuple[float, Sequence[Option], bool]]:
    """Yield what a term may mean, the likeliest first: its weight, its options, whether they are parts of words."""
    yield EXACT, [term.stems], False
    if term.guesses:
        yield GUESS, [(guess,) for guess in term.guesses], False
    if term.roots:
        yield ROOT, [term.roots], False
    if term.synonyms:
        yield SYNONYM, term.synonyms, False
    if term.part:
        yield PART, [(term.part,)], True


def _postgresql(number: int, weight: float, options: Sequence[Option], is_part: bool) -> Iterator[Statement]:
    def question(label: str) -> str:
        mark = ":" + "*" * is_part + label if is_part or label else ""
        return " | ".join("(" + " <-> ".join(word + mark for word in option) + ")" for option in options)

    cases, parameters = "", []
    for label, score in list(PLACES.values())[:-1]:
        cases += f"WHEN vector @@ %s::tsquery THEN {score * weight} "
        parameters.append(question(label))
    rest = list(PLACES.values())[-1][1] * weight
    yield Statement(
        f"SELECT page_id, {number} AS term, CASE {cases}ELSE {rest} END AS score "  # noqa: S608  (numbers of ours)
        "FROM search_searchentry WHERE vector @@ %s::tsquery",
        [*parameters, question("")],
    )


def _sqlite(number: int, weight: float, options: Sequence[Option], is_part: bool) -> Iterator[Statement]:
    question = " OR ".join('"' + " ".join(option) + '"' + "*" * is_part for option in options)
    for column, (_label, score) in PLACES.items():
        yield Statement(
            f"SELECT rowid AS page_id, {number} AS term, {score * weight} AS score "  # noqa: S608  (numbers of ours)
            "FROM search_fulltext WHERE search_fulltext MATCH %s",
            [f"{column} : ({question})"],
        )
