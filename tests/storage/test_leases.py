"""Whose turn it is to send: a lease is kept by who lives, and free at once when its owner has died."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.queries.deliveries import drop_lease, take_lease
from tests.tasks.conftest import ZONE

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=ZONE)
LASTS = timedelta(seconds=12)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def take(database: Database, owner: str, now: datetime = NOW) -> int | None:
    await database.show_life(owner)
    async with database.transaction() as connection:
        return await take_lease(connection, "send", owner, now, LASTS)


async def test_who_lives_keeps_the_lease_until_it_runs_out(database: Database) -> None:
    assert await take(database, "a") == 1
    assert await take(database, "b", NOW + LASTS) is None
    assert await take(database, "a", NOW + LASTS) == 1
    assert await take(database, "b", NOW + LASTS + timedelta(seconds=1)) is None
    assert await take(database, "b", NOW + 3 * LASTS) == 2
    async with database.transaction() as connection:
        await drop_lease(connection, "send", "b", NOW + 3 * LASTS)
    assert await take(database, "a", NOW + 3 * LASTS) == 3


@only_postgresql
async def test_the_lease_of_the_dead_is_free_at_once(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    assert await take(other, "a") == 1
    assert await take(database, "b") is None
    await other.close()  # as its end by SIGKILL closes its connections
    assert await eventually(lambda: take(database, "b")) == 2
    assert await take(database, "c") is None


@only_postgresql
async def test_who_has_lost_the_connection_knows_it_and_shows_life_again(database: Database) -> None:
    assert await take(database, "a") == 1
    assert database.shows_life("a")
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        " AND pid != pg_backend_pid()"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with database.transaction() as connection:
        assert (await connection.execute(others)).all()
    for _ in range(100):
        if not database.shows_life("a"):
            break
        await asyncio.sleep(0.05)
    assert not database.shows_life("a")
    assert await eventually(lambda: take(database, "a")) == 1
    for _ in range(100):
        await database.show_life("a")
        if database.shows_life("a"):
            break
        await asyncio.sleep(0.05)
    assert database.shows_life("a")
    assert await take(database, "b") is None


async def eventually(attempt: Callable[[], Awaitable[int | None]]) -> int | None:
    """What it gives once it gives something: the server takes a moment to notice an end."""
    for _ in range(100):
        if (found := await attempt()) is not None:
            return found
        await asyncio.sleep(0.05)
    return None
