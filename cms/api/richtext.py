"""Formatted text in the API: clean HTML whose links lead only to what is public."""

import re
from dataclasses import dataclass
from html import escape

import graphene
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text, get_text_for_indexing
from wagtail.rich_text.rewriters import extract_attrs

from cms.api.references import References

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
EMBED = re.compile(r"<embed\b[^>]*>")
EDITORS_ONLY = re.compile(r' data-block-key="[^"]*"')
SAFE_ADDRESS = re.compile(r"(https?://|mailto:|tel:|#|/)", re.IGNORECASE)


@dataclass(frozen=True)
class RichTextValue:
    """Formatted text as Wagtail stores it."""

    source: str

    def note(self, references: References) -> None:
        """Tell ``references`` which pages and documents the text links to."""
        for model, key, *_ in extract_references_from_rich_text(self.source):
            references.want(model, [int(key)])

    def html(self, visit) -> str:
        """Return the text as HTML: links to what is not public become plain text."""
        clean = EDITORS_ONLY.sub("", EMBED.sub("", self.source))
        return LINK.sub(lambda link: _link(link[1], link[2], visit), clean)

    def text(self) -> str:
        """Return the text without its formatting."""
        return re.sub(r"[ \t]+", " ", get_text_for_indexing(self.source)).strip()


class RichText(graphene.ObjectType):
    """Formatted text."""

    html = graphene.String(required=True, description="Clean HTML: paragraphs, lists, headings, emphasis and links.")
    text = graphene.String(required=True, description="The words alone.")

    def resolve_html(value, info):
        return value.html(info.context)

    def resolve_text(value, info):
        return value.text()


def _link(attributes: str, content: str, visit) -> str:
    address = _address(extract_attrs(attributes), visit)
    return f'<a href="{escape(address)}">{content}</a>' if address else content


def _address(attributes: dict, visit) -> str | None:
    kind, key = attributes.get("linktype"), attributes.get("id", "")
    if kind == "page" and key.isdecimal():
        page = visit.references.get(Page, int(key))
        return page and visit.scopes.address(page)
    if kind == "document" and key.isdecimal():
        document = visit.references.get(get_document_model(), int(key))
        return document and document.url
    href = attributes.get("href", "")
    return href if not kind and SAFE_ADDRESS.match(href) else None
