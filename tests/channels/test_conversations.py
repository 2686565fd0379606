"""The same conversations through the web, Telegram and Zalo: what is stored is the same."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import select

from bot.tasks.office import Office
from storage import tables
from tests.channels.phones import PhoneOf, on_telegram, on_web, on_zalo, plain_conversations, say
from tests.tasks.conftest import FRIDAY
from tests.tasks.people import Talker, leaders

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts" / "weekly.txt"


Stored: TypeAlias = tuple[dict[str, tuple[int, str, str]], list[str], int]


async def stored(office: Office, unit_id: int) -> Stored:
    """Figures in force in the newest window, remarks, and messages in the officer's queue."""
    async with office.database.reading() as connection:
        newest = select(tables.windows.c.id).order_by(tables.windows.c.first_on.desc()).limit(1)
        window_id = (await connection.execute(newest)).scalar_one()
        rows = await connection.execute(
            select(tables.tallies, tables.submissions.c.channel)
            .join(tables.submissions, tables.submissions.c.id == tables.tallies.c.submission_id)
            .where(
                tables.submissions.c.unit_id == unit_id,
                tables.submissions.c.window_id == window_id,
                tables.submissions.c.replaced_at.is_(None),
            )
        )
        figures = {row.indicator: (row.value, row.qualifier, row.state) for row in rows}
        remarks = await connection.execute(
            select(tables.remarks.c.text)
            .where(tables.remarks.c.unit_id == unit_id, tables.remarks.c.window_id == window_id)
            .order_by(tables.remarks.c.id)
        )
        queue = await connection.execute(
            select(tables.reviews.c.id).where(tables.reviews.c.unit_id == unit_id)
        )
        return figures, list(remarks.scalars()), len(queue.all())


async def talk(office: Office, phone_of: PhoneOf, leader: Talker, lines: list[str]) -> Stored:
    """What is stored after all those lines, each typed once the one before has been answered."""
    phone = await phone_of(leader.person_id)
    for line in lines:
        await say(phone, line)
    return await stored(office, leader.unit_id)


async def test_every_conversation_is_stored_alike_on_every_channel(
    loaded_folder: Path, tmp_path: Path
) -> None:
    conversations = plain_conversations(TRANSCRIPTS.read_text("utf-8"))
    results: dict[str, dict[str, Stored]] = {}
    for channel in (on_web, on_telegram, on_zalo):
        folder = tmp_path / channel.__name__
        shutil.copytree(loaded_folder, folder)
        async with channel(folder, FRIDAY + timedelta(minutes=2)) as (office, phone_of):
            # Those who lead one group only: the words of the conversations name none.
            everybody = await leaders(office)
            alone = [one for one in everybody if [o.person_id for o in everybody].count(one.person_id) == 1]
            assert len(alone) >= len(conversations)

            talks = (
                talk(office, phone_of, leader, lines)
                for leader, lines in zip(alone, conversations.values(), strict=False)
            )
            results[channel.__name__] = dict(zip(conversations, await asyncio.gather(*talks), strict=True))
    for title in conversations:
        assert results["on_telegram"][title] == results["on_web"][title], title
        assert results["on_zalo"][title] == results["on_web"][title], title
    assert any(figures for figures, _, _ in results["on_web"].values())
