"""Both of Wagtail's indexes brought up to date at once with much that was saved."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from modelcluster.models import ClusterableModel, get_all_child_relations
from modelsearch.backends import get_search_backends
from modelsearch.index import RelatedFields, get_indexed_instance
from wagtail.models import ReferenceIndex

from cms.importing.holding import SEARCH, USES, Held

CHUNK = 500
MANY = 500
"""Rows that change what the database knows of its tables: it plans by that."""


def index_all(held: Held, step: Callable[[int], None]) -> None:
    """Index what was held back. ``step`` is told of each batch how many rows it has."""
    for model, rows in _chunks(held, SEARCH, _with_searched):
        found = [instance for row in rows if (instance := get_indexed_instance(row, check_exists=False))]
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)
        step(len(rows))
    for model, rows in _chunks(held, USES, _with_children):
        if ReferenceIndex.is_indexed(model):  # the others are indexed with the row that they belong to
            for row in rows:
                ReferenceIndex.create_or_update_for_object(row)


def look_at_tables(changed: int) -> None:
    """Have the database look at its tables at once where ``changed`` rows are many, and not when it comes to it."""
    if changed >= MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _chunks(
    held: Held, index: str, with_related: Callable[[QuerySet], QuerySet]
) -> Iterator[tuple[type[Any], list[Model]]]:
    for names, keys in held[index].items():
        model, ordered = apps.get_model(*names), sorted(keys)
        for start in range(0, len(ordered), CHUNK):
            chunk = model._default_manager.filter(pk__in=ordered[start : start + CHUNK])
            yield model, list(with_related(chunk))


def _with_searched(rows: QuerySet) -> QuerySet:
    """Let the rows bring along what is indexed with them."""
    for field in rows.model.get_search_fields():
        if isinstance(field, RelatedFields):
            rows = field.select_on_queryset(rows)
    return rows


def _with_children(rows: QuerySet) -> QuerySet:
    """Let the rows bring along the rows that belong to them."""
    children = get_all_child_relations(rows.model) if issubclass(rows.model, ClusterableModel) else []
    return rows.prefetch_related(*(child.get_accessor_name() for child in children))
