"""What is a photo: told by its first bytes, whatever anybody calls it."""

import re

from storage.errors import BadPhotoError

MAX_PHOTO = 10 * 1024 * 1024
_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftyp(?:heic|heix|mif1|msf1|hevc)", re.DOTALL), "image/heic"),
)
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}


def photo_kind(data: bytes) -> str:
    """Its media type. Raises BadPhotoError for what is no JPEG, PNG, WebP or HEIC, or is over 10 MB."""
    kind = next((kind for signature, kind in _SIGNATURES if signature.match(data)), None)
    if kind is None or len(data) > MAX_PHOTO:
        raise BadPhotoError("the file is no JPEG, PNG, WebP or HEIC photo of at most 10 MB")
    return kind
