"""A lane runs the tasks of one queue, one after the other, in a thread of its own."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, close_old_connections, connections
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import is_locked_database_exception

from cms.delivery.attempts import BACKEND, claimed, give_back, put_back_claims_of, try_again
from cms.delivery.patience import Patience
from cms.delivery.steps import is_in_steps
from cms.delivery.stopping import STEP, Interrupted, is_stopping, sleep

logger = logging.getLogger("cms.delivery")

QUEUES = ("default", "long")
"""One lane each: what takes minutes does not delay what takes moments."""


class Lane(Worker):
    """django_tasks_db claims a task and commits the claim; we run it and commit its effects with its success.

    A task in steps (``cms.delivery.steps``) commits its effects itself.
    """

    def __init__(self, worker_id: str, queue: str, *, may_run: Callable[[], bool]) -> None:
        self.may_run = may_run
        super().__init__(
            queue_names=[queue],
            interval=1,
            batch=False,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{worker_id}.{queue}",
            excluded_queue_names=[],
        )

    @property
    def running(self) -> bool:
        """Whether another task may be taken: the parent's loop asks before each."""
        return self.may_run() and not is_stopping()

    @running.setter
    def running(self, value: bool) -> None:
        """The parent sets it; we decide by asking."""

    def work(self) -> None:
        """Run tasks until the process stops. Errors of the database are waited out."""
        patience = Patience()
        while not is_stopping():
            try:
                close_old_connections()
                if self.may_run():
                    put_back_claims_of(self.worker_id)
                    self.run()
                else:
                    sleep(STEP)
            except BaseException as error:  # a lane that ends would leave its queue waiting
                self._log(error)
                sleep(patience.pause())
        connections.close_all()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        pk, lane = db_task_result.pk, self.worker_id
        try:
            task = db_task_result.task
        except Exception as error:  # removed, renamed, or of another version: trying again would not help
            logger.exception("Task %s cannot be run", db_task_result.task_path)
            with claimed(pk, lane) as row:
                if row:
                    row.set_failed(error)
            return
        logger.info("Running %s", task.module_path)
        try:
            if is_in_steps(task):
                value = _call(db_task_result)
                with claimed(pk, lane) as row:
                    if row:
                        row.set_successful(value)
            else:
                with claimed(pk, lane) as row:
                    if row:
                        row.set_successful(_call(row))
        except Interrupted:
            logger.info("Interrupted %s: it runs again after the restart", task.module_path)
            with claimed(pk, lane) as row:
                if row:
                    give_back(row)
        except BaseException as error:
            logger.exception("%s failed", task.module_path)
            with claimed(pk, lane) as row:
                if row:
                    try_again(row, error)
        finished = DBTaskResult.objects.finished().filter(pk=pk).first()
        if finished:
            task_finished.send(sender=type(task.get_backend()), task_result=finished.task_result)

    def _log(self, error: BaseException) -> None:
        if isinstance(error, OperationalError) and is_locked_database_exception(error):
            logger.info("The database is busy: %s waits", self.worker_id)
        else:
            logger.error("%s had to begin again", self.worker_id, exc_info=error)


def _call(row: DBTaskResult) -> Any:
    """Call the task, in the transaction of the caller if it has one."""
    result = row.task_result
    task_started.send(sender=type(result.task.get_backend()), task_result=result)
    context = [TaskContext(task_result=result)] if result.task.takes_context else []
    return result.task.call(*context, *result.args, **result.kwargs)
