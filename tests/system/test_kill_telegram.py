"""SIGKILL while a round goes out and answers come in over Telegram, on both databases.

Nobody is missed, no figure is lost or doubled, and the bot repeats at most what was on its way at a kill.
`GOMSO_KILLS=20` makes it die more often than a usual run has time for.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import func, insert, select

from storage import tables
from storage.database import Database
from storage.records import Channel, Role
from tests.channels.telegram_people import User
from tests.channels.telegram_server import TelegramServer
from tests.system.server import Server

KILLS = int(os.environ.get("GOMSO_KILLS", "3"))
IN_FLIGHT = 8
"""Messages of one bot that may be on their way at once: so many may be repeated after each kill."""
TOKEN = "4242:offline-secret-token"
BOT = "4242"


async def link_everybody(url: str, telegram: TelegramServer) -> dict[int, User]:
    """Every reporter has written from Telegram before; by unit, those who lead one group only."""
    database = Database(url)
    found: dict[int, User] = {}
    async with database.transaction() as connection:
        rows = (
            await connection.execute(
                select(tables.memberships.c.person_id, tables.memberships.c.unit_id, tables.units.c.form)
                .join(tables.units, tables.units.c.id == tables.memberships.c.unit_id)
                .where(tables.memberships.c.role == Role.REPORTER, tables.memberships.c.to_on.is_(None))
            )
        ).all()
        posts = Counter(row.person_id for row in rows)
        reporters = Counter(row.unit_id for row in rows)
        for person_id in posts:
            user = telegram.user(700_000 + person_id, "Người mẫu")
            chat = {"person_id": person_id, "channel": Channel.TELEGRAM, "bot": BOT, "chat_id": str(user.id)}
            await connection.execute(insert(tables.addresses).values(**chat, last_heard_at=None))
        for row in rows:
            if posts[row.person_id] == reporters[row.unit_id] == 1 and row.form == "group":
                found[row.unit_id] = telegram.user(700_000 + row.person_id, "Người mẫu")
    await database.close()
    return found


async def figures(url: str) -> dict[int, int]:
    """Attendees in force by unit, of the newest window."""
    database = Database(url)
    async with database.reading() as connection:
        newest = (await connection.execute(select(func.max(tables.windows.c.id)))).scalar_one()
        rows = await connection.execute(
            select(tables.submissions.c.unit_id, tables.tallies.c.value)
            .join(tables.tallies, tables.tallies.c.submission_id == tables.submissions.c.id)
            .where(
                tables.submissions.c.window_id == newest,
                tables.submissions.c.replaced_at.is_(None),
                tables.tallies.c.indicator == "attendees",
            )
        )
        found = {unit_id: value for unit_id, value in rows}  # noqa: C416 - rows are no pairs to dict()
    await database.close()
    return found


def test_killed_while_a_round_goes_out_and_answers_come_in(database_url: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    settings = {"DATABASE_URL": database_url, "GOMSO_FILES_DIR": str(tmp_path / "files")}
    loaded = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--load-only"],
        env={**os.environ, **settings},
        cwd=tmp_path,
        check=False,
    )
    assert loaded.returncode == 0
    with TelegramServer(TOKEN) as telegram:
        leaders = asyncio.run(link_everybody(database_url, telegram))
        server = Server(
            tmp_path, **settings, GOMSO_TELEGRAM_TOKEN=TOKEN, GOMSO_TELEGRAM_BASE_URL=telegram.url
        )
        server.start()
        try:
            waiting = list(leaders.items())
            chance.shuffle(waiting)
            for life in range(KILLS + 1):
                share = waiting[: len(waiting) // (KILLS + 1 - life)]
                waiting = waiting[len(share) :]
                for unit_id, user in share:
                    user.says(f"2 buổi, {unit_id} người dự")
                if life < KILLS:
                    time.sleep(chance.uniform(0.1, 4))
                    server.kill()
                    server.start()
            deadline = time.monotonic() + 90
            while not all(_was_answered(user) for user in leaders.values()):
                assert time.monotonic() < deadline, "somebody was not answered"
                time.sleep(0.2)
            assert asyncio.run(figures(database_url)) == {unit_id: unit_id for unit_id in leaders}
            said = [seen.text for user in leaders.values() for seen in user.sees()]
            receipts = [text for text in said if "Em đã ghi" in text]
            prompts = [text for text in said if "Em xin số liệu" in text]
            assert len(leaders) <= len(receipts) <= len(leaders) + IN_FLIGHT * KILLS
            assert len(prompts) <= len(leaders) + IN_FLIGHT * KILLS
            assert telegram.violations == []
        finally:
            server.kill()


def _was_answered(user: User) -> bool:
    return any("Em đã ghi" in seen.text for seen in user.sees())
