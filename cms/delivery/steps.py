"""Tasks that commit as they go: their steps take long, and each is worth keeping when the next one fails.

Such a task holds no transaction, so that on SQLite nobody waits for it. It may run twice, or be left in its
middle: it looks at what is there, and does what is missing.
"""

from django_tasks.base import Task

_in_steps: set[str] = set()


def in_steps(task: Task) -> None:
    """Run ``task`` without a transaction around it."""
    _in_steps.add(task.module_path)


def is_in_steps(task: Task) -> bool:
    return task.module_path in _in_steps
