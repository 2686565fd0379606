"""Transactions of one writing connection: one after another, committed together when several wait.

A commit waits for the disk; many people's answers at the same moment need not wait for it one by one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.errors import StorageError


@dataclass(slots=True)
class _Group:
    connection: AsyncConnection
    members: int = 0
    ended: bool = False
    error: Exception | None = None
    """Why none of it was committed."""


class GroupCommit:
    """Hands the engine's one connection round. Each transaction is whole or not at all, on its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._open: _Group | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Committed when this ends; rolled back on any error, which harms no other transaction."""
        async with self._turn:
            group = self._open or await self._begin()
            group.members += 1
            if group.members == 1:
                try:
                    yield group.connection
                except BaseException:
                    await asyncio.shield(self._end(group, commits=False))
                    raise
            else:
                async with group.connection.begin_nested():
                    yield group.connection
        # Whoever is waiting for a turn by now joins before the commit, since turns go in order.
        await asyncio.shield(asyncio.ensure_future(self._settle(group)))

    async def _begin(self) -> _Group:
        connection = await self._engine.connect()
        await connection.begin()
        self._open = _Group(connection)
        return self._open

    async def _settle(self, group: _Group) -> None:
        async with self._turn:
            if not group.ended:
                await self._end(group, commits=True)
        if group.error:
            raise group.error

    async def _end(self, group: _Group, *, commits: bool) -> None:
        group.ended, self._open = True, None
        group.error = StorageError("the transaction was not committed")
        try:
            if commits:
                await group.connection.commit()
                group.error = None
        except (SQLAlchemyError, OSError) as error:
            group.error = error
            # What a failed commit has left behind is nobody's to go on with.
            await group.connection.invalidate()
        finally:
            await group.connection.close()
