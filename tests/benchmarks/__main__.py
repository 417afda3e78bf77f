"""``make bench``: how fast the API answers, beside what the database itself can do (docs/performance.md)."""

import argparse
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.answers import Known
from tests.benchmarks.content import make_content
from tests.benchmarks.databases import VAR, database_with
from tests.benchmarks.report import table, where, write
from tests.benchmarks.runs import Results, measure_all

SIZES = "100,1000,5570"
FRONTS = 5


def main() -> None:
    asked = _arguments()
    path = asked.json or VAR / f"{datetime.now(UTC):%Y-%m-%d-%H%M}.json"
    place, results = where(), []
    for cities in asked.sizes:
        results.append(_measure(cities, asked.seconds, asked.rounds))
        # what is measured is kept, whatever becomes of the next size
        write(results, place, path)
    print(f"\n{table(results, place)}\n\nAll figures: {path}")
    if any(each.mixed.seen.stale for each in results):
        sys.exit("Some answers were stale.")


def _measure(cities: int, seconds: int, rounds: int) -> Results:
    content = make_content(cities, FRONTS * cities)
    return measure_all(database_with(content), Known(content), seconds=seconds, rounds=rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of cities, with commas")
    parser.add_argument("--seconds", type=int, default=4, help="how long each measure takes")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is measured")
    parser.add_argument("--json", type=Path, help="where the figures are written; by default var/bench/DATE.json")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    sizes = sorted({int(size) for size in text.split(",")})
    if not all(100 <= size <= 5570 for size in sizes):
        raise argparse.ArgumentTypeError("between 100 (what Q2 asks for) and 5570 (there are no more in IBGE's list)")
    return sizes


if __name__ == "__main__":
    # so that servers and copies of databases are ended and dropped
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended."))
    main()
