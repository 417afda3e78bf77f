"""What was imported, in the history that editors see of each page and snippet."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

ACTION = "cms.import"


def write_history(rows: Iterable[tuple[type[Model], int, str]], user: AbstractBaseUser | None) -> None:
    """Note that each row, given by model, primary key and title, was imported by ``user``."""
    entries: dict[Any, list] = {PageLogEntry: [], ModelLogEntry: []}
    moment, act = timezone.now(), uuid.uuid4()
    for model, key, title in rows:
        if registry.get_log_model_for_model(model) is None:
            continue
        common = {
            "content_type": ContentType.objects.get_for_model(model, for_concrete_model=False),
            "label": title,
            "action": ACTION,
            "timestamp": moment,
            "uuid": act,
            "user": user,
            "content_changed": True,
        }
        if issubclass(model, Page):
            entries[PageLogEntry].append(PageLogEntry(page_id=key, **common))
        else:
            entries[ModelLogEntry].append(ModelLogEntry(object_id=str(key), **common))
    for log, made in entries.items():
        log.objects.bulk_create(made, batch_size=500)
