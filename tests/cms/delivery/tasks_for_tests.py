"""Tasks that tests give to workers. Each leaves a group behind as the trace of its run."""

import time
from pathlib import Path

from django.contrib.auth.models import Group
from django_tasks import task

from cms.delivery.stopping import Interrupted, is_stopping


def runs(name: str) -> int:
    """How many times the task ran and was committed."""
    return Group.objects.filter(name__startswith=f"{name} ").count()


@task(backend="worker")
def note(name: str) -> None:
    Group.objects.create(name=f"{name} {runs(name) + 1}")


@task(backend="worker")
def note_and_fail(name: str) -> None:
    note.func(name)
    raise ValueError("não deu")


@task(backend="worker", takes_context=True)
def note_and_wait(context, name: str, folder: str) -> None:
    """Write, say so by a file, and wait for a file ``go``."""
    note.func(name)
    Path(folder, f"{name}.began").touch()
    while not Path(folder, "go").exists():
        time.sleep(0.02)


@task(backend="worker", queue_name="long")
def note_until_stopped(name: str, folder: str) -> None:
    note.func(name)
    Path(folder, f"{name}.began").touch()
    while not is_stopping():
        time.sleep(0.02)
    raise Interrupted
