"""The sitemap of a site, in its frontend's addresses. https://www.sitemaps.org/protocol.html"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from cms.api.addresses import public_document
from cms.api.scope import Root, Scopes, any_of
from cms.visibility import public

XML = "application/xml"


@public_document
def sitemap(request: HttpRequest, root: Root, scopes: Scopes) -> HttpResponse:
    """Serve the sitemap of a site in all its languages; where one file cannot hold it, an index of several."""
    pages = PageSitemap(root, scopes)
    if pages.paginator.num_pages > 1 and "p" not in request.GET:
        parts = [
            {"location": request.build_absolute_uri(f"?{urlencode({**request.GET.dict(), 'p': number})}")}
            for number in pages.paginator.page_range
        ]
        return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": parts}, content_type=XML)
    return sitemap_view(request, {"pages": pages})


class PageSitemap(Sitemap):
    limit = 50_000

    def __init__(self, root: Root, scopes: Scopes):
        self.roots = [other for other in scopes.roots if other.site_id == root.site_id]
        self.family = [other for other in scopes.roots if other.family == root.family]
        self.scopes = scopes
        self.protocol, _, self.domain = root.origin.partition("://")

    def get_domain(self, site: Any = None) -> str:
        return self.domain

    def items(self) -> QuerySet:
        columns = ("url_path", "last_published_at", "translation_key", "path")
        return public(Page.objects.filter(any_of(self.roots))).only(*columns).order_by("path")

    def location(self, item: Page) -> str:
        root = self.scopes.root_of(item.url_path)
        return root.path_of(item.url_path) if root else ""

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the addresses of a part; one that is there in several languages names each of them."""
        urls = super().get_urls(page, site, protocol)
        if len(self.family) > 1:
            languages = self._languages([url["item"].translation_key for url in urls])
            for url in urls:
                same = languages[url["item"].translation_key]
                url["alternates"] = same if len(same) > 1 else []
        return urls

    def _languages(self, keys: list) -> dict[Any, list[dict[str, str]]]:
        found = defaultdict(list)
        pages = public(Page.objects.filter(any_of(self.family), translation_key__in=keys))
        for page in pages.only("url_path", "translation_key").order_by("path"):
            root = self.scopes.root_of(page.url_path)
            if root:
                address = root.url_of(page.url_path)
                found[page.translation_key].append({"location": address, "lang_code": root.locale})
        return found
