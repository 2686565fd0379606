"""What the deliverer asks and notes: whose turn it is, which message is next, what became of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.messages import get_outgoing
from storage.records import Address, Channel, OutboxKind, OutboxState, Outgoing
from storage.tables import addresses, leases, memberships, outbox, people, units

_SENT_AGAIN = (OutboxKind.REPLY, OutboxKind.PROMPT)
"""Kinds that are sent again when it is not certain whether they went; the others are parked."""


async def take_lease(
    connection: AsyncConnection, name: str, owner: str, now: datetime, lasts: timedelta
) -> int | None:
    """The lease's epoch when it is the owner's until now + lasts; None while somebody else holds it.

    The epoch goes up when the holder changes.
    """
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    first = dialect.insert(leases).values(name=name, owner=owner, until=now + lasts, epoch=1)
    taken = first.on_conflict_do_update(
        index_elements=[leases.c.name],
        set_={
            "until": now + lasts,
            "epoch": leases.c.epoch + _differs(owner),
            "owner": owner,
        },
        where=or_(leases.c.owner == owner, leases.c.until < now),
    ).returning(leases.c.epoch)
    return (await connection.execute(taken)).scalar_one_or_none()


def _differs(owner: str) -> ColumnElement[int]:
    return func.abs(func.coalesce(func.nullif(leases.c.owner == owner, None), False).op("=")(False))


async def drop_lease(connection: AsyncConnection, name: str, owner: str, now: datetime) -> None:
    """Lets the next one in at once; the row stays, so that its epoch goes on counting."""
    await connection.execute(
        update(leases)
        .where(leases.c.name == name, leases.c.owner == owner)
        .values(until=now - timedelta(seconds=1))
    )
