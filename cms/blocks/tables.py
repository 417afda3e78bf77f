"""The block of a table: its columns hold words or numbers, and each has a heading."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.contrib.typed_table_block.blocks import (
    TypedTableBlock,
    TypedTableBlockAdapter,
    TypedTableBlockValidationError,
)

from cms.blocks.numbers import NumberBlock


class TableGridBlock(TypedTableBlock):
    text = blocks.CharBlock(label=_("Texto"), required=False)
    number = NumberBlock(label=_("Número"), required=False)

    def clean(self, table):
        cleaned = super().clean(table)
        if self.is_deferred_validation:
            return cleaned
        if not cleaned.columns or not cleaned.row_data:
            raise TypedTableBlockValidationError(
                non_block_errors=[ValidationError(_("Crie ao menos uma coluna e uma linha."))]
            )
        if not all(column["heading"].strip() for column in cleaned.columns):
            raise TypedTableBlockValidationError(non_block_errors=[ValidationError(_("Dê um título a cada coluna."))])
        return cleaned


class TableGridAdapter(TypedTableBlockAdapter):
    """Hides the caption that Wagtail asks for in the grid: our block asks for a title."""

    @cached_property
    def media(self):
        return super().media + forms.Media(css={"all": ["cms/table_editor.css"]})


register(TableGridAdapter(), TableGridBlock)


class TableBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=160, help_text=_("O que a tabela mostra."))
    table = TableGridBlock(
        label=_("Tabela"), help_text=_("Dê um título a cada coluna: é por ele que leitores de tela se orientam.")
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
                "rows": [{"values": ["Bom Jesus", 1]}, {"values": ["Sanga Funda", 1]}],
                "caption": "",
            },
        }
        graphql_description = "A table, each column with its heading."
