"""The locks under which processes on PostgreSQL show that they live; see `storage.liveness`."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


def _lock_of(name: str) -> ColumnElement[int]:
    # Of 64 bits, so that two names share one as good as never.
    return func.hashtextextended(name, 0)


async def hold(connection: AsyncConnection, name: str) -> bool:
    """Takes the name's lock until the connection ends; False while another connection has it."""
    taken = select(func.pg_try_advisory_lock(_lock_of(name)))
    return bool((await connection.execute(taken)).scalar_one())


async def is_dead(connection: AsyncConnection, name: str) -> bool:
    """Whether no process holds the name's lock; its lease is then anybody's. Never on SQLite."""
    if connection.dialect.name == "sqlite":
        return False
    free = select(func.pg_try_advisory_xact_lock(_lock_of(name)))
    return bool((await connection.execute(free)).scalar_one())
