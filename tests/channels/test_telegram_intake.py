"""What people do on Telegram arrives as what it means, over real HTTP and polling."""

from collections.abc import Iterator

import pytest

from bot.channels.telegram_parse import is_group
from storage.records import Choice, MessageKind
from tests.channels.telegram_desk import Desk, address, bot_of, owed, polling, until
from tests.channels.telegram_server import TelegramServer
from tests.channels.telegram_service import Fault

JPEG = b"\xff\xd8 a photo "


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_a_conversation(server: TelegramServer, desk: Desk) -> None:
    leader = server.user(11, "Bác Tám (mẫu)")
    async with polling(server, desk) as bot:
        number = leader.says("12 buổi, 340 lượt")
        await until(lambda: desk.taken)
        heard = desk.taken[0]
        assert (heard.bot, heard.chat_id, heard.external_id) == ("4242", "11", str(number))
        assert (heard.kind, heard.text) == (MessageKind.TEXT, "12 buổi, 340 lượt")
        assert heard.sent_at is not None and heard.sent_at.tzinfo is not None

        await bot.send(address(11), owed("Đúng không ạ?", Choice("Đúng", "đúng"), Choice("Sai", "sai")))
        assert leader.sees()[-1].buttons == {"Đúng": "7:0", "Sai": "7:1"}
        leader.presses("Sai")
        await until(lambda: len(desk.taken) == 2)
        assert (desk.taken[1].kind, desk.taken[1].choice) == (MessageKind.CHOICE, "7:1")
        assert desk.taken[1].external_id.startswith("cb:")
        await until(lambda: leader.sees()[-1].buttons == {})
        assert "answerCallbackQuery" in server.methods()


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ("/start K7M2P9", MessageKind.CODE, "K7M2P9"),
        ("/start@gomso_bot K7M2P9", MessageKind.CODE, "K7M2P9"),
        ("/start", MessageKind.TEXT, "/start"),
        ("/baocao 6 tháng", MessageKind.TEXT, "/baocao 6 tháng"),
        ("/baocao@gomso_bot 6 tháng", MessageKind.TEXT, "/baocao 6 tháng"),
        ("gửi a@b.vn", MessageKind.TEXT, "gửi a@b.vn"),
    ],
)
async def test_commands(server: TelegramServer, desk: Desk, said: str, kind: MessageKind, text: str) -> None:
    async with polling(server, desk):
        server.user(11, "Tám").says(said)
        await until(lambda: desk.taken)
    assert (desk.taken[0].kind, desk.taken[0].text) == (kind, text)


async def test_an_edit_is_another_message_under_an_id_of_its_own(server: TelegramServer, desk: Desk) -> None:
    leader = server.user(11, "Tám")
    async with polling(server, desk):
        number = leader.says("12")
        leader.edits(number, "13")
        await until(lambda: len(desk.taken) == 2)
    edit = desk.taken[1]
    assert (edit.kind, edit.text) == (MessageKind.EDIT, "13")
    assert edit.external_id.startswith(f"{number}:e") and edit.external_id[-1].isdigit()


async def test_the_largest_photo_is_kept(server: TelegramServer, desk: Desk) -> None:
    leader = server.user(11, "Tám")
    async with polling(server, desk):
        leader.sends_photo(JPEG, "sổ tuần này: 12 buổi")
        leader.sends_file(JPEG + b"2", "anh.jpg", "image/jpeg")
        await until(lambda: len(desk.taken) == 2)
    assert desk.photos == [JPEG, JPEG + b"2"]
    assert desk.taken[0].text == "sổ tuần này: 12 buổi"
    assert [len(message.photos) for message in desk.taken] == [1, 1]
    assert all(message.kind is MessageKind.TEXT for message in desk.taken)


