"""Root fields about pages of any type: what is at a path, any object by its id."""

from typing import Any

import graphene
from django.db.models import Model, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.connections import MAX_FIRST
from cms.api.errors import BadUserInput, ListTooLong
from cms.api.ids import key_of
from cms.api.interfaces import Node, PageInterface
from cms.api.loading import load
from cms.api.reads import PAGES
from cms.api.scope import Root, pages_at
from cms.api.selection import selected
from cms.redirects.reading import address_of, find_redirect
from cms.visibility import password_protected, public, visible

SITE = graphene.Argument(
    graphene.String, description="A site's hostname; by default the one that was asked, or the main one."
)
LOCALE = graphene.Argument(graphene.String, description="A language (BCP 47); by default the site's own.")


def scope(info: GraphQLResolveInfo, arguments: dict) -> Root | None:
    """Take ``site`` and ``locale`` out of ``arguments`` and return the root that they name."""
    return info.context.scopes.find(arguments.pop("site", None), arguments.pop("locale", None))


def in_scope(queryset: QuerySet, root: Root | None) -> QuerySet:
    """Return the public pages of ``queryset`` below ``root``."""
    return public(root.holds(queryset)) if root else queryset.none()


def reachable(queryset: QuerySet, root: Root | None) -> QuerySet:
    """Return the pages of ``queryset`` below ``root`` that this visitor may see: to find one, never to list."""
    return visible(root.holds(queryset)) if root else queryset.none()


def first(queryset: QuerySet, info: GraphQLResolveInfo) -> Any:
    """Return the one row that ``queryset`` finds, with what the query selects of it, or None."""
    return next(iter(load(queryset[:1], info, selected(info))), None)


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
        path=graphene.Argument(graphene.String, required=True, description="A path, such as `/areas/saude/`."),
        site=SITE,
        locale=LOCALE,
        description="What a path of the site leads to: a page, a redirect or nothing.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's id."),
        path=graphene.Argument(graphene.String, description="The page's path, such as `/areas/saude/`."),
        site=SITE,
        locale=LOCALE,
        description="A page of any type, by its id or by its path.",
    )
    node = graphene.Field(
        Node,
        id=graphene.Argument(graphene.ID, required=True, description="The object's id."),
        description="Any object by its id; null where it is not public.",
    )
    nodes = graphene.List(
        Node,
        required=True,
        ids=graphene.Argument(
            graphene.List(graphene.NonNull(graphene.ID)), required=True, description=f"The ids, at most {MAX_FIRST}."
        ),
        description="Objects by their ids, in the same order; null where one is not public.",
    )

    def resolve_route(root, info, path, **arguments):
        here = scope(info, arguments)
        return here and _route(here, path, info)

    def resolve_page(root, info, id=None, path=None, **arguments):
        if (id is None) == (path is None):
            raise BadUserInput("Give either id or path.")
        here = scope(info, arguments)
        if path is not None:
            return here and first(reachable(pages_at(here, path), here), info)
        return _node(id, info, of=Page)

    def resolve_node(root, info, id):
        return _node(id, info)

    def resolve_nodes(root, info, ids):
        if len(ids) > MAX_FIRST:
            raise ListTooLong(f"At most {MAX_FIRST} ids at once, not {len(ids)}.")
        return _nodes(ids, info)


def _route(root: Root, path: str, info: GraphQLResolveInfo) -> PageRoute | RedirectRoute | PasswordRoute | None:
    wanted = root.holds(pages_at(root, path))
    for page in load(visible(wanted)[:1], info, selected(info, "page")):
        return PageRoute(page=page)
    if redirect := find_redirect(root, path):
        url = address_of(redirect, root, info.context.scopes)
        return RedirectRoute(url=url, permanent=redirect.is_permanent) if url else None
    return PasswordRoute(path=path) if password_protected(wanted).exists() else None


def _node(identifier: str, info: GraphQLResolveInfo, *, of: type[Model] = Model) -> Model | None:
    found = key_of(identifier)
    if found is None or not issubclass(found[0], of):
        return None
    model, key = found
    return first(visible(model._default_manager.filter(pk=key)), info)


def _nodes(identifiers: list[str], info: GraphQLResolveInfo) -> list[Model | None]:
    wanted = [key_of(identifier) for identifier in identifiers]
    found = {}
    for model in {pair[0]: None for pair in wanted if pair}:
        keys = {pair[1] for pair in wanted if pair and pair[0] is model}
        rows = load(visible(model._default_manager.filter(pk__in=keys)), info, selected(info))
        found.update({(model, row.pk): row for row in rows})
    return [found.get(pair) if pair else None for pair in wanted]
