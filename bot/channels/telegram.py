"""Telegram: one bot, over python-telegram-bot's `Bot` (not its application, which confirms too early)."""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Self

from starlette.routing import Route
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, Update
from telegram.constants import ChatAction, UpdateType
from telegram.error import InvalidToken, TelegramError

from bot.channels.base import Inbound, KeepPhoto, Take
from bot.channels.telegram_http import STAND_IN, HttpRequest, token_refused
from bot.channels.telegram_parse import Me, file_of, has_document, parse
from bot.channels.telegram_polling import RawUpdate, poll
from bot.channels.telegram_send import Sender
from bot.channels.telegram_webhook import webhook_route
from storage.errors import BadPhotoError, SettingsError
from storage.records import Address, Channel, Outgoing

log = logging.getLogger(__name__)

UPDATES = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]
"""Asked for by name: Telegram keeps what was asked for last where nothing is said."""

_TOKEN = re.compile(r"(\d+):[\w-]{10,}", re.ASCII)
_PHOTOS_AT_ONCE = 8
_PHOTO_TRIES = 3


class TelegramBot:
    """One bot. `id` is its public number, `name` its user name ("" until `introduce` has asked for it)."""

    channel = Channel.TELEGRAM

    def __init__(
        self,
        token: str,
        path_of: Callable[[str], Path],
        *,
        base_url: str = "https://api.telegram.org",
        proxy: str = "",
        limit_per_second: float = 29.0,
        timeout: float = 20.0,
        wait: int = 30,
        first_pause: float = 1.0,
    ) -> None:
        """`path_of`: SHA-256 of a stored file → where it is. In seconds: `timeout` of a request, `wait` for
        which one poll lasts when nothing comes, `first_pause` before something is tried again.

        Raises SettingsError for what cannot be a token or a proxy.
        """
        shape = _TOKEN.fullmatch(token)
        if shape is None:
            raise SettingsError(
                "The Telegram token is not of the form 123456789:ABC…; copy it from @BotFather."
            )
        self.id = shape[1]
        self.name = ""
        self.limit_per_second = limit_per_second
        self.timeout, self.wait, self.first_pause = timeout, wait, first_pause
        self._http = HttpRequest(token, proxy, timeout)
        root = base_url.rstrip("/")
        self.api = Bot(
            STAND_IN,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._http,
            get_updates_request=self._http,
        )
        self._sender = Sender(self.api, path_of)
        self._loose: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        for task in self._loose:
            task.cancel()
        await asyncio.gather(*self._loose, return_exceptions=True)
        await self._http.shutdown()

    async def introduce(self) -> str:
        """Asks for the bot's user name, once. Raises SettingsError when the token is refused, else
        TelegramError."""
        if not self.name:
            try:
                self.name = (await self.api.get_me()).username or ""
            except InvalidToken:
                raise token_refused() from None
        return self.name

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        return await self._sender.send(address, outgoing)

    async def show_typing(self, chat_id: str) -> None:
        """For some five seconds. A courtesy: that it fails does not matter."""
        with suppress(TelegramError):
            await self.api.send_chat_action(chat_id, ChatAction.TYPING)

    async def set_menu(self, menu: Mapping[str, str]) -> None:
        """Everybody's menu of commands (command without / → what it does). Raises TelegramError."""
        await self.api.set_my_commands(_commands(menu), BotCommandScopeAllPrivateChats())

    async def set_menu_of(self, chat_id: str, menu: Mapping[str, str]) -> None:
        """A menu for one chat. A courtesy: that it fails, as when the chat is gone, does not matter."""
        with suppress(TelegramError):
            await self.api.set_my_commands(_commands(menu), BotCommandScopeChat(chat_id))

    async def set_webhook(self, url: str, secret: str) -> None:
        """From now on updates come to `url`, an https address, with the secret (A-Z a-z 0-9 _ -).

        Raises TelegramError.
        """
        await self.api.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)

    async def delete_webhook(self) -> None:
        """What waits is kept for polling. Raises TelegramError."""
        await self.api.delete_webhook(drop_pending_updates=False)

    async def poll(self, take: Take, keep: KeepPhoto, stopping: asyncio.Event) -> None:
        """Asks for updates until `stopping`. Nothing is lost at whatever moment it dies: what was not stored
        is asked for again, what was stored but not confirmed comes once more under the same external id.

        Raises SettingsError when the token is refused.
        """
        await poll(self._ask, partial(self.receive, take=take, keep=keep), stopping, self.first_pause)

    def webhook_route(self, path: str, secret: str, take: Take, keep: KeepPhoto) -> Route:
        """The route that `set_webhook` announces."""
        return webhook_route(path, secret, partial(self.receive, take=take, keep=keep))

    async def receive(self, raw: Sequence[RawUpdate], take: Take, keep: KeepPhoto) -> None:
        """Takes updates as they came; they are safe when it returns. Raises what `take` and `keep` raise,
        except BadPhotoError; then nothing of them counts as received."""
        updates = self._read(raw)
        inbound = await self._gather(updates, keep)
        if inbound:
            await take(inbound)
        for update in updates:
            if update.callback_query is not None:
                self._start(self._settle(update))

    async def _ask(self, offset: int) -> list[RawUpdate]:
        await self.introduce()
        # Not Bot.get_updates: it reads all updates or none, so one of an unknown shape would stop all.
        # Telegram does not mind capitals; python-telegram-bot warns about a name that it has a method for.
        result: list[RawUpdate] = await self.api.do_api_request(
            "GetUpdates",
            api_kwargs={"offset": offset, "limit": 100, "timeout": self.wait, "allowed_updates": UPDATES},
            read_timeout=self.wait + self.timeout,
        )
        return result

    def _read(self, raw: Sequence[RawUpdate]) -> list[Update]:
        """Those that can be read: one of a shape still unknown must not hold up the others."""
        updates = []
        for data in raw:
            try:
                updates.append(Update.de_json(dict(data), self.api))
            except (TypeError, ValueError, KeyError, AttributeError):
                log.error(
                    "update %s of Telegram has an unknown shape and was passed over", data.get("update_id")
                )
        return updates

    async def _gather(self, updates: Sequence[Update], keep: KeepPhoto) -> list[Inbound]:
        """In order, with their files."""
        few = asyncio.Semaphore(_PHOTOS_AT_ONCE)
        me = Me(self.id, self.name)
        heard = [(update, inbound) for update in updates if (inbound := parse(update, me)) is not None]
        return await asyncio.gather(
            *(self._with_file(inbound, update, keep, few) for update, inbound in heard)
        )

    async def _with_file(
        self, inbound: Inbound, update: Update, keep: KeepPhoto, few: asyncio.Semaphore
    ) -> Inbound:
        file_id = file_of(update)
        if not file_id:
            return inbound
        async with few:
            data = await self._fetch(file_id)
        try:
            if data is not None:
                return replace(inbound, photos=(await keep(data),))
        except BadPhotoError:
            pass
        return replace(inbound, other_files=1) if has_document(update) else replace(inbound, lost_photos=1)

    async def _fetch(self, file_id: str) -> bytes | None:
        """At once: Telegram's links to files live for an hour."""
        for trial in range(_PHOTO_TRIES):
            try:
                file = await self.api.get_file(file_id)
                return bytes(await file.download_as_bytearray())
            except TelegramError as error:
                log.warning("a file could not be fetched from Telegram: %s", error.message)
                await asyncio.sleep(self.first_pause * trial)
        return None

    async def _settle(self, update: Update) -> None:
        """Stops the button's clock and takes the buttons away. That it fails when late does no harm."""
        query = update.callback_query
        assert query is not None  # noqa: S101 (for the type checker)
        with suppress(TelegramError):
            await self.api.answer_callback_query(query.id)
        if query.message is not None:
            with suppress(TelegramError):
                await self.api.edit_message_reply_markup(query.message.chat.id, query.message.message_id)

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._loose.add(task)
        task.add_done_callback(self._loose.discard)


def _commands(menu: Mapping[str, str]) -> list[BotCommand]:
    return [BotCommand(command, description) for command, description in menu.items()]
