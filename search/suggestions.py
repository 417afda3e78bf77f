"""What may be meant by what is being typed: titles, words of pages, questions that an editor approved."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.collation import sort_key
from search.folding import plain, stem
from search.matching import find_any
from search.models import SearchEntry, SearchWord
from search.questions import Term

SHORTEST = 2
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggestion:
    """Something to look for."""

    text: str
    page_id: int | None = None


def suggest(typed: str, pages: QuerySet, approved: list[str], most: int) -> list[Suggestion]:
    """Return what continues ``typed`` in what ``pages``, which are public, say: at most ``most``, each once."""
    prefix = sort_key(typed[:100])
    if len(prefix) < SHORTEST:
        return []
    found = [Suggestion(text) for text in approved if _continues(sort_key(text), prefix)]
    found += _titles(prefix, pages, most)
    if len(found) < most and " " not in prefix:
        found += _words(prefix, pages, most)
    unique: dict[str, Suggestion] = {}
    for suggestion in found:
        unique.setdefault(sort_key(suggestion.text), suggestion)
    return list(unique.values())[:most]


def _continues(text: str, prefix: str) -> bool:
    return text.startswith(prefix) or f" {prefix}" in text


def _titles(prefix: str, pages: QuerySet, most: int) -> list[Suggestion]:
    # a title in the index is plain words first: those of a page, whatever its type
    rows = pages.filter(pk__in=SearchEntry.objects.filter(_title(prefix)).values("page"))
    titles = rows.order_by("depth", "title").values_list("pk", "title")[: most * 5]
    ordered = sorted(titles, key=lambda row: (not sort_key(row[1]).startswith(prefix), len(row[1])))
    return [Suggestion(title, key) for key, title in ordered if _continues(sort_key(title), prefix)][:most]


def _title(prefix: str) -> Q:
    return Q(plain_title__startswith=prefix) | Q(plain_title__contains=f" {prefix}")


def _words(prefix: str, pages: QuerySet, most: int) -> list[Suggestion]:
    """Return words of public pages. The vocabulary only says what to look for: what is told, those pages say."""
    known = SearchWord.objects.filter(word__startswith=prefix).order_by("word").values_list("word", flat=True)
    stems = list(dict.fromkeys(map(stem, known[: most * 4])))[: most * 2]
    said = find_any([Term(stems=(each,)) for each in stems], pages)
    texts = {entry.pk: entry for entry in SearchEntry.objects.filter(pk__in=said.values()).only("text")}
    titles = dict(pages.filter(pk__in=said.values()).values_list("pk", "title"))
    found = (
        _written(stems[number], prefix, f"{titles.get(key, '')} {texts[key].text}")
        for number, key in sorted(said.items())
    )
    return [Suggestion(word) for word in found if word]


def _written(wanted: str, prefix: str, text: str) -> str | None:
    """Return the word of ``text`` that is meant, as it is written there."""
    forms = (
        word[0] for word in WORD.finditer(text) if (own := plain(word[0])).startswith(prefix) and stem(own) == wanted
    )
    return next(forms, None)
