"""A tree of formatted text as CommonMark (https://spec.commonmark.org/0.31.2/).

Every character that Markdown could read as markup is escaped. Where its ``**`` and ``_`` would not be read as
marks, because of the characters around them, HTML stands in for them.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from cms.api.marks import Node

ANYWHERE = re.compile(r"[\\`*_\[\]<~|]|&(?=[#\w])")
AT_LINE_START = re.compile(r"^(?:(?=[-+=>#])|([0-9]+)(?=[.)]))")
IN_ADDRESS = re.compile(r"[\\`*_()\[\]&]")
NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>\"]")
HTML = {"strong": "strong", "emphasis": "em", "superscript": "sup"}


# --- Blocks ---------------------------------------------------------------------------------


def markdown_of(container: Node) -> str:
    """Return the blocks of ``container``, the root of a tree or an item of a list, as CommonMark."""
    written, before, bullet = "", None, 0
    for block in container["children"]:
        kind = (block["type"], block.get("ordered"))
        # Two lists in a row are one to Markdown, unless their bullets differ.
        bullet = 1 - bullet if before == kind and kind[0] == "list" else 0
        if before:
            tight = container["type"] == "listItem" and kind[0] == "list" and before[0] == "paragraph"
            written += "\n" if tight else "\n\n"
        written += _block(block, bullet)
        before = kind
    return written


def _block(block: Node, bullet: int) -> str:
    if block["type"] == "list":
        return "\n".join(_item(item, number, block, bullet) for number, item in enumerate(block["children"], 1))
    if block["type"] == "embed":
        return _link(_text(block["url"], ""), block["url"])
    if block["type"] == "heading":
        return "#" * block["depth"] + " " + _Line("heading").write(block)
    return _Line("paragraph").write(block)


def _item(item: Node, number: int, parent: Node, bullet: int) -> str:
    marker = f"{number}{'.)'[bullet]} " if parent["ordered"] else f"{'-*'[bullet]} "
    return marker + markdown_of(item).replace("\n", "\n" + " " * len(marker))


# --- Words ----------------------------------------------------------------------------------


class _Line:
    """The words of one block, written from left to right."""

    def __init__(self, kind: str):
        self.kind = kind
        self.written = ""

    def write(self, block: Node) -> str:
        self._children(block)
        return self.written

    def _children(self, parent: Node) -> None:
        for node, after in _with_next(parent["children"]):
            if node["type"] == "text":
                self.written += self._words(node["value"])
            elif node["type"] == "break":
                self.written += "<br />" if self.kind == "heading" else "\\\n"
            elif node["type"] == "link":
                if self.written.endswith("!"):
                    self.written = self.written[:-1] + "\\!"  # else it would be an image
                self.written += _link(self._inside(node, "["), node["url"])
            else:
                self._mark(node, after)

    def _words(self, value: str) -> str:
        return _text(value, self.written, "#" if self.kind == "heading" else "")

    def _mark(self, node: Node, after: Node | None) -> None:
        sign = {"strong": "**", "emphasis": "_"}.get(node["type"])
        if sign:
            inside = self._inside(node, sign)
            if self._is_read(sign, inside, node, after):
                self.written += sign + inside + sign
                return
        tag = HTML[node["type"]]
        self.written += f"<{tag}>{self._inside(node, f'<{tag}>')}</{tag}>"

    def _inside(self, node: Node, opening: str) -> str:
        """Return what ``node`` holds, as it is written after ``opening``."""
        line = _Line(self.kind)
        line.written = before = self.written + opening
        line._children(node)
        return line.written[len(before) :]

    def _is_read(self, sign: str, inside: str, node: Node, after: Node | None) -> bool:
        """Tell whether Markdown reads ``sign`` around ``inside`` as a mark.

        https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis, on the safe side of it: ``**`` may
        stand in a word, ``_`` may not; where a mark holds punctuation at its ends, there is none around it.
        """
        before = self.written[-1:]
        if before == sign[0] or (after and after["type"] == node["type"]):
            return False
        parted = _parts(before) and (after is None or after["type"] != "text" or _parts(_text(after["value"], "x")[0]))
        return parted or (sign == "**" and _is_letter(inside[0]) and _is_letter(inside[-1]))


def _with_next(nodes: list[Node]) -> Iterator[tuple[Node, Node | None]]:
    return zip(nodes, [*nodes[1:], None], strict=True)


def _text(value: str, before: str, also: str = "") -> str:
    """Return ``value`` with everything escaped that Markdown could read as markup after ``before``, and ``also``."""
    escaped = ANYWHERE.sub(r"\\\g<0>", value)
    if also:
        escaped = escaped.replace(also, "\\" + also)
    if not before or before.endswith("\n"):
        escaped = AT_LINE_START.sub(r"\1\\", escaped)
    return "".join(map(_visible, escaped))


def _visible(char: str) -> str:
    """Return ``char``, or a reference to it where it is a space that Markdown might strip."""
    if char == "\xa0":
        return "&nbsp;"
    return f"&#{ord(char)};" if char != " " and char.isspace() else char


def _link(words: str, url: str) -> str:
    address = NOT_IN_ADDRESS.sub(lambda char: quote(char[0]), url)
    return f"[{words}]({IN_ADDRESS.sub(lambda char: chr(92) + char[0], address)})"


def _parts(char: str) -> bool:
    """Tell whether ``char``, or the end of the line, parts words from marks."""
    return not char or char.isspace() or unicodedata.category(char)[0] == "P" or char in "$+<=>^`|~"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"
