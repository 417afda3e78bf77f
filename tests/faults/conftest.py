"""Faults and whole installations: real servers, workers, databases and stores. Run by ``make test-faults`` alone.

Each test may tell figures with ``tell``; they are in the table at the end.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from tests.cms.conftest import (  # noqa: F401
    _django_db_marker,
    _own_var_dir,
    own_database,
    pytest_collection_modifyitems,
    start_worker,
    worker,
)
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import ROOT, Editor, Redis, Server, production

PROMISES: dict[str, str] = {}


def pytest_itemcollected(item):
    PROMISES[item.nodeid] = item.name.removeprefix("test_").replace("_", " ")


@pytest.fixture
def tell(record_property) -> Callable[[str, object], None]:
    """Return a function that puts a name and a figure into the table."""
    return record_property


def pytest_terminal_summary(terminalreporter):
    reports = [r for kind in ("passed", "failed", "error", "skipped") for r in terminalreporter.getreports(kind)]
    rows = [report for report in reports if report.when == "call" or report.outcome != "passed"]
    terminalreporter.section("what was tried")
    for report in sorted(rows, key=lambda report: report.nodeid):
        promise = PROMISES.get(report.nodeid, report.nodeid)
        figures = ", ".join(f"{name} {figure}" for name, figure in report.user_properties)
        terminalreporter.write_line(f"{report.outcome:8} {report.duration:6.1f} s  {promise}")
        if figures:
            terminalreporter.write_line(f"{'':19}{figures}")


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory) -> Path:
    """Static files as production collects them, once for all servers."""
    folder = tmp_path_factory.mktemp("static")
    command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v", "0"]
    own = {"STATIC_DIR": str(folder), "VAR_DIR": str(folder / "var"), "DATABASE_URL": ""}
    subprocess.run(command, env=production(**own), check=True)
    return folder


@pytest.fixture
def start_server(own_database, static_folder, tmp_path) -> Iterator[Callable[..., Server]]:  # noqa: F811
    """Return a function that starts a server in production's settings on the test's own database."""
    servers: list[Server] = []

    def start(*, wait: bool = True, workers: int = 1, before: Sequence[str] = (), **settings: str) -> Server:
        folder = tmp_path / f"server-{len(servers)}"
        folder.mkdir()
        shared = {"DATABASE_URL": own_database["DATABASE_URL"], "STATIC_DIR": str(static_folder)}
        shared |= {
            "MEDIA_DIR": str(tmp_path / "media"),
            "PRIVATE_DIR": str(tmp_path / "private"),
            "VAR_DIR": str(folder),
        }
        server = Server(folder / "log", production(**{**shared, **settings}), workers=workers, before=before)
        servers.append(server)
        if wait:
            wait_for(server.is_live, seconds=60)
        return server

    yield start
    for server in servers:
        server.end()


@pytest.fixture
def redis(tmp_path) -> Iterator[Redis]:
    """A Redis of the test's own."""
    own = Redis(tmp_path)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def redis_url(redis) -> str:
    return redis.url


@pytest.fixture
def editor(own_database) -> Editor:  # noqa: F811
    """One who may do everything, and is not logged in yet."""
    get_user_model().objects.create_superuser(Editor.NAME, "ana@example.org", Editor.PASSWORD)
    return Editor()


@pytest.fixture(autouse=True)
def _no_settings_of_the_caller(monkeypatch):
    for name in ("CACHE_URL", "S3_BUCKET", "METRICS_TOKEN"):
        monkeypatch.delitem(os.environ, name, raising=False)
