"""The far side of the channel: takes messages and photos and remembers them."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.channels.base import Inbound
from bot.channels.telegram import TelegramBot
from storage.errors import BadPhotoError
from storage.records import Address, Channel, Choice, OutboxKind, Outgoing, StoredFile
from tests.channels.telegram_server import TelegramServer


class Desk:
    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.batches: list[int] = []
        self.photos: list[bytes] = []
        self.broken = 0
        """How many times taking fails yet."""
        self.open = asyncio.Event()
        """Taking waits for it."""
        self.open.set()
        self.entered = asyncio.Event()

    async def take(self, batch: Sequence[Inbound]) -> None:
        self.entered.set()
        await self.open.wait()
        if self.broken:
            self.broken -= 1
            raise OSError("the database is away")
        self.taken += batch
        self.batches.append(len(batch))

    async def keep(self, data: bytes) -> StoredFile:
        if not data.startswith(b"\xff\xd8"):
            raise BadPhotoError("no photo")
        self.photos.append(data)
        return StoredFile(hashlib.sha256(data).hexdigest(), "image/jpeg", len(data))


def bot_of(server: TelegramServer, files: Path = Path("/nowhere"), **more: Any) -> TelegramBot:
    settings: dict[str, Any] = {"first_pause": 0.01, "wait": 5, **more}
    return TelegramBot(server.token, lambda sha256: files / sha256, base_url=server.url, **settings)


@asynccontextmanager
async def polling(server: TelegramServer, desk: Desk, **more: Any) -> AsyncIterator[TelegramBot]:
    stopping = asyncio.Event()
    async with bot_of(server, **more) as bot:
        running = asyncio.create_task(bot.poll(desk.take, desk.keep, stopping))
        try:
            yield bot
        finally:
            stopping.set()
            await running


async def until(true: Callable[[], object]) -> None:
    """Waits for something that must come; the test's own time limit ends it when it does not."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 (what is waited for happens in another thread)
            await asyncio.sleep(0.005)


def address(chat_id: int) -> Address:
    return Address(1, 1, Channel.TELEGRAM, "4242", str(chat_id))


def owed(text: str, *choices: Choice, number: int = 7, **more: Any) -> Outgoing:
    return Outgoing(f"k{number}", 1, OutboxKind.REPLY, text, choices, id=number, **more)
