"""A stand-in for Telegram, light enough to be no part of what is measured: `python -m tests.bench.wire`.

Settings come as JSON in the first argument: `delay` in seconds before each answer; `people` and `texts`,
that is messages which every one of them sends at once, as soon as somebody polls; `messages`, how many of
the bot's own to wait for; `limit`, messages a second it enforces. Prints its port, then the result as JSON,
and goes on serving until its standard input ends.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import Any

from aiohttp import web

FIRST_PERSON = 700_000
_HAND_OUT = 100
_IDLE_POLL = 1.0
_WARM_UP = 2.0
_CHAT_GAP = 0.95


class Wire:
    def __init__(self, setting: dict[str, Any]) -> None:
        self.delay: float = setting.get("delay", 0)
        self.limit: float = setting.get("limit", 0)
        self.expected: int = setting.get("messages", 0)
        texts = setting.get("texts", [])
        people = range(FIRST_PERSON, FIRST_PERSON + setting.get("people", 0))
        turns = [(text, person) for text in texts for person in people]
        self.updates = deque(_update(n, person, text) for n, (text, person) in enumerate(turns, 1))
        self.expected = self.expected or len(self.updates)
        self.began = self.polled_at = self.last_at = 0.0
        self.taken = self.refused = 0
        self.recent: deque[float] = deque()
        self.chats: dict[str, float] = {}
        self.done = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        method = request.path.rsplit("/", 1)[-1].lower()
        fields = {**request.query, **(await _fields(request))}
        if method == "getupdates":
            return _ok(await self.hand_out())
        if self.delay:
            await asyncio.sleep(self.delay)
        if method != "sendmessage":
            bot = {"id": 4242, "is_bot": True, "first_name": "Bot", "username": "offline_bot"}
            return _ok(bot if method == "getme" else True)
        return self.take(str(fields["chat_id"]), str(fields["text"]))

    async def hand_out(self) -> list[dict[str, Any]]:
        now = time.perf_counter()
        self.polled_at = self.polled_at or now
        warm = now - self.polled_at > _WARM_UP
        if not warm or not self.updates:
            await asyncio.sleep(0.05 if self.updates else _IDLE_POLL)
            return []
        self.began = self.began or now
        return [self.updates.popleft() for _ in range(min(_HAND_OUT, len(self.updates)))]

    def take(self, chat: str, text: str) -> web.Response:
        now = time.perf_counter()
        while self.recent and self.recent[0] <= now - 1:
            self.recent.popleft()
        too_soon = now - self.chats.get(chat, 0) < _CHAT_GAP
        if self.limit and (len(self.recent) >= self.limit or too_soon):
            self.refused += 1
            later = {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
            return web.json_response({"ok": False} | later, status=429)
        self.recent.append(now)
        self.chats[chat] = now
        self.began, self.last_at = self.began or now, now
        self.taken += 1
        if self.taken >= self.expected:
            self.done.set()
        whose = {"id": int(chat), "type": "private", "first_name": "Mẫu"}
        return _ok({"message_id": self.taken, "date": int(time.time()), "chat": whose, "text": text})


def _update(number: int, person: int, text: str) -> dict[str, Any]:
    someone = {"id": person, "is_bot": False, "first_name": "Mẫu"}
    chat = {"id": person, "type": "private", "first_name": "Mẫu"}
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": someone, "text": text}
    return {"update_id": number, "message": message}


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    return dict(await request.post())


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def serve(setting: dict[str, Any]) -> None:
    wire = Wire(setting)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", wire.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    print(port, flush=True)
    asked_to_end = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    ready = asyncio.ensure_future(wire.done.wait())
    await asyncio.wait([ready, asked_to_end], return_when=asyncio.FIRST_COMPLETED)
    seconds = wire.last_at - wire.began
    if not ready.done():
        ready.cancel()
        await runner.cleanup()
        return
    print(json.dumps({"taken": wire.taken, "refused": wire.refused, "seconds": seconds}), flush=True)
    await asked_to_end
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
