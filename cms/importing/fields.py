"""The columns of a model, made from its fields: a new field of a content type is one of its records too."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField

from cms.importing.columns import Body, Boolean, Column, Date, DateTime, FormattedText, Integer, Number, Text
from cms.importing.descriptions import DESCRIPTIONS
from cms.importing.relations import Children, Names, Reference, Tags

CLASSES: list[tuple[type[models.Field], type[Column]]] = [
    (RichTextField, FormattedText),
    (StreamField, Body),
    (ParentalManyToManyField, Names),
    (TaggableManager, Tags),
    (models.ForeignKey, Reference),
    (models.BooleanField, Boolean),
    (models.DecimalField, Number),
    (models.IntegerField, Integer),
    (models.DateTimeField, DateTime),
    (models.DateField, Date),
    (models.CharField, Text),
    (models.TextField, Text),
]
TREE_AND_STATE = {
    *("path", "depth", "numchild", "url_path", "translation_key", "locale", "alias_of", "content_type", "owner"),
    *("draft_title", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision"),
    *("latest_revision", "latest_revision_created_at", "expired", "locked", "locked_at", "locked_by", "page_ptr"),
    *("show_in_menus", "site", "id", "sort_order", "go_live_at", "expire_at"),
}
"""What the tree, the workflow and the place of a record say: no content of its own."""


def column_of(field: Any, description: str = "", name: str = "") -> Column:
    """Return the column, called as the field or by ``name``, that stands for a field of a model."""
    if isinstance(field, models.ManyToOneRel):
        related: Any = field.related_model
        return Children(name or field.get_accessor_name(), field, description, columns_of(related))
    column_class = next(column for kind, column in CLASSES if isinstance(field, kind))
    return column_class(name or field.name, field, description)


def columns_of(
    model: type[models.Model], names: Iterable[str] | None = None, called: dict[str, str] | None = None
) -> list[Column]:
    """Return the columns of all that editors write in a row of ``model``, or of the fields in ``names``.

    ``called`` gives fields other names in the file.
    """
    called = called or {}
    described = DESCRIPTIONS | {word.name: word.description for word in getattr(model, "graphql_fields", [])}
    fields: dict[Any, Any] = {field.name: field for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    fields |= {
        rel.get_accessor_name(): rel for rel in model._meta.related_objects if isinstance(rel.field, ParentalKey)
    }
    own = [name for name, field in fields.items() if _is_content(name, field)] if names is None else names
    return [column_of(fields[name], described.get(called.get(name, name), ""), called.get(name, name)) for name in own]


def _is_content(name: str, field: Any) -> bool:
    if isinstance(field, models.ManyToOneRel):
        return name not in {"aliases", "wagtail_admin_comments", "view_restrictions"} and not name.startswith("_")
    return field.editable and name not in TREE_AND_STATE and not isinstance(field, ParentalKey)
