"""The channels that push, built from the settings and joined to the tasks.

Each bot is polled, or called by its service where a public address and a secret are set. What comes in is
in the inbox, committed, before the service is told so.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.routing import Route

from bot import texts
from bot.channels.base import Inbound
from bot.logs import frames
from bot.settings import Settings
from bot.tasks.join import make_link
from bot.tasks.office import Office
from bot.tasks.take import take
from bot.tasks.turns import Turns
from bot.web.guard import WEBHOOKS
from bot.web.photos import file_kind
from storage.errors import SettingsError
from storage.queries.deliveries import Bot
from storage.queries.people import get_address, list_officer_chats
from storage.records import Channel, Outgoing, StoredFile

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramBot
    from bot.channels.zalo import ZaloBot

log = logging.getLogger(__name__)

_RETRY_S = 60.0
_LOOK_S = 0.2
_ALBUM_S = 1.0
"""The parts of an album come one after another; so long after one, the next is waited for."""


class Lines:
    """The bots of the push channels. `senders` is what delivery speaks through."""

    def __init__(self, office: Office, settings: Settings, turns: Turns) -> None:
        self._office, self._settings, self._turns = office, settings, turns
        self.telegram = self._telegram(settings)
        self._shown_menus: set[str] | None = None
        """Officers' chats on Telegram that have their menu; None until the bot has been reached."""
        self.zalo = {name: self._zalo(name, token) for name, token in settings.zalo_tokens.items()}

    @property
    def senders(self) -> dict[tuple[Channel, str], "TelegramBot | ZaloBot"]:
        bots: dict[tuple[Channel, str], TelegramBot | ZaloBot] = {
            (Channel.ZALO, name): bot for name, bot in self.zalo.items()
        }
        if self.telegram:
            bots[Channel.TELEGRAM, self.telegram.id] = self.telegram
        return bots

    def _telegram(self, settings: Settings) -> "TelegramBot | None":
        token = settings.telegram_token.get_secret_value()
        if not token:
            return None
        from bot.channels.telegram import TelegramBot  # noqa: PLC0415 - slow to load, not every ward has it

        return TelegramBot(
            token,
            self._office.files.path,
            base_url=settings.telegram_base_url,
            proxy=settings.telegram_proxy,
            limit_per_second=settings.telegram_per_second,
        )

    def _zalo(self, name: str, token: str) -> "ZaloBot":
        from bot.channels.zalo import ZaloBot  # noqa: PLC0415 - slow to load, not every ward has it

        return ZaloBot(
            name,
            token,
            choices_text=texts.choices,
            link_for=self._file_link,
            base_url=self._settings.zalo_base_url,
        )

    def webhooks(self) -> list[Route]:
        """Routes that the services call; none when the bots are polled."""
        if not self._settings.uses_webhooks:
            return []
        secret = self._settings.webhook_secret.get_secret_value()
        routes = [
            bot.webhook(_path(Channel.ZALO, name), secret, self.take, self.keep_photo)
            for name, bot in self.zalo.items()
        ]
        if self.telegram:
            path = _path(Channel.TELEGRAM, self.telegram.id)
            routes.append(self.telegram.webhook_route(path, secret, self.take, self.keep_photo))
        return routes

    async def run(self, stopping: asyncio.Event, leads: Callable[[Bot], bool]) -> None:
        """Receives on every bot until told to stop; Telegram is polled by who `leads` its bot."""
        await asyncio.gather(*(self._receive(bot, key, stopping, leads) for key, bot in self.senders.items()))

    async def close(self) -> None:
        for bot in self.senders.values():
            await bot.close()

    async def _receive(
        self, bot: "TelegramBot | ZaloBot", key: Bot, stopping: asyncio.Event, leads: Callable[[Bot], bool]
    ) -> None:
        path = _path(*key)
        while not stopping.is_set():
            try:
                if bot is self.telegram:
                    await self._greet(bot)
                if self._settings.uses_webhooks:
                    secret = self._settings.webhook_secret.get_secret_value()
                    await bot.set_webhook(self._settings.web_url + path, secret)
                    await stopping.wait()
                else:
                    await bot.delete_webhook()
                    await self._poll(bot, key, stopping, leads)
            except SettingsError as error:
                # A refused token does not mend itself, and must not stop the other channels.
                log.error("%s", error)
                return
            except Exception as error:  # noqa: BLE001 - the outermost loop of a channel
                # Whatever happens to one channel, for example that it is blocked, the others go on.
                log.warning("%s cannot be used yet, trying again in a minute: %s", path, frames(error))
                await _pause(stopping)

    async def _poll(
        self, bot: "TelegramBot | ZaloBot", key: Bot, stopping: asyncio.Event, leads: Callable[[Bot], bool]
    ) -> None:
        """Two processes that poll Telegram throw each other out. Of Zalo every poll is welcome: what nobody
        asks for in time may be lost there."""
        if bot is not self.telegram:
            await bot.poll(self.take, self.keep_photo, stopping)
            return
        await _until(lambda: leads(key), stopping)
        ending = asyncio.Event()
        polling = asyncio.create_task(bot.poll(self.take, self.keep_photo, ending))
        try:
            await _until(lambda: polling.done() or not leads(key), stopping)
            ending.set()
            await polling
        finally:
            polling.cancel()

    async def _greet(self, bot: "TelegramBot") -> None:
        """Learns the bot's own name, and shows each role its menu of commands."""
        await bot.introduce()
        await bot.set_menu(texts.MENU)
        self._shown_menus = set()
        await self.show_menus()

    async def show_menus(self) -> None:
        """Shows the officers' menu to those who have come since it was shown last."""
        if self.telegram is None or self._shown_menus is None:
            return
        async with self._office.database.reading() as connection:
            today = self._office.clock.now().date()
            chats = await list_officer_chats(connection, Channel.TELEGRAM, self.telegram.id, today)
        for chat_id in chats:
            if chat_id not in self._shown_menus:
                self._shown_menus.add(chat_id)
                await self.telegram.set_menu_of(chat_id, {**texts.OFFICER_MENU, **texts.MENU})

    async def take(self, inbound: Sequence[Inbound]) -> None:
        """Puts what came in into the inbox, then has it answered."""
        waiting = await take(self._office, inbound)
        for person_id in waiting.people:
            self._turns.wake(person_id, _ALBUM_S if person_id in waiting.albums else 0)
        for address_id in waiting.strangers:
            self._turns.wake_stranger(address_id)

    async def show_typing(self, address_id: int | None) -> None:
        """Lets somebody who waits for a document see that it is being written, where the channel can."""
        if self.telegram is None or address_id is None:
            return
        async with self._office.database.reading() as connection:
            address = await get_address(connection, address_id)
        if address and (address.channel, address.bot) == (Channel.TELEGRAM, self.telegram.id):
            await self.telegram.show_typing(address.chat_id)

    async def keep_photo(self, data: bytes) -> StoredFile:
        """Raises BadPhotoError for what is neither photo nor Word document."""
        return await asyncio.to_thread(self._office.files.keep, data, file_kind(data))

    async def _file_link(self, outgoing: Outgoing) -> str:
        """A channel without files gets a personal link to the web chat, where the file lies."""
        async with self._office.database.transaction() as connection:
            token = await make_link(connection, outgoing.person_id or 0, self._office.clock.now())
        return texts.file_link(f"{self._settings.web_url}/vao/{token}")


def _path(channel: Channel, bot: str) -> str:
    return f"{WEBHOOKS}{channel}/{bot}"


async def _until(true: Callable[[], bool], stopping: asyncio.Event) -> None:
    """Returns when it is true, or at once when told to stop."""
    while not true() and not stopping.is_set():
        await _pause(stopping, _LOOK_S)


async def _pause(stopping: asyncio.Event, seconds: float = _RETRY_S) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()
