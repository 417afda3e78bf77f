"""What a visitor types, as terms to look for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

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
    return Term(stems=(stem(word),), roots=(root(word) + ROOT_MARK,), part=part, words=(word,))


def with_synonyms(terms: Iterable[Term], groups: Iterable[Sequence[str]]) -> list[Term]:
    """Return ``terms`` with what editors say that they mean as well: each of ``groups`` means one thing."""
    meant: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for group in groups:
        options = [option for term in group if (option := tuple(map(stem, words(term))))]
        for own in options:
            meant.setdefault(own, {}).update(dict.fromkeys(other for other in options if other != own))
    return [replace(term, synonyms=tuple(meant.get(term.stems, ()))) for term in terms]
