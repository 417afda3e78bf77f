"""The words that a content type's ``graphql_fields`` are written in.

Each gives a field its description, its honest nullability, the columns it reads and a resolver that asks
for all the rows loaded together.
"""

from collections.abc import Callable
from typing import Any

import graphene
from django.db.models import Model, QuerySet, TextChoices
from django.utils.module_loading import import_string
from graphql import GraphQLResolveInfo
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.api.bodies import body_type, read_bodies
from cms.api.connections import listing_of
from cms.api.connections import via as hanging_on
from cms.api.enums import enum_name, enum_type
from cms.api.images import Image, ImageUse
from cms.api.interfaces import PageInterface
from cms.api.loading import columns_for, load, ready
from cms.api.peers import ask, load_columns, value
from cms.api.reads import along
from cms.api.richtext import RichText, RichTextValue
from cms.api.selection import selected
from cms.api.words import Word, model_of, of_row, type_of
from cms.visibility import visible


def string(name: str, description: str, *, required: bool = False, columns: tuple[str, ...] = ()) -> Word:
    """A text; an optional one that is empty is null. ``columns`` are what a property is made from."""
    return _scalar(
        graphene.String,
        name,
        description,
        required,
        read=lambda text: text if required else text or None,
        columns=columns,
    )


def integer(name: str, description: str, *, required: bool = False) -> Word:
    """A whole number."""
    return _scalar(graphene.Int, name, description, required)


def number(name: str, description: str, *, required: bool = False) -> Word:
    """A number that may have a fraction."""
    return _scalar(graphene.Float, name, description, required, read=lambda raw: None if raw is None else float(raw))


def date(name: str, description: str, *, required: bool = False) -> Word:
    """A day, as ISO 8601 writes it."""
    return _scalar(graphene.Date, name, description, required)


def enum(
    name: str, choices: type[TextChoices], description: str, *, required: bool = False, columns: tuple[str, ...] = ()
) -> Word:
    """One of ``choices``, by its name. ``columns`` are what a property is made from."""
    return _scalar(
        enum_type(choices), name, description, required, read=lambda stored: enum_name(choices, stored), columns=columns
    )


def computed(name: str, type_path: str, description: str, *, columns: tuple[str, ...]) -> Word:
    """An object type whose class method ``of(row)`` makes it from ``columns``, or gives None."""

    def resolve(row: Model) -> Any:
        load_columns(row, columns)
        return import_string(type_path).of(row)

    return Word(name, description, lambda: lambda: import_string(type_path), of_row(resolve), columns)


def rich_text(name: str, description: str) -> Word:
    """Formatted text; null when empty."""

    def prepare(rows: list, info: GraphQLResolveInfo) -> None:
        for row in rows:
            RichTextValue(value(row, name)).note(info.context.references)

    def resolve(row: Model, info: GraphQLResolveInfo) -> RichTextValue | None:
        source = value(row, name)
        return RichTextValue(source) if source else None

    return Word(name, description, lambda: RichText, resolve, (name,), prepare=prepare)


def stream(name: str, description: str) -> Word:
    """The blocks of a body, in order."""

    def prepare(rows: list, info: GraphQLResolveInfo) -> None:
        resolve(rows[0], info)

    def resolve(row: Model, info: GraphQLResolveInfo) -> list:
        def answer(rows: list) -> dict:
            return read_bodies({row.pk: value(row, name) for row in rows}, info.context.references)

        return ask(row, name, answer)

    return Word(name, description, lambda: _all(body_type), resolve, (name,), prepare=prepare)


def image(name: str, description: str, *, alt: str, decorative: str = "") -> Word:
    """An image as this row uses it: ``alt`` and ``decorative`` name the columns that say how to read it."""

    columns = tuple(filter(None, (name, alt, decorative)))

    def prepare(rows: list, info: GraphQLResolveInfo) -> None:
        load_columns(rows[0], columns)
        info.context.references.want(get_image_model(), [value(row, name) for row in rows])

    def resolve(row: Model, info: GraphQLResolveInfo) -> ImageUse | None:
        def want_all(rows: list) -> dict:
            prepare(rows, info)
            return {}

        ask(row, (name, "wanted"), want_all)
        found = info.context.references.get(get_image_model(), value(row, name))
        silent = bool(decorative and value(row, decorative))
        return found and ImageUse(found, alt="" if silent else value(row, alt), decorative=silent)

    return Word(name, description, lambda: Image, resolve, columns, prepare=prepare)


