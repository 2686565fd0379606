"""Updates that Telegram delivers to our own web server."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.telegram import TelegramBot
from tests.channels.telegram_desk import Desk, bot_of, until
from tests.channels.telegram_server import TelegramServer
from tests.web.live import serving

PATH, SECRET = "/webhook/telegram", "a-secret_of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[TelegramBot]:
    async with bot_of(server) as bot:
        yield bot


@pytest.fixture
async def url(bot: TelegramBot, desk: Desk) -> AsyncIterator[str]:
    app = Starlette(routes=[bot.webhook_route(PATH, SECRET, desk.take, desk.keep)])
    async with serving(app, lambda: None) as root:
        yield root + PATH


async def test_updates_arrive_in_order(
    server: TelegramServer, bot: TelegramBot, desk: Desk, url: str
) -> None:
    await bot.set_webhook(url, SECRET)
    leader = server.user(11, "Tám")
    for number in range(20):
        leader.says(str(number))
    await until(lambda: server.delivered == 20)
    assert [message.text for message in desk.taken] == [str(number) for number in range(20)]


async def test_only_what_is_stored_is_confirmed(
    server: TelegramServer, bot: TelegramBot, desk: Desk, url: str
) -> None:
    await bot.set_webhook(url, SECRET)
    desk.open.clear()
    number = server.user(11, "Tám").says("12")
    await desk.entered.wait()
    await asyncio.sleep(0.05)
    assert server.delivered == 0
    desk.broken = 2
    desk.open.set()
    await until(lambda: server.delivered == 1)
    assert [message.external_id for message in desk.taken] == [str(number)]


async def test_a_press_is_settled(server: TelegramServer, bot: TelegramBot, desk: Desk, url: str) -> None:
    await bot.set_webhook(url, SECRET)
    server.user(11, "Tám").presses_data(3, "7:1")
    await until(lambda: "answerCallbackQuery" in server.methods())
    assert desk.taken[0].choice == "7:1"


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "á"])
async def test_without_the_secret_nothing_is_read(desk: Desk, url: str, secret: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            url, headers=[(HEADER.encode(), secret.encode())], content=b"x" * 2_000_000
        )
        assert answer.status_code == 403
        assert (await client.post(url, json={})).status_code == 403
    assert desk.taken == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * 1_000_001, 413),
        (b"no json", 200),
        (b"[1]", 200),
        (b'{"update_id": 1, "message": {"photo": 5}}', 200),
        (b'{"update_id": 1, "poll_of_next_year": {}}', 200),
    ],
)
async def test_strange_bodies(desk: Desk, url: str, body: bytes, status: int) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.post(url, headers={HEADER: SECRET}, content=body)).status_code == status
        assert (await client.get(url, headers={HEADER: SECRET})).status_code == 405
    assert desk.taken == []


async def test_back_to_polling_keeps_what_waits(
    server: TelegramServer, bot: TelegramBot, desk: Desk, url: str
) -> None:
    await bot.set_webhook(url, SECRET)
    desk.broken = 1_000_000
    server.user(11, "Tám").says("12")
    await until(lambda: desk.broken < 1_000_000)
    await bot.delete_webhook()
    desk.broken = 0
    stopping = asyncio.Event()
    running = asyncio.create_task(bot.poll(desk.take, desk.keep, stopping))
    await until(lambda: server.delivered == 1)
    stopping.set()
    await running
    assert desk.taken[-1].text == "12"
