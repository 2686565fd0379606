"""A week in the office: messages in, figures stored, replies owed, each once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Column, func, select

from bot.tasks import receive
from bot.tasks.make_report import keep_promises
from bot.tasks.office import Office
from bot.tasks.open_round import open_due_rounds
from bot.tasks.turns import Turns
from storage import tables
from storage.queries.messages import list_open_promises, put_file
from storage.queries.people import put_web_address
from storage.records import Channel, Qualifier, Role, State
from tests.tasks.conftest import FRIDAY, FixedClock
from tests.tasks.people import Talker, leaders, talker


async def count(office: Office, column: Column[int]) -> int:
    async with office.database.reading() as connection:
        return (await connection.execute(select(func.count(column)))).scalar_one()


async def test_one_line_is_stored_and_receipted(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    receipt = await leader.say("3 buổi, 120 người, loa 14 lượt")
    assert await leader.figures() == {"meetings": 3, "attendees": 120, "broadcasts": 14}
    assert "Tổ dân phố số 5, tuần 47 (16/11–22/11/2026)" in receipt
    assert "Còn thiếu: tin đăng nhóm Zalo" in receipt


async def test_a_figure_leads_back_to_the_message_that_gave_it(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    first = await leader.send("3 buổi, 120 người")
    second = await leader.send("loa 14 lượt")
    while await receive.handle_next(office, leader.person_id):
        pass
    found = await leader.submission()
    assert found is not None
    assert {tally.indicator: tally.message_id for tally in found.tallies} == {
        "meetings": first,
        "attendees": first,
        "broadcasts": second,
    }
    assert (found.version, found.channel, found.person_id) == (2, Channel.WEB, leader.person_id)


async def test_three_messages_at_once_are_taken_in_order(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    answered: list[int] = []
    turns = Turns(office, answered.append)
    for text in ("3 buổi, 120 người", "sửa 3 buổi thành 4", "loa 14 lượt, còn lại không có"):
        await leader.send(text)
        turns.wake(leader.person_id)
    await turns.idle()
    figures = await leader.figures()
    assert (figures["meetings"], figures["broadcasts"], figures["feedback"]) == (4, 14, 0)
    assert answered.count(leader.person_id) >= 3
    said = [line for line in await leader.chat() if line.at > FRIDAY + timedelta(minutes=1)]
    assert [line.mine for line in said].count(True) == 3


async def test_a_message_repeated_in_the_middle_has_no_effect(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.send("3 buổi, 120 người", "web-1")
    while await receive.handle_next(office, leader.person_id):
        pass
    await leader.say("sửa 3 buổi thành 5")
    before = (await leader.figures(), len(await leader.chat()))
    await leader.send("3 buổi, 120 người", "web-1")
    assert not await receive.handle_next(office, leader.person_id)
    assert (await leader.figures(), len(await leader.chat())) == before


async def test_zero_nothing_and_missing_are_three_things(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("loa 14 lượt, 0 tờ rơi")
    found = await leader.submission()
    assert found is not None
    assert (found.tally("leaflets").state, found.tally("feedback")) == (State.ZERO, None)  # type: ignore[union-attr]
    other = await talker(office, Role.REPORTER, "tdp-06")
    await other.say("tuần này không có gì")
    nothing = await other.submission()
    assert nothing is not None
    assert {tally.state for tally in nothing.tallies} == {State.NOTHING_TO_REPORT}
    assert len(nothing.tallies) == 7


async def test_an_estimate_is_read_back_before_it_is_stored(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("khoảng 60 người dự")
    assert await leader.figures() == {}
    await leader.say("đúng")
    found = await leader.submission()
    assert found is not None
    assert found.tally("attendees").qualifier is Qualifier.ABOUT  # type: ignore[union-attr]


async def test_as_last_week_is_read_back_and_stored_on_yes(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-06")
    readback = await leader.say("như tuần trước")
    assert "36 lượt người dự" in readback
    assert await leader.figures() == {}
    await leader.say("ừ")
    assert (await leader.figures())["attendees"] == 36


async def test_two_misunderstandings_go_to_the_officers_queue(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "7" not in await leader.say("hai ba buổi gì đó")
    reply = await leader.say("năm sáu buổi")
    assert "cán bộ phường" in reply
    assert "mấy buổi tuyên truyền" in reply
    assert await count(office, tables.reviews.c.id) == 1
    await leader.say("5")
    assert await leader.figures() == {"meetings": 5}


async def test_figures_and_remark_and_photo_belong_to_the_week(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    photo = office.files.keep(b"\x89PNG\r\n\x1a\n...", "image/png")
    async with office.database.transaction() as connection:
        await put_file(connection, photo, office.clock.now())
    reply = await leader.say("2 buổi, 50 người", photos=(photo.sha256,))
    assert "Em đã lưu 1 ảnh" in reply
    assert "2 buổi" in reply
    assert "«loa hỏng ở ngõ 27»" in await leader.say("khó khăn: loa hỏng ở ngõ 27")
    assert "1 ý kiến, 1 ảnh" in await leader.say("xem lại")
    assert office.files.path(photo.sha256).read_bytes().startswith(b"\x89PNG")


async def test_a_photo_that_is_not_on_disk_is_not_counted(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    reply = await leader.say("", photos=("f" * 64,))
    assert "chưa lưu được" in reply
    assert await count(office, tables.attachments.c.id) == 0


async def test_two_reporters_of_one_group_see_the_same_record(office: Office) -> None:
    async with office.database.reading() as connection:
        rows = await connection.execute(
            select(tables.memberships.c.person_id)
            .join(tables.units, tables.units.c.id == tables.memberships.c.unit_id)
            .where(tables.units.c.code == "tdp-07", tables.memberships.c.to_on.is_(None))
        )
        first_id, second_id = rows.scalars().all()
    first = await talker(office, Role.REPORTER, "tdp-07")
    async with office.database.transaction() as connection:
        second = Talker(office, second_id, await put_web_address(connection, second_id), first.unit_id)
    assert first.person_id == first_id
    await first.say("3 buổi, 100 người")
    assert "đã ghi 3, nay 4" in await second.say("4 buổi")
    await second.say("thay")
    assert (await first.figures())["meetings"] == 4


async def test_late_returns_are_taken_and_marked(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.at += timedelta(days=4)
    reply = await leader.say("tuần trước 3 buổi 60 người dự")
    while "đúng không" in reply.lower():
        reply = await leader.say("đúng")
    assert "nộp muộn" in reply


async def test_early_returns_are_taken_and_then_not_asked_for(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("tuần này không có gì")
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.at += timedelta(days=4)
    assert "tuần 48" in await leader.say("2 buổi, 40 người dự, còn lại không có")
    clock.at += timedelta(days=3)
    before = len(await leader.chat())
    assert await open_due_rounds(office)
    assert len(await leader.chat()) == before
    assert await open_due_rounds(office) == []


async def test_a_prompt_never_breaks_off_an_open_answer(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("khoảng 60 người dự")
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.at += timedelta(days=7)
    await open_due_rounds(office)
    reply = await leader.say("đúng")
    assert "tuần 47" in reply
    assert "khoảng 60 lượt người dự" in reply


async def test_the_officer_gets_the_report_as_a_word_file(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "đang lập báo cáo 06 tháng đầu năm 2026" in await officer.say("/baocao 6 tháng đầu năm 2026")
    assert await keep_promises(office) == [officer.person_id]
    assert await keep_promises(office) == []
    line = (await officer.chat())[-1]
    assert line.file is not None
    assert line.file_name == "BC-tuyen-truyen-CCHC_2026-H1_du-thao.docx"
    data = office.files.path(line.file.sha256).read_bytes()
    assert data.startswith(b"PK")
    assert "38/38 tổ dân phố" in line.text


async def test_a_period_without_figures_gives_a_sentence_and_no_file(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    await officer.say("báo cáo 6 tháng đầu năm 2024")
    await keep_promises(office)
    line = (await officer.chat())[-1]
    assert line.file is None
    assert "chưa đơn vị nào báo số" in line.text


async def test_leaders_cannot_ask_the_desk(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    for text in ("ai chưa nộp", "tổng hợp tháng 5", "/baocao 6 tháng đầu năm 2026"):
        assert "chỉ cán bộ phường" in await leader.say(text)
    async with office.database.reading() as connection:
        assert await list_open_promises(connection) == []


async def test_who_is_missing_and_totals(office: Office) -> None:
    officer, leader = await talker(office, Role.OFFICER), await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("tuần này không có gì")
    missing = await officer.say("ai chưa nộp")
    assert "đã đủ 1/52 đơn vị" in missing
    assert "Tổ dân phố số 1–4, 6–38" in missing
    totals = await officer.say("tổng hợp 6 tháng đầu năm")
    assert "Tin, bài trên Cổng thông tin điện tử: 1.992" in totals
    assert "khoảng 1.684" in totals


async def test_what_fails_is_kept_for_the_officer_and_said(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")

    def broken(*_: object) -> None:
        raise RuntimeError("bí mật 0912345678")

    with monkeypatch.context() as patch:
        patch.setattr(receive, "advance", broken)
        assert "trục trặc" in await leader.say("3 buổi")
    assert await count(office, tables.reviews.c.id) == 1
    assert "0912345678" not in caplog.text
    assert "RuntimeError at test_receive.py" in caplog.text
    await leader.say("3 buổi")
    assert await leader.figures() == {"meetings": 3}


async def test_everybody_at_once_loses_nothing(office: Office) -> None:
    """All groups' leaders answer in the same moment."""
    everybody = await leaders(office)
    turns = Turns(office, lambda _: None)

    async def answer(leader: Talker, number: int) -> None:
        await leader.send(f"{number} buổi, {number * 20} người dự")
        turns.wake(leader.person_id)

    await asyncio.gather(*(answer(leader, 1 + at % 9) for at, leader in enumerate(everybody)))
    await turns.idle()
    for at, leader in enumerate(everybody):
        if leader.person_id not in [other.person_id for other in everybody[:at]]:
            assert (await leader.figures())["meetings"] == 1 + at % 9
