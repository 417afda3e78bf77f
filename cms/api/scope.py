"""Which part of the page tree an answer is about: one site, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.errors import unknown
from cms.api.peers import value
from cms.api.text import is_text
from cms.languages import tag_of
from cms.prepared import preparing_cursor

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Root:
    """The home page of a site in one language, and the address of the frontend that shows it."""

    site_id: int
    hostname: str
    port: int
    is_default_site: bool
    is_default_language: bool
    is_main: bool
    """Whether it is this site that the addresses of its pages name, where several sites share the home page."""
    language: str
    page_id: int
    path: str
    url_path: str
    family: str
    """What the home pages of a site in all its languages have in common."""
    is_original: bool = True
    """Whether the other home pages of the family are its translations."""
    within: tuple[str, ...] = ()
    """The tree paths of other sites' home pages below this one."""

    @property
    def origin(self) -> str:
        """The frontend's scheme, host and port."""
        scheme = "https" if self.port in settings.FRONTEND_HTTPS_PORTS else "http"
        port = "" if self.port == DEFAULT_PORTS[scheme] else f":{self.port}"
        return f"{scheme}://{self.hostname}{port}"

    @property
    def locale(self) -> str:
        """The language as a BCP 47 tag: ``pt-BR``."""
        return tag_of(self.language)

    @property
    def prefix(self) -> str:
        """What the paths of this language begin with: nothing for the site's own."""
        return "" if self.is_default_language else f"/{self.language}"

    def path_of(self, url_path: str) -> str:
        """Return the path, at the frontend, of the page below this root that has this ``url_path``."""
        return f"{self.prefix}/{url_path[len(self.url_path) :]}"

    def url_of(self, url_path: str) -> str:
        """Return the whole address, at the frontend, of the page below this root that has this ``url_path``."""
        return self.origin + self.path_of(url_path)

    def has(self, path: str) -> bool:
        """Tell whether the page at this place of the tree is at or below this root, and no other site's."""
        return path.startswith(self.path) and not path.startswith(self.within)

    def below(self, lookup: str = "path") -> Q:
        """Return the condition that the page, whose place in the tree is at ``lookup``, is one of this root's."""
        where = Q(**{f"{lookup}__startswith": self.path})
        for other in self.within:
            where &= ~Q(**{f"{lookup}__startswith": other})
        return where

    def holds(self, queryset: QuerySet) -> QuerySet:
        """Return the pages of ``queryset`` that lie at or below this root."""
        return queryset.filter(self.below())


ROOTS = """
SELECT site.id, site.hostname, site.port, site.is_default_site, site.root_page_id,
       page.id, page.path, page.url_path, page.translation_key, locale.language_code
FROM wagtailcore_site AS site
JOIN wagtailcore_page AS root ON root.id = site.root_page_id
JOIN wagtailcore_page AS page ON page.translation_key = root.translation_key
JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
ORDER BY site.is_default_site DESC, site.id, page.path
"""


def load_roots() -> list[Root]:
    """Return the root of every site in every language, in one statement.

    The translations of a site's home page are its other languages, unless they are the home of a site themselves.
    """
    with preparing_cursor() as cursor:
        cursor.execute(ROOTS)
        rows = cursor.fetchall()
    homes = {row[4] for row in rows}
    paths = sorted({row[6] for row in rows})
    roots: list[Root] = []
    for site, hostname, port, is_default, home, key, path, url_path, family, language in rows:
        if key == home or key not in homes:
            roots.append(
                Root(
                    site_id=site,
                    hostname=hostname,
                    port=port,
                    is_default_site=bool(is_default),
                    is_default_language=key == home,
                    is_main=all(other.page_id != key for other in roots),
                    language=language,
                    page_id=key,
                    path=path,
                    url_path=url_path,
                    family=str(family),
                    is_original=key == home and all(other.family != str(family) for other in roots),
                    within=tuple(other for other in paths if other.startswith(path) and other != path),
                )
            )
    return roots


def pages_at(root: Root, path: str) -> QuerySet:
    """Return the page, public or not, that stands at ``path`` of the site and language of ``root``."""
    slugs = slugs_of(path)
    if not all(map(is_text, slugs)):
        return Page.objects.none()
    if not slugs:
        return Page.objects.filter(pk=root.page_id)
    # the slug has an index, the whole path has none
    return Page.objects.filter(slug=slugs[-1], url_path=root.url_path + "".join(f"{slug}/" for slug in slugs))


