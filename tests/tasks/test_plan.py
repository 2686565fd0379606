"""The year's plan in chat: set, mended, dropped, asked about, and told in the report."""

from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from bot.tasks.make_report import make_report
from bot.tasks.office import Office
from storage.periods import Rule, half_year
from storage.queries.units import list_wards
from storage.records import Role
from storage.tables import audit
from tests.tasks.people import Talker, talker

FIRST_HALF = half_year(2026, 1, Rule.CALENDAR)


@pytest.fixture
async def officer(office: Office) -> Talker:
    return await talker(office, Role.OFFICER)


async def test_a_number_without_end_is_told_as_unclear(officer: Talker) -> None:
    said = await officer.say("kế hoạch 2026: T01 " + "9" * 5_000)
    assert "trục trặc" not in said
    assert "T01" in said


async def text_of_report(office: Office) -> str:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made, _ = await make_report(connection, office, ward, FIRST_HALF, office.clock.now(), annexed=False)
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(made.data)).paragraphs)


async def test_a_plan_is_set_mended_asked_about_and_dropped(office: Office, officer: Talker) -> None:
    assert "Chưa có kế hoạch năm 2026" in await officer.say("kế hoạch 2026")
    told = await officer.say("kế hoạch 2026: Buổi tuyên truyền, sinh hoạt 4.000; tờ rơi 30.000")
    assert "T01 buổi tuyên truyền, sinh hoạt: 4.000." in told
    assert "T06 tờ rơi: 30.000." in told
    assert "T01 buổi tuyên truyền, sinh hoạt: 3.500 (trước là 4.000)." in await officer.say(
        "kế hoạch: T01 3500"
    )
    listed = await officer.say("Kế hoạch năm 2026")
    assert "T01 buổi tuyên truyền, sinh hoạt: 3.500; từ đầu năm đạt " in listed
    assert "%)" in listed
    assert "T06 tờ rơi: bỏ kế hoạch (trước là 30.000)." in await officer.say("kế hoạch 2026: tờ rơi 0")
    assert "T06" not in await officer.say("kế hoạch 2026")
    assert "Chưa có kế hoạch năm 2027" in await officer.say("kế hoạch 2027")
    async with office.database.reading() as connection:
        rows = await connection.execute(select(audit.c.detail).where(audit.c.action == "plan.set"))
        changes = [(row.detail["figure"], row.detail["old"], row.detail["new"]) for row in rows]
    assert changes == [
        ("group.meetings", 0, 4000),
        ("group.leaflets", 0, 30000),
        ("group.meetings", 4000, 3500),
        ("group.leaflets", 30000, 0),
    ]


async def test_what_cannot_be_read_is_asked_and_the_rest_is_kept(officer: Talker) -> None:
    told = await officer.say("kế hoạch 2026: T01 500; xe đạp 12; tin, bài 9; tờ rơi nhiều; D99 4")
    assert "T01 buổi tuyên truyền, sinh hoạt: 500." in told
    assert "Chưa rõ: «xe đạp 12»: không có chỉ tiêu này" in told
    assert "Chưa rõ: «tin, bài 9»: có thể là D09 tin, bài trên Cổng thông tin điện tử" in told
    assert "Chưa rõ: «tờ rơi nhiều»: em không đọc được số." in told
    assert "Chưa rõ: «D99 4»: không có chỉ tiêu này" in told
    assert "«kế hoạch 2026: T01 500; tờ rơi 3.000»" in told
    assert len(told) < 2000
    assert "Em chưa ghi được gì" in await officer.say("kế hoạch 2026: họp chiều thứ sáu")


@pytest.mark.parametrize("words", ["kế hoạch 1999", "kế hoạch 2100: T01 5"])
async def test_a_year_that_cannot_be(officer: Talker, words: str) -> None:
    assert "từ 2000 đến 2099" in await officer.say(words)


async def test_many_items_still_fit_into_one_message(officer: Talker) -> None:
    told = await officer.say("kế hoạch 2026: " + "; ".join(f"món lạ số {n} {n}" for n in range(60)))
    assert len(told) <= 1900
    assert "mục nữa" in told


async def test_a_leader_of_a_group_sets_no_plan(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "kế hoạch năm" not in await leader.say("kế hoạch 2026: T01 500")
    officer = await talker(office, Role.OFFICER)
    assert "Chưa có kế hoạch" in await officer.say("kế hoạch 2026")


async def test_the_report_tells_how_much_of_the_plan_is_reached(office: Office, officer: Talker) -> None:
    assert "kế hoạch năm 2026." not in await text_of_report(office)
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made, _ = await make_report(connection, office, ward, FIRST_HALF, office.clock.now())
    posts = made.figures.get("service_centre.zalo_oa_items")
    assert posts is not None and posts.value == 522
    await officer.say("kế hoạch 2026: tin, bài trên Zalo OA 885")
    # 522 of 885 is 58,983 %.
    assert " Tin, bài trên Zalo OA đạt 58,98% kế hoạch năm 2026." in await text_of_report(office)
