"""Takes in what the channels that push hand over: into the inbox, committed, before anything is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.tasks.office import Office
from storage.queries.deliveries import move_chat
from storage.queries.messages import put_file, put_incoming
from storage.queries.people import mark_address_closed, put_address
from storage.records import Channel, Incoming, MessageKind, StoredFile

LOST_PHOTO = "lost"
"""Stands in the inbox for a photo that the channel announced but could not be fetched."""
OTHER_FILE = "other"
"""Stands in the inbox for a file that the bot does not take."""


class Parsed(Protocol):
    """What a channel gives; `bot.channels.base.Inbound` is one."""

    @property
    def channel(self) -> Channel: ...
    @property
    def bot(self) -> str: ...
    @property
    def chat_id(self) -> str: ...
    @property
    def external_id(self) -> str: ...
    @property
    def kind(self) -> MessageKind: ...
    @property
    def text(self) -> str: ...
    @property
    def choice(self) -> str: ...
    @property
    def photos(self) -> tuple[StoredFile, ...]: ...
    @property
    def lost_photos(self) -> int: ...
    @property
    def other_files(self) -> int: ...
    @property
    def closed(self) -> bool: ...
    @property
    def moved_to(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom to answer: people the bot knows, and addresses of nobody known."""

    people: frozenset[int]
    strangers: frozenset[int]
    albums: frozenset[int] = frozenset()
    """Of the people, those of whose album more parts may be on their way."""


async def take(office: Office, parsed: Sequence[Parsed]) -> Waiting:
    """Everything is durably in the inbox when this returns; what was there before is not taken twice."""
    people, strangers, albums = set(), set(), set()
    now = office.clock.now()
    async with office.database.transaction() as connection:
        for item in parsed:
            address = await put_address(connection, item.channel, item.bot, item.chat_id, now)
            if item.closed:
                await mark_address_closed(connection, address.id, "blocked", now)
                continue
            if item.moved_to:
                await move_chat(connection, address, item.moved_to, now)
                continue
            for photo in item.photos:
                await put_file(connection, photo, now)
            incoming = Incoming(
                address.id,
                item.external_id,
                item.text,
                item.kind,
                item.choice,
                (
                    *(photo.sha256 for photo in item.photos),
                    *[LOST_PHOTO] * item.lost_photos,
                    *[OTHER_FILE] * item.other_files,
                ),
            )
            await put_incoming(connection, incoming, now)
            if address.person_id is None:
                strangers.add(address.id)
                continue
            people.add(address.person_id)
            if incoming.album:
                albums.add(address.person_id)
    return Waiting(frozenset(people), frozenset(strangers), frozenset(albums))
