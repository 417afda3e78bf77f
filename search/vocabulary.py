"""The words that pages are made of: to complete what is being typed, and to guess what was meant."""

import re
from collections.abc import Iterable

from search.folding import STOP_WORDS, plain
from search.models import SearchWord

WRITTEN = re.compile(r"[^\W\d_]{4,40}")


def learn(texts: Iterable[str]) -> None:
    """Keep the words of ``texts`` that are not known yet."""
    found: dict[str, str] = {}
    for text in texts:
        for written in WRITTEN.findall(text):
            word = plain(written)
            if word.isascii() and word.isalpha() and len(word) <= 40 and word not in STOP_WORDS:
                # a name begins with a capital everywhere, a word only where its sentence does
                found[word] = min(found.get(word, written), written, key=lambda form: (form[:1].isupper(), form))
    known = set(SearchWord.objects.filter(word__in=found).values_list("word", flat=True))
    new = [
        SearchWord(word=word, reverse=word[::-1], written=found[word].lower() if found[word].isupper() else found[word])
        for word in sorted(found.keys() - known)
    ]
    SearchWord.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
