"""Root fields about pages of any type: what is at a path, any object by its id."""

from collections.abc import Collection
from typing import Any

import graphene
from django.db.models import Case, Model, QuerySet, When
from graphql import GraphQLResolveInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.connections import MAX_FIRST
from cms.api.drafts import drafted
from cms.api.errors import BadUserInput, ListTooLong
from cms.api.here import Here, is_translatable
from cms.api.ids import key_of
from cms.api.interfaces import Node, PageInterface
from cms.api.kept import kept_statement
from cms.api.loading import asked, load, taken
from cms.api.peers import gather, value
from cms.api.reads import PAGES
from cms.api.scope import Root, any_of, pages_at, slugs_of
from cms.api.selection import selected
from cms.redirects.reading import address_of, find_redirect
from cms.visibility import public, public_but_for_passwords, visible

SITE = graphene.Argument(
    graphene.String, description="A site's hostname; by default the one that was asked, or the main one."
)
LOCALE = graphene.Argument(graphene.String, description="A language (BCP 47); by default the site's own.")
LOCALE_FALLBACK = graphene.Argument(
    graphene.Boolean,
    default_value=False,
    description="Whether what is missing in the language comes in the site's own: `isFallback` says which does.",
)
PLACE = {"site": SITE, "locale": LOCALE, "locale_fallback": LOCALE_FALLBACK}
"""The arguments of a root field that say where its answer stands."""
PLACE_OF_ID = {
    **PLACE,
    "locale": graphene.Argument(
        graphene.String, description="A language (BCP 47): answers the translation; by default the one that has the id."
    ),
}


def scope(info: GraphQLResolveInfo, arguments: dict) -> Here | None:
    """Take ``site``, ``locale`` and ``locale_fallback`` out of ``arguments`` and return where the answer stands."""
    root = info.context.scopes.find(arguments.pop("site", None), arguments.pop("locale", None))
    return _enter(info, root, arguments)


def scope_at(info: GraphQLResolveInfo, path: str, arguments: dict) -> tuple[Here | None, str]:
    """Do as ``scope`` does for what ``path`` leads to, and return what of the path comes below that as well."""
    root, rest = info.context.scopes.find_at(path, arguments.pop("site", None), arguments.pop("locale", None))
    return _enter(info, root, arguments), rest


def _enter(info: GraphQLResolveInfo, root: Root | None, arguments: dict) -> Here | None:
    fallback = bool(arguments.pop("locale_fallback", False))
    return info.context.enter(info, root, fallback=fallback) if root else None


def in_scope(queryset: QuerySet, here: Here | None) -> QuerySet:
    """Return the public pages of ``queryset`` that an answer may hold that stands ``here``."""
    return public(here.holds(queryset)) if here else queryset.none()


def reachable(queryset: QuerySet, here: Here | None) -> QuerySet:
    """Return the pages of ``queryset`` ``here`` that this visitor may see: to find one, never to list.

    Those in the language of the answer come first.
    """
    if here is None:
        return queryset.none()
    found = visible(here.holds(queryset))
    if here.fallback is None:
        return found
    is_other = Case(When(here.root.below(), then=0), default=1)
    return found.order_by(is_other, *queryset.query.order_by)


def first(queryset: QuerySet, info: GraphQLResolveInfo) -> Any:
    """Return the one row that ``queryset`` finds, with what the query selects of it, or None."""
    return next(iter(load(queryset[:1], info, selected(info))), None)


def first_with(model: type[Page], column: str, key: str, here: Here | None, info: GraphQLResolveInfo) -> Any:
    """Return the page of ``model`` with ``key`` in ``column`` that is ``reachable`` from ``here``, or None."""
    names = selected(info)

    def build(keys: list) -> QuerySet:
        return asked(reachable(model._default_manager.filter(**{f"{column}__in": keys}), here)[:1], names)

    statement = here and kept_statement(("first", model, column, names, here.mark), [key], build)
    return next(iter(taken(gather(statement.rows() if statement else []), info, names)), None)


