"""What is a photo, and what a Word document: told by the bytes, whatever anybody calls it."""

import re

from storage.errors import BadPhotoError
from storage.files import DOCX, OLD_WORD

MAX_PHOTO = 10 * 1024 * 1024
_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftyp(?:heic|heix|mif1|msf1|hevc)", re.DOTALL), "image/heic"),
)
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    DOCX: "docx",
    OLD_WORD: "doc",
}

MAX_DOCUMENT = 20 * 1024 * 1024
_ZIP, _WORD = b"PK\x03\x04", b"word/document"
_OLE, _OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("WordDocument", "EncryptedPackage")


def photo_kind(data: bytes) -> str:
    """Its media type. Raises BadPhotoError for what is no JPEG, PNG, WebP or HEIC, or is over 10 MB."""
    kind = next((kind for signature, kind in _SIGNATURES if signature.match(data)), None)
    if kind is None or len(data) > MAX_PHOTO:
        raise BadPhotoError("the file is no JPEG, PNG, WebP or HEIC photo of at most 10 MB")
    return kind


def file_kind(data: bytes) -> str:
    """The media type of a photo or a Word document. Raises BadPhotoError for anything else."""
    return document_kind(data) or photo_kind(data)


def document_kind(data: bytes) -> str | None:
    """DOCX or OLD_WORD for what Word may have written, of at most 20 MB. Nothing else is said of it here."""
    if len(data) > MAX_DOCUMENT:
        return None
    if data.startswith(_ZIP) and _WORD in data:
        return DOCX
    old = data.startswith(_OLE) and any(name.encode("utf-16-le") in data for name in _OLD_WORD)
    return OLD_WORD if old else None
