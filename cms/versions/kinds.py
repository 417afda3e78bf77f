"""Kinds of content: a model's own label, or that of the model whose rows it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.hiding.models import HiddenPage

ALL = ""
"""The kind that every change is of."""

ROOTS = "roots"
"""Where the pages are that sites begin with: every address is made from it, whatever their own content."""

PART = "/"
"""Parts the kind of something that belongs to one object from the object's key: ``engagement.comment/42``."""

QUIET_APPS = {
    "auth",
    "axes",
    "contenttypes",
    "django_tasks_database",
    "otp_static",
    "otp_totp",
    "previews",
    "rules",
    "sessions",
    "wagtailadmin",
    "wagtailsearch",
    "wagtailusers",
    "webhooks",
}
QUIET = {
    "cms.contentchange",
    "cms.contentimport",
    "cms.contentversion",
    "cms.customrendition",
    "cms.purgedversion",
    "engagement.commentnotice",
    "engagement.commentreport",
    "engagement.follower",
    "engagement.follower_pages",
    "engagement.followsettings",
    "engagement.issue",
    "engagement.issue_pages",
    "engagement.letter",
    "engagement.personaldatarequest",
    "engagement.suppression",
    "engagement.wish",
    "hiding.hiding",
    "home.formsubmission",
    "home.submittedfile",
    "search.searchcount",
    "wagtailcore.collectionviewrestriction_groups",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.groupapprovaltask",
    "wagtailcore.groupapprovaltask_groups",
    "wagtailcore.groupcollectionpermission",
    "wagtailcore.grouppagepermission",
    "wagtailcore.groupsitepermission",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.pageviewrestriction_groups",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.task",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflow",
    "wagtailcore.workflowcontenttype",
    "wagtailcore.workflowpage",
    "wagtailcore.workflowstate",
    "wagtailcore.workflowtask",
    "wagtailforms.formsubmission",
    "wagtailimages.rendition",
}
"""Models that no answer is made from. Any other is content, until somebody writes it here."""

OF_DRAFTS = (
    "draft_title",
    "has_unpublished_changes",
    "latest_revision_id",
    "latest_revision_created_at",
    "live_revision_id",
    "locked",
    "locked_at",
    "locked_by_id",
    "numchild",
    "owner_id",
)
"""Columns that tell of a row's drafts and keeping, and never show."""

BASE = (ROOTS, Site._meta.label_lower, Locale._meta.label_lower)
"""Kinds that every answer depends on: which sites there are, in which languages, and where their pages begin."""


@dataclass(frozen=True)
class Table:
    """A table of content, and the kinds that a change of it is a change of."""

    model: type[Model]
    kinds: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return self.model._meta.pk.column

    @property
    def ignored(self) -> list[str]:
        return [column for column in self.columns if column in OF_DRAFTS]

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.local_concrete_fields]


def kind_of(model: type[Model]) -> str:
    """Return the kind that rows of ``model`` are of: that of their owner, where they are a part of another row."""
    owner: Any = model._meta.auto_created
    if not owner:
        keys = (field for field in model._meta.local_concrete_fields if isinstance(field, ParentalKey))
        owner = next((key.related_model for key in keys), None)
    if not owner or owner is Page:
        return model._meta.label_lower
    return kind_of(owner)


def is_content(model: type[Model]) -> bool:
    """Tell whether answers may be made from rows of ``model``."""
    return not (
        model._meta.app_label in QUIET_APPS
        or model._meta.label_lower in QUIET
        or is_parted(model)
        or model._meta.proxy
        or not model._meta.managed
    )


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables whose every change counts alike; pages and their restrictions are not among them."""
    return tuple(
        Table(model, _kinds_of_table(model))
        for model in apps.get_models(include_auto_created=True)
        if is_content(model) and model not in (Page, PageViewRestriction)
    )


@cache
def parted_tables() -> tuple[Table, ...]:
    """Return the tables whose rows have a version for each object that they belong to: their model names its column in
    ``version_of``, and in ``version_where`` which rows show. An answer depends on those objects alone."""
    return tuple(Table(model, (model._meta.label_lower,)) for model in apps.get_models() if is_parted(model))


def is_parted(model: type[Model]) -> bool:
    """Tell whether the rows of ``model`` have versions for the objects that they belong to."""
    return hasattr(model, "version_of")


def part_of(model: type[Model], key: Any) -> str:
    """Return the kind of the rows of ``model`` that belong to one object."""
    return f"{model._meta.label_lower}{PART}{key}"


@cache
def page_kinds() -> frozenset[str]:
    """Return the kinds of all types of page."""
    return frozenset(model._meta.label_lower for model in apps.get_models() if issubclass(model, Page))


@cache
def all_kinds() -> frozenset[str]:
    """Return every kind that has a version."""
    return frozenset({ALL, ROOTS, *page_kinds(), *(kind for table in tables() for kind in table.kinds)})


def _kinds_of_table(model: type[Model]) -> tuple[str, ...]:
    if model in (Collection, CollectionViewRestriction):
        return (kind_of(model), *_members())
    if model is HiddenPage:
        return (kind_of(model), *sorted(page_kinds()))
    return (kind_of(model),)


def _members() -> Iterator[str]:
    """Yield the kinds of what collections hold, which shows and hides with them."""
    return (kind_of(model) for model in apps.get_models() if issubclass(model, CollectionMember) and is_content(model))
