"""What may be meant by what is being typed: titles, words of pages, questions that an editor approved."""

import re
from dataclasses import dataclass

from django.db.models import Q

from cms.api.here import Here
from cms.collation import plain, sort_key
from search.folding import stem
from search.matching import LOOKED_AT, Seen, find_any
from search.models import SearchEntry, SearchWord
from search.questions import Term

SHORTEST = 2
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggestion:
    """Something to look for."""

    text: str
    page_id: int | None = None


def suggest(typed: str, here: Here, approved: list[str], most: int) -> list[Suggestion]:
    """Return what continues ``typed`` in what the public pages say that are ``here``: at most ``most``, each once."""
    prefix = sort_key(typed[:100])
    if len(prefix) < SHORTEST:
        return []
    found = [Suggestion(text) for text in approved if _continues(sort_key(text), prefix)]
    seen = Seen(here)
    found += _titles(prefix, seen, most)
    if len(found) < most and " " not in prefix:
        found += _words(prefix, seen, most)
    unique: dict[str, Suggestion] = {}
    for suggestion in found:
        unique.setdefault(sort_key(suggestion.text), suggestion)
    return list(unique.values())[:most]


def _continues(text: str, prefix: str) -> bool:
    return text.startswith(prefix) or f" {prefix}" in text


def _titles(prefix: str, seen: Seen, most: int) -> list[Suggestion]:
    below = SearchEntry.objects.filter(_title(prefix), seen.below)
    rows = below.order_by("page__depth", "plain_title").values_list("pk", "plain_title", "page__title", "page__path")
    found = [(key, plain, title) for key, plain, title, path in rows[:LOOKED_AT] if path in seen]
    found.sort(key=lambda row: (not row[1].startswith(prefix), len(row[1])))
    return [Suggestion(title, key) for key, _plain, title in found[:most]]


def _title(prefix: str) -> Q:
    return Q(plain_title__startswith=prefix) | Q(plain_title__contains=f" {prefix}")


def _words(prefix: str, seen: Seen, most: int) -> list[Suggestion]:
    """Return words of public pages. The vocabulary only says what to look for: what is told, those pages say."""
    known = SearchWord.objects.filter(word__startswith=prefix).order_by("word").values_list("word", flat=True)
    stems = list(dict.fromkeys(map(stem, known[: most * 4])))[: most * 2]
    said = find_any([Term(stems=(each,)) for each in stems], seen) if stems else {}
    rows = SearchEntry.objects.filter(pk__in=said.values()).values_list("pk", "page__title", "text")
    texts = {key: f"{title} {text}" for key, title, text in rows}
    found = (_written(stems[number], prefix, texts[key]) for number, key in sorted(said.items()))
    return [Suggestion(word) for word in found if word]


def _written(wanted: str, prefix: str, text: str) -> str | None:
    """Return the word of ``text`` that is meant, as it is written there."""
    forms = (
        word[0] for word in WORD.finditer(text) if (own := plain(word[0])).startswith(prefix) and stem(own) == wanted
    )
    return next(forms, None)
