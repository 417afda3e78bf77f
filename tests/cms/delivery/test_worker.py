"""Workers as processes of the system see them: killed, stopped, several at once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from cms.delivery.alive import is_running
from cms.delivery.periodic import _periodic
from tests.builders import make_area
from tests.cms.conftest import ROOT
from tests.cms.delivery.schedules import expire, logged, schedule
from tests.cms.delivery.tasks_for_tests import note, note_and_wait, note_until_stopped, runs
from tests.cms.delivery.waiting import wait_for

READY, RUNNING, SUCCESSFUL = TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL


def status(row):
    row.refresh_from_db()
    return row.status


def skip_pause(row):
    """The pause of a task that was put back is over."""
    wait_for(lambda: status(row) == READY)
    assert row.run_after > timezone.now()
    DBTaskResult.objects.filter(pk=row.pk).update(run_after=timezone.now())


def test_a_task_whose_worker_is_killed_runs_once_in_the_end(start_worker, tmp_path):
    row = note_and_wait.enqueue("morta", str(tmp_path)).db_result
    worker = start_worker()
    wait_for((tmp_path / "morta.began").exists)
    worker.kill()
    assert (status(row), runs("morta"), is_running()) == (RUNNING, 0, False)
    (tmp_path / "go").touch()
    start_worker()
    skip_pause(row)
    wait_for(lambda: status(row) == SUCCESSFUL)
    assert (runs("morta"), len(row.worker_ids), is_running()) == (1, 2, True)


def test_a_publication_whose_worker_is_killed_is_published_once_in_the_end(start_worker, tmp_path):
    page = make_area(title="Antes")
    revision = schedule(page, seconds=-1, title="Depois")
    (tmp_path / "halt").touch()
    worker = start_worker()
    wait_for((tmp_path / "halt.halted").exists)
    worker.kill()
    page.refresh_from_db()
    assert (page.title, logged(page, "wagtail.publish.scheduled")) == ("Antes", 0)
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at is not None
    (tmp_path / "halt").unlink()
    start_worker()
    row = DBTaskResult.objects.get(task_path__endswith="publish_revision")
    skip_pause(row)
    wait_for(lambda: status(row) == SUCCESSFUL)
    page.refresh_from_db()
    assert (page.title, page.live_revision_id) == ("Depois", revision.pk)
    assert logged(page, "wagtail.publish.scheduled") == 1


def test_asked_to_stop_it_finishes_what_runs_and_takes_nothing_new(worker, tmp_path):
    waiting = note.using(run_after=timezone.now() + timedelta(seconds=1)).enqueue("nova").db_result
    running = note_and_wait.enqueue("curta", str(tmp_path)).db_result
    wait_for((tmp_path / "curta.began").exists)
    worker.process.send_signal(signal.SIGTERM)
    wait_for(lambda: "stops" in worker.log.read_text())
    assert (status(running), is_running()) == (RUNNING, True)
    time.sleep(1)
    (tmp_path / "go").touch()
    assert worker.process.wait(10) == 0
    assert (status(running), len(running.worker_ids), runs("curta")) == (SUCCESSFUL, 1, 1)
    assert (status(waiting), waiting.worker_ids, runs("nova")) == (READY, [], 0)
    assert not is_running()


def test_a_long_task_may_interrupt_itself(worker, tmp_path):
    row = note_until_stopped.enqueue("longa", str(tmp_path)).db_result
    wait_for((tmp_path / "longa.began").exists)
    assert worker.stop() == 0
    assert (status(row), row.worker_ids, runs("longa")) == (READY, [], 0)


def test_a_long_task_does_not_delay_a_short_one(worker, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time")
    note_until_stopped.enqueue("longa", str(tmp_path))
    wait_for((tmp_path / "longa.began").exists)
    note.enqueue("curta")
    wait_for(lambda: runs("curta") == 1)


def test_asked_twice_it_leaves_at_once(worker, tmp_path):
    row = note_and_wait.enqueue("curta", str(tmp_path)).db_result
    wait_for((tmp_path / "curta.began").exists)
    worker.process.send_signal(signal.SIGINT)
    wait_for(lambda: "stops" in worker.log.read_text())
    worker.process.send_signal(signal.SIGINT)
    assert worker.process.wait(5) == 128 + signal.SIGINT
    assert (status(row), runs("curta")) == (RUNNING, 0)


def test_two_workers_do_nothing_twice(start_worker):
    notes = [note.enqueue(f"nota {n}").db_result for n in range(30)]
    page, changed, expired = make_area(live=False), make_area(title="Antes"), make_area()
    start_worker()
    start_worker()
    schedule(page, seconds=0.5)
    schedule(changed, seconds=0.5, title="Depois")
    expire(expired, seconds=0.5)
    due = Page.objects.filter(pk__in=[page.pk, changed.pk, expired.pk])
    wait_for(lambda: set(due.values_list("live", "title")) >= {(False, expired.title), (True, "Depois")})
    wait_for(lambda: not DBTaskResult.objects.exclude(status=SUCCESSFUL).exists())
    page.refresh_from_db()
    assert page.live
    assert [logged(each, "wagtail.publish.scheduled") for each in (page, changed, expired)] == [1, 1, 0]
    assert logged(expired, "wagtail.unpublish.scheduled") == 1
    assert [runs(f"nota {n}") for n in range(30)] == [1] * 30
    assert all(len(row.worker_ids) == 1 for row in DBTaskResult.objects.all())
    for module in ("cms.delivery.cleaning", "cms.webhooks.cleaning"):  # the worker alone imports them
        import_module(module)
    periodic = list(_periodic)
    assert DBTaskResult.objects.exclude(task_path__in=periodic).count() == len(notes) + 3
    assert {DBTaskResult.objects.filter(task_path=path).count() for path in periodic} <= {0, 1}


def test_a_worker_beside_a_server_ends_with_it(own_database):
    command = [sys.executable, str(ROOT / "manage.py"), "worker", "--beside"]
    process = subprocess.Popen(command, env={**os.environ, **own_database}, stdin=subprocess.PIPE)
    try:
        wait_for(is_running)
        process.stdin.close()
        assert process.wait(10) == 0
    finally:
        process.kill()
