"""The paths of a site, for static builds: those to make, and those to remove."""

from datetime import UTC, datetime
from typing import Any

import graphene
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.connections import Listing
from cms.api.cursors import Slice
from cms.api.errors import BadUserInput
from cms.api.interfaces import PageInterface
from cms.api.orders import Order
from cms.api.reads import PAGES
from cms.api.routes import LOCALE, SITE, in_scope, scope
from cms.api.scope import Root, path_of, url_of
from cms.paths import PathRecord

MOST = 1000


class Path(graphene.ObjectType):
    """A path of the site: a page's, or one where a page no longer is."""

    reads = (*PAGES, PathRecord)

    path = graphene.String(required=True, description="The path at the frontend.")
    url = graphene.String(required=True, description="The address at the frontend.")
    type = graphene.String(required=True, description="The page's type, such as `CityPage`.")
    last_published_at = graphene.DateTime(description="When the page's content last changed; null where it is gone.")
    removed = graphene.Boolean(
        required=True, description="Whether nothing is there any more. Only with `changedSince`, and before the others."
    )

    def resolve_path(row, info):
        return path_of(row, info)

    def resolve_url(row, info):
        return url_of(row, info)

    def resolve_type(row, info):
        return PageInterface.type_of(_model(row))._meta.name

    def resolve_last_published_at(row, info):
        return getattr(row, "last_published_at", None)

    def resolve_removed(row, info):
        return isinstance(row, PathRecord)


def _model(row: Page | PathRecord) -> Any:
    return row.page_type.model_class() if isinstance(row, PathRecord) else row.specific_class


def _read(rows: QuerySet, info: GraphQLResolveInfo, names: frozenset[str]) -> list:
    return [row for row in rows if hasattr(_model(row), "graphql_fields")]


def _listing(order: str, description: str) -> Listing:
    return Listing(
        name="Path",
        node=lambda: Path,
        order=Order("PathOrder", "How paths are sorted.", **{order: (description, [])}),
        most=MOST,
        default=MOST,
        read=_read,
        reads=Path.reads,
    )


PATHS = _listing("AGE", "The oldest page first.")
REMOVALS = _listing("REMOVAL", "The first that was removed first.")


class Query:
    """The root field about all the paths of a site."""

    paths = graphene.Field(
        PATHS.type(),
        **{name: PATHS.arguments()[name] for name in ("first", "after")},
        changed_since=graphene.Argument(
            graphene.DateTime,
            description="Only what has changed since: pages whose content or path did, and paths that are gone.",
        ),
        site=SITE,
        locale=LOCALE,
        description="The path of every public page, with the time it last changed: for static builds and sitemaps.",
    )

    def resolve_paths(root, info, first=None, after=None, changed_since=None, **arguments):
        here = scope(info, arguments)
        pages = in_scope(Page.objects.only("url_path", "content_type", "last_published_at"), here)
        page = {"first": first, "after": after}
        if changed_since is None or here is None:
            return PATHS.resolve(pages, info, page)
        moment = _moment(changed_since)
        return _both(
            _removed_since(moment, here.root, info.context.scopes.roots),
            pages.filter(_changed_since(moment)),
            info,
            page,
        )


def _moment(given: datetime) -> datetime:
    """Return ``given`` with a time zone, ours where it names none."""
    try:
        moment = given if timezone.is_aware(given) else timezone.make_aware(given)
        moment.astimezone(UTC)
    except OverflowError:
        raise BadUserInput(f"{given.isoformat()} is outside the calendar.") from None
    return moment


def _changed_since(moment: datetime) -> Combinable:
    was_there = PathRecord.objects.filter(page_key=OuterRef("pk"), until=None, since__lte=moment)
    return Q(last_published_at__gt=moment) | ~Exists(was_there)


def _removed_since(moment: datetime, root: Root, roots: list[Root]) -> QuerySet:
    """Return the records of paths below ``root`` that have ended since, and where no page is again."""
    taken = PathRecord.objects.filter(url_path=OuterRef("url_path"), until=None)
    later = PathRecord.objects.filter(url_path=OuterRef("url_path"), pk__gt=OuterRef("pk"))
    ended = PathRecord.objects.filter(until__gt=moment, url_path__startswith=root.url_path)
    for other in {other.url_path for other in roots if other.path in root.within}:
        ended = ended.exclude(url_path__startswith=other)
    return ended.filter(~Exists(taken), ~Exists(later)).select_related("page_type")


def _both(removed: QuerySet, pages: QuerySet, info: GraphQLResolveInfo, page: dict) -> Slice:
    """Return the page of a list that begins with ``removed`` and goes on with ``pages``."""
    try:
        begin = REMOVALS.resolve(removed, info, page)
        after = None
    except BadUserInput:
        begin, after = REMOVALS.resolve(removed, info, {"first": 0}), page["after"]
    left = (MOST if page["first"] is None else page["first"]) - len(begin.nodes)
    rest = PATHS.resolve(pages, info, {"first": left, "after": after})
    return Slice(
        nodes=[*begin.nodes, *rest.nodes],
        make_cursors=lambda: [*begin.cursors, *rest.cursors],
        has_next=begin.has_next or (rest.has_next if left else pages.exists()),
        has_previous=page["after"] is not None,
        count=lambda: begin.count() + rest.count(),
    )
