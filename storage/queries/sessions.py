"""The conversation each person is in the middle of."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StaleSessionError
from storage.records import Json
from storage.tables import sessions


async def get_session(connection: AsyncConnection, person_id: int) -> tuple[int, Json]:
    """(version, data); version 0 and no data when the person has not talked yet.

    On PostgreSQL the row is locked until the transaction ends; on SQLite the writer is alone anyway.
    """
    row = (await connection.execute(_SESSION, {"person": person_id})).one_or_none()
    return (row.version, row.data) if row else (0, {})


_SESSION = (
    select(sessions.c.version, sessions.c.data)
    .where(sessions.c.person_id == bindparam("person"))
    .with_for_update()
)
_SAVE = (
    update(sessions)
    .where(sessions.c.person_id == bindparam("person"), sessions.c.version == bindparam("before"))
    .values(version=bindparam("after"), data=bindparam("session"), saved_at=bindparam("now"))
)


async def save_session(
    connection: AsyncConnection, person_id: int, version: int, data: Json, now: datetime
) -> None:
    """Saves the session on top of `version`. Raises StaleSessionError when it has moved on since."""
    if version == 0:
        try:
            await connection.execute(
                insert(sessions).values(person_id=person_id, version=1, data=data, saved_at=now)
            )
        except IntegrityError:
            raise StaleSessionError(f"the session of person {person_id} was begun elsewhere") from None
        return
    row = {"person": person_id, "before": version, "after": version + 1, "session": data, "now": now}
    saved = await connection.execute(_SAVE, row)
    if saved.rowcount != 1:
        raise StaleSessionError(f"the session of person {person_id} has moved on")
