"""Blocks of words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.api.enums import described
from cms.blocks.enums import EnumBlock

FEATURES = ["h3", "h4", "bold", "italic", "superscript", "ol", "ul", "link", "document-link"]


@described(
    "How deep a heading is.",
    H2="A section of the page.",
    H3="A part of a section.",
    H4="A part of a part.",
)
class HeadingLevel(TextChoices):
    H2 = "h2", _("Seção")
    H3 = "h3", _("Subseção")
    H4 = "h4", _("Parte de subseção")


class HeadingBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120, help_text=_("Curto: diga o que vem a seguir."))
    level = EnumBlock(
        HeadingLevel,
        label=_("Nível"),
        default=HeadingLevel.H2,
        help_text=_("Não pule níveis: depois de seção, subseção."),
    )

    graphql_type = "HeadingBlock"
    graphql_fields = {"title": "The heading's text.", "level": "How deep it is."}

    class Meta:
        icon = "title"
        label = _("Título")
        description = _("Abre uma seção do texto e ajuda a encontrar o que se procura.")
        template = "cms/blocks/heading.html"
        preview_value = {"title": "O que já mudou na cidade", "level": "h2"}
        graphql_description = "A heading in the text."


class RichTextBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Texto"), features=FEATURES, help_text=_("Parágrafos, listas e links."))

    graphql_type = "RichTextBlock"
    graphql_fields = {"text": "The formatted text."}

    class Meta:
        icon = "pilcrow"
        label = _("Texto")
        description = _("Parágrafos com negrito, itálico, listas e links.")
        template = "cms/blocks/rich_text.html"
        preview_value = {"text": "<p>As contas em ordem vêm primeiro. Depois, <b>saúde</b> e <b>educação</b>.</p>"}
        graphql_description = "Paragraphs, lists and links."


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("Citação"), max_length=600, help_text=_("As palavras exatas, sem aspas."))
    author = blocks.CharBlock(label=_("Autor"), required=False, max_length=120, help_text=_("Quem disse."))
    role = blocks.CharBlock(label=_("Função"), required=False, max_length=120, help_text=_("O que faz quem disse."))

    graphql_type = "QuoteBlock"
    graphql_fields = {
        "quote": "The words, without quotation marks.",
        "author": "Who said them.",
        "role": "What the author does.",
    }

    class Meta:
        icon = "openquote"
        label = _("Citação")
        description = _("As palavras de alguém, em destaque.")
        template = "cms/blocks/quote.html"
        preview_value = {"quote": "A cidade passou a ouvir antes de decidir.", "author": "Moradora", "role": ""}
        graphql_description = "Someone's words."
