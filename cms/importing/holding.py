"""Wagtail's indexing of what was just saved: at once, or held back while much is written."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django_tasks.backends.immediate import ImmediateBackend

SEARCH = "modelsearch.tasks.insert_or_update_object_task"
USES = "wagtail.tasks.update_reference_index_task"
Held = dict[str, dict[tuple[str, str], set[str]]]
"""For each index, the primary keys of rows that were saved, by the app and the name of their model."""

_held: ContextVar[Held | None] = ContextVar("held", default=None)


class IndexingBackend(ImmediateBackend):
    """Runs tasks at once, but for those of the indexes where this thread is ``holding_back``."""

    def enqueue(self, task, args, kwargs):
        held = _held.get()
        if held is None or task.module_path not in (SEARCH, USES):
            return super().enqueue(task, args, kwargs)
        app_label, model_name, key = args
        held[task.module_path][app_label, model_name].add(key)
        return None


@contextmanager
def holding_back() -> Iterator[Held]:
    """Keep what this thread saves out of the indexes, and tell what it is."""
    held: Held = defaultdict(lambda: defaultdict(set))
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)
