"""Image files: enough pixels for their place, and rights that last."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.blocks import ImageBlock as ImageChoice

from cms.blocks.media import ImageBlock
from cms.media import CustomImage, HeroImageMixin
from cms.renditions import PRESETS, Preset
from cms.rules.faults import Found, rule
from cms.rules.places import Place, Writing


@dataclass(frozen=True)
class Use:
    """A place where an image is chosen, and the size that it fills there, if it is known."""

    place: Place
    key: int
    preset: Preset | None = None


def uses_of(writing: Writing) -> Iterator[Use]:
    """Yield every place of a page where an image is chosen."""
    if isinstance(writing.page, HeroImageMixin) and writing.page.hero_image_id:
        key = writing.page.hero_image_id
        yield Use(Place(("hero_image",), writing.page._meta.get_field("hero_image"), key), key, PRESETS["HERO"])
    whole_width = {(*place.path, "image") for place in writing.of(ImageBlock) if type(place.block) is ImageBlock}
    for place in writing.of(ImageChoice):
        key = (place.value or {}).get("image")
        if key:
            yield Use(place.inside("image"), key, PRESETS["CONTENT"] if place.path in whole_width else None)


def chosen(writing: Writing) -> Iterator[tuple[Use, CustomImage]]:
    """Yield each use with its image, as long as the image is there."""
    uses = list(uses_of(writing))
    images = CustomImage.objects.in_bulk({use.key for use in uses}) if uses else {}
    return ((use, images[use.key]) for use in uses if use.key in images)


def is_too_small(image: CustomImage, preset: Preset) -> bool:
    """Tell whether ``image`` has fewer pixels than the largest file of ``preset``."""
    return image.width < preset.width or image.height < (preset.height or 0)


@rule(
    "image-small",
    gettext_lazy("Imagem pequena para o lugar"),
    reason=gettext_lazy("Com poucos pixels, ela aparece borrada ou menor que o espaço em telas grandes."),
    stops=False,
)
def image_small(writing: Writing) -> Iterator[Found]:
    for use, image in chosen(writing):
        if use.preset and is_too_small(image, use.preset):
            wanted = f"{use.preset.width} × {use.preset.height}" if use.preset.height else str(use.preset.width)
            told = {"title": image.title, "width": image.width, "height": image.height, "wanted": wanted}
            message = (
                _("“%(title)s” tem %(width)s × %(height)s pixels; aqui o ideal é %(wanted)s ou mais.")
                if use.preset.height
                else _("“%(title)s” tem %(width)s × %(height)s pixels; aqui o ideal é %(wanted)s de largura ou mais.")
            )
            yield use.place, message % told, str(image.pk)


@rule(
    "image-rights",
    gettext_lazy("Direitos da imagem com prazo"),
    reason=gettext_lazy("Quando os direitos vencem, a imagem sai do site sozinha e o lugar fica sem ela."),
    stops=False,
)
def image_rights(writing: Writing) -> Iterator[Found]:
    for use, image in chosen(writing):
        if image.rights_end_at:
            when = date_format(localtime(image.rights_end_at), "SHORT_DATETIME_FORMAT")
            message = (
                _("Os direitos de “%(title)s” venceram em %(when)s: ela não aparece no site.")
                if image.has_ended
                else _("Os direitos de “%(title)s” vencem em %(when)s: então ela sai do site.")
            )
            yield use.place, message % {"title": image.title, "when": when}, f"{image.pk} {when}"
