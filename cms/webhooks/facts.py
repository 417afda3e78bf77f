"""Public facts: what became, for visitors, of the things that notes name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, Site

from cms.api.ids import global_id
from cms.api.words import type_name
from cms.paths import PathRecord
from cms.visibility import public, was_public
from cms.webhooks.events import DELETED, MOVED, PUBLISHED, UNPUBLISHED
from cms.webhooks.notes import Before, Notes, in_parts
from cms.webhooks.watching import owners_of


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that visitors see otherwise than before."""

    event: str
    model: type[Model]
    key: Any
    is_gone: bool = False
    url_path: str | None = None
    """Of pages: where it is public now, in Wagtail's tree."""
    was_at: str | None = None
    site_id: int | None = None
    locale_id: int | None = None
    path: str | None = None
    """Of redirects."""
    pages: tuple[int, ...] = ()
    """The pages that it belonged to, where it can be asked no more."""
    is_renamed: bool = False
    """Of pages: its title, which those below show too, is another."""
    is_new_here: bool = False
    """Of pages: it came, went or moved."""


def facts(notes: Notes) -> Iterator[Fact]:
    """Yield what became of all things that ``notes`` name, as far as it is public."""
    yield from _of_pages(notes)
    for model, rows in notes.others.items():
        if model in (Collection, CollectionViewRestriction):
            yield from _of_collections(model, rows)
        else:
            yield from _of_others(model, rows)


@cache
def event_of(model: type[Model]) -> str:
    """Return the event that a change of ``model``'s rows is; models of neighbours may name it themselves."""
    kinds: list[tuple[Any, str]] = [
        (AbstractImage, "image.changed"),
        (AbstractDocument, "document.changed"),
        ((BaseSiteSetting, BaseGenericSetting), "settings.changed"),
        (Redirect, "redirect.changed"),
        ((Site, Locale), "site.changed"),
    ]
    found = next((event for kind, event in kinds if issubclass(model, kind)), "snippet.changed")
    return getattr(model, "webhook_event", found)


def described(fact: Fact) -> dict[str, Any]:
    """Return what a message says of a thing: its type and its ids, as the API has them."""
    named = fact.model._default_manager.model(pk=fact.key)
    return {
        "type": type_name(fact.model),
        "id": global_id(named) if hasattr(fact.model, "graphql_fields") else None,
        "number": fact.key,
        "removed": fact.is_gone,
    }


def _of_pages(notes: Notes) -> Iterator[Fact]:
    touched = [row for part in in_parts(notes.records) for row in PathRecord.objects.filter(pk__in=part)]
    moving = {record.page_key for record in touched}
    keys = moving | notes.pages.keys()
    after, titles = _open_records(keys), _titles(keys)
    before = {**after, **dict.fromkeys(moving), **_open_before(touched, notes)}
    for key in sorted(keys):
        now, was = after.get(key), before.get(key)
        if record := now or was:
            yield Fact(
                event=_event_of_page(was, now, is_there=key in titles),
                model=_page_type(record),
                key=key,
                is_gone=now is None,
                url_path=now.url_path if now else None,
                was_at=was.url_path if was else None,
                is_renamed=now is not None and _is_renamed(notes.pages.get(key), titles[key]),
                is_new_here=key in moving,
            )


def _open_before(touched: Iterable[PathRecord], notes: Notes) -> dict[int, PathRecord]:
    """Return, by page, the records that were open before any of the notes was written."""
    return {
        record.page_key: record
        for record in touched
        if (was := notes.records[record.pk]) is not None and was["until"] is None
    }


def _open_records(keys: Iterable[int]) -> dict[int, PathRecord]:
    rows = (row for part in in_parts(keys) for row in PathRecord.objects.filter(page_key__in=part, until=None))
    return {row.page_key: row for row in rows}


def _titles(keys: Iterable[int]) -> dict[int, str]:
    return dict(row for part in in_parts(keys) for row in Page.objects.filter(pk__in=part).values_list("pk", "title"))


def _event_of_page(was: PathRecord | None, now: PathRecord | None, *, is_there: bool) -> str:
    if now is None:
        return UNPUBLISHED if is_there else DELETED
    return MOVED if was and was.url_path != now.url_path else PUBLISHED


def _page_type(record: PathRecord) -> type[Model]:
    return ContentType.objects.get_for_id(record.page_type_id).model_class() or Page


def _is_renamed(before: Before, title: str) -> bool:
    return before is not None and before["title"] != title


def _of_others(model: type[Model], rows: dict[str, Before]) -> Iterator[Fact]:
    shown = {str(row.pk): row for part in in_parts(rows) for row in _public_rows(model, part)}
    for key, before in rows.items():
        row = shown.get(key)
        if row is None and not (before and _was_public(model, before)):
            continue
        told = vars(row) if row else before or {}
        yield Fact(
            event=event_of(model),
            model=model,
            key=row.pk if row else model._meta.pk.to_python(key),
            is_gone=row is None,
            site_id=told.get("site_id"),
            locale_id=told.get("locale_id"),
            path=told.get("old_path"),
            pages=tuple(_pages_among_owners(model, told)),
        )


def _of_collections(model: type[Model], rows: dict[str, Before]) -> Iterator[Fact]:
    """A collection shows and hides all that it holds: which things these are is not told one by one."""
    if model is CollectionViewRestriction or any(before is not None for before in rows.values()):
        for kind in (get_image_model(), get_document_model()):
            yield Fact(event=event_of(kind), model=kind, key=None)


def _public_rows(model: type[Model], keys: Iterable[str]) -> QuerySet:
    """A redirect is what visitors see of it: nothing, while the page that it leads to is not public."""
    rows = public(model._default_manager.filter(pk__in=list(keys)))
    if model is Redirect:
        return rows.filter(Q(redirect_page=None) | Q(redirect_page__in=public(Page.objects.all()).values("pk")))
    return rows


def _was_public(model: type[Model], before: dict[str, Any]) -> bool:
    target = before["redirect_page_id"] if model is Redirect else None
    if target is not None and not public(Page.objects.filter(pk=target)).exists():
        return False
    return was_public(model, before)


def _pages_among_owners(model: type[Model], told: dict[str, Any]) -> Iterator[int]:
    for name in owners_of(model):
        key, target = told.get(f"{name}_id"), model._meta.get_field(name).related_model
        if key is not None and isinstance(target, type) and issubclass(target, Page):
            yield key
