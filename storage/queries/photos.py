"""Photos that came with returns."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import UnitPhoto
from storage.tables import attachments, files, units, windows


async def list_photos(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[UnitPhoto]:
    """Photos that came with the returns of the ward's units, for windows that end between the two days."""
    rows = await connection.execute(
        select(
            units.c.name, windows.c.first_on, windows.c.last_on, attachments.c.file_sha256, files.c.media_type
        )
        .join(units, units.c.id == attachments.c.unit_id)
        .join(windows, windows.c.id == attachments.c.window_id)
        .join(files, files.c.sha256 == attachments.c.file_sha256)
        .where(windows.c.ward_id == ward_id, windows.c.last_on.between(first_on, last_on))
        .order_by(windows.c.first_on, units.c.position, units.c.id, attachments.c.id)
    )
    return [UnitPhoto(*row) for row in rows]
