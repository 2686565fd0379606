"""Windows (kỳ báo) and their rounds (đợt)."""

from datetime import date, datetime

from sqlalchemy import RowMapping, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.inserts import add_unless_there
from storage.records import Round, Window
from storage.tables import rounds, windows


def _window(row: RowMapping) -> Window:
    return Window(row["id"], row["ward_id"], row["first_on"], row["last_on"], row["locked_at"])


async def put_window(connection: AsyncConnection, ward_id: int, first_on: date, last_on: date) -> Window:
    """The ward's window that begins on that day, made if there is none."""
    await add_unless_there(
        connection, windows, {"ward_id": ward_id, "first_on": first_on, "last_on": last_on}
    )
    row = await connection.execute(
        select(windows).where(windows.c.ward_id == ward_id, windows.c.first_on == first_on)
    )
    return _window(row.mappings().one())


async def list_windows(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[Window]:
    """Windows whose last day lies between the two days, oldest first."""
    rows = await connection.execute(
        select(windows)
        .where(windows.c.ward_id == ward_id, windows.c.last_on.between(first_on, last_on))
        .order_by(windows.c.first_on)
    )
    return [_window(row) for row in rows.mappings()]


async def list_asked_windows(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[tuple[Window, bool]]:
    """As `list_windows`, each with whether its round has been opened."""
    period = {"ward": ward_id, "first_on": first_on, "last_on": last_on}
    rows = await connection.execute(_ASKED, period)
    return [(_window(row), bool(row["asked"])) for row in rows.mappings()]


_ASKED = (
    select(windows, rounds.c.id.is_not(None).label("asked"))
    .outerjoin(rounds, rounds.c.window_id == windows.c.id)
    .where(
        windows.c.ward_id == bindparam("ward"),
        windows.c.last_on.between(bindparam("first_on"), bindparam("last_on")),
    )
    .order_by(windows.c.first_on)
)


async def put_round(
    connection: AsyncConnection, window_id: int, opened_at: datetime, due_at: datetime
) -> int | None:
    """Opens the window's round; None when it has been opened before."""
    return await add_unless_there(
        connection, rounds, {"window_id": window_id, "opened_at": opened_at, "due_at": due_at}
    )


async def list_rounds(connection: AsyncConnection, window_ids: list[int]) -> dict[int, Round]:
    """Rounds that have been opened, by window id."""
    rows = await connection.execute(select(rounds).where(rounds.c.window_id.in_(window_ids)))
    return {row["window_id"]: Round(**row) for row in rows.mappings()}
