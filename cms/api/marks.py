"""Words under marks: bold, italic, superscript and links.

Words are put where the open marks say when they come, so that marks may overlap, cross paragraphs or stay open,
and what is written is a tree all the same.
"""

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from cms.api.links import Link

Node = dict[str, Any]

MARKS = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "sup": "superscript", "a": "link"}
SPACE = re.compile(r"[ \t\n\r\f]+")


class Mark:
    """A mark that is open. One whose ``kind`` is None shows nothing: a link that nobody may follow."""

    def __init__(self, tag: str, link: Link | None):
        self.tag, self.link = tag, link
        self.kind = None if tag == "a" and not link else MARKS[tag]

    def node(self) -> Node:
        link = self.link
        own = {"url": link.url, "title": None, "target": link.target()} if link else {}
        return {"type": self.kind, **own, "children": []}


class Writer:
    """Writes words into blocks of a tree. A block is made, and given to ``append``, when it has its first word."""

    def __init__(self, append: Callable[[Node], None]):
        self._append = append
        self._marks: list[Mark] = []
        self._space = False
        self.begin_block()

    def begin_block(self, heading: int = 0) -> None:
        """Let the next words begin a block: a heading so deep, or a paragraph."""
        self._block: Node | None = None
        self._way: list[tuple[Mark, Node]] = []  # the marks that the last words stand in
        self._heading, self._breaks, self._space = heading, 0, False

    def begin_paragraph(self) -> None:
        """Let the next words begin a paragraph, or the heading that has just begun."""
        self.begin_block(self._heading if self._block is None else 0)

    def open(self, tag: str, link: Link | None = None) -> None:
        """Put the next words under the mark of ``tag``."""
        if tag == "a":
            self.close("a")  # there is no link in a link
        self._marks.append(Mark(tag, link))

    def close(self, tag: str) -> None:
        """End the last mark of ``tag``, if one is open."""
        for mark in reversed(self._marks):
            if mark.tag == tag:
                self._marks.remove(mark)
                return

    def add_break(self) -> None:
        """Part the last words from the next by a new line."""
        self._breaks += 1

    def add(self, data: str) -> None:
        """Write ``data``, with spaces as a browser shows them."""
        words = SPACE.sub(" ", data)
        self._space |= words.startswith(" ")
        if core := words.strip(" "):
            marks = self._shown_marks()
            self._separate(marks)
            self._write(core, marks)
            self._space = words.endswith(" ")

    def _shown_marks(self) -> list[Mark]:
        """Return the open marks, each kind once."""
        first: dict[str, Mark] = {}
        for mark in self._marks:
            if mark.kind:
                first.setdefault(mark.kind, mark)
        return list(first.values())

    def _separate(self, marks: list[Mark]) -> None:
        """Write what parts the last words from the next. It stands in the marks that both have, and nowhere else."""
        if self._block is not None:
            around = [mark for mark, _node in self._shared(marks)]
            for _number in range(self._breaks):
                self._place(around)["children"].append({"type": "break"})
            if self._space and not self._breaks:
                self._write(" ", around)
        self._breaks, self._space = 0, False

    def _write(self, words: str, marks: list[Mark]) -> None:
        siblings = self._place(marks)["children"]
        if siblings and siblings[-1]["type"] == "text":
            siblings[-1]["value"] += words
        else:
            siblings.append({"type": "text", "value": words})

    def _place(self, marks: list[Mark]) -> Node:
        """Return the node that words with ``marks`` go into."""
        if self._block is None:
            kind = {"type": "heading", "depth": self._heading} if self._heading else {"type": "paragraph"}
            self._block = {**kind, "children": []}
            self._append(self._block)
        self._way = self._shared(marks)
        inmost = self._way[-1][1] if self._way else self._block
        for mark in marks[len(self._way) :]:
            inmost["children"].append(node := mark.node())
            self._way.append((mark, node))
            inmost = node
        return inmost

    def _shared(self, marks: list[Mark]) -> list[tuple[Mark, Node]]:
        """Return the part of the way to the last words that is also the way to words with ``marks``."""
        pairs = takewhile(lambda pair: pair[0][0] is pair[1], zip(self._way, marks, strict=False))
        return [step for step, _mark in pairs]
