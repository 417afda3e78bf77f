"""Blocks of dates."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.enums import EnumBlock
from cms.choices import DatePrecision


class TimelineEvent(blocks.StructBlock):
    date = blocks.DateBlock(label=_("Data"), help_text=_("Se só souber o ano, 01/01 e a precisão “ano”."))
    precision = EnumBlock(
        DatePrecision, label=_("Precisão"), default=DatePrecision.DAY, help_text=_("Quanto da data se conhece.")
    )
    title = blocks.CharBlock(label=_("Título"), max_length=120, help_text=_("O que aconteceu, em poucas palavras."))
    summary = blocks.CharBlock(
        label=_("Resumo"), required=False, max_length=300, help_text=_("Mais uma ou duas frases, se preciso.")
    )

    graphql_type = "TimelineEvent"
    graphql_fields = {
        "date": "When. How much of it is known, `precision` says.",
        "precision": "How much of the date is known.",
        "title": "What happened.",
        "summary": "A sentence or two more.",
    }

    class Meta:
        icon = "date"
        label = _("Acontecimento")
        graphql_description = "Something that happened."


class TimelineBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    events = blocks.ListBlock(
        TimelineEvent(), label=_("Acontecimentos"), min_num=1, max_num=60, help_text=_("Na ordem em que aparecem.")
    )

    graphql_type = "TimelineBlock"
    graphql_fields = {"heading": "A heading above it.", "events": "What happened, in the editors' order."}

    class Meta:
        icon = "date"
        label = _("Linha do tempo")
        description = _("Acontecimentos com data.")
        template = "cms/blocks/timeline.html"
        preview_value = {
            "heading": "Como chegamos aqui",
            "events": [
                {"date": date(2013, 1, 1), "precision": "year", "title": "Começa o programa", "summary": ""},
                {"date": date(2014, 5, 23), "precision": "day", "title": "A quinta cidade entra", "summary": ""},
            ],
        }
        graphql_description = "Events with their dates."
