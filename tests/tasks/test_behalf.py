"""An officer enters what he was told by phone, sends a doubtful return back, locks and unlocks a week."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.tasks.office import Office
from storage.records import Role
from storage.tables import audit, submissions
from tests.tasks.conftest import ZONE
from tests.tasks.people import Talker, talker
from tests.tasks.test_remind import MONDAY, move, tick, written


@pytest.fixture
async def officer(office: Office) -> Talker:
    return await talker(office, Role.OFFICER)


@pytest.fixture
async def leader(office: Office) -> Talker:
    return await talker(office, Role.REPORTER, "tdp-05")


async def test_figures_told_by_phone_are_entered_marked_and_the_reporter_knows(
    office: Office, officer: Talker, leader: Talker
) -> None:
    move(office, MONDAY + timedelta(hours=1))  # after the call list
    answer = await officer.say("nhập hộ tổ 5: 3 buổi, 120 người dự")
    assert "Em đã ghi Tổ dân phố số 5, tuần 47 (16/11–22/11/2026): 3 buổi" in answer
    assert "đánh dấu nhập hộ" in answer and "Còn thiếu: " in answer
    assert "3 buổi tuyên truyền, sinh hoạt; 120 lượt người dự" in await leader.say("xem lại")
    (_, _, told) = next(row for row in await written(office, "behalf:") if row[1] == leader.person_id)
    assert "Cán bộ phường đã ghi hộ" in told and "120" in told and "nhắn số đúng" in told
    async with office.database.reading() as connection:
        kept = (
            await connection.execute(
                select(submissions).where(
                    submissions.c.unit_id == leader.unit_id,
                    submissions.c.replaced_at.is_(None),
                    submissions.c.person_id == officer.person_id,
                )
            )
        ).one()
    assert (kept.late, kept.on_behalf_of is not None) == (True, True)
    assert kept.reason == "nhập hộ theo lời báo của đơn vị"
    # The reporter can still mend it, and what he says holds.
    assert "120 → 90" in await leader.say("sửa người dự 120 thành 90")


async def test_another_week_and_another_kind_of_unit(office: Office, officer: Talker, leader: Talker) -> None:
    await tick(office, datetime(2026, 11, 27, 15, 0, tzinfo=ZONE))
    assert "tuần 48" in await officer.say("nhập hộ tổ 5: 4 buổi")
    assert "tuần 47" in await officer.say("nhập hộ tổ 5 tuần 47: 3 buổi")
    assert "không có kỳ nào" in await officer.say("nhập hộ tổ 5 tuần 49: 3 buổi")


async def test_what_is_doubtful_waits_for_a_yes(office: Office, officer: Talker, leader: Talker) -> None:
    assert "Đúng không" in await officer.say("nhập hộ tổ 5: khoảng 60 người dự")
    assert await leader.figures() == {}
    assert "Em đã ghi" in await officer.say("đúng")
    assert await leader.figures() == {"attendees": 60}
    await officer.say("nhập hộ tổ 5: khoảng 70 người dự")
    await officer.say("không")
    assert await leader.figures() == {"attendees": 60}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nhập hộ tổ 99: 3 buổi", "không thấy đơn vị nào là «to 99»"),
        ("nhập hộ trường: 3 lượt", "có thể là"),
        ("nhập hộ tổ 5: hôm nay trời đẹp", "Em"),
        ("trả lại tổ 99: xem lại", "không thấy đơn vị nào"),
    ],
)
async def test_what_is_not_clear_stores_nothing(
    office: Office, officer: Talker, leader: Talker, words: str, answer: str
) -> None:
    assert answer in await officer.say(words)
    assert await leader.figures() == {}
    assert await written(office, "behalf:") == await written(office, "back:") == []


async def test_a_return_sent_back_is_mended_in_one_step_whatever_else_is_owed(
    office: Office, officer: Talker, leader: Talker
) -> None:
    await leader.say("3 buổi, 900 người dự, còn lại không có")
    await tick(office, datetime(2026, 11, 27, 15, 0, tzinfo=ZONE))  # the next week is owed as well now
    answer = await officer.say("trả lại tổ 5 tuần 47: 3 buổi mà 900 người, bác xem lại giúp")
    assert "Em đã chuyển lời tới" in answer
    (_, _, told) = next(row for row in await written(office, "back:") if row[1] == leader.person_id)
    assert "xem lại Tổ dân phố số 5, tuần 47" in told and "«3 buổi mà 900 người, bác xem lại giúp»" in told
    assert "900 lượt người dự" in told and "«sửa loa 12 thành 21»" in told
    answer = await leader.say("sửa người dự 900 thành 90")
    assert "tuần 47" in answer and "900 → 90" in answer
    async with office.database.reading() as connection:
        noted = await connection.execute(select(audit).where(audit.c.action == "return.sent_back"))
        assert noted.one().person_id == officer.person_id


async def test_it_does_not_break_off_an_open_answer(office: Office, officer: Talker, leader: Talker) -> None:
    await leader.say("khoảng 60 người dự")
    await officer.say("trả lại tổ 5: xem lại số buổi")
    assert "Em đã ghi" in await leader.say("đúng")
    assert await leader.figures() == {"attendees": 60}


async def test_a_locked_week_is_corrected_by_request_and_approval(
    office: Office, officer: Talker, leader: Talker
) -> None:
    await leader.say("3 buổi, 120 người dự, còn lại không có")
    assert "Em đã khóa sổ tuần 47" in await officer.say("khóa tuần 47")
    assert "đã khóa sổ" in await leader.say("sửa người dự 120 thành 90")
    assert (await leader.figures())["attendees"] == 120
    queue = await officer.say("tin chờ")
    assert "«sửa người dự 120 thành 90»" in queue
    assert "mở khóa tuần 47" in await officer.say("nhập hộ tổ 5: 90 người dự")
    assert "Em đã mở khóa tuần 47" in await officer.say("mở khóa tuần 47")
    assert "120 → 90" in await officer.say("nhập hộ tổ 5: 90 người dự")
    assert (await leader.figures())["attendees"] == 90
    assert "không thấy kỳ" in await officer.say("khóa tuần 50/2030")
    async with office.database.reading() as connection:
        noted = await connection.execute(select(audit.c.action).where(audit.c.action.like("window.%")))
        assert list(noted.scalars()) == ["window.locked", "window.unlocked"]


@pytest.mark.parametrize("words", ["nhập hộ tổ 6: 3 buổi", "khóa tuần 47", "trả lại tổ 6: xem lại"])
async def test_a_groups_leader_can_do_none_of_it(office: Office, leader: Talker, words: str) -> None:
    other = await talker(office, Role.REPORTER, "tdp-06")
    await leader.say(words)
    assert await other.figures() == {}
    assert "3" in await other.say("3 buổi")
