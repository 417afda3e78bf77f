"""Blocks of numbers: raw values with their unit and source; the frontend formats them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

EXAMPLE = {
    "value": "9.1",
    "unit": "por mil nascidos vivos",
    "label": "Mortalidade infantil",
    "source": "Prefeitura de Santos",
    "year": 2019,
}


class Statistic(blocks.StructBlock):
    value = blocks.DecimalBlock(label=_("Valor"), help_text=_("Só o número. Ex.: 144000000 ou 9,1."))
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
            "heading": "Santos em números",
            "statistics": [EXAMPLE, {**EXAMPLE, "value": "0", "unit": "R$", "label": "Dívida de curto prazo"}],
        }
        graphql_description = "Several numbers side by side."


class TableBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=160, help_text=_("O que a tabela mostra."))
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Texto"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Número"), required=False)),
        ],
        label=_("Tabela"),
        help_text=_("Dê um título a cada coluna: leitores de tela leem por ele."),
    )

    graphql_type = "TableBlock"
    graphql_fields = {"title": "What the table shows: its caption.", "table": "The table."}

    class Meta:
        icon = "table"
        label = _("Tabela")
        description = _("Dados em linhas e colunas, com título em cada coluna.")
        template = "cms/blocks/table.html"
        preview_value = {
            "title": "Unidades por bairro",
            "table": {
                "columns": [{"type": "text", "heading": "Bairro"}, {"type": "number", "heading": "Unidades"}],
                "rows": [{"values": ["Bom Jesus", "1"]}, {"values": ["Sanga Funda", "1"]}],
                "caption": "",
            },
        }
        graphql_description = "A table, each column with its heading."

    def clean(self, value):
        cleaned = super().clean(value)
        table = cleaned["table"]
        if not table or not table.columns or not table.row_data:
            raise StructBlockValidationError(
                block_errors={"table": ValidationError(_("Crie ao menos uma coluna e uma linha."))}
            )
        if not all(column["heading"].strip() for column in table.columns):
            raise StructBlockValidationError(block_errors={"table": ValidationError(_("Dê um título a cada coluna."))})
        return cleaned
