"""What the schedule holds for a ward: each thing once, late if need be, never after it has lapsed.

What is done or was skipped is noted under its key in the audit trail, so that a restart, a second
process or a server that was down for days changes nothing but the hour.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tasks.office import Office
from bot.tasks.week import Week, week_of
from storage.errors import SettingsError
from storage.queries.rounds import DONE, SKIPPED, list_noted, note
from storage.queries.units import list_wards
from storage.records import Ward

log = logging.getLogger(__name__)

LATE = timedelta(days=3)
"""What the schedule missed is still done so long after its time."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is to happen once."""

    key: str
    at: datetime
    lapses_at: datetime
    what: str
    """In English, for the administrator."""


async def list_speaking(office: Office, now: datetime) -> list[tuple[Ward, Week]]:
    """Wards to which the bot may write now of its own accord, each with its week.

    One whose week is wrong is told in the log, and holds up no other.
    """
    async with office.database.reading() as connection:
        wards = await list_wards(connection)
    found = []
    for ward in wards:
        try:
            week = week_of(office, ward)
        except SettingsError as error:
            log.error("ward %s is neither asked nor told anything: %s", ward.unit_id, error)
            continue
        if week.may_speak(now):
            found.append((ward, week))
    return found


async def list_open(connection: AsyncConnection, items: Sequence[Item], now: datetime) -> list[Item]:
    """Those whose time has come and that are neither done nor skipped, in the order given."""
    passed = [item for item in items if item.at <= now]
    noted = await list_noted(connection, [item.key for item in passed]) if passed else set()
    return [item for item in passed if item.key not in noted]


async def mark_done(connection: AsyncConnection, item: Item, now: datetime) -> None:
    await note(connection, now, DONE, item.key)


async def mark_skipped(connection: AsyncConnection, items: Sequence[Item], now: datetime) -> None:
    for item in items:
        log.warning("skipped: %s, which was due at %s", item.what, item.at.isoformat(timespec="minutes"))
        await note(connection, now, SKIPPED, item.key)
