"""Tables and transactions, on SQLite and on PostgreSQL."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage import tables
from storage.database import Database
from storage.errors import StorageError
from storage.migrations import NEWEST
from storage.migrations.run import alembic_config
from storage.queries.audit import add_audit

NOW = datetime(2026, 5, 8, 15, tzinfo=UTC)


async def test_migrations_go_up_down_and_up(database_url: str) -> None:
    database = Database(database_url)
    for revision in ("head", "base", "head"):
        await database.migrate(revision)
    assert await database.version() == database.newest_version()
    await database.close()


async def test_tables_equal_migrations(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


def test_the_newest_revision_is_the_one_that_the_program_knows() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == NEWEST


async def test_readers_cannot_write(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(DBAPIError):
            await connection.execute(
                insert(tables.people)
                .values(name="Người (mẫu)", honorific="bác")
                .returning(tables.people.c.id)
            )


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await connection.execute(insert(tables.people).values(name="Người (mẫu)", honorific="bác"))
            raise RuntimeError("on purpose")
    async with database.reading() as connection:
        assert (await connection.execute(select(tables.people))).all() == []


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(tables.rounds).values(window_id=99, opened_at=NOW, due_at=NOW))


async def test_times_come_back_aware_and_equal(database: Database) -> None:
    async with database.transaction() as connection:
        await add_audit(connection, NOW, None, "test", "x", {})
    async with database.reading() as connection:
        at = (await connection.execute(select(tables.audit.c.at))).scalar_one()
    assert at == NOW
    assert at.tzinfo is not None


async def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(StatementError):
        async with database.transaction() as connection:
            await add_audit(connection, NOW.replace(tzinfo=None), None, "test", "x", {})


@pytest.mark.parametrize("verb", ["UPDATE audit SET action = 'other'", "DELETE FROM audit"])
async def test_audit_is_append_only(database: Database, verb: str) -> None:
    async with database.transaction() as connection:
        await add_audit(connection, NOW, None, "report.made", "2026-H1", {})
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as connection:
            await connection.execute(text(verb))


async def test_fifty_counters_lose_no_update(database: Database) -> None:
    """Read-then-write by many at once: with a deferred BEGIN most of these would vanish silently."""
    async with database.transaction() as connection:
        await connection.execute(
            insert(tables.units).values(
                code="tdp-01", kind="group", name="Tổ (mẫu)", from_on=date(2026, 1, 1), position=0
            )
        )

    async def count_up() -> None:
        async with database.transaction() as connection:
            position = (
                await connection.execute(select(tables.units.c.position).with_for_update())
            ).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(update(tables.units).values(position=position + 1))

    await asyncio.gather(*(count_up() for _ in range(50)))
    async with database.reading() as connection:
        assert (await connection.execute(select(tables.units.c.position))).scalar_one() == 50


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused_by_name(url: str) -> None:
    with pytest.raises(StorageError, match="DATABASE_URL"):
        Database(url)


async def test_sqlite_is_durable_and_private(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/gomso.db")
    await database.migrate()
    async with database.transaction() as connection:
        pragmas = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]
    from pathlib import Path

    assert (Path(str(tmp_path)) / "deep" / "gomso.db").stat().st_mode & 0o077 == 0
    await database.close()
