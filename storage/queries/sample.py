"""Fills an empty database with the sample ward."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.errors import DatabaseNotEmptyError
from storage.queries.units import has_units
from storage.records import Passage
from storage.sample import SampleWard

_ROWS_AT_ONCE = 1000


async def load_sample(
    connection: AsyncConnection, sample: SampleWard, form_ids: Mapping[tuple[str, str], int], now: datetime
) -> None:
    """Stores the ward with its own ids. Raises DatabaseNotEmptyError when any ward is there already."""
    if await has_units(connection):
        raise DatabaseNotEmptyError("the database already holds a ward; the sample needs an empty one.")
    ids = [form_ids[form.code, form.from_on.isoformat()] for form in sample.forms]
    ward_id = sample.ward.unit_id
    submissions = [version.submission for version in sample.versions]
    filled: list[tuple[Table, Iterable[dict[str, Any]]]] = [
        (tables.units, map(asdict, sample.units)),
        (tables.wards, [asdict(sample.ward)]),
        (tables.people, map(asdict, sample.people)),
        (tables.memberships, map(asdict, sample.memberships)),
        (tables.addresses, map(asdict, sample.addresses)),
        (tables.windows, map(asdict, sample.windows)),
        (tables.rounds, map(asdict, sample.rounds)),
        (
            tables.inbox,
            (
                {
                    **asdict(message.incoming),
                    "id": message.id,
                    "photos": list(message.incoming.photos),
                    "received_at": message.received_at,
                    "handled_at": message.received_at,
                }
                for message in sample.inbox
            ),
        ),
        (
            tables.submissions,
            (
                {
                    **{
                        name: value for name, value in asdict(version.submission).items() if name != "tallies"
                    },
                    "form_id": ids[version.submission.form_id - 1],
                    "replaced_at": version.replaced_at,
                }
                for version in sample.versions
            ),
        ),
        (
            tables.tallies,
            ({"submission_id": item.id, **asdict(tally)} for item in submissions for tally in item.tallies),
        ),
        (
            tables.remarks,
            (
                {**asdict(remark), "person_id": _author(sample, remark.message_id)}
                for remark in sample.remarks
            ),
        ),
        (tables.directives, ({**asdict(item), "ward_id": ward_id} for item in sample.directives)),
        (tables.passages, (_passage(item, ward_id, now) for item in sample.passages)),
    ]
    for table, rows in filled:
        await _add_all(connection, table, list(rows))


def _author(sample: SampleWard, message_id: int | None) -> int | None:
    return next(item.address.person_id for item in sample.inbox if item.id == message_id)


def _passage(passage: Passage, ward_id: int, now: datetime) -> dict[str, Any]:
    return {**asdict(passage), "ward_id": ward_id, "made_at": now}


async def _add_all(connection: AsyncConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await connection.execute(insert(table), rows[start : start + _ROWS_AT_ONCE])
    if connection.dialect.name == "postgresql" and rows and "id" in rows[0]:
        # The rows brought their own ids; the next one must come after them.
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        await connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))  # noqa: S608 - our own table names
