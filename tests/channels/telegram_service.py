"""What Telegram's Bot API does with a request that is in order, for one bot: state and methods."""

import asyncio
import re
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from tests.channels.telegram_judge import RefusedError
from tests.channels.telegram_people import Chat, Seen, entities

Result = dict[str, Any] | list[Any] | bool

MAX_FILE = 50 * 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """What happens to a request instead of an answer: a refusal, a lost connection, or a long wait."""

    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 0
    migrate_to: int = 0
    page: str = ""
    """A gateway's HTML page instead of JSON."""
    drop: bool = False
    stall: float = 0.0
    accepted: bool = False
    """The request is carried out all the same; only its answer is lost."""


@dataclass(frozen=True)
class Call:
    method: str
    chat_id: str
    text: str
    at: float
    """Monotonic seconds."""


class FaultError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.description)
        self.fault = fault


class Service:
    """Everything of it runs on the server's event loop."""

    def __init__(self, token: str, name: str, limit: int) -> None:
        self.token, self.name, self.limit = token, name, limit
        self.bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Gom", "username": name}
        self.calls: list[Call] = []
        """What was carried out."""
        self.violations: list[str] = []
        """Requests against Telegram's documents."""
        self.menus: dict[str, list[str]] = {}
        self.conflicts = 0
        self.webhook = ""
        self.delivered = 0
        """Updates that were confirmed, by offset or by 200."""
        self._chats: dict[int, Chat] = {}
        self._files: dict[str, bytes] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._allowed: list[str] | None = None
        self._next_update, self._next_id = 1, 1
        self._presses: set[str] = set()
        self._news = asyncio.Event()
        self._stop = asyncio.Event()
        self._poller: object = None
        self._secret = ""
        self._sent_at: deque[float] = deque()

    # What people's apps do

    def chat(self, chat: Chat) -> Chat:
        return self._chats.setdefault(chat.id, chat)

    def new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def keep_file(self, data: bytes) -> str:
        name = f"file{len(self._files)}"
        self._files[name] = data
        return name

    def update(self, kind: str, content: dict[str, Any]) -> int:
        number = self._next_update
        self._next_update += 1
        if kind == "callback_query":
            self._presses.add(content["id"])
        if self._allowed is None or kind in self._allowed:
            self._queue({"update_id": number, kind: content})
        return number

    def _queue(self, update: dict[str, Any]) -> None:
        self._updates.append(update)
        self._news.set()

    # What the bot asks for

    async def _unknown(self, method: Any) -> Result:
        raise RefusedError(f"Bad Request: {method.__api_method__} is not offered offline")

    async def _getme(self, _: Any) -> Result:
        return {**self.bot, "can_join_groups": True}

    async def _getupdates(self, method: Any) -> Result:
        if self.webhook:
            raise FaultError(Fault(409, "Conflict: can't use getUpdates method while webhook is active"))
        self._allowed = method.allowed_updates if method.allowed_updates is not None else self._allowed
        while self._updates and self._updates[0]["update_id"] < (method.offset or 0):
            self._updates.popleft()
            self.delivered += 1
        mine = self._poller = object()
        self._news.set()  # whoever is still asking is sent away
        end = time.monotonic() + (method.timeout or 0)
        while time.monotonic() < end and (not self._updates or self._poller is not mine):
            if self._poller is not mine or self._stop.is_set():
                self.conflicts += 1
                raise FaultError(Fault(409, "Conflict: terminated by other getUpdates request"))
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                break
        return list(self._updates)[: method.limit or 100]

    async def _sendmessage(self, method: Any) -> Result:
        return self._show(method, Seen(0, method.text, _buttons(method)))

    async def _sendphoto(self, method: Any) -> Result:
        file = method.photo
        assert isinstance(file, BufferedInputFile)
        seen = Seen(0, method.caption or "", _buttons(method), file.filename or "", file.data, photo=True)
        size = {"file_id": self.keep_file(file.data), "file_unique_id": "u", "width": 900, "height": 600}
        return {**self._show(method, seen), "photo": [size]}

    async def _senddocument(self, method: Any) -> Result:
        file = method.document
        assert isinstance(file, BufferedInputFile)
        if len(file.data) > MAX_FILE:
            raise FaultError(Fault(413, "Request Entity Too Large"))
        seen = Seen(0, method.caption or "", _buttons(method), file.filename or "", file.data)
        document = {"file_id": self.keep_file(file.data), "file_unique_id": "u", "file_name": file.filename}
        return {**self._show(method, seen), "document": document}

    def _show(self, method: Any, seen: Seen) -> dict[str, Any]:
        chat = self._reachable(method.chat_id)
        now = time.monotonic()
        while self._sent_at and self._sent_at[0] <= now - 1:
            self._sent_at.popleft()
        if self.limit and len(self._sent_at) >= self.limit:
            raise FaultError(Fault(429, "Too Many Requests: retry after 1", retry_after=1))
        self._sent_at.append(now)
        message_id = self.new_id()
        chat.seen[message_id] = replace(seen, id=message_id)
        message = {"message_id": message_id, "date": int(time.time()), "chat": chat.data, "from": self.bot}
        return {**message, "text": seen.text, "entities": entities(seen.text)}

    def _reachable(self, chat_id: int | str) -> Chat:
        chat = self._chats.get(int(chat_id))
        if chat is None:
            raise FaultError(Fault(400, "Bad Request: chat not found"))
        if chat.blocked:
            raise FaultError(Fault(403, "Forbidden: bot was blocked by the user"))
        return chat

    async def _sendchataction(self, method: Any) -> Result:
        self._reachable(method.chat_id)
        return True

    async def _answercallbackquery(self, method: Any) -> Result:
        if method.callback_query_id not in self._presses:
            raise FaultError(Fault(400, "Bad Request: query is too old and response timeout expired"))
        self._presses.discard(method.callback_query_id)
        return True

    async def _editmessagereplymarkup(self, method: Any) -> Result:
        chat = self._reachable(method.chat_id)
        old = chat.seen[method.message_id]
        if old.buttons == _buttons(method):
            raise FaultError(Fault(400, "Bad Request: message is not modified"))
        chat.seen[method.message_id] = replace(old, buttons=_buttons(method))
        return {"message_id": method.message_id, "date": int(time.time()), "chat": chat.data}

    async def _getfile(self, method: Any) -> Result:
        if method.file_id not in self._files:
            raise FaultError(Fault(400, "Bad Request: invalid file_id"))
        return {"file_id": method.file_id, "file_unique_id": "u", "file_path": method.file_id}

    async def _setmycommands(self, method: Any) -> Result:
        scope = method.scope.model_dump() if method.scope else {"type": "default"}
        if "chat_id" in scope:
            self._reachable(scope["chat_id"])
        self.menus[str(scope.get("chat_id", scope["type"]))] = [item.command for item in method.commands]
        return True

    async def _setwebhook(self, method: Any) -> Result:
        if not re.match(r"https://|http://127\.0\.0\.1:", method.url):
            raise RefusedError("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", method.secret_token or ""):
            raise RefusedError("Bad Request: secret token contains unallowed characters")
        self.webhook, self._secret = method.url, method.secret_token
        self._allowed = method.allowed_updates if method.allowed_updates is not None else self._allowed
        self._news.set()
        return True

    async def _deletewebhook(self, method: Any) -> Result:
        self.webhook = ""
        if method.drop_pending_updates:
            self._updates.clear()
        return True


def _buttons(method: Any) -> dict[str, str]:
    markup = method.reply_markup
    if not isinstance(markup, InlineKeyboardMarkup):
        return {}
    return {button.text: button.callback_data or "" for row in markup.inline_keyboard for button in row}
