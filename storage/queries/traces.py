"""What stands behind a figure: each week's tally in force, the return it came in, the words it came by."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.forms import Kind
from storage.records import Channel, Qualifier, State, TalliedWeek
from storage.tables import (
    forms,
    inbox,
    indicators,
    memberships,
    submissions,
    tallies,
    windows,
)


async def list_tallied_weeks(
    connection: AsyncConnection, ward_id: int, form: str, indicator: str, first_on: date, last_on: date
) -> list[TalliedWeek]:
    """By unit and window, for the windows of the ward that end between the two days."""
    behind = (
        windows.join(submissions, submissions.c.window_id == windows.c.id)
        .join(forms, forms.c.id == submissions.c.form_id)
        .join(tallies, and_(tallies.c.submission_id == submissions.c.id, tallies.c.indicator == indicator))
        .join(indicators, and_(indicators.c.form_id == forms.c.id, indicators.c.code == indicator))
        .outerjoin(inbox, inbox.c.id == tallies.c.message_id)
    )
    rows = await connection.execute(
        select(
            submissions.c.unit_id,
            submissions.c.window_id,
            windows.c.first_on,
            windows.c.last_on,
            tallies.c.value,
            tallies.c.qualifier,
            tallies.c.state,
            indicators.c.kind,
            submissions.c.id.label("submission_id"),
            submissions.c.version,
            submissions.c.made_at,
            submissions.c.person_id,
            submissions.c.channel,
            submissions.c.on_behalf_of.is_not(None).label("on_behalf"),
            submissions.c.late,
            submissions.c.reason,
            tallies.c.message_id,
            inbox.c.text.label("words"),
        )
        .select_from(behind)
        .where(
            windows.c.ward_id == ward_id,
            windows.c.last_on.between(first_on, last_on),
            submissions.c.replaced_at.is_(None),
            forms.c.code == form,
        )
        .order_by(submissions.c.unit_id, windows.c.last_on)
    )
    return [
        TalliedWeek(
            **{
                **row,
                "qualifier": Qualifier(row["qualifier"]),
                "state": State(row["state"]),
                "kind": Kind(row["kind"]),
                "channel": Channel(row["channel"]) if row["channel"] else None,
                "on_behalf": bool(row["on_behalf"]),
                "words": row["words"] or "",
            }
        )
        for row in rows.mappings()
    ]


async def list_reported_windows(
    connection: AsyncConnection, ward_id: int, unit_ids: Sequence[int], first_on: date, last_on: date
) -> list[tuple[int, date]]:
    """(unit id, last day of the window) of each return in force that holds any figure."""
    rows = await connection.execute(
        select(submissions.c.unit_id, windows.c.last_on)
        .select_from(windows.join(submissions, submissions.c.window_id == windows.c.id))
        .where(
            windows.c.ward_id == ward_id,
            windows.c.last_on.between(first_on, last_on),
            submissions.c.replaced_at.is_(None),
            submissions.c.unit_id.in_(unit_ids),
            exists().where(tallies.c.submission_id == submissions.c.id),
        )
        .order_by(windows.c.last_on, submissions.c.unit_id)
    )
    return [(row[0], row[1]) for row in rows]


async def list_titles(
    connection: AsyncConnection, unit_ids: Sequence[int]
) -> list[tuple[int, int, str, date]]:
    """(person id, unit id, what he is there, since when), oldest first: people by their office, not name."""
    rows = await connection.execute(
        select(memberships.c.person_id, memberships.c.unit_id, memberships.c.title, memberships.c.from_on)
        .where(memberships.c.unit_id.in_(unit_ids))
        .order_by(memberships.c.from_on)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
