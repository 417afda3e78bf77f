"""Small pictures of every kind that somebody uploads, drawn when asked for."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encoded(image: Image.Image, image_format: str, **options: Any) -> bytes:
    data = BytesIO()
    image.save(data, image_format, **options)
    return data.getvalue()


def halves(mode: str = "RGB", size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Red above, blue below; with alpha, nothing above."""
    image = Image.new("RGBA", size, (0, 0, 255, 255))
    image.paste((255, 0, 0, 0 if "A" in mode else 255), (0, 0, size[0], size[1] // 2))
    return image.convert(mode)


def palette() -> Image.Image:
    """Two thirds of colour 1, blue, on colour 0, red."""
    image = Image.new("P", (90, 60), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (30, 0, 90, 60))
    return image


TURNED = palette().transpose(Image.Transpose.ROTATE_180)

KINDS = {
    "photo.jpg": encoded(halves(), "JPEG"),
    "profile.jpg": encoded(halves(), "JPEG", icc_profile=SRGB),
    "broken-profile.jpg": encoded(halves(), "JPEG", icc_profile=b"no profile" * 20),
    "cmyk.jpg": encoded(halves().convert("CMYK"), "JPEG"),
    "grey.jpg": encoded(halves("L"), "JPEG"),
    "opaque.png": encoded(halves("RGB").convert("RGBA"), "PNG"),
    "clear.png": encoded(halves("RGBA"), "PNG"),
    "grey-clear.png": encoded(halves("LA"), "PNG"),
    "palette.png": encoded(palette(), "PNG"),
    "palette-clear.png": encoded(palette(), "PNG", transparency=0),
    "deep.png": encoded(Image.new("I;16", (30, 20), 40000), "PNG"),
    "line.png": encoded(halves().convert("1"), "PNG"),
    "moving.gif": encoded(palette(), "GIF", save_all=True, append_images=[TURNED], duration=100),
    "clear.gif": encoded(palette(), "GIF", transparency=0),
    "moving.webp": encoded(halves(), "WEBP", save_all=True, append_images=[halves().rotate(180)], duration=100),
    "photo.avif": encoded(halves(), "AVIF", speed=10),
    "clear.avif": encoded(halves("RGBA"), "AVIF", speed=10),
    "pixel.png": encoded(Image.new("RGB", (1, 1), "red"), "PNG"),
    "wide.png": encoded(Image.new("RGB", (3000, 3), "teal"), "PNG"),
    "tall.png": encoded(Image.new("RGB", (3, 3000), "teal"), "PNG"),
}
WITH_ALPHA = {"clear.png", "grey-clear.png", "palette-clear.png", "clear.gif", "clear.avif"}
