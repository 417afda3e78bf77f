"""Images in the API: a closed table of sizes, and addresses that make their file when first fetched."""

from dataclasses import dataclass

import graphene
from django.conf import settings
from django.urls import reverse
from wagtail.images.models import AbstractImage
from wagtail.images.utils import generate_signature


@dataclass(frozen=True)
class Preset:
    """A size that frontends may ask for. Without ``height`` the image keeps its own proportions."""

    description: str
    width: int
    height: int | None = None

    def size(self, image: AbstractImage, width: int) -> tuple[int, int]:
        """Return the width and height, in pixels, of ``image`` at ``width``: never larger than it is."""
        proportion = self.height / self.width if self.height else image.height / image.width
        width = min(width, image.width, int(image.height / proportion))
        return max(1, width), max(1, int(width * proportion))

    def widths(self) -> list[int]:
        """Return the widths of the files that a browser may choose from, the smallest first."""
        return sorted({width for width in (320, 640, 960, 1280, 1600) if width < self.width} | {self.width})


PRESETS = {
    "THUMBNAIL": Preset("A square, 320 × 320 pixels.", 320, 320),
    "CARD": Preset("For lists, 16:9, 640 × 360 pixels.", 640, 360),
    "CONTENT": Preset("For the text column, in its own proportions, 1280 pixels wide.", 1280),
    "HERO": Preset("For the top of a page, 16:9, 1600 × 900 pixels.", 1600, 900),
    "SHARE": Preset("For links shared on social networks, 1200 × 630 pixels.", 1200, 630),
}

ImagePreset = graphene.Enum(
    "ImagePreset",
    [(name, name) for name in PRESETS],
    description=lambda member: (
        "The sizes an image can be asked for; smaller originals are not enlarged."
        if member is None
        else PRESETS[member.name].description
    ),
)


@dataclass(frozen=True)
class ImageUse:
    """An image in one place, with how that place wants it read."""

    image: AbstractImage
    alt: str
    decorative: bool = False


class FocalPoint(graphene.ObjectType):
    """The centre of what matters in an image."""

    x = graphene.Float(required=True, description="From 0 at the left edge to 1 at the right.")
    y = graphene.Float(required=True, description="From 0 at the top edge to 1 at the bottom.")


class Rendition(graphene.ObjectType):
    """A file of an image at one size."""

    url = graphene.String(required=True, description="The file's address.")
    width = graphene.Int(required=True, description="In pixels.")
    height = graphene.Int(required=True, description="In pixels.")
    type = graphene.String(required=True, description="The file's media type.")


class ResponsiveImage(graphene.ObjectType):
    """The attributes of an HTML `img`, for the browser to choose the size."""

    src = graphene.String(required=True, description="The largest file.")
    src_set = graphene.String(required=True, description="All files with their widths.")
    sizes = graphene.String(required=True, description="A starting point; write your layout's own if you can.")
    width = graphene.Int(required=True, description="In pixels, of the largest file.")
    height = graphene.Int(required=True, description="In pixels, of the largest file.")
    type = graphene.String(required=True, description="The files' media type.")


class Image(graphene.ObjectType):
    """An image as it is used in one place. The same file may have another alternative text elsewhere."""

    url = graphene.String(required=True, description="The file at the size of the CONTENT preset.")
    width = graphene.Int(required=True, description="Width of the file at `url`, in pixels.")
    height = graphene.Int(required=True, description="Height of the file at `url`, in pixels.")
    alt = graphene.String(required=True, description="What it shows, for who cannot see it; empty when decorative.")
    decorative = graphene.Boolean(required=True, description="Whether assistive technology should pass over it.")
    credit = graphene.String(description="Who made it, to be shown beside it.")
    focal_point = graphene.Field(FocalPoint, description="The centre of what matters, if the editors marked it.")
    rendition = graphene.Field(
        Rendition,
        required=True,
        preset=graphene.Argument(ImagePreset, required=True, description="Which size."),
        description="The file at one of the named sizes.",
    )
    responsive = graphene.Field(
        ResponsiveImage,
        required=True,
        preset=graphene.Argument(ImagePreset, required=True, description="Which shape and largest size."),
        description="What an HTML `img` needs for the browser to choose the size.",
    )

    def resolve_url(use, info):
        return _rendition(use.image, PRESETS["CONTENT"]).url

    def resolve_width(use, info):
        return _rendition(use.image, PRESETS["CONTENT"]).width

    def resolve_height(use, info):
        return _rendition(use.image, PRESETS["CONTENT"]).height

    def resolve_credit(use, info):
        return use.image.credit or None

    def resolve_focal_point(use, info):
        image = use.image
        if image.focal_point_x is None or image.focal_point_y is None:
            return None
        return FocalPoint(x=image.focal_point_x / image.width, y=image.focal_point_y / image.height)

    def resolve_rendition(use, info, preset):
        return _rendition(use.image, PRESETS[preset.value])

    def resolve_responsive(use, info, preset):
        shape = PRESETS[preset.value]
        files = {file.width: file for file in (_rendition(use.image, shape, width) for width in shape.widths())}
        largest = files[max(files)]
        return ResponsiveImage(
            src=largest.url,
            src_set=", ".join(f"{file.url} {width}w" for width, file in sorted(files.items())),
            sizes=f"(max-width: {largest.width}px) 100vw, {largest.width}px",
            width=largest.width,
            height=largest.height,
            type=largest.type,
        )


def _rendition(image: AbstractImage, preset: Preset, width: int | None = None) -> Rendition:
    made_width, height = preset.size(image, width or preset.width)
    spec = f"fill-{made_width}x{height}|format-webp"
    path = reverse("image", args=(generate_signature(image.pk, spec), image.pk, spec))
    return Rendition(url=settings.PUBLIC_URL + path, width=made_width, height=height, type="image/webp")
