"""Tasks that come back, and the one that does: the daily cleaning."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.delivery import periodic
from cms.delivery.cleaning import clean
from tests.cms.delivery.tasks_for_tests import note

HOUR = timedelta(hours=1)


@pytest.fixture
def hourly(db, monkeypatch):
    monkeypatch.setattr(periodic, "_periodic", {})
    periodic.periodic(note, every=HOUR)
    return DBTaskResult.objects.filter(task_path=note.module_path)


@pytest.mark.parametrize("end", [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED])
def test_it_comes_back_when_its_time_has_passed_since_the_last(hourly, end):
    periodic.enqueue_what_comes_back()
    assert hourly.count() == 1
    hourly.update(status=end, finished_at=timezone.now() - HOUR + timedelta(seconds=2))
    periodic.enqueue_what_comes_back()
    assert hourly.count() == 1
    hourly.update(finished_at=timezone.now() - HOUR)
    periodic.enqueue_what_comes_back()
    assert sorted(hourly.values_list("status", flat=True)) == sorted([end, TaskResultStatus.READY])


@pytest.mark.parametrize("now", [TaskResultStatus.READY, TaskResultStatus.RUNNING])
def test_it_does_not_overtake_itself(hourly, now):
    note.enqueue()
    hourly.update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - 2 * HOUR)
    note.enqueue()
    hourly.filter(finished_at=None).update(status=now)
    periodic.enqueue_what_comes_back()
    assert hourly.count() == 2


def test_cleaning_keeps_what_is_still_needed(db):
    now = timezone.now()
    for status, days in [("SUCCESSFUL", 6), ("SUCCESSFUL", 8), ("FAILED", 89), ("FAILED", 91)]:
        row = note.enqueue("x").db_result
        DBTaskResult.objects.filter(pk=row.pk).update(status=status, finished_at=now - timedelta(days=days))
    note.enqueue("x")
    Session.objects.create(session_key="old", expire_date=now - HOUR)
    Session.objects.create(session_key="new", expire_date=now + HOUR)
    clean.func()
    kept = [(row.status, row.finished_at and (now - row.finished_at).days) for row in DBTaskResult.objects.all()]
    assert sorted(kept, key=str) == [("FAILED", 89), ("READY", None), ("SUCCESSFUL", 6)]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
