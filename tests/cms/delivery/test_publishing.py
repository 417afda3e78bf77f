"""Scheduled publication and expiry: each once, whole, and late rather than never."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from cms.delivery.lanes import Lane
from cms.delivery.publishing import enqueue_what_is_due, publish_revision, unpublish
from home.models import Partner
from tests.builders import make_area, make_partner
from tests.cms.delivery.schedules import expire, logged, schedule

PUBLISHED, UNPUBLISHED = "wagtail.publish.scheduled", "wagtail.unpublish.scheduled"


def work():
    """Run what is ready, as a lane does."""
    lane = Lane("one", "default", may_run=lambda: True)
    for row in DBTaskResult.objects.ready():
        row.claim(lane.worker_id)
        lane.run_task(row)


def tick():
    enqueue_what_is_due()
    work()


def results():
    return sorted(DBTaskResult.objects.values_list("task_path", "status"))


def test_what_is_due_is_published_once(home):
    page = make_area(title="Antes", live=False)
    revision = schedule(page, seconds=-3600, title="Depois")
    tick()
    page.refresh_from_db()
    assert (page.live, page.title, page.live_revision_id) == (True, "Depois", revision.pk)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    tick()
    assert logged(page, PUBLISHED) == 1
    assert results() == [(publish_revision.module_path, "SUCCESSFUL")]


def test_what_is_not_due_waits(home):
    page = make_area(live=False)
    schedule(page, seconds=60)
    expire(make_area(), seconds=60)
    tick()
    assert results() == []


def test_a_change_of_a_live_page_is_published(home):
    page = make_area(title="Antes")
    schedule(page, seconds=-1, title="Depois")
    assert Page.objects.get(pk=page.pk).title == "Antes"
    tick()
    assert Page.objects.get(pk=page.pk).title == "Depois"


def test_what_expired_is_unpublished_once(home):
    page, snippet = make_area(), make_partner(expire_at=timezone.now() - timedelta(seconds=1))
    expire(page, seconds=-1)
    tick()
    tick()
    page.refresh_from_db()
    snippet.refresh_from_db()
    assert (page.live, page.expired, logged(page, UNPUBLISHED)) == (False, True, 1)
    assert (snippet.live, snippet.expired) == (False, True)
    assert results() == [(unpublish.module_path, "SUCCESSFUL")] * 2


def test_a_snippet_is_published(home):
    partner = make_partner(name="Antes", live=False)
    schedule_of = partner
    schedule_of.name, schedule_of.go_live_at = "Depois", timezone.now() + timedelta(seconds=60)
    revision = schedule_of.save_revision()
    revision.publish()
    past = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"], revision.approved_go_live_at = past.isoformat(), past
    revision.save()
    tick()
    assert Partner.objects.filter(pk=partner.pk, name="Depois").exclude(live=False).exists()


def test_one_task_for_one_moment(home):
    schedule(make_area(live=False), seconds=-1)
    expire(make_area(), seconds=-1)
    for _ in range(3):
        enqueue_what_is_due()
    assert len(results()) == 2
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    enqueue_what_is_due()
    assert len(results()) == 2


def test_scheduled_anew_it_is_a_new_task(home):
    page = make_area(live=False)
    schedule(page, seconds=-10)
    enqueue_what_is_due()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    schedule(page, seconds=-5)
    tick()
    page.refresh_from_db()
    assert page.live
    assert [status for _, status in results()] == ["FAILED", "SUCCESSFUL"]


@pytest.mark.parametrize("cancel", ["unscheduled", "postponed", "deleted"])
def test_a_task_whose_cause_is_gone_does_nothing(home, cancel):
    page = make_area(live=False)
    revision = schedule(page, seconds=-1)
    enqueue_what_is_due()
    if cancel == "deleted":
        page.delete()
    else:
        revision.approved_go_live_at = None if cancel == "unscheduled" else timezone.now() + timedelta(hours=1)
        revision.save()
    work()
    assert not Page.objects.filter(pk=page.pk).exclude(live=False).exists()
    assert results() == [(publish_revision.module_path, "SUCCESSFUL")]


def test_an_expiry_that_was_put_off_does_nothing(home):
    page = make_area()
    expire(page, seconds=-1)
    enqueue_what_is_due()
    expire(page, seconds=60)
    work()
    page.refresh_from_db()
    assert (page.live, logged(page, UNPUBLISHED)) == (True, 0)


def test_a_publication_that_fails_leaves_nothing_half_done(home):
    page, other = make_area(title="Antes"), make_area(live=False)
    revision = schedule(page, seconds=-20, title="Depois")
    schedule(other, seconds=-10)

    def fail(instance, **kwargs):
        """After the page was saved, before the publication was logged."""
        if instance.pk == page.pk:
            raise OSError("disco cheio")

    page_published.connect(fail)
    try:
        tick()
    finally:
        page_published.disconnect(fail)
    page.refresh_from_db()
    revision.refresh_from_db()
    other.refresh_from_db()
    assert (page.title, logged(page, PUBLISHED)) == ("Antes", 0)
    assert page.live_revision_id != revision.pk
    assert revision.approved_go_live_at is not None
    assert other.live
    row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert row.traceback.endswith("OSError: disco cheio\n")
    DBTaskResult.objects.filter(pk=row.pk).update(run_after=timezone.now())
    tick()
    page.refresh_from_db()
    assert (page.title, page.live_revision_id, logged(page, PUBLISHED)) == ("Depois", revision.pk, 1)
