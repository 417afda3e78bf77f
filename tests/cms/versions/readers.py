"""Readers that compare kept answers with answers made anew, while somebody changes the content at random.

``make test-stale`` makes 10,000 comparisons; the suite a few. A comparison counts when no content changed while it
was made: then both answers must be the same, byte by byte.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connections
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cities.models import CityPage
from cms.media import CustomImage
from home.models import AreaPage, Menu, Person, SiteText
from tests.builders import make_area, make_city
from tests.cms.versions.changes import (
    AREAS,
    CITIES,
    CITY,
    FRONTS,
    LD,
    NUMBERS,
    PATHS,
    SEARCH,
    SITE,
    TEXT,
    TOTALS,
    World,
)
from tests.cms.versions.servers import Server

BETWEEN = 20
"""Comparisons between two changes, at most."""
LONGEST = 5.0
"""Seconds between two changes, at most, where readers are slow."""


@dataclass
class Count:
    """What the readers saw."""

    wanted: int
    compared: int = 0
    torn: int = 0
    """Comparisons during which something changed: they say nothing."""
    changes: int = 0
    statuses: Counter = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    is_over: bool = False

    def is_done(self) -> bool:
        return self.is_over or self.compared >= self.wanted or bool(self.differences)


def read_and_change(world: World, cached: list[Server], uncached: Server, wanted: int, seed: int) -> Count:
    """Compare ``wanted`` times while content changes; stop at the first difference."""
    count, own = Count(wanted), connections["default"]
    threads = [
        threading.Thread(target=_read, args=(count, server, uncached, own, random.Random(seed + n)))
        for n, server in enumerate(cached)
    ]
    for thread in threads:
        thread.start()
    dice = random.Random(seed)
    try:
        while not count.is_done() and any(thread.is_alive() for thread in threads):
            dice.choice(CHANGES)(world, dice)
            count.changes += 1
            _wait(count, count.compared + dice.randint(0, BETWEEN))
    finally:
        count.is_over = True
        for thread in threads:
            thread.join()
    return count


def _wait(count: Count, compared: int) -> None:
    until = time.monotonic() + LONGEST
    while count.compared < compared and time.monotonic() < until and not count.is_done():
        time.sleep(0.005)


def _read(count: Count, cached: Server, uncached: Server, shared, dice: random.Random) -> None:
    own = shared.copy()
    while not count.is_done():
        query = dice.choice(QUESTIONS)
        before = _state(own)
        kept, status, made = cached.ask(query), cached.status, uncached.ask(query)
        if before != _state(own):
            count.torn += 1
            continue
        count.compared += 1
        count.statuses[status] += 1
        if kept != made:
            count.differences.append(f"{query}\n{kept!r}\n{made!r}")
    own.close()


def _state(own) -> tuple:
    """The version of all content, and the moments that have passed: what is public changes at those as well."""
    with own.cursor() as cursor:
        cursor.execute("SELECT version FROM cms_contentversion WHERE kind = ''")
        version = cursor.fetchone()
        now = own.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(
            "SELECT COUNT(CASE WHEN expire_at <= %s THEN 1 END), COUNT(CASE WHEN go_live_at <= %s THEN 1 END) "
            "FROM wagtailcore_page",
            [now, now],
        )
        return version, cursor.fetchone()


QUESTIONS = [
    AREAS,
    CITIES,
    FRONTS,
    SITE,
    TEXT,
    NUMBERS,
    TOTALS,
    PATHS,
    LD,
    SEARCH % "cidade",
    CITY % "abadia-de-goias-go",
]


def _any(model, dice: random.Random):
    return dice.choice(list(model.objects.all()))


def _publish(world: World, dice: random.Random) -> None:
    page = _any(Page, dice).specific
    if page.depth > 2:
        page.title = f"Título {dice.random()}"
        page.save_revision().publish()


def _unpublish(world: World, dice: random.Random) -> None:
    page = _any(Page, dice).specific
    if page.depth > 2:
        page.unpublish() if page.live else page.save_revision().publish()


def _restrict(world: World, dice: random.Random) -> None:
    if PageViewRestriction.objects.exists():
        PageViewRestriction.objects.all().delete()
    else:
        PageViewRestriction.objects.create(
            page=_any(Page.objects.filter(depth__gt=2).model, dice), restriction_type="login"
        )


def _schedule(world: World, dice: random.Random) -> None:
    moment = timezone.now() + timedelta(seconds=dice.random())
    column = dice.choice(["expire_at", "go_live_at"])
    Page.objects.filter(pk=_any(CityPage, dice).pk).update(**{"expire_at": None, "go_live_at": None, column: moment})


def _relate(world: World, dice: random.Random) -> None:
    city = _any(CityPage, dice)
    city.areas.set([_any(AreaPage, dice)])
    city.save()


def _update(world: World, dice: random.Random) -> None:
    rows, name = dice.choice(
        [(AreaPage, "summary"), (CityPage, "summary"), (Person, "name"), (SiteText, "programme_name"),
         (Menu, "title"), (CustomImage, "title")]
    )  # fmt: skip
    rows.objects.update(**{name: f"Texto {dice.random()}"})


def _grow(world: World, dice: random.Random) -> None:
    if Page.objects.count() < 30:
        dice.choice([make_area, make_city])()
    elif areas := list(AreaPage.objects.exclude(pk=world.area.pk)):
        dice.choice(areas).delete()


CHANGES: list[Callable[[World, random.Random], None]] = [
    _publish, _publish, _unpublish, _restrict, _schedule, _relate, _update, _update, _grow,
]  # fmt: skip
