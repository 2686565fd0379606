"""SQLite connections for an event loop, with as few changes of thread as durability allows.

aiosqlite gives every call to a thread of its own. That is right for what may wait: opening, BEGIN
(for another process's lock), COMMIT (for the disk). But SQLAlchemy makes four calls of each statement, and
each change of thread costs some thirty times what SQLite needs for a row (measured, docs/benchmarks.md).
So a statement with its rows is one call, and on the writing connection, whose statements are all short, none.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

_T = TypeVar("_T")
_WAITING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "VACUUM")


class Connection(aiosqlite.Connection):
    """`at_once`: a writer; its statements run where they are called, except those that may wait."""

    def __init__(self, path: str, timeout: float, at_once: bool) -> None:
        # Never used by two threads at a time: each call is awaited before the next.
        super().__init__(lambda: sqlite3.connect(path, timeout=timeout, check_same_thread=False), 64)
        self.at_once = at_once

    def cursor(self) -> "Cursor":  # type: ignore[override] # entered without waiting
        return Cursor(self)

    async def rollback(self) -> None:
        if self.at_once:
            await super().rollback()
        else:
            # Where nothing was written there is nothing to wait for; nor does a plain BEGIN lock anything.
            self._conn.rollback()

    async def call(self, sql: str, work: Callable[[], _T]) -> _T:
        """Does the work of one statement, here or in the connection's thread."""
        if sql == "BEGIN" or (self.at_once and not sql.lstrip().upper().startswith(_WAITING)):
            return work()
        done: _T = await self._execute(work)  # type: ignore[no-untyped-call] # as in all of aiosqlite
        return done


class Cursor:
    """What SQLAlchemy uses of an asynchronous cursor; rows are fetched with the statement."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        def work() -> None:
            self._cursor = cursor = self._connection._conn.cursor()
            cursor.execute(sql, tuple(parameters))
            self._rows = cursor.fetchall() if cursor.description else []

        await self._connection.call(sql, work)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        def work() -> None:
            self._cursor = cursor = self._connection._conn.cursor()
            cursor.executemany(sql, parameters)

        await self._connection.call(sql, work)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing to do: rows are all fetched, and what is told of them may be asked for afterwards."""

    @property
    def description(self) -> Any:
        return self._cursor.description if self._cursor else None

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount if self._cursor else -1

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid if self._cursor else None
