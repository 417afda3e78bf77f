"""What a visitor types, as terms to look for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from search.folding import ROOT_MARK, STOP_WORDS, root, stem, words

LONGEST = 255
"""Characters of a question that are read."""
MOST_TERMS = 10
SHORTEST_PART = 4
"""Letters that a part of a word needs to stand for words that begin with it."""

QUOTED = re.compile(r'["“”«»]([^"“”«»]*)["“”«»]')


@dataclass(frozen=True)
class Term:
    """One thing asked for: a word, or words in a row. Everything else it may mean counts less."""

    stems: tuple[str, ...]
    roots: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    part: str = ""
    guesses: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=(), compare=False)


def terms_of(question: str) -> list[Term]:
    """Return the terms of a question, at most ``MOST_TERMS``: none where it holds no word."""
    question = question[:LONGEST]
    phrases = [found for quoted in QUOTED.findall(question) if len(found := words(quoted)) > 1]
    plain_words = words(QUOTED.sub(lambda quoted: quoted[1] if len(words(quoted[1])) == 1 else " ", question))
    content = [word for word in plain_words if word not in STOP_WORDS] or ([] if phrases else plain_words)
    terms = [_phrase(phrase) for phrase in phrases] + [_word(word) for word in dict.fromkeys(content)]
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def _phrase(phrase: Sequence[str]) -> Term:
    return Term(stems=tuple(map(stem, phrase)), words=tuple(phrase))


def _word(word: str) -> Term:
    part = word if len(word) >= SHORTEST_PART else ""
    roots = () if word in STOP_WORDS else (root(word) + ROOT_MARK,)  # stop words are indexed as they are alone
    return Term(stems=(stem(word),), roots=roots, part=part, words=(word,))


def with_synonyms(terms: Sequence[Term], groups: Iterable[Sequence[str]]) -> list[Term]:
    """Return ``terms`` with what editors say that they mean as well: each of ``groups`` means one thing.

    Several words in a row may mean one thing too: each of them then means it.
    """
    more: list[dict[tuple[str, ...], None]] = [{} for _ in terms]
    asked = {stem for term in terms for stem in term.stems}
    for group in groups:
        options = [option for term in group if (option := _option(term))]
        for own in options:
            if asked.isdisjoint(own):
                continue
            others = dict.fromkeys(option for option in options if option != own)
            for place in _places(own, terms):
                more[place] |= others
    return [replace(term, synonyms=tuple(synonyms)) for term, synonyms in zip(terms, more, strict=True)]


@lru_cache(maxsize=5_000)
def _option(written: str) -> tuple[str, ...]:
    return tuple(map(stem, words(written)))


def _places(option: tuple[str, ...], terms: Sequence[Term]) -> Iterator[int]:
    """Yield the places of the terms that are ``option``: one, or several in a row, stop words aside."""
    asked = tuple(word for word in option if word not in STOP_WORDS) or option
    for place, term in enumerate(terms):
        row = terms[place : place + len(asked)]
        if term.stems == option:
            yield place
        elif len(asked) > 1 and tuple(each.stems[0] for each in row if len(each.stems) == 1) == asked:
            yield from range(place, place + len(asked))
