"""Blocks that lead somewhere."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120, help_text=_("O convite, em poucas palavras."))
    summary = blocks.CharBlock(
        label=_("Resumo"), required=False, max_length=300, help_text=_("Por que vale a pena, em uma frase.")
    )
    button_label = blocks.CharBlock(
        label=_("Texto do botão"), max_length=40, help_text=_("Diga o que acontece. Ex.: Conheça as cidades.")
    )
    page = blocks.PageChooserBlock(label=_("Página"), required=False, help_text=_("Para uma página do site."))
    url = blocks.URLBlock(label=_("Endereço"), required=False, help_text=_("Ou para fora do site, com https://"))

    graphql_type = "CallToActionBlock"
    graphql_fields = {
        "title": "The invitation.",
        "summary": "Why to follow it.",
        "button_label": "The text of the button.",
        "page": "The page it leads to, if it is one of ours and public.",
        "url": "The address it leads to, if it is not a page of ours.",
    }

    class Meta:
        icon = "pick"
        label = _("Chamada")
        description = _("Um convite com um botão que leva a outra página.")
        template = "cms/blocks/call_to_action.html"
        preview_value = {
            "title": "Conheça as cidades",
            "summary": "Veja o que está sendo feito em cada uma.",
            "button_label": "Ver as cidades",
            "page": None,
            "url": "https://example.org/cidades/",
        }
        graphql_description = "An invitation with a button."

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            problem = ValidationError(_("Escolha uma página ou escreva um endereço: um dos dois, não ambos."))
            raise StructBlockValidationError(block_errors={"page": problem})
        return cleaned


class Card(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Página"), help_text=_("Para onde o cartão leva."))
    heading = blocks.CharBlock(
        label=_("Título"), required=False, max_length=120, help_text=_("Vazio: usa o título da página.")
    )
    summary = blocks.CharBlock(
        label=_("Resumo"), required=False, max_length=300, help_text=_("Vazio: usa o resumo da página.")
    )

    graphql_type = "Card"
    graphql_fields = {
        "page": "The page it leads to; null where it is not public: leave the card out.",
        "heading": "A title to show instead of the page's.",
        "summary": "A text to show instead of the page's.",
    }

    class Meta:
        icon = "doc-empty"
        label = _("Cartão")
        graphql_description = "A card that leads to a page."


class CardsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    cards = blocks.ListBlock(Card(), label=_("Cartões"), min_num=1, max_num=24, help_text=_("De 1 a 24 páginas."))

    graphql_type = "CardsBlock"
    graphql_fields = {"heading": "A heading above them.", "cards": "The cards, in order."}

    class Meta:
        icon = "grip"
        label = _("Cartões")
        description = _("Páginas do site em cartões, com imagem e resumo.")
        template = "cms/blocks/cards.html"
        preview_value = {
            "heading": "Continue lendo",
            "cards": [
                {"page": None, "heading": "Por que cidades", "summary": "É nelas que a vida acontece."},
                {"page": None, "heading": "Núcleo de Governança", "summary": "Quem decide junto."},
            ],
        }
        graphql_description = "Pages of the site as cards."


class MapBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    cities = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="cities.CityPage", label=_("Cidade")),
        label=_("Cidades"),
        min_num=1,
        max_num=200,
        help_text=_("As cidades marcadas no mapa. O site mostra a mesma lista em texto."),
    )

    graphql_type = "MapBlock"
    graphql_fields = {
        "heading": "A heading above it.",
        "cities": "The cities on the map; show them as a list too. Those that are not public are left out.",
    }

    class Meta:
        icon = "site"
        label = _("Mapa de cidades")
        description = _("Um mapa com as cidades que você escolher.")
        template = "cms/blocks/map.html"
        preview_value = {"heading": "Onde estamos", "cities": []}
        graphql_description = "A map of some cities."
