"""What the schedule holds for a ward: each thing once, late if need be, never after it has lapsed.

What is done or was skipped is noted under its key in the audit trail, so that a restart, a second
process or a server that was down for days changes nothing but the hour.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.rounds import DONE, SKIPPED, list_noted, note

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
