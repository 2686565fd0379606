"""The audit trail: who did what, when. Append-only."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Json
from storage.tables import audit


async def add_audit(
    connection: AsyncConnection, at: datetime, person_id: int | None, action: str, subject: str, detail: Json
) -> None:
    """`action` is a dotted verb such as «report.made»; `detail` holds no names, numbers or message texts."""
    await connection.execute(
        insert(audit).values(at=at, person_id=person_id, action=action, subject=subject, detail=dict(detail))
    )
