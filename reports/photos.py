"""Photos made ready for print: turned upright, scaled down and encoded anew, so that nothing of what a
phone wrote into them (place, time, device) leaves the house."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from storage.errors import BadPhotoError

LONG_SIDE = 1000
"""Dots; 80 mm at 300 dots an inch."""
SHORTER_SIDE = 800
"""Where photos are many."""
_QUALITY = 75
_KNOWN = ("JPEG", "PNG", "WEBP")
_MOST_DOTS = {"JPEG": 150_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
"""A JPEG can be opened at a part of its size; others fill the memory first."""
_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
)
"""What opening a broken or hostile picture ends in."""


def printable(data: bytes, long_side: int = LONG_SIDE) -> tuple[bytes, float]:
    """(the photo as a JPEG without any words in it, height over width).

    Raises BadPhotoError when it cannot be opened.
    """
    try:
        with Image.open(BytesIO(data), formats=_KNOWN) as photo:
            if photo.width * photo.height > _MOST_DOTS[photo.format or "PNG"]:
                raise BadPhotoError("the photo has more dots than can be opened")
            photo.draft("RGB", (long_side, long_side))
            upright = ImageOps.exif_transpose(photo)
            upright.thumbnail((long_side, long_side), Image.Resampling.BICUBIC)
            plain = _on_white(upright)
    except _BROKEN as error:
        raise BadPhotoError("the photo cannot be opened") from error
    file = BytesIO()
    plain.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue(), plain.height / plain.width


def _on_white(photo: Image.Image) -> Image.Image:
    """Dots alone, without what belongs to the file: a new picture has no EXIF, comments or profile."""
    paper = Image.new("RGB", photo.size, "white")
    if photo.mode in {"RGBA", "LA", "PA"} or "transparency" in photo.info:
        layer = photo.convert("RGBA")
        paper.paste(layer, mask=layer.getchannel("A"))
    else:
        paper.paste(photo.convert("RGB"))
    return paper
