"""Enqueuing what follows from the state of the database, though several workers look at it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.delivery.alive import WORKERS

ENQUEUING = WORKERS + 1
Arguments = tuple[str | int, ...]


def enqueue_missing(task: Task, wanted: Collection[Arguments]) -> None:
    """Enqueue ``task`` once for each arguments, unless such a task waits, runs, or was given up."""
    if wanted and missing(task, wanted):
        with alone():
            for arguments in missing(task, wanted):
                task.enqueue(*arguments)


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which no other worker decides what to enqueue. On SQLite every writer is alone."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [ENQUEUING])
        yield


def missing(task: Task, wanted: Collection[Arguments]) -> list[Arguments]:
    """Return those of ``wanted`` for which no such task waits, runs, or was given up."""
    rows = DBTaskResult.objects.filter(task_path=task.module_path).exclude(status=TaskResultStatus.SUCCESSFUL)
    known = {tuple(row["args"]) for row in rows.values_list("args_kwargs", flat=True)}
    return [arguments for arguments in wanted if arguments not in known]
