"""What a word that nobody wrote may have been meant to be: one letter wrong, missing, too many or swapped."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from rapidfuzz.distance import OSA

from search.folding import root, stem
from search.models import SearchWord
from search.questions import Term
from search.reading import Reading

SHORTEST = 5
MOST = 5


def with_guesses(terms: list[Term], read: Reading) -> list[Term]:
    """Return ``terms``, where a word is in no page with the words that it is nearest to. At most one statement."""
    asked = [term.words[0] for term in terms if len(term.words) == 1 and len(term.words[0]) >= SHORTEST]
    if not asked:
        return terms
    guesses = read.remember(("guesses", *asked), lambda: _guesses_of(asked))
    return [replace(term, guesses=guesses.get(term.words[0], ()) if len(term.words) == 1 else ()) for term in terms]


def _guesses_of(asked: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near = _near(asked)
    return {word: tuple(_guesses(word, near)) for word in asked}


def _near(asked: Iterable[str]) -> list[str]:
    """Return the known words that begin or end as one of ``asked`` does: a slip spares one end of a word."""
    where = Q()
    for word in asked:
        half = (len(word) - 1) // 2
        begin, end = word[:half], word[::-1][:half]
        where |= Q(word__startswith=begin) | Q(reverse__startswith=end)
    return list(SearchWord.objects.filter(where).values_list("word", flat=True))


def _guesses(word: str, near: Iterable[str]) -> list[str]:
    own, family = stem(word), root(word)
    found: dict[str, int] = {}
    for other in near:
        if other == word or stem(other) == own or root(other) == family or other.startswith(word):
            return []  # it is known, or a part or a form of what is
        distance = min(OSA.distance(word, other, score_cutoff=1), OSA.distance(own, stem(other), score_cutoff=1))
        if distance <= 1 and abs(len(word) - len(other)) <= 2:
            found.setdefault(stem(other), distance)
    return sorted(found)[:MOST]
