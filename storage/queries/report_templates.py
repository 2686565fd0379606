"""The Word templates that wards use instead of the shipped one, and the documents that people sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.messages import list_files
from storage.tables import addresses, inbox, report_templates

_LOOK_BACK = 300
"""So many messages of a person are looked through for the document sent last."""


@dataclass(frozen=True, slots=True)
class UsedTemplate:
    sha256: str
    name: str
    """By which the officer knows it: «mẫu gửi lúc 15:04 ngày 14/6/2026»."""
    person_id: int
    """Who took it into use."""
    made_at: datetime
    """Since when it is in use."""


async def get_report_template(connection: AsyncConnection, ward_id: int) -> UsedTemplate | None:
    """The ward's own template in use; None: it uses the shipped one."""
    rows = await connection.execute(
        select(report_templates)
        .where(report_templates.c.ward_id == ward_id, report_templates.c.ended_at.is_(None))
        .order_by(report_templates.c.id.desc())
        .limit(1)
    )
    row = rows.mappings().first()
    return UsedTemplate(row["file_sha256"], row["name"], row["person_id"], row["made_at"]) if row else None


async def put_report_template(connection: AsyncConnection, ward_id: int, used: UsedTemplate) -> None:
    """Takes a template into use; the one before it is ended."""
    await mark_report_template_ended(connection, ward_id, used.made_at)
    await connection.execute(
        insert(report_templates).values(
            ward_id=ward_id,
            file_sha256=used.sha256,
            name=used.name,
            person_id=used.person_id,
            made_at=used.made_at,
        )
    )


async def mark_report_template_ended(connection: AsyncConnection, ward_id: int, now: datetime) -> bool:
    """Whether there was one in use."""
    ended = await connection.execute(
        update(report_templates)
        .where(report_templates.c.ward_id == ward_id, report_templates.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    return bool(ended.rowcount)


async def get_newest_document(
    connection: AsyncConnection, person_id: int, media_types: Collection[str]
) -> tuple[str, datetime] | None:
    """(hash, when it came) of the document of these types that the person sent last."""
    rows = await connection.execute(
        select(inbox.c.photos, inbox.c.received_at)
        .join(addresses, addresses.c.id == inbox.c.address_id)
        .where(addresses.c.person_id == person_id)
        .order_by(inbox.c.id.desc())
        .limit(_LOOK_BACK)
    )
    sent = [(sha256, row.received_at) for row in rows for sha256 in reversed(row.photos)]
    known = await list_files(connection, [sha256 for sha256, _ in sent])
    return next(
        ((sha, at) for sha, at in sent if (file := known.get(sha)) and file.media_type in media_types), None
    )
