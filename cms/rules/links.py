"""Links: each says where it leads, and leads there."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.blocks.links import CallToActionBlock, Card
from cms.rules.faults import Found, rule
from cms.rules.places import Place, Writing
from cms.rules.wording import plain
from cms.visibility import public

VAGUE = {
    *("aqui", "clique", "clique aqui", "click aqui", "acesse", "acesse aqui", "confira", "confira aqui", "veja aqui"),
    *("este link", "neste link", "nesse link", "link", "leia mais", "ler mais", "mais", "saiba mais", "veja mais"),
    *("ver mais", "mais informacoes", "continue", "continuar", "continue lendo", "ok", "ir", "site", "pagina"),
}
"""What says nothing to who hears only the links of a page."""


@dataclass(frozen=True)
class Link:
    place: Place
    text: str
    page: int | None = None
    href: str | None = None


def links_of(writing: Writing) -> Iterator[Link]:
    """Yield each link of the text, each button and each card; a card takes its page's title."""
    for place in writing.formatted:
        if "<a" in place.value:
            for tag in BeautifulSoup(place.value, "html.parser").find_all("a"):
                page = tag.get("id") if tag.get("linktype") == "page" else None
                href = tag.get("href", "" if tag.get("linktype") is None else None)
                yield Link(place, tag.get_text(" ", strip=True), int(page) if page else None, href)
    for place in writing.of(CallToActionBlock):
        value = place.value or {}
        yield Link(place.inside("button_label"), value.get("button_label") or "", value.get("page"), value.get("url"))
    for place in writing.of(Card):
        yield Link(
            place.inside("page"), (place.value or {}).get("heading") or _("cartão"), (place.value or {}).get("page")
        )


@rule(
    "link-text",
    gettext_lazy("Link que não diz para onde leva"),
    reason=gettext_lazy(
        "Quem ouve só a lista de links da página precisa saber aonde cada um leva: “clique aqui” não diz."
    ),
    criterion="2.4.4",
)
def link_text(writing: Writing) -> Iterator[Found]:
    for link in links_of(writing):
        if plain(link.text) in VAGUE:
            message = _("O link “%(text)s” não diz para onde leva. Ex.: “Veja os resultados de Santos”.")
            yield link.place, message % {"text": link.text}, link.text


@rule(
    "link-empty",
    gettext_lazy("Link vazio"),
    reason=gettext_lazy("Um link sem texto, ou que não leva a lugar nenhum, prende quem navega pelo teclado."),
    criterion="2.4.4",
)
def link_empty(writing: Writing) -> Iterator[Found]:
    for link in links_of(writing):
        if not link.text:
            yield link.place, _("Há um link sem texto: escreva o texto ou apague o link."), link.href or ""
        elif link.href is not None and not _leads_somewhere(link.href) and link.page is None:
            message = _("O link “%(text)s” não leva a lugar nenhum: escolha o destino ou apague o link.")
            yield link.place, message % {"text": link.text}, link.text


def _leads_somewhere(href: str) -> bool:
    return (
        bool(href.strip()) and href.strip() not in {"#", "http://", "https://"} and not href.startswith("javascript:")
    )


@rule(
    "link-address",
    gettext_lazy("Endereço no lugar do texto do link"),
    reason=gettext_lazy("Um leitor de tela soletra o endereço; um nome diz o que há lá."),
    criterion="2.4.4",
    stops=False,
)
def link_address(writing: Writing) -> Iterator[Found]:
    for link in links_of(writing):
        if link.text.startswith(("http://", "https://", "www.")):
            message = _("O link mostra o endereço “%(text)s”: prefira o nome do que há lá.")
            yield link.place, message % {"text": link.text[:80]}, link.text


@rule(
    "link-broken",
    gettext_lazy("Link para uma página que não existe"),
    reason=gettext_lazy("A página foi apagada: o site não tem para onde levar."),
)
def link_broken(writing: Writing) -> Iterator[Found]:
    links = [link for link in links_of(writing) if link.page]
    there = _titles(links)
    for link in links:
        if link.page not in there:
            message = _("O link “%(text)s” leva a uma página que foi apagada.")
            yield link.place, message % {"text": link.text}, str(link.page)


@rule(
    "link-hidden",
    gettext_lazy("Link para uma página que não está publicada"),
    reason=gettext_lazy("O site mostra só o texto enquanto a página não for publicada."),
    stops=False,
)
def link_hidden(writing: Writing) -> Iterator[Found]:
    links = [link for link in links_of(writing) if link.page]
    titles = _titles(links)
    shown = set(public(Page.objects.filter(pk__in=titles)).values_list("pk", flat=True)) if titles else set()
    for link in links:
        if link.page in titles and link.page not in shown and link.page != writing.page.pk:
            message = _("O link “%(text)s” leva a “%(title)s”, que os visitantes ainda não podem ver.")
            yield link.place, message % {"text": link.text, "title": titles[link.page]}, str(link.page)


def _titles(links: list[Link]) -> dict[int, str]:
    return dict(Page.objects.filter(pk__in={link.page for link in links}).values_list("pk", "title")) if links else {}