def page(name: str, description: str) -> Word:
    """A page of any type; null where it is not public."""

    def prepare(rows: list, info: GraphQLResolveInfo) -> None:
        info.context.references.want(Page, [value(row, name) for row in rows])

    return Word(
        name, description, lambda: lambda: PageInterface, _referred(name, lambda: Page), (name,), prepare=prepare
    )


def relation(name: str, target: str, description: str, *, required: bool = False) -> Word:
    """A foreign key. It is null where its target is not public: ``required`` only where that cannot be."""
    return Word(
        name,
        description,
        lambda: graphene.NonNull(type_of(target)) if required else type_of(target),
        _referred(name, lambda: model_of(target)),
        (name,),
    )


def reference_data(name: str, target: str, description: str) -> Word:
    """A required foreign key to a table that is public as a whole: it comes along with its row."""

    def resolve(row: Model, info: GraphQLResolveInfo) -> Model:
        if name in row._state.fields_cache:
            return getattr(row, name)
        return _referred(name, lambda: model_of(target))(row, info)

    return Word(name, description, lambda: graphene.NonNull(type_of(target)), resolve, (name,), join=name)


def relations(name: str, target: str, description: str, *, via: str, order_by: str) -> Word:
    """The public rows of ``target`` that refer to this one through the lookup ``via``, each once."""

    def resolve(row: Model, info: GraphQLResolveInfo) -> list:
        names = selected(info)

        def answer(rows: list) -> dict:
            nesting = hanging_on(via)
            found = visible(model_of(target)._default_manager.filter(nesting.under(rows)))
            found = found.annotate(_parent=nesting.parent).order_by(order_by, "pk").distinct()
            below: dict = {member.pk: {} for member in rows}
            for member in load(found, info, names):
                below[member._parent].setdefault(member.pk, member)
            return {key: [*members.values()] for key, members in below.items()}

        return ask(row, (name, names), answer)

    reads = (lambda: along(model_of(target), via, order_by)(),)
    return Word(name, description, lambda: _all(type_of(target)), resolve, reads=reads)


def parts(name: str, target: str, type_path: str, description: str) -> Word:
    """The rows of ``target`` that a page consists of, in the editors' order, as objects that have no id of their own.

    ``type_path`` names the object type; its fields are resolved from a row.
    """

    def resolve(row: Model, info: GraphQLResolveInfo) -> list:
        def answer(rows: list) -> dict:
            found: dict = {member.pk: [] for member in rows}
            for part in model_of(target)._default_manager.filter(page__in=found).order_by("sort_order", "pk"):
                found[value(part, "page")].append(part)
            return found

        return ask(row, name, answer)

    return Word(name, description, lambda: _all(lambda: import_string(type_path)), resolve)


def connection(name: str, target: str, description: str, *, via: str) -> Word:
    """The public rows of ``target`` that refer to this one through the lookup ``via``, page by page."""

    def rows() -> QuerySet:
        return visible(model_of(target)._default_manager.all())

    def resolve(row: Model, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return listing_of(target).resolve_nested(row, hanging_on(via), rows, info, arguments)

    return Word(
        name,
        description,
        lambda: listing_of(target).type(),
        resolve,
        arguments=lambda: listing_of(target).arguments(),
        reads=(lambda: along(model_of(target), via)(),),
    )


def _scalar(
    kind: Any,
    name: str,
    description: str,
    required: bool,
    *,
    read: Any = lambda stored: stored,
    columns: tuple[str, ...] = (),
) -> Word:
    def resolve(row: Model) -> Any:
        if columns:
            load_columns(row, columns)
        return read(value(row, name))

    return Word(
        name, description, lambda: graphene.NonNull(kind) if required else kind, of_row(resolve), columns or (name,)
    )


def _referred(name: str, model: Callable[[], type[Model]]) -> Callable:
    def resolve(row: Model, info: GraphQLResolveInfo) -> Model | None:
        names = selected(info)

        def answer(rows: list) -> dict:
            keys = {member.pk: value(member, name) for member in rows}
            references, target = info.context.references, model()
            columns = () if target is Page else columns_for(target, names)
            references.want(target, keys.values())
            found = {key: references.get(target, other, columns) for key, other in keys.items()}
            ready([member for member in found.values() if member], names, info)
            return found

        return ask(row, (name, names), answer)

    return resolve


def _all(kind: Any) -> graphene.NonNull:
    return graphene.NonNull(graphene.List(graphene.NonNull(kind)))
