"""What the admin finds municipalities by: they come in bulk, by a migration or a command, which no index notices."""

from typing import Any

from modelsearch.backends import get_search_backends

from cities.models import Municipality

BATCH = 500


def index_municipalities() -> None:
    """Have every search backend know all municipalities as they are now."""
    rows = list(Municipality.objects.all())
    for backend in get_search_backends(with_auto_update=True):
        for start in range(0, len(rows), BATCH):
            backend.add_bulk(Municipality, rows[start : start + BATCH])


def index_municipalities_once(**_kwargs: Any) -> None:
    """After a migration: index them unless they are found already."""
    last = Municipality.objects.last()
    backends = get_search_backends(with_auto_update=True)
    if last and not all(backend.autocomplete(last.name, Municipality).count() for backend in backends):
        index_municipalities()
