"""An officer sets the ward's week in chat; what he has set is what then happens."""

from datetime import datetime

from sqlalchemy import select

from bot.tasks.office import Office
from bot.tasks.outlook import next_firings
from storage.queries.units import list_wards
from storage.records import Json, Role
from storage.tables import audit
from tests.tasks.conftest import ZONE
from tests.tasks.people import talker
from tests.tasks.test_remind import tick, written


async def week(office: Office) -> Json:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
    return ward.week


async def test_the_week_is_shown_with_what_comes_and_how_to_change_it(office: Office) -> None:
    said = await (await talker(office, Role.OFFICER)).say("lịch hỏi")
    assert "Hỏi: thứ Sáu 15:00" in said
    assert "thứ Bảy 9:00; Chủ nhật 19:00; thứ Hai 8:00" in said
    assert "Giờ nghỉ: 21:00–7:00" in said
    assert "Ngày nghỉ 60 ngày tới: 24/11/2026; 01/01/2027" in said
    assert "Lần hỏi tới: thứ Sáu 27/11/2026, 15:00" in said
    assert "«đặt giờ hỏi thứ Sáu 15:00»" in said
    assert await week(office) == {}


async def test_what_is_set_is_confirmed_stored_and_done(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    said = await officer.say("đặt giờ hỏi thứ Năm 14h30")
    assert said.startswith("Em đã đặt: hỏi vào thứ Năm 14:30 hằng tuần.")
    assert "Lần hỏi tới: thứ Năm 26/11/2026, 14:30" in said
    assert await week(office) == {"prompt": "4 14:30"}
    await tick(office, datetime(2026, 11, 26, 14, 29, tzinfo=ZONE))
    before = len(await written(office, "prompt"))
    await tick(office, datetime(2026, 11, 26, 14, 30, tzinfo=ZONE))
    assert len(await written(office, "prompt")) > before
    async with office.database.reading() as connection:
        noted = (await connection.execute(select(audit).where(audit.c.action == "week.set"))).one()
    assert (noted.person_id, noted.detail) == (officer.person_id, {"prompt": "4 14:30"})


async def test_reminders_quiet_hours_and_days_add_up(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "nhắc vào thứ Bảy 7:30; thứ Hai 9:00" in await officer.say("đặt giờ nhắc thứ Hai 9h, thứ Bảy 7h30")
    assert "không nhắn từ 20:00 đến 6:30" in await officer.say("đặt giờ nghỉ 20h đến 6h30")
    assert "nghỉ ngày 27/11/2026" in await officer.say("thêm ngày nghỉ 27/11")
    said = await officer.say("thêm ngày nghỉ 24/12")
    # The 27th is a Friday: the question waits for the next working morning, and so does what follows it.
    assert "Lần hỏi tới: thứ Hai 30/11/2026, 8:00" in said
    assert await week(office) == {
        "reminders": ["1 09:00", "6 07:30"],
        "quiet": ["20:00", "06:30"],
        "holidays": ["2026-11-27", "2026-12-24"],
        "working_days": [],
    }
    await officer.say("bỏ ngày nghỉ 27/11")
    coming = await next_firings(office, office.clock.now(), 20)
    assert [at.strftime("%d/%m %H:%M") for at, what in coming if "11-23..2026-11-29" in what] == [
        "27/11 15:00",
        "28/11 07:30",
        "30/11 09:00",
    ]


async def test_a_public_holiday_can_be_worked_and_kept_again(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "vẫn làm việc ngày 24/11/2026" in await officer.say("bỏ ngày nghỉ 24/11")
    assert (await week(office))["working_days"] == ["2026-11-24"]
    await officer.say("thêm ngày nghỉ 24/11")
    assert await week(office) == {"holidays": ["2026-11-24"], "working_days": []}
    said = await officer.say("thêm ngày làm việc 28/11")
    assert "làm việc ngày 28/11/2026" in said
    await officer.say("bỏ ngày làm việc 28/11")
    assert "lịch mặc định" in await officer.say("đặt lại lịch như cũ")
    assert await week(office) == {}


async def test_an_hour_that_has_passed_is_said_to_mean_now(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    await tick(office, datetime(2026, 11, 26, 9, 0, tzinfo=ZONE))
    assert "Lần hỏi tới: ngay bây giờ" in await officer.say("đặt giờ hỏi thứ Tư 8:00")


async def test_what_is_not_clear_changes_nothing(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "chưa đổi gì" in await officer.say("đặt giờ hỏi lúc nào tiện")
    assert await week(office) == {}


async def test_the_committees_leader_may_and_a_groups_may_not(office: Office) -> None:
    reporter = await talker(office, Role.REPORTER, "tdp-05")
    await reporter.say("đặt giờ hỏi thứ Năm 14h30")
    assert (await week(office), await reporter.figures()) == ({}, {})
    leader = await talker(office, Role.LEADER)
    assert "Em đã đặt" in await leader.say("đặt giờ hỏi thứ Năm 14h30")
