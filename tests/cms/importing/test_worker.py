"""An import in the worker, killed and stopped in its middle."""

import json

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Site

from cities.models import CityPage, WorkFrontPage
from cms.importing.load import import_content
from cms.importing.references import Scope
from cms.importing.runs import ContentImport, ImportState
from cms.importing.sources import Content, NoMedia
from cms.importing.tasks import apply_import, described
from tests.benchmarks.content import make_content
from tests.cms.delivery.waiting import wait_for


@pytest.fixture
def confirmed(own_database, settings, tmp_path):
    """An upload of 60 cities and 120 work fronts that someone has confirmed, and its task."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    content = make_content(60, 120)
    for city in content["cities"]:
        del city["hero_image"], city["hero_alt"]
        city["body"] = [block for block in city["body"] if block["type"] != "image"]
    scope = Scope(Site.objects.get())
    digest = described(import_content(Content(content, NoMedia()), scope, dry_run=True))["digest"]
    file = ContentFile(json.dumps(content).encode(), "content.json")
    run = ContentImport.objects.create(
        name="content.json", file=file, state=ImportState.IMPORTING, report={"digest": digest}
    )
    return run, apply_import.enqueue(run.pk).db_result


def has_begun(tmp_path):
    return lambda: list((tmp_path / "cache").glob("*.djcache"))


def status(row):
    row.refresh_from_db()
    return row.status


def counts():
    return CityPage.objects.count(), WorkFrontPage.objects.count()


def test_killed_in_the_middle_it_leaves_nothing_and_is_done_once_in_the_end(confirmed, start_worker, tmp_path):
    run, row = confirmed
    worker = start_worker()
    wait_for(has_begun(tmp_path))
    worker.kill()
    assert (counts(), status(row)) == ((0, 0), TaskResultStatus.RUNNING)
    start_worker()
    wait_for(lambda: status(row) == TaskResultStatus.READY)
    DBTaskResult.objects.filter(pk=row.pk).update(run_after=timezone.now())
    wait_for(lambda: status(row) == TaskResultStatus.SUCCESSFUL, seconds=60)
    run.refresh_from_db()
    assert (counts(), run.state) == ((60, 120), ImportState.DONE)
    assert Page.find_problems() == ([], [], [], [], [])


def test_asked_to_stop_it_stops_soon_and_begins_again(confirmed, start_worker, tmp_path):
    _run, row = confirmed
    worker = start_worker()
    wait_for(has_begun(tmp_path))
    assert worker.stop() == 0
    assert (counts(), status(row), row.worker_ids) == ((0, 0), TaskResultStatus.READY, [])
    start_worker()
    wait_for(lambda: status(row) == TaskResultStatus.SUCCESSFUL, seconds=60)
    assert counts() == (60, 120)
