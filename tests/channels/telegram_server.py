"""Telegram's Bot API for one bot, offline: over real HTTP on loopback, in a thread of its own."""

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any, Self, TypeVar

import aiohttp
from aiogram.types import BufferedInputFile
from aiohttp import web

from tests.channels.telegram_judge import RefusedError, judge
from tests.channels.telegram_people import Group, User
from tests.channels.telegram_service import MAX_FILE, Call, Fault, FaultError, Service

T = TypeVar("T")


class TelegramServer(Service):
    """`with TelegramServer() as server`; everything it offers to tests may be called from any thread."""

    def __init__(
        self, token: str = "4242:offline-secret-token", name: str = "gomso_bot", limit: int = 0
    ) -> None:
        """`limit`: messages a second that are taken; 0 = as many as come."""
        super().__init__(token, name, limit)
        self.url = ""
        self._faults: defaultdict[str, deque[Fault | None]] = defaultdict(deque)

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    # What tests do

    def on_loop(self, work: Callable[[], T]) -> T:
        async def run() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def user(self, user_id: int, name: str) -> User:
        return User(self, user_id, name)

    def group(self, group_id: int, title: str) -> Group:
        return Group(self, group_id, title)

    def fault(self, method: str, fault: Fault, times: int = 1, after: int = 0) -> None:
        """The next requests of the method, once `after` of them have gone well, meet the fault."""
        self.on_loop(lambda: self._faults[method.lower()].extend([None] * after + [fault] * times))

    def repeat_from(self, update_id: int, update: dict[str, Any]) -> None:
        """Delivers an update once more, as Telegram does when it got no confirmation."""
        self.on_loop(lambda: self._queue({**update, "update_id": update_id}))

    def methods(self) -> list[str]:
        return [call.method for call in self.on_loop(lambda: list(self.calls))]

    # What the service does

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        app = web.Application(client_max_size=MAX_FILE + 1_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._request)
        app.router.add_get("/file/bot{token}/{path}", self._file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        pushing = asyncio.create_task(self._push())
        ready.set()
        await self._stop.wait()
        pushing.cancel()
        self._news.set()
        await asyncio.gather(pushing, return_exceptions=True)
        await runner.cleanup()

    async def _request(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _answer(401, "Unauthorized")
        name = request.match_info["method"].lower()
        fault = self._faults[name].popleft() if self._faults[name] else None
        if fault and not fault.accepted:
            return await self._fail(request, fault)
        try:
            fields = await _fields(request)
            method = judge(name, fields)
            answer = await getattr(self, f"_{name}", self._unknown)(method)
        except RefusedError as refusal:
            if refusal.status in {400, 404}:
                self.violations.append(f"{name}: {refusal}")
            return _answer(refusal.status, str(refusal))
        except FaultError as refusal:
            return await self._fail(request, refusal.fault)
        chat_id, text = (str(getattr(method, key, None) or "") for key in ("chat_id", "text"))
        self.calls.append(Call(method.__api_method__, chat_id, text, time.monotonic()))
        if fault:
            return await self._fail(request, fault)
        return web.json_response({"ok": True, "result": answer})

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.stall:
            await asyncio.sleep(fault.stall)
        if fault.drop:
            assert request.transport is not None
            request.transport.abort()
        if fault.page:
            return web.Response(status=fault.status, text=fault.page, content_type="text/html")
        named = {"retry_after": fault.retry_after, "migrate_to_chat_id": fault.migrate_to}
        return _answer(fault.status, fault.description, {key: value for key, value in named.items() if value})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults["file"].popleft() if self._faults["file"] else None
        if fault:
            return await self._fail(request, fault)
        data = self._files.get(request.match_info["path"])
        if request.match_info["token"] != self.token or data is None:
            return _answer(404, "Not Found")
        return web.Response(body=data)

    async def _push(self) -> None:
        """Delivers to the webhook in order, each update until it is answered with 2xx."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session:
            while True:
                await asyncio.sleep(0.01)
                while self.webhook and self._updates:
                    headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret}
                    try:
                        async with session.post(self.webhook, json=self._updates[0], headers=headers) as got:
                            taken = got.ok
                    except (aiohttp.ClientError, TimeoutError):
                        taken = False
                    if taken:
                        self._updates.popleft()
                        self.delivered += 1
                    else:
                        await asyncio.sleep(0.05)


def _answer(status: int, description: str, parameters: dict[str, int] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)


async def _fields(request: web.Request) -> dict[str, str | BufferedInputFile]:
    if request.content_type == "application/json":
        body = await request.json()
        return {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
    fields: dict[str, str | BufferedInputFile] = {}
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            fields[key] = BufferedInputFile(value.file.read(), value.filename)
        else:
            fields[key] = str(value)
    return fields
