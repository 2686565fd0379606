"""The bot's side of a test with the offline Zalo platform: bots, an inbox, a folder for photos."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.channels.base import Inbound
from bot.channels.zalo import ZaloBot
from storage.errors import BadPhotoError
from storage.files import FileStore
from storage.records import Address, Channel, Choice, OutboxKind, Outgoing, StoredFile
from tests.channels.zalo_server import FakeBot, User

JPEG = b"\xff\xd8\xff\xe0 a made-up photo"
TOKEN = "1001:made-up_secret"


@dataclass
class Inbox:
    """Keeps each (bot, id) once, as the real one does."""

    files: FileStore
    taken: list[Inbound] = field(default_factory=list)
    offered: int = 0
    failures: list[Exception] = field(default_factory=list)
    """Raised by the next calls instead of taking anything."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, messages: Sequence[Inbound]) -> None:
        self.offered += len(messages)
        if self.failures:
            raise self.failures.pop(0)
        known = {(inbound.bot, inbound.external_id) for inbound in self.taken}
        async with self.changed:
            self.taken += [new for new in messages if (new.bot, new.external_id) not in known]
            self.changed.notify_all()

    async def keep(self, data: bytes) -> StoredFile:
        if not data.startswith(b"\xff\xd8"):
            raise BadPhotoError("This is no photo.")
        return self.files.keep(data, "image/jpeg")

    async def has(self, count: int) -> list[Inbound]:
        """Waits until so many messages have been taken."""
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: len(self.taken) >= count)
        return self.taken

    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.taken]


def words_of(choices: Sequence[Choice]) -> str:
    return "Nhắn: " + " hoặc ".join(f"«{choice.says}»" for choice in choices)


async def link_of(outgoing: Outgoing) -> str:
    return f"https://gomso.invalid/tep/{outgoing.id}"


@asynccontextmanager
async def talking(
    url: str, token: str = TOKEN, poll_seconds: int = 5, proxy: str | None = None
) -> AsyncIterator[ZaloBot]:
    """A bot named «zalo-1» that waits less than it would in earnest."""
    bot = ZaloBot(
        "zalo-1",
        token,
        choices_text=words_of,
        link_for=link_of,
        base_url=url,
        proxy=proxy,
        poll_seconds=poll_seconds,
        first_wait=0.01,
    )
    bot.limit_per_second = 1000
    try:
        yield bot
    finally:
        await bot.close()


@asynccontextmanager
async def polling(bot: ZaloBot, inbox: Inbox) -> AsyncIterator[asyncio.Event]:
    """The bot polls while this is open; setting the event ends it sooner."""
    stopping = asyncio.Event()
    task = asyncio.create_task(bot.poll(inbox.take, inbox.keep, stopping))
    try:
        yield stopping
    finally:
        stopping.set()
        await asyncio.wait_for(task, 20)


async def until(happens: Callable[[], object]) -> None:
    """Waits for something that nobody announces."""
    async with asyncio.timeout(20):
        while not happens():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def acquainted(fake: FakeBot) -> User:
    """A user to whom the bot may write: he has written once, and that was read."""
    user = fake.user()
    await user.says("xin chào")
    fake.waiting.clear()
    return user


def address_of(user: User) -> Address:
    return Address(1, 1, Channel.ZALO, "zalo-1", user.id)


def outgoing(text: str, choices: tuple[Choice, ...] = (), file: StoredFile | None = None) -> Outgoing:
    return Outgoing("reply:7", 1, OutboxKind.REPLY, text, choices, file, id=7)
