"""Asks Telegram for updates. Asking for the next confirms the last: so only after those are stored."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram_http import FloodError, token_refused
from bot.logs import frames
from storage.errors import SettingsError

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0
_LOG_AGAIN = 60.0


RawUpdate = Mapping[str, Any]
Ask = Callable[[int], Coroutine[Any, Any, list[RawUpdate]]]
"""Updates from this id on; confirms those before it."""
Receive = Callable[[Sequence[RawUpdate]], Awaitable[None]]
"""Stores updates; they are safe when it returns."""


async def poll(ask: Ask, receive: Receive, stopping: asyncio.Event, first_pause: float) -> None:
    """Until `stopping`. Raises SettingsError when the token is refused."""
    offset = 0
    complaint = Complaint()
    pause = first_pause
    while not stopping.is_set():
        try:
            raw = await _unless(stopping, ask(offset))
            if raw is None:
                return
            if raw:
                await receive(raw)
                offset = int(raw[-1]["update_id"]) + 1
            pause = first_pause
            continue
        except SettingsError:
            raise
        except InvalidToken:
            raise token_refused() from None
        except FloodError as error:
            rest = error.seconds
            complaint.make("Telegram wants to be left alone for a while")
        except Conflict:
            rest = pause
            complaint.make("another program asks Telegram for the same bot's messages, or a webhook is set")
        except TelegramError as error:
            rest = pause
            complaint.make(f"Telegram cannot be reached: {error.message[:150]}")
        except Exception as error:  # noqa: BLE001 - the outermost loop of a channel
            # For example the database is away: nothing was confirmed, so nothing is lost.
            rest = pause
            complaint.make(f"updates could not be stored: {frames(error)}")
        pause = min(2 * pause, _LONGEST_PAUSE)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), rest)


class Complaint:
    """Says the same thing into the log once a minute at most."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}

    def make(self, words: str) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._said.get(words, -_LOG_AGAIN) + _LOG_AGAIN:
            self._said[words] = now
            log.warning("%s", words)


async def _unless(
    stopping: asyncio.Event, work: Coroutine[Any, Any, list[RawUpdate]]
) -> list[RawUpdate] | None:
    """What the work gives, or None as soon as it is time to stop."""
    asking = asyncio.create_task(work)
    told = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({asking, told}, return_when=asyncio.FIRST_COMPLETED)
        return await asking if asking.done() else None
    finally:
        for task in (asking, told):
            task.cancel()
        await asyncio.gather(asking, told, return_exceptions=True)
