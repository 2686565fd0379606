"""Sends what is owed: answers before rounds, the oldest first, each row once.

A row goes pending → sending (committed) → sent. What was "sending" when its sender died may have gone:
receipts and prompts are sent again, reminders and documents are parked. Each bot of a channel has one
sender at a time, whoever holds its lease; the web chat needs none, since its pages fetch their messages.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.logs import frames
from bot.tasks.office import Office
from bot.tasks.quota import leaves_enough
from bot.tasks.remind import right_time
from storage.errors import SendError
from storage.queries import deliveries
from storage.queries.deliveries import Bot
from storage.queries.people import mark_address_closed
from storage.records import Address, Channel, OutboxKind, OutboxState, Outgoing

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=12)
"""Short enough that another process takes over within 15 s even when this one is frozen."""
_RENEWED_EVERY = LEASE / 3
_KNOCK = 2.0
"""Seconds between two tries to get a lease that another process holds."""
_LOOK = 1.0
"""Seconds after which the outbox is looked at although nobody called: another process may have written."""
_FLYING = 8
"""Messages of one bot that may be on their way at once; more for a bot that may send hundreds a second."""
_TOGETHER = timedelta(seconds=0.05)
"""Messages that the bot's pace spreads over so short a time may as well go together."""
_AHEAD = timedelta(seconds=0.02)
"""A message is looked up so long before its turn, so that the time it takes does not spoil the pace."""
_CHAT_GAP = timedelta(seconds=1.1)
"""Between two messages to one chat."""
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=10)
_GIVES_UP_AFTER = timedelta(hours=24)
_HANDS_OVER_AFTER = timedelta(minutes=10)
"""A bot that has reached nobody for so long hands its people to their next channels."""
_HANDS_OVER_EVERY = timedelta(minutes=1)
_LANDING = 10.0
"""Seconds that messages on their way are given to land when the bot stops."""


class Sender(Protocol):
    """A bot of a channel that messages are pushed to; `bot.channels.base.Sending` is one."""

    limit_per_second: float

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        """The channel's id of the message. Raises SendError when the channel does not take it."""


Rest = Callable[[asyncio.Event, float], Awaitable[None]]
"""Waits until the event is set, at the latest so many seconds."""


