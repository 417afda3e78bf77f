"""Where a link in formatted text leads, if a visitor may follow it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.api.ids import global_id
from cms.api.peers import load_columns
from cms.api.words import type_name

LINK_TAG = re.compile(r"<a\s[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
ENTITY = re.compile(r"&(?:\w+|#[0-9]+|#x[0-9a-f]+);", re.IGNORECASE)
KEY = re.compile(r"[0-9]{1,18}")  # longer ones fit no column
ADDRESS = re.compile(
    r"(?P<external>https?://|/[/\\])|(?P<email>mailto:)|(?P<phone>tel:)|(?P<anchor>#)|(?P<path>/)", re.IGNORECASE
)
"""The beginnings of addresses that a text may link to, by what they are."""


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes written in ``tag``; an ``&`` that begins no whole entity is only an ``&``."""
    return {name.lower(): _plain(double or single or bare) for name, double, single, bare in ATTRIBUTE.findall(tag)}


def _plain(value: str) -> str:
    return ENTITY.sub(lambda entity: unescape(entity[0]), value) if "&" in value else value


def kind_of(address: str) -> str | None:
    """Return what ``address`` is, or None where no text may link to it."""
    found = ADDRESS.match(address)
    return found and found.lastgroup


@dataclass(frozen=True)
class Link:
    """A link that a visitor may follow."""

    url: str
    kind: str
    member: Model | None = None

    def target(self) -> dict[str, Any]:
        """Return what the link leads to, as JSON."""
        target: dict[str, Any] = {"kind": self.kind}
        if self.member is None:
            return target
        target |= {"id": global_id(self.member), "type": type_name(type(self.member))}
        if self.kind == "page":
            return target | {"path": self.url if self.url.startswith("/") else None}
        names = {"title": "title", "filename": "filename", "fileSize": "file_size", "contentType": "content_type"}
        return target | {name: getattr(self.member, attribute) for name, attribute in names.items()}


def find_link(tag: str, view: Any) -> Link | None:
    """Return where the start tag of a link leads, or None where that is not public, unsafe or gone.

    ``view`` is a ``cms.api.visit.View``. A page of another site is led to by its whole address.
    """
    given = attributes(tag)
    if not given.get("linktype"):
        url = given.get("href", "")
        kind = kind_of(url)
        return Link(url, kind) if kind else None
    if not (refers := _reference(given)):
        return None
    model, key = refers
    if model is Page:
        page = view.page(key)
        url = page and view.address(page)
        return Link(url, "page", page) if url else None
    if not (member := view.references.get(model, key)):
        return None
    load_columns(member, ["title", "file", "file_size"])  # it may be here because of a field that wanted fewer
    return Link(member.url, "document", member)


def references_in(html: str) -> Iterator[tuple[type[Model], int]]:
    """Yield the pages and documents that ``html`` links to, each as its model and its primary key."""
    if "linktype" in html.lower():
        yield from filter(None, (_reference(attributes(tag)) for tag in LINK_TAG.findall(html)))


def _reference(given: dict[str, str]) -> tuple[type[Model], int] | None:
    models = {"page": Page, "document": get_document_model()}
    model, key = models.get(given.get("linktype", "")), given.get("id", "")
    return (model, int(key)) if model and KEY.fullmatch(key) else None
