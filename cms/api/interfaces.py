"""What every object and every page of the API has in common."""

from collections.abc import Callable
from os.path import commonprefix

import graphene
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length, Substr
from graphql import GraphQLResolveInfo
from grapple.registry import registry
from wagtail.models import Page

from cms.api.connections import Listing, Nesting
from cms.api.drafts import is_draft
from cms.api.here import here_of
from cms.api.ids import global_id
from cms.api.kept import kept_statement
from cms.api.loading import load
from cms.api.orders import Key, Order
from cms.api.peers import ask, value
from cms.api.reads import PAGES as ANY_PAGE
from cms.api.references import PAGE_COLUMNS
from cms.api.scope import Root, path_in, path_of, root_of, url_in, url_of
from cms.api.selection import selected
from cms.api.seo import SEO_COLUMNS, Seo
from cms.api.sharing import SHARE_WORD
from cms.api.words import Word, of_row, of_row_and_visit
from cms.engagement.comments.threads import COMMENT_WORDS
from cms.languages import own_name, tag_of
from cms.visibility import visible


class Locale(graphene.ObjectType):
    """A language that content is written in."""

    code = graphene.String(required=True, description="The BCP 47 tag, such as `pt-BR`.")
    name = graphene.String(required=True, description="The language's name in itself.")

    reads = ()


class Breadcrumb(graphene.ObjectType):
    """A page above this one, or this one itself."""

    reads = ()  # the title of a page above counts as a change of what lies below (cms.versions)

    title = graphene.String(required=True, description="The page's title.")
    path = graphene.String(required=True, description="The page's path at the frontend.")
    url = graphene.String(required=True, description="The page's address at the frontend.")


class Alternate(graphene.ObjectType):
    """The same page in another language."""

    reads = ()  # of the page's own type

    locale = graphene.Field(Locale, required=True, description="The other language.")
    path = graphene.String(required=True, description="The page's path at the frontend.")
    url = graphene.String(required=True, description="The page's address at the frontend.")


class Node(graphene.Interface):
    """An object with an id of its own in the whole API."""

    id = graphene.ID(required=True, description="Opaque, the same for as long as the object exists.")

    @classmethod
    def resolve_type(cls, instance, info):
        return registry.class_models[type(instance)]


def locale_of(root: Root) -> Locale:
    """Return the language of a site's root."""
    return locale_called(root.language)


def locale_called(code: str) -> Locale:
    """Return the language with this code."""
    return Locale(code=tag_of(code), name=own_name(code))


def _column(name: str) -> Callable:
    return of_row(lambda page: value(page, name))


def _locale(page: Page, info: GraphQLResolveInfo) -> Locale:
    return locale_of(root_of(page, info))


def _parent(page: Page, info: GraphQLResolveInfo) -> Page | None:
    def answer(pages: list) -> dict:
        homes = {root.path for root in info.context.scopes.roots}
        paths = {member.pk: value(member, "path") for member in pages}
        above = {key: path[: -Page.steplen] for key, path in paths.items() if path not in homes}
        parents = load(visible(Page.objects.filter(path__in=set(above.values()))), info, selected(info))
        by_path = {parent.path: parent for parent in parents}
        return {key: by_path.get(path) for key, path in above.items()}

    return ask(page, ("parent", selected(info)), answer, of=Page)


def _breadcrumbs(page: Page, info: GraphQLResolveInfo) -> list[Breadcrumb]:
    def answer(pages: list) -> dict:
        ways = {member.pk: _way(value(member, "path"), info) for member in pages}
        wanted = {path for way in ways.values() for path in way}
        statement = kept_statement("breadcrumbs", wanted, _crumbs)
        found = {row.path: row for row in statement.rows()} if statement else {}
        found |= {member.path: member for member in pages if is_draft(member)}
        return {key: [found[path] for path in way if path in found] for key, way in ways.items()}

    return [
        Breadcrumb(title=above.title, path=path_of(above, info), url=url_of(above, info))
        for above in ask(page, "breadcrumbs", answer, of=Page)
    ]


def _crumbs(paths: list) -> QuerySet:
    return visible(Page.objects.filter(path__in=paths)).only("path", "title", "url_path")


def _way(path: str, info: GraphQLResolveInfo) -> list[str]:
    """Return the places in the tree from the home page of the site to ``path``."""
    root = info.context.scopes.root_at(path)
    return [path[:end] for end in range(len(root.path) if root else 0, len(path) + 1, Page.steplen)]


