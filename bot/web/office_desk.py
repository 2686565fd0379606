"""The desk behind the web chat: the page's questions answered from the office's database."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.channels.webchat import Hub, Watch
from bot.engine.events import OFFICERS
from bot.tasks.join import hashed
from bot.tasks.office import Office
from bot.tasks.receive import accept
from bot.tasks.turns import Turns
from bot.web.desk import ChatFile, ChatLine, OpenFile, SamplePerson, Visitor
from bot.web.photos import ENDINGS, file_kind
from storage.files import DOCUMENTS
from storage.queries import messages, people
from storage.queries.messages import Line
from storage.records import Incoming, Role, StoredFile, Ward

_LINE = re.compile(r"([io])(\d{1,12})")
_CURSOR = re.compile(r"(\d{1,12})-(\d{1,12})")


class OfficeDesk:
    """Implements `bot.web.desk.Desk`."""

    def __init__(
        self,
        office: Office,
        hub: Hub,
        turns: Turns,
        ward: Ward | None,
        ward_name: str,
        start_people: Sequence[tuple[str, int, str]] = (),
    ) -> None:
        self._office = office
        self._hub = hub
        self._turns = turns
        self._start = {key: (person_id, label) for key, person_id, label in start_people}
        self.sample = bool(ward and ward.sample)
        self.ward_name = ward_name

    @property
    def zone(self) -> ZoneInfo:
        return self._office.clock.zone

    async def sample_people(self) -> list[SamplePerson]:
        return [SamplePerson(key, label, texts.SAMPLE_NOTES[key]) for key, (_, label) in self._start.items()]

    async def enter_sample(self, key: str) -> str | None:
        if not self.sample or key not in self._start:
            return None
        async with self._office.database.transaction() as connection:
            return await self._log_in(connection, self._start[key][0])

    async def peek(self, link_token: str) -> str | None:
        async with self._office.database.reading() as connection:
            person = await people.get_link_person(connection, hashed(link_token), self._office.clock.now())
        return person.name if person else None

    async def enter(self, link_token: str) -> str | None:
        now, token_hash = self._office.clock.now(), hashed(link_token)
        async with self._office.database.transaction() as connection:
            person = await people.get_link_person(connection, token_hash, now)
            if person is None or not await people.mark_link_used(connection, token_hash, now):
                return None
            return await self._log_in(connection, person.id)

    async def _log_in(self, connection: AsyncConnection, person_id: int) -> str:
        login = secrets.token_urlsafe(32)
        address_id = await people.put_web_address(connection, person_id)
        await people.add_login(connection, hashed(login), address_id, self._office.clock.now())
        return login

    async def visitor(self, login: str) -> Visitor | None:
        async with self._office.database.reading() as connection:
            address = await people.get_login(connection, hashed(login))
            if address is None or address.person_id is None:
                return None
            person = await people.get_person(connection, address.person_id)
            posts = await people.list_posts(connection, address.person_id, self._office.clock.now().date())
        if person is None:
            return None
        posts.sort(key=lambda post: post.membership.role is Role.REPORTER)
        title = f"{posts[0].membership.title} {posts[0].unit.name}".strip() if posts else ""
        officer = any(post.membership.role in OFFICERS for post in posts)
        return Visitor(person.id, address.id, person.name, person.honorific, title, officer)

    async def leave(self, login: str) -> None:
        async with self._office.database.transaction() as connection:
            await people.mark_login_ended(connection, hashed(login), self._office.clock.now())

    async def say(self, visitor: Visitor, external_id: str, text: str, photos: Sequence[StoredFile]) -> str:
        incoming = Incoming(
            visitor.address_id, external_id, text, photos=tuple(photo.sha256 for photo in photos)
        )
        if photos:
            async with self._office.database.transaction() as connection:
                for photo in photos:
                    await messages.put_file(connection, photo, self._office.clock.now())
        message_id, _ = await accept(self._office, incoming)
        self._turns.wake(visitor.person_id)
        self._hub.notify(visitor.person_id)
        return f"i{message_id}"

    async def history(self, visitor: Visitor, before: str | None, limit: int) -> list[ChatLine]:
        async with self._office.database.reading() as connection:
            place = None
            if before:
                line = _LINE.fullmatch(before)
                place = line and await messages.get_place(
                    connection, visitor.person_id, line[1] == "i", int(line[2])
                )
                if place is None:
                    return []
            lines = await messages.list_history(connection, visitor.person_id, place, limit)
            return await self._shown(connection, lines)

    async def news(self, visitor: Visitor, after: str) -> tuple[list[ChatLine], str]:
        async with self._office.database.reading() as connection:
            seen = _CURSOR.fullmatch(after)
            if not seen:
                newest = await messages.get_cursor(connection, visitor.person_id)
                return [], _cursor(newest)
            seen_in, seen_out = int(seen[1]), int(seen[2])
            lines = await messages.list_news(connection, visitor.person_id, (seen_in, seen_out), limit=200)
            newest = (
                max([seen_in, *(line.id for line in lines if line.mine)]),
                max([seen_out, *(line.id for line in lines if not line.mine)]),
            )
            return await self._shown(connection, lines), _cursor(newest)

    def changes(self, person_id: int) -> AbstractAsyncContextManager[Watch]:
        return self._hub.changes(person_id)

    async def keep_photo(self, data: bytes, media_type: str) -> StoredFile:
        return await asyncio.to_thread(self._office.files.keep, data, file_kind(data))

    async def open_file(self, visitor: Visitor, key: str) -> OpenFile | None:
        found = re.fullmatch(r"o(\d{1,12})|i(\d{1,12})-(\d{1,3})", key)
        if not found:
            return None
        async with self._office.database.reading() as connection:
            if found[1]:
                outgoing = await messages.get_outgoing_file(connection, visitor.person_id, int(found[1]))
                file, name = (outgoing.file, outgoing.file_name) if outgoing else (None, "")
            else:
                photos = await messages.get_photos(connection, visitor.person_id, int(found[2]))
                place = int(found[3])
                kept = await messages.list_files(connection, photos[place : place + 1])
                file = next(iter(kept.values()), None)
                name = _photo_name(file, place) if file else ""
        if file is None or not self._office.files.path(file.sha256).exists():
            return None
        return OpenFile(self._office.files.path(file.sha256), file.media_type, name)

    async def health(self) -> dict[str, object]:
        return {"status": "ok", "schema": await self._office.database.version()}

    async def _shown(self, connection: AsyncConnection, lines: Sequence[Line]) -> list[ChatLine]:
        photos = await messages.list_files(connection, [sha for line in lines for sha in line.photos])
        return [_shown(line, photos) for line in lines]


def _shown(line: Line, photos: dict[str, StoredFile]) -> ChatLine:
    files = [
        ChatFile(f"i{line.id}-{place}", _photo_name(photo, place), photo.media_type, photo.size)
        for place, photo in enumerate(map(photos.get, line.photos))
        if photo
    ]
    if line.file:
        files.append(ChatFile(f"o{line.id}", line.file_name, line.file.media_type, line.file.size))
    return ChatLine(
        id=f"{'i' if line.mine else 'o'}{line.id}",
        mine=line.mine,
        at=line.at,
        text=line.text,
        choices=line.choices,
        files=tuple(files),
        external_id=line.external_id,
    )


def _photo_name(file: StoredFile, place: int) -> str:
    kind = "tep" if file.media_type in DOCUMENTS else "anh"
    return f"{kind}-{place + 1}.{ENDINGS[file.media_type]}"


def _cursor(newest: tuple[int, int]) -> str:
    return f"{newest[0]}-{newest[1]}"
