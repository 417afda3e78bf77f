"""Formatted text in files: plain HTML whose links name pages by path and documents by name."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text.rewriters import extract_attrs

from cms.importing.problems import BadValue, one_of
from cms.importing.references import References
from cms.media import CustomDocument

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
EDITORS_ONLY = re.compile(r' data-block-key="[^"]*"')
ADDRESS = re.compile(r"(https?://|mailto:|tel:|#|/|page:/|document:)", re.IGNORECASE)
TARGETS = {"page": Page, "document": CustomDocument}
TAGS = {
    "h2": ["h2"],
    "h3": ["h3"],
    "h4": ["h4"],
    "bold": ["b", "strong"],
    "italic": ["i", "em"],
    "superscript": ["sup"],
    "ol": ["ol", "li"],
    "ul": ["ul", "li"],
    "link": ["a"],
    "document-link": ["a"],
}
"""The tags that each feature of the editor writes. Paragraphs and line breaks come with all of them."""


def read_html(html: str, features: list[str], references: References) -> str:
    """Return ``html`` as Wagtail stores it.

    Raises ``BadValue`` for a tag, an attribute or an address that the editor could not have written.
    """
    reader = _Reader(sorted({tag for name in features for tag in TAGS[name]} | {"p", "br"}))
    reader.feed(html)
    reader.close()
    return LINK.sub(lambda link: _stored_link(link, references), html)


def write_html(stored: str, references: References) -> str:
    """Return formatted text that Wagtail stored as files hold it: a link that leads nowhere is only its text."""
    return LINK.sub(lambda link: _file_link(link, references), EDITORS_ONLY.sub("", stored))


def _stored_link(link: re.Match, references: References) -> str:
    address = unescape(extract_attrs(link[1]).get("href", ""))
    kind, _colon, name = address.partition(":")
    if kind in TARGETS:
        return f'<a linktype="{kind}" id="{references.find(TARGETS[kind], name)}">{link[2]}</a>'
    return link[0]


def _file_link(link: re.Match, references: References) -> str:
    attributes = extract_attrs(link[1])
    kind, key = attributes.get("linktype"), attributes.get("id", "")
    if kind in TARGETS:
        name = references.name(TARGETS[kind], int(key)) if key.isdecimal() else None
        return f'<a href="{escape(f"{kind}:{name}")}">{link[2]}</a>' if name else link[2]
    return f'<a href="{escape(unescape(attributes["href"]))}">{link[2]}</a>' if "href" in attributes else link[2]


class _Reader(HTMLParser):
    def __init__(self, tags: list[str]):
        super().__init__()
        self.tags = tags
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.tags:
            raise BadValue(_("no texto formatado, ") + one_of(self.tags), f"<{tag}>")
        if tag != "br":
            self.open.append(tag)
        for name, value in attrs:
            if (tag, name) != ("a", "href"):
                raise BadValue(_("no texto formatado, só links têm atributos, e só “href”"), f"<{tag} {name}>")
            if not ADDRESS.match(value or "") or set(value or "") & set('<>"'):
                raise BadValue(
                    _("um link começa por https://, http://, mailto:, tel:, #, page:/ (página do site) ou document:"),
                    value or "",
                )

    def handle_endtag(self, tag):
        if tag != "br" and (not self.open or self.open.pop() != tag):
            raise BadValue(_("no texto formatado, cada marca fecha depois das que abriu dentro dela"), f"</{tag}>")

    def close(self):
        super().close()
        if self.open:
            raise BadValue(_("no texto formatado, falta fechar esta marca"), f"<{self.open[-1]}>")

    def handle_comment(self, data):
        raise BadValue(_("no texto formatado não há comentários"), f"<!--{data}-->")

    def handle_decl(self, decl):
        raise BadValue(_("no texto formatado não há declarações"), f"<!{decl}>")

    unknown_decl = handle_pi = handle_decl
