"""What both bare bots store with: one row of a message, durable when `keep` returns, through SQLAlchemy."""

from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, event, insert
from sqlalchemy.ext.asyncio import create_async_engine

metadata = MetaData()
said = Table(
    "said",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat", Integer),
    Column("text", String),
)


class Store:
    def __init__(self, path: Path) -> None:
        self._engine = create_async_engine(f"sqlite+aiosqlite:///{path}")

        @event.listens_for(self._engine.sync_engine, "connect")
        def _prepare(connection: object, _: object) -> None:
            cursor = connection.cursor()  # type: ignore[attr-defined]
            # So patient that a busy machine costs it time, not messages.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=60000"):
                cursor.execute(f"PRAGMA {pragma}")

    async def open(self) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(metadata.create_all)

    async def keep(self, chat: int, text: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(insert(said).values(chat=chat, text=text))
