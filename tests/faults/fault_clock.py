"""The machine's clock steps, forward and back: what is scheduled is published when its time has come, once."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from wagtail.models import PageLogEntry

from tests.builders import make_narrative
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import ROOT, Browser

HOUR = 3600


def test_the_clock_steps_forward_and_back(own_database, start_server, tmp_path, tell):
    clock = tmp_path / "clock"

    def step(seconds: int) -> None:
        clock.with_suffix(".new").write_text(str(seconds))
        clock.with_suffix(".new").rename(clock)

    def path_answers(page) -> object:
        query = "query($path: String!) { page(path: $path) { title } }"
        return Browser().graphql(server, query=query, variables={"path": page.get_url_parts()[2]})["data"]["page"]

    def published(page) -> int:
        return PageLogEntry.objects.filter(page=page.pk, action__startswith="wagtail.publish").count()

    step(0)
    server = start_server(CLOCK=str(clock), PYTHONPATH=f"{Path(__file__).parent / 'clock'}:{ROOT}")
    soon, later = scheduled(hours=1), scheduled(hours=3)
    ends = make_narrative(expire_at=timezone.now() + timedelta(hours=2), title="Termina")
    assert [path_answers(page) for page in (soon, later, ends)] == [None, None, {"title": "Termina"}]

    step(2 * HOUR + 60)
    wait_for(lambda: path_answers(soon) == {"title": soon.title}, seconds=30)
    assert path_answers(ends) is None
    wait_for(lambda: not type(ends).objects.get(pk=ends.pk).live, seconds=30)
    assert path_answers(later) is None
    first = [published(page) for page in (soon, later)]

    step(-2 * HOUR)
    wait_for(lambda: server.probe("ready") == 200)
    assert path_answers(soon) == {"title": soon.title}
    assert [path_answers(page) for page in (later, ends)] == [None, None]

    step(4 * HOUR)
    wait_for(lambda: path_answers(later) == {"title": later.title}, seconds=30)
    assert [path_answers(page) for page in (soon, ends)] == [{"title": soon.title}, None]
    assert published(soon) == first[0]
    assert published(later) == first[1] + 1
    assert "Traceback" not in server.log.read_text()
    tell("steps", "+2 h, -4 h, +6 h")
    tell("published once each", 2)


def scheduled(*, hours: int):
    page = make_narrative(live=False, title=f"Em {hours} h")
    page.go_live_at = timezone.now() + timedelta(hours=hours)
    page.save_revision().publish()
    return page
