"""The one shape of a channel. A channel knows no question, no unit, no table."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage.records import Address, Channel, MessageKind, Outgoing, StoredFile


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that came in on a channel, parsed."""

    channel: Channel
    bot: str
    """Which bot of the channel: its own id there, never its token."""
    chat_id: str
    external_id: str
    """The channel's own id of it, the same whenever it is delivered again, different for an edit."""
    kind: MessageKind = MessageKind.TEXT
    text: str = ""
    choice: str = ""
    photos: tuple[StoredFile, ...] = ()
    """Photos and Word documents, as their media types say."""
    lost_photos: int = 0
    """Photos that could not be fetched."""
    other_files: int = 0
    """Files that the bot does not take, or that could not be fetched."""
    sent_at: datetime | None = None
    closed: bool = False
    """The person blocked the bot: nothing was said, but the chat is closed."""
    moved_to: str = ""
    """The chat has this id from now on."""


Take = Callable[[Sequence[Inbound]], Awaitable[None]]
"""Puts what came in into the inbox; committed when it returns. The channel confirms only after that."""

KeepPhoto = Callable[[bytes], Awaitable[StoredFile]]
"""Stores a photo or a Word document on disk. Raises BadPhotoError for what is neither."""


def storable(text: str) -> str:
    """Without what JSON can say and a database cannot store: NUL, halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Sending(Protocol):
    """How a channel is spoken through."""

    limit_per_second: float
    """Messages that one bot may send in a second, evenly spaced."""

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        """The channel's id of the (last) message. Raises SendError, which knows whether to try again."""
