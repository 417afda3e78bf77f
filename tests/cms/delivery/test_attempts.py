"""Tasks that fail: tried again after growing pauses, given up with their trace."""

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.delivery import attempts, lanes, stopping
from cms.delivery.alive import lock_of
from cms.delivery.lanes import Lane
from tests.cms.delivery.tasks_for_tests import note, note_and_fail, note_until_stopped, runs

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch):
    monkeypatch.setattr(attempts, "JITTER", 0)


@pytest.fixture
def lane(db):
    return Lane("one", "default", may_run=lambda: True)


def attempt(lane, row):
    row.refresh_from_db()
    row.claim(lane.worker_id)
    lane.run_task(row)
    row.refresh_from_db()


def pause(row):
    return round((row.run_after - timezone.now()).total_seconds())


def test_a_task_succeeds_once(lane):
    row = note.enqueue("ok").db_result
    attempt(lane, row)
    assert (row.status, row.worker_ids, row.traceback, runs("ok")) == (SUCCESSFUL, ["one.default"], "", 1)


def test_a_failing_task_is_tried_six_times_after_growing_pauses(lane):
    row = note_and_fail.enqueue("falha").db_result
    pauses = []
    for _ in range(5):
        attempt(lane, row)
        assert row.status == READY
        pauses.append(pause(row))
    assert pauses == [15, 60, 240, 960, 3600]
    attempt(lane, row)
    assert (row.status, len(row.worker_ids)) == (FAILED, 6)
    assert row.exception_class_path == "builtins.ValueError"
    assert row.traceback.endswith("ValueError: não deu\n")
    assert "note_and_fail" in row.traceback
    assert runs("falha") == 0


def test_pauses_differ_a_little(lane, monkeypatch):
    monkeypatch.setattr(attempts, "JITTER", 0.2)
    rows = [note_and_fail.enqueue("falha").db_result for _ in range(20)]
    for row in rows:
        attempt(lane, row)
    pauses = [(row.run_after - timezone.now()).total_seconds() for row in rows]
    assert all(14 < pause <= 18 for pause in pauses)
    assert max(pauses) - min(pauses) > 0.3


def test_a_task_that_does_not_exist_fails_at_once(lane):
    row = note.enqueue("ok").db_result
    DBTaskResult.objects.update(task_path="tests.cms.delivery.tasks_for_tests.gone")
    attempt(lane, row)
    assert (row.status, len(row.worker_ids)) == (FAILED, 1)
    assert "gone" in row.traceback


def test_an_interrupted_task_counts_no_attempt(lane, monkeypatch, tmp_path):
    monkeypatch.setattr(stopping._Stopping, "asked", True)
    row = note_until_stopped.enqueue("longa", str(tmp_path)).db_result
    attempt(lane, row)
    assert (row.status, row.worker_ids, row.traceback, runs("longa")) == (READY, [], "", 0)
    assert row.run_after.year == 9999  # at once


def test_a_task_is_written_with_its_cause_or_not_at_all(db):
    def save_and_break():
        with transaction.atomic():
            note.enqueue("causa")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_break()
    assert not DBTaskResult.objects.exists()


def test_what_another_worker_took_over_has_no_effect(lane):
    """The lane still believes that it has the task."""
    row = note.enqueue("tomada").db_result
    row.claim(lane.worker_id)
    row.claim("two.default")
    lane.run_task(row)
    row.refresh_from_db()
    assert (row.status, row.worker_ids, runs("tomada")) == (RUNNING, ["one.default", "two.default"], 0)


def test_what_was_taken_over_meanwhile_is_not_called_a_failure(lane):
    row = note_and_fail.enqueue("tomada").db_result
    row.claim("two.default")
    lane.run_task(row)
    row.refresh_from_db()
    assert (row.status, row.traceback) == (RUNNING, "")


def test_tasks_of_the_dead_are_put_back_and_of_the_living_are_not(lane):
    of_dead, of_living = note.enqueue("a").db_result, note.enqueue("b").db_result
    of_dead.claim("dead.default")
    of_living.claim("living.default")
    lock = lock_of("living")
    assert lock.hold()
    try:
        attempts.put_back_claims_of_the_dead()
    finally:
        lock.release()
    of_dead.refresh_from_db()
    of_living.refresh_from_db()
    assert (of_dead.status, of_dead.worker_ids, pause(of_dead)) == (READY, ["dead.default"], 15)
    assert "terminou antes dela" in of_dead.traceback
    assert of_living.status == RUNNING


def test_a_task_that_kills_its_workers_is_given_up(db):
    row = note.enqueue("mortal").db_result
    for n in range(6):
        row.claim(f"worker-{n}.default")
        attempts.put_back_claims_of_the_dead()
        row.refresh_from_db()
        assert row.status == (FAILED if n == 5 else READY)
    assert "WorkerDied" in row.traceback


def test_a_lane_puts_back_what_it_lost_sight_of(lane):
    row = note.enqueue("perdida").db_result
    row.claim(lane.worker_id)
    attempts.put_back_claims_of(lane.worker_id)
    row.refresh_from_db()
    assert row.status == READY


def test_a_lane_survives_any_error(lane, monkeypatch):
    """It logs, waits longer and longer, and goes on until it is asked to stop."""
    pauses = []

    def wait(seconds):
        pauses.append(seconds)
        monkeypatch.setattr(stopping._Stopping, "asked", len(pauses) == 3)

    def no_database():
        raise SystemExit

    monkeypatch.setattr(lanes, "sleep", wait)
    monkeypatch.setattr(lane, "may_run", no_database)
    monkeypatch.setattr(lanes, "close_old_connections", lambda: None)
    monkeypatch.setattr(lanes.connections, "close_all", lambda: None)
    lane.work()
    assert pauses == [1, 2, 4]
