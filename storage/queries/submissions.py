"""Submissions and their tallies: versions, the one in force, and totals over a period."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    cast,
    func,
    insert,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StaleSessionError
from storage.forms import Kind
from storage.queries.inserts import add_unless_there
from storage.records import (
    Channel,
    Qualifier,
    Remark,
    RemarkKind,
    Return,
    State,
    Submission,
    Tally,
    ToldRemark,
    UnitKind,
    UnitTotal,
    WindowTotal,
)
from storage.tables import attachments, forms, indicators, remarks, submissions, tallies, units, windows


def _submission(row: Row[Any], counted: Sequence[Tally]) -> Submission:
    return Submission(
        id=row.id,
        unit_id=row.unit_id,
        window_id=row.window_id,
        form_id=row.form_id,
        version=row.version,
        made_at=row.made_at,
        person_id=row.person_id,
        tallies=tuple(counted),
        message_id=row.message_id,
        channel=Channel(row.channel) if row.channel else None,
        on_behalf_of=row.on_behalf_of,
        late=row.late,
        reason=row.reason,
    )


async def list_submissions_in_force(
    connection: AsyncConnection, unit_ids: Sequence[int], window_ids: Sequence[int]
) -> dict[tuple[int, int], Submission]:
    """The newest version of every return asked for, by (unit id, window id)."""
    rows = await connection.execute(_IN_FORCE, {"units": unit_ids, "windows": window_ids})
    heads: dict[tuple[int, int], Row[Any]] = {}
    counted: dict[tuple[int, int], list[Tally]] = defaultdict(list)
    # By place, not by name: some sixty rows are read for every message that is answered.
    for row in rows:
        unit_id, window_id, indicator, value, qualifier, state, message_id, *_ = row
        heads[unit_id, window_id] = row
        if indicator is not None:
            tally = Tally(indicator, value, Qualifier(qualifier), State(state), message_id)
            counted[unit_id, window_id].append(tally)
    return {key: _submission(row, counted[key]) for key, row in heads.items()}


_OF_A_TALLY = ("indicator", "value", "qualifier", "state", "message_id")
_IN_FORCE = (
    select(
        submissions.c.unit_id,
        submissions.c.window_id,
        *(tallies.c[name].label(f"tally_{name}") for name in _OF_A_TALLY),
        *(column for column in submissions.c if column.name not in {"unit_id", "window_id"}),
    )
    .outerjoin(tallies, tallies.c.submission_id == submissions.c.id)
    .where(
        submissions.c.unit_id.in_(bindparam("units", expanding=True)),
        submissions.c.window_id.in_(bindparam("windows", expanding=True)),
        submissions.c.replaced_at.is_(None),
    )
)


async def add_submission(connection: AsyncConnection, submission: Submission) -> int:
    """Adds the next version of a return; the one before stays, marked as replaced. Returns the id.

    `submission.version` must be the newest version plus one (1 for the first). Raises StaleSessionError
    when somebody else has reported for the same unit and window since.
    """
    before = {
        "unit": submission.unit_id,
        "window": submission.window_id,
        "before": submission.version - 1,
        "now": submission.made_at,
    }
    replaced = await connection.execute(_REPLACE, before)
    stale = f"unit {submission.unit_id} has a newer return for window {submission.window_id}"
    if replaced.rowcount != (1 if submission.version > 1 else 0):
        raise StaleSessionError(stale)
    row = {name: getattr(submission, name) for name in _SUBMITTED}
    try:
        added = await connection.execute(_SUBMIT, row)
    except IntegrityError:
        raise StaleSessionError(stale) from None
    submission_id: int = added.scalar_one()
    if submission.tallies:
        counted = [
            {"submission_id": submission_id, **{name: getattr(tally, name) for name in _TALLIED}}
            for tally in submission.tallies
        ]
        await connection.execute(_TALLY, counted)
    return submission_id


_REPLACE = (
    update(submissions)
    .where(
        submissions.c.unit_id == bindparam("unit"),
        submissions.c.window_id == bindparam("window"),
        submissions.c.version == bindparam("before"),
        submissions.c.replaced_at.is_(None),
    )
    .values(replaced_at=bindparam("now"))
)
_SUBMIT = insert(submissions).returning(submissions.c.id)
_SUBMITTED = tuple(field.name for field in fields(Submission) if field.name not in {"id", "tallies"})
_TALLY = insert(tallies)
_TALLIED = tuple(field.name for field in fields(Tally))


async def list_unit_totals(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[UnitTotal]:
    """What each unit of the ward reported over the windows that end between the two days."""
    inexact = func.nullif(tallies.c.qualifier, Qualifier.EXACT)
    in_force = and_(
        windows.c.ward_id == ward_id,
        windows.c.last_on.between(first_on, last_on),
        submissions.c.replaced_at.is_(None),
    )
    counted = windows.join(submissions, submissions.c.window_id == windows.c.id).join(
        tallies, tallies.c.submission_id == submissions.c.id
    )
    key = (submissions.c.unit_id, forms.c.code.label("form"), tallies.c.indicator)
    rows = await connection.execute(
        select(
            *key,
            func.sum(tallies.c.value).label("total"),
            func.max(tallies.c.value).label("largest"),
            func.count().label("submissions"),
            func.min(inexact).label("inexact"),
            func.max(inexact).label("other_inexact"),
            func.min(tallies.c.state).label("state"),
            func.max(tallies.c.state).label("other_state"),
        )
        .select_from(counted.join(forms, forms.c.id == submissions.c.form_id))
        .where(in_force)
        .group_by(*key)
        .order_by(*key)
    )
    # Only few indicators stand for their latest figure; asking for those alone is several times faster.
    latest = await connection.execute(
        select(submissions.c.unit_id, forms.c.code, tallies.c.indicator, tallies.c.value)
        .select_from(
            counted.join(forms, forms.c.id == submissions.c.form_id).join(
                indicators,
                and_(
                    indicators.c.form_id == submissions.c.form_id,
                    indicators.c.code == tallies.c.indicator,
                    indicators.c.kind == Kind.LAST,
                ),
            )
        )
        .where(in_force)
        .order_by(windows.c.last_on)
    )
    last = {(unit_id, form, indicator): value for unit_id, form, indicator, value in latest}
    return [
        UnitTotal(
            unit_id=row.unit_id,
            form=row.form,
            indicator=row.indicator,
            total=int(row.total),
            largest=row.largest,
            last=last.get((row.unit_id, row.form, row.indicator)),
            submissions=row.submissions,
            qualifier=_together(row.inexact, row.other_inexact),
            nothing=row.state == row.other_state == State.NOTHING_TO_REPORT,
        )
        for row in rows
    ]


def _together(inexact: str | None, other: str | None) -> Qualifier:
    if inexact is None:
        return Qualifier.EXACT
    return Qualifier(inexact) if inexact == other else Qualifier.ABOUT


async def list_window_totals(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[WindowTotal]:
    """What was reported week by week, over the windows that end between the two days, oldest first."""
    key = (forms.c.code, tallies.c.indicator, windows.c.first_on, windows.c.last_on)
    rows = await connection.execute(
        select(*key, func.sum(tallies.c.value).label("total"), func.count().label("units"))
        .select_from(
            windows.join(submissions, submissions.c.window_id == windows.c.id)
            .join(tallies, tallies.c.submission_id == submissions.c.id)
            .join(forms, forms.c.id == submissions.c.form_id)
        )
        .where(
            windows.c.ward_id == ward_id,
            windows.c.last_on.between(first_on, last_on),
            submissions.c.replaced_at.is_(None),
        )
        .group_by(*key)
        .order_by(windows.c.first_on, forms.c.code, tallies.c.indicator)
    )
    return [
        WindowTotal(row.code, row.indicator, row.first_on, row.last_on, int(row.total), row.units)
        for row in rows
    ]


async def list_returns(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[Return]:
    """Who has reported any figure, for windows of the ward that end between the two days."""
    rows = await connection.execute(_RETURNS, {"ward": ward_id, "first_on": first_on, "last_on": last_on})
    return [Return(row.unit_id, row.window_id, row.told >= row.asked, row.late) for row in rows]


_first = submissions.alias("first")
_sizes = select(indicators.c.form_id, func.count().label("asked")).group_by(indicators.c.form_id).subquery()
_RETURNS = (
    select(
        submissions.c.unit_id,
        submissions.c.window_id,
        _first.c.late,
        _sizes.c.asked,
        func.count().label("told"),
    )
    .select_from(
        windows.join(submissions, submissions.c.window_id == windows.c.id)
        .join(tallies, tallies.c.submission_id == submissions.c.id)
        .join(_sizes, _sizes.c.form_id == submissions.c.form_id)
        .join(
            _first,
            and_(
                _first.c.unit_id == submissions.c.unit_id,
                _first.c.window_id == submissions.c.window_id,
                _first.c.version == 1,
            ),
        )
    )
    .where(
        windows.c.ward_id == bindparam("ward"),
        windows.c.last_on.between(bindparam("first_on"), bindparam("last_on")),
        submissions.c.replaced_at.is_(None),
    )
    .group_by(submissions.c.unit_id, submissions.c.window_id, _first.c.late, _sizes.c.asked)
    .order_by(submissions.c.unit_id, submissions.c.window_id)
)


async def add_remark(connection: AsyncConnection, remark: Remark, person_id: int) -> None:
    row = {name: value for name, value in asdict(remark).items() if name != "id"}
    await connection.execute(insert(remarks).values(person_id=person_id, **row))


async def list_remarks(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[ToldRemark]:
    """Remarks of the ward's units, oldest first, for windows that end between the two days."""
    rows = await connection.execute(
        select(remarks, units.c.name.label("unit_name"), units.c.kind.label("unit_kind"))
        .join(units, units.c.id == remarks.c.unit_id)
        .join(windows, windows.c.id == remarks.c.window_id)
        .where(windows.c.ward_id == ward_id, windows.c.last_on.between(first_on, last_on))
        .order_by(windows.c.last_on, remarks.c.id)
    )
    return [
        ToldRemark(
            Remark(
                row["id"],
                row["unit_id"],
                row["window_id"],
                RemarkKind(row["kind"]),
                row["text"],
                row["message_id"],
                row["made_at"],
            ),
            row["unit_name"],
            UnitKind(row["unit_kind"]),
        )
        for row in rows.mappings()
    ]