def _alternates(page: Page, info: GraphQLResolveInfo) -> list[Alternate]:
    def answer(pages: list) -> dict:
        keys = {member.pk: value(member, "translation_key") for member in pages}
        found: dict = {}
        for row in visible(Page.objects.filter(translation_key__in=set(keys.values()))).only(*PAGE_COLUMNS):
            found.setdefault(row.translation_key, []).append(row)
        return {key: [row for row in found.get(group, []) if row.pk != key] for key, group in keys.items()}

    family = root_of(page, info).family
    others = [(root_of(other, info), other) for other in ask(page, "alternates", answer, of=Page)]
    return [
        Alternate(locale=locale_of(root), path=path_of(other, info), url=url_of(other, info))
        for root, other in sorted(others, key=lambda pair: pair[0].locale)
        if root.family == family
    ]


def _children(page: Page, info: GraphQLResolveInfo, **arguments) -> object:
    def pages() -> QuerySet:
        others = {path for root in info.context.scopes.roots for path in root.within}
        return _with_parent_path().exclude(path__in=others) if others else _with_parent_path()

    return PAGES.resolve_nested(page, IN_TREE, pages, info, arguments)


def _is_fallback(page: Page, info: GraphQLResolveInfo) -> bool:
    here = here_of(info)
    return here.fallback is not None and root_of(page, info).language != here.root.language


def _with_parent_path() -> QuerySet:
    return visible(Page.objects.annotate(_above=Substr("path", 1, Length("path") - Page.steplen)))


PAGES = Listing(
    name="Page",
    node=lambda: PageInterface,
    order=Order("PageOrder", "How to sort pages.", TREE=("As the editors arranged them.", [Key("path")])),
    reads=ANY_PAGE,
)
IN_TREE = Nesting(
    among=lambda paths: Q(path__startswith=commonprefix(paths), _above__in=paths),
    parent=F("_above"),
    key=lambda page: value(page, "path"),
    of=Page,
)

PAGE_WORDS = [
    Word(
        "id",
        "Opaque, the same for as long as the page exists.",
        lambda: graphene.NonNull(graphene.ID),
        of_row(global_id),
    ),
    Word("title", "The page's title.", lambda: graphene.NonNull(graphene.String), _column("title"), ("title",)),
    Word("slug", "The last part of its path.", lambda: graphene.NonNull(graphene.String), _column("slug"), ("slug",)),
    Word(
        "path",
        "Its path at the frontend.",
        lambda: graphene.NonNull(graphene.String),
        of_row_and_visit(path_in),
        ("url_path",),
    ),
    Word(
        "url",
        "Its address at the frontend.",
        lambda: graphene.NonNull(graphene.String),
        of_row_and_visit(url_in),
        ("url_path",),
    ),
    Word("locale", "The language it is written in.", lambda: graphene.NonNull(Locale), _locale, ("url_path",)),
    Word(
        "is_fallback",
        "Whether it stands in for a page that is missing in the language asked: only with `localeFallback`.",
        lambda: graphene.NonNull(graphene.Boolean),
        _is_fallback,
        ("url_path",),
    ),
    Word(
        "first_published_at",
        "When it was first published.",
        lambda: graphene.DateTime,
        _column("first_published_at"),
        ("first_published_at",),
    ),
    Word(
        "last_published_at",
        "When its content last changed.",
        lambda: graphene.DateTime,
        _column("last_published_at"),
        ("last_published_at",),
    ),
    Word("parent", "The page above it; null at the start.", lambda: lambda: PageInterface, _parent, ("path",)),
    Word("children", "The pages below it.", PAGES.type, _children, ("path",), arguments=PAGES.arguments),
    Word(
        "breadcrumbs",
        "The way from the start to this page, which comes last.",
        lambda: graphene.NonNull(graphene.List(graphene.NonNull(Breadcrumb))),
        _breadcrumbs,
        ("path",),
    ),
    Word(
        "seo",
        "For search engines and social networks.",
        lambda: graphene.NonNull(Seo),
        of_row(lambda page: page),
        SEO_COLUMNS,
    ),
    Word(
        "alternates",
        "The same page in other languages.",
        lambda: graphene.NonNull(graphene.List(graphene.NonNull(Alternate))),
        _alternates,
        ("translation_key",),
    ),
    SHARE_WORD,
    *COMMENT_WORDS,
]
"""The page interface, in the same words as the types that implement it."""


class PageInterface(graphene.Interface):
    """A page of any type. Ask for a type's own fields with `... on CityPage { }`."""

    class Meta:
        interfaces = (Node,)

    for _word in PAGE_WORDS:
        locals()[_word.name] = _word.field()
    del _word

    @classmethod
    def resolve_type(cls, instance, info):
        return cls.type_of(type(instance))

    @classmethod
    def type_of(cls, model: type[Page]) -> type[graphene.ObjectType]:
        """Return the type of the pages of ``model``."""
        return registry.pages[model]
