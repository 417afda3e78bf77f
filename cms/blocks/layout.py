"""Blocks that arrange the text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.text import FEATURES


class AccordionSection(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Pergunta ou título"), max_length=160, help_text=_("O que se lê fechado."))
    text = blocks.RichTextBlock(label=_("Texto"), features=FEATURES, help_text=_("O que aparece ao abrir."))

    graphql_type = "AccordionSection"
    graphql_fields = {"title": "What shows while it is closed.", "text": "What shows once it is open."}

    class Meta:
        icon = "arrow-down"
        label = _("Item")
        graphql_description = "A part of an accordion."


class AccordionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    sections = blocks.ListBlock(
        AccordionSection(), label=_("Itens"), min_num=1, max_num=40, help_text=_("Cada item abre e fecha.")
    )

    graphql_type = "AccordionBlock"
    graphql_fields = {"heading": "A heading above it.", "sections": "Its parts, in order."}

    class Meta:
        icon = "list-ul"
        label = _("Perguntas e respostas")
        description = _("Itens que abrem e fecham: perguntas frequentes, detalhes.")
        template = "cms/blocks/accordion.html"
        preview_value = {
            "heading": "Perguntas frequentes",
            "sections": [
                {"title": "Quem participa?", "text": "<p>A prefeitura e as lideranças da cidade.</p>"},
                {"title": "Quanto tempo leva?", "text": "<p>Depende do desafio.</p>"},
            ],
        }
        graphql_description = "Parts that open and close, such as questions and answers."


class DividerBlock(blocks.StaticBlock):
    graphql_type = "DividerBlock"

    class Meta:
        icon = "minus"
        label = _("Separador")
        admin_text = _("Uma linha entre duas partes do texto.")
        description = _("Uma linha que separa duas partes do texto.")
        template = "cms/blocks/divider.html"
        preview_value = None
        graphql_description = "A line between two parts of the text."
