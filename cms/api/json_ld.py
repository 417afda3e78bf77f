"""Pages as linked data: JSON-LD in the vocabulary of schema.org.

A page type names the function that describes it (``graphql_json_ld``). The function reads the page through
the words of its type, as a query does: what is not public is not there, and many pages are read at once.
"""

import json
from typing import Any

from django.db.models import Model, TextField
from django.utils.module_loading import import_string
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.drafts import unless_incomplete
from cms.api.images import Image
from cms.api.peers import columns, load_columns, value
from cms.api.scope import root_of, url_of
from cms.api.selection import selecting
from cms.api.words import words_of

SAFE_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Reader:
    """Reads pages and what they refer to as a query would."""

    def __init__(self, info: GraphQLResolveInfo):
        self.info = info

    def __call__(self, row: Model, field: str, *names: str) -> Any:
        """Return the GraphQL ``field`` of ``row``; ``names`` are the fields that will be read of what it gives."""
        return words_of(row.__class__)[field].resolve(row, selecting(self.info, *names))

    def programme(self, page: Page) -> dict[str, str]:
        """Return the reference to the programme, which the home page describes."""
        root = root_of(page, self.info)
        name = self.info.context.site_of(root).name or root.hostname
        return {"@type": "Organization", "@id": f"{root.origin}/#programme", "name": name, "url": f"{root.origin}/"}

    def thing(self, page: Page, kind: str) -> dict[str, Any]:
        """Return what is said of every page: its name, its address, its summary, its image."""
        words = words_of(page.__class__)
        image = self(page, "heroImage") if "heroImage" in words else None
        return {
            "@type": kind,
            "@id": url_of(page, self.info),
            "url": url_of(page, self.info),
            "name": value(page, "title"),
            "description": value(page, page.summary_field),
            "image": image and Image.resolve_url(image, self.info),
        }

    def reference(self, page: Page, kind: str) -> dict[str, Any]:
        """Return another page by its name and address."""
        address = url_of(page, self.info)
        return {"@type": kind, "@id": address, "name": value(page, "title"), "url": address}

    def web_page(self, page: Page, kind: str = "WebPage") -> dict[str, Any]:
        """Return a page that is about nothing but itself."""
        published = value(page, "first_published_at"), value(page, "last_published_at")
        return {
            **self.thing(page, kind),
            "inLanguage": root_of(page, self.info).locale,
            "datePublished": published[0] and published[0].isoformat(),
            "dateModified": published[1] and published[1].isoformat(),
            "publisher": self.programme(page),
        }


def json_ld(page: Page, info: GraphQLResolveInfo) -> str:
    """Return what ``page`` is about, and the way to it, as JSON-LD that can stand in a script element."""
    load_columns(page, _short_columns(page))
    read = Reader(info)
    about = unless_incomplete(page, lambda: import_string(page.graphql_json_ld)(page, read))
    graph = [*(about if isinstance(about, list) else [about]), _breadcrumbs(page, read)]
    text = json.dumps({"@context": "https://schema.org", "@graph": _known(graph)}, ensure_ascii=False)
    return text.translate(SAFE_IN_HTML)


def _short_columns(page: Page) -> list[str]:
    """Return the columns that the words of ``page`` are made from, but for long texts."""
    known = columns(page.__class__)
    named = {name for word in words_of(page.__class__).values() for name in word.columns if name in known}
    return [name for name in named if not isinstance(known[name], TextField)]


def _breadcrumbs(page: Page, read: Reader) -> dict[str, Any]:
    way = read(page, "breadcrumbs")
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": step.title, "item": step.url}
            for position, step in enumerate(way, 1)
        ],
    }


def _known(found: Any) -> Any:
    """Return ``found`` without what is empty."""
    if isinstance(found, dict):
        return {key: _known(inner) for key, inner in found.items() if inner not in (None, "", [])}
    return [_known(inner) for inner in found] if isinstance(found, list) else found
