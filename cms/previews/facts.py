"""What a page says beside its text: read from the declarations of its type, so that a new type needs no template."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Field, ForeignKey, Model, SmallIntegerField, TextField
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.api.words import words_of
from cms.media import CustomImage

IN_THE_TEXT = {
    *("title", "slug", "seo_title", "search_description", "summary", "introduction", "hero_title", "hero_text"),
    "allows_comments",
}
"""What the reading view shows by itself."""

Shows = Callable[[Model], bool]
"""Tells whether who reads may see an object that the page refers to."""


class Fact(NamedTuple):
    label: str
    values: list[str]


def facts_of(page: Page, shows: Shows) -> list[Fact]:
    """Return what ``page`` says beside its text, in the order of its panels, without what is empty."""
    found = [_fact(page, panel, shows) for panel in _panels(page.get_edit_handler())]
    return [fact for fact in found if fact and fact.values]


def _panels(panel: Panel) -> Iterator[Panel]:
    if isinstance(panel, InlinePanel) or getattr(panel, "field_name", None):
        yield panel
    for child in getattr(panel, "children", []):
        yield from _panels(child)


def _fact(page: Page, panel: Any, shows: Shows) -> Fact | None:
    if isinstance(panel, InlinePanel):
        if panel.relation_name in page.shown_apart:
            return None
        return Fact(str(panel.heading), list(_parts(page, panel, shows)))
    field = page._meta.get_field(panel.field_name)
    if field.name not in _published(page.__class__):
        return None
    if field.name in IN_THE_TEXT or field.name in page.shown_apart or _is_shown_elsewhere(field):
        return None
    return Fact(capfirst(str(field.verbose_name)), _values(page, field, shows))


def _published(model: Any) -> frozenset[str]:
    """Return the fields of ``model`` that the API tells: others are the team's alone, such as who gets an e-mail."""
    words = words_of(model).values()
    return frozenset(name for word in words for name in (word.name, *word.columns))


def _is_shown_elsewhere(field: Any) -> bool:
    """Tell whether ``field`` is formatted text, or a part of an image: the reading view has its own place for it."""
    is_image = isinstance(field, ForeignKey) and field.related_model is CustomImage
    return is_image or isinstance(field, TextField | StreamField) or field.name.startswith("hero_")


def _parts(page: Page, panel: InlinePanel, shows: Shows) -> Iterator[str]:
    fields = [child.field_name for child in _panels(panel.child_edit_handler) if not isinstance(child, InlinePanel)]
    for row in getattr(page, panel.relation_name).all():
        told = [value for name in fields for value in _values(row, row._meta.get_field(name), shows)]
        if told:
            yield " · ".join(told)


def _values(row: Any, field: Any, shows: Shows) -> list[str]:
    if isinstance(field, ParentalManyToManyField):
        return [str(member) for member in getattr(row, field.name).all() if shows(member)]
    value = getattr(row, field.name)
    if value in (None, "") or (isinstance(value, Model) and not shows(value)):
        return []
    return [_written(row, field, value)]


def _written(row: Any, field: Field, value: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("sim") if value else _("não")
    if isinstance(value, date):
        return date_format(value).lower()
    if isinstance(field, SmallIntegerField):  # a year, or a small number: 2013, not 2.013
        return str(value)
    if isinstance(value, int | Decimal):
        return number_format(value, force_grouping=True)
    return str(value)
