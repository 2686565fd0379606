"""Asking Zalo for news without a gap.

What is sent while nobody asks may be lost, and what has been handed over is not handed over again (or,
on some servers, again and again): so the next question follows at once, and nothing handed over is let go.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bot.channels.base import Inbound
from bot.channels.zalo_api import ZaloApi, ZaloError
from bot.channels.zalo_updates import parse, photo_url, update_key
from bot.logs import frames

log = logging.getLogger(__name__)

Deliver = Callable[[Inbound], Awaitable[None]]
Complete = Callable[[Inbound, str], Awaitable[Inbound]]
"""Fetches the photo at an address into the message."""

_SLACK = 30.0
"""Seconds an answer may be later than the poll was to last."""
_COMMIT_GRACE = 0.5
_DUPLICATE_WAIT = 1.0
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 60.0
_REMEMBERED = 1000
"""Updates known again when a server repeats them; the inbox is what really keeps them apart."""


class Poller:
    """One run of polling. `seconds` is how long one poll lasts when nothing comes."""

    def __init__(
        self,
        api: ZaloApi,
        bot: str,
        seconds: int,
        complete: Complete,
        deliver: Deliver,
        stopping: asyncio.Event,
        first_wait: float = _FIRST_WAIT,
    ) -> None:
        self._api = api
        self._bot = bot
        self._seconds = seconds
        self._complete = complete
        self._deliver = deliver
        self._stopping = stopping
        self._first_wait = first_wait
        self._received: asyncio.Queue[tuple[Inbound, str]] = asyncio.Queue()
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)

    async def run(self) -> None:
        """Until `stopping`. A poll under way is waited for and what it brings is still delivered."""
        async with asyncio.TaskGroup() as group:
            delivering = group.create_task(self._deliver_in_order())
            await self._ask()
            await self._received.join()
            delivering.cancel()

    async def _ask(self) -> None:
        wait = self._first_wait
        ready = False
        while not self._stopping.is_set():
            try:
                if not ready:
                    await self._end_webhook()
                    ready = True
                update = await self._next_update()
            except ZaloError as error:
                log.warning("bot %s: %s Next try in %g s.", self._bot, error, wait)
                await self._pause(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
                continue
            wait = self._first_wait
            if update is not None:
                await self._receive(update)

    async def _end_webhook(self) -> None:
        """A webhook excludes polling."""
        try:
            await self._api.call("deleteWebhook")
        except ZaloError as error:
            if error.code not in (400, 404):  # There was none.
                raise

    async def _next_update(self) -> Any:
        """None when nothing came: the next poll follows without a pause."""
        try:
            return await self._api.call("getUpdates", {"timeout": str(self._seconds)}, self._seconds + _SLACK)
        except ZaloError as error:
            if error.code == 408:
                return None
            raise

    async def _receive(self, update: Any) -> None:
        key = update_key(update)
        if key in self._seen:
            await self._pause(_DUPLICATE_WAIT)
            return
        self._seen.append(key)
        inbound = parse(update, self._bot)
        if inbound is None:
            return
        self._received.put_nowait((inbound, photo_url(update)))
        # Committed before the next poll; but a slow photo or disk must not cost another person's message.
        with suppress(TimeoutError):
            async with asyncio.timeout(_COMMIT_GRACE):
                await self._received.join()

    async def _deliver_in_order(self) -> None:
        wait = self._first_wait
        while True:
            inbound, url = await self._received.get()
            try:
                if url:
                    inbound, url = await self._complete(inbound, url), ""
                await self._deliver(inbound)
                wait = self._first_wait
            except Exception as error:  # noqa: BLE001 - the outermost loop of what comes in
                # Zalo will not hand it over again, so it goes to the end of the queue and is tried again.
                log.error("bot %s: a message could not be taken in: %s", self._bot, frames(error))
                if not self._stopping.is_set():
                    self._received.put_nowait((inbound, url))
                    await self._pause(wait)
                    wait = min(2 * wait, _LONGEST_WAIT)
            finally:
                self._received.task_done()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
