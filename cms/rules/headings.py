"""Headings: what people who do not see the page find their way by."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.blocks.text import HeadingBlock
from cms.rules.faults import Found, rule
from cms.rules.places import Place, Writing

TITLE = 1
"""The level of the page's own title."""
Heading = tuple[Place, int, str]


def headings_of(writing: Writing) -> Iterator[Heading]:
    """Yield each heading of the text with its level: 2 for a section of the page."""
    formatted = {id(place) for place in writing.formatted}
    for place in writing.places:
        if isinstance(place.block, HeadingBlock):
            level = (place.value or {}).get("level") or "h2"
            yield place.inside("title"), int(level[1:]), (place.value or {}).get("title") or ""
        elif id(place) in formatted and "<h" in place.value:
            for tag in BeautifulSoup(place.value, "html.parser").find_all(["h2", "h3", "h4", "h5", "h6"]):
                yield place, int(tag.name[1:]), tag.get_text(" ", strip=True)


@rule(
    "heading-order",
    gettext_lazy("Título que pula um nível"),
    reason=gettext_lazy(
        "Quem usa leitor de tela percorre a página pelos títulos: um nível que falta parece texto que falta."
    ),
    criterion="1.3.1",
)
def heading_order(writing: Writing) -> Iterator[Found]:
    above = TITLE
    for place, level, text in headings_of(writing):
        if level > above + 1:
            message = _("O título “%(text)s” pula um nível: antes dele falta um título de nível %(level)d.")
            yield place, message % {"text": text, "level": above + 1}, text
        above = level


@rule(
    "heading-empty",
    gettext_lazy("Título sem texto"),
    reason=gettext_lazy("Um título vazio é anunciado e não diz nada."),
    criterion="2.4.6",
)
def heading_empty(writing: Writing) -> Iterator[Found]:
    for place, _level, text in headings_of(writing):
        if not text.strip() and not isinstance(place.block, HeadingBlock):
            yield place, _("Há um título sem texto: escreva-o ou apague-o."), ""
