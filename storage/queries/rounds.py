"""Rounds of a ward, what the schedule has done already, and who reported in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping, Select, String, bindparam, cast, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.audit import add_audit
from storage.records import Role, Round, Ward, Window
from storage.tables import audit, memberships, rounds, submissions, wards, windows

OPENED = "round.opened"
DONE = "schedule.done"
SKIPPED = "schedule.skipped"

_ROUNDS = (
    select(
        rounds,
        windows.c.ward_id,
        windows.c.first_on,
        windows.c.last_on,
        windows.c.locked_at,
    )
    .join(windows, windows.c.id == rounds.c.window_id)
    .order_by(windows.c.first_on)
)


def _asking(row: RowMapping) -> tuple[Round, Window]:
    window = Window(row["window_id"], row["ward_id"], row["first_on"], row["last_on"], row["locked_at"])
    return Round(row["id"], row["window_id"], row["opened_at"], row["due_at"]), window


async def _list(
    connection: AsyncConnection, statement: Select[tuple[object, ...]]
) -> list[tuple[Round, Window]]:
    return [_asking(row) for row in (await connection.execute(statement)).mappings()]


async def list_asked(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> list[tuple[Round, Window]]:
    """Rounds with their windows, for windows whose last day lies between the two days, oldest first."""
    return await _list(
        connection, _ROUNDS.where(windows.c.ward_id == ward_id, windows.c.last_on.between(first_on, last_on))
    )


async def get_newest_asked(connection: AsyncConnection, ward_id: int) -> Window | None:
    """The newest window of the ward whose round has been opened."""
    statement = _ROUNDS.order_by(None).order_by(windows.c.first_on.desc()).limit(1)
    found = await _list(connection, statement.where(windows.c.ward_id == ward_id))
    return found[0][1] if found else None


async def list_unasked(connection: AsyncConnection, ward_id: int) -> list[tuple[Round, Window]]:
    """Rounds that were opened but in which not everybody has been asked yet, as after a crash."""
    subject = literal("round:") + cast(rounds.c.id, String)
    opened = exists().where(audit.c.subject == subject, audit.c.action == OPENED)
    done = exists().where(audit.c.subject == subject, audit.c.action == DONE)
    return await _list(connection, _ROUNDS.where(windows.c.ward_id == ward_id, opened, ~done))


async def note(connection: AsyncConnection, now: datetime, action: str, key: str) -> None:
    """Notes in the audit trail that something of the schedule is DONE or was SKIPPED, never to come again."""
    await add_audit(connection, now, None, action, key, {})


async def list_noted(connection: AsyncConnection, keys: Collection[str]) -> set[str]:
    """Those keys of the schedule that are done or were skipped."""
    rows = await connection.execute(
        select(audit.c.subject).where(audit.c.subject.in_(keys), audit.c.action.in_((DONE, SKIPPED)))
    )
    return set(rows.scalars())


async def get_last_done(connection: AsyncConnection, keys: Collection[str]) -> datetime | None:
    """When the last of those keys was done; None when none has been."""
    newest = select(audit.c.at).where(audit.c.subject.in_(keys), audit.c.action == DONE)
    at = await connection.execute(newest.order_by(audit.c.id.desc()).limit(1))
    return at.scalar_one_or_none()


async def list_first_returns(
    connection: AsyncConnection, ward_id: int, first_on: date, last_on: date
) -> dict[tuple[int, int], bool]:
    """Whether each return was given in time, by (unit id, window id); a later correction changes nothing.

    For windows of the ward whose last day lies between the two days.
    """
    rows = await connection.execute(
        select(submissions.c.unit_id, submissions.c.window_id, submissions.c.late)
        .join(windows, windows.c.id == submissions.c.window_id)
        .where(
            windows.c.ward_id == ward_id,
            windows.c.last_on.between(first_on, last_on),
            submissions.c.version == 1,
        )
    )
    return {(row.unit_id, row.window_id): not row.late for row in rows}


@dataclass(frozen=True, slots=True)
class Asking:
    """What a message about a round rests on."""

    ward: Ward
    window: Window
    changed: bool
    """Whether anything has been recorded since then for a unit that the person reports for."""


async def get_asking(
    connection: AsyncConnection, round_id: int, person_id: int, since: datetime
) -> Asking | None:
    asked = {"round": round_id, "person": person_id, "since": since}
    row = (await connection.execute(_ASKING, asked)).mappings().one_or_none()
    if row is None:
        return None
    ward = Ward(**{column.name: row[f"ward_{column.name}"] for column in wards.c})
    return Asking(ward, _asking(row)[1], bool(row["changed"]))


_ASKING = (
    _ROUNDS.order_by(None)
    .join(wards, wards.c.unit_id == windows.c.ward_id)
    .add_columns(
        *(column.label(f"ward_{column.name}") for column in wards.c),
        exists()
        .where(
            submissions.c.window_id == windows.c.id,
            submissions.c.made_at >= bindparam("since"),
            submissions.c.unit_id == memberships.c.unit_id,
            memberships.c.person_id == bindparam("person"),
            memberships.c.role == Role.REPORTER,
        )
        .label("changed"),
    )
    .where(rounds.c.id == bindparam("round"))
)
"""Asked for every message of a round that is sent, so it is built once."""
