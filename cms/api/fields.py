"""The words that a content type's ``graphql_fields`` are written in.

Each gives a field its description, its honest nullability, the columns it reads and a resolver that asks
for all the rows loaded together.
"""

from collections.abc import Callable
from typing import Any

import graphene
from django.db.models import Model, Q, QuerySet, TextChoices, Value
from django.utils.module_loading import import_string
from graphql import GraphQLResolveInfo
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.api.bodies import body_type, read_bodies
from cms.api.connections import listing_of
from cms.api.connections import via as hanging_on
from cms.api.drafts import children_of, referred_by
from cms.api.enums import enum_name, enum_type
from cms.api.following import in_language, stored, translated
from cms.api.here import Here, here_of, is_translatable
from cms.api.images import Image, ImageUse
from cms.api.interfaces import Locale, PageInterface, locale_called
from cms.api.kept import kept_statement
from cms.api.loading import asked, load, load_under, ready
from cms.api.peers import ask, gather, load_columns, value
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
    """A page of any type that editors link to; null where it is not public, or another site's."""

    def prepare(rows: list, info: GraphQLResolveInfo) -> None:
        info.context.references.want(Page, [value(row, name) for row in rows])

    def resolve(row: Model, info: GraphQLResolveInfo) -> Page | None:
        names = selected(info)

        def answer(rows: list) -> dict:
            prepare(rows, info)
            view = info.context.looking_from(info)
            found = {member.pk: view.own_page(value(member, name)) for member in rows}
            ready([member for member in found.values() if member], names, info)
            return found

        return ask(row, (name, here_of(info), names), answer)

    return Word(name, description, lambda: lambda: PageInterface, resolve, (name,), prepare=prepare)


def relation(name: str, target: str, description: str, *, required: bool = False) -> Word:
    """A foreign key. It is null where its target is not public: ``required`` only where that cannot be."""
    return Word(
        name,
        description,
        lambda: graphene.NonNull(type_of(target)) if required else type_of(target),
        _referred(name, lambda: model_of(target), required=required),
        (name,),
    )


def language(description: str) -> Word:
    """The language that a row is written in."""

    def resolve(row: Model, info: GraphQLResolveInfo) -> Locale:
        return locale_called(info.context.languages[value(row, "locale")])

    return Word("locale", description, lambda: graphene.NonNull(Locale), resolve, ("locale",))


def reference_data(name: str, target: str, description: str) -> Word:
    """A required foreign key to a table that is public as a whole: it comes along with its row."""

    def resolve(row: Model, info: GraphQLResolveInfo) -> Model:
        if name in row._state.fields_cache:
            return getattr(row, name)
        return _referred(name, lambda: model_of(target))(row, info)

    return Word(name, description, lambda: graphene.NonNull(type_of(target)), resolve, (name,), join=name)


def relations(
    name: str, target: str, description: str, *, via: str, order_by: str, of_translations: bool = False
) -> Word:
    """The public rows of ``target`` that refer to this one through the lookup ``via``, each once.

    With ``of_translations``, also those that refer to a translation of this row: facts that are written down once.
    """

    def resolve(row: Model, info: GraphQLResolveInfo) -> list:
        names, here = selected(info), here_of(info)

        def answer(rows: list) -> dict:
            is_shared = of_translations and here.follows_translations
            nesting = hanging_on(via, of_translations=is_shared)
            model, keys = model_of(target), [nesting.key(member) for member in rows]

            def linked(keys: list) -> QuerySet:
                under = model._default_manager.filter(nesting.among(keys), _between(model, via))
                return under.annotate(_parent=nesting.parent).order_by(order_by, "pk")

            def shown(keys: list) -> QuerySet:
                return asked(here.narrow(visible(linked(keys))).distinct(), names)

            drafted = referred_by(row, model, via, order_by)
            if isinstance(drafted, list):
                ready(gather(drafted), names, info)
                return {row.pk: drafted}
            every = linked(keys) if drafted is None else drafted.annotate(_parent=Value(nesting.key(row)))
            found = in_language(every, here, info, names) if _follows(model, here) else None
            if found is None and drafted is not None:
                members = load(here.narrow(visible(every)).distinct(), info, names)
                found = [(member._parent, member) for member in members]
            if found is None:
                question = ("relations", target, via, order_by, is_shared, names, here.mark)
                found = load_under(kept_statement(question, keys, shown), info, names)
            below: dict = {nesting.key(member): {} for member in rows}
            for parent, member in found:
                below[parent].setdefault(member.pk, member)
            return {member.pk: [*below[nesting.key(member)].values()] for member in rows}

        return ask(row, (name, here, names), answer)

    reads = (lambda: along(model_of(target), via, order_by.removeprefix("-"))(),)
    return Word(name, description, lambda: _all(type_of(target)), resolve, reads=reads)


def _between(model: type[Model], via: str) -> Q:
    """Return that the row between the two is public, where it belongs to others: a hidden one leads nowhere."""
    first = via.partition("__")[0]
    between: Any = model._meta.get_field(first).related_model
    return Q(**{f"{first}__in": visible(between._default_manager.all())}) if hasattr(between, "visible_with") else Q()


def parts(name: str, target: str, type_path: str, description: str) -> Word:
    """The rows of ``target`` that a page consists of, in the editors' order, as objects that have no id of their own.

    ``type_path`` names the object type; its fields are resolved from a row.
    """

    def resolve(row: Model, info: GraphQLResolveInfo) -> list:
        def answer(rows: list) -> dict:
            if (drafted := children_of(row, model_of(target))) is not None:
                return {row.pk: drafted}
            found: dict = {member.pk: [] for member in rows}
            for part in model_of(target)._default_manager.filter(page__in=found).order_by("sort_order", "pk"):
                found[value(part, "page")].append(part)
            return found

        return ask(row, name, answer)

    return Word(name, description, lambda: _all(lambda: import_string(type_path)), resolve)


def connection(name: str, target: str, description: str, *, via: str) -> Word:
    """The public rows of ``target`` that refer to this one through the lookup ``via``, page by page."""

    def resolve(row: Model, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        here = here_of(info)
        of_translations = _follows(type(row), here)
        nesting = hanging_on(via, of_translations=of_translations)
        question = None if of_translations else (target, via, here.mark)

        def rows() -> QuerySet:
            return here.narrow(visible(model_of(target)._default_manager.all()))

        return listing_of(target).resolve_nested(row, nesting, rows, info, arguments, question=question)

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


def _follows(model: type[Model], here: Here) -> bool:
    return here.follows_translations and is_translatable(model)


def _referred(name: str, model: Callable[[], type[Model]], *, required: bool = False) -> Callable:
    def resolve(row: Model, info: GraphQLResolveInfo) -> Model | None:
        names, here = selected(info), here_of(info)

        def answer(rows: list) -> dict:
            keys, target = {member.pk: value(member, name) for member in rows}, model()
            found = {}
            if _follows(target, here):
                found = translated(target, keys, here, info, names)
            if required or not _follows(target, here):
                missing = {key: other for key, other in keys.items() if not found.get(key)}
                found |= stored(target, missing, here, info, names, required)
            return found

        return ask(row, (name, here, names), answer)

    return resolve


def _all(kind: Any) -> graphene.NonNull:
    return graphene.NonNull(graphene.List(graphene.NonNull(kind)))
