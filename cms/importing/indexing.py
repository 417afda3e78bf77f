"""Both of Wagtail's indexes brought up to date at once with much that was saved."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db.models import Model
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_instance
from wagtail.models import ReferenceIndex

from cms.importing.holding import SEARCH, USES, Held

CHUNK = 500


def index_all(held: Held, step: Callable[[int], None]) -> None:
    """Index what was held back. ``step`` is told of each batch how many rows it has."""
    for model, rows in _chunks(held, SEARCH):
        found = [instance for row in rows if (instance := get_indexed_instance(row, check_exists=False))]
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)
        step(len(rows))
    for model, rows in _chunks(held, USES):
        if ReferenceIndex.is_indexed(model):  # the others are indexed with the row that they belong to
            for row in rows:
                ReferenceIndex.create_or_update_for_object(row)


def _chunks(held: Held, index: str) -> Iterator[tuple[type[Model], list[Model]]]:
    for names, keys in held[index].items():
        model, ordered = apps.get_model(*names), sorted(keys)
        for start in range(0, len(ordered), CHUNK):
            yield model, list(model._default_manager.filter(pk__in=ordered[start : start + CHUNK]))
