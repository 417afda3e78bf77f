"""The block of a video at a provider we know."""

import re

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.api.enums import described
from cms.blocks.media import CAPTION
from cms.blocks.text import FEATURES


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
        r"https://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/|live/)|youtu\.be/)"
        r"([\w-]{11})(?:[?&#/].*)?$"
    ),
    VideoProvider.VIMEO: re.compile(
        r"https://(?:www\.|player\.)?vimeo\.com/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d+)(?:[?#/].*)?$"
    ),
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
        return self._parsed[0]

    @property
    def video_id(self) -> str | None:
        return self._parsed[1]

    @property
    def _parsed(self) -> tuple[str, str] | tuple[None, None]:
        found = parse_video_url(self["video_url"] or "")
        return (found[0].name, found[1]) if found else (None, None)


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
            "caption": "Gravado na prefeitura.",
            "transcript": "<p>Uma roda de conversa na prefeitura.</p>",
        }
        graphql_description = "A video at YouTube or Vimeo."
