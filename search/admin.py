"""Search in the admin: Wagtail's own, on words folded as visitors' are, in the database or in a search engine."""

import copy
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.module_loading import import_string
from modelsearch.backends.base import EmptySearchResults
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.query import PlainText
from wagtail.search.backends.database import SearchBackend as DatabaseBackend

from search.folding import STOP_WORDS, stem, words

Fold = Callable[[str], str]


def stems(text: str) -> str:
    """Return the stems of ``text``, in order; without stop words, unless there is nothing else."""
    found = words(text)
    return " ".join(map(stem, [word for word in found if word not in STOP_WORDS] or found))


def beginnings(text: str) -> str:
    """Return what may be the whole of what is typed: the words of ``text``, and their stems."""
    found = words(text)
    return " ".join(dict.fromkeys([*found, *map(stem, found)]))


class FoldingIndex:
    """What an index of Wagtail's needs to keep folded words."""

    def add_item(self, obj: Any) -> None:
        self.add_items(type(obj), [obj])

    def add_items(self, model: type[Model], objs: Iterable[Any]) -> None:
        super().add_items(model, [_Folded(obj) for obj in objs])  # type: ignore[misc]


class FoldingMapping:
    """What a mapping of a search engine's needs to send folded words."""

    def _get_document_field_data(self, field: Any, obj: Any) -> tuple[str, Any, list]:
        name, value, beginning = super()._get_document_field_data(field, obj)  # type: ignore[misc]
        if isinstance(field, AutocompleteField):
            value = _fold_all(value, beginnings)
            return name, value, [value]
        return name, _fold_all(value, stems) if isinstance(field, SearchField) else value, beginning


class FoldingBackend:
    """What a backend of Wagtail's needs to look for folded words."""

    def search(self, query: Any, model_or_queryset: Any, *args: Any, **options: Any) -> Any:
        return self._folded(super().search, query, model_or_queryset, args, options)  # type: ignore[misc]

    def autocomplete(self, query: Any, model_or_queryset: Any, *args: Any, **options: Any) -> Any:
        return self._folded(super().autocomplete, query, model_or_queryset, args, options)  # type: ignore[misc]

    def _folded(self, ask: Callable, query: Any, rows: Any, args: tuple, options: dict) -> Any:
        typed = query.query_string if isinstance(query, PlainText) else query
        if not isinstance(typed, str):
            return ask(query, rows, *args, **options)
        folded = stems(typed)
        return ask(folded, rows, *args, **options) if folded else EmptySearchResults()


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (the name that Wagtail asks for)
    """Return Wagtail's backend, folding: of the ``ENGINE`` that ``params`` name, or else of the database in use."""
    options = dict(params)
    engine = options.pop("ENGINE", "")
    if engine:
        return _folding(import_string(f"wagtail.search.backends.{engine}.SearchBackend"))(options)
    # The words are stems already: PostgreSQL must not make others of them.
    options |= {"SEARCH_CONFIG": "simple"} if connection.vendor == "postgresql" else {}
    backend: Any = type(DatabaseBackend(options))
    return _folding(backend)(options)


@cache
def _folding(backend: Any) -> Any:
    if hasattr(backend, "mapping_class"):  # an engine is sent documents, which a mapping makes
        parts = {"mapping_class": type("FoldedMapping", (FoldingMapping, backend.mapping_class), {})}
    else:
        parts = {"index_class": type("FoldedIndex", (FoldingIndex, backend.index_class), {})}
    return type("FoldedBackend", (FoldingBackend, backend), parts)


class _Folded:
    """An object whose search fields give folded words."""

    def __init__(self, obj: Any):
        self._obj = obj

    def __getattr__(self, name: str) -> Any:
        return getattr(self._obj, name)

    def get_search_fields(self) -> list:
        return [_folded_field(field, self._obj) for field in self._obj.get_search_fields()]


def _folded_field(field: Any, obj: Any) -> Any:
    folded = copy.copy(field)
    if isinstance(field, RelatedFields):
        folded.fields = [_folded_field(inner, None) for inner in field.fields]
        folded.get_value = lambda _obj: field.get_value(obj if obj is not None else _obj)
    elif isinstance(field, SearchField | AutocompleteField):
        fold = beginnings if isinstance(field, AutocompleteField) else stems
        folded.get_value = lambda _obj: _fold_all(field.get_value(obj if obj is not None else _obj), fold)
    return folded


def _fold_all(value: Any, fold: Fold) -> Any:
    if isinstance(value, list | tuple):
        return [_fold_all(member, fold) for member in value]
    return fold(str(value)) if value else ""
