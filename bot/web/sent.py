"""What a page sends in: reading it, and refusing what cannot be a message."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.web import words
from bot.web.desk import Visitor
from bot.web.guard import MAX_FILE, MAX_PHOTO, MAX_PHOTOS
from bot.web.pages import RefusedError

MAX_TEXT = 20_000
"""UTF-8 bytes of one message."""

_LINE_ID = re.compile(r"[io][0-9]{1,18}")
_CURSOR = re.compile(r"[\w.:,;=+/-]{0,200}", re.ASCII)


@dataclass(frozen=True)
class Sent:
    """A message as sent, not yet checked."""

    id: str
    who: str
    """For whom the page was made, as text; "" from a page that does not say."""
    text: str
    photos: tuple[UploadFile, ...] = ()


async def read_sent(request: Request) -> Sent:
    """Read JSON or a form. The photos can be read until `request.close()`. Raises `RefusedError`."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return _from_fields(_json_fields(await request.body()))
    form = await request.form(max_files=5 * MAX_PHOTOS, max_fields=20, max_part_size=256_000)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    photos = [photo for photo in form.getlist("photos") if isinstance(photo, UploadFile)]
    # A browser sends one nameless, empty file for a file field that was left empty.
    return _from_fields(fields, tuple(photo for photo in photos if photo.filename or photo.size))


def _json_fields(body: bytes) -> Mapping[str, object]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(400, words.MALFORMED) from None
    if not isinstance(fields, dict):
        raise RefusedError(400, words.MALFORMED)
    return fields


def _from_fields(fields: Mapping[str, object], photos: tuple[UploadFile, ...] = ()) -> Sent:
    text = fields.get("text", "")
    if not isinstance(text, str):
        raise RefusedError(400, words.MALFORMED)
    return Sent(str(fields.get("id", "")), str(fields.get("who", "")), _plain(text), photos)


def _plain(text: str) -> str:
    """Line ends as one sign; what no database takes (NUL, half a character) as the sign for unreadable."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def check_sent(sent: Sent, visitor: Visitor) -> str:
    """The message's id in its one way of writing. Raises `RefusedError` saying what is wrong."""
    check_person(sent.who, visitor)
    if len(sent.text.encode()) > MAX_TEXT:
        raise RefusedError(422, words.TOO_LONG)
    if len(sent.photos) > MAX_PHOTOS:
        raise RefusedError(422, words.TOO_MANY_PHOTOS)
    if any((photo.size or 0) > _most(photo) for photo in sent.photos):
        raise RefusedError(422, words.bad_file(visitor.officer))
    if not sent.text.strip() and not sent.photos:
        raise RefusedError(422, words.EMPTY)
    try:
        return str(uuid.UUID(sent.id))
    except ValueError:
        raise RefusedError(400, words.MALFORMED) from None


def _most(file: UploadFile) -> int:
    """Bytes that a file of its name may have; what it really is will be told by its bytes."""
    return MAX_FILE if (file.filename or "").lower().endswith((".docx", ".doc")) else MAX_PHOTO


def check_person(who: str, visitor: Visitor) -> None:
    """A page left open for one person must not speak or read for another who came in since."""
    if who and who != str(visitor.person_id):
        raise RefusedError(409, words.OTHER_PERSON)


def asked_line(request: Request) -> str | None:
    """`?before=`: the line before which older ones are wanted. Raises `RefusedError`."""
    before = request.query_params.get("before")
    if before is not None and not _LINE_ID.fullmatch(before):
        raise RefusedError(400, words.MALFORMED)
    return before


def asked_cursor(request: Request) -> str:
    """Where the page stopped listening: what its stream saw last, or `?after=`. Raises `RefusedError`."""
    cursor = request.headers.get("last-event-id") or request.query_params.get("after", "")
    if not _CURSOR.fullmatch(cursor):
        raise RefusedError(400, words.MALFORMED)
    return cursor
