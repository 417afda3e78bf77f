"""What a task is called in the admin, what it is about, and what discarding it means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Most tasks have no subject, and nothing to undo."""


@dataclass(frozen=True, kw_only=True)
class Title:
    name: str | Promise
    about: Callable[..., str | None]
    discard: Callable[..., None] | None
    discarding: str | Promise


_titles: dict[str, Title] = {}


def titled(
    task: Task,
    name: str | Promise,
    *,
    about: Callable[..., str | None] = _nothing,
    discard: Callable[..., None] | None = _nothing,
    discarding: str | Promise = "",
) -> None:
    """Give ``task`` a name that an administrator reads.

    ``about`` takes the task's arguments and returns what it was about, such as the title of a page.
    ``discard`` takes them too, and undoes what would enqueue the task again; None where nothing can.
    ``discarding`` tells the administrator what discarding does, or why it is not offered.
    """
    _titles[task.module_path] = Title(name=name, about=about, discard=discard, discarding=discarding)


def title(row: DBTaskResult) -> str:
    """The name of the task and what it is about, as far as they are known."""
    known = _title(row)
    try:
        about = known.about(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    except Exception:  # a task that failed over its own arguments is listed too
        about = None
    return f"{known.name}: {about}" if about else str(known.name)


def discarding(row: DBTaskResult) -> str:
    return str(_title(row).discarding)


def may_be_discarded(row: DBTaskResult) -> bool:
    return _title(row).discard is not None


def discard(row: DBTaskResult) -> None:
    """Delete the task, and undo what would enqueue it again."""
    undo = _title(row).discard
    if undo:
        undo(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()


def _title(row: DBTaskResult) -> Title:
    name = row.task_name  # imports the task's module, where it got its title
    return _titles.get(row.task_path) or Title(name=name, about=_nothing, discard=_nothing, discarding="")
