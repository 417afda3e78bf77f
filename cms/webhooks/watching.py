"""Which tables are watched, and what is noted of a row."""

from dataclasses import dataclass

from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.paths import PathRecord
from cms.versions.kinds import OF_DRAFTS, tables

UNSEEN_APPS = {"simple_translation", "taggit", "wagtaildocs", "wagtailembeds", "wagtailimages"}
UNSEEN = {"search.searchentry", "search.searchkind", "search.searchword"}
"""Made from other content, or never shown by themselves: what they follow is watched."""

TELLING = {
    *("collection_id", "expire_at", "go_live_at", "live", "locale_id", "old_path", "rights_end_told", "site_id"),
    *("title", "until"),
}
"""Columns that tell, of a row as it was, whether it was public and where."""


@dataclass(frozen=True)
class Watched:
    """A table, and the column by which a row of it names the row that it belongs to: its own, or its owner's."""

    model: type[Model]
    key: str

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.local_concrete_fields]

    @property
    def shown(self) -> list[str]:
        return [column for column in self.columns if column not in OF_DRAFTS]

    @property
    def telling(self) -> list[str]:
        also = {f"{name}_id" for name in owners_of(self.model)}
        return [column for column in self.columns if column in TELLING | also]


def owners_of(model: type[Model]) -> tuple[str, ...]:
    """Return the names of the relations to what must be public for a row of ``model`` to be."""
    return ("redirect_page",) if model is Redirect else tuple(getattr(model, "visible_with", ()))


def watched() -> list[Watched]:
    """Return every table whose changes may be seen by visitors."""
    content = [table.model for table in tables() if _may_be_seen(table.model)]
    return [Watched(model, _key(model)) for model in [Page, *content]]


def _may_be_seen(model: type[Model]) -> bool:
    return model._meta.app_label not in UNSEEN_APPS and model._meta.label_lower not in UNSEEN


def _key(model: type[Model]) -> str:
    fields = model._meta.local_concrete_fields
    owner = model._meta.auto_created
    if owner:
        return next(field.column for field in fields if field.related_model is owner)
    keys = (field.column for field in fields if isinstance(field, ParentalKey))
    return next(keys, model._meta.pk.column if model._meta.pk else "id")


def is_record(label: str) -> bool:
    """Tell whether a note is of where a page is public, and not of its content."""
    return label == PathRecord._meta.label_lower
