"""What was measured, as a table in Markdown and as JSON."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import mean

import psycopg

from tests.benchmarks.databases import ROOT, SERVER
from tests.benchmarks.load import CONNECTIONS, Measure
from tests.benchmarks.questions import title_of
from tests.benchmarks.runs import Results
from tests.benchmarks.servers import CLIENT, THREADS
from tests.benchmarks.servers import SERVER as PROCESSOR

ROW = "| {} | {} | {} | {} | {} | {} | {} | {} |"
HEAD = ["question", "way", "requests/s", "of the anchor", "p50 ms", "p99 ms", "CPU ms", "SQL"]


def where() -> dict[str, str]:
    """Return what the figures depend on besides the code: machine, versions, the load that was there before."""
    with psycopg.connect(SERVER) as server:
        database = server.execute("SHOW server_version").fetchone()
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return {
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": commit.stdout.strip(),
        "processor": f"{_processor()}, {os.cpu_count()} processors: {PROCESSOR} serves, {CLIENT} asks",
        "other work": f"{os.getloadavg()[0]:.1f} processes wanted to run before it began",
        "versions": f"Python {platform.python_version()}, PostgreSQL {database[0]}, granian {version('granian')}",
        "server": f"one process, {THREADS} threads; {CONNECTIONS} connections",
    }


def write(results: Sequence[Results], place: dict[str, str], path: Path) -> None:
    """Write everything that was measured to ``path``, as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"where": place, "sizes": [asdict(each) for each in results]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(results: Sequence[Results], place: dict[str, str]) -> str:
    """Return the report to read."""
    lines = [*(f"- {name}: {value}" for name, value in place.items()), ""]
    for each in results:
        lines += [*_size(each), ""]
    if len(results) > 1:
        lines += list(_growth(results[0], results[-1]))
    return "\n".join(lines)


def _size(results: Results) -> Iterator[str]:
    yield f"### {results.cities:,} cities"
    yield ""
    yield ROW.format(*HEAD)
    yield ROW.format(*["---"] * len(HEAD))
    for question, ways in results.measures.items():
        for way, measures in ways.items():
            yield ROW.format(*_cells(question, way, measures, ways["anchor"], results.statements[way][question]))
    yield ""
    yield from _besides(results)


def _cells(question: str, way: str, measures: list[Measure], anchors: list[Measure], statements: int) -> list[str]:
    shares = [ours.per_second / anchor.per_second for ours, anchor in zip(measures, anchors, strict=True)]
    return [
        f"{question}: {title_of(question)}" if way == "anchor" else "",
        way,
        _both(f"{each.per_second:.{0 if each.per_second >= 100 else 1}f}" for each in measures),
        "" if way == "anchor" else _both(f"{share:.{3 if share < 0.1 else 2}f}" for share in shares),
        _both(f"{each.p50:.1f}" for each in measures),
        _both(f"{each.p99:.1f}" for each in measures),
        _both(f"{each.cpu:.2f}" for each in measures),
        str(statements),
    ]


def _besides(results: Results) -> Iterator[str]:
    memory = ", ".join(f"{name} {size:.0f} MB" for name, size in results.megabytes.items())
    yield f"Memory of the process that answers, afterwards: {memory}."
    mixed = results.mixed
    yield f"All five in turn, cached: {_under(mixed.quiet)}; with one publishing a second: {_under(mixed.publishing)}."
    seen = mixed.seen
    yield (
        f"Published {seen.published} times (each {mean(seen.publishing_ms):.0f} ms), looked {seen.asked} times at "
        f"once: {seen.stale} stale answers."
    )


def _growth(small: Results, large: Results) -> Iterator[str]:
    yield f"CPU of a request at {large.cities:,} cities, as a multiple of that at {small.cities:,}, not cached:"
    yield ""
    yield ", ".join(f"{question} {_cpu(large, question) / _cpu(small, question):.2f}" for question in large.measures)


def _cpu(results: Results, question: str) -> float:
    return mean(measure.cpu for measure in results.measures[question]["not cached"])


def _under(measure: Measure) -> str:
    return f"{measure.per_second:.0f}/s, p50 {measure.p50:.1f} ms, p99 {measure.p99:.1f} ms"


def _both(rounds: Iterator[str]) -> str:
    return " / ".join(rounds)


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(": ")[2] if names else platform.machine()