def slugs_of(path: str) -> list[str]:
    """Return the slugs of the pages on the way to ``path``, the home page's apart."""
    return [part for part in unquote(path.partition("?")[0].partition("#")[0]).split("/") if part]


class Scopes:
    """The roots as one request sees them."""

    def __init__(self, request: HttpRequest | None = None):
        self._host = request.get_host() if request else ""
        self._roots: list[Root] | None = None

    @property
    def roots(self) -> list[Root]:
        if self._roots is None:
            self._roots = load_roots()
        return self._roots

    def find(self, site: str | None = None, locale: str | None = None) -> Root | None:
        """Return the root of ``site`` (a hostname, with a port where that is needed) in ``locale`` (BCP 47).

        By default the site that the request's host names, else the default site, in its own language.
        None when there is no site at all. Raises ``BadUserInput`` for a site or locale that is not there.
        """
        roots = self.roots_of_site(site)
        if locale is None:
            return next((root for root in roots if root.is_default_language), None)
        for root in roots:
            if root.language.lower() == locale.lower():
                return root
        raise unknown("locale", locale, [root.locale for root in roots])

    def find_at(self, path: str, site: str | None = None, locale: str | None = None) -> tuple[Root | None, str]:
        """Return the root that ``path`` leads to, and what of it comes below: a path may begin with its language."""
        roots = self.roots_of_site(site)
        root = self.find(site, locale)
        for other in [root] if root and locale else roots:
            if other.prefix and f"{path}/".lower().startswith((f"{other.prefix}/", f"{other.prefix}?")):
                return other, path[len(other.prefix) :] or "/"
        return root, path

    def roots_of_site(self, name: str | None = None) -> list[Root]:
        """Return the roots of one site in all its languages."""
        if name is not None:
            if not (named := self._named(name)):
                raise unknown("site", name, sorted({root.hostname for root in self.roots}))
            return named
        return self._named(self._host) or [root for root in self.roots if root.is_default_site]

    def _named(self, name: str) -> list[Root]:
        hostname, _colon, port = name.lower().partition(":")
        of_host = [root for root in self.roots if root.hostname.lower() == hostname]
        exact = [root for root in of_host if str(root.port) == port] or of_host
        return [root for root in exact if root.site_id == exact[0].site_id]

    def root_of(self, url_path: str) -> Root | None:
        """Return the root that a page with this ``url_path`` lies under."""
        for root in self._deepest_first:
            if url_path.startswith(root.url_path):
                return root
        return None

    @cached_property
    def _deepest_first(self) -> list[Root]:
        return sorted((root for root in self.roots if root.is_main), key=lambda root: -len(root.url_path))

    def root_at(self, path: str) -> Root | None:
        """Return the root that the page at this place of the tree lies under."""
        return next((root for root in self.roots if root.is_main and root.has(path)), None)

    def address_from(self, here: Root | None, url_path: str) -> str | None:
        """Return where a page is for the frontend of ``here``: a path on its site, else a whole address."""
        root = self.root_of(url_path)
        if root is None:
            return None
        is_here = here is not None and here.site_id == root.site_id
        return root.path_of(url_path) if is_here else root.url_of(url_path)


def root_of(page: Page, info: GraphQLResolveInfo) -> Root:
    """Return the root that ``page`` lies under; what is public lies under one."""
    return info.context.scopes.root_of(value(page, "url_path"))


def path_of(page: Page, info: GraphQLResolveInfo) -> str:
    """Return the path of ``page`` at its frontend."""
    return path_in(page, info.context)


def url_of(page: Page, info: GraphQLResolveInfo) -> str:
    """Return the whole address of ``page`` at its frontend."""
    return url_in(page, info.context)


def path_in(page: Page, visit: Any) -> str:
    """Return what ``path_of`` does, for a ``Visit``."""
    url_path = value(page, "url_path")
    return visit.scopes.root_of(url_path).path_of(url_path)


def url_in(page: Page, visit: Any) -> str:
    """Return what ``url_of`` does, for a ``Visit``."""
    url_path = value(page, "url_path")
    return visit.scopes.root_of(url_path).url_of(url_path)


def any_of(roots: Iterable[Root], lookup: str = "path") -> Q:
    """Return the condition that the page, whose place in the tree is at ``lookup``, is one of any of ``roots``."""
    where: Any = Q(pk__in=[])
    for root in roots:
        where |= root.below(lookup)
    return where
