"""Photos made ready for print: turned upright, scaled down and encoded anew, so that nothing of what a
phone wrote into them (place, time, device) leaves the house."""

from io import BytesIO

from PIL import Image

from storage.errors import BadPhotoError

LONG_SIDE = 1000
"""Dots; 80 mm at 300 dots an inch."""
SHORTER_SIDE = 800
"""Where photos are many."""
_QUALITY = 75
_KNOWN = ("JPEG", "PNG", "WEBP")
_MOST_DOTS, _MOST_IN_PARTS = 30_000_000, 150_000_000
"""A JPEG in one scan can be opened at a part of its size; others fill the memory first."""
_JPEG = frozenset({"JPEG", "MPO"})
"""MPO: a JPEG with another behind it, as phones write it; the first is the photo."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a photo upright, by its orientation (Exif 2.3, 4.6.4)."""
_IN_ONE_SCAN = frozenset({0xC0, 0xC1})
"""Frames that may come in one scan (ITU-T T.81, B.1.1.3)."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA


def printable(data: bytes, long_side: int = LONG_SIDE) -> tuple[bytes, float]:
    """(the photo as a JPEG without any words in it, height over width).

    Raises BadPhotoError when it cannot be opened.
    """
    try:
        with Image.open(BytesIO(data), formats=_KNOWN) as photo:
            if photo.width * photo.height > _most_dots(photo, data):
                raise BadPhotoError("the photo has more dots than can be opened")
            turn = _TURNS.get(_orientation(photo))
            photo.draft("RGB", (long_side, long_side))
            photo.thumbnail((long_side, long_side), Image.Resampling.BICUBIC)
            plain = _on_white(photo.transpose(turn) if turn is not None else photo)
    except BadPhotoError:
        raise
    except Exception as error:
        # Whatever a stranger's file makes of the library.
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


def _most_dots(photo: Image.Image, data: bytes) -> int:
    return _MOST_IN_PARTS if photo.format in _JPEG and not _in_scans(data) else _MOST_DOTS


def _orientation(photo: Image.Image) -> int:
    """0 where what a phone wrote cannot be read: that is no reason to leave a photo out."""
    try:
        return int(photo.getexif().get(_ORIENTATION, 0))
    except Exception:  # noqa: BLE001 - EXIF is a stranger's, and the library trusts it
        return 0


def _in_scans(jpeg: bytes) -> bool:
    """Whether it comes in several scans, or cannot be told to come in one."""
    at, components = 2, 0
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker, size = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            return jpeg[at + 4] != components
        if marker in _FRAMES:
            if marker not in _IN_ONE_SCAN:
                return True
            components = jpeg[at + 9]
        at += 2 + size
    return True
