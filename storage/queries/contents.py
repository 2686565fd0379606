"""What the report says beside its figures: register of directives, editable passages."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Directive, Passage
from storage.tables import directives, passages


async def list_directives(connection: AsyncConnection, ward_id: int) -> list[Directive]:
    """The register of the ward, by date of issue."""
    rows = await connection.execute(
        select(directives)
        .where(directives.c.ward_id == ward_id)
        .order_by(directives.c.issued_on, directives.c.id)
    )
    return [
        Directive(row["id"], row["kind"], row["number"], row["issued_on"], row["subject"])
        for row in rows.mappings()
    ]


async def list_passages(connection: AsyncConnection, ward_id: int) -> list[Passage]:
    """The newest version of every passage, by section."""
    newest = (
        select(passages.c.section, func.max(passages.c.version).label("version"))
        .where(passages.c.ward_id == ward_id)
        .group_by(passages.c.section)
        .subquery()
    )
    rows = await connection.execute(
        select(passages.c.section, passages.c.body, passages.c.version)
        .join(newest, (newest.c.section == passages.c.section) & (newest.c.version == passages.c.version))
        .where(passages.c.ward_id == ward_id)
        .order_by(passages.c.section)
    )
    return [Passage(row.section, row.body, row.version) for row in rows]


async def add_passage(
    connection: AsyncConnection, ward_id: int, passage: Passage, person_id: int | None, now: datetime
) -> None:
    """Adds `passage.version` of a section; earlier versions stay."""
    await connection.execute(
        insert(passages).values(
            ward_id=ward_id,
            section=passage.section,
            version=passage.version,
            body=passage.body,
            made_at=now,
            person_id=person_id,
        )
    )
