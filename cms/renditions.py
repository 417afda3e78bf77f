"""The files that an image is shown by: a closed table of sizes, their formats and their addresses."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.images.image_operations import FillOperation, FilterOperation, ImageTransform
from wagtail.images.models import AbstractImage
from wagtail.images.utils import generate_signature
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from cms.pixels import in_srgb

WIDTHS = (320, 640, 960, 1280, 1600)
KEPT = 4096


class Whole(NamedTuple):
    """An image's own size."""

    width: int
    height: int


@dataclass(frozen=True)
class Preset:
    """A size that frontends may ask for. Without ``height`` the image keeps its own proportions."""

    description: str
    width: int
    height: int | None = None
    is_for_screens: bool = True
    """Whether browsers choose among widths and formats. Other programs get one file that all of them read."""

    def size(self, image: Whole, width: int) -> tuple[int, int]:
        """Return the width and height, in pixels, to ask of ``image`` at ``width``: never larger than it is."""
        proportion = self.height / self.width if self.height else image.height / image.width
        width = min(width, image.width, int(image.height / proportion))
        return max(1, width), max(1, int(width * proportion))

    def widths(self) -> list[int]:
        """Return the widths of the files that a browser may choose from, the smallest first."""
        smaller = [width for width in WIDTHS if width < self.width] if self.is_for_screens else []
        return [*smaller, self.width]


PRESETS = {
    "THUMBNAIL": Preset("A square, 320 × 320 pixels.", 320, 320),
    "CARD": Preset("For lists, 16:9, 640 × 360 pixels.", 640, 360),
    "CONTENT": Preset("For the text column, in its own proportions, 1280 pixels wide.", 1280),
    "HERO": Preset("For the top of a page, 16:9, 1600 × 900 pixels.", 1600, 900),
    "SHARE": Preset("For links shared on social networks, 1200 × 630 pixels.", 1200, 630, is_for_screens=False),
}


@dataclass(frozen=True)
class Format:
    """How files are written: ``made_by`` is the operation of Wagtail's filters that makes them."""

    type: str
    extension: str
    made_by: str


AVIF = Format("image/avif", "avif", "web-avif-55")
JPEG = Format("image/jpeg", "jpg", "web-jpeg-78")
PNG = Format("image/png", "png", "web-png")


@dataclass(frozen=True)
class ImageFile:
    """One file of an image, made or not yet."""

    image: AbstractImage
    name: str
    format: Format
    asked: tuple[int, int]

    @cached_property
    def size(self) -> tuple[int, int]:
        """The width and height that Wagtail makes of what is asked: where nothing is left to scale, it rounds a cut."""
        width, height = self.asked
        image = self.image
        if width < min(image.width, image.height * width / height) - 2:
            return self.asked
        whole = ImageTransform((image.width, image.height))
        return FillOperation("fill", f"{width}x{height}").run(whole, image).size

    @property
    def spec(self) -> str:
        width, height = self.asked
        return f"fill-{width}x{height}|{self.format.made_by}"

    @property
    def version(self) -> str:
        """Changes with everything that the file's bytes depend on, so that its address may be cached for ever."""
        return _digest(state_of(self.image), self.spec)

    @property
    def url(self) -> str:
        signed = _signed(self.image.pk, _look_of(self.image), self.spec, self.name, settings.SECRET_KEY)
        return f"{settings.PUBLIC_URL}{_folder()}{signed}"


def fallback_of(image: AbstractImage) -> Format:
    """Return the format that every browser, social network and e-mail program reads."""
    return PNG if image.has_alpha else JPEG


def files_of(image: AbstractImage, preset: str, file_format: Format | None = None) -> list[ImageFile]:
    """Return the files of a preset in a format, the fallback unless named otherwise, the smallest first."""
    file_format = file_format or fallback_of(image)
    sizes = _sizes_of(preset, Whole(image.width, image.height))
    return [
        ImageFile(image, f"{preset.lower()}-{nominal}.{file_format.extension}", file_format, asked)
        for nominal, asked in sizes
    ]


