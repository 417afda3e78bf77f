"""Blocks of images and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

CAPTION = _("Opcional. Aparece abaixo; não repita o texto alternativo.")


class ImageBlock(blocks.StructBlock):
    image = WagtailImageBlock(
        label=_("Imagem"), help_text=_("Descreva-a no texto alternativo ou marque-a como decorativa.")
    )
    caption = blocks.CharBlock(label=_("Legenda"), required=False, max_length=250, help_text=CAPTION)

    graphql_type = "ImageBlock"
    graphql_fields = {"image": "The image; its credit comes with it.", "caption": "A text below it."}

    class Meta:
        icon = "image"
        label = _("Imagem")
        description = _("Uma imagem com legenda. O crédito vem da biblioteca de imagens.")
        template = "cms/blocks/image.html"
        preview_value = {"image": None, "caption": "Encontro com moradores na praça."}
        graphql_description = "An image with its caption."


class GalleryImage(ImageBlock):
    graphql_type = "GalleryImage"
    graphql_fields = {"image": "The image.", "caption": "A text below it."}

    class Meta:
        graphql_description = "An image of a gallery."


class GalleryBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    images = blocks.ListBlock(
        GalleryImage(), label=_("Imagens"), min_num=2, max_num=30, help_text=_("De 2 a 30 imagens, nesta ordem.")
    )

    graphql_type = "GalleryBlock"
    graphql_fields = {"heading": "A heading above it.", "images": "Its images, in order."}

    class Meta:
        icon = "copy"
        label = _("Galeria de imagens")
        description = _("Várias imagens lado a lado.")
        template = "cms/blocks/gallery.html"
        preview_value = {
            "heading": "A oficina em imagens",
            "images": [{"image": None, "caption": "A chegada."}, {"image": None, "caption": "A conversa."}],
        }
        graphql_description = "Several images side by side."


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Documento"), help_text=_("O arquivo para baixar."))
    heading = blocks.CharBlock(
        label=_("Título"), required=False, max_length=120, help_text=_("Vazio: usa o título do documento.")
    )
    summary = blocks.CharBlock(
        label=_("Resumo"), required=False, max_length=300, help_text=_("O que há no documento, em uma frase.")
    )

    graphql_type = "DocumentBlock"
    graphql_fields = {
        "document": "The file; null where it is not public.",
        "heading": "What to call it instead of its own title.",
        "summary": "What is in it.",
    }

    class Meta:
        icon = "doc-full"
        label = _("Documento")
        description = _("Um arquivo para baixar.")
        template = "cms/blocks/document.html"
        graphql_description = "A file to download."

    def get_preview_value(self):
        file = {"filename": "relatorio.pdf", "file_size": 1_258_291, "url": "#"}
        texts = {"heading": "Relatório de resultados", "summary": "O que mudou na cidade, em números."}
        return blocks.StructValue(self, {"document": file, **texts})
