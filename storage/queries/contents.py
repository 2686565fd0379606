"""What the report says beside its figures: register of directives, editable passages."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StaleSessionError
from storage.queries.inserts import add_unless_there
from storage.records import Directive, Passage
from storage.tables import directives, passages

# The register of directives.


def _directive(row: RowMapping) -> Directive:
    return Directive(
        row["id"], row["kind"], row["number"], row["issued_on"], row["subject"], row["removed_at"]
    )


async def list_directives(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date, *, removed: bool = False
) -> list[Directive]:
    """What the ward issued between the two days, by date of issue; `removed`: what was taken out of that."""
    out = directives.c.removed_at.is_not(None) if removed else directives.c.removed_at.is_(None)
    rows = await connection.execute(
        select(directives)
        .where(directives.c.ward_id == ward_id, directives.c.issued_on.between(first_on, last_on), out)
        .order_by(directives.c.issued_on, directives.c.id)
    )
    return [_directive(row) for row in rows.mappings()]


async def put_directive(
    connection: AsyncConnection, ward_id: int, directive: Directive
) -> tuple[Directive, bool]:
    """The document in the register, and whether it is new: number and date are those of one document only.

    Raises StaleSessionError when somebody takes it out at this moment.
    """
    row = {
        "ward_id": ward_id,
        "kind": directive.kind,
        "number": directive.number,
        "issued_on": directive.issued_on,
        "subject": directive.subject,
    }
    added = await add_unless_there(connection, directives, row)
    found = await connection.execute(
        select(directives).where(
            directives.c.ward_id == ward_id,
            directives.c.number == directive.number,
            directives.c.issued_on == directive.issued_on,
            directives.c.removed_at.is_(None),
        )
    )
    stored = found.mappings().one_or_none()
    if stored is None:
        raise StaleSessionError(f"{directive.number} has just been taken out of the register")
    return _directive(stored), added is not None


async def mark_directive_removed(
    connection: AsyncConnection, ward_id: int, directive_id: int, now: datetime
) -> Directive | None:
    """Takes a document out of the register; it is kept. None: the register holds none with that id."""
    rows = await connection.execute(
        update(directives)
        .where(
            directives.c.ward_id == ward_id,
            directives.c.id == directive_id,
            directives.c.removed_at.is_(None),
        )
        .values(removed_at=now)
        .returning(directives)
    )
    row = rows.mappings().one_or_none()
    return _directive(row) if row else None


# Passages.


def _passage(row: RowMapping) -> Passage:
    return Passage(
        row["section"],
        row["body"],
        row["version"],
        row["period"],
        row["from_on"],
        row["carried_from"],
        row["made_at"],
        row["person_id"],
    )


async def list_passages(connection: AsyncConnection, ward_id: int) -> list[Passage]:
    """For every section the newest version of each period, by section and version."""
    newest = (
        select(passages.c.section, func.max(passages.c.version).label("version"))
        .where(passages.c.ward_id == ward_id)
        .group_by(passages.c.section, passages.c.period)
        .subquery()
    )
    rows = await connection.execute(
        select(passages)
        .join(newest, (newest.c.section == passages.c.section) & (newest.c.version == passages.c.version))
        .where(passages.c.ward_id == ward_id)
        .order_by(passages.c.section, passages.c.version)
    )
    return [_passage(row) for row in rows.mappings()]


async def list_passage_versions(
    connection: AsyncConnection, ward_id: int, section: str, period: str, most: int
) -> list[Passage]:
    """The newest versions of a section for the period with that key, the newest first."""
    rows = await connection.execute(
        select(passages)
        .where(passages.c.ward_id == ward_id, passages.c.section == section, passages.c.period == period)
        .order_by(passages.c.version.desc())
        .limit(most)
    )
    return [_passage(row) for row in rows.mappings()]


async def get_passage(
    connection: AsyncConnection, ward_id: int, section: str, version: int
) -> Passage | None:
    rows = await connection.execute(
        select(passages).where(
            passages.c.ward_id == ward_id, passages.c.section == section, passages.c.version == version
        )
    )
    row = rows.mappings().one_or_none()
    return _passage(row) if row else None


async def add_passage(connection: AsyncConnection, ward_id: int, passage: Passage) -> None:
    """Adds `passage.version` of a section, the newest version plus one; earlier versions stay.

    Raises StaleSessionError when somebody else has written the section since.
    """
    try:
        await connection.execute(insert(passages).values(ward_id=ward_id, **asdict(passage)))
    except IntegrityError:
        raise StaleSessionError(f"section {passage.section} has a newer version") from None
