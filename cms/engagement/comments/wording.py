"""The text of a comment: plain, with its links told apart, and nothing in it that deceives the eye."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LINKS = 2
LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
AFTER_A_LINK = ".,;:!?)]}’”…"
"""What ends a sentence, and not an address."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories of characters that show nothing: among them what turns the direction of writing round."""
JOINERS = {"\u200d", "\ufe0f"}
"""What joins emoji."""


@dataclass(frozen=True)
class Piece:
    """Some of a text: a link, or what stands between links."""

    text: str
    url: str | None = None


def cleaned(text: str) -> str:
    """Return ``text`` composed (NFC), without characters that show nothing, with at most one empty line in a row."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(char for char in text if char == "\n" or char in JOINERS or unicodedata.category(char) not in UNSEEN)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip(" \n\u200d\ufe0f")


def one_line(text: str) -> str:
    """Return ``text`` as ``cleaned`` does, in one line."""
    return " ".join(cleaned(text).split())


def links_in(text: str) -> list[str]:
    """Return the addresses in ``text``."""
    return [piece.url for piece in pieces_of(text) if piece.url]


def pieces_of(text: str) -> Iterator[Piece]:
    """Yield the pieces of ``text``, in order: put one after the other they are the text."""
    at = 0
    for found in LINK.finditer(text):
        url = found[0].rstrip(AFTER_A_LINK)
        if len(url) <= len("https://"):
            continue
        if found.start() > at:
            yield Piece(text[at : found.start()])
        yield Piece(url, url)
        at = found.start() + len(url)
    if at < len(text):
        yield Piece(text[at:])
