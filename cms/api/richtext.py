"""Formatted text in the API: as HTML, words, Markdown and a tree. Its links lead only to what is public."""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import graphene
from wagtail.documents import get_document_model
from wagtail.rich_text import get_text_for_indexing

from cms.api.links import find_link, references_in
from cms.api.markdown import markdown_of
from cms.api.marks import Node
from cms.api.reads import PAGES
from cms.api.references import References
from cms.api.richtree import tree_of, words_of
from cms.api.scalars import JSON

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
EDITORS_ONLY = re.compile(r' data-block-key="[^"]*"')
STRANGE = re.compile(
    r"<(?!/?(?:p|h[1-6]|ul|ol|li|b|strong|i|em|sup)(?: data-block-key=\"[^\"<>]*\")?>"
    r"|br ?/?>|a(?: [a-z-]+=\"[^\"<>]*\")+>|/a>)"
)
"""A tag that the editor, as we set it up, does not write."""


@dataclass(frozen=True)
class RichTextValue:
    """Formatted text as Wagtail stores it."""

    source: str

    def note(self, references: References) -> None:
        """Tell ``references`` which pages and documents the text links to."""
        for model, key in references_in(self.source):
            references.want(model, [key])

    def html(self, view: Any) -> str:
        """Return the text as HTML: links to what is not public become plain text.

        What the editor wrote needs no parser: HTML is the form that is asked for most.
        """
        if not self._is_strange:
            clean = EDITORS_ONLY.sub("", self.source)
            html, links = LINK.subn(lambda link: _link(link[1], link[2], view), clean)
            if links == clean.count("<a "):  # each is closed, and none lies in another
                return html
        return _html(self.tree(view))

    def text(self) -> str:
        """Return the text without its formatting."""
        if self._is_strange:
            return words_of(tree_of(self.source, lambda tag: None)).strip()
        apart = re.sub(r"(<[uo]l\b)", r" \1", self.source)
        return re.sub(r"[ \t]+", " ", get_text_for_indexing(apart)).strip()

    def markdown(self, view: Any) -> str:
        """Return the text as CommonMark."""
        return markdown_of(self.tree(view))

    def tree(self, view: Any) -> Node:
        """Return the text as a tree of nodes."""
        return tree_of(self.source, lambda tag: find_link(tag, view))

    @property
    def _is_strange(self) -> bool:
        return STRANGE.search(self.source) is not None


class RichText(graphene.ObjectType):
    """Formatted text, in four forms. Whichever you take, links lead only to what is public."""

    reads = ()
    fields_read = dict.fromkeys(("html", "markdown", "tree"), (*PAGES, get_document_model))

    html = graphene.String(
        required=True, description="Clean HTML: paragraphs, lists, headings, emphasis and links, nothing else."
    )
    text = graphene.String(required=True, description="The words alone.")
    markdown = graphene.String(
        required=True, description="CommonMark, with HTML only for what it cannot write, such as `<sup>`."
    )
    tree = graphene.Field(
        JSON,
        required=True,
        description="A tree of nodes named as in mdast (`root`, `paragraph`, `link` …), for components of your own. "
        "Links carry a `target` that says what they lead to. New node types may be added: show the children of one "
        "that you do not know.",
    )

    def resolve_html(value, info):
        return value.html(info.context.looking_from(info))

    def resolve_text(value, info):
        return value.text()

    def resolve_markdown(value, info):
        return value.markdown(info.context.looking_from(info))

    def resolve_tree(value, info):
        return value.tree(info.context.looking_from(info))


def _link(attributes: str, content: str, view: Any) -> str:
    link = find_link(attributes, view)
    return f'<a href="{escape(link.url)}">{content}</a>' if link else content


TAGS = {"paragraph": "p", "listItem": "li", "strong": "b", "emphasis": "i", "superscript": "sup"}


def _html(node: Node) -> str:
    kind = node["type"]
    if kind == "text":
        return escape(node["value"], quote=False)
    if kind == "break":
        return "<br/>"
    if kind == "embed":
        url = escape(node["url"])
        return f'<p><a href="{url}">{url}</a></p>'
    # The editor writes the words of a list's item without a paragraph.
    bare = kind == "listItem" and {child["type"] for child in node["children"][1:]} <= {"list"}
    content = "".join(
        _contents(child) if bare and child["type"] == "paragraph" else _html(child) for child in node["children"]
    )
    if kind == "root":
        return content
    if kind == "link":
        return f'<a href="{escape(node["url"])}">{content}</a>'
    if kind == "heading":
        return f"<h{node['depth']}>{content}</h{node['depth']}>"
    tag = ("ol" if node["ordered"] else "ul") if kind == "list" else TAGS[kind]
    return f"<{tag}>{content}</{tag}>"


def _contents(node: Node) -> str:
    return "".join(map(_html, node["children"]))
