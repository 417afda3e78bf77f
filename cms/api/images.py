"""Images in the API: addresses from a closed table of sizes. Asking makes no file and reads none."""

from dataclasses import dataclass
from functools import cached_property

import graphene
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from cms.api.enums import enum_name, enum_type
from cms.api.words import of_row
from cms.choices import ImageLicence, licence_url
from cms.renditions import PRESETS, ImageFile, files_of, formats_of

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

    @cached_property
    def shown(self) -> ImageFile:
        """The file of who asks for no other."""
        return _largest(self, "CONTENT")


class FocalPoint(graphene.ObjectType):
    """The centre of what matters in an image."""

    reads = ()

    x = graphene.Float(required=True, description="From 0 at the left edge to 1 at the right.")
    y = graphene.Float(required=True, description="From 0 at the top edge to 1 at the bottom.")


class Rendition(graphene.ObjectType):
    """A file of an image at one size."""

    reads = ()

    url = graphene.String(required=True, description="The file's address.")
    width = graphene.Int(required=True, description="In pixels.")
    height = graphene.Int(required=True, description="In pixels.")
    type = graphene.String(required=True, description="The file's media type.")


@dataclass(frozen=True)
class Responsive:
    """A preset of an image, in all its formats."""

    image: AbstractImage
    preset: str

    @property
    def largest(self) -> ImageFile:
        return files_of(self.image, self.preset)[-1]


class ImageSource(graphene.ObjectType):
    """The attributes of an HTML `source` in a `picture`: the same image in a smaller format."""

    reads = ()

    type = graphene.String(required=True, description="The files' media type.")
    src_set = graphene.String(required=True, description="All files with their widths.")


class ResponsiveImage(graphene.ObjectType):
    """The attributes of an HTML `img`, in a format that everything reads, for the browser to choose the size."""

    reads = ()

    src = graphene.String(required=True, description="The largest file.")
    src_set = graphene.String(required=True, description="All files with their widths.")
    sizes = graphene.String(required=True, description="A starting point; write your layout's own if you can.")
    width = graphene.Int(required=True, description="In pixels, of the largest file.")
    height = graphene.Int(required=True, description="In pixels, of the largest file.")
    type = graphene.String(required=True, description="`image/jpeg`, or `image/png` for an image with transparency.")
    sources = graphene.List(
        graphene.NonNull(ImageSource),
        required=True,
        description="For a `picture` around the `img`: AVIF. Empty for SHARE.",
    )

    def resolve_src(shown, info):
        return shown.largest.url

    def resolve_src_set(shown, info):
        return _src_set(files_of(shown.image, shown.preset))

    def resolve_sizes(shown, info):
        width, _height = shown.largest.size
        return f"(max-width: {width}px) 100vw, {width}px"

    def resolve_width(shown, info):
        return shown.largest.size[0]

    def resolve_height(shown, info):
        return shown.largest.size[1]

    def resolve_type(shown, info):
        return shown.largest.format.type

    def resolve_sources(shown, info):
        *smaller, _fallback = formats_of(shown.image, shown.preset)
        return [
            ImageSource(type=each.type, src_set=_src_set(files_of(shown.image, shown.preset, each))) for each in smaller
        ]


class ImagePlaceholder(graphene.ObjectType):
    """What to show while the file is on its way."""

    reads = ()

    colour = graphene.String(required=True, description="The colour that most of the image has, as `#rrggbb`.")
    data_uri = graphene.String(required=True, description="The image in a few pixels, for `src` or `url()`: it blurs.")


class Image(graphene.ObjectType):
    """An image as it is used in one place. The same file may have another alternative text elsewhere."""

    reads = (get_image_model,)

    url = graphene.String(required=True, description="The file at the size of the CONTENT preset.")
    width = graphene.Int(required=True, description="Width of the file at `url`, in pixels.")
    height = graphene.Int(required=True, description="Height of the file at `url`, in pixels.")
    alt = graphene.String(required=True, description="What it shows, for who cannot see it; empty when decorative.")
    decorative = graphene.Boolean(required=True, description="Whether assistive technology should pass over it.")
    credit = graphene.String(description="Who made it, to be shown beside it.")
    licence = enum_type(ImageLicence)(description="What others may do with it, if the editors told.")
    licence_url = graphene.String(description="Where the licence stands in full, of those that Creative Commons keeps.")
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
        description="What an HTML `img` or `picture` needs for the browser to choose the file.",
    )
    placeholder = graphene.Field(ImagePlaceholder, required=True, description="What to show while the file loads.")

    resolve_url = of_row(lambda use: use.shown.url)
    resolve_width = of_row(lambda use: use.shown.size[0])
    resolve_height = of_row(lambda use: use.shown.size[1])
    resolve_licence = of_row(lambda use: enum_name(ImageLicence, use.image.licence))
    resolve_licence_url = of_row(lambda use: licence_url(use.image.licence))
    resolve_credit = of_row(lambda use: use.image.credit or None)

    def resolve_focal_point(use, info):
        image = use.image
        if image.focal_point_x is None or image.focal_point_y is None:
            return None
        return FocalPoint(x=image.focal_point_x / image.width, y=image.focal_point_y / image.height)

    def resolve_rendition(use, info, preset):
        file = _largest(use, preset.value)
        width, height = file.size
        return Rendition(url=file.url, width=width, height=height, type=file.format.type)

    def resolve_responsive(use, info, preset):
        return Responsive(use.image, preset.value)

    def resolve_placeholder(use, info):
        return ImagePlaceholder(colour=use.image.placeholder_colour, data_uri=use.image.placeholder)


def _largest(use: ImageUse, preset: str) -> ImageFile:
    return files_of(use.image, preset)[-1]


def _src_set(files: list[ImageFile]) -> str:
    return ", ".join(f"{file.url} {file.size[0]}w" for file in files)
