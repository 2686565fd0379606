"""Strangers, one-time codes, and groups: who the bot says it is, and to whom it listens."""

from datetime import timedelta

import pytest

from bot.channels.base import Inbound
from bot.tasks.join import answer_stranger, make_code
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from bot.tasks.take import take
from storage.queries.messages import list_history
from storage.records import Channel, MessageKind, Role
from tests.tasks.conftest import FixedClock
from tests.tasks.people import talker
from tests.tasks.test_remind import written

CHAT = "6ede9afa66b88fe6d6a9"
WRONG = "AAAA-BBBB"


class Stranger:
    def __init__(self, office: Office, channel: Channel = Channel.ZALO, chat_id: str = CHAT) -> None:
        self.office, self.channel, self.chat_id, self.said = office, channel, chat_id, 0

    async def types(self, text: str, kind: MessageKind = MessageKind.TEXT) -> list[str]:
        """What the bot answers."""
        before = len(await written(self.office, "reply:"))
        self.said += 1
        message = Inbound(self.channel, "b", self.chat_id, f"m{self.said}", kind, text)
        waiting = await take(self.office, [message])
        for address_id in waiting.strangers:
            while await answer_stranger(self.office, address_id):
                pass
        for person_id in waiting.people:
            while await handle_next(self.office, person_id):
                pass
        return [text for _, _, text in (await written(self.office, "reply:"))[before:]]


async def code_of(office: Office, person_id: int) -> str:
    async with office.database.transaction() as connection:
        return await make_code(connection, person_id, office.clock.now())


async def test_a_stranger_learns_that_it_is_an_automatic_system_and_what_to_type(office: Office) -> None:
    stranger = Stranger(office)
    (answer,) = await stranger.types("xin chào")
    assert "hệ thống tự động" in answer and "K7MP-2QXD" in answer
    (answer,) = await stranger.types("", MessageKind.UNSUPPORTED)
    assert "hệ thống tự động" in answer


async def test_a_deep_link_joins_and_once_joined_start_helps(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    phone = Stranger(office, Channel.TELEGRAM, "77")
    (answer,) = await phone.types(await code_of(office, leader.person_id), MessageKind.CODE)
    assert "Từ nay" in answer
    (answer,) = await phone.types("/start")
    assert "chỉ cần nhắn số như nói chuyện" in answer
    other = await talker(office, Role.REPORTER, "tdp-06")
    code = await code_of(office, other.person_id)
    (answer,) = await phone.types(code, MessageKind.CODE)
    assert "Em đã biết bác rồi" in answer
    # The code is still good for whom it was made.
    (answer,) = await Stranger(office, Channel.TELEGRAM, "78").types(code, MessageKind.CODE)
    assert "Tổ dân phố số 6" in answer


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{bare}", "{spaced}"])
async def test_a_code_links_the_chat_and_asks_at_once_for_what_is_owed(office: Office, typed: str) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    code = await code_of(office, leader.person_id)
    forms = {
        "code": code,
        "lower": code.lower(),
        "bare": code.replace("-", ""),
        "spaced": code.replace("-", " "),
    }
    stranger = Stranger(office)
    (answer,) = await stranger.types(typed.format(**forms))
    assert "Em là hệ thống tự động gom số liệu của" in answer
    assert "Em xin số liệu của Tổ dân phố số 5, tuần 47" in answer
    (answer,) = await stranger.types("3 buổi")
    assert "3 buổi" in answer
    assert await leader.figures() == {"meetings": 3}
    async with office.database.reading() as connection:
        lines = await list_history(connection, leader.person_id, None, 100)
    assert lines[-1].text == answer  # one person, one history


async def test_a_code_works_once_and_for_a_while(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    used, old = [await code_of(office, leader.person_id) for _ in range(2)]
    await Stranger(office).types(used)
    (answer,) = await Stranger(office, chat_id="another").types(used)
    assert "đã dùng" in answer
    assert isinstance(office.clock, FixedClock)
    office.clock.at += timedelta(days=15)
    (answer,) = await Stranger(office, chat_id="a third").types(old)
    assert "quá hạn" in answer


async def test_codes_cannot_be_guessed_for_long(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    code, stranger = await code_of(office, leader.person_id), Stranger(office)
    answers = [(await stranger.types(WRONG))[0] for _ in range(11)]
    assert all("không đúng" in answer for answer in answers)
    assert "đợi một giờ" in answers[-1]
    assert "đợi một giờ" in (await stranger.types(code))[0]
    office.clock.at += timedelta(hours=2)  # type: ignore[attr-defined]
    assert "Từ nay" in (await stranger.types(code))[0]


async def test_a_group_is_greeted_once_and_asked_to_write_privately(office: Office) -> None:
    group = Stranger(office, Channel.TELEGRAM, "-100")
    (answer,) = await group.types("", MessageKind.UNSUPPORTED)
    assert "hệ thống tự động" in answer and "nhắn riêng" in answer
    for _ in range(3):
        assert await group.types("", MessageKind.UNSUPPORTED) == []


async def test_a_code_sent_into_a_group_links_nothing(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    group = Stranger(office, Channel.TELEGRAM, "-100")
    await group.types(await code_of(office, leader.person_id))
    assert await group.types("3 buổi") == []
    assert await leader.figures() == {}


async def test_a_new_phone_joins_the_same_person(office: Office) -> None:
    """Whoever changes his phone sends a new code; what he began goes on."""
    leader = await talker(office, Role.REPORTER, "tdp-05")
    old, new = Stranger(office), Stranger(office, chat_id="the new phone")
    await old.types(await code_of(office, leader.person_id))
    await old.types("3 buổi")
    (answer,) = await new.types(await code_of(office, leader.person_id))
    assert "Từ nay" in answer
    await new.types("120 người dự")
    assert await leader.figures() == {"meetings": 3, "attendees": 120}
