"""Public objects by primary key, for one request: many asked for, one statement a model."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.api.kept import kept_statement
from cms.api.peers import gather
from cms.api.rows import maker, rows_of
from cms.api.scope import Root
from cms.visibility import visible


class References:
    """What has been referred to so far, and what of it a visitor may see."""

    def __init__(self, mention: Callable[[Iterable[Model]], None] = lambda rows: None) -> None:
        """``mention`` is told of the rows that are found."""
        self._mention = mention
        self._wanted: dict[type[Model], set] = defaultdict(set)
        self._found: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self._translations: dict[Root, dict[Any, Page | None]] = defaultdict(dict)

    def want(self, model: type[Model], keys: Iterable[Any]) -> None:
        """Note that ``keys`` will be asked for, so that one statement brings them all."""
        self._wanted[model].update(key for key in keys if key is not None and key not in self._found[model])

    def get(self, model: type[Model], key: Any, columns: Iterable[str] | None = None) -> Model | None:
        """Return the object, or None where a visitor may not see it or it does not exist.

        ``columns`` are those that the caller will read, where it is known; by default all of the row
        (of a page, what its interface tells).
        """
        if key is None:
            return None
        if key not in self._found[model]:
            self.want(model, [key])
            keys = self._wanted.pop(model)
            found = {row.pk: row for row in gather(_rows(model, keys, columns))}
            self._mention(found.values())
            self._found[model].update({wanted: found.get(wanted) for wanted in keys})
        return self._found[model][key]

    def translation(self, page: Page, root: Root) -> Page | None:
        """Return the public translation of ``page`` below ``root``: one statement for all pages referred to so far."""
        known = self._translations[root]
        if page.translation_key not in known:
            pages: list[Any] = [page, *filter(None, self._found[Page].values())]
            keys = {other.translation_key for other in pages}
            rows = root.holds(visible(Page.objects.filter(translation_key__in=keys - known.keys())))
            found = gather(specific(rows.only(*PAGE_COLUMNS)))
            self._mention(found)
            known |= dict.fromkeys(keys - known.keys()) | {row.translation_key: row for row in found}
        return known[page.translation_key]


def _rows(model: type[Model], keys: set, columns: Iterable[str] | None) -> Iterable[Model]:
    names = PAGE_COLUMNS if model is Page else None if columns is None else ("pk", *columns)

    def build(keys: list) -> QuerySet:
        rows = visible(model._default_manager.filter(pk__in=keys))
        return rows if names is None else rows.only(*names)

    statement = kept_statement(("references", model, names and tuple(names)), keys, build)
    rows = statement.rows() if statement else []
    return as_specific(rows) if model is Page else rows


PAGE_COLUMNS = [
    "content_type",
    "depth",
    "first_published_at",
    "last_published_at",
    "locale",
    "path",
    "search_description",
    "seo_title",
    "slug",
    "title",
    "translation_key",
    "url_path",
]
"""What the page interface tells of every page; columns of one type's own come when asked for."""


def specific(pages: QuerySet) -> list[Page]:
    """Return ``pages`` as objects of their own types without loading more; types not in the API drop out."""
    return as_specific(rows_of(pages))


def as_specific(pages: Iterable[Page]) -> list[Page]:
    """Return what ``specific`` does of ``pages`` that were read."""
    return [_as_specific(page) for page in pages if hasattr(page.specific_class, "graphql_fields")]


def _as_specific(page: Page) -> Page:
    # Wagtail's own specific_deferred would fetch each column that is missing, page by page.
    model = page.specific_class
    known = {**page.__dict__, model._meta.pk.attname: page.pk}
    names = tuple([field.attname for field in model._meta.concrete_fields if field.attname in known])
    specific_page = maker(model, names, page._state.db)([known[name] for name in names])
    for name in page.__dict__.keys() - specific_page.__dict__.keys():
        specific_page.__dict__[name] = page.__dict__[name]
    return specific_page
