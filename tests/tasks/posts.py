"""A fake messaging service, people who can be reached on it, and a clock that only waiting moves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bot.clock import Clock
from bot.tasks.deliver import Deliverer, rest
from bot.tasks.office import Office
from storage.database import Database
from storage.errors import SendError
from storage.files import FileStore
from storage.queries.messages import put_outgoing
from storage.records import Address, Channel, OutboxKind, Outgoing
from storage.tables import addresses, outbox, people
from tests.tasks.conftest import FRIDAY, ZONE

BOT = (Channel.TELEGRAM, "bot-1")


class HandClock(Clock):
    """Stands still until the test, or a deliverer that waits, moves it on."""

    def __init__(self, at: datetime = FRIDAY) -> None:
        super().__init__(ZONE)
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def rest(self, woken: asyncio.Event, seconds: float) -> None:
        if not woken.is_set():
            self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    async def step_or_wait(self, woken: asyncio.Event, seconds: float) -> None:
        """Steps over a pause of the pace; really waits where there is nothing to do."""
        if seconds < 0.5:
            await self.rest(asyncio.Event(), seconds)
        else:
            await rest(woken, 0.01)


@dataclass
class Sent:
    at: datetime
    chat_id: str
    outgoing: Outgoing


@dataclass
class Service:
    """Takes messages; `faults` says which attempts at which chat it refuses, in order."""

    clock: Clock
    limit_per_second: float = 29
    faults: dict[str, list[SendError]] = field(default_factory=dict)
    delay: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)
    sent: list[Sent] = field(default_factory=list)
    refused: list[datetime] = field(default_factory=list)

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        faults = self.faults.get(address.chat_id)
        if faults:
            self.refused.append(self.clock.now())
            raise faults.pop(0)
        self.sent.append(Sent(self.clock.now(), address.chat_id, outgoing))
        number = len(self.sent)
        await self.delay()
        return f"m{number}"

    def keys(self) -> list[str]:
        return [sent.outgoing.key for sent in self.sent]


def plain_office(database: Database, folder: Path, clock: Clock | None = None) -> Office:
    """An office that has nothing but its database and clock."""
    return Office(database, FileStore(folder / "files"), clock or HandClock(), (), {}, folder, 5, 15)


async def add_people(office: Office, count: int, bot: tuple[Channel, str] = BOT) -> list[int]:
    """So many people, made up, each with one chat: person n has the chat «c<n>»."""
    numbers = list(range(1, count + 1))
    async with office.database.transaction() as connection:
        await connection.execute(
            insert(people), [{"id": n, "name": "Người (mẫu)", "honorific": "bác"} for n in numbers]
        )
    await add_addresses(office, numbers, bot)
    return numbers


async def add_addresses(
    office: Office,
    numbers: list[int],
    bot: tuple[Channel, str] = BOT,
    heard_at: datetime | None = None,
    prefix: str = "c",
) -> None:
    rows = [
        {
            "person_id": n,
            "channel": bot[0],
            "bot": bot[1],
            "chat_id": f"{prefix}{n}",
            "last_heard_at": heard_at,
        }
        for n in numbers
    ]
    async with office.database.transaction() as connection:
        await connection.execute(insert(addresses), rows)


async def owe(office: Office, *keys: str, kind: OutboxKind = OutboxKind.REPLY, person_id: int = 1) -> None:
    async with office.database.transaction() as connection:
        for key in keys:
            await put_outgoing(connection, Outgoing(key, person_id, kind, "chữ"), office.clock.now())


async def rows(office: Office) -> dict[str, Any]:
    """The outbox by key."""
    async with office.database.reading() as connection:
        found = await connection.execute(select(outbox))
        return {row.key: row for row in found}


def deliverer(office: Office, service: Service, owner: str = "a", **more: Any) -> Deliverer:
    clock = office.clock
    assert isinstance(clock, HandClock)
    return Deliverer(office, {BOT: service}, owner=owner, rest=clock.rest, **more)
