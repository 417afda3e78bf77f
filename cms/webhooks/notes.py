"""What triggers noted, taken away and put in order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from wagtail.models import Page

from cms.paths import record_all_paths, record_paths
from cms.versions.kinds import kind_of
from cms.webhooks.watching import is_record

TAKE = "DELETE FROM webhooks_change RETURNING id, label, key, before"
AT_ONCE = 400

Before = dict[str, Any] | None


@dataclass
class Notes:
    """What was written since the notes were taken last: each row once, as it was before the first writing."""

    pages: dict[int, Before] = field(default_factory=dict)
    records: dict[int, Before] = field(default_factory=dict)
    others: dict[type[Model], dict[str, Before]] = field(default_factory=dict)
    """By the model whose rows they are, or are a part of. What was there before is known of its own rows alone."""


def take_notes() -> Notes:
    """Take away all notes there are, in the caller's transaction, and see to it that the paths are recorded."""
    notes = Notes()
    while taken := sorted(_take()):
        pages = (_note(notes, label, key, before) for _id, label, key, before in taken)
        _record({page for page in pages if page is not None})
    return notes


def in_parts(keys: Iterable[Any]) -> Iterator[list]:
    """Yield ``keys`` in lists that a statement can hold."""
    every = list(keys)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


def _take() -> list[tuple[int, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        return [(pk, label, key, json.dumps(_loaded(before))) for pk, label, key, before in cursor.fetchall()]


def _loaded(before: Any) -> Before:
    return json.loads(before) if isinstance(before, str) else before


def _note(notes: Notes, label: str, key: str, before: str) -> int | None:
    """Write a note down. Return the key of the page that it is about, if it is."""
    was = json.loads(before)
    if is_record(label):
        notes.records.setdefault(int(key), was)
        return None
    model = apps.get_model(label)
    owner = apps.get_model(kind_of(model))
    if issubclass(owner, Page):
        is_own = model is Page
        if int(key) not in notes.pages or (is_own and notes.pages[int(key)] is None):
            notes.pages[int(key)] = was if is_own else None
        return int(key)
    rows = notes.others.setdefault(owner, {})
    if model is owner:
        if rows.get(key) is None:
            rows[key] = was
    else:
        rows.setdefault(key, None)
    return None


def _record(keys: Iterable[int]) -> None:
    """Record where the pages are public. Where no event of Wagtail's had told of it, others may be concerned too."""
    changed = [record_paths(Page.objects.filter(pk__in=part)) for part in in_parts(keys)]
    if any(changed):
        record_all_paths()
