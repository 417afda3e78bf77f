"""The words that pages are made of: to complete what is being typed, and to guess what was meant."""

import re
from collections.abc import Iterable

from cms.collation import plain
from search.folding import STOP_WORDS
from search.models import SearchWord

WRITTEN = re.compile(r"[^\W\d_]{4,40}")


def learn(texts: Iterable[str]) -> None:
    """Keep the words of ``texts`` that are not known yet."""
    found = {plain(written) for text in texts for written in WRITTEN.findall(text)}
    found = {word for word in found - STOP_WORDS if word.isascii() and word.isalpha() and len(word) <= 40}
    known = set(SearchWord.objects.filter(word__in=found).values_list("word", flat=True))
    new = [SearchWord(word=word, reverse=word[::-1]) for word in sorted(found - known)]
    SearchWord.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
