"""What the admin finds municipalities by: they come in bulk, by a migration or a command, which no index notices."""

from typing import Any

from modelsearch.backends import get_search_backend

from cities.models import Municipality

BATCH = 500


def index_municipalities() -> None:
    """Have the admin's search know all municipalities as they are now."""
    rows, backend = list(Municipality.objects.all()), get_search_backend()
    for start in range(0, len(rows), BATCH):
        backend.add_bulk(Municipality, rows[start : start + BATCH])


def index_municipalities_once(**_kwargs: Any) -> None:
    """After a migration: index them unless they are found already."""
    last = Municipality.objects.last()
    if last and not get_search_backend().autocomplete(last.name, Municipality).count():
        index_municipalities()
