"""An offline Zalo Bot Platform over real HTTP on a loopback port.

It behaves as the platform is described: one update a poll, 408 when nothing came, 404 without a webhook,
nginx pages instead of JSON in trouble. Every request is judged; what a bot did wrong stands in `problems`.
"""

import asyncio
import itertools
import json
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.channels.zalo_wire import Answer, HttpServer

Json = dict[str, Any]

BAD_GATEWAY = Answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
GATEWAY_TIMEOUT = Answer(504, "<html><body><h1>504 Gateway Time-out</h1></body></html>", "text/html")
TOO_MANY_REQUESTS = Answer(429, "<html><body><h1>429 Too Many Requests</h1></body></html>", "text/html")


def refused(code: int, words: str, status: int | None = None) -> Answer:
    """A refusal in JSON; HTTP's own status may be another, such as 200."""
    body = {"ok": False, "description": words, "error_code": code}
    return Answer(status or code, json.dumps(body))


UNAUTHORIZED = refused(401, "Unauthorized")
SERVER_ERROR = refused(403, "Internal server error")


def granted(result: Any = None) -> Answer:
    return Answer(200, json.dumps({"ok": True} if result is None else {"ok": True, "result": result}))


@dataclass
class User:
    """A made-up person with Zalo on the phone, in a private chat with one bot."""

    bot: "FakeBot"
    id: str
    seen: list[str] = field(default_factory=list)

    async def says(self, text: str, **more: Any) -> str:
        """The message's id. `more` goes into the message, to make it an odd one."""
        return await self._sends("message.text.received", text=text, **more)

    async def sends_photo(self, data: bytes, caption: str = "", name: str = "photo") -> str:
        """`name` is the field of the photo's address: «photo», in older days «photo_url»."""
        url = self.bot.server.serve_photo(data)
        return await self._sends("message.image.received", caption=caption, **{name: url})

    async def sends_sticker(self) -> str:
        return await self._sends("message.sticker.received", sticker="58c5a1e2", url="https://zalo.invalid/s")

    async def is_withheld(self) -> str:
        """Sends something that the law keeps from the bot."""
        return await self._sends("message.unsupported.received")

    async def _sends(self, event: str, **content: Any) -> str:
        number = next(self.bot.server.numbers)
        message = {
            "from": {"id": self.id, "display_name": "Người mẫu", "is_bot": False},
            "chat": {"id": self.id, "chat_type": "PRIVATE"},
            "message_id": f"{number:020x}",
            "date": 1_795_000_000_000 + number,
        } | content
        await self.bot.hand_over(self, {"message": message, "event_name": event})
        return str(message["message_id"])

    def sees(self) -> list[str]:
        """What the bot has written to him, the oldest first."""
        return list(self.seen)


@dataclass
class FakeBot:
    """What the platform keeps of one bot."""

    server: "ZaloServer"
    token: str
    users: dict[str, User] = field(default_factory=dict)
    seats: list[str] = field(default_factory=list)
    waiting: deque[Json] = field(default_factory=deque)
    consumed: deque[Json] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    polling: int = 0
    sent: int = 0
    webhook: Json | None = None
    statuses: list[int] = field(default_factory=list)
    """What the webhook answered."""

    def user(self) -> User:
        user = User(self, f"{next(self.server.numbers):020x}")
        self.users[user.id] = user
        return user

    async def hand_over(self, user: User, update: Json) -> None:
        if user.id not in self.seats:
            if len(self.seats) >= self.server.users_per_bot:
                return  # The next user is not served.
            self.seats.append(user.id)
        if self.webhook is None:
            self.waiting.append(update)
            self.news.set()
        else:
            await self.deliver(update)

    async def deliver(self, update: Json, envelope: bool = True) -> None:
        assert self.webhook is not None
        headers = {
            "X-Bot-Api-Secret-Token": self.webhook["secret_token"],
            "User-Agent": "Java/1.8.0_192",
        }
        body = {"ok": True, "result": update} if envelope else update
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(self.webhook["url"], json=body, headers=headers)
        self.statuses.append(answer.status_code)


