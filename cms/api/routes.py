"""Root fields about pages of any type: what is at a path, any object by its id."""

from typing import Any
from urllib.parse import unquote

import graphene
from django.db.models import F, Model, QuerySet
from django.db.models.functions import Length
from graphql import GraphQLResolveInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.connections import MAX_FIRST
from cms.api.errors import BadUserInput, ListTooLong
from cms.api.ids import key_of
from cms.api.interfaces import Node, PageInterface
from cms.api.loading import load
from cms.api.reads import PAGES
from cms.api.scope import Root
from cms.api.selection import selected
from cms.api.text import is_text
from cms.visibility import password_protected, public

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


def first(queryset: QuerySet, info: GraphQLResolveInfo) -> Any:
    """Return the one row that ``queryset`` finds, with what the query selects of it, or None."""
    return next(iter(load(queryset[:1], info, selected(info))), None)


class PageRoute(graphene.ObjectType):
    """A page is there."""

    reads = PAGES

    page = graphene.Field(PageInterface, required=True, description="The page.")

    def resolve_page(queryset, info):
        return first(queryset, info)


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

    @classmethod
    def resolve_type(cls, instance, info):
        return PageRoute if isinstance(instance, QuerySet) else type(instance)


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
        return here and _route(here, path)

    def resolve_page(root, info, id=None, path=None, **arguments):
        if (id is None) == (path is None):
            raise BadUserInput("Give either id or path.")
        here = scope(info, arguments)
        if path is not None:
            return here and first(in_scope(_at(here, path), here), info)
        return _node(id, info, of=Page)

    def resolve_node(root, info, id):
        return _node(id, info)

    def resolve_nodes(root, info, ids):
        if len(ids) > MAX_FIRST:
            raise ListTooLong(f"At most {MAX_FIRST} ids at once, not {len(ids)}.")
        return _nodes(ids, info)


def _route(root: Root, path: str) -> QuerySet | RedirectRoute | PasswordRoute | None:
    wanted = _at(root, path)
    if (found := in_scope(wanted, root)).exists():
        return found
    if redirect := _redirect(root, path):
        return redirect
    if password_protected(root.holds(wanted)).exists():
        return PasswordRoute(path=path)
    return None


def _redirect(root: Root, path: str) -> RedirectRoute | None:
    if not is_text(unquote(path)):
        return None
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


def _at(root: Root, path: str) -> QuerySet:
    slugs = [part for part in unquote(path.partition("?")[0].partition("#")[0]).split("/") if part]
    if not all(map(is_text, slugs)):
        return Page.objects.none()
    if not slugs:
        return Page.objects.filter(pk=root.page_id)
    # the slug has an index, the whole path has none
    return Page.objects.filter(slug=slugs[-1], url_path=root.url_path + "".join(f"{slug}/" for slug in slugs))


def _node(identifier: str, info: GraphQLResolveInfo, *, of: type[Model] = Model) -> Model | None:
    found = key_of(identifier)
    if found is None or not issubclass(found[0], of):
        return None
    model, key = found
    return first(public(model._default_manager.filter(pk=key)), info)


def _nodes(identifiers: list[str], info: GraphQLResolveInfo) -> list[Model | None]:
    wanted = [key_of(identifier) for identifier in identifiers]
    found = {}
    for model in {pair[0]: None for pair in wanted if pair}:
        keys = {pair[1] for pair in wanted if pair and pair[0] is model}
        rows = load(public(model._default_manager.filter(pk__in=keys)), info, selected(info))
        found.update({(model, row.pk): row for row in rows})
    return [found.get(pair) if pair else None for pair in wanted]
