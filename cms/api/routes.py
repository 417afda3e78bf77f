"""Root fields about pages of any type: what is at a path, any object by its id."""

from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

import graphene
from django.db.models import Case, F, Model, QuerySet, When
from django.db.models.functions import Length
from graphql import GraphQLResolveInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.connections import MAX_FIRST
from cms.api.errors import BadUserInput
from cms.api.here import Here, is_translatable
from cms.api.ids import key_of
from cms.api.interfaces import Node, PageInterface
from cms.api.loading import load
from cms.api.peers import value
from cms.api.scope import Root, any_of
from cms.api.selection import selected
from cms.api.text import is_text
from cms.visibility import password_protected, public

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


def _enter(info: GraphQLResolveInfo, root: Root | None, arguments: dict) -> Here | None:
    fallback = bool(arguments.pop("locale_fallback", False))
    return info.context.enter(info, root, fallback=fallback) if root else None


def in_scope(queryset: QuerySet, here: Here | None) -> QuerySet:
    """Return the public pages of ``queryset`` that an answer may hold that stands ``here``."""
    return public(here.holds(queryset)) if here else queryset.none()


def best(queryset: QuerySet, here: Here | None) -> QuerySet:
    """Return the pages of ``queryset`` that ``in_scope`` returns, those in the language of the answer first."""
    if here is None or here.fallback is None:
        return in_scope(queryset, here)
    is_other = Case(When(here.root.below(), then=0), default=1)
    return in_scope(queryset, here).order_by(is_other, *queryset.query.order_by)


def first(queryset: QuerySet, info: GraphQLResolveInfo) -> Any:
    """Return the one row that ``queryset`` finds, with what the query selects of it, or None."""
    return next(iter(load(queryset[:1], info, selected(info))), None)


class PageRoute(graphene.ObjectType):
    """A page is there."""

    page = graphene.Field(PageInterface, required=True, description="The page.")

    def resolve_page(queryset, info):
        return first(queryset, info)


class RedirectRoute(graphene.ObjectType):
    """What was there is somewhere else."""

    url = graphene.String(required=True, description="Where to go: a path on this site or a whole address.")
    permanent = graphene.Boolean(required=True, description="Whether to answer 301 rather than 302.")


class PasswordRoute(graphene.ObjectType):
    """A page is there, and shows to those who know its password."""

    path = graphene.String(required=True, description="The path that was asked for.")


class Route(graphene.Union):
    """What a path of the site leads to."""

    class Meta:
        types = (PageRoute, RedirectRoute, PasswordRoute)

    @classmethod
    def resolve_type(cls, instance, info):
        return PageRoute if isinstance(instance, QuerySet) else type(instance)


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
        id=graphene.Argument(graphene.ID, required=True, description="The object's id."),
        **PLACE_OF_ID,
        description="Any object by its id; null where it is not public, or another site's.",
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
        here, path = _at_path(info, path, arguments)
        return here and _route(here, path)

    def resolve_page(root, info, id=None, path=None, **arguments):
        if (id is None) == (path is None):
            raise BadUserInput("Give either id or path.")
        if path is not None:
            here, path = _at_path(info, path, arguments)
            return here and first(best(_at(here, path), here), info)
        return by_id(id, info, arguments, of=Page)

    def resolve_node(root, info, id, **arguments):
        return by_id(id, info, arguments)

    def resolve_nodes(root, info, ids, **arguments):
        if len(ids) > MAX_FIRST:
            raise BadUserInput(f"At most {MAX_FIRST} ids at once, not {len(ids)}.")
        return _nodes(ids, info, arguments)


def _at_path(info: GraphQLResolveInfo, path: str, arguments: dict) -> tuple[Here | None, str]:
    """Return where the answer about ``path`` stands, and what of the path comes below that."""
    root, rest = info.context.scopes.find_at(path, arguments.pop("site", None), arguments.pop("locale", None))
    return _enter(info, root, arguments), rest


def _route(here: Here, path: str) -> QuerySet | RedirectRoute | PasswordRoute | None:
    wanted, root = _at(here, path), here.root
    if (found := best(wanted, here)).exists():
        return found
    if redirect := _redirect(root, path):
        return redirect
    if password_protected(root.holds(wanted)).exists():
        return PasswordRoute(path=root.prefix + path)
    return None


def _redirect(root: Root, path: str) -> RedirectRoute | None:
    if not is_text(unquote(path)):
        return None
    path = root.prefix + path
    # As Wagtail's middleware: with what follows the question mark, else without.
    old_paths = {Redirect.normalise_path(path), Redirect.normalise_path(path.partition("?")[0])}
    known = Redirect.get_for_site(root.site_id).filter(old_path__in=old_paths)
    found = known.order_by(Length("old_path").desc(), F("site").asc(nulls_last=True)).first()
    if found is None:
        return None
    url = found.redirect_link
    if found.redirect_page_id:
        target = public(root.holds(Page.objects.filter(pk=found.redirect_page_id))).first()
        url = target and root.path_of(target.url_path)
    return RedirectRoute(url=url, permanent=found.is_permanent) if url else None


def _at(here: Here, path: str) -> QuerySet:
    slugs = [part for part in unquote(path.partition("?")[0].partition("#")[0]).split("/") if part]
    if not all(map(is_text, slugs)):
        return Page.objects.none()
    roots = [root for root in (here.root, here.fallback) if root]
    if not slugs:
        return Page.objects.filter(pk__in=[root.page_id for root in roots])
    below = "".join(f"{slug}/" for slug in slugs)
    # the slug has an index, the whole path has none
    return Page.objects.filter(slug=slugs[-1], url_path__in=[root.url_path + below for root in roots])


def by_id(identifier: str, info: GraphQLResolveInfo, arguments: dict, *, of: type[Model] = Model) -> Model | None:
    """Return the public object with this id, in the language that ``arguments`` ask for; None where there is none.

    Raises ``BadUserInput`` for a site or a language that is not there.
    """
    found = key_of(identifier)
    is_translation, here = arguments.get("locale") is not None, scope(info, arguments)
    if found is None or not issubclass(found[0], of) or here is None:
        return None
    model, key = found
    row = first(_seen(model, [key], here, is_translation), info)
    if isinstance(row, Page) and len(here.languages) > 1 and not is_translation:
        info.context.enter(info, info.context.scopes.root_of(value(row, "url_path")))
    return row


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
    return [found.get(pair) if pair else None for pair in wanted]


def _seen(model: type[Model], keys: Collection[Any], here: Here, is_translation: bool) -> QuerySet:
    """Return the public rows of ``model`` with these primary keys, or their translations where those are wanted."""
    rows, is_page = public(model._default_manager.all()), issubclass(model, Page)
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
