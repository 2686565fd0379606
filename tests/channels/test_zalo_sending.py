"""Sending through Zalo over real HTTP: text, words for choices, links, and every refusal."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator

import pytest

from bot.channels.split import size
from bot.channels.zalo import ZaloBot
from storage.errors import SendError, SettingsError
from storage.records import Choice, StoredFile
from tests.channels.zalo_desk import TOKEN, acquainted, address_of, link_of, outgoing, talking, words_of
from tests.channels.zalo_server import (
    BAD_GATEWAY,
    GATEWAY_TIMEOUT,
    SERVER_ERROR,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    FakeBot,
    User,
    ZaloServer,
    granted,
    refused,
    zalo_platform,
)
from tests.channels.zalo_wire import DROPPED, Answer, HttpServer

PRIVATE = "số điện thoại 0900000000"


@pytest.fixture
async def platform() -> AsyncIterator[ZaloServer]:
    async with zalo_platform() as server:
        yield server
    assert server.problems == []


@pytest.fixture
def fake(platform: ZaloServer) -> FakeBot:
    return platform.bot()


@pytest.fixture
async def user(fake: FakeBot) -> User:
    return await acquainted(fake)


@pytest.fixture
async def bot(platform: ZaloServer, fake: FakeBot) -> AsyncIterator[ZaloBot]:
    async with talking(platform.url) as bot:
        yield bot


async def test_choices_are_words_and_a_file_is_a_link(bot: ZaloBot, user: User) -> None:
    choices = (Choice("Đúng", "đúng"), Choice("Không đúng", "không đúng"))
    await bot.send(address_of(user), outgoing("Em ghi 3 buổi?", choices))
    await bot.send(address_of(user), outgoing("Báo cáo đây ạ.", file=StoredFile("ab", "x/y", 3)))
    assert user.sees() == [
        "Em ghi 3 buổi?\n\nNhắn: «đúng» hoặc «không đúng»",
        "Báo cáo đây ạ.\n\nhttps://gomso.invalid/tep/7",
    ]


async def test_the_id_is_the_platforms_and_each_message_has_its_own(bot: ZaloBot, user: User) -> None:
    first = await bot.send(address_of(user), outgoing("một"))
    second = await bot.send(address_of(user), outgoing("hai"))
    assert first != second
    assert len(first) == 20


async def test_a_long_text_goes_in_parts_that_fit(bot: ZaloBot, user: User) -> None:
    text = "\n\n".join(f"Tổ dân phố số {number}: 😀 {'x' * 150}." for number in range(1, 40))
    await bot.send(address_of(user), outgoing(text))
    assert len(user.sees()) > 3
    assert all(size(part) <= 2000 for part in user.sees())
    assert "\n\n".join(user.sees()) == text


async def test_when_a_part_has_gone_the_failure_says_so(
    platform: ZaloServer, fake: FakeBot, bot: ZaloBot, user: User
) -> None:
    platform.messages_per_month = 1
    with pytest.raises(SendError) as failure:
        await bot.send(address_of(user), outgoing("x" * 3000))
    assert len(user.sees()) == 1
    assert failure.value.uncertain


async def test_an_empty_text_is_not_sent(platform: ZaloServer, bot: ZaloBot, user: User) -> None:
    with pytest.raises(SendError) as failure:
        await bot.send(address_of(user), outgoing(" "))
    assert failure.value.permanent
    assert platform.calls["sendMessage"] == 0


def flags(error: SendError) -> set[str]:
    said = {
        "permanent": error.permanent,
        "gone": error.chat_gone,
        "whole bot": error.whole_bot,
        "uncertain": error.uncertain,
        "wait": error.retry_after is not None,
    }
    return {name for name, true in said.items() if true}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (BAD_GATEWAY, set()),
        (GATEWAY_TIMEOUT, {"uncertain"}),
        (SERVER_ERROR, set()),
        (refused(500, "x"), set()),
        (refused(404, "Not Found"), set()),
        (refused(408, "Request timeout"), {"uncertain"}),
        (refused(400, "chat not found"), {"gone"}),
        (refused(400, "chat not found", status=200), {"gone"}),
        (refused(429, "Quota exceeded"), {"whole bot", "wait"}),
        (TOO_MANY_REQUESTS, {"whole bot", "wait"}),
        (UNAUTHORIZED, {"whole bot", "wait"}),
        (DROPPED, {"uncertain"}),
        (Answer(200, "<html>"), {"uncertain"}),
    ],
    ids=[
        "502",
        "504",
        "403",
        "500",
        "404",
        "408",
        "400",
        "400 in 200",
        "quota",
        "nginx 429",
        "401",
        "dropped",
        "page",
    ],
)
async def test_a_refusal_says_what_to_do(
    platform: ZaloServer, bot: ZaloBot, user: User, fault: Answer, expected: set[str]
) -> None:
    platform.fail("sendMessage", fault)
    with pytest.raises(SendError) as failure:
        await bot.send(address_of(user), outgoing("3 buổi"))
    assert flags(failure.value) == expected
    assert await bot.send(address_of(user), outgoing("3 buổi"))
    assert user.sees() == ["3 buổi"]


async def test_a_used_up_month_rests_longer_than_a_busy_gateway(
    platform: ZaloServer, bot: ZaloBot, user: User
) -> None:
    waits = []
    for fault in (refused(429, "Quota exceeded"), TOO_MANY_REQUESTS):
        platform.fail("sendMessage", fault)
        with pytest.raises(SendError) as failure:
            await bot.send(address_of(user), outgoing("3 buổi"))
        waits.append(failure.value.retry_after or 0)
    assert waits[0] >= 600 > 60 > waits[1]


async def test_nobody_who_has_not_written_can_be_written_to(fake: FakeBot, bot: ZaloBot) -> None:
    with pytest.raises(SendError) as failure:
        await bot.send(address_of(fake.user()), outgoing("3 buổi"))
    assert failure.value.chat_gone


async def test_what_never_left_is_certain() -> None:
    async with talking("http://127.0.0.1:1") as bot:
        with pytest.raises(SendError) as failure:
            await bot.send(address_of(User(None, "x")), outgoing("3 buổi"))  # type: ignore[arg-type]
    assert flags(failure.value) == set()


async def test_no_answer_in_time_is_uncertain() -> None:
    class Silent(HttpServer):
        async def answer(self, method: str, path: str, body: bytes) -> Answer:
            await asyncio.sleep(60)
            return DROPPED

    silent = Silent()
    await silent.open()
    async with talking(silent.url) as slow:
        with pytest.raises(SendError) as failure:
            await slow._api.call("sendMessage", {}, seconds=0.1)
    await silent.close()
    assert flags(failure.value) == {"uncertain"}


async def test_the_account_and_a_refused_token(platform: ZaloServer, bot: ZaloBot) -> None:
    assert await bot.account_name() == "Bot Gom Số mẫu"
    async with talking(platform.url, "999:revoked-secret") as other:
        with pytest.raises(SettingsError, match="GOMSO_ZALO_BOTS") as failure:
            await other.account_name()
    assert "revoked" not in str(failure.value)


@pytest.mark.parametrize("token", ["", "secret", "1001:with space", "1001:a/b", "bot1001:x"])
def test_what_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(SettingsError, match="GOMSO_ZALO_BOTS") as failure:
        ZaloBot("zalo-1", token, choices_text=words_of, link_for=link_of)
    assert not token or token not in str(failure.value)


async def test_the_token_and_what_was_said_leak_nowhere(
    platform: ZaloServer, fake: FakeBot, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for noisy in ("httpx", "httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, noisy)
    told = []
    async with talking(platform.url) as bot:
        told.append(repr(bot))
        await bot.send(address_of(user), outgoing(PRIVATE))
        assert await bot._api.fetch_photo(platform.serve_photo(b"x")) == b"x"
        faults = (BAD_GATEWAY, UNAUTHORIZED, DROPPED, refused(400, "x"), refused(429, "x"), Answer(200, "<"))
        for fault in faults:
            platform.fail("sendMessage", fault)
            with pytest.raises(SendError) as failure:
                await bot.send(address_of(user), outgoing(PRIVATE))
            told += traceback.format_exception(failure.value)
    async with talking("http://127.0.0.1:1") as bot:
        with pytest.raises(SendError) as failure:
            await bot.send(address_of(user), outgoing(PRIVATE))
        told += traceback.format_exception(failure.value)
    logged = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert f"POST {platform.url}/… " in logged  # The library did speak.
    for secret in (TOKEN, TOKEN.split(":")[1], PRIVATE, "/photos/"):
        assert secret not in logged
        assert secret not in "\n".join(told)


async def test_everything_goes_by_the_proxy_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Proxy(HttpServer):
        async def answer(self, method: str, path: str, body: bytes) -> Answer:
            asked.append(path)
            return granted({"display_name": "Bot mẫu"})

    proxy = Proxy()
    await proxy.open()
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with talking("http://zalo.invalid", proxy=proxy.url) as bot:
        assert await bot.account_name() == "Bot mẫu"
    async with talking(proxy.url) as bot:
        assert await bot.account_name() == "Bot mẫu"
    await proxy.close()
    assert asked == [f"http://zalo.invalid/bot{TOKEN}/getMe", f"/bot{TOKEN}/getMe"]


def test_what_cannot_be_a_proxy_is_refused() -> None:
    with pytest.raises(SettingsError, match="proxy"):
        ZaloBot("zalo-1", TOKEN, choices_text=words_of, link_for=link_of, proxy="10.0.0.1:3128")
