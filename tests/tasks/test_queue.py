"""The officer's queue: what the bot did not understand, read by a person and entered on behalf."""

from sqlalchemy import select

from bot.tasks.office import Office
from storage import tables
from storage.records import Role
from tests.tasks.people import Talker, talker


async def puzzled(office: Office) -> tuple[Talker, Talker, int]:
    """A leader whose second message in a row was not understood, an officer, and the review's number."""
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("hai ba buổi gì đó")
    await leader.say("năm sáu buổi, chừng ấy người")
    async with office.database.reading() as connection:
        number = (await connection.execute(select(tables.reviews.c.id))).scalar_one()
    return leader, await talker(office, Role.OFFICER), number


async def test_the_queue_shows_the_words_and_whose_they_are(office: Office) -> None:
    _, officer, number = await puzzled(office)
    shown = await officer.say("tin chờ")
    assert "Tổ dân phố số 5, tuần 47" in shown
    assert "«năm sáu buổi, chừng ấy người»" in shown
    assert f"nhập hộ {number}:" in shown


async def test_the_officers_reading_is_entered_on_behalf_behind_the_original_message(office: Office) -> None:
    leader, officer, number = await puzzled(office)
    receipt = await officer.say(f"nhập hộ {number}: 5 buổi, 60 người dự")
    assert "nhập hộ" in receipt
    found = await leader.submission()
    assert found is not None
    assert (found.person_id, found.on_behalf_of) == (officer.person_id, leader.person_id)
    async with office.database.reading() as connection:
        original = (
            await connection.execute(select(tables.inbox.c.text).where(tables.inbox.c.id == found.message_id))
        ).scalar_one()
    assert original == "năm sáu buổi, chừng ấy người"
    assert {tally.message_id for tally in found.tallies} == {found.message_id}
    told = (await leader.chat())[-1].text
    assert "ghi giúp bác" in told
    assert "60 lượt người dự" in told
    assert await officer.say("tin chờ") == "Không có tin nào chờ xem."


async def test_an_estimate_of_the_officer_is_read_back_too(office: Office) -> None:
    leader, officer, number = await puzzled(office)
    assert "Đúng không ạ?" in await officer.say(f"nhập hộ {number}: khoảng 60 người dự")
    assert await leader.figures() == {}
    await officer.say("đúng")
    assert await leader.figures() == {"attendees": 60}


async def test_a_message_without_figures_is_dropped_from_the_queue(office: Office) -> None:
    leader, officer, number = await puzzled(office)
    assert "tin gốc vẫn được giữ" in await officer.say(f"bỏ tin {number}")
    assert await leader.figures() == {}
    assert "Không có tin" in await officer.say(f"nhập hộ {number}: 5 buổi")


async def test_leaders_have_no_queue(office: Office) -> None:
    leader, _, number = await puzzled(office)
    await leader.say(f"nhập hộ {number}: 5 buổi, 60 người dự")
    found = await leader.submission()
    assert found is None or found.on_behalf_of is None
