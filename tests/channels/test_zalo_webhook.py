"""Zalo's webhook over real HTTP, into our own web server."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.zalo import ZaloBot
from storage.errors import SendError, SettingsError, StorageError
from storage.files import FileStore
from tests.channels.zalo_desk import JPEG, Inbox, talking
from tests.channels.zalo_server import BAD_GATEWAY, UNAUTHORIZED, FakeBot, ZaloServer, zalo_platform
from tests.web.live import serving

SECRET = "made-up-secret"
PATH = "/zalo/zalo-1"
TEXT = {
    "event_name": "message.text.received",
    "message": {"chat": {"id": "u"}, "from": {"id": "u"}, "text": "3 buổi", "message_id": "m1"},
}


@pytest.fixture
async def platform() -> AsyncIterator[ZaloServer]:
    async with zalo_platform() as server:
        yield server
    assert server.problems == []


@pytest.fixture
def fake(platform: ZaloServer) -> FakeBot:
    return platform.bot()


@pytest.fixture
async def bot(platform: ZaloServer, fake: FakeBot) -> AsyncIterator[ZaloBot]:
    async with talking(platform.url) as bot:
        yield bot


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(FileStore(tmp_path))


@pytest.fixture
async def url(bot: ZaloBot, inbox: Inbox) -> AsyncIterator[str]:
    app = Starlette(routes=[bot.webhook(PATH, SECRET, inbox.take, inbox.keep)])
    async with serving(app, lambda: None) as url:
        yield url + PATH


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {"X-Bot-Api-Secret-Token": secret} if secret is not None else {}
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(url, content=body, headers=headers)).status_code


async def test_set_asked_for_and_deleted(bot: ZaloBot, url: str) -> None:
    assert await bot.webhook_url() is None
    assert await bot.set_webhook(url, SECRET)
    assert await bot.webhook_url() == url
    await bot.delete_webhook()
    assert await bot.webhook_url() is None
    assert not await bot.set_webhook("https://unreachable.invalid", SECRET)


async def test_trouble_is_not_taken_for_no_webhook(platform: ZaloServer, bot: ZaloBot) -> None:
    for fault in (BAD_GATEWAY, UNAUTHORIZED):
        platform.fail("getWebhookInfo", fault)
        with pytest.raises(SendError):
            await bot.webhook_url()


async def test_messages_come_by_the_webhook_in_both_shapes(
    fake: FakeBot, bot: ZaloBot, inbox: Inbox, url: str
) -> None:
    await bot.set_webhook(url, SECRET)
    user = fake.user()
    await user.says("3 buổi")
    await user.sends_photo(JPEG, "ảnh họp")
    await fake.deliver(TEXT, envelope=False)
    await fake.deliver(TEXT, envelope=True)
    assert inbox.texts() == ["3 buổi", "ảnh họp", "3 buổi"]
    assert [len(inbound.photos) for inbound in inbox.taken] == [0, 1, 0]
    assert fake.statuses == [200] * 4


async def test_200_only_once_the_message_is_in_the_inbox(
    bot: ZaloBot, fake: FakeBot, inbox: Inbox, url: str
) -> None:
    inbox.failures = [StorageError("The disk is full.")]
    await bot.set_webhook(url, SECRET)
    await fake.deliver(TEXT)
    assert (inbox.taken, fake.statuses) == ([], [500])
    await fake.deliver(TEXT)
    assert (inbox.texts(), fake.statuses) == (["3 buổi"], [500, 200])


@pytest.mark.parametrize("secret", [None, "", "made-up-secreT", "made-up-secret2"])
async def test_who_does_not_know_the_secret_is_refused(inbox: Inbox, url: str, secret: str | None) -> None:
    assert await post(url, json.dumps(TEXT).encode(), secret) == 403
    assert inbox.offered == 0


async def test_the_secret_is_asked_for_before_the_body_is_read(url: str) -> None:
    """The body never ends; the refusal comes all the same."""
    host, port = url.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{".encode())
    status = await asyncio.wait_for(reader.readline(), 20)
    writer.close()
    await writer.wait_closed()
    assert b" 403 " in status


@pytest.mark.parametrize(
    "body",
    [b"", b"no json", b"[]", b"\xff", b"{}", b'{"event_name": "user.followed", "user": {"id": "u"}}'],
)
async def test_what_is_not_understood_is_answered_calmly(inbox: Inbox, url: str, body: bytes) -> None:
    assert await post(url, body) == 200
    assert inbox.offered == 0


async def test_a_body_has_its_limit(inbox: Inbox, url: str) -> None:
    assert await post(url, json.dumps(TEXT).encode() + b" " * 300_000) == 413
    assert inbox.offered == 0


@pytest.mark.parametrize("secret", ["short", "x" * 257])
async def test_a_secret_that_zalo_would_refuse_is_refused_here(
    bot: ZaloBot, inbox: Inbox, secret: str
) -> None:
    with pytest.raises(SettingsError):
        bot.webhook(PATH, secret, inbox.take, inbox.keep)
