"""The database: engines, pragmas, transactions and migrations, on SQLite or PostgreSQL.

SQLite has one writing connection that begins with BEGIN IMMEDIATE, beside reading connections:
anything else either loses updates silently or answers "database is locked" under load (measured).
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import StorageError
from storage.group_commit import GroupCommit
from storage.liveness import Liveness
from storage.migrations import NEWEST
from storage.sole_process import SoleProcess
from storage.sqlite_driver import Connection as SqliteConnection

_BUSY_MS = 10_000


def database_url(value: str) -> URL:
    """A `DATABASE_URL` with the driver that we use. Raises StorageError for any other database."""
    try:
        url = make_url(value)
    except ArgumentError:
        raise StorageError(
            "DATABASE_URL is not a database address; write sqlite:///var/gomso.db or "
            "postgresql://user:password@host/name."
        ) from None
    match url.get_backend_name():
        case "sqlite":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+asyncpg")
        case other:
            raise StorageError(f"DATABASE_URL names {other!r}; only sqlite and postgresql are supported.")


class Database:
    """Opens transactions. `url` is as in `DATABASE_URL`."""

    transaction: Callable[[], AbstractAsyncContextManager[AsyncConnection]]
    """A writing transaction: committed at the end, rolled back on any error."""

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self._sole: SoleProcess | None = None
        self._liveness: Liveness | None = None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if not self.url.database or self.url.database == ":memory:":
                raise StorageError("DATABASE_URL must name a file, such as sqlite:///var/gomso.db.")
            self._writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE", 1, at_once=True)
            self._reader = _sqlite_engine(self.url, "BEGIN", 4, "query_only=ON", at_once=False)
            self.transaction = GroupCommit(self._writer).transaction
        else:
            self._writer = self._reader = create_async_engine(
                self.url, pool_size=8, max_overflow=8, hide_parameters=True
            )
            self.transaction = self._writer.begin
            self._liveness = Liveness(self._writer)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view for reading; keep it short."""
        async with self._reader.connect() as connection:
            if not self.is_sqlite:
                await connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection

    async def migrate(self, revision: str = "head") -> None:
        """Brings the tables to `revision` ("base" empties them). Raises StorageError if it cannot."""
        try:
            if self.is_sqlite:
                _touch(Path(str(self.url.database)))
                await self._switch_on_wal()
            async with self._writer.begin() as connection:
                if revision != "head" or await connection.run_sync(_revision) != NEWEST:
                    await connection.run_sync(_run_migrations, revision)
        except (SQLAlchemyError, OSError) as error:
            raise _refusal(error) from None

    async def _switch_on_wal(self) -> None:
        # Once, before anything else: two processes switching at the same time can lock each other.
        engine = create_async_engine(self.url)
        async with engine.connect() as connection:
            await connection.execute(text("PRAGMA journal_mode=WAL"))
        await engine.dispose()

    async def version(self) -> str:
        """Revision of the tables, "" when there are none. Raises StorageError if nothing answers."""
        try:
            async with self._reader.connect() as connection:
                return await connection.run_sync(_revision)
        except (SQLAlchemyError, OSError) as error:
            raise _refusal(error) from None

    def newest_version(self) -> str:
        """Revision that `migrate` leads to."""
        return NEWEST

    def be_sole_process(self) -> None:
        """Takes the right to be this SQLite file's only clock and deliverer, until `close`; PostgreSQL
        needs no such right.

        Raises StorageError, naming the process that has it.
        """
        if self.is_sqlite and os.name == "posix":
            self._sole = SoleProcess(Path(str(self.url.database)))

    @property
    def is_sole_process(self) -> bool:
        """Whether no other process asks, reminds or delivers on this file, alive or frozen."""
        return self._sole is not None

    def shows_life(self, owner: str) -> bool:
        """Whether other processes know that the owner of a lease lives. On SQLite there are none to know."""
        return self._liveness is None or self._liveness.is_shown(owner)

    async def show_life(self, owner: str) -> None:
        """To be called before the owner takes a lease. Raises SQLAlchemyError or OSError."""
        if self._liveness:
            await self._liveness.show(owner)

    def exists(self) -> bool:
        """Whether the SQLite file is there (nothing else can be told before connecting)."""
        return Path(str(self.url.database)).exists()

    async def close(self) -> None:
        if self._sole:
            self._sole.release()
        if self._liveness:
            await self._liveness.close()
        await self._writer.dispose()
        await self._reader.dispose()


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Readable for nobody else: it holds names and messages.
    path.touch(mode=0o600)


def _sqlite_engine(url: URL, begin: str, connections: int, *pragmas: str, at_once: bool) -> AsyncEngine:
    path = str(url.database)
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"async_creator_fn": lambda *_, **__: SqliteConnection(path, _BUSY_MS / 1000, at_once)},
        # Errors must not carry what people typed into a log.
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # We emit BEGIN ourselves; the driver's own begins too late and deferred.
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL: a committed answer survives loss of power, not only of the process.
        for pragma in ("foreign_keys=ON", f"busy_timeout={_BUSY_MS}", "synchronous=FULL", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _run_migrations(connection: Connection, revision: str) -> None:
    from storage.migrations.run import migrate  # noqa: PLC0415 - slow to load, and rarely needed

    migrate(connection, revision)


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _refusal(error: Exception) -> StorageError:
    # The first line only: what follows may hold an address with its password.
    reason = (str(getattr(error, "orig", error)).splitlines() or [type(error).__name__])[0]
    return StorageError(f"the database cannot be opened or migrated: {reason}. Check DATABASE_URL.")
