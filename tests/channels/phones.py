"""One person with a phone, on each channel: types, and reads what the bot has written."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.app import Bot, open_office
from bot.clock import Clock
from bot.settings import Settings
from bot.tasks.join import make_code
from bot.tasks.office import Office
from bot.web.desk import Visitor
from bot.web.office_desk import OfficeDesk
from storage.queries.messages import list_history
from storage.queries.people import put_web_address
from tests.channels.telegram_people import User as TelegramUser
from tests.channels.telegram_server import TelegramServer
from tests.channels.zalo_server import User as ZaloUser
from tests.channels.zalo_server import zalo_platform

_PATIENCE_S = 30.0
TELEGRAM_TOKEN = "4242:offline-secret-token"
ZALO_TOKEN = "1001:made-up_secret"


class MovingClock(Clock):
    """Begins at a set moment and runs at the pace of the world."""

    def __init__(self, start: datetime) -> None:
        zone = start.tzinfo
        assert isinstance(zone, ZoneInfo)
        super().__init__(zone)
        self._start, self._began = start, time.monotonic()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._start.timestamp() + time.monotonic() - self._began, self.zone)


class Phone(Protocol):
    """What any of them can do."""

    async def type(self, text: str) -> None: ...

    async def sees(self) -> list[str]: ...


PhoneOf: TypeAlias = Callable[[int], Awaitable[Phone]]
"""Gives the person of that id a phone that is linked to him."""


async def say(phone: Phone, text: str) -> str:
    """What the bot answers to a message."""
    before = len(await phone.sees())
    await phone.type(text)
    return await answered(phone, before)


async def answered(phone: Phone, before: int) -> str:
    """The next message after the first `before`."""
    deadline = time.monotonic() + _PATIENCE_S
    while len(await phone.sees()) <= before:
        assert time.monotonic() < deadline, "the bot does not answer"
        await asyncio.sleep(0.02)
    return (await phone.sees())[before]


class WebPhone:
    def __init__(self, office: Office, desk: OfficeDesk, person_id: int, address_id: int) -> None:
        self._office, self._desk, self._visitor = office, desk, Visitor(person_id, address_id, "", "", "")
        self._number = 0

    async def type(self, text: str) -> None:
        self._number += 1
        await self._desk.say(self._visitor, f"{self._visitor.person_id}-{self._number}", text, [])

    async def sees(self) -> list[str]:
        async with self._office.database.reading() as connection:
            lines = await list_history(connection, self._visitor.person_id, None, 10_000)
        return [line.text for line in lines if not line.mine]


class TelegramPhone:
    def __init__(self, user: TelegramUser) -> None:
        self.user = user

    async def type(self, text: str) -> None:
        await asyncio.to_thread(self.user.says, text)

    async def sees(self) -> list[str]:
        return [seen.text for seen in await asyncio.to_thread(self.user.sees)]


class ZaloPhone:
    def __init__(self, user: ZaloUser) -> None:
        self.user = user

    async def type(self, text: str) -> None:
        await self.user.says(text)

    async def sees(self) -> list[str]:
        return self.user.sees()


@asynccontextmanager
async def running(folder: Path, start: datetime, **settings: Any) -> AsyncIterator[tuple[Bot, Office]]:
    """The whole bot over that folder, without its web server."""
    known: dict[str, Any] = {"DATABASE_URL": f"sqlite:///{folder}/gomso.db", "files_dir": folder / "files"}
    chosen = Settings(_env_file=None, **known, **settings)
    async with open_office(chosen, MovingClock(start)) as office:
        bot = Bot(office, chosen)
        stopping = asyncio.Event()
        work = asyncio.create_task(bot.run(stopping))
        await bot.turns.catch_up()
        try:
            yield bot, office
        finally:
            stopping.set()
            await work


async def linked(office: Office, phone: Phone, person_id: int) -> None:
    """The person sends the code that an officer has given him."""
    async with office.database.transaction() as connection:
        code = await make_code(connection, person_id, office.clock.now())
    assert "Từ nay" in await say(phone, code)


@asynccontextmanager
async def on_web(folder: Path, start: datetime) -> AsyncIterator[tuple[Office, PhoneOf]]:
    async with running(folder, start) as (bot, office):
        desk = await bot.desk()

        async def phone(person_id: int) -> Phone:
            async with office.database.transaction() as connection:
                address_id = await put_web_address(connection, person_id)
            return WebPhone(office, desk, person_id, address_id)

        yield office, phone


@asynccontextmanager
async def on_telegram(folder: Path, start: datetime) -> AsyncIterator[tuple[Office, PhoneOf]]:
    with TelegramServer(TELEGRAM_TOKEN) as server:
        settings = {"telegram_token": TELEGRAM_TOKEN, "telegram_base_url": server.url}
        async with running(folder, start, **settings) as (_, office):

            async def phone(person_id: int) -> Phone:
                made = TelegramPhone(server.user(700_000 + person_id, "Người mẫu"))
                await linked(office, made, person_id)
                return made

            yield office, phone
        assert server.violations == []


@asynccontextmanager
async def on_zalo(folder: Path, start: datetime) -> AsyncIterator[tuple[Office, PhoneOf]]:
    async with zalo_platform() as server:
        fake = server.bot(ZALO_TOKEN)
        settings = {"zalo_bots": f"mot={ZALO_TOKEN}", "zalo_base_url": server.url}
        async with running(folder, start, **settings) as (_, office):

            async def phone(person_id: int) -> Phone:
                made = ZaloPhone(fake.user())
                await linked(office, made, person_id)
                return made

            yield office, phone


def lines_of(transcript: str) -> list[str]:
    """What the person types in a transcript."""
    return [line[2:].replace("\\n", "\n") for line in transcript.splitlines() if line.startswith("> ")]


def plain_conversations(text: str) -> dict[str, list[str]]:
    """Conversations of a transcript file that need nothing but typing, by title."""
    found = {}
    for part in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        title, _, lines = part.partition("\n")
        if not re.search(r"^[&@]|\[photo\]", lines, re.MULTILINE):
            found[title] = lines_of(lines)
    return found
