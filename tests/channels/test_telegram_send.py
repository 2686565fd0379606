"""What is owed reaches people on Telegram, and refusals say what to do next."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import TelegramObject
from telegram.error import TelegramError

from bot.channels.split import size
from bot.channels.telegram import TelegramBot
from storage.errors import SendError, SettingsError
from storage.records import Choice, StoredFile
from tests.channels.telegram_desk import Desk, address, bot_of, owed, polling, until
from tests.channels.telegram_people import User
from tests.channels.telegram_server import TelegramServer
from tests.channels.telegram_service import Fault

FILE = StoredFile("ab12", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 9)


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def leader(server: TelegramServer) -> User:
    return server.user(11, "Bác Tám (mẫu)")


@pytest.fixture
async def bot(server: TelegramServer, leader: User, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with bot_of(server, tmp_path, timeout=1.0) as bot:
        yield bot


async def refusal(bot: TelegramBot, chat_id: int = 11) -> SendError:
    with pytest.raises(SendError) as caught:
        await bot.send(address(chat_id), owed("Dạ."))
    return caught.value


async def test_text_goes_as_it_is(bot: TelegramBot, leader: User) -> None:
    text = "Tổ 5 <b>&amp; *12* [1](2) `x` — đúng không ạ?"
    number = await bot.send(address(11), owed(text))
    assert [(message.text, str(message.id)) for message in leader.sees()] == [(text, number)]


async def test_a_long_text_is_split_and_the_buttons_come_last(bot: TelegramBot, leader: User) -> None:
    text = " ".join(f"Tổ dân phố số {number} đã báo đủ 🎉." for number in range(400))
    number = await bot.send(address(11), owed(text, Choice("Đúng", "đúng")))
    seen = leader.sees()
    assert len(seen) > 2 and all(size(message.text) <= 4096 for message in seen)
    assert all(message.text.endswith(".") for message in seen)
    assert " ".join(message.text for message in seen) == text
    assert [bool(message.buttons) for message in seen] == [False] * (len(seen) - 1) + [True]
    assert number == str(seen[-1].id)


async def test_parts_that_went_are_not_said_again(
    bot: TelegramBot, leader: User, server: TelegramServer
) -> None:
    long = owed("Câu này dài. " * 700)
    server.fault("sendMessage", Fault(500), after=1)
    with pytest.raises(SendError):
        await bot.send(address(11), long)
    assert len(leader.sees()) == 1
    await bot.send(address(11), long)
    await bot.send(address(11), owed("Xong.", number=8))
    assert " ".join(message.text for message in leader.sees()) == f"{long.text.strip()} Xong."


@pytest.mark.parametrize("text", ["Báo cáo đây ạ.", "Báo cáo đây ạ. " * 100])
async def test_a_document_arrives_byte_for_byte(
    bot: TelegramBot, leader: User, tmp_path: Path, text: str
) -> None:
    content = bytes(range(256)) * 40
    (tmp_path / FILE.sha256).write_bytes(content)
    name = "Báo cáo «6 tháng» phường.docx"
    await bot.send(address(11), owed(text, Choice("Gửi lại", "gửi"), file=FILE, file_name=name))
    last = leader.sees()[-1]
    assert (last.file, last.file_name, list(last.buttons)) == (content, name, ["Gửi lại"])
    assert " ".join(message.text for message in leader.sees() if message.text) == text.strip()


async def test_a_chart_is_seen_in_the_chat(bot: TelegramBot, leader: User, tmp_path: Path) -> None:
    (tmp_path / "cd34").write_bytes(b"PNG")
    chart = StoredFile("cd34", "image/png", 3)
    await bot.send(address(11), owed("Tổng kết tháng.", file=chart, file_name="2026-11.png"))
    (seen,) = leader.sees()
    assert (seen.text, seen.file, seen.photo) == ("Tổng kết tháng.", b"PNG", True)


@pytest.mark.parametrize("file", [FILE, StoredFile("ab12", "x/y", 50 * 1024 * 1024 + 1)])
async def test_a_file_that_is_gone_or_too_large_is_given_up(bot: TelegramBot, file: StoredFile) -> None:
    with pytest.raises(SendError) as caught:
        await bot.send(address(11), owed("Dạ.", file=file))
    assert caught.value.permanent


async def test_nothing_to_say_is_never_sent(bot: TelegramBot, leader: User) -> None:
    with pytest.raises(SendError) as caught:
        await bot.send(address(11), owed(" "))
    assert caught.value.permanent and leader.sees() == []


async def test_blocked_and_unknown_chats_are_final(bot: TelegramBot, leader: User) -> None:
    leader.blocks()
    assert (await refusal(bot)).chat_gone
    assert (await refusal(bot, 99)).chat_gone


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(500), {}),
        (Fault(502, page="<html>"), {}),
        (Fault(404, page="<html>"), {}),
        (Fault(403, "Forbidden: user is deactivated"), {"chat_gone": True}),
        (Fault(400, "Bad Request: PEER_ID_INVALID"), {"chat_gone": True}),
        (Fault(400, "Bad Request: message is too long"), {"permanent": True}),
        (Fault(413, page="<html>"), {"permanent": True}),
        (Fault(400, "group chat was upgraded", migrate_to=-1002), {"moved_to": "-1002"}),
        (Fault(429, "Too Many Requests", retry_after=17), {"retry_after": 17.0}),
        (Fault(429, page="<html>"), {"retry_after": 5.0}),
        (Fault(401, "Unauthorized"), {"retry_after": 60.0, "whole_bot": True}),
        (Fault(404, "Not Found"), {"retry_after": 60.0, "whole_bot": True}),
        (Fault(drop=True), {"uncertain": True}),
        (Fault(drop=True, accepted=True), {"uncertain": True}),
        (Fault(stall=3), {"uncertain": True}),
        (Fault(200, page="<html>"), {}),
    ],
    ids=str,
)
async def test_what_a_refusal_means(
    bot: TelegramBot, server: TelegramServer, fault: Fault, expected: dict[str, Any]
) -> None:
    server.fault("sendMessage", fault)
    error = await refusal(bot)
    nothing = {
        "retry_after": None,
        "permanent": False,
        "chat_gone": False,
        "whole_bot": False,
        "uncertain": False,
        "moved_to": "",
    }
    assert vars(error) == nothing | expected
    assert error.__cause__ is None


async def test_two_chats_told_to_wait_hold_the_whole_bot(bot: TelegramBot, server: TelegramServer) -> None:
    server.user(12, "Chín")
    server.fault("sendMessage", Fault(429, retry_after=30), times=4)
    held = [(await refusal(bot, chat)).whole_bot for chat in (11, 11, 12, 11)]
    assert held == [False, False, True, True]


async def test_no_connection_means_it_was_not_sent(leader: User) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    nobody = TelegramServer()
    nobody.url = f"http://127.0.0.1:{port}"
    async with bot_of(nobody) as bot:
        error = await refusal(bot)
    assert (error.permanent, error.uncertain, error.retry_after) == (False, False, None)


async def test_through_a_proxy(leader: User, server: TelegramServer) -> None:
    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    asked: list[bytes] = []
    proxy = await asyncio.start_server(forward, "127.0.0.1", 0)
    port = proxy.sockets[0].getsockname()[1]
    async with proxy, bot_of(server, proxy=f"http://127.0.0.1:{port}") as bot:
        await refusal(bot)
    assert asked[0].startswith(b"POST http://127.0.0.1:")
    assert leader.sees() == []


@pytest.mark.parametrize("settings", [{"token": "abc"}, {"token": ""}, {"proxy": "socks5://127.0.0.1:9"}])
def test_wrong_settings_are_refused_without_repeating_them(settings: dict[str, str]) -> None:
    settings = {"token": "4242:abcdefghijkl", **settings}
    with pytest.raises(SettingsError) as caught:
        TelegramBot(settings.pop("token"), Path, **settings)  # type: ignore[arg-type]
    assert "abc" not in str(caught.value).replace("ABC", "")


async def test_menus_for_everyone_and_for_officers(bot: TelegramBot, server: TelegramServer) -> None:
    server.user(12, "Cán bộ (mẫu)")
    await bot.set_menu({"trogiup": "Cách dùng"})
    for chat_id in ("12", "99"):  # 99 is gone
        await bot.set_menu_of(chat_id, {"baocao": "Lập báo cáo", "trogiup": "Cách dùng"})
    assert server.menus == {"all_private_chats": ["trogiup"], "12": ["baocao", "trogiup"]}


async def test_typing_is_shown_and_may_fail(bot: TelegramBot, server: TelegramServer) -> None:
    await bot.show_typing("11")
    server.fault("sendChatAction", Fault(drop=True))
    await bot.show_typing("11")
    assert server.methods() == ["sendChatAction"]


async def test_an_old_button_does_no_harm(server: TelegramServer, leader: User) -> None:
    desk = Desk()
    async with polling(server, desk) as bot:
        number = int(await bot.send(address(11), owed("Đúng không?", Choice("Đúng", "đúng"))))
        server.fault("answerCallbackQuery", Fault(400, "Bad Request: query is too old"))
        leader.presses_data(number, "7:0")
        leader.presses_data(number, "7:0")
        await until(lambda: len(desk.taken) == 2 and not leader.sees()[0].buttons)
    assert desk.taken[0].external_id != desk.taken[1].external_id


async def test_the_token_is_in_no_error(
    server: TelegramServer, leader: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("telegram", "aiohttp", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    secret = server.token.split(":")[1]
    told = []
    async with bot_of(server, timeout=0.2) as bot:
        for fault in (Fault(drop=True), Fault(stall=1), Fault(401), Fault(502, page="<html>"), Fault(404)):
            for method in ("sendMessage", "getMe", "setWebhook"):
                server.fault(method, fault)
            for work in (
                bot.send(address(11), owed("Dạ.")),
                bot.introduce(),
                bot.set_webhook("https://x.vn/t", "s"),
            ):
                with pytest.raises((SendError, SettingsError, TelegramError)) as caught:
                    await work
                error: BaseException | None = caught.value
                while error is not None:
                    told.append(repr(error) + "".join(traceback.format_exception(error)))
                    error = error.__context__
    server.url = "http://127.0.0.1:1"
    async with bot_of(server) as bot:
        told.append(repr((await refusal(bot)).__context__))
    assert secret not in caplog.text and secret not in "".join(told)
    assert "hidden" in caplog.text  # python-telegram-bot did log what it believes to be its token
    assert isinstance(bot.api, TelegramObject) and secret not in repr(bot.api)
