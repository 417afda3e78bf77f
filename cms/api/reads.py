"""What an answer is read from, said beside the words: so that it is known before anything is asked.

A type of the API that stands for no model names what its values are read from in ``reads``; a field of it that reads
more than the type that it gives, in ``fields_read``. A type that says nothing may be read from everything.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import import_string
from wagtail.models import Page

from cms.versions.kinds import ALL, is_content, kind_of, page_kinds

Reads = Iterable[Any]

EVERYTHING: tuple[Any, ...] = ("*",)
PAGES: tuple[Any, ...] = (Page,)
"""Pages of any type."""


def site_texts() -> Iterator[str]:
    """Yield what is read where editors say something of the whole site."""
    from django.conf import settings

    yield from import_string(settings.SITE_VIEW).reads


def kinds_read(reads: Reads) -> frozenset[str]:
    """Return the kinds of content behind ``reads``: models, their labels, or functions that give more of these."""
    return frozenset(kind for read in reads for kind in _kinds(read))


def along(model: type[Model], *lookups: str) -> Callable[[], Iterable[type[Model]]]:
    """Return a function that gives the models that ``lookups`` from ``model`` lead through."""
    return lambda: [found for lookup in lookups for found in _along(model, lookup)]


def _kinds(read: Any) -> Iterable[str]:
    if read == "*":
        return [ALL]
    if isinstance(read, str):
        return _kinds_of_model(apps.get_model(read))
    if isinstance(read, type) and issubclass(read, Model):
        return _kinds_of_model(read)
    found = read()
    return kinds_read([found] if isinstance(found, type) else found)


def _kinds_of_model(model: Any) -> set[str]:
    """Return the kind of ``model``, and those that its rows show with."""
    if model is Page:
        return set(page_kinds())
    found = {kind_of(model)} if is_content(model) else {ALL}
    for name in getattr(model, "visible_with", ()):
        found |= _kinds_of_model(model._meta.get_field(name).related_model)
    return found


def _along(model: Any, lookup: str) -> Iterator[type[Model]]:
    for name in lookup.split("__"):
        field = _field(model, name)
        if not field.is_relation:
            return
        through = getattr(field, "through", None) or getattr(field.remote_field, "through", None)
        if through:
            yield through
        model = field.related_model
        yield model


def _field(model: Any, name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)
