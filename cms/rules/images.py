"""Images: what each shows is said in words."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.blocks import ImageBlock

from cms.media import HeroImageMixin
from cms.rules.faults import Found, rule
from cms.rules.places import Place, Writing
from cms.rules.wording import plain

FILE_NAME = re.compile(
    r"^(?:img|dscn?|dji|pxl|image|imagem|foto|whatsapp image|captura de tela)?(?:[\d\s_().:-]|at|às)*$"
    r"|\.(?:jpe?g|png|webp|gif|avif|heic)$",
    re.IGNORECASE,
)
"""How cameras, telephones and screenshots name a file."""
GENERIC = {"imagem", "foto", "fotografia", "figura", "ilustracao", "grafico", "logo", "banner", "image", "sem titulo"}


def texts_of(writing: Writing) -> Iterator[tuple[Place, str]]:
    """Yield the alternative text of each image that is not decorative, with its place."""
    if isinstance(writing.page, HeroImageMixin) and writing.page.hero_image_id and not writing.page.hero_decorative:
        field = writing.page._meta.get_field("hero_alt")
        yield Place(("hero_alt",), field, writing.page.hero_alt), writing.page.hero_alt
    for place in writing.of(ImageBlock):
        value = place.value or {}
        if value.get("image") and not value.get("decorative"):
            yield place.inside("alt_text"), value.get("alt_text") or ""


@rule(
    "image-alt",
    gettext_lazy("Imagem sem texto alternativo"),
    reason=gettext_lazy("Quem não vê a imagem precisa saber o que ela mostra; a decorativa se marca como tal."),
    criterion="1.1.1",
)
def image_alt(writing: Writing) -> Iterator[Found]:
    for place, text in texts_of(writing):
        if not text.strip():
            yield place, _("Descreva a imagem ou marque-a como decorativa."), ""


@rule(
    "image-alt-name",
    gettext_lazy("Texto alternativo que não descreve"),
    reason=gettext_lazy("O nome do arquivo, ou só “foto”, não diz o que a imagem mostra."),
    criterion="1.1.1",
)
def image_alt_name(writing: Writing) -> Iterator[Found]:
    for place, text in texts_of(writing):
        if text.strip() and (FILE_NAME.search(text.strip()) or plain(text) in GENERIC):
            message = _("“%(text)s” não diz o que a imagem mostra. Ex.: Vista da orla de Santos ao entardecer.")
            yield place, message % {"text": text}, text
