"""Seats and messages of Zalo's free plan."""

from datetime import datetime

import pytest
from sqlalchemy import insert

from bot.tasks.office import Office
from bot.tasks.quota import Quota, can_remind, choose_bot, leaves_enough
from storage.records import Channel
from storage.tables import addresses, outbox, people
from tests.tasks.conftest import ZONE


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
