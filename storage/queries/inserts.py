"""INSERT … ON CONFLICT DO NOTHING, which SQLite and PostgreSQL spell alike but SQLAlchemy does not."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


async def add_unless_there(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> int | None:
    """Inserts one row; returns its id, or None when a unique key already holds it (nothing is changed)."""
    statement = _inserting(connection.dialect.name, table)
    added: int | None = (await connection.execute(statement, dict(row))).scalar_one_or_none()
    return added


@cache
def _inserting(dialect: str, table: Table) -> ReturningInsert[int]:
    return _insert(dialect)(table).on_conflict_do_nothing().returning(table.c.id)


@cache
def _insert(dialect: str) -> Callable[[Table], "sqlite.Insert | postgresql.Insert"]:
    # Each of them is slow to load, and only one is needed.
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert
