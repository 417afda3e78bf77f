"""Moments at which what is public changes without anybody writing: something scheduled begins, or expires."""

import math
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import DraftStateMixin

from cms.hiding.models import HiddenPage

COLUMNS = ("go_live_at", "expire_at")


def next_moment() -> float:
    """Return the earliest moment to come, in seconds since 1970; infinity where nothing is scheduled."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    parts = _parts()
    sql = " UNION ALL ".join(
        f"SELECT MIN({column}) AS moment FROM {table} WHERE {column} > %s"  # noqa: S608  (names of ours)
        for table, column in parts
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(moment) FROM ({sql}) AS coming", [now] * len(parts))  # noqa: S608
        (found,) = cursor.fetchone()
    return math.inf if found is None else _aware(found).timestamp()


def indexes() -> list[str]:
    """Return what makes the indexes by which the earliest moment is found among any number of rows."""
    return [
        f"CREATE INDEX IF NOT EXISTS content_{column}_{table} ON {table} ({column}) WHERE {column} IS NOT NULL"
        for table, column in _parts()
    ]


@cache
def _parts() -> list[tuple[str, str]]:
    scheduled = [(table, column) for table in sorted({_table(model) for model in _models()}) for column in COLUMNS]
    ending = [(model._meta.db_table, model.shown_until) for model in apps.get_models() if hasattr(model, "shown_until")]
    return [*scheduled, *ending, *((HiddenPage._meta.db_table, column) for column in ("begins_at", "ends_at"))]


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not model._meta.proxy]


def _table(model: type[Model]) -> str:
    return model._meta.get_field("expire_at").model._meta.db_table


def _aware(found: datetime | str) -> datetime:
    moment = parse_datetime(found) if isinstance(found, str) else found
    if moment is None:
        raise ValueError(found)
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=timezone.get_fixed_timezone(0))
