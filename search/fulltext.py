"""The same question put to the full-text index of each database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5
from itertools import groupby, pairwise
from typing import Any

from django.db import connection

from search.questions import Term

EXACT, GUESS, ROOT, SYNONYM, PART = 1.0, 0.5, 0.45, 0.4, 0.3
"""How much a match counts, by how it was come to."""

TITLE, SUMMARY, BODY = 1.0, 0.4, 0.1
"""How much a match counts, by where it is. In a body a word and its family count the same."""

EXACT_TITLE = 1.0
"""What a page gains whose title is the question, word for word."""

POINTS = 1000
"""Scores are whole numbers of these to the unit, so that equal ones are equal in whatever order they are added."""

Option = tuple[str, ...]
"""Words in a row."""


@dataclass(frozen=True)
class Way:
    """One way in which an entry may hold a term (its number): any of some options in a column. What it is worth."""

    term: int
    column: str
    options: Sequence[Option]
    points: int
    is_part: bool = False


@dataclass(frozen=True)
class Statement:
    """A part of SQL and its parameters."""

    sql: str
    parameters: list[Any]


def ways(terms: Sequence[Term]) -> list[tuple[int, list[Way]]]:
    """Return, for each of ``terms``, the ways to hold it that are worth the same: the best first."""
    found = []
    for number, term in enumerate(terms):
        by_points = sorted(_ways(number, term), key=lambda way: -way.points)
        found += [(number, list(equal)) for _points, equal in groupby(by_points, key=lambda way: way.points)]
    return found


def _ways(number: int, term: Term) -> Iterator[Way]:
    yield from _reading(number, EXACT, [term.stems], family=[term.roots] if term.roots else [])
    if term.guesses:
        yield from _reading(number, GUESS, [(guess,) for guess in term.guesses])
    if term.synonyms:
        yield from _reading(number, SYNONYM, term.synonyms)
    if term.part:
        yield from _reading(number, PART, [(term.part,)], is_part=True)


def _reading(
    number: int, weight: float, options: Sequence[Option], family: Sequence[Option] = (), *, is_part: bool = False
) -> Iterator[Way]:
    """Yield the ways to hold any of some options: ``family`` is wider than they are, and counts less."""
    for column, score in (("title", TITLE), ("summary", SUMMARY)):
        yield Way(number, column, options, _points(score * weight), is_part)
        if family:
            yield Way(number, column, family, _points(score * ROOT), is_part)
    yield Way(number, "body", family or options, _points(BODY * weight), is_part)


def _points(score: float) -> int:
    return round(score * POINTS)


MARKS = {"title": "0a", "summary": "0b", "body": ""}
"""What PostgreSQL's words begin by: those without a mark stand anywhere, and are worth least."""


PAIR = "~"
"""What the marks of words in a row begin by: no word does."""


def _in_a_row(mark: str, option: Option, end: str) -> str:
    """Return the question for words in a row. The index knows what words follow each other, all but surely: few pages
    are read to see whether they do."""
    words = " <-> ".join(mark + word + end for word in option)
    return " & ".join([f"({words})", *(f"'{_pair(*pair)}'" for pair in pairwise(option))])


def _pair(word: str, following: str) -> str:
    """Return the mark of two words in a row, as the database makes it (the migration ``0005_words_in_a_row``)."""
    return PAIR + md5(f"{word} {following}".encode(), usedforsecurity=False).hexdigest()[:4]


FOUND = "SELECT page_id FROM search_fulltext WHERE words"


def _for_postgresql(way: Way) -> str:
    mark, end = MARKS[way.column], ":*" * way.is_part
    return " | ".join(f"({_in_a_row(mark, option, end)})" for option in way.options)


def _for_sqlite(way: Way) -> str:
    options = " OR ".join('"' + " ".join(option) + '"' + "*" * way.is_part for option in way.options)
    return f"({way.column} : ({options}))"


def hits(asked: Sequence[Way]) -> Statement:
    """Return the statement that gives the ``page_id`` of the entries that hold a term in one of the ways ``asked``."""
    if connection.vendor == "postgresql":
        return Statement(f"{FOUND} @@ %s::tsquery", [" | ".join(map(_for_postgresql, asked))])
    sql = "SELECT rowid AS page_id FROM search_fulltext WHERE search_fulltext MATCH %s"
    return Statement(sql, [" OR ".join(map(_for_sqlite, asked))])


def titled(title: str) -> Statement:
    """Return the statement that gives the ``page_id`` of the entries whose title's tokens are ``title``."""
    if connection.vendor == "postgresql":
        words = " & ".join(MARKS["title"] + token for token in title.split())
        return Statement(f"{FOUND} @@ %s::tsquery AND title = %s", [words, title])
    sql = (
        "SELECT entry.page_id FROM search_fulltext JOIN search_searchentry AS entry ON entry.page_id = "
        "search_fulltext.rowid WHERE search_fulltext MATCH %s AND entry.title = %s"
    )
    return Statement(sql, [f'title : "{title}"', title])