async def rest(woken: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await woken.wait()


class Deliverer:
    """Delivers the outbox. `wake()` tells it that there is something new.

    `senders` push, each at its pace; `web` tells a person's open pages that there is news for them.
    """

    def __init__(
        self,
        office: Office,
        senders: Mapping[Bot, Sender],
        web: Callable[[int], None] | None = None,
        *,
        owner: str = "",
        rest: Rest = rest,
    ) -> None:
        self._office = office
        self._web = web
        self._bots: tuple[Bot, ...] = (*senders, *([(Channel.WEB, "")] if web else []))
        self._rest = rest
        self._woken = asyncio.Event()
        self._gives_up_at = office.clock.now()
        owner = owner or secrets.token_hex(8)
        self._lanes = {
            bot: _Lane(office, bot, sender, self._bots, owner, rest) for bot, sender in senders.items()
        }

    def wake(self) -> None:
        """Something may be owed: call it after the commit."""
        self._woken.set()
        for lane in self._lanes.values():
            lane.woken.set()

    def leads(self, bot: Bot) -> bool:
        """Whether this process is the bot's only sender now. It should then be its only poller, too."""
        return self._lanes[bot].leads()

    async def run(self, stopping: asyncio.Event) -> None:
        """Delivers until told to stop; what is on its way then lands first. Cancelling is a crash."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stop(stopping))
            for lane in self._lanes.values():
                group.create_task(lane.run(stopping))
            while not stopping.is_set():
                self._woken.clear()
                try:
                    await self._route()
                except (SQLAlchemyError, OSError) as error:
                    log.error("the outbox is waiting: %s", frames(error))
                await self._rest(self._woken, _LOOK)

    async def deliver_once(self) -> None:
        """Sends all that may go now, at each bot's pace, and returns."""
        await self._route()
        for lane in self._lanes.values():
            await lane.drain()
            await self._route()

    async def _stop(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self.wake()

    async def _route(self) -> None:
        """Finds an address for what has none, and tells the pages what is there for them."""
        database, now = self._office.database, self._office.clock.now()
        async with database.reading() as connection:
            unrouted = await deliveries.has_unrouted(connection, self._bots)
            for_page = self._web and await deliveries.has_waiting(connection, (Channel.WEB, ""))
        if now >= self._gives_up_at:
            self._gives_up_at = now + _LONGEST_PAUSE
            async with database.transaction() as connection:
                await deliveries.give_up_unrouted(connection, self._bots, now - _GIVES_UP_AFTER)
        if not unrouted and not for_page:
            return
        async with database.transaction() as connection:
            await deliveries.route(connection, self._bots)
            shown = await deliveries.take_for_page(connection, now) if self._web else []
        for lane in self._lanes.values():
            lane.woken.set()
        if self._web:
            for person_id in shown:
                self._web(person_id)


class _Lane:
    """One bot of one channel: its lease, its pace, the messages that are on their way."""

    def __init__(
        self, office: Office, bot: Bot, sender: Sender, bots: tuple[Bot, ...], owner: str, rest: Rest
    ) -> None:
        self.woken = asyncio.Event()
        self._office, self._bot, self._sender, self._bots = office, bot, sender, bots
        self._name, self._owner, self._rest = f"send:{bot[0]}:{bot[1]}", owner, rest
        self._interval = timedelta(seconds=1 / sender.limit_per_second)
        self._most_flying = max(_FLYING, int(sender.limit_per_second / 10))
        self._held_until = self._next_at = self._quiet_until = office.clock.now()
        self._epoch = 0
        self._unsettled = True
        self._idle = True
        self._flying: dict[asyncio.Task[None], Outgoing] = {}
        self._chats: dict[int, datetime] = {}
        """When each chat may be written to again, by address id."""
        self._fails_since: datetime | None = None
        """Since when it has reached nobody at all; None while it works."""
        self._hands_over_at = office.clock.now()

    async def run(self, stopping: asyncio.Event) -> None:
        try:
            while not stopping.is_set():
                self.woken.clear()
                try:
                    pause = await self._step()
                except (SQLAlchemyError, OSError) as error:
                    log.error("%s is waiting: %s", self._name, frames(error))
                    self._unsettled, pause = True, _LOOK
                if pause:
                    await self._rest(self.woken, pause)
            await self._land()
        finally:
            for task in self._flying:
                task.cancel()

    def leads(self) -> bool:
        return self._epoch > 0 and self._office.clock.now() < self._held_until

    async def drain(self) -> None:
        """Sends all that may go now."""
        while True:
            pause = await self._step()
            self.woken.clear()
            if not pause:
                continue
            if self._flying:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            elif self._idle:
                return
            else:
                await self._rest(self.woken, pause)

    async def _land(self) -> None:
        if self._flying:
            await asyncio.wait(self._flying, timeout=_LANDING)
        with suppress(SQLAlchemyError, OSError):
            async with self._office.database.transaction() as connection:
                await deliveries.drop_lease(connection, self._name, self._owner, self._office.clock.now())

    async def _step(self) -> float:
        """Sends one message if one may go; seconds until the next step is of use."""
        now = self._office.clock.now()
        if not await self._holds(now):
            self._idle = True
            return _KNOCK
        await self._hand_over(now)
        if now < self._quiet_until:
            self._idle = True
        wait = max(self._next_at - _AHEAD, self._quiet_until) - now
        if wait > timedelta(0):
            return min(wait.total_seconds(), _RENEWED_EVERY.total_seconds())
        if len(self._flying) >= self._most_flying:
            return _LOOK
        claimed = await self._claim(now)
        if not claimed:
            soonest = await self._until_next(now)
            self._idle = soonest > _CHAT_GAP.total_seconds()
            return min(soonest, _LOOK)
        self._idle = False
        # A little late is made up for; a long rest is not, or it would be followed by a burst.
        starts_at = max(self._next_at, now - self._interval / 8)
        self._next_at = starts_at + len(claimed) * self._interval
        for address, outgoing in claimed:
            task = asyncio.create_task(self._send(address, outgoing, starts_at))
            self._flying[task] = outgoing
            task.add_done_callback(self._landed)
        return 0

    def _landed(self, task: asyncio.Task[None]) -> None:
        outgoing = self._flying.pop(task)
        if not task.cancelled() and (error := task.exception()):
            # The message stays as being sent; it is settled as uncertain.
            log.error("what became of message %s is not noted: %s", outgoing.id, frames(error))
            self._unsettled = True
        self.woken.set()

    async def _holds(self, now: datetime) -> bool:
        """Takes or renews the lease; True while this process is the bot's only sender."""
        database = self._office.database
        lasts = now < self._held_until - LEASE + _RENEWED_EVERY and database.shows_life(self._owner)
        if lasts and not self._unsettled:
            return True
        await database.show_life(self._owner)
        async with database.transaction() as connection:
            epoch = await deliveries.take_lease(connection, self._name, self._owner, now, LEASE)
            if epoch is None:
                self._epoch = 0
                return False
            if epoch != self._epoch or self._unsettled:
                flying = [outgoing.id for outgoing in self._flying.values()]
                await deliveries.settle_uncertain(connection, self._bot, flying)
        self._held_until, self._epoch, self._unsettled = now + LEASE, epoch, False
        return True

    async def _hand_over(self, now: datetime) -> None:
        """Lets other bots have what this one cannot send; not the web chat, which calls nobody."""
        if (
            self._fails_since is None
            or now < self._fails_since + _HANDS_OVER_AFTER
            or now < self._hands_over_at
        ):
            return
        self._hands_over_at = now + _HANDS_OVER_EVERY
        others = [bot for bot in self._bots if bot != self._bot and bot[0] is not Channel.WEB]
        async with self._office.database.transaction() as connection:
            moved = await deliveries.hand_over(connection, self._bot, others, now - _HANDS_OVER_AFTER)
        if moved:
            log.warning("%s reaches nobody: %s messages go by other channels", self._name, moved)

    async def _claim(self, now: datetime) -> list[tuple[Address, Outgoing]]:
        """The next message, marked as being sent; answers several at once where the pace allows it."""
        self._chats = {chat: free_at for chat, free_at in self._chats.items() if free_at > now}
        flying = {outgoing.address_id for outgoing in self._flying.values()}
        busy = {*self._chats, *(chat for chat in flying if chat is not None)}
        if self._idle:
            async with self._office.database.reading() as connection:
                if not await deliveries.has_waiting(connection, self._bot):
                    return []
        at_once = max(1, min(self._most_flying - len(self._flying), int(_TOGETHER / self._interval)))
        async with self._office.database.transaction() as connection:
            while claimed := await deliveries.list_next(connection, self._bot, now, busy, 1):
                # What is said of the bot's own accord is marked one by one, so that a crash repeats few.
                if at_once > 1 and claimed[0][1].kind is OutboxKind.REPLY:
                    found = await deliveries.list_next(connection, self._bot, now, busy, at_once)
                    claimed = _one_each([item for item in found if item[1].kind is OutboxKind.REPLY])
                timely = [item for item in claimed if await self._is_timely(connection, item[1], now)]
                if not timely:
                    continue
                taken = await deliveries.mark_sending(connection, [outgoing for _, outgoing in timely])
                return [
                    (address, replace(outgoing, attempts=outgoing.attempts + 1))
                    for address, outgoing in timely
                    if outgoing.id in taken
                ]
        return []

    async def _is_timely(self, connection: AsyncConnection, outgoing: Outgoing, now: datetime) -> bool:
        """Whether the message is to go now; if not, it is put off or withdrawn."""
        at = await right_time(connection, self._office, outgoing, now)
        zone = self._office.clock.zone
        if outgoing.kind is OutboxKind.REMINDER and self._bot[0] is Channel.ZALO:
            enough = await leaves_enough(connection, self._bot[1], now.astimezone(zone))
            at = at if enough else None
        if at is None:
            await deliveries.withdraw(connection, outgoing)
        elif at > now:
            await deliveries.put_off(connection, outgoing, at)
        return at is not None and at <= now

    async def _until_next(self, now: datetime) -> float:
        """Nothing may go now: seconds until something may, as far as is known."""
        async with self._office.database.reading() as connection:
            if not await deliveries.has_waiting(connection, self._bot):
                return inf
            times = [await deliveries.get_next_time(connection, self._bot), *self._chats.values()]
        waits = [(at - now).total_seconds() for at in times if at is not None and at > now]
        return min(waits, default=inf)

    async def _send(self, address: Address, outgoing: Outgoing, starts_at: datetime) -> None:
        ahead = (starts_at - self._office.clock.now()).total_seconds()
        if ahead > 0:
            await self._rest(asyncio.Event(), ahead)
        try:
            external_id = await self._sender.send(address, outgoing)
        except SendError as error:
            await self._refused(address, outgoing, error)
        except Exception as error:  # noqa: BLE001 - the outermost loop of one message
            # A fault of ours: whether the message went is not known.
            log.error("sending message %s failed: %s", outgoing.id, frames(error))
            await self._refused(address, outgoing, SendError("a fault of ours", uncertain=True))
        else:
            now = self._office.clock.now()
            self._chats[address.id] = now + _CHAT_GAP
            self._fails_since = None
            async with self._office.database.transaction() as connection:
                await deliveries.mark_sent_as(connection, outgoing, external_id, now)

    async def _refused(self, address: Address, outgoing: Outgoing, error: SendError) -> None:
        now = self._office.clock.now()
        pause = _pause(outgoing, error)
        self._chats[address.id] = now + _CHAT_GAP
        if error.retry_after is not None:
            if error.whole_bot:
                self._quiet_until = max(self._quiet_until, now + pause)
            else:
                self._chats[address.id] = now + pause
        if error.whole_channel:
            self._fails_since = self._fails_since or now
        reason = _reason(error)
        log.warning("message %s was not taken (%s)", outgoing.id, reason)
        async with self._office.database.transaction() as connection:
            if error.moved_to:
                moved = await deliveries.move_chat(connection, address, error.moved_to, now)
                await deliveries.mark_again(connection, outgoing, None, reason, elsewhere=not moved)
            elif error.permanent:
                await deliveries.mark_ended(connection, outgoing, OutboxState.FAILED, reason)
            elif error.chat_gone:
                await mark_address_closed(connection, address.id, reason, now)
                if await deliveries.has_other_address(connection, outgoing.person_id, self._bots):
                    await deliveries.mark_again(connection, outgoing, None, reason, elsewhere=True)
                else:
                    await deliveries.mark_ended(connection, outgoing, OutboxState.FAILED, reason)
            elif error.uncertain and not deliveries.is_sent_again(outgoing):
                await deliveries.mark_ended(connection, outgoing, OutboxState.PARKED, reason)
            elif outgoing.created_at and now - outgoing.created_at > _GIVES_UP_AFTER:
                await deliveries.mark_ended(connection, outgoing, OutboxState.FAILED, reason)
            else:
                await deliveries.mark_again(connection, outgoing, now + pause, reason)


def _one_each(owed: Sequence[tuple[Address, Outgoing]]) -> list[tuple[Address, Outgoing]]:
    """The first for each chat, so that nothing overtakes what was said before it."""
    return list({address.id: (address, outgoing) for address, outgoing in reversed(owed)}.values())[::-1]


def _pause(outgoing: Outgoing, error: SendError) -> timedelta:
    """As long as the service wants, else 2 s after the first try, doubled with each, up to 10 min."""
    if error.retry_after is not None:
        return timedelta(seconds=error.retry_after)
    doublings: int = min(outgoing.attempts - 1, 10)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def _reason(error: SendError) -> str:
    """A word or two that hold nothing of the message nor of the person."""
    if error.moved_to:
        return "moved"
    if error.permanent:
        return "refused"
    if error.chat_gone:
        return "gone"
    if error.uncertain:
        return deliveries.UNCERTAIN
    return "busy" if error.retry_after is not None else "not reached"
