"""Which part of the page tree an answer is about: one site, in one language."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from graphql import GraphQLResolveInfo
from wagtail.models import Page, Site

from cms.api.errors import unknown
from cms.api.peers import value
from cms.api.text import is_text


@dataclass(frozen=True)
class Root:
    """The home page of a site in one language, and the address of the frontend that shows it."""

    site_id: int
    hostname: str
    port: int
    is_default_site: bool
    is_default_language: bool
    language: str
    page_id: int
    path: str
    url_path: str

    @property
    def origin(self) -> str:
        """The frontend's scheme, host and port."""
        scheme, default_port = ("https", 443) if self.port == 443 else ("http", 80)
        port = "" if self.port == default_port else f":{self.port}"
        return f"{scheme}://{self.hostname}{port}"

    @property
    def locale(self) -> str:
        """The language as a BCP 47 tag: ``pt-BR``."""
        language, *rest = self.language.split("-")
        return "-".join([language, *(part.upper() if len(part) == 2 else part.title() for part in rest)])

    def path_of(self, url_path: str) -> str:
        """Return the path, at the frontend, of the page below this root that has this ``url_path``."""
        return "/" + url_path[len(self.url_path) :]

    def url_of(self, url_path: str) -> str:
        """Return the whole address, at the frontend, of the page below this root that has this ``url_path``."""
        return self.origin + self.path_of(url_path)

    def holds(self, queryset: QuerySet) -> QuerySet:
        """Return the pages of ``queryset`` that lie at or below this root."""
        return queryset.filter(path__startswith=self.path)


def load_roots() -> list[Root]:
    """Return the root of every site in every language, in one statement."""
    site = Site.objects.filter(root_page__translation_key=OuterRef("translation_key")).order_by(
        "-is_default_site", "pk"
    )
    described = site.values(
        data=JSONObject(
            site_id="pk", hostname="hostname", port="port", is_default_site="is_default_site", root="root_page"
        )
    )
    pages = (
        Page.objects.filter(translation_key__in=Site.objects.values("root_page__translation_key"))
        .order_by("path")
        .values("pk", "path", "url_path", language=F("locale__language_code"), site=Subquery(described[:1]))
    )
    return [
        Root(
            site_id=page["site"]["site_id"],
            hostname=page["site"]["hostname"],
            port=page["site"]["port"],
            is_default_site=bool(page["site"]["is_default_site"]),
            is_default_language=page["site"]["root"] == page["pk"],
            language=page["language"],
            page_id=page["pk"],
            path=page["path"],
            url_path=page["url_path"],
        )
        for page in pages
    ]


def pages_at(root: Root, path: str) -> QuerySet:
    """Return the page, public or not, that stands at ``path`` of the site and language of ``root``."""
    slugs = [part for part in unquote(path.partition("?")[0].partition("#")[0]).split("/") if part]
    if not all(map(is_text, slugs)):
        return Page.objects.none()
    if not slugs:
        return Page.objects.filter(pk=root.page_id)
    # the slug has an index, the whole path has none
    return Page.objects.filter(slug=slugs[-1], url_path=root.url_path + "".join(f"{slug}/" for slug in slugs))


class Scopes:
    """The roots as one request sees them."""

    def __init__(self, request: HttpRequest | None):
        self._host = request.get_host().partition(":")[0] if request else ""
        self._roots: list[Root] | None = None

    @property
    def roots(self) -> list[Root]:
        if self._roots is None:
            self._roots = load_roots()
        return self._roots

    def find(self, site: str | None = None, locale: str | None = None) -> Root | None:
        """Return the root of ``site`` (a hostname) in ``locale`` (BCP 47).

        By default the site that the request's host names, else the default site, in its own language.
        None when there is no site at all. Raises ``BadUserInput`` for a site or locale that is not there.
        """
        roots = self._roots_of_site(site)
        if locale is None:
            return next((root for root in roots if root.is_default_language), None)
        for root in roots:
            if root.language.lower() == locale.lower():
                return root
        raise unknown("locale", locale, [root.locale for root in roots])

    def _roots_of_site(self, hostname: str | None) -> list[Root]:
        if hostname is not None:
            roots = [root for root in self.roots if root.hostname == hostname.lower()]
            if not roots:
                raise unknown("site", hostname, sorted({root.hostname for root in self.roots}))
            return roots
        named = [root for root in self.roots if root.hostname == self._host]
        return named or [root for root in self.roots if root.is_default_site]

    def root_of(self, url_path: str) -> Root | None:
        """Return the root that a page with this ``url_path`` lies under."""
        roots = [root for root in self.roots if url_path.startswith(root.url_path)]
        return max(roots, key=lambda root: len(root.url_path), default=None)

    def address(self, page: Page) -> str | None:
        """Return where ``page`` is for a frontend: a path on the site asked for, else a whole address."""
        return self.address_from(self.find(), page.url_path)

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
    return root_of(page, info).path_of(value(page, "url_path"))


def url_of(page: Page, info: GraphQLResolveInfo) -> str:
    """Return the whole address of ``page`` at its frontend."""
    return root_of(page, info).url_of(value(page, "url_path"))
