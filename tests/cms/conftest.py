"""A database of a test's own, and workers on it as real processes."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.crypto import get_random_string
from wagtail.models import Page

from tests.cms.delivery.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _own_var_dir(settings, tmp_path):
    """Workers of other tests are no workers of this one."""
    settings.VAR_DIR = tmp_path


def pytest_collection_modifyitems(items):
    """Have the test database made where nothing but copies of it is wanted."""
    for item in items:
        if "own_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(serialized_rollback=True))


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """As pytest-django's, but a test with a copy has no transaction on the original."""
    if request.node.get_closest_marker("django_db") and "own_database" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def own_database(request, django_db_setup, django_db_blocker, tmp_path) -> Iterator[dict[str, str]]:
    """A copy of the test database that other processes can reach, and that this test's queries go to.

    Yields the environment of such a process. What the test writes is committed, and goes with the copy:
    the test does without ``db`` and the fixtures that need it.
    """
    assert "db" not in request.fixturenames, "own_database stands in for db"
    with django_db_blocker.unblock():
        shared = connections["default"]
        with (_postgresql if shared.vendor == "postgresql" else _sqlite)(shared, tmp_path) as (own, url):
            connections["default"] = own
            try:
                if not Page.objects.exists():  # a transactional test flushed the original
                    own.creation.deserialize_db_from_string(shared._test_serialized_contents)
                ContentType.objects.clear_cache()
                yield {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "DEBUG": "true", "LOG_LEVEL": "INFO"}
            finally:
                own.close()
                connections["default"] = shared
                ContentType.objects.clear_cache()


@contextmanager
def _sqlite(shared: BaseDatabaseWrapper, folder: Path) -> Iterator[tuple[BaseDatabaseWrapper, str]]:
    path = folder / "db.sqlite3"
    shared.ensure_connection()
    copy = sqlite3.connect(path)
    shared.connection.backup(copy)
    copy.close()
    yield _named(shared, str(path)), f"sqlite:///{path}"


@contextmanager
def _postgresql(shared: BaseDatabaseWrapper, folder: Path) -> Iterator[tuple[BaseDatabaseWrapper, str]]:
    name = f"{shared.settings_dict['NAME']}_{get_random_string(8).lower()}"
    shared.close()
    with shared._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{shared.settings_dict["NAME"]}"')
    try:
        to = shared.settings_dict
        yield _named(shared, name), f"postgres://{to['USER']}:{to['PASSWORD']}@{to['HOST']}:{to['PORT'] or 5432}/{name}"
    finally:
        with shared._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _named(shared: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    own = shared.copy()
    own.settings_dict["NAME"] = name
    return own


class RunningWorker:
    """A worker process. Its log goes to a file."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        command = [sys.executable, str(ROOT / "manage.py"), "worker"]
        with log.open("w") as output:
            self.process = subprocess.Popen(command, env=environment, stderr=output, stdout=output)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return "is ready" in self.log.read_text()

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def kill(self) -> None:
        """``kill -9``"""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start_worker(own_database, tmp_path) -> Iterator[Callable[[], RunningWorker]]:
    """Return a function that starts a worker on the test's own database and waits until it is ready."""
    workers: list[RunningWorker] = []
    environment = {**os.environ, **own_database}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.cms.delivery.worker_settings", "PYTHONPATH": str(ROOT)}
    environment["HALT"] = str(tmp_path / "halt")

    def start() -> RunningWorker:
        worker = RunningWorker(environment, tmp_path / f"worker-{len(workers)}.log")
        workers.append(worker)
        wait_for(worker.is_ready)
        return worker

    yield start
    for worker in workers:
        worker.kill()


@pytest.fixture
def worker(start_worker) -> RunningWorker:
    return start_worker()
