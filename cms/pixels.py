"""What the pixels of an image tell: whether they let through what is behind, their colour, their likeness in sRGB."""

import base64
from dataclasses import dataclass
from io import BytesIO

from PIL import Image as PillowImage
from PIL import ImageCms

PLACEHOLDER_SIDES = (24, 16, 8)
PLACEHOLDER_QUALITY = 60
"""An address of a WebP of 24 pixels has 200 to 350 characters, and blurs by itself when a browser enlarges it."""

LONGEST = 600
SMALL = 200
"""Pixels of a side that are enough to know the colours."""

SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Look:
    """What is kept about the pixels of an image, so that nobody has to open its file to know."""

    has_alpha: bool
    colour: str
    placeholder: str


def look_at(image: PillowImage.Image) -> Look:
    """Return what is worth knowing of an image that was just opened, of its first frame if it has several."""
    image.draft("RGB", (SMALL, SMALL))
    has_alpha = image.has_transparency_data and image.convert("RGBA").getchannel("A").getextrema()[0] < 255
    size = image.size
    image.thumbnail((SMALL, SMALL))
    small = in_srgb(image)
    return Look(has_alpha, _main_colour(small), _placeholder(small, size))


def in_srgb(image: PillowImage.Image) -> PillowImage.Image:
    """Return the image in the colours that every screen and every program understands, and nothing beside them."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    opaque = "L" if image.mode in {"1", "L"} else "RGB"
    mode = "RGBA" if image.has_transparency_data else opaque
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        image = image.convert(mode)
    converted = _with_profile(image, profile, mode) if profile else None
    image = converted or image.convert(mode)
    image.info = {}
    return image


def _with_profile(image: PillowImage.Image, profile: bytes, mode: str) -> PillowImage.Image | None:
    """Return the image with the colours that its profile means; None where the profile is broken or another mode's."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB" if mode == "L" else mode)
    except (ImageCms.PyCMSError, OSError):
        return None


def _main_colour(image: PillowImage.Image) -> str:
    """Return the colour that most of the image has; what lets through stands on white."""
    opaque = PillowImage.new("RGBA", image.size, "white")
    opaque.alpha_composite(image.convert("RGBA"))
    opaque = opaque.convert("RGB").quantize(8)
    palette = opaque.getpalette() or [255, 255, 255]
    _count, index = max(opaque.getcolors() or [(0, 0)])
    return "#" + bytes(palette[index * 3 : index * 3 + 3]).hex()


def _placeholder(image: PillowImage.Image, size: tuple[int, int]) -> str:
    """Return the image in few pixels as an address: in fewer still where they are too colourful for LONGEST."""
    for side in PLACEHOLDER_SIDES:
        scale = min(1, side / max(size))
        tiny = image.resize((max(1, round(size[0] * scale)), max(1, round(size[1] * scale))))
        data = BytesIO()
        tiny.save(data, "WEBP", quality=PLACEHOLDER_QUALITY, method=6)
        address = "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode()
        if len(address) < LONGEST:
            break
    return address