async def list_extras(
    connection: AsyncConnection, unit_ids: Sequence[int], window_ids: Sequence[int]
) -> dict[tuple[int, int], tuple[int, frozenset[str]]]:
    """(number of remarks, SHA-256 of the photos) of each return that has any, by (unit id, window id)."""
    rows = await connection.execute(_EXTRAS, {"units": unit_ids, "windows": window_ids})
    counts: dict[tuple[int, int], int] = defaultdict(int)
    photos: dict[tuple[int, int], set[str]] = defaultdict(set)
    for unit_id, window_id, sha256 in rows:
        if sha256 is None:
            counts[unit_id, window_id] += 1
        else:
            photos[unit_id, window_id].add(sha256)
    return {key: (counts[key], frozenset(photos[key])) for key in {*counts, *photos}}


def _extras_in(table: Table, sha256: ColumnElement[str]) -> Select[int, int, str]:
    return select(table.c.unit_id, table.c.window_id, sha256.label("sha256")).where(
        table.c.unit_id.in_(bindparam("units", expanding=True)),
        table.c.window_id.in_(bindparam("windows", expanding=True)),
    )


_EXTRAS = union_all(
    _extras_in(remarks, cast(null(), String)), _extras_in(attachments, attachments.c.file_sha256)
)


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


async def save_lock(connection: AsyncConnection, window_id: int, locked_at: datetime | None) -> None:
    """Since when no return of the window may be changed any more; None: it may be."""
    await connection.execute(update(windows).where(windows.c.id == window_id).values(locked_at=locked_at))


async def count_returns(connection: AsyncConnection, window_ids: Collection[int], since: datetime) -> int:
    """Units that have given or corrected a return for one of the windows since then."""
    counted = await connection.execute(
        select(func.count(submissions.c.unit_id.distinct())).where(
            submissions.c.window_id.in_(window_ids), submissions.c.made_at >= since
        )
    )
    return counted.scalar_one()
