"""Attacks on a server in production's settings. Run by ``make test-attacks``, which prints what was tried."""

import json

import pytest

from tests.builders import make_area, make_city, make_form, make_image, make_narrative, make_story, make_work_front
from tests.faults.conftest import (  # noqa: F401
    _django_db_marker,
    _no_settings_of_the_caller,
    _own_var_dir,
    own_database,
    pytest_collection_modifyitems,
    pytest_itemcollected,
    pytest_terminal_summary,
    start_server,
    static_folder,
    tell,
)
from tests.faults.servers import Server


class Target(Server):
    """A server under attack."""

    def errors(self) -> list[str]:
        """Return the lines of its log that tell of something of ours gone wrong."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        read = [json.loads(line) for line in lines]
        expected = ("django.security",)  # a strange host, too many fields: refused, as it should be
        return [
            line
            for line, told in zip(lines, read, strict=True)
            if told["level"] in {"ERROR", "CRITICAL"} and not told["logger"].startswith(expected)
        ]

    def requests(self) -> int:
        return self.log.read_text().count('"logger": "cms.requests"')


@pytest.fixture
def target(start_server, settings, tmp_path) -> Target:  # noqa: F811
    """A server with a little of everything that is public, and no limit to how often a client may ask."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    city = make_city(areas=[make_area()], hero_image=make_image(), hero_alt="Vista")
    make_work_front(city)
    make_story(cities=[city])
    make_narrative()
    make_form()
    server = start_server(workers=2, QUERY_RATE="1000000/minute", METRICS_TOKEN="")
    server.__class__ = Target
    yield server
    assert server.errors() == []
