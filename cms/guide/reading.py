"""The guide, from its Markdown to HTML with anchors, and the pictures that it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

GUIDE: Path = settings.BASE_DIR / "docs" / "editores.md"
PICTURES = GUIDE.parent / "imagens"
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Guide:
    title: str
    chapters: list[tuple[str, str]]
    """The anchor and the title of each."""
    body: SafeString


def read_guide() -> Guide:
    """Return the guide as it is on the disk."""
    tokens = MARKDOWN.parse(GUIDE.read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]
    chapters = list(_anchored(tokens))
    for picture in _pictures(tokens):
        _serve_from_here(picture)
    body = _framed(tokens)
    # its source is ours, and the reader of Markdown passes no HTML
    return Guide(title, chapters, mark_safe(MARKDOWN.renderer.render(body, MARKDOWN.options, {})))  # noqa: S308


def find_picture(name: str) -> Path | None:
    """Return the file of the picture that the guide calls ``name``; None where it names no such."""
    named = {str(token.attrs["src"]) for token in _pictures(MARKDOWN.parse(GUIDE.read_text(encoding="utf-8")))}
    return PICTURES / name if f"{PICTURES.name}/{name}" in named else None


def _anchored(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for opening, words in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            opening.attrSet("id", f"guide-{slugify(words.content)}")
            if opening.tag == "h2":
                yield str(opening.attrs["id"]), words.content


def _pictures(tokens: Sequence[Token]) -> Iterator[Token]:
    return (inner for token in tokens for inner in token.children or [] if inner.type == "image")


def _serve_from_here(picture: Token) -> None:
    name = str(picture.attrs["src"]).rpartition("/")[2]
    with Image.open(PICTURES / name) as file:  # its size keeps its place on the page until it comes
        width, height = file.size
    picture.attrs |= {
        "src": reverse("cms_guide_picture", args=[name]),
        "width": width,
        "height": height,
        "loading": "lazy",
    }


def _framed(tokens: Sequence[Token]) -> list[Any]:
    """Give each table a frame that scrolls on a narrow screen, by keyboard too."""
    framed = []
    for token in tokens:
        if token.type == "table_open":
            framed.append(Token("frame_open", "div", 1, attrs={"class": "guide-table", "tabindex": "0"}))
        framed.append(token)
        if token.type == "table_close":
            framed.append(Token("frame_close", "div", -1))
    return framed
