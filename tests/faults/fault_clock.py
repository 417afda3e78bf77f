"""The machine's clock steps, forward and back: what is scheduled is published when its time has come, once."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from wagtail.models import PageLogEntry

from home.models import NarrativePage
from tests.builders import make_narrative
from tests.cms.conftest import RunningWorker
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import ROOT

HOUR = 3600


def test_the_clock_steps_forward_and_back(own_database, tmp_path, tell):
    clock = tmp_path / "clock"

    def step(seconds: int) -> None:
        """Let the worker's clock be off by so much; ours, and the database's, stay."""
        clock.with_suffix(".new").write_text(str(seconds))
        clock.with_suffix(".new").rename(clock)

    step(0)
    soon, later = scheduled(hours=1), scheduled(hours=3)
    ends = make_narrative(expire_at=timezone.now() + timedelta(hours=2), title="Termina")
    path = f"{Path(__file__).parent / 'clock'}:{ROOT}"
    environment = {**os.environ, **own_database, "CLOCK": str(clock), "PYTHONPATH": path}
    worker = RunningWorker(environment, tmp_path / "worker.log")
    try:
        wait_for(worker.is_ready, seconds=60)
        assert [is_live(page) for page in (soon, later, ends)] == [False, False, True]
        step(2 * HOUR + 60)
        wait_for(lambda: is_live(soon) and not is_live(ends), seconds=60)
        assert not is_live(later)
        step(-2 * HOUR)
        fresh = scheduled(hours=-3)  # due three hours ago by our clock, and an hour ago by the worker's
        wait_for(lambda: is_live(fresh), seconds=60)
        assert [is_live(page) for page in (soon, later, ends)] == [True, False, False]
        step(4 * HOUR)
        wait_for(lambda: is_live(later), seconds=60)
        assert [published(page) for page in (soon, later, fresh)] == [1, 1, 1]
        assert [is_live(page) for page in (soon, ends)] == [True, False]
        assert "Traceback" not in worker.log.read_text()
    finally:
        worker.kill()
    tell("steps", "+2 h, -4 h, +6 h")
    tell("published once each", 3)


def is_live(page: NarrativePage) -> bool:
    return NarrativePage.objects.get(pk=page.pk).live


def published(page: NarrativePage) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count()


def scheduled(*, hours: int) -> NarrativePage:
    page = make_narrative(live=False, title=f"Em {hours} h")
    moment = timezone.now() + timedelta(hours=hours)
    revision = page.save_revision()
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save()
    return page
