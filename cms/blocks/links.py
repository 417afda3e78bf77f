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
        targets = [name for name in ("page", "url") if cleaned[name]]
        if len(targets) == 1 or (self.is_deferred_validation and not targets):
            return cleaned
        problem = ValidationError(
            _("Escolha só um destino: apague a página ou o endereço.")
            if targets
            else _("Escolha uma página ou escreva um endereço.")
        )
        raise StructBlockValidationError(block_errors={"page": problem, "url": problem})


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
        graphql_description = "Pages of the site as cards."

    def get_preview_value(self):
        cards = [
            {"page": {"title": "Por que cidades", "full_url": "#"}, "summary": "É nelas que a vida acontece."},
            {"page": {"title": "Núcleo de Governança", "full_url": "#"}, "summary": "Onde se decide em conjunto."},
        ]
        return blocks.StructValue(self, {"heading": "Continue lendo", "cards": cards})
