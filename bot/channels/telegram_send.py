"""What is owed → requests to Telegram, and Telegram's refusals → `SendError`."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.channels.split import size, split
from bot.channels.telegram_http import FloodError
from storage.errors import SendError
from storage.records import Address, Outgoing, StoredFile

_TEXT = 4096
_CAPTION = 1024
_FILE = 50 * 1024 * 1024
_PHOTO = 10 * 1024 * 1024
_TOKEN_REFUSED_PAUSE = 60.0


class Sender:
    """Sends messages of one bot. Not for several event loops."""

    def __init__(self, bot: Bot, path_of: Callable[[str], Path]) -> None:
        self._bot = bot
        self._path_of = path_of
        self._gone: dict[int, int] = {}
        """Outgoing id → parts of it that went before one failed; not said again when it is tried again."""
        self._held_chat, self._held_until = "", 0.0

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        """The id of the last message. Raises SendError."""
        captioned = outgoing.file is not None and size(outgoing.text) <= _CAPTION
        parts = [] if captioned else split(outgoing.text, _TEXT)
        count = len(parts) + (outgoing.file is not None)
        if not count:
            raise SendError("the message is empty", permanent=True)
        sent = ""
        for index in range(self._gone.pop(outgoing.id, 0), count):
            keyboard = _keyboard(outgoing) if index == count - 1 else None
            try:
                if index < len(parts):
                    sent = await self._send_text(address.chat_id, parts[index], keyboard)
                else:
                    caption = outgoing.text if captioned else ""
                    sent = await self._send_file(address.chat_id, outgoing, caption, keyboard)
            except TelegramError as error:
                refusal = self._refusal(error, address.chat_id)
                if index and not (refusal.permanent or refusal.chat_gone):
                    self._gone[outgoing.id] = index
                raise refusal from None
        return sent

    async def _send_text(self, chat_id: str, text: str, keyboard: InlineKeyboardMarkup | None) -> str:
        message = await self._bot.send_message(
            chat_id,
            text,
            reply_markup=keyboard,
            # Telegram would open links to show a preview, and so use up one-time links.
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(message.message_id)

    async def _send_file(
        self, chat_id: str, outgoing: Outgoing, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> str:
        assert outgoing.file is not None  # noqa: S101 (for the type checker)
        content = await self._read(outgoing.file)
        file = InputFile(content, filename=outgoing.file_name or outgoing.file.sha256)
        if outgoing.file.media_type == "image/png" and outgoing.file.size <= _PHOTO:
            # A chart is to be seen at once, not fetched and opened.
            message = await self._bot.send_photo(
                chat_id, file, caption=caption or None, reply_markup=keyboard
            )
        else:
            message = await self._bot.send_document(
                chat_id, file, caption=caption or None, reply_markup=keyboard
            )
        return str(message.message_id)

    async def _read(self, file: StoredFile) -> bytes:
        if file.size > _FILE:
            raise SendError("the file is larger than the 50 MB that Telegram takes", permanent=True)
        try:
            return await asyncio.to_thread(self._path_of(file.sha256).read_bytes)
        except OSError as error:
            raise SendError(f"the file cannot be read: {error.strerror}", permanent=True) from None

    def _refusal(self, error: TelegramError, chat_id: str) -> SendError:
        refusal = send_error(error)
        if refusal.retry_after is not None and not refusal.whole_bot:
            # Telegram does not say whom a 429 is for. Two chats told to wait at a time: it is the bot.
            now = asyncio.get_running_loop().time()
            refusal.whole_bot = self._held_chat not in {"", chat_id} and now < self._held_until
            self._held_chat, self._held_until = chat_id, now + refusal.retry_after
        return refusal


_GONE = ("chat not found", "peer_id_invalid", "user not found", "deactivated")
"""In what Telegram refuses for the chat's sake; it says the same 400 of a message that it does not like."""


def send_error(error: TelegramError) -> SendError:
    """What a refusal means for the message. Its words hold neither token nor text."""
    words = f"Telegram: {error.message[:150]}"
    match error:
        case FloodError():
            return SendError(words, retry_after=error.seconds)
        case ChatMigrated():
            return SendError(words, moved_to=str(error.new_chat_id))
        case InvalidToken():
            return SendError(
                "Telegram refused the bot's token", retry_after=_TOKEN_REFUSED_PAUSE, whole_bot=True
            )
        case Forbidden() | BadRequest():
            told = error.message.lower()
            gone = isinstance(error, Forbidden) or any(sign in told for sign in _GONE)
            return SendError(words, permanent=not gone, chat_gone=gone)
        case TimedOut():
            return SendError(words, uncertain=True)
        case _:
            return SendError(words)


def _keyboard(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    """One button a row: large enough to be hit, wide enough to be read."""
    return (
        InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(choice.label, callback_data=f"{outgoing.id}:{index}")]
                for index, choice in enumerate(outgoing.choices)
            ]
        )
        if outgoing.choices
        else None
    )
