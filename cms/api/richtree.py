"""Formatted text as a tree of mdast (https://github.com/syntax-tree/mdast), with nodes of our own.

The reader takes what Wagtail stores, and makes the best of anything else: it never raises.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from cms.api.links import Link, attributes, kind_of
from cms.api.marks import MARKS, Node, Writer
from cms.blocks.video import parse_video_url

FindLink = Callable[[str], Link | None]

HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
LISTS = {"ul": False, "ol": True}
OTHER_BLOCKS = {
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
    *("header", "hr", "main", "nav", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
"""Tags that no tree has, but that part the words before them from those after."""
MAX_LISTS = 16
SECTION = re.compile(r"<!\[+")  # the parser raises on sections that it does not know


def tree_of(html: str, find_link: FindLink) -> Node:
    """Return ``html`` as a tree. ``find_link`` says where the start tag of a link leads."""
    reader = _Reader(find_link)
    reader.feed(SECTION.sub("<!", html))
    reader.close()
    return reader.blocks.close()


def words_of(node: Node) -> str:
    """Return the words of a tree, its blocks parted by a space."""
    if node["type"] in ("text", "break", "embed"):
        return node.get("value", " " if node["type"] == "break" else "")
    between = " " if node["type"] in ("root", "list", "listItem") else ""
    return between.join(filter(None, map(words_of, node["children"])))


class _Blocks:
    """The root, and the lists and items that are open in it. Empty ones are left out."""

    def __init__(self) -> None:
        self._open: list[Node] = [{"type": "root", "children": []}]
        self._too_deep = 0

    def append(self, block: Node) -> None:
        """Add ``block`` to the innermost item, or to the root."""
        if self._innermost == "list":
            self.open_item()
        self._open[-1]["children"].append(block)

    def open_list(self, *, ordered: bool) -> None:
        """Begin a list; one too deep goes on with the list around it."""
        if len(self._open) > 2 * MAX_LISTS:
            self._too_deep += 1
            return
        if self._innermost == "list":  # a list in a list belongs to the item before it
            items = self._open[-1]["children"]
            if items:
                self._open.append(items[-1])
            else:
                self.open_item()
        self._begin({"type": "list", "ordered": ordered, "spread": False, "children": []})

    def close_list(self) -> None:
        """End the innermost list, if one is open."""
        if self._too_deep:
            self._too_deep -= 1
        elif self._innermost != "root":
            self.close_item()
            self._end()

    def open_item(self) -> None:
        """Begin an item, if a list is open."""
        self.close_item()
        if self._innermost == "list":
            self._begin({"type": "listItem", "spread": False, "children": []})

    def close_item(self) -> None:
        """End the innermost item, if it is open."""
        if self._innermost == "listItem":
            self._end()

    def close(self) -> Node:
        """End all that is open, and return the root."""
        while self._innermost != "root":
            self._end()
        return self._open[0]

    @property
    def _innermost(self) -> str:
        return self._open[-1]["type"]

    def _begin(self, container: Node) -> None:
        self._open[-1]["children"].append(container)
        self._open.append(container)

    def _end(self) -> None:
        if not self._open.pop()["children"]:
            self._open[-1]["children"].pop()


class _Reader(HTMLParser):
    def __init__(self, find_link: FindLink):
        super().__init__()
        self.blocks = _Blocks()
        self._find_link = find_link
        self._writer = Writer(self.blocks.append)

    def set_cdata_mode(self, *args: Any, **kwargs: Any) -> None:
        """Read what is in a script like what is in any other tag."""

    def handle_data(self, data: str) -> None:
        self._writer.add(data)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        written = self.get_starttag_text() or ""
        if tag in MARKS:
            self._writer.open(tag, self._find_link(written) if tag == "a" else None)
        elif tag == "br":
            self._writer.add_break()
        elif tag == "p":
            self._writer.begin_paragraph()
        elif tag in {"embed", "li", *HEADINGS, *LISTS, *OTHER_BLOCKS}:
            self._writer.begin_block(HEADINGS.get(tag, 0))
            self._open_block(tag, written)

    def _open_block(self, tag: str, written: str) -> None:
        if tag == "embed":
            self._embed(attributes(written))
        elif tag == "li":
            self.blocks.open_item()
        elif tag in LISTS:
            self.blocks.open_list(ordered=LISTS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self._writer.close(tag)
        elif tag in {"p", "li", *HEADINGS, *LISTS, *OTHER_BLOCKS}:
            self._writer.begin_block()
            if tag == "li":
                self.blocks.close_item()
            elif tag in LISTS:
                self.blocks.close_list()

    def _embed(self, given: dict[str, str]) -> None:
        url = given.get("url", "")
        if given.get("embedtype") == "media" and kind_of(url) == "external":
            video = parse_video_url(url)
            provider, video_id = (video[0].name, video[1]) if video else (None, None)
            self.blocks.append({"type": "embed", "url": url, "provider": provider, "videoId": video_id})
