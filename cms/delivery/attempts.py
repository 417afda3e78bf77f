"""What becomes of a task that did not succeed: it is tried again after a growing pause, six times in all."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from traceback import format_exception
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from cms.delivery.alive import living, number

BACKEND = "worker"
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 240, 960, 3600))
ATTEMPTS = len(PAUSES) + 1
JITTER = 0.2
"""A pause is up to this part longer, so that tasks that failed together do not come back together."""


class WorkerDied(Exception):
    """The worker ended while it ran the task, or lost the database before it could say how it went."""


def try_again(row: DBTaskResult, error: BaseException) -> None:
    """Put the task back, or give it up when its attempts are spent. The caller holds the row."""
    attempt = len(row.worker_ids)
    if attempt >= ATTEMPTS:
        row.set_failed(error)
        return
    row.status = TaskResultStatus.READY
    row.run_after = timezone.now() + PAUSES[attempt - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311
    row.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    row.traceback = "".join(format_exception(error))
    row.save(update_fields=["status", "run_after", "exception_class_path", "traceback"])


def start_over(row: DBTaskResult) -> None:
    """Put the task back at once, with all its attempts before it. The trace stays until one succeeds."""
    row.status = TaskResultStatus.READY
    row.worker_ids = []
    row.run_after = get_date_max()  # django_tasks_db's word for "at once"
    row.finished_at = None
    row.save(update_fields=["status", "worker_ids", "run_after", "finished_at"])


def give_back(row: DBTaskResult) -> None:
    """Put an interrupted task back at once, as if it had not begun. The caller holds the row."""
    row.status = TaskResultStatus.READY
    row.worker_ids = row.worker_ids[:-1]
    row.save(update_fields=["status", "worker_ids"])


@contextmanager
def claimed(pk: UUID, lane_id: str, *, wait: bool = True) -> Iterator[DBTaskResult | None]:
    """Hold the row of a task that the lane is running, in a transaction. None if the task is no longer the lane's."""
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update(skip_locked=not wait).filter(pk=pk).first()
        yield row if row and _claimant(row) == lane_id else None


def put_back_claims_of(lane_id: str) -> None:
    """Put back what the lane claimed and is not running: it lost the database in between."""
    for row in _running():
        if _claimant(row) == lane_id:
            _put_back(row)


def put_back_claims_of_the_dead() -> None:
    rows = _running()
    alive = living()  # asked after the rows were read: whoever had claimed them held a lock by then
    for row in rows:
        if number(_claimant(row) or "") not in alive:
            _put_back(row)


def _running() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.running().filter(backend_name=BACKEND))


def _claimant(row: DBTaskResult) -> str | None:
    """The lane that runs the task now."""
    return row.worker_ids[-1] if row.status == TaskResultStatus.RUNNING and row.worker_ids else None


def _put_back(row: DBTaskResult) -> None:
    with claimed(row.pk, _claimant(row) or "", wait=False) as held:
        if held:
            try_again(held, WorkerDied(str(_("O processo que executava a tarefa terminou antes dela."))))
