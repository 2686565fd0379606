"""Buttons mean what their question meant, or nothing; a message changed after it was sent corrects itself."""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import insert, select, update

from bot.channels.base import Inbound
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from bot.tasks.take import take
from storage.queries.messages import list_history
from storage.records import Channel, MessageKind, Role
from storage.tables import addresses, outbox, windows
from tests.tasks.conftest import ZONE
from tests.tasks.people import Talker, talker
from tests.tasks.test_remind import tick


class Phone:
    """Telegram on somebody's phone."""

    def __init__(self, office: Office, leader: Talker) -> None:
        self.office, self.leader, self.ids = office, leader, count(1)

    async def _hand_in(self, external_id: str, **more: object) -> str:
        chat = f"c{self.leader.person_id}"
        await take(self.office, [Inbound(Channel.TELEGRAM, "b", chat, external_id, **more)])  # type: ignore[arg-type]
        while await handle_next(self.office, self.leader.person_id):
            pass
        async with self.office.database.reading() as connection:
            (*_, last) = await list_history(connection, self.leader.person_id, None, 1000)
        assert not last.mine
        return last.text

    async def types(self, text: str) -> tuple[int, str]:
        """(number of the message, what the bot answers)."""
        number = next(self.ids)
        return number, await self._hand_in(str(number), kind=MessageKind.TEXT, text=text)

    async def changes(self, number: int, text: str) -> str:
        edited = f"{number}:e{next(self.ids)}"
        return await self._hand_in(edited, kind=MessageKind.EDIT, text=text)

    async def presses(self, label: str, question: str) -> str:
        """The button under the newest message with these words."""
        return await self._hand_in(
            f"cb:{next(self.ids)}", kind=MessageKind.CHOICE, choice=await self.button(label, question)
        )

    async def button(self, label: str, question: str) -> str:
        """What stands in the button."""
        async with self.office.database.reading() as connection:
            rows = await connection.execute(
                select(outbox.c.id, outbox.c.choices)
                .where(outbox.c.person_id == self.leader.person_id, outbox.c.text.contains(question))
                .order_by(outbox.c.id)
            )
            (*_, asked) = rows.all()
        labels = [choice["label"] for choice in asked.choices]
        return f"{asked.id}:{labels.index(label)}"


@pytest.fixture
async def phone(office: Office) -> AsyncIterator[Phone]:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    row = {
        "person_id": leader.person_id,
        "channel": "telegram",
        "bot": "b",
        "chat_id": f"c{leader.person_id}",
    }
    async with office.database.transaction() as connection:
        await connection.execute(insert(addresses).values(**row))
    yield Phone(office, leader)


async def test_a_button_says_its_words(phone: Phone) -> None:
    answer = await phone.presses("Tuần này không có gì", "Em xin số liệu")
    assert "không phát sinh hoạt động nào" in answer
    assert set((await phone.leader.figures()).values()) == {0}


async def test_a_button_of_an_earlier_question_says_that_it_is_old_and_does_nothing(phone: Phone) -> None:
    await phone.types("khoảng 60 người dự")
    await phone.types("3 buổi, 120 người dự")
    answer = await phone.presses("Đúng", "60")
    assert answer.startswith("Nút này đã cũ nên em không làm gì.")
    assert await phone.leader.figures() == {"meetings": 3, "attendees": 120}


async def test_last_weeks_button_does_nothing_to_this_week(office: Office, phone: Phone) -> None:
    old = await phone.button("Tuần này không có gì", "Em xin số liệu")
    await tick(office, datetime(2026, 11, 27, 15, 0, tzinfo=ZONE))
    assert await phone.button("Tuần này không có gì", "Em xin số liệu") != old
    assert "đã cũ" in await phone._hand_in("cb:9", kind=MessageKind.CHOICE, choice=old)
    assert await phone.leader.figures() == {}


async def test_a_button_pressed_twice_counts_once(phone: Phone) -> None:
    await phone.types("khoảng 60 người dự")
    assert "Em đã ghi" in await phone.presses("Đúng", "Đúng không ạ")
    assert "đã cũ" in await phone.presses("Đúng", "Đúng không ạ")
    assert await phone.leader.figures() == {"attendees": 60}


@pytest.mark.parametrize("data", ["", "x", "1", "1:99", "999999:0", "1:0:0", "-1:0", "1" * 60])
async def test_a_button_that_never_was_does_nothing(phone: Phone, data: str) -> None:
    answer = await phone._hand_in("cb:9", kind=MessageKind.CHOICE, choice=data)
    assert "đã cũ" in answer
    assert await phone.leader.figures() == {}


async def test_somebody_elses_button_does_nothing(office: Office, phone: Phone) -> None:
    other = Phone(office, await talker(office, Role.REPORTER, "tdp-06"))
    data = await other.button("Tuần này không có gì", "Em xin số liệu")
    assert "đã cũ" in await phone._hand_in("cb:9", kind=MessageKind.CHOICE, choice=data)
    assert (await phone.leader.figures(), await other.leader.figures()) == ({}, {})


async def test_a_changed_message_replaces_what_it_said_without_a_question(phone: Phone) -> None:
    number, _ = await phone.types("3 buổi, 120 người dự")
    answer = await phone.changes(number, "3 buổi, 130 người dự")
    assert "lượt người dự: 120 → 130" in answer
    assert await phone.leader.figures() == {"meetings": 3, "attendees": 130}


async def test_a_change_does_not_touch_what_another_message_said(phone: Phone) -> None:
    number, _ = await phone.types("3 buổi")
    await phone.types("120 người dự")
    answer = await phone.changes(number, "4 buổi, 90 người dự")
    assert "«thay»" in answer  # 120 was said elsewhere: that is asked about
    assert (await phone.leader.figures())["attendees"] == 120


async def test_a_change_of_an_unknown_message_is_a_message(phone: Phone) -> None:
    assert "3 buổi" in await phone.changes(77, "3 buổi")
    assert await phone.leader.figures() == {"meetings": 3}


async def test_a_part_of_an_album_can_be_changed(phone: Phone) -> None:
    photo = (phone.office.files.keep(b"\xff\xd8\xff\xe0", "image/jpeg"),)
    await phone._hand_in("7:a99", kind=MessageKind.TEXT, text="3 buổi, 120 người dự", photos=photo)
    assert "120 → 130" in await phone.changes(7, "3 buổi, 130 người dự")


async def test_a_change_after_the_week_was_locked_goes_to_the_officer(office: Office, phone: Phone) -> None:
    number, _ = await phone.types("3 buổi, 120 người dự, còn lại không có")
    async with office.database.transaction() as connection:
        await connection.execute(update(windows).values(locked_at=office.clock.now()))
    answer = await phone.changes(number, "3 buổi, 130 người dự")
    assert "đã khóa sổ" in answer and "chuyển cán bộ" in answer
    assert (await phone.leader.figures())["attendees"] == 120
