"""What the web chat asks of the rest of the bot: nouns of a page, and the desk that answers."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from storage.records import Choice, StoredFile


@dataclass(frozen=True)
class Visitor:
    """Who is logged in."""

    person_id: int
    address_id: int
    name: str
    honorific: str
    title: str
    """«Tổ trưởng Tổ dân phố số 5»."""
    officer: bool = False
    """May send Word documents, to be templates of the report."""


@dataclass(frozen=True)
class SamplePerson:
    """Somebody of the sample ward whom a visitor may be."""

    key: str
    label: str
    note: str


@dataclass(frozen=True)
class ChatFile:
    key: str
    """Unguessable, or checked against the visitor in `Desk.open_file`."""
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class ChatLine:
    id: str
    """«i12» from the inbox, «o34» from the outbox."""
    mine: bool
    at: datetime
    """Aware."""
    text: str
    choices: tuple[Choice, ...] = ()
    files: tuple[ChatFile, ...] = ()
    external_id: str = ""
    """The id that the page gave the message; empty for the bot's own."""


@dataclass(frozen=True)
class OpenFile:
    path: Path
    media_type: str
    name: str


class Changes(Protocol):
    """One stream's ear. `closed` is true once the server stops and the stream should end."""

    @property
    def closed(self) -> bool: ...

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 (waiting in vain is no error here)
        """Return when something new may be there, at the latest after `timeout` seconds."""


class Desk(Protocol):
    @property
    def sample(self) -> bool: ...

    @property
    def ward_name(self) -> str: ...

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone, in which all times are shown."""

    async def sample_people(self) -> list[SamplePerson]: ...

    async def enter_sample(self, key: str) -> str | None:
        """A login token for the sample person; None for an unknown key or outside sample mode."""

    async def peek(self, link_token: str) -> str | None:
        """The name to greet, without using the link up; None when it is used up, expired or unknown."""

    async def enter(self, link_token: str) -> str | None:
        """Use the one-time link up and give a login token; None as in `peek`."""

    async def visitor(self, login: str) -> Visitor | None: ...

    async def leave(self, login: str) -> None: ...

    async def say(self, visitor: Visitor, external_id: str, text: str, photos: Sequence[StoredFile]) -> str:
        """The id of the line, which is committed when this returns.

        The same `external_id` of the same visitor gives the same id again and has no other effect.
        """

    async def history(self, visitor: Visitor, before: str | None, limit: int) -> list[ChatLine]:
        """Up to `limit` lines just before the line `before` (None: the newest), oldest first."""

    async def news(self, visitor: Visitor, after: str) -> tuple[list[ChatLine], str]:
        """Lines after an opaque cursor, and the new cursor; after "" no lines, and the cursor of now."""

    def changes(self, person_id: int) -> AbstractAsyncContextManager[Changes]: ...

    async def keep_photo(self, data: bytes, media_type: str) -> StoredFile:
        """Raises `BadPhotoError` for what is no JPEG, PNG, WebP or HEIC of at most 10 MB, nor a Word document
        of at most 20 MB."""

    async def open_file(self, visitor: Visitor, key: str) -> OpenFile | None:
        """None when there is no such file, or it is not for this visitor."""

    async def health(self) -> dict[str, object]:
        """Nothing personal: anybody may read it."""
