"""Blocks of numbers: raw values with their unit and source; the frontend formats them."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

EXAMPLE = {
    "value": Decimal("9.1"),
    "unit": "por mil nascidos vivos",
    "label": "Mortalidade infantil",
    "source": "Secretaria de Saúde",
    "year": 2025,
}


class NumberBlock(blocks.DecimalBlock):
    """A number of any size a city may need, shown to editors with its thousands apart."""

    def __init__(self, **options: Any):
        super().__init__(**{"max_digits": 20, "decimal_places": 6, **options})

    def render_basic(self, value: Decimal | None, context: dict | None = None) -> str:
        return "" if value is None else number_format(value, force_grouping=True)


class Statistic(blocks.StructBlock):
    value = NumberBlock(label=_("Valor"), help_text=_("Só o número. Ex.: 144000000 ou 9,1."))
    unit = blocks.CharBlock(label=_("Unidade"), required=False, max_length=40, help_text=_("Ex.: R$, %, habitantes."))
    label = blocks.CharBlock(label=_("O que se conta"), max_length=120, help_text=_("Ex.: Mortalidade infantil."))
    source = blocks.CharBlock(label=_("Fonte"), max_length=200, help_text=_("De onde vem o número."))
    year = blocks.IntegerBlock(
        label=_("Ano"), required=False, min_value=1900, max_value=2100, help_text=_("A que ano se refere.")
    )

    graphql_type = "Statistic"
    graphql_fields = {
        "value": "The number.",
        "unit": "What it counts in, in Portuguese.",
        "label": "What is counted.",
        "source": "Where the number comes from.",
        "year": "The year it refers to.",
    }

    class Meta:
        icon = "order"
        label = _("Número")
        template = "cms/blocks/statistic.html"
        graphql_description = "A number with what it means and where it comes from."


class StatisticBlock(Statistic):
    graphql_type = "StatisticBlock"

    class Meta:
        icon = "order"
        label = _("Número")
        description = _("Um número em destaque, com unidade, fonte e ano.")
        template = "cms/blocks/statistic.html"
        preview_value = EXAMPLE
        graphql_description = "A number in the foreground."


class StatisticsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    statistics = blocks.ListBlock(
        Statistic(), label=_("Números"), min_num=2, max_num=12, help_text=_("De 2 a 12 números, nesta ordem.")
    )

    graphql_type = "StatisticsBlock"
    graphql_fields = {"heading": "A heading above them.", "statistics": "The numbers, in order."}

    class Meta:
        icon = "list-ol"
        label = _("Lista de números")
        description = _("Vários números lado a lado.")
        template = "cms/blocks/statistics.html"
        preview_value = {
            "heading": "A cidade em números",
            "statistics": [
                EXAMPLE,
                {
                    "value": Decimal(144_000_000),
                    "unit": "R$",
                    "label": "Receita própria",
                    "source": "Secretaria da Fazenda",
                    "year": 2025,
                },
            ],
        }
        graphql_description = "Several numbers side by side."
