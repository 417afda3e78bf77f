"""Tasks that come back: each is enqueued when its time has passed since it last finished."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from cms.delivery.once import alone

_periodic: dict[str, tuple[Task, timedelta]] = {}


def periodic(task: Task, *, every: timedelta) -> None:
    """Run ``task``, which takes no arguments, ``every`` so often: at most a week, for older results are pruned."""
    _periodic[task.module_path] = (task, every)


def enqueue_what_comes_back() -> None:
    if _due():
        with alone():
            for task in _due():
                task.enqueue()


def _due() -> list[Task]:
    """The tasks that neither wait nor run, and last finished, well or not, long enough ago."""
    finished: dict[str, datetime] = {}
    open_tasks: set[str] = set()
    rows = DBTaskResult.objects.filter(task_path__in=_periodic).order_by("finished_at")
    for path, moment in rows.values_list("task_path", "finished_at"):
        if moment:
            finished[path] = moment
        else:
            open_tasks.add(path)
    now = timezone.now()
    return [
        task
        for path, (task, every) in _periodic.items()
        if path not in open_tasks and (path not in finished or finished[path] + every <= now)
    ]
