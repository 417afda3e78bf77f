"""What is measured at one size: every question by every way to answer it, in turn, so that noise hits all alike."""

from contextlib import ExitStack
from dataclasses import dataclass

from tests.benchmarks.answers import Known, check, compare
from tests.benchmarks.asking import Request, anchor_request_for, ask, data_of, request_for
from tests.benchmarks.counting import statements
from tests.benchmarks.databases import Database, copied
from tests.benchmarks.load import Measure, measure
from tests.benchmarks.publishing import Seen, publishing
from tests.benchmarks.questions import NAMES
from tests.benchmarks.servers import Server, serving

PRODUCT, ANCHOR = "cms.wsgi:application", "tests.benchmarks.anchor:application"
NOT_CACHED = {"RESPONSE_CACHE": "false"}
MIXED_SECONDS = 20
"""As long as it takes to see twenty publishings."""


@dataclass(frozen=True)
class Way:
    """A way to answer: the server that does, and what is asked of it. ``statements`` is what each question takes."""

    name: str
    server: Server
    requests: dict[str, Request]
    statements: dict[str, int]
    unseen: bool = False


@dataclass(frozen=True)
class Mixed:
    """All questions in turn, while somebody publishes and while nobody does."""

    quiet: Measure
    publishing: Measure
    seen: Seen


@dataclass(frozen=True)
class Results:
    """What was measured at one size: ``measures`` by question and way, one a round."""

    cities: int
    measures: dict[str, dict[str, list[Measure]]]
    statements: dict[str, dict[str, int]]
    megabytes: dict[str, float]
    mixed: Mixed


def measure_all(database: Database, known: Known, *, seconds: int, rounds: int) -> Results:
    """Measure every question at the size of ``database``, after checking every answer. Raises ``WrongAnswer``."""
    with ExitStack() as stack:
        ways = _ways(stack, database, known)
        measures: dict[str, dict[str, list[Measure]]] = {name: {way.name: [] for way in ways} for name in NAMES}
        for number in range(rounds):
            for name in NAMES:
                for way in ways:
                    found = measure(way.server, [way.requests[name]], seconds, unseen=way.unseen)
                    measures[name][way.name].append(found)
                    _say(f"  {database.cities} cities, round {number + 1}: {name} {way.name} {found.per_second:.1f}/s")
        megabytes = {way.server.name: way.server.megabytes() for way in ways}
    return Results(
        database.cities,
        measures,
        {way.name: way.statements for way in ways},
        megabytes,
        _measure_mixed(database, known),
    )


def _ways(stack: ExitStack, database: Database, known: Known) -> list[Way]:
    """Start the servers, check what they answer, and return the ways to measure."""
    anchor = stack.enter_context(serving("anchor", ANCHOR, database))
    not_cached = stack.enter_context(serving("not-cached", PRODUCT, database, **NOT_CACHED))
    cached = stack.enter_context(serving("cached", PRODUCT, database))
    ours = _checked(not_cached, known)
    again = _checked(cached, known)
    theirs = _compared(anchor, not_cached)
    without, with_cache = statements(database, **NOT_CACHED), statements(database)
    return [
        Way("anchor", anchor, theirs, dict.fromkeys(NAMES, 1)),
        Way("not cached", not_cached, ours, without),
        Way("cached", cached, again, with_cache),
        Way("never seen", cached, again, without, unseen=True),
    ]


def _checked(server: Server, known: Known) -> dict[str, Request]:
    """Return the requests for all questions, once the content says that they are answered right, twice over."""
    requests = {}
    for name in NAMES:
        request = request_for(name)
        for _ in range(2):
            check(name, data_of(ask(server.address, request)), known)
        requests[name] = request
    return requests


def _compared(anchor: Server, ours: Server) -> dict[str, Request]:
    """Return the anchor's requests, once it says what ours says."""
    requests = {}
    for name in NAMES:
        request = anchor_request_for(name)
        compare(name, data_of(ask(ours.address, request_for(name))), data_of(ask(anchor.address, request)))
        requests[name] = request
    return requests


def _measure_mixed(database: Database, known: Known) -> Mixed:
    with copied(database) as copy, serving("mixed", PRODUCT, copy) as server:
        requests = list(_checked(server, known).values())
        quiet = measure(server, requests, MIXED_SECONDS)
        with publishing(server, copy) as seen:
            busy = measure(server, requests, MIXED_SECONDS)
    mixed = Mixed(quiet, busy, seen)
    _say(f"  {database.cities} cities, mixed: {busy.per_second:.1f}/s, {mixed.seen.stale} stale answers")
    return mixed


def _say(text: str) -> None:
    print(text, flush=True)
