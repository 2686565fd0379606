"""How other processes on one PostgreSQL database know at once that this one has died.

A session's lock ends with its connection, which the death of a process closes; so a lease whose owner shows
no life need not be waited for. A process that is frozen keeps its lock, and its leases run out.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.queries.liveness import hold


class Liveness:
    """Holds the locks of the names under which this process takes leases; for PostgreSQL only."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._held: dict[str, tuple[AsyncConnection, Any]] = {}
        """Each name's connection, as SQLAlchemy knows it and as the driver does."""

    def is_shown(self, name: str) -> bool:
        """Whether the name's lock is held: False from the moment its connection is lost."""
        held = self._held.get(name)
        return held is not None and not held[1].is_closed()

    async def show(self, name: str) -> None:
        """Takes the name's lock unless it is held. Raises SQLAlchemyError or OSError without a database.

        While the server still believes in a connection of ours that is gone, the lock is that one's: the
        name is alive for others, and has to be shown again.
        """
        if self.is_shown(name):
            return
        await self._drop(name)
        connection = await self._engine.connect()
        held = False
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            driver_connection = (await connection.get_raw_connection()).driver_connection
            held = await hold(connection, name)
        finally:
            if not held:
                await connection.close()
        if held:
            self._held[name] = connection, driver_connection

    async def close(self) -> None:
        for name in list(self._held):
            await self._drop(name)

    async def _drop(self, name: str) -> None:
        if name in self._held:
            connection, _ = self._held.pop(name)
            # The lock is the session's: given back to the pool, the connection would keep it.
            await connection.invalidate()
            await connection.close()
