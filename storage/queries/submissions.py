"""Submissions and their tallies: versions, the one in force, and totals over a period."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import RowMapping, and_, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StaleSessionError
from storage.queries.inserts import add_unless_there
from storage.records import Channel, Qualifier, Remark, RemarkKind, State, Submission, Tally, UnitTotal
from storage.tables import attachments, forms, remarks, submissions, tallies, units, windows


def _tally(row: RowMapping) -> Tally:
    return Tally(
        row["indicator"], row["value"], Qualifier(row["qualifier"]), State(row["state"]), row["message_id"]
    )


def _submission(row: RowMapping, counted: Sequence[Tally]) -> Submission:
    return Submission(
        id=row["id"],
        unit_id=row["unit_id"],
        window_id=row["window_id"],
        form_id=row["form_id"],
        version=row["version"],
        made_at=row["made_at"],
        person_id=row["person_id"],
        tallies=tuple(counted),
        message_id=row["message_id"],
        channel=Channel(row["channel"]) if row["channel"] else None,
        on_behalf_of=row["on_behalf_of"],
        late=row["late"],
        reason=row["reason"],
    )


async def list_submissions_in_force(
    connection: AsyncConnection, unit_ids: Sequence[int], window_ids: Sequence[int]
) -> dict[tuple[int, int], Submission]:
    """The newest version of every return asked for, by (unit id, window id)."""
    which = and_(
        submissions.c.unit_id.in_(unit_ids),
        submissions.c.window_id.in_(window_ids),
        submissions.c.replaced_at.is_(None),
    )
    heads = (await connection.execute(select(submissions).where(which))).mappings().all()
    counted: dict[int, list[Tally]] = defaultdict(list)
    figures = await connection.execute(
        select(tallies).join(submissions, submissions.c.id == tallies.c.submission_id).where(which)
    )
    for row in figures.mappings():
        counted[row["submission_id"]].append(_tally(row))
    return {(row["unit_id"], row["window_id"]): _submission(row, counted[row["id"]]) for row in heads}


async def add_submission(connection: AsyncConnection, submission: Submission) -> int:
    """Adds the next version of a return; the one before stays, marked as replaced. Returns the id.

    `submission.version` must be the newest version plus one (1 for the first). Raises StaleSessionError
    when somebody else has reported for the same unit and window since.
    """
    replaced = await connection.execute(
        update(submissions)
        .where(
            submissions.c.unit_id == submission.unit_id,
            submissions.c.window_id == submission.window_id,
            submissions.c.version == submission.version - 1,
            submissions.c.replaced_at.is_(None),
        )
        .values(replaced_at=submission.made_at)
    )
    stale = f"unit {submission.unit_id} has a newer return for window {submission.window_id}"
    if replaced.rowcount != (1 if submission.version > 1 else 0):
        raise StaleSessionError(stale)
    row = {name: value for name, value in asdict(submission).items() if name not in {"id", "tallies"}}
    try:
        added = await connection.execute(insert(submissions).values(**row).returning(submissions.c.id))
    except IntegrityError:
        raise StaleSessionError(stale) from None
    submission_id: int = added.scalar_one()
    if submission.tallies:
        await connection.execute(
            insert(tallies),
            [{"submission_id": submission_id, **asdict(tally)} for tally in submission.tallies],
        )
    return submission_id


async def list_unit_totals(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[UnitTotal]:
    """What each unit of the ward reported over the windows that end between the two days."""
    inexact = case((tallies.c.qualifier != Qualifier.EXACT, tallies.c.qualifier))
    of_the_ward = and_(
        windows.c.ward_id == ward_id,
        windows.c.last_on.between(first_on, last_on),
        submissions.c.replaced_at.is_(None),
    )
    grouped = (
        select(
            submissions.c.unit_id,
            forms.c.code.label("form"),
            tallies.c.indicator,
            func.sum(tallies.c.value).label("total"),
            func.max(tallies.c.value).label("largest"),
            func.max(windows.c.last_on).label("last_on"),
            func.count().label("submissions"),
            func.min(inexact).label("inexact"),
            func.count(inexact.distinct()).label("kinds"),
        )
        .select_from(
            windows.join(submissions, submissions.c.window_id == windows.c.id)
            .join(tallies, tallies.c.submission_id == submissions.c.id)
            .join(forms, forms.c.id == submissions.c.form_id)
        )
        .where(of_the_ward)
        .group_by(submissions.c.unit_id, forms.c.code, tallies.c.indicator)
        .subquery()
    )
    # The latest figure is needed too: the value in the window on which the group's newest answer ends.
    latest = (
        select(submissions.c.unit_id, tallies.c.indicator, tallies.c.value, windows.c.last_on)
        .select_from(
            windows.join(submissions, submissions.c.window_id == windows.c.id).join(
                tallies, tallies.c.submission_id == submissions.c.id
            )
        )
        .where(of_the_ward)
        .subquery()
    )
    rows = await connection.execute(
        select(grouped, latest.c.value.label("last"))
        .join(
            latest,
            and_(
                latest.c.unit_id == grouped.c.unit_id,
                latest.c.indicator == grouped.c.indicator,
                latest.c.last_on == grouped.c.last_on,
            ),
        )
        .order_by(grouped.c.unit_id, grouped.c.form, grouped.c.indicator)
    )
    return [
        UnitTotal(
            unit_id=row["unit_id"],
            form=row["form"],
            indicator=row["indicator"],
            total=int(row["total"]),
            largest=row["largest"],
            last=row["last"],
            submissions=row["submissions"],
            qualifier=_combined(row["kinds"], row["inexact"]),
        )
        for row in rows.mappings()
    ]


def _combined(kinds: int, inexact: str | None) -> Qualifier:
    if kinds == 0 or inexact is None:
        return Qualifier.EXACT
    return Qualifier(inexact) if kinds == 1 else Qualifier.ABOUT


async def add_remark(connection: AsyncConnection, remark: Remark, person_id: int) -> None:
    row = {name: value for name, value in asdict(remark).items() if name != "id"}
    await connection.execute(insert(remarks).values(person_id=person_id, **row))


async def list_remarks(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[tuple[str, Remark]]:
    """Remarks of the ward's units with the unit's name, for windows that end between the two days."""
    rows = await connection.execute(
        select(remarks, units.c.name.label("unit_name"))
        .join(units, units.c.id == remarks.c.unit_id)
        .join(windows, windows.c.id == remarks.c.window_id)
        .where(windows.c.ward_id == ward_id, windows.c.last_on.between(first_on, last_on))
        .order_by(remarks.c.id)
    )
    return [
        (
            row["unit_name"],
            Remark(
                row["id"],
                row["unit_id"],
                row["window_id"],
                RemarkKind(row["kind"]),
                row["text"],
                row["message_id"],
                row["made_at"],
            ),
        )
        for row in rows.mappings()
    ]


async def count_remarks(
    connection: AsyncConnection, unit_ids: Sequence[int], window_ids: Sequence[int]
) -> dict[tuple[int, int], int]:
    """How many remarks are kept for each return asked for, by (unit id, window id)."""
    rows = await connection.execute(
        select(remarks.c.unit_id, remarks.c.window_id, func.count())
        .where(remarks.c.unit_id.in_(unit_ids), remarks.c.window_id.in_(window_ids))
        .group_by(remarks.c.unit_id, remarks.c.window_id)
    )
    return {(unit_id, window_id): count for unit_id, window_id, count in rows}


async def list_photos(
    connection: AsyncConnection, unit_ids: Sequence[int], window_ids: Sequence[int]
) -> dict[tuple[int, int], frozenset[str]]:
    """SHA-256 of the photos kept for each return asked for, by (unit id, window id)."""
    rows = await connection.execute(
        select(attachments.c.unit_id, attachments.c.window_id, attachments.c.file_sha256).where(
            attachments.c.unit_id.in_(unit_ids), attachments.c.window_id.in_(window_ids)
        )
    )
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for unit_id, window_id, sha256 in rows:
        found[unit_id, window_id].add(sha256)
    return {key: frozenset(hashes) for key, hashes in found.items()}


async def add_attachments(
    connection: AsyncConnection, unit_id: int, window_id: int, hashes: Sequence[str], message_id: int
) -> None:
    """Photos of a return; the same photo twice is kept once."""
    for sha256 in hashes:
        await add_unless_there(
            connection,
            attachments,
            {"unit_id": unit_id, "window_id": window_id, "file_sha256": sha256, "message_id": message_id},
        )


async def mark_window_locked(connection: AsyncConnection, window_id: int, now: datetime) -> None:
    """No return of the window may be changed any more."""
    await connection.execute(
        update(windows).where(windows.c.id == window_id, windows.c.locked_at.is_(None)).values(locked_at=now)
    )
