"""What the channels hand in: albums as one answer, chats that move, whatever comes twice."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.base import Inbound
from bot.tasks.join import answer_stranger
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from bot.tasks.take import take
from storage.database import Database
from storage.queries.messages import list_history
from storage.queries.people import link_address
from storage.records import Channel, MessageKind, Role
from storage.tables import addresses, inbox, outbox
from tests.tasks.people import Talker, talker
from tests.tasks.posts import plain_office

JPEG = b"\xff\xd8\xff\xe0"
GROUP, SUPERGROUP = "-100", "-100200"


def part(office: Office, number: int, caption: str = "", album: str = "9", photo: bool = True) -> Inbound:
    kept = (office.files.keep(JPEG + bytes([number]), "image/jpeg"),) if photo else ()
    kind = MessageKind.TEXT if photo or caption else MessageKind.UNSUPPORTED
    return Inbound(Channel.TELEGRAM, "b", "77", f"{number}:a{album}", kind, caption, photos=kept)


async def from_telegram(office: Office, leader: Talker, *batches: Sequence[Inbound]) -> list[str]:
    """What the bot answers to batches that came in before it answered any."""
    async with office.database.reading() as connection:
        before = len(await list_history(connection, leader.person_id, None, 1000))
    for batch in batches:
        await take(office, batch)
        async with office.database.transaction() as connection:
            chat = select(addresses.c.id).where(addresses.c.chat_id == "77")
            await link_address(connection, (await connection.execute(chat)).scalar_one(), leader.person_id)
    while await handle_next(office, leader.person_id):
        pass
    async with office.database.reading() as connection:
        lines = await list_history(connection, leader.person_id, None, 1000)
    return [line.text for line in lines[before:] if not line.mine]


async def test_an_album_that_comes_in_parts_is_one_answer_with_every_caption(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    first, second, third = part(office, 1, "3 buổi"), part(office, 2), part(office, 3, "120 người dự")
    (answer,) = await from_telegram(office, leader, [first], [second, third])
    assert "Em đã lưu 3 ảnh" in answer
    assert (await leader.figures()) == {"meetings": 3, "attendees": 120}


async def test_a_part_that_comes_after_the_answer_is_answered_too(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await from_telegram(office, leader, [part(office, 1, "3 buổi"), part(office, 2)])
    (answer,) = await from_telegram(office, leader, [part(office, 3)])
    assert "Em đã lưu 1 ảnh" in answer and "tất cả 3 ảnh" in answer


async def test_an_album_delivered_again_changes_nothing(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    album = [part(office, 1, "3 buổi"), part(office, 2)]
    await from_telegram(office, leader, album)
    assert await from_telegram(office, leader, album) == []


async def test_two_albums_are_two_answers(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    parts = [part(office, 1, album="9"), part(office, 2, album="19"), part(office, 3, album="9")]
    answers = await from_telegram(office, leader, parts)
    assert [text.split(" của")[0] for text in answers] == ["Em đã lưu 2 ảnh", "Em đã lưu 1 ảnh"]


async def test_an_album_of_what_cannot_be_read_gets_one_kind_word(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    films = [part(office, number, photo=False) for number in (1, 2)]
    (answer,) = await from_telegram(office, leader, films)
    assert "chỉ đọc được chữ và ảnh" in answer


@pytest.fixture
async def plain(database: Database, tmp_path: Path) -> Office:
    """On both databases."""
    return plain_office(database, tmp_path)


async def test_a_strangers_album_is_answered_once(plain: Office) -> None:
    waiting = await take(plain, [part(plain, number) for number in (1, 2, 3)])
    (address_id,) = waiting.strangers
    while await answer_stranger(plain, address_id):
        pass
    async with plain.database.reading() as connection:
        assert len((await connection.execute(select(outbox))).all()) == 1
        assert all(row.handled_at for row in (await connection.execute(select(inbox))).all())


async def test_a_chat_that_moved_may_be_told_again_and_again(plain: Office) -> None:
    """Telegram repeats an update that was stored but not confirmed; it must not stop all that follow."""
    moved = Inbound(Channel.TELEGRAM, "b", GROUP, "5", MessageKind.UNSUPPORTED, moved_to=SUPERGROUP)
    await take(plain, [Inbound(Channel.TELEGRAM, "b", GROUP, "4", MessageKind.UNSUPPORTED), moved])
    for _ in range(2):
        await take(plain, [moved])
    async with plain.database.reading() as connection:
        found = (await connection.execute(select(addresses))).all()
    assert {row.chat_id: row.closed_why for row in found} == {SUPERGROUP: "", GROUP: "moved"}