async def test_a_photo_that_cannot_be_had_is_counted(server: TelegramServer, desk: Desk) -> None:
    leader = server.user(11, "Tám")
    server.fault("getFile", Fault(502, page="<html>"), times=1)
    server.fault("file", Fault(502), times=3)
    async with polling(server, desk):
        leader.sends_photo(JPEG)  # the first try fails at getFile, two more at the file
        await until(lambda: len(desk.taken) == 1)
        leader.sends_photo(JPEG)  # the last fault, then it works
        await until(lambda: len(desk.taken) == 2)
        leader.sends_photo(b"no photo at all")
        await until(lambda: len(desk.taken) == 3)
    assert [(len(message.photos), message.lost_photos) for message in desk.taken] == [(0, 1), (1, 0), (0, 1)]


async def test_the_parts_of_an_album_are_marked(server: TelegramServer, desk: Desk) -> None:
    leader, other = server.user(11, "Tám"), server.user(12, "Chín")
    first, second = (leader.sends_photo(JPEG + bytes([n]), f"tờ {n}", album="77") for n in range(2))
    word = leader.says("xong")
    other.sends_photo(JPEG, album="77")
    async with polling(server, desk):
        await until(lambda: len(desk.taken) == 4)
    assert [message.external_id for message in desk.taken[:3]] == [f"{first}:a77", f"{second}:a77", str(word)]
    assert [message.text for message in desk.taken] == ["tờ 0", "tờ 1", "xong", ""]
    assert [message.chat_id for message in desk.taken] == ["11", "11", "11", "12"]
    assert [len(message.photos) for message in desk.taken] == [1, 1, 0, 1]


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"location": {"longitude": 106.6, "latitude": 20.8}},
        {"something_of_next_year": {"id": 1}},
    ],
)
async def test_what_cannot_be_read_is_answered_too(
    server: TelegramServer, desk: Desk, content: dict[str, object]
) -> None:
    async with polling(server, desk):
        server.user(11, "Tám").sends(**content)
        await until(lambda: desk.taken)
    assert (desk.taken[0].kind, desk.taken[0].text) == (MessageKind.UNSUPPORTED, "")


async def test_what_no_database_stores_is_left_out(server: TelegramServer, desk: Desk) -> None:
    update = {
        "update_id": 1,
        "message": {
            "message_id": 5,
            "date": 1_790_000_000,
            "chat": {"id": 11, "type": "private"},
            "from": {"id": 11, "is_bot": False, "first_name": "Tám"},
            "text": "3 buổi\0\ud83d 120",
        },
    }
    async with bot_of(server) as bot:
        await bot.receive([update], desk.take, desk.keep)
    assert desk.taken[0].text == "3 buổi? 120"


async def test_blocking_closes_the_chat(server: TelegramServer, desk: Desk) -> None:
    leader = server.user(11, "Tám")
    async with polling(server, desk):
        leader.blocks()
        leader.unblocks()
        leader.says("tôi quay lại")
        await until(lambda: len(desk.taken) == 2)
    assert [message.closed for message in desk.taken] == [True, False]
    assert desk.taken[1].text == "tôi quay lại"


async def test_in_a_group_only_what_is_meant_for_the_bot_and_no_words(
    server: TelegramServer, desk: Desk
) -> None:
    leader, other_bot = server.user(11, "Tám"), server.user(12, "Bot khác")
    other_bot.data["is_bot"] = True
    group = server.group(-100, "Tổ 5 (mẫu)")
    async with polling(server, desk):
        group.takes_in_the_bot(leader)
        group.hears(leader, "chiều nay họp nhé")
        group.hears(leader, "/xemlai@another_bot")
        group.hears(other_bot, "@gomso_bot chào")
        group.hears(leader, "@gomso_bot 12 34")
        group.hears(leader, "", migrate_to_chat_id=-100200)
        leader.says("12")
        await until(lambda: desk.taken and desk.taken[-1].chat_id == "11")
    greeting, mention, moved, private = desk.taken
    assert [is_group(message.chat_id) for message in desk.taken] == [True, True, True, False]
    assert (greeting.kind, greeting.closed) == (MessageKind.UNSUPPORTED, False)
    assert (mention.kind, mention.text) == (MessageKind.UNSUPPORTED, "")
    assert moved.moved_to == "-100200"
    assert private.text == "12"
