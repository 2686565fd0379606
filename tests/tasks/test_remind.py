"""Late rounds, reminders, call list, cards and digests, over the sample ward with the clock in hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, select, update

from bot.tasks.monthly import keep_calendar
from bot.tasks.office import Office
from bot.tasks.open_round import open_due_rounds
from bot.tasks.outlook import next_firings, skip_passed
from bot.tasks.remind import remind_due, right_time
from storage.queries.deliveries import route
from storage.queries.messages import owed_at, with_address
from storage.queries.people import list_posts_of_ward
from storage.queries.units import list_wards
from storage.records import Channel, Outgoing, Role
from storage.tables import memberships, outbox, people, units, wards, windows
from tests.tasks.conftest import ZONE, FixedClock
from tests.tasks.people import Talker, talker

SATURDAY, SUNDAY, MONDAY = (
    datetime(2026, 11, 21, 9, 0, tzinfo=ZONE),
    datetime(2026, 11, 22, 19, 0, tzinfo=ZONE),
    datetime(2026, 11, 23, 8, 0, tzinfo=ZONE),
)


def move(office: Office, at: datetime) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.at = at


async def tick(office: Office, at: datetime) -> None:
    move(office, at)
    await open_due_rounds(office)
    await remind_due(office)
    await keep_calendar(office)


async def written(office: Office, prefix: str) -> list[tuple[str, int, str]]:
    """(key, person id, text) of what is owed under such keys."""
    async with office.database.reading() as connection:
        found = await connection.execute(
            select(outbox.c.key, outbox.c.person_id, outbox.c.text)
            .where(outbox.c.key.like(f"{prefix}%"))
            .order_by(outbox.c.id)
        )
        return [(row.key, row.person_id, row.text) for row in found]


async def waiting(office: Office, *which: ColumnElement[bool]) -> Outgoing:
    """The message as the deliverer finds it: with the address that it goes to."""
    async with office.database.transaction() as connection:
        await route(connection, [(Channel.WEB, "")])
        found = await connection.execute(with_address().where(*which))
        return owed_at(found.mappings().one())[1]


async def reporters(office: Office) -> set[int]:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        posts = await list_posts_of_ward(connection, ward.unit_id, office.clock.now().date())
    return {
        post.membership.person_id
        for post in posts
        if post.membership.role is Role.REPORTER and post.unit.form is not None
    }


async def set_week(office: Office, **week: object) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(update(wards).values(week=week))


def people_of(found: Sequence[tuple[str, int, str]]) -> list[int]:
    return [person_id for _, person_id, _ in found]


async def test_each_rung_reminds_once_whoever_still_owes(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("3 buổi, 120 người dự")
    done = await talker(office, Role.REPORTER, "tdp-06")
    await done.say("tuần này không có gì")
    await tick(office, SATURDAY - timedelta(minutes=1))
    assert await written(office, "reminder") == []
    for minute in range(3):
        await tick(office, SATURDAY + timedelta(minutes=minute))
    found = await written(office, "reminder")
    deputies = {person_id for _, person_id, text in found if "Tổ dân phố số 6," in text}
    assert deputies == set()
    assert set(people_of(found)) <= await reporters(office) - {done.person_id}
    assert len(found) == len(set(people_of(found)))
    text = next(text for _, person_id, text in found if person_id == leader.person_id)
    assert "còn thiếu" in text
    assert "tuần 47 (16/11–22/11/2026)" in text
    assert "lượt người dự" not in text.split("Bác nhắn")[0]  # that he has told


async def test_who_owes_for_two_groups_gets_one_message(office: Office) -> None:
    first = await talker(office, Role.REPORTER, "tdp-05")
    async with office.database.transaction() as connection:
        other = (await connection.execute(select(units.c.id).where(units.c.code == "tdp-09"))).scalar_one()
        await connection.execute(
            update(memberships)
            .where(memberships.c.unit_id == other, memberships.c.role == Role.REPORTER)
            .values(to_on=datetime(2026, 1, 2, tzinfo=ZONE).date())
        )
        await connection.execute(
            memberships.insert().values(
                person_id=first.person_id,
                unit_id=other,
                role=Role.REPORTER,
                from_on=datetime(2026, 1, 3, tzinfo=ZONE).date(),
            )
        )
    await tick(office, SATURDAY)
    (mine,) = [
        text for _, person_id, text in await written(office, "reminder") if person_id == first.person_id
    ]
    assert "Tổ dân phố số 5, tuần 47" in mine
    assert "Tổ dân phố số 9, tuần 47" in mine


async def test_a_rung_that_was_missed_gives_way_to_the_next(office: Office) -> None:
    await tick(office, SUNDAY + timedelta(hours=1))
    found = await written(office, "reminder")
    assert {key.split(":")[2] for key, _, _ in found} == {"2"}
    await tick(office, SUNDAY + timedelta(hours=1, minutes=1))
    assert await written(office, "reminder") == found


async def test_a_rung_that_is_too_old_is_skipped(office: Office) -> None:
    await tick(office, SATURDAY + timedelta(hours=11))
    assert await written(office, "reminder") == []


async def test_no_rung_in_quiet_hours_nor_on_the_wards_own_holiday(office: Office) -> None:
    await set_week(office, reminders=["6 9:00", "7 23:00"], holidays=["2026-11-21", "2026-11-23"])
    for hours in range(72):
        await tick(office, SATURDAY + timedelta(hours=hours))
        assert await written(office, "reminder") == []
    # Tuesday 24/11 is a holiday of the whole country.
    await tick(office, datetime(2026, 11, 24, 9, 0, tzinfo=ZONE))
    assert await written(office, "reminder") == []
    await tick(office, datetime(2026, 11, 25, 8, 0, tzinfo=ZONE))
    assert {key.split(":")[2] for key, _, _ in await written(office, "reminder")} == {"2"}


async def test_the_last_rung_gives_the_officers_a_call_list_once(office: Office) -> None:
    done = await talker(office, Role.REPORTER, "tdp-06")
    await done.say("tuần này không có gì")
    await tick(office, MONDAY)
    await tick(office, MONDAY + timedelta(minutes=1))
    calls = await written(office, "calls:")
    officer = await talker(office, Role.OFFICER)
    assert officer.person_id in people_of(calls)
    assert len(calls) == len(set(people_of(calls)))
    text = calls[0][2]
    async with office.database.reading() as connection:
        leader = await talker(office, Role.REPORTER, "tdp-05")
        name = (
            await connection.execute(select(people.c.name).where(people.c.id == leader.person_id))
        ).scalar_one()
    assert "Tổ dân phố số 5: chưa có số" in text
    assert name in text
    assert "Tổ dân phố số 6:" not in text


async def test_a_locked_week_is_not_chased(office: Office) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(update(windows).values(locked_at=SATURDAY))
    await tick(office, SATURDAY)
    assert await written(office, "reminder") == []


async def test_a_round_missed_for_days_is_opened_late_with_its_true_deadline(office: Office) -> None:
    await tick(office, datetime(2026, 12, 1, 10, 0, tzinfo=ZONE))  # Tuesday; due since Friday
    prompts = [text for key, _, text in await written(office, "prompt") if "tuần 48" in text]
    assert prompts
    await tick(office, datetime(2026, 12, 1, 12, 0, tzinfo=ZONE))
    assert [key for key, _, _ in await written(office, "reminder")] == []
    await tick(office, datetime(2026, 12, 2, 8, 0, tzinfo=ZONE))
    assert {key.split(":")[2] for key, _, _ in await written(office, "reminder")} == {"3"}


async def test_a_round_that_is_too_old_is_skipped_and_the_officer_told_once(office: Office) -> None:
    before = len(await written(office, "prompt"))
    for minute in range(3):
        await tick(office, datetime(2026, 12, 16, 10, minute, tzinfo=ZONE))
    # The weeks of 29/11 and 6/12 are too old; that of 13/12 ended on Sunday and can still be asked.
    officers = await written(office, "skipped")
    assert len(officers) == len(set(people_of(officers))) >= 1
    assert "23/11–29/11/2026; 30/11–06/12/2026" in officers[0][2]
    late = (await written(office, "prompt"))[before:]
    assert late
    assert all("07/12–13/12/2026" in text for _, _, text in late)


async def test_a_broken_week_of_the_ward_stops_nothing_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await set_week(office, prompt="Friday")
    await tick(office, SATURDAY)
    assert await written(office, "reminder") == []
    assert "prompt" in caplog.text


async def test_a_reminder_still_waiting_is_withdrawn_when_it_has_become_untrue(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await tick(office, SATURDAY)
    key = next(key for key, person, _ in await written(office, "reminder") if person == leader.person_id)

    async def time_for(at: datetime) -> datetime | None:
        outgoing = await waiting(office, outbox.c.key == key)
        async with office.database.reading() as connection:
            return await right_time(connection, office, outgoing, at)

    soon = SATURDAY + timedelta(minutes=5)
    assert await time_for(soon) == soon
    assert await time_for(SATURDAY + timedelta(hours=11)) is None
    move(office, soon)
    await leader.say("tuần này không có gì")
    assert await time_for(soon + timedelta(minutes=1)) is None


async def test_what_waits_into_the_night_goes_in_the_morning(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    outgoing = await waiting(office, outbox.c.key.like("prompt:%"), outbox.c.person_id == leader.person_id)
    night = datetime(2026, 11, 20, 22, 0, tzinfo=ZONE)
    async with office.database.reading() as connection:
        assert await right_time(connection, office, outgoing, night) == MONDAY


async def test_on_the_first_each_reporter_gets_his_card_and_the_officer_a_summary(office: Office) -> None:
    await tick(office, datetime(2026, 12, 1, 7, 59, tzinfo=ZONE))
    assert await written(office, "month") == []
    for minute in range(2):
        await tick(office, datetime(2026, 12, 1, 8, minute, tzinfo=ZONE))
    found = await written(office, "month")
    assert len(found) == len(set(people_of(found)))
    assert await reporters(office) <= set(people_of(found))
    leader, officer = await talker(office, Role.REPORTER, "tdp-05"), await talker(office, Role.OFFICER)
    texts = {person_id: text for _, person_id, text in found}
    assert "kết quả tháng 11/2026 của Tổ dân phố số 5: bác đã báo " in texts[leader.person_id]
    # The week of 29/11 was asked only now, since nobody was there on Friday: nobody has answered it.
    assert "/5 tuần trong tháng" in texts[leader.person_id]
    # The monthly reminder: what is still owed, and how to give it late.
    assert "Tháng ấy còn nợ:\n- tuần 47 (16/11–22/11/2026): chưa có số" in texts[leader.person_id]
    assert "«tuần 47: 3 buổi" in texts[leader.person_id]
    assert "Tổng kết tháng 11/2026" in texts[officer.person_id]
    async with office.database.reading() as connection:
        with_charts = await connection.execute(
            select(outbox.c.person_id, outbox.c.file_sha256, outbox.c.file_name).where(
                outbox.c.key.like("month%"), outbox.c.file_sha256.is_not(None)
            )
        )
        ((person_id, sha256, name),) = with_charts.all()
    assert (person_id, name) == (officer.person_id, "2026-11.png")
    assert office.files.path(sha256).read_bytes().startswith(b"\x89PNG")
    countdown = await written(office, "countdown")
    assert "hết 06 tháng cuối năm 2026 (đến 31/12/2026)" in countdown[0][2]
    assert "Còn 5 tuần nữa" in countdown[0][2]


async def test_on_monday_the_leader_gets_last_week_on_one_screen(office: Office) -> None:
    reporter = await talker(office, Role.REPORTER, "tdp-05")
    await reporter.say("3 buổi, 120 người dự, còn lại không có")
    await tick(office, MONDAY)
    await tick(office, MONDAY + timedelta(minutes=1))
    found = await written(office, "digest")
    leader: Talker = await talker(office, Role.LEADER)
    assert leader.person_id in people_of(found)
    assert len(found) == len(set(people_of(found)))
    text = found[0][2]
    assert text.startswith("Tuần 47 (16/11–22/11/2026): đủ số 1/")
    assert "120" in text
    assert len(text) < 2000


async def test_what_is_owed_for_the_month_can_be_given_as_the_card_says(office: Office) -> None:
    await tick(office, datetime(2026, 12, 1, 8, 0, tzinfo=ZONE))
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "tuần 47" in await leader.say("tuần 47: 3 buổi, 120 người dự, còn lại không có")
    answer = await leader.say("đúng")
    assert "Em đã ghi Tổ dân phố số 5, tuần 47 (16/11–22/11/2026)" in answer
    assert "nộp muộn" in answer


async def test_late_returns_bring_the_digest_again(office: Office) -> None:
    reporter, leader = await talker(office, Role.REPORTER, "tdp-05"), await talker(office, Role.LEADER)
    await tick(office, MONDAY)
    assert len(await written(office, "digest")) == 1
    move(office, MONDAY + timedelta(hours=3))
    await reporter.say("3 buổi, 120 người dự, còn lại không có")
    await tick(office, MONDAY + timedelta(hours=4))
    await tick(office, MONDAY + timedelta(days=1))  # a holiday
    assert len(await written(office, "digest")) == 1
    for minute in range(2):
        await tick(office, MONDAY + timedelta(days=2, minutes=minute))
    (key, person_id, text), *others = (await written(office, "digest"))[1:]
    assert (key.split(":")[0], person_id, others) == ("digest_again", leader.person_id, [])
    assert text.startswith("Cập nhật: thêm 1 đơn vị vừa báo hoặc sửa số.\n\nTuần 47")
    assert "đủ số 1/" in text
    await tick(office, MONDAY + timedelta(days=3))  # nothing new: nothing said
    assert len(await written(office, "digest")) == 2


async def test_without_late_returns_the_digest_comes_once(office: Office) -> None:
    reporter = await talker(office, Role.REPORTER, "tdp-05")
    await reporter.say("3 buổi, 120 người dự, còn lại không có")
    for days in range(7):
        await tick(office, MONDAY + timedelta(days=days))
    assert len(await written(office, "digest")) == 1


async def test_what_will_happen_is_listed_with_date_and_zone(office: Office) -> None:
    coming = await next_firings(office, office.clock.now(), 8)
    assert [(at.isoformat(), what) for at, what in coming] == [
        ("2026-11-21T09:00:00+07:00", "reminder 1 of 3, window 2026-11-16..2026-11-22"),
        ("2026-11-22T19:00:00+07:00", "reminder 2 of 3, window 2026-11-16..2026-11-22"),
        ("2026-11-23T08:00:00+07:00", "digest of 2026-11-23"),
        ("2026-11-23T08:00:00+07:00", "reminder 3 of 3, window 2026-11-16..2026-11-22"),
        ("2026-11-25T08:00:00+07:00", "digest again (if returns came late) of 2026-11-25"),
        ("2026-11-26T08:00:00+07:00", "digest again (if returns came late) of 2026-11-26"),
        ("2026-11-27T08:00:00+07:00", "digest again (if returns came late) of 2026-11-27"),
        ("2026-11-27T15:00:00+07:00", "question, window 2026-11-23..2026-11-29"),
    ]


async def test_a_ward_just_loaded_is_not_told_of_what_was_before(office: Office) -> None:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
    move(office, MONDAY + timedelta(hours=2))
    await skip_passed(office, ward)
    await tick(office, MONDAY + timedelta(hours=2, minutes=1))
    assert await written(office, "reminder") == await written(office, "digest") == []
