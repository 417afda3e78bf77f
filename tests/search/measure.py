"""How well a search answers the pairs of ``pairs.json``: ``python -m tests.search.measure``.

Runs every finder of ``tests.search.finders`` on the current database, which holds the demo content.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TextIO

import django

PAIRS = Path(__file__).with_name("pairs.json")
FIRST = 10
"""How many results a person looks at: what comes later is not found."""
SETS = ("known", "unseen")

Find = Callable[[str], list[str]]


@dataclass(frozen=True)
class Answer:
    """What a finder made of one pair: the place of the first expected page, from 1, or None."""

    pair: dict
    rank: int | None
    error: str = ""


@dataclass(frozen=True)
class Tally:
    """Pairs asked, pairs found in the first ten, and the mean of 1/rank (0 for what is not found)."""

    pairs: int
    found: int
    mean_reciprocal_rank: Fraction


@dataclass(frozen=True)
class Report:
    """The answers to all pairs, in the order of the pairs."""

    answers: list[Answer]

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(answer.pair["kind"] for answer in self.answers))

    @property
    def missed(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.rank is None]

    def tally(self, kinds: Iterable[str], sets: Iterable[str] = SETS) -> Tally:
        """Count the answers to pairs of these kinds and sets."""
        kinds, sets = set(kinds), set(sets)
        ranks = [a.rank for a in self.answers if a.pair["kind"] in kinds and a.pair["set"] in sets]
        found = [rank for rank in ranks if rank is not None]
        return Tally(
            len(ranks), len(found), sum((Fraction(1, rank) for rank in found), Fraction(0)) / (len(ranks) or 1)
        )


def read_pairs() -> list[dict]:
    """Return the pairs: each with query, expects (paths, any of which will do), kind and set."""
    return json.loads(PAIRS.read_text(encoding="utf-8"))


def measure(find: Find, pairs: list[dict]) -> Report:
    """Ask ``find`` every query and return how it did. A query that it fails on counts as not found."""
    return Report([_ask(find, pair) for pair in pairs])


def _ask(find: Find, pair: dict) -> Answer:
    try:
        paths = find(pair["query"])[:FIRST]
    except Exception as error:
        return Answer(pair, None, f"{type(error).__name__}: {error}")
    ranks = (rank for rank, path in enumerate(paths, start=1) if path in pair["expects"])
    return Answer(pair, next(ranks, None))


def print_report(report: Report, out: TextIO = sys.stdout) -> None:
    """Write a table of kinds and sets, the totals with and without typos, and what was not found."""
    out.write(f"| {'kind':<14} | known: found, MRR | unseen: found, MRR | all: found, MRR   |\n")
    out.write(f"|{'-' * 16}|{'-' * 19}|{'-' * 20}|{'-' * 19}|\n")
    for kind in report.kinds:
        out.write(_row(kind, report, [kind]))
    out.write(_row("without typos", report, [kind for kind in report.kinds if kind != "typo"]))
    out.write(_row("total", report, report.kinds))
    out.write(f"\nNot found ({len(report.missed)}):\n")
    for pair, error in ((answer.pair, answer.error) for answer in report.missed):
        line = f"  {pair['kind']}, {pair['set']}: {pair['query']} -> {' '.join(pair['expects'])} {error}"
        out.write(line.rstrip() + "\n")


def _row(name: str, report: Report, kinds: list[str]) -> str:
    known, unseen, both = (_cell(report.tally(kinds, sets)) for sets in (["known"], ["unseen"], SETS))
    return f"| {name:<14} | {known:>17} | {unseen:>18} | {both:>17} |\n"


def _cell(tally: Tally) -> str:
    return f"{tally.found}/{tally.pairs}, {float(tally.mean_reciprocal_rank):.3f}"


def set_up_django() -> None:
    """Make models importable, by the project's settings unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()


def main() -> None:
    set_up_django()
    from tests.search.finders import finders

    for name, find in finders():
        sys.stdout.write(f"\n## {name}\n\n")
        print_report(measure(find, read_pairs()))


if __name__ == "__main__":
    main()
