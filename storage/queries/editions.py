"""Reports that were submitted for approval, and editions: reports that were issued, frozen for good."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Json
from storage.tables import editions, submissions, submittals, windows


@dataclass(frozen=True, slots=True)
class Frozen:
    """A report as it was made, with all that it was made from."""

    period: str
    rule: str
    file_sha256: str
    template_sha256: str
    content: Json
    figures: Json
    """As `reports.editions.frozen` gives them."""


@dataclass(frozen=True, slots=True)
class Submittal:
    id: int
    report: Frozen
    person_id: int
    """The officer who submitted it."""
    made_at: datetime
    approved: bool | None
    """None: nobody has decided yet."""
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    id: int
    report: Frozen
    number: int
    """1, 2, … within ward and period."""
    person_id: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LaterReturn:
    """A return of the period that was given, or given anew, after some time; in force now."""

    unit_id: int
    first_on: date
    last_on: date
    made_at: datetime
    version: int
    reason: str


async def add_submittal(
    connection: AsyncConnection, ward_id: int, report: Frozen, person_id: int, now: datetime
) -> int:
    """Its id."""
    row = _row(ward_id, report, person_id, now)
    found = await connection.execute(insert(submittals).values(row).returning(submittals.c.id))
    return int(found.scalar_one())


async def get_newest_submittal(
    connection: AsyncConnection, ward_id: int, period: str | None = None
) -> Submittal | None:
    """The newest of that period, or of all."""
    statement = select(submittals).where(submittals.c.ward_id == ward_id).order_by(submittals.c.id.desc())
    if period is not None:
        statement = statement.where(submittals.c.period == period)
    row = (await connection.execute(statement.limit(1))).mappings().first()
    return _submittal(row) if row else None


async def get_submittal(connection: AsyncConnection, ward_id: int, submittal_id: int) -> Submittal | None:
    statement = select(submittals).where(submittals.c.ward_id == ward_id, submittals.c.id == submittal_id)
    row = (await connection.execute(statement)).mappings().first()
    return _submittal(row) if row else None


async def decide_submittal(
    connection: AsyncConnection,
    submittal_id: int,
    person_id: int,
    now: datetime,
    *,
    approved: bool,
    words: str,
) -> bool:
    """False when somebody else has decided before."""
    done = await connection.execute(
        update(submittals)
        .where(submittals.c.id == submittal_id, submittals.c.decided_at.is_(None))
        .values(decided_at=now, decided_by=person_id, approved=approved, words=words)
    )
    return done.rowcount == 1


async def add_edition(
    connection: AsyncConnection, ward_id: int, report: Frozen, number: int, person_id: int, now: datetime
) -> None:
    """Raises IntegrityError when the number is taken."""
    row = {**_row(ward_id, report, person_id, now), "number": number}
    await connection.execute(insert(editions).values(row))


async def count_editions(connection: AsyncConnection, ward_id: int, period: str) -> int:
    statement = select(func.count()).where(editions.c.ward_id == ward_id, editions.c.period == period)
    return int((await connection.execute(statement)).scalar_one())


async def list_editions(
    connection: AsyncConnection, ward_id: int, period: str | None = None
) -> list[Edition]:
    """The newest first; of that period, or of all."""
    statement = _editions(ward_id)
    if period is not None:
        statement = statement.where(editions.c.period == period)
    rows = await connection.execute(statement.order_by(editions.c.id.desc()))
    return [
        Edition(row["id"], _frozen(row), row["number"], row["person_id"], row["made_at"])
        for row in rows.mappings()
    ]


def _editions(ward_id: int) -> Select[Any]:
    return select(editions).where(editions.c.ward_id == ward_id)


async def list_later_returns(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date, since: datetime
) -> list[LaterReturn]:
    """Returns in force of windows that end between the days, made after `since`; by unit and window."""
    rows = await connection.execute(
        select(
            submissions.c.unit_id,
            windows.c.first_on,
            windows.c.last_on,
            submissions.c.made_at,
            submissions.c.version,
            submissions.c.reason,
        )
        .join(windows, windows.c.id == submissions.c.window_id)
        .where(
            windows.c.ward_id == ward_id,
            windows.c.last_on.between(first_on, last_on),
            submissions.c.replaced_at.is_(None),
            submissions.c.made_at > since,
        )
        .order_by(submissions.c.unit_id, windows.c.first_on)
    )
    return [LaterReturn(*row) for row in rows]


def _row(ward_id: int, report: Frozen, person_id: int, now: datetime) -> dict[str, Any]:
    return {
        "ward_id": ward_id,
        "period": report.period,
        "rule": report.rule,
        "file_sha256": report.file_sha256,
        "template_sha256": report.template_sha256,
        "content": report.content,
        "figures": report.figures,
        "person_id": person_id,
        "made_at": now,
    }


def _frozen(row: RowMapping) -> Frozen:
    return Frozen(
        row["period"],
        row["rule"],
        row["file_sha256"],
        row["template_sha256"],
        row["content"],
        row["figures"],
    )


def _submittal(row: RowMapping) -> Submittal:
    return Submittal(
        row["id"], _frozen(row), row["person_id"], row["made_at"], row["approved"], row["decided_at"]
    )