class PageRoute(graphene.ObjectType):
    """A page is there."""

    reads = PAGES

    page = graphene.Field(PageInterface, required=True, description="The page.")


class RedirectRoute(graphene.ObjectType):
    """What was there is somewhere else."""

    reads = (*PAGES, Redirect)

    url = graphene.String(required=True, description="Where to go: a path on this site or a whole address.")
    permanent = graphene.Boolean(required=True, description="Whether to answer 301 rather than 302.")


class PasswordRoute(graphene.ObjectType):
    """A page is there, and shows to those who know its password."""

    reads = PAGES

    path = graphene.String(required=True, description="The path that was asked for.")


class Route(graphene.Union):
    """What a path of the site leads to."""

    reads = ()

    class Meta:
        types = (PageRoute, RedirectRoute, PasswordRoute)


class Query:
    """The root fields about pages of any type."""

    route = graphene.Field(
        Route,
        path=graphene.Argument(
            graphene.String,
            required=True,
            description="A path, such as `/areas/saude/`. It may begin with its language: `/en/areas/health/`.",
        ),
        **PLACE,
        description="What a path of the site leads to: a page, a redirect or nothing.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's id."),
        path=graphene.Argument(graphene.String, description="The page's path, such as `/areas/saude/`."),
        **PLACE,
        description="A page of any type, by its id or by its path.",
    )
    node = graphene.Field(
        Node,
        # one argument and no other: https://relay.dev/docs/guides/graphql-server-specification/#object-identification
        id=graphene.Argument(graphene.ID, required=True, description="The object's id."),
        description="Any object of any site by its id; null where it is not public.",
    )
    nodes = graphene.List(
        Node,
        required=True,
        ids=graphene.Argument(
            graphene.List(graphene.NonNull(graphene.ID)), required=True, description=f"The ids, at most {MAX_FIRST}."
        ),
        **PLACE_OF_ID,
        description="Objects by their ids, in the same order; null where one is not public, or another site's.",
    )

    def resolve_route(root, info, path, **arguments):
        here, path = scope_at(info, path, arguments)
        return here and _route(here, path, info)

    def resolve_page(root, info, id=None, path=None, **arguments):
        if (id is None) == (path is None):
            raise BadUserInput("Give either id or path.")
        if path is not None:
            here, path = scope_at(info, path, arguments)
            return here and (_draft_at(here, path, info) or first(reachable(_at(here, path), here), info))
        return by_id(id, info, arguments, of=Page)

    def resolve_node(root, info, id):
        return by_id_alone(id, info)

    def resolve_nodes(root, info, ids, **arguments):
        if len(ids) > MAX_FIRST:
            raise ListTooLong(f"At most {MAX_FIRST} ids at once, not {len(ids)}.")
        return _nodes(ids, info, arguments)


def _route(here: Here, path: str, info: GraphQLResolveInfo) -> PageRoute | RedirectRoute | PasswordRoute | None:
    if draft := _draft_at(here, path, info, "page"):
        return PageRoute(page=draft)
    wanted = _at(here, path)
    for page in load(reachable(wanted, here)[:1], info, selected(info, "page")):
        return PageRoute(page=page)
    if redirect := find_redirect(here.root, path):
        url = address_of(redirect, here.root, info.context.scopes)
        return RedirectRoute(url=url, permanent=redirect.is_permanent) if url else None
    needs_password = public_but_for_passwords(here.root.holds(wanted)).exists()  # for it is not there without
    return PasswordRoute(path=here.root.prefix + path) if needs_password else None


def _draft_at(here: Here, path: str, info: GraphQLResolveInfo, *below: str) -> Page | None:
    """Return the draft that this request may see, if it will stand at ``path``."""
    if info.context.draft is None:
        return None
    url_path = here.root.url_path + "".join(f"{slug}/" for slug in slugs_of(path))
    return drafted(info, here, Page, selected(info, *below), url_path=url_path)


