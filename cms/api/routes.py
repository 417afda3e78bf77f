"""Root fields about pages of any type: what is at a path, all the paths, any object by its id."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import graphene
from django.db.models import Model, QuerySet
from django.utils import timezone
from graphql import GraphQLResolveInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.connections import MAX_FIRST, Listing
from cms.api.errors import BadUserInput
from cms.api.ids import key_of
from cms.api.interfaces import PAGE_WORDS, Node, PageInterface
from cms.api.loading import load
from cms.api.orders import Order
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


class Path(graphene.ObjectType):
    """The path of a public page."""

    path = graphene.String(required=True, description="The path at the frontend.")
    url = graphene.String(required=True, description="The address at the frontend.")
    type = graphene.String(required=True, description="The page's type, such as `CityPage`.")
    last_published_at = graphene.DateTime(description="When the page's content last changed.")

    def resolve_path(page, info):
        return _PAGE["path"].resolve(page, info)

    def resolve_url(page, info):
        return _PAGE["url"].resolve(page, info)

    def resolve_type(page, info):
        return PageInterface.resolve_type(page, info)._meta.name


_PAGE = {word.name: word for word in PAGE_WORDS}
PATHS = Listing(
    name="Path",
    node=lambda: Path,
    order=Order("PathOrder", "How to sort paths.", AGE=("The oldest page first.", [])),
    most=1000,
    default=1000,
)


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
    paths = graphene.Field(
        PATHS.type(),
        **PATHS.arguments(),
        changed_since=graphene.Argument(graphene.DateTime, description="Only pages whose content changed after this."),
        site=SITE,
        locale=LOCALE,
        description="The path of every public page, with the time it last changed: for static builds and sitemaps.",
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

    def resolve_paths(root, info, changed_since=None, **arguments):
        queryset = in_scope(Page.objects.all(), scope(info, arguments))
        if changed_since is not None:
            queryset = queryset.filter(last_published_at__gt=_moment(changed_since))
        return PATHS.resolve(queryset, info, arguments)

    def resolve_node(root, info, id):
        return _node(id, info)

    def resolve_nodes(root, info, ids):
        if len(ids) > MAX_FIRST:
            raise BadUserInput(f"At most {MAX_FIRST} ids at once, not {len(ids)}.")
        return _nodes(ids, info)


def _moment(given: datetime) -> datetime:
    """Return ``given`` with a time zone, ours where it names none."""
    try:
        moment = given if timezone.is_aware(given) else timezone.make_aware(given)
        moment.astimezone(UTC)
    except OverflowError:
        raise BadUserInput(f"{given.isoformat()} is outside the calendar.") from None
    return moment


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
    old_path = Redirect.normalise_path(path)
    found = Redirect.get_for_site(root.site_id).filter(old_path=old_path).order_by("-site").first()
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
    return Page.objects.filter(url_path=root.url_path + "".join(f"{slug}/" for slug in slugs))


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
