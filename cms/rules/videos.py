"""Videos: what is said and seen is there in words too."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.blocks.video import VideoBlock
from cms.rules.faults import Found, rule
from cms.rules.places import Writing


@rule(
    "video-transcript",
    gettext_lazy("Vídeo sem transcrição"),
    reason=gettext_lazy("Quem não ouve ou não vê o vídeo lê a transcrição."),
    criterion="1.2.1",
    stops=False,
)
def video_transcript(writing: Writing) -> Iterator[Found]:
    for place in writing.of(VideoBlock):
        value = place.value or {}
        if not (value.get("transcript") or "").strip():
            yield (
                place.inside("transcript"),
                _("Escreva o que se diz e o que se vê no vídeo."),
                value.get("video_url", ""),
            )
