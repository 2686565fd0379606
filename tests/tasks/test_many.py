"""Two hundred leaders answering in the same moment, on one SQLite file."""

import asyncio
from datetime import date
from pathlib import Path

from sqlalchemy import func, insert, select

from bot import texts
from bot.app import Bot, open_office
from bot.tasks.open_round import open_due_rounds
from bot.web.desk import Visitor
from storage import tables
from storage.records import Role, UnitKind
from tests.tasks.conftest import FixedClock, settings_in

LEADERS = 200


async def test_two_hundred_at_once_none_lost_none_refused(tmp_path: Path) -> None:
    async with open_office(settings_in(tmp_path), FixedClock()) as office:
        begun = date(2026, 1, 1)
        groups = range(2, LEADERS + 2)
        async with office.database.transaction() as connection:
            units = [
                {"id": 1, "code": "ward", "kind": UnitKind.WARD, "name": "Phường (mẫu)", "from_on": begun}
            ]
            await connection.execute(insert(tables.units), units)
            await connection.execute(
                insert(tables.units),
                [
                    {
                        "id": number,
                        "code": f"tdp-{number}",
                        "kind": UnitKind.GROUP,
                        "name": f"Tổ dân phố số {number}",
                        "parent_id": 1,
                        "form": "group",
                        "from_on": begun,
                    }
                    for number in groups
                ],
            )
            await connection.execute(
                insert(tables.wards).values(unit_id=1, name="phường", profile={}, rule="calendar", week={})
            )
            people = [{"id": number, "name": "Người (mẫu)", "honorific": "bác"} for number in groups]
            await connection.execute(insert(tables.people), people)
            await connection.execute(
                insert(tables.memberships),
                [
                    {"person_id": number, "unit_id": number, "role": Role.REPORTER, "from_on": begun}
                    for number in groups
                ],
            )
            await connection.execute(
                insert(tables.addresses),
                [
                    {"id": number, "person_id": number, "channel": "web", "chat_id": f"c{number}"}
                    for number in groups
                ],
            )
        assert len(await open_due_rounds(office)) == LEADERS
        bot = Bot(office, settings_in(tmp_path))
        desk = await bot.desk()

        async def answer(number: int) -> None:
            visitor = Visitor(number, number, "", "", "")
            await desk.say(
                visitor, f"m{number}", f"{1 + number % 9} buổi, {20 + number} người dự, loa 14 lượt", []
            )
            await desk.say(visitor, f"n{number}", "còn lại không có", [])

        await asyncio.gather(*(answer(number) for number in groups))
        await bot.turns.idle()
        async with office.database.reading() as connection:
            rows = await connection.execute(
                select(tables.submissions.c.unit_id, tables.tallies.c.value)
                .join(tables.tallies, tables.tallies.c.submission_id == tables.submissions.c.id)
                .where(tables.submissions.c.replaced_at.is_(None), tables.tallies.c.indicator == "attendees")
            )
            assert dict(rows.all()) == {number: 20 + number for number in groups}
            replies = select(func.count()).where(tables.outbox.c.key.like("reply:%"))
            assert (await connection.execute(replies)).scalar_one() == 2 * LEADERS
            complete = select(func.count()).where(tables.outbox.c.text.contains(texts.complete("bác")))
            assert (await connection.execute(complete)).scalar_one() == LEADERS
