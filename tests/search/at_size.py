"""What a search costs in a large database beside a small one: ``python -m tests.search.at_size SMALL LARGE``.

SMALL and LARGE are addresses of PostgreSQL databases. Each is asked by a process of its own, in turns, one search at a
time: whatever else the machine does slows both alike. ``--plan`` prints how PostgreSQL finds one question in LARGE.
"""

import argparse
import os
import secrets
import sys
import time
from multiprocessing import get_context
from statistics import median
from typing import Any

import django

SEARCH = """
query($query: String!, $filter: SearchFilter) { search(query: $query, first: 10, filter: $filter) {
  totalCount nodes { page { title path } score excerpt { text isMatch } }
  facets { type { value label count } state { value label count } region { value label count }
    area { value label count } status { value label count } } } }
"""
QUESTIONS = {
    "a word that all have": "saude",
    "two such words": "saude educacao",
    "three, with synonyms": "plano de contas da prefeitura",
    "a part": "educ",
    "a slip": "orcamemto",
    "a name": "Porto Velho",
    "a name and a word": "saude em ariquemes",
    "a phrase whose words all have": '"unidade basica"',
    "ten words that all have": "saude educacao seguranca cultura plano contas prefeitura escola unidade moradores",
}
WARM_UP = 2


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.search.at_size", description=__doc__)
    parser.add_argument("small", help="postgres://…")
    parser.add_argument("large", help="postgres://…")
    parser.add_argument("--rounds", type=int, default=21, help="how often each question is asked of each")
    parser.add_argument("--plan", metavar="QUESTION", help="how this is found in LARGE, and nothing else")
    asked = parser.parse_args()
    spawn = get_context("spawn")
    with spawn.Pool(1, _begin, [asked.small]) as small, spawn.Pool(1, _begin, [asked.large]) as large:
        if asked.plan:
            sys.stdout.write(large.apply(_plan, [asked.plan]) + "\n")
        else:
            _compare(small, large, asked.rounds)


def _compare(small: Any, large: Any, rounds: int) -> None:
    heads = ["question", *["found", "ms", "after a change"] * 2, "times", "after a change"]
    sys.stdout.write(f"| {' | '.join(heads)} |\n{'| --- ' * len(heads)}|\n")
    for name, question in QUESTIONS.items():
        pairs = [[pool.apply(_search, [question]) for pool in (small, large)] for _round in range(rounds + WARM_UP)]
        (few, fast, fast_anew), (many, slow, slow_anew) = map(_middle, zip(*pairs[WARM_UP:], strict=True))
        small_cells = [f"{few:,}", f"{fast:.1f}", f"{fast_anew:.0f}"]
        large_cells = [f"{many:,}", f"{slow:.1f}", f"{slow_anew:.0f}"]
        times = [f"{slow / fast:.1f}", f"{slow_anew / fast_anew:.1f}"]
        sys.stdout.write(f"| {' | '.join([f'{name}: *{question}*', *small_cells, *large_cells, *times])} |\n")
        sys.stdout.flush()


def _middle(answers: Any) -> tuple[int, float, float]:
    (found,) = {total for total, _ms, _anew in answers}
    return found, median(ms for _total, ms, _anew in answers), median(anew for _total, _ms, anew in answers)


def _begin(address: str) -> None:
    key = secrets.token_urlsafe(50)
    os.environ.update(DATABASE_URL=address, DEBUG="false", SECRET_KEY=key, PUBLIC_URL="http://127.0.0.1:8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()


def _search(question: str) -> tuple[int, float, float]:
    """Return how many pages are found, and the milliseconds that an answer took: one that is made of what the process
    has read of the index before, and one after a change, when it must read all that again."""
    from search import reading  # once Django is set up

    reading._held = None
    _found, anew = _timed(question)
    found, taken = _timed(question)
    return found, taken, anew


def _timed(question: str) -> tuple[int, float]:
    from cms.graphql.planning import run
    from cms.graphql.request import GraphQLRequest

    begin = time.perf_counter()
    answer = run(GraphQLRequest(SEARCH, variables={"query": question}))
    taken = (time.perf_counter() - begin) * 1000
    if answer.errors:
        raise RuntimeError(answer.errors[0].message)
    return answer.data["search"]["totalCount"], taken


def _plan(question: str) -> str:
    from django.db import connection

    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "array_agg" in sql:
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        _search(question)
    lines = []
    for sql, params in seen:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
            lines += [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