class ZaloServer(HttpServer):
    """`replay`: consumed updates come again on every poll. `idle`: the longest a poll lasts, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.users_per_bot = 50
        self.messages_per_month = 3000
        self.replay = False
        self.envelope = True
        self.idle = 0.05
        self.bots: dict[str, FakeBot] = {}
        self.numbers = itertools.count(1)
        self.problems: list[str] = []
        self.calls: Counter[str] = Counter()
        self.photos_shown = asyncio.Event()
        self.photos_shown.set()
        self._photos: dict[str, bytes] = {}
        self._faults: defaultdict[str, deque[Answer]] = defaultdict(deque)

    def bot(self, token: str = "1001:made-up_secret") -> FakeBot:
        self.bots[token] = FakeBot(self, token)
        return self.bots[token]

    def fail(self, method: str, answer: Answer, times: int = 1) -> None:
        """The next calls of a method are answered like this, or with `DROPPED` not at all."""
        self._faults[method].extend([answer] * times)

    def serve_photo(self, data: bytes) -> str:
        name = f"{next(self.numbers):08x}.jpg"
        self._photos[name] = data
        return f"{self.url}/photos/{name}"

    def forget_photos(self) -> None:
        self._photos.clear()

    async def answer(self, method: str, path: str, body: bytes) -> Answer:
        _, first, *rest = path.split("/")
        if first == "photos":
            await self.photos_shown.wait()
            data = self._photos.get(rest[0])
            return Answer(404, "", "text/html") if data is None else Answer(200, data, "image/jpeg")
        called = rest[0] if len(rest) == 1 else ""
        self.calls[called] += 1
        if self._faults[called]:
            return self._faults[called].popleft()
        bot = self.bots.get(first.removeprefix("bot"))
        if bot is None:
            return UNAUTHORIZED
        methods: Mapping[str, Callable[[FakeBot, Json], Any]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._send_chat_action,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
        }
        if called not in methods:
            return self._problem(404, f"{called} is no method")
        try:
            parameters = json.loads(body)
        except ValueError:
            return self._problem(400, f"{called}: the body is no JSON")
        if method != "POST":
            return self._problem(400, f"{called}: use POST")
        answer: Answer = await methods[called](bot, parameters)
        return answer

    def _problem(self, code: int, words: str) -> Answer:
        self.problems.append(words)
        return refused(code, words)

    async def _get_me(self, bot: FakeBot, parameters: Json) -> Answer:
        return granted(
            {
                "id": bot.token.split(":")[0],
                "account_name": "bot.mau",
                "account_type": "BASIC",
                "can_join_groups": False,
                "display_name": "Bot Gom Số mẫu",
            }
        )

    async def _get_updates(self, bot: FakeBot, parameters: Json) -> Answer:
        if bot.webhook is not None:
            return self._problem(400, "getUpdates beside a webhook")
        if bot.polling:
            return self._problem(400, "two pollers")
        if not str(parameters.get("timeout", "30")).isdecimal():
            return self._problem(400, "getUpdates: timeout is no number")
        bot.polling += 1
        try:
            if not bot.waiting and not (self.replay and bot.consumed):
                bot.news.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.idle):
                        await bot.news.wait()
        finally:
            bot.polling -= 1
        if bot.waiting:
            update = bot.waiting.popleft()
        elif self.replay and bot.consumed:
            update = bot.consumed.popleft()
        else:
            return refused(408, "Request timeout")
        bot.consumed.append(update)
        return granted(update) if self.envelope else Answer(200, json.dumps(update))

    async def _send_message(self, bot: FakeBot, parameters: Json) -> Answer:
        text = parameters.get("text")
        if not isinstance(text, str) or not 1 <= len(text.encode("utf-16-le")) // 2 <= 2000:
            return self._problem(400, "sendMessage: text must have 1 to 2000 characters")
        return self._said(bot, parameters, {"chat_id", "text", "parse_mode", "text_styles"}, text)

    async def _send_photo(self, bot: FakeBot, parameters: Json) -> Answer:
        if not str(parameters.get("photo", "")).startswith("http"):
            return self._problem(400, "sendPhoto: photo is no address")
        return self._said(bot, parameters, {"chat_id", "photo", "caption"}, parameters["photo"])

    async def _send_chat_action(self, bot: FakeBot, parameters: Json) -> Answer:
        if parameters.get("action") != "typing":
            return self._problem(400, "sendChatAction: unknown action")
        return granted()

    def _said(self, bot: FakeBot, parameters: Json, known: set[str], shown: str) -> Answer:
        if unknown := parameters.keys() - known:
            return self._problem(400, f"unknown parameters: {sorted(unknown)}")
        chat_id = parameters.get("chat_id")
        if chat_id not in bot.users or chat_id not in bot.seats:
            return refused(400, "chat not found")  # Nobody, or somebody who has not written to the bot yet.
        if bot.sent >= self.messages_per_month:
            return refused(429, "Quota exceeded")
        bot.sent += 1
        bot.users[chat_id].seen.append(shown)
        number = next(self.numbers)
        return granted({"message_id": f"{number:020x}", "date": 1_795_000_000_000 + number})

    async def _set_webhook(self, bot: FakeBot, parameters: Json) -> Answer:
        # The real one wants https; a test's own page is on loopback.
        if not str(parameters.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            return self._problem(400, "setWebhook: url must be public https")
        if not 8 <= len(parameters.get("secret_token", "")) <= 256:
            return self._problem(400, "setWebhook: secret_token must have 8 to 256 characters")
        bot.webhook = parameters
        reached = "unreachable" not in parameters["url"]
        return granted({"url": parameters["url"], "updated_at": 1, "verification": {"ok": reached}})

    async def _delete_webhook(self, bot: FakeBot, parameters: Json) -> Answer:
        bot.webhook = None
        return granted({"url": "", "updated_at": 2})

    async def _get_webhook_info(self, bot: FakeBot, parameters: Json) -> Answer:
        if bot.webhook is None:
            return refused(404, "Not Found")
        return granted({"url": bot.webhook["url"], "updated_at": 1})


@asynccontextmanager
async def zalo_platform() -> AsyncIterator[ZaloServer]:
    server = ZaloServer()
    await server.open()
    try:
        yield server
    finally:
        await server.close()
