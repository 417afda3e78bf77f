"""The one draft that a request may see beside what is public, and how the API answers for it.

A draft is an object that no row of the database is: what editors put below it is asked of the object. What it refers
to is asked of the database, as for every page, and is public.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Case, Field, IntegerField, ManyToManyRel, ManyToOneRel, Model, QuerySet, Value, When
from graphql import GraphQLError, GraphQLResolveInfo
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Page

from cms.api.here import Here
from cms.api.loading import ready
from cms.api.peers import value
from cms.api.selection import selected

UNSAVED = -1
"""The primary key of a page that has none yet. Its parts count on from it: -1, -2, …"""


class DraftIncomplete(GraphQLError):
    """Something that every published page has is missing in the draft, or is not public."""

    def __init__(self, missing: str, **where: Any) -> None:
        message = f"The draft has no {missing} that can be shown: it is empty, or refers to what is not public."
        super().__init__(message, extensions={"code": "DRAFT_INCOMPLETE", "missing": missing}, **where)


def as_draft(page: Page) -> Page:
    """Mark ``page`` as a draft, and return it."""
    page.__dict__["_is_draft"] = True
    return page


def is_draft(row: Model) -> bool:
    return "_is_draft" in row.__dict__


def drafted(info: GraphQLResolveInfo, here: Here | None, of: type[Page], names: Any = None, **wanted: Any) -> Any:
    """Return the draft that this request may see, if it is one ``of`` that stands ``here`` and has the ``wanted``
    values; else None. ``names`` are the fields that will be read of it: by default, those selected."""
    draft = info.context.draft
    if draft is None or here is None or not isinstance(draft, of) or not _stands(draft, here):
        return None
    if any(value(draft, name) != given for name, given in wanted.items()):
        return None
    ready([draft], selected(info) if names is None else names, info)
    return draft


def _stands(draft: Page, here: Here) -> bool:
    return any(root.has(draft.path) for root in (here.root, here.fallback) if root)


def children_of(row: Model, target: Any, field_name: str = "") -> list | None:
    """Return the rows of ``target`` that the draft ``row`` consists of; None where ``row`` is no draft.

    ``field_name`` is the foreign key from them to it.
    """
    if not is_draft(row):
        return None
    for child in _children(type(row)):
        if child.related_model is target and field_name in ("", child.field.name):
            return _numbered(getattr(row, child.get_accessor_name()).all())
    return None


def referred_by(row: Model, target: type[Model], via: str, order_by: str) -> QuerySet | list | None:
    """Return what the draft ``row`` refers to, as rows of ``target`` that lead to it by the lookup ``via``.

    Those that it consists of come as a list; others as a queryset in the draft's order. None where ``row`` is no draft,
    or where the lookup leads through what is no part of it: then the database knows.
    """
    if not is_draft(row):
        return None
    first, _, last = via.partition("__")
    field: Any = target._meta.get_field(first)
    if not last and isinstance(field, ParentalKey):
        return _sorted(children_of(row, target, first) or [], order_by)
    if not last and isinstance(field, ManyToManyRel) and isinstance(field.field, ParentalManyToManyField):
        keys = [member.pk for member in getattr(row, field.field.name).all()]
        return target._default_manager.filter(pk__in=keys).order_by(order_by, "pk")
    if isinstance(field, ManyToOneRel) and (found := children_of(row, field.related_model, last)) is not None:
        through = _sorted(found, order_by.removeprefix(f"{first}__"))
        return _in_order(target, [value(member, field.field.name) for member in through])
    return None


def _children(model: type[Model]) -> Iterable[Any]:
    return [rel for rel in model._meta.related_objects if isinstance(rel.field, ParentalKey)]


def _numbered(members: Iterable[Model]) -> list:
    """Give those that are not saved keys that no row has."""
    found = list(members)
    for position, member in enumerate(found):
        if member.pk is None:
            member.pk = UNSAVED - position
    return found


def _sorted(members: list, by: str) -> list:
    positions = {id(member): position for position, member in enumerate(members)}
    known = [member for member in members if getattr(member, by) is not None]
    others = [member for member in members if getattr(member, by) is None]
    return [*sorted(known, key=lambda member: (getattr(member, by), positions[id(member)])), *others]


def _in_order(model: type[Model], keys: list) -> QuerySet:
    places = [When(pk=key, then=Value(position)) for position, key in enumerate(keys)]
    rows = model._default_manager.filter(pk__in=keys)
    return rows.order_by(Case(*places, output_field=IntegerField())) if places else rows.none()


def is_missing(field: Field, row: Model) -> bool:
    """Tell whether ``row`` lacks what editors must write before it is published."""
    return field.editable and not field.blank and value(row, field.name) in (None, "")


def unless_incomplete(page: Page, make: Callable[[], Any]) -> Any:
    """Return what ``make`` makes of ``page``. Raises ``DraftIncomplete`` where it is a draft that lacks something."""
    if is_draft(page):
        for field in page._meta.concrete_fields:
            if is_missing(field, page):
                raise DraftIncomplete(field.name)
    return make()


NULL = "Cannot return null for non-nullable field "


def explained(error: GraphQLError) -> GraphQLError:
    """Return what the holder of a draft's token is told where a value is missing that no published page lacks."""
    if error.original_error is None or not error.message.startswith(NULL):
        return error
    missing = error.message.removeprefix(NULL).strip(".")
    return DraftIncomplete(missing, nodes=error.nodes, path=error.path)
