"""The language of the text is the page's: a screen reader pronounces it by that."""

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.rules.faults import Found, rule
from cms.rules.places import Place, Writing
from cms.rules.wording import plain

SMALL_WORDS = {
    "pt": "a o as os e de da do das dos em na no que para com por um uma nao mais foi sao ao como pela pelo se",
    "en": "the of and to in is that for with on are was by this as from it be has were which an at have not",
    "es": "el la los las y de del en que para con por un una no mas fue son al como se su lo es",
}
WORDS = {language: set(words.split()) for language, words in SMALL_WORDS.items()}
ENOUGH = 40
"""Words that a text has before its language is guessed."""
SURE = 3
"""How many times as many small words of another language make it that language."""


@rule(
    "text-language",
    gettext_lazy("Texto em outro idioma"),
    reason=gettext_lazy("O leitor de tela lê no idioma da página: um texto em outro não se entende."),
    criterion="3.1.1",
)
def text_language(writing: Writing) -> Iterator[Found]:
    language = writing.page.locale.language_code.partition("-")[0] if writing.page.locale_id else ""
    if language not in WORDS:
        return
    for place in _texts(writing):
        other = _other_language(plain(strip_tags(place.value)).split(), language)
        if other:
            message = _("Este texto parece estar em outro idioma (%(other)s), e a página é em %(language)s.")
            about = re.sub(r"\s+", " ", strip_tags(place.value))[:200]
            yield place, message % {"other": other, "language": language}, about


def _texts(writing: Writing) -> Iterator[Place]:
    return (place for place in writing.places if isinstance(place.value, str) and len(place.value) > ENOUGH * 3)


def _other_language(words: list[str], language: str) -> str:
    if len(words) < ENOUGH:
        return ""
    counts = {name: sum(word in small for word in words) for name, small in WORDS.items()}
    likeliest = max(counts, key=counts.__getitem__)
    return likeliest if counts[likeliest] > SURE * max(counts[language], 1) else ""
