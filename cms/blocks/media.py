"""Blocks of images, videos and files."""

import re

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from cms.api.enums import described
from cms.blocks.text import FEATURES

CAPTION = _("Opcional. Aparece abaixo; não repita o texto alternativo.")


class ImageBlock(blocks.StructBlock):
    image = WagtailImageBlock(label=_("Imagem"), help_text=_("Descreva-a no texto alternativo ou marque-a decorativa."))
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


class GalleryImage(blocks.StructBlock):
    image = WagtailImageBlock(label=_("Imagem"), help_text=_("Descreva-a no texto alternativo ou marque-a decorativa."))
    caption = blocks.CharBlock(label=_("Legenda"), required=False, max_length=250, help_text=CAPTION)

    graphql_type = "GalleryImage"
    graphql_fields = {"image": "The image.", "caption": "A text below it."}

    class Meta:
        icon = "image"
        label = _("Imagem")
        template = "cms/blocks/image.html"
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


@described(
    "Where a video is. New ones may be added.",
    YOUTUBE="YouTube.",
    VIMEO="Vimeo.",
)
class VideoProvider(TextChoices):
    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"


VIDEO_ADDRESSES = {
    VideoProvider.YOUTUBE: re.compile(
        r"https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{11})(?:[?&#].*)?$"
    ),
    VideoProvider.VIMEO: re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d+)(?:[/?#].*)?$"),
}


def parse_video_url(url: str) -> tuple[VideoProvider, str] | None:
    """Return the provider and the video's id there, or None for an address of neither."""
    for provider, address in VIDEO_ADDRESSES.items():
        if found := address.match(url):
            return provider, found[1]
    return None


def validate_video_url(url: str) -> None:
    """Raise ``ValidationError`` unless ``url`` is a video at a provider we know."""
    if not parse_video_url(url):
        raise ValidationError(_("Cole o endereço de um vídeo do YouTube ou do Vimeo, com https://"))


class VideoValue(blocks.StructValue):
    @property
    def provider(self) -> str | None:
        found = parse_video_url(self["video_url"])
        return found[0].name if found else None

    @property
    def video_id(self) -> str | None:
        found = parse_video_url(self["video_url"])
        return found[1] if found else None


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120, help_text=_("O que o vídeo mostra."))
    video_url = blocks.URLBlock(
        label=_("Endereço do vídeo"), validators=[validate_video_url], help_text=_("No YouTube ou no Vimeo.")
    )
    caption = blocks.CharBlock(label=_("Legenda"), required=False, max_length=250, help_text=CAPTION)
    transcript = blocks.RichTextBlock(
        label=_("Transcrição"),
        required=False,
        features=FEATURES,
        help_text=_("O que se diz e o que se vê, para quem não ouve ou não vê o vídeo."),
    )

    graphql_type = "VideoBlock"
    graphql_fields = {
        "title": "What the video shows.",
        "video_url": "The video's page at its provider.",
        "provider": "Where the video is.",
        "video_id": "The video's id at its provider.",
        "caption": "A text below it.",
        "transcript": "What is said and seen, in words.",
    }
    graphql_derived = {"provider": VideoProvider, "video_id": str}

    class Meta:
        icon = "media"
        label = _("Vídeo")
        description = _("Um vídeo do YouTube ou do Vimeo, com transcrição.")
        template = "cms/blocks/video.html"
        value_class = VideoValue
        preview_value = {
            "title": "Como nasce uma frente de trabalho",
            "video_url": "https://vimeo.com/76979871",
            "caption": "",
            "transcript": "<p>Uma roda de conversa na prefeitura.</p>",
        }
        graphql_description = "A video at YouTube or Vimeo."


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
        preview_value = {"document": None, "heading": "Relatório de resultados", "summary": "O que mudou, em números."}
        graphql_description = "A file to download."
