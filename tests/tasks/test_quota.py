"""Seats and messages of Zalo's free plan."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.tasks.office import Office
from bot.tasks.quota import Quota, can_remind, choose_bot, leaves_enough, plan_bots, warn_of_quota
from storage.database import Database
from storage.queries.messages import count_sent_by_bot
from storage.records import Channel, Role
from storage.tables import addresses, outbox, people
from tests.tasks.conftest import ZONE, FixedClock
from tests.tasks.people import talker
from tests.tasks.posts import plain_office
from tests.tasks.test_remind import written


@pytest.mark.parametrize(
    ("sent", "level"),
    [(0, None), (2099, None), (2100, 70), (2549, 70), (2550, 85), (2849, 85), (2850, 95), (3100, 95)],
)
def test_the_warnings_come_at_their_shares(sent: int, level: int | None) -> None:
    assert Quota(3000).level(sent) == level


def test_people_are_spread_evenly_and_nobody_is_put_on_a_full_bot() -> None:
    loads = {"zalo-1": 0, "zalo-2": 0, "zalo-3": 0}
    for _ in range(113):
        bot = choose_bot(loads)
        assert bot is not None
        loads[bot] += 1
    assert sorted(loads.values()) == [37, 38, 38]
    assert choose_bot({"zalo-1": 50, "zalo-2": 49}) == "zalo-2"
    assert choose_bot({"zalo-1": 50, "zalo-2": 51}) is None
    assert choose_bot({}) is None


def test_everybodys_bot_is_planned_at_once_and_stays_when_he_is_linked() -> None:
    bots = ["mot", "hai", "ba"]
    planned = plan_bots(range(1, 114), {}, bots)
    assert sorted(list(planned.values()).count(bot) for bot in bots) == [37, 38, 38]
    # Whoever uses his code first changes nobody's bot.
    linked = {person: str(planned[person]) for person in (5, 50, 113)}
    assert plan_bots(range(1, 114), linked, bots) == planned
    assert list(plan_bots(range(60), {}, ["mot"]).values()).count(None) == 10
    assert plan_bots([1], {1: "no-more"}, ["mot"]) == {1: "mot"}
    assert plan_bots([1], {}, []) == {1: None}


def test_a_reminder_leaves_enough_for_prompts_and_receipts() -> None:
    assert can_remind(sent=2899, limit=3000, expected_rest=100)
    assert not can_remind(sent=2900, limit=3000, expected_rest=100)


@pytest.mark.parametrize(("sent", "goes"), [(0, True), (2989, True), (2990, False)])
async def test_reminders_give_way_to_the_questions_and_receipts_of_the_month(
    office: Office, sent: int, goes: bool
) -> None:
    """One person on the bot, the 3rd of a month of 31 days: five weeks of a question and a receipt each."""
    now = datetime(2026, 8, 3, 9, tzinfo=ZONE)
    async with office.database.transaction() as connection:
        person = (await connection.execute(insert(people).values(name="Mẫu", honorific="bác"))).lastrowid
        row = {"person_id": person, "channel": Channel.ZALO, "bot": "z1", "chat_id": "c1"}
        address = (await connection.execute(insert(addresses).values(**row))).lastrowid
        said = {"person_id": person, "address_id": address, "kind": "reply", "priority": 0, "text": "x"}
        rows = [
            {**said, "key": f"k{n}", "state": "sent", "choices": [], "created_at": now, "sent_at": now}
            for n in range(sent)
        ]
        if rows:
            await connection.execute(insert(outbox), rows)
        assert await leaves_enough(connection, "z1", now) is goes


async def sent_by(office: Office, bot: str, count: int, text: str = "x") -> None:
    """So many messages of a Zalo bot, this month."""
    now = office.clock.now()
    async with office.database.transaction() as connection:
        row = {"channel": Channel.ZALO, "bot": bot, "chat_id": f"c{bot}{count}"}
        made = await connection.execute(insert(addresses).values(**row).returning(addresses.c.id))
        said = {"address_id": made.scalar_one(), "kind": "reply", "priority": 0, "text": text, "choices": []}
        rows = [
            {**said, "key": f"{bot}{count}-{n}", "state": "sent", "created_at": now, "sent_at": now}
            for n in range(count)
        ]
        await connection.execute(insert(outbox), rows)


async def test_each_officer_is_warned_once_for_each_level(office: Office) -> None:
    async def warned() -> list[str]:
        await warn_of_quota(office)
        return [text for _, _, text in await written(office, "quota:")]

    officer = await talker(office, Role.OFFICER)
    await sent_by(office, "mot", 2099)
    assert await warned() == []
    await sent_by(office, "mot", 1)
    assert [text.split(" tin")[0] for text in await warned()] == ["Bot Zalo «mot» đã gửi 2.100/3.000"]
    assert len(await warned()) == 1
    await sent_by(office, "mot", 750)
    assert len(await warned()) == 2
    assert {person for _, person, _ in await written(office, "quota:")} == {officer.person_id}
    assert isinstance(office.clock, FixedClock)
    office.clock.at = datetime(2026, 12, 1, 9, tzinfo=ZONE)
    assert len(await warned()) == 2  # a new month begins with nothing


async def test_a_long_message_counts_in_parts(database: Database, tmp_path: Path) -> None:
    office = plain_office(database, tmp_path)
    await sent_by(office, "mot", 2, "x" * 4500)
    await sent_by(office, "hai", 3)
    async with office.database.reading() as connection:
        since = office.clock.now() - timedelta(days=1)
        assert await count_sent_by_bot(connection, Channel.ZALO, since) == {"mot": 6, "hai": 3}
