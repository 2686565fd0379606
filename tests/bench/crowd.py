"""A ward of made-up people who all have a Telegram chat, its week just asked."""

from datetime import date, timedelta

from sqlalchemy import insert, update

from bot.app import open_office
from bot.settings import Settings
from bot.tasks.open_round import open_current_round
from storage.queries.units import list_wards
from storage.records import Channel, OutboxState, Role
from storage.tables import addresses, memberships, outbox, people, units, wards
from tests.bench.wire import FIRST_PERSON


async def prepare(settings: Settings, count: int, *, asked: bool, opened: bool = True) -> None:
    """`asked`: everybody has got the question already; else it is still to be sent.

    `opened`: the round is open; else it is due, and opened by whoever runs the bot.
    """
    async with open_office(settings) as office:
        today = office.clock.now().date()
        # No hour nor day at which the bot would hold its tongue.
        days = [(today + timedelta(days=days)).isoformat() for days in range(2)]
        week = {"prompt": "1 0:00", "quiet": ["0:00", "0:00"], "working_days": days, "reminders": ["1 8:00"]}
        since = date(2026, 1, 1)
        ids = range(10, 10 + count)
        async with office.database.transaction() as connection:
            ward = {"id": 1, "code": "p", "kind": "ward", "name": "Phường (mẫu)", "from_on": since}
            await connection.execute(insert(units).values(**ward))
            profile = {"unit_id": 1, "name": "phường (mẫu)", "profile": {}, "rule": "calendar", "week": week}
            await connection.execute(insert(wards).values(**profile))
            group = {"kind": "group", "parent_id": 1, "form": "group", "from_on": since}
            rows = [{"id": n, "code": f"g{n}", "name": f"Tổ {n} (mẫu)", **group} for n in ids]
            await connection.execute(insert(units), rows)
            await connection.execute(
                insert(people), [{"id": n, "name": f"Mẫu {n}", "honorific": "bác"} for n in ids]
            )
            posts = [{"person_id": n, "unit_id": n, "role": Role.REPORTER, "from_on": since} for n in ids]
            await connection.execute(insert(memberships), posts)
            chat = {"channel": Channel.TELEGRAM, "bot": "4242"}
            chats = [{"person_id": n, "chat_id": str(FIRST_PERSON + n - 10), **chat} for n in ids]
            await connection.execute(insert(addresses), chats)
            (found,) = await list_wards(connection)
        if opened:
            await open_current_round(office, found)
        if asked:
            async with office.database.transaction() as connection:
                await connection.execute(update(outbox).values(state=OutboxState.SENT))
