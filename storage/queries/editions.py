"""Reports that were submitted for approval, and editions: submittals that were issued, frozen for good."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, insert, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.inserts import add_unless_there
from storage.records import Json
from storage.tables import editions, forms, passages, submissions, submittals, tallies, windows


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
    period: str
    rule: str
    file_sha256: str
    person_id: int
    """The officer who submitted it."""
    made_at: datetime
    approved: bool | None
    """None: nobody has decided yet."""
    edition: int | None
    """Number of the edition that was issued from it."""


@dataclass(frozen=True, slots=True)
class Edition:
    period: str
    rule: str
    number: int
    """1, 2, … within ward and period."""
    submittal_id: int
    file_sha256: str
    made_at: datetime
    submitted_at: datetime
    """Since then nothing of it has changed."""


@dataclass(frozen=True, slots=True)
class LaterReturn:
    """A return in force that was given after some time, and the figures in which it differs from before."""

    unit_id: int
    first_on: date
    last_on: date
    made_at: datetime
    again: bool
    """The unit had reported for these days by that time already."""
    reason: str
    figures: frozenset[str]
    """By «form.indicator»."""


async def add_submittal(
    connection: AsyncConnection, ward_id: int, report: Frozen, person_id: int, now: datetime
) -> int:
    """Its id."""
    row = {
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
    added = await connection.execute(insert(submittals).values(row).returning(submittals.c.id))
    return int(added.scalar_one())


_SUBMITTALS: Select[Any] = select(
    *(submittals.c[name] for name in ("id", "period", "rule", "file_sha256", "person_id", "made_at")),
    submittals.c.approved,
    editions.c.number,
).outerjoin(editions, editions.c.submittal_id == submittals.c.id)


async def get_submittal(connection: AsyncConnection, ward_id: int, submittal_id: int) -> Submittal | None:
    found = await connection.execute(
        _SUBMITTALS.where(submittals.c.ward_id == ward_id, submittals.c.id == submittal_id)
    )
    row = found.one_or_none()
    return Submittal(*row) if row else None


async def list_newest_submittals(connection: AsyncConnection, ward_id: int) -> list[Submittal]:
    """The newest of each period, the newest first."""
    newest = (
        select(func.max(submittals.c.id)).where(submittals.c.ward_id == ward_id).group_by(submittals.c.period)
    )
    rows = await connection.execute(
        _SUBMITTALS.where(submittals.c.id.in_(newest)).order_by(submittals.c.id.desc())
    )
    return [Submittal(*row) for row in rows]


async def get_frozen(connection: AsyncConnection, submittal_id: int) -> Frozen:
    """What a submittal, and the edition issued from it, was made of."""
    names = ("period", "rule", "file_sha256", "template_sha256", "content", "figures")
    rows = await connection.execute(
        select(*(submittals.c[name] for name in names)).where(submittals.c.id == submittal_id)
    )
    return Frozen(*rows.one())


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
    connection: AsyncConnection,
    ward_id: int,
    submittal: Submittal,
    number: int,
    file_sha256: str,
    person_id: int,
    now: datetime,
) -> bool:
    """False when the number is taken, or the submittal was issued already."""
    row = {
        "ward_id": ward_id,
        "period": submittal.period,
        "number": number,
        "submittal_id": submittal.id,
        "file_sha256": file_sha256,
        "person_id": person_id,
        "made_at": now,
    }
    return await add_unless_there(connection, editions, row) is not None


async def count_editions(connection: AsyncConnection, ward_id: int, period: str) -> int:
    statement = select(func.count()).where(editions.c.ward_id == ward_id, editions.c.period == period)
    return int((await connection.execute(statement)).scalar_one())


async def list_editions(
    connection: AsyncConnection, ward_id: int, period: str | None = None
) -> list[Edition]:
    """The newest first; of that period, or of all."""
    statement = _EDITIONS.where(editions.c.ward_id == ward_id)
    if period is not None:
        statement = statement.where(editions.c.period == period)
    rows = await connection.execute(statement.order_by(editions.c.id.desc()))
    return [Edition(*row) for row in rows]


_EDITIONS: Select[Any] = select(
    editions.c.period,
    submittals.c.rule,
    editions.c.number,
    editions.c.submittal_id,
    editions.c.file_sha256,
    editions.c.made_at,
    submittals.c.made_at,
).join(submittals, submittals.c.id == editions.c.submittal_id)


async def get_newest_change(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> datetime | None:
    """When the newest return for windows that end between the days, or passage, was stored."""
    returns = (
        select(submissions.c.made_at)
        .join(windows, windows.c.id == submissions.c.window_id)
        .where(windows.c.ward_id == ward_id, windows.c.last_on.between(first_on, last_on))
    )
    texts = select(passages.c.made_at).where(passages.c.ward_id == ward_id)
    both = union_all(returns, texts).subquery()
    newest: datetime | None = (await connection.execute(select(func.max(both.c.made_at)))).scalar()
    return newest


async def list_later_returns(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date, since: datetime
) -> list[LaterReturn]:
    """Returns in force of windows that end between the days, made after `since`; by unit and window."""
    before = submissions.alias("before")
    then = and_(
        before.c.unit_id == submissions.c.unit_id,
        before.c.window_id == submissions.c.window_id,
        before.c.made_at <= since,
        or_(before.c.replaced_at.is_(None), before.c.replaced_at > since),
    )
    found = await connection.execute(
        select(
            submissions.c.id,
            before.c.id.label("before"),
            submissions.c.unit_id,
            windows.c.first_on,
            windows.c.last_on,
            submissions.c.made_at,
            submissions.c.reason,
        )
        .join(windows, windows.c.id == submissions.c.window_id)
        .outerjoin(before, then)
        .where(
            windows.c.ward_id == ward_id,
            windows.c.last_on.between(first_on, last_on),
            submissions.c.replaced_at.is_(None),
            submissions.c.made_at > since,
        )
        .order_by(submissions.c.unit_id, windows.c.first_on)
    )
    rows = found.all()
    told = await _tallied(connection, {key for row in rows for key in (row.id, row.before) if key})
    return [
        LaterReturn(
            row.unit_id,
            row.first_on,
            row.last_on,
            row.made_at,
            row.before is not None,
            row.reason,
            frozenset(key for key, _ in told.get(row.id, set()) ^ told.get(row.before, set())),
        )
        for row in rows
    ]


async def _tallied(
    connection: AsyncConnection, submission_ids: Collection[int]
) -> dict[int, set[tuple[str, int]]]:
    """(«form.indicator», value) of each figure of these submissions."""
    rows = await connection.execute(
        select(submissions.c.id, forms.c.code, tallies.c.indicator, tallies.c.value)
        .join(forms, forms.c.id == submissions.c.form_id)
        .join(tallies, tallies.c.submission_id == submissions.c.id)
        .where(submissions.c.id.in_(submission_ids))
    )
    found: dict[int, set[tuple[str, int]]] = {}
    for submission_id, form, indicator, value in rows:
        found.setdefault(submission_id, set()).add((f"{form}.{indicator}", value))
    return found
