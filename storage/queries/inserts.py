"""INSERT … ON CONFLICT DO NOTHING, which SQLite and PostgreSQL spell alike but SQLAlchemy does not."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def add_unless_there(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> int | None:
    """Inserts one row; returns its id, or None when a unique key already holds it (nothing is changed)."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**row).on_conflict_do_nothing().returning(table.c.id)
    return (await connection.execute(statement)).scalar_one_or_none()
