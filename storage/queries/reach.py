"""Who of a ward can be written to, and who cannot."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Channel
from storage.tables import addresses, memberships, people, units


@dataclass(frozen=True, slots=True)
class ClosedChat:
    """A chat of somebody with a post in the ward, which nothing reaches any more."""

    person_id: int
    name: str
    unit: str
    channel: Channel
    why: str
    """As `mark_address_closed` was told."""
    closed_at: datetime
    elsewhere: tuple[Channel, ...]
    """Channels on which he is still reached."""


def _in_post(ward_id: int, on: date) -> ColumnElement[bool]:
    return (
        or_(units.c.id == ward_id, units.c.parent_id == ward_id)
        & (memberships.c.from_on <= on)
        & or_(memberships.c.to_on.is_(None), memberships.c.to_on >= on)
    )


async def list_unlinked(connection: AsyncConnection, ward_id: int, on: date) -> list[str]:
    """Units with somebody who holds a post there on that day and has never been heard from on any channel."""
    rows = await connection.execute(
        select(units.c.name)
        .join(memberships, memberships.c.unit_id == units.c.id)
        .where(
            _in_post(ward_id, on),
            ~exists().where(addresses.c.person_id == memberships.c.person_id),
        )
        .group_by(units.c.id, units.c.name, units.c.position)
        .order_by(units.c.position, units.c.id)
    )
    return list(rows.scalars())


async def list_closed(
    connection: AsyncConnection, ward_id: int, on: date, since: datetime
) -> list[ClosedChat]:
    """Chats closed since then of those who hold a post in the ward on that day, oldest first."""
    rows = await connection.execute(
        select(
            people.c.id,
            people.c.name,
            func.min(units.c.name).label("unit"),
            addresses.c.channel,
            addresses.c.closed_why,
            addresses.c.closed_at,
        )
        .join(addresses, addresses.c.person_id == people.c.id)
        .join(memberships, memberships.c.person_id == people.c.id)
        .join(units, units.c.id == memberships.c.unit_id)
        .where(_in_post(ward_id, on), addresses.c.closed_at >= since)
        .group_by(
            addresses.c.id,
            people.c.id,
            people.c.name,
            addresses.c.channel,
            addresses.c.closed_why,
            addresses.c.closed_at,
        )
        .order_by(addresses.c.closed_at, addresses.c.id)
    )
    found = rows.all()
    still = await connection.execute(
        select(addresses.c.person_id, addresses.c.channel)
        .where(addresses.c.person_id.in_({row.id for row in found}), addresses.c.closed_at.is_(None))
        .order_by(addresses.c.id)
    )
    elsewhere: dict[int, dict[Channel, None]] = {}
    for person_id, channel in still:
        elsewhere.setdefault(person_id, {})[Channel(channel)] = None
    return [
        ClosedChat(
            row.id,
            row.name,
            row.unit,
            Channel(row.channel),
            row.closed_why,
            row.closed_at,
            tuple(elsewhere.get(row.id, ())),
        )
        for row in found
    ]
