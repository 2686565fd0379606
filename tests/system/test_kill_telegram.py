"""SIGKILL while a round of 1,000 goes out and answers come in over Telegram, on both databases.

Nobody is missed, no figure is lost or doubled, and no more messages are repeated than there were kills.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.settings import Settings
from storage import tables
from storage.database import Database
from storage.records import OutboxState
from tests.bench.crowd import prepare
from tests.bench.wire import FIRST_PERSON
from tests.channels.telegram_people import User
from tests.channels.telegram_server import TelegramServer
from tests.system.server import Server

PEOPLE = int(os.environ.get("GOMSO_KILL_PEOPLE", "1000"))
KILLS = int(os.environ.get("GOMSO_KILLS", "20"))
TALKATIVE = PEOPLE // 4
"""So many of them answer, in bursts."""
TOKEN = "4242:offline-secret-token"
FIRST_UNIT = 10
"""As `prepare` numbers units and people."""


def attendees(number: int) -> int:
    """What the person of that number says; always under the weekly limit, and never his neighbour's."""
    return 20 + number % 400


async def figures(url: str) -> Counter[tuple[int, int]]:
    """(unit, attendees) in force, each with how often it is stored."""
    database = Database(url)
    async with database.reading() as connection:
        rows = await connection.execute(
            select(tables.submissions.c.unit_id, tables.tallies.c.value)
            .join(tables.tallies, tables.tallies.c.submission_id == tables.submissions.c.id)
            .where(tables.submissions.c.replaced_at.is_(None), tables.tallies.c.indicator == "attendees")
        )
        found = Counter((row.unit_id, row.value) for row in rows)
    await database.close()
    return found


async def count_by_state(url: str) -> dict[str, int]:
    database = Database(url)
    async with database.reading() as connection:
        rows = await connection.execute(
            select(tables.outbox.c.state, func.count()).group_by(tables.outbox.c.state)
        )
        found = {str(state): count for state, count in rows}
    await database.close()
    return found


def with_words(users: Iterable[User], words: str) -> Counter[int]:
    """How many messages with these words each of them sees; nobody is left out."""
    return Counter({user.id: sum(words in seen.text for seen in user.sees()) for user in users})


def sent(telegram: TelegramServer) -> int:
    return telegram.methods().count("sendMessage")


def repeats(seen: Counter[int]) -> int:
    return sum(max(0, count - 1) for count in seen.values())


@pytest.mark.timeout(1200)
def test_killed_while_a_round_goes_out_and_answers_come_in(database_url: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    settings = {"DATABASE_URL": database_url, "GOMSO_FILES_DIR": str(tmp_path / "files")}
    stored = Settings(_env_file=None, DATABASE_URL=database_url, files_dir=tmp_path / "files", sample="off")
    asyncio.run(prepare(stored, PEOPLE, asked=False, opened=False))
    with TelegramServer(TOKEN) as telegram:
        users = [telegram.user(FIRST_PERSON + number, "Người mẫu") for number in range(PEOPLE)]
        talkative = users[:TALKATIVE]
        server = Server(
            tmp_path,
            **settings,
            GOMSO_SAMPLE="off",
            GOMSO_TELEGRAM_TOKEN=TOKEN,
            GOMSO_TELEGRAM_BASE_URL=telegram.url,
        )
        server.start()
        try:
            waiting = list(enumerate(talkative))
            chance.shuffle(waiting)
            sent_in_lives = []
            for life in range(KILLS):
                share = waiting[: len(waiting) // (KILLS - life)]
                waiting = waiting[len(share) :]
                for number, user in share:
                    user.says(f"2 buổi, {attendees(number)} người dự")
                before = sent(telegram)
                # In the middle of sending, however long the machine takes to begin with it.
                wait_until(lambda: sent(telegram) > before, "nothing is sent any more", server)  # noqa: B023
                time.sleep(chance.uniform(0.01, 2 * PEOPLE / 29.4 / KILLS))
                server.kill()
                sent_in_lives.append(sent(telegram) - before)
                server.start()
            wait_until(
                lambda: (
                    asyncio.run(count_by_state(database_url)).keys() <= {OutboxState.SENT}
                    and all(with_words(talkative, "Em đã ghi").values())
                ),
                "something is still owed",
                server,
            )
            prompts, receipts = with_words(users, "Em xin số liệu"), with_words(talkative, "Em đã ghi")
            # Whoever answered before his question was sent is not asked any more.
            unasked = {user_id for user_id, count in prompts.items() if not count}
            assert unasked <= {user.id for user in talkative}
            assert set(receipts.values()) <= {1, 2}
            repeated = repeats(prompts) + repeats(receipts)
            print(
                f"{KILLS} kills after {min(sent_in_lives)} to {max(sent_in_lives)} messages each; "
                f"{PEOPLE} people, {TALKATIVE} answers; repeated: {repeated}"
            )
            assert repeated <= KILLS
            assert asyncio.run(figures(database_url)) == Counter(
                (FIRST_UNIT + number, attendees(number)) for number in range(TALKATIVE)
            )
            assert telegram.violations == []
        finally:
            server.kill()


def wait_until(true, otherwise: str, server: Server, patience: float = 120.0) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"{otherwise}: {server.log.read_text('utf-8')[-2000:]}"
        time.sleep(0.05)