@lru_cache(maxsize=KEPT)
def _sizes_of(preset: str, whole: Whole) -> list[tuple[int, tuple[int, int]]]:
    """Return the widths of the files of a preset that differ, as they are named, each with the size to ask."""
    shape = PRESETS[preset]
    sizes: dict[int, tuple[int, tuple[int, int]]] = {}
    for nominal in shape.widths():
        asked = shape.size(whole, nominal)
        sizes.setdefault(asked[0], (nominal, asked))
    return list(sizes.values())


def formats_of(image: AbstractImage, preset: str) -> list[Format]:
    """Return the formats that a preset comes in, the fallback last."""
    return [AVIF, fallback_of(image)] if PRESETS[preset].is_for_screens else [fallback_of(image)]


def all_files_of(image: AbstractImage) -> list[ImageFile]:
    """Return every file that the table can name, each once: presets of one shape share theirs."""
    files = [
        file
        for preset in PRESETS
        for file_format in reversed(formats_of(image, preset))
        for file in files_of(image, preset, file_format)
    ]
    return list({file.spec: file for file in files}.values())


def find_file(image: AbstractImage, name: str) -> ImageFile | None:
    """Return the file that ``name`` stands for now: of an image that was replaced, the nearest that there is."""
    words = re.fullmatch(r"([a-z]+)-(\d{1,5})\.(\w+)", name)
    preset = words and words[1].upper()
    if not words or preset not in PRESETS:
        return None
    formats = formats_of(image, preset)
    files = files_of(image, preset, formats[0] if words[3] == AVIF.extension else formats[-1])
    return next((file for file in files if file.name == name), None) or _at(files, int(words[2]))


def state_of(image: AbstractImage) -> str:
    """Return a short text that changes when the image's file is replaced or its focal point moved."""
    return _digest(*map(str, _look_of(image)))


def _look_of(image: AbstractImage) -> tuple:
    focal = (image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height)
    return (image.file_hash, *focal)


@lru_cache(maxsize=KEPT)
def _signed(image_pk: int, look: tuple, spec: str, name: str, secret: str) -> str:
    """Return the end of an address. It takes three digests, and is asked again and again of the same images."""
    version = _digest(_digest(*map(str, look)), spec)
    return f"{sign(image_pk, version, name)}/{image_pk}/{version}/{name}"


def sign(image_pk: int, version: str, name: str) -> str:
    return generate_signature(image_pk, f"{version}/{name}")


@cache
def _folder() -> str:
    """Where the addresses begin: to reverse each would take most of the time of a list of images."""
    return reverse("image", args=("signature", 0, "version", "name")).removesuffix("signature/0/version/name")


def _at(files: Iterable[ImageFile], width: int) -> ImageFile:
    *smaller, largest = files
    return next((file for file in smaller if file.asked[0] >= width), largest)


def _digest(*parts: str) -> str:
    return hashlib.sha256("-".join(parts).encode()).hexdigest()[:12]


class WebOperation(FilterOperation):
    """``web-avif-55``, ``web-jpeg-78`` or ``web-png``: colours for every screen, a format and its quality."""

    def construct(self, name: str, quality: str | None = None) -> None:
        if name not in {"avif", "jpeg", "png"}:
            raise ValueError(f"Format must be one of: avif, jpeg, png. Got: {name}")
        self.format, self.quality = name, None if quality is None else int(quality)

    def run(self, willow, image, env):
        env["output-format"] = self.format
        if self.quality is not None:
            env[f"{self.format}-quality"] = self.quality
        return WebImage(in_srgb(willow.get_pillow_image()))


class WebImage(PillowImage):
    """As Willow's, but AVIF costs a third of the time for 3 % more bytes, and leaves the other processors alone."""

    SPEED = 8

    def save_as_avif(self, f, quality: int) -> AvifImageFile:
        self.image.save(f, "AVIF", quality=quality, speed=self.SPEED, max_threads=1)
        return AvifImageFile(f)
