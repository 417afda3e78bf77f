"""All that a question finds, told by the database in few rows: there may be tens of thousands of pages.

Entries that count the same and are as deep come in one row: their keys in one value and their kinds in another.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from search.fulltext import EXACT_TITLE, POINTS, Statement, Way, hits, titled, ways
from search.questions import Term

EXACT = round(EXACT_TITLE * POINTS)
TERM = 1_000_000
"""What a term that is held adds to the points of an entry: more than all that any may be worth."""


class Dialect(NamedTuple):
    """How a database gathers many numbers in one value, and says of a number that it is among those in one, as JSON, or
    among none of them."""

    gather: str
    among: str
    not_among: str


DIALECTS = {
    "postgresql": Dialect(
        "array_agg",
        "= ANY (TRANSLATE(%s, '[]', '{}')::integer[])",
        "NOT IN (SELECT UNNEST(TRANSLATE(%s, '[]', '{}')::integer[]))",
    ),
    "sqlite": Dialect(
        "json_group_array", "IN (SELECT value FROM json_each(%s))", "NOT IN (SELECT value FROM json_each(%s))"
    ),
}


class Row(NamedTuple):
    """Entries that count the same and are as deep."""

    terms: int
    points: int
    depth: int
    page_ids: list[int]
    kinds: list[int]


class Reach(NamedTuple):
    """Which pages may be found: those in some branches of the tree (the first and the last path of each) and in none of
    ``others``, not below ``depth``, nor ``hidden`` (their keys)."""

    branches: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    depth: int
    hidden: Sequence[int]

    def condition(self, dialect: Dialect) -> Statement:
        """Return the condition that a row with its page's key, path and depth is of one of them."""
        between = " OR ".join("path BETWEEN %s AND %s" for _branch in self.branches)
        sql = f"({between}) AND depth <= {self.depth}" + " AND path NOT BETWEEN %s AND %s" * len(self.others)
        parameters: list[Any] = [path for branch in (*self.branches, *self.others) for path in branch]
        if not self.hidden:
            return Statement(sql, parameters)
        return Statement(f"{sql} AND page_id {dialect.not_among}", [*parameters, json.dumps(self.hidden)])


def gather(terms: Sequence[Term], title: str, reach: Reach) -> Iterator[Row]:
    """Yield what holds any of ``terms`` within ``reach``, in one statement. The title ``title`` brings points of its
    own."""
    dialect = DIALECTS[connection.vendor]
    visible = reach.condition(dialect)
    found = (_postgresql if connection.vendor == "postgresql" else _sqlite)(terms, title, visible)
    sql = (
        f"SELECT points, depth, {dialect.gather}(page_id), {dialect.gather}(kind) "  # noqa: S608  (statements of ours)
        f"FROM ({found.sql}) AS found GROUP BY points, depth"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, found.parameters)
        for points, level, page_ids, kinds in cursor.fetchall():
            yield Row(*divmod(int(points), TERM), level, _listed(page_ids), _listed(kinds))


def kinds_in(numbers: Iterable[int]) -> dict[int, str]:
    """Return the facets of the kinds that have these ``numbers``: there may be thousands, so they are one value."""
    sql = f"SELECT id, facets FROM search_searchkind WHERE id {DIALECTS[connection.vendor].among}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(numbers))])
        return dict(cursor.fetchall())


def _arms(terms: Sequence[Term]) -> Iterator[tuple[int, int, Statement]]:
    """Yield statements, each with the number of its term and what it adds to the points of what it finds. Of each term
    an entry is in one alone: that of the best way to hold it."""
    better: list[Way] = []
    for number, asked in ways(terms):
        better = [way for way in better if way.term == number]
        yield number, TERM + asked[0].points, hits(asked, but=better)
        better += asked


def _postgresql(terms: Sequence[Term], title: str, visible: Statement) -> Statement:
    """Whose title it is holds the first term too, so that no page is looked up for it. Of one term a page is in one arm
    alone, so that there is nothing to add up."""
    union, parameters = [], []
    for number, points, each in _arms(terms):
        gained = f"{points} + CASE WHEN title = %s THEN {EXACT} ELSE 0 END" if number == 0 else str(points)
        union.append(
            f"SELECT key, page_id, depth, kind, {gained} AS points "  # noqa: S608  (statements of ours)
            f"FROM ({each.sql}) AS arm WHERE {visible.sql}"
        )
        parameters += [*([title] * (number == 0)), *each.parameters, *visible.parameters]
    arms = " UNION ALL ".join(union)
    if len(terms) == 1:
        return Statement(arms, parameters)
    columns = "MIN(page_id) AS page_id, MIN(depth) AS depth, MIN(kind) AS kind, SUM(points) AS points"
    return Statement(f"SELECT {columns} FROM ({arms}) AS hit GROUP BY key", parameters)  # noqa: S608


def _sqlite(terms: Sequence[Term], title: str, visible: Statement) -> Statement:
    union, parameters = [], []
    for points, each in [(EXACT, titled(title)), *((points, each) for _number, points, each in _arms(terms))]:
        union.append(f"SELECT page_id, {points} AS points FROM ({each.sql}) AS arm")  # noqa: S608  (a statement of ours)
        parameters += each.parameters
    sql = (
        "SELECT page_id, depth, kind_id AS kind, points FROM ("  # noqa: S608  (statements of ours)
        f"SELECT page_id, SUM(points) AS points FROM ({' UNION ALL '.join(union)}) AS hit GROUP BY page_id) AS hit "
        "JOIN search_searchentry AS entry USING (page_id) "
        "JOIN (SELECT id AS page_id, path, depth FROM wagtailcore_page) AS page USING (page_id) "
        f"WHERE {visible.sql}"
    )
    return Statement(sql, parameters + visible.parameters)


def _listed(given: Any) -> list[int]:
    return json.loads(given) if isinstance(given, str) else given
