"""The part of a page's text that best shows why it was found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cms.collation import plain
from search.folding import ROOT_MARK, STOP_WORDS, root, stem
from search.questions import Term

WRITTEN = re.compile(r"\w+")
LENGTH = 240
"""Characters of an excerpt, more or less: it begins and ends between words."""


@dataclass(frozen=True)
class Part:
    """Some of an excerpt: words that were looked for, or what stands between them."""

    text: str
    is_match: bool


class Excerpts:
    """Excerpts that show why pages were found: what a word means for ``terms`` is found out once for all of them."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._words = [(number, term) for number, term in enumerate(terms) if len(term.stems) == 1]
        self._phrases = [(number, term) for number, term in enumerate(terms) if len(term.stems) > 1]
        self._known: dict[str, int | None] = {}

    def of(self, texts: Iterable[str]) -> list[Part]:
        """Return the part of one of ``texts`` that holds the most of the terms; the beginning of the first if none
        does."""
        found = [(text, self._marks(text)) for text in texts if text]
        best = max(((_best(marks), text, marks) for text, marks in found), key=lambda each: each[0][0], default=None)
        if best is None:
            return []
        (count, start), text, marks = best
        begin, end = _window(text, start) if count else _window(text, 0)
        return _parts(text, begin, end, [(a, b) for a, b, _number in marks if begin <= a and b <= end])

    def _marks(self, text: str) -> list[tuple[int, int, int]]:
        """Return where words of ``text`` are what was looked for: beginning, end, and the number of the term."""
        if self._phrases:
            return self._marks_of_phrases(text)
        found = ((word, self._meaning(word[0])) for word in WRITTEN.finditer(text))
        return [(*word.span(), number) for word, number in found if number is not None]

    def _marks_of_phrases(self, text: str) -> list[tuple[int, int, int]]:
        found = list(WRITTEN.finditer(text))
        marks = []
        for place, word in enumerate(found):
            for number, term in self._phrases:
                row = found[place : place + len(term.stems)]
                if tuple(_forms(each[0])[1] for each in row) == term.stems:
                    marks.append((word.start(), row[-1].end(), number))
                    break
            else:
                if (meaning := self._meaning(word[0])) is not None:
                    marks.append((*word.span(), meaning))
        return marks

    def _meaning(self, written: str) -> int | None:
        """Return the number of the term that a word, as it is ``written``, is meant by."""
        if written not in self._known:
            self._known[written] = next((number for number, term in self._words if _is_meant(written, term)), None)
        return self._known[written]


@lru_cache(maxsize=50_000)
def _forms(written: str) -> tuple[str, str, str]:
    word = plain(written)
    return word, stem(word), root(word) + ROOT_MARK


def _is_meant(written: str, term: Term) -> bool:
    word, own, family = _forms(written)
    if word in STOP_WORDS:
        return word in term.words
    return (
        own in term.stems
        or family in term.roots
        or own in term.guesses
        or any(own in synonym for synonym in term.synonyms)
        or bool(term.part and word.startswith(term.part))
    )


def _best(marks: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Return how many terms the best window holds, and where its first mark begins."""
    best = (0, 0)
    for first, (start, _end, _number) in enumerate(marks):
        inside = {number for begin, end, number in marks[first : first + 40] if end - start <= LENGTH * 2 // 3}
        if len(inside) > best[0]:
            best = (len(inside), start)
    return best


def _window(text: str, mark: int) -> tuple[int, int]:
    begin = max(0, mark - LENGTH // 4)
    if begin:
        begin = text.find(" ", begin, mark) + 1 or mark
    end = begin + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", begin, end), mark + 1)
        end = end if end > begin else begin + LENGTH
    return begin, min(end, len(text))


def _parts(text: str, begin: int, end: int, marks: Sequence[tuple[int, int]]) -> list[Part]:
    parts, at = [], begin
    for start, stop in marks:
        parts += [Part(text[at:start], False), Part(text[start:stop], True)]
        at = stop
    parts.append(Part(text[at:end], False))
    parts = [part for part in parts if part.text]
    before, after = ("…" if begin else ""), ("…" if end < len(text) else "")
    return [Part(before, False)] * bool(before) + parts + [Part(after, False)] * bool(after)