def _at(here: Here, path: str) -> QuerySet:
    """Return the pages, public or not, that stand at ``path``: here, and of the language that may stand in."""
    wanted = pages_at(here.root, path)
    return wanted | pages_at(here.fallback, path) if here.fallback else wanted


def by_id(identifier: str, info: GraphQLResolveInfo, arguments: dict, *, of: type[Model] = Model) -> Model | None:
    """Return the public object with this id, in the language that ``arguments`` ask for; None where there is none.

    Raises ``BadUserInput`` for a site or a language that is not there.
    """
    found = key_of(identifier)
    is_translation, here = arguments.get("locale") is not None, scope(info, arguments)
    if found is None or not issubclass(found[0], of) or here is None:
        return None
    model, key = found
    own = None if is_translation else _draft_with(key, model, info)
    row = own or first(_seen(model, [key], here, is_translation), info)
    if isinstance(row, Page) and len(here.languages) > 1 and not is_translation:
        info.context.enter(info, info.context.scopes.root_of(value(row, "url_path")))
    return row


def by_id_alone(identifier: str, info: GraphQLResolveInfo) -> Model | None:
    """Return the public object with this id, whatever site it is of; what it leads to is of the same site."""
    found = key_of(identifier)
    if found is None:
        return None
    model, key = found
    rows = visible(model._default_manager.filter(pk=key))
    scopes = info.context.scopes
    if issubclass(model, Page) and len(scopes.roots) > 1:
        for url_path in rows.values_list("url_path", flat=True):
            info.context.enter(info, scopes.root_of(url_path))
    return _draft_with(key, model, info) or first(rows, info)


def _draft_with(key: Any, model: Any, info: GraphQLResolveInfo) -> Page | None:
    """Return the draft that this request may see, if it is the ``model`` with this primary key."""
    draft = info.context.draft
    if draft is None or draft.__class__ is not model or draft.pk != key:
        return None
    root = info.context.scopes.root_at(draft.path)
    return root and drafted(info, info.context.enter(info, root), model)


def _nodes(identifiers: list[str], info: GraphQLResolveInfo, arguments: dict) -> list[Model | None]:
    wanted = [key_of(identifier) for identifier in identifiers]
    is_translation, here = arguments.get("locale") is not None, scope(info, arguments)
    found: dict[tuple, Model] = {}
    if here is None:
        return [None for _ in wanted]
    for model in {pair[0]: None for pair in wanted if pair}:
        keys = {pair[1] for pair in wanted if pair and pair[0] is model}
        rows = load(_seen(model, keys, here, is_translation), info, selected(info))
        found |= {(model, key): row for key, row in _by_key(model, keys, rows, is_translation).items()}
    if draft := drafted(info, here, Page):
        found[type(draft), draft.pk] = draft
    return [found.get(pair) if pair else None for pair in wanted]


def _seen(model: type[Model], keys: Collection[Any], here: Here, is_translation: bool) -> QuerySet:
    """Return the rows of ``model`` with these primary keys that this visitor may see, or their translations where those
    are wanted."""
    rows, is_page = visible(model._default_manager.all()), issubclass(model, Page)
    if is_translation and is_translatable(model):
        originals = model._default_manager.filter(pk__in=keys)
        rows = rows.filter(translation_key__in=originals.values("translation_key"))
        return here.holds(rows) if is_page else rows.filter(locale__language_code=here.root.language)
    rows = rows.filter(pk__in=keys)
    if here.is_alone:
        return rows
    return rows.filter(any_of(here.languages) if is_page else here.owns(model))


def _by_key(model: type[Model], keys: Collection[Any], rows: list, is_translation: bool) -> dict[Any, Model]:
    """Return ``rows`` by the primary keys that were asked for: their own, or those that they translate."""
    if not (is_translation and is_translatable(model)):
        return {row.pk: row for row in rows}
    translations = {value(row, "translation_key"): row for row in rows}
    originals = model._default_manager.filter(pk__in=keys).values_list("pk", "translation_key")
    return {key: translations[translation] for key, translation in originals if translation in translations}
