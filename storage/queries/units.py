"""Units and wards."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Json, Unit, UnitKind, Ward
from storage.tables import units, wards


def unit_of(row: RowMapping) -> Unit:
    return Unit(
        id=row["id"],
        code=row["code"],
        kind=UnitKind(row["kind"]),
        name=row["name"],
        parent_id=row["parent_id"],
        form=row["form"],
        from_on=row["from_on"],
        to_on=row["to_on"],
        merged_into=row["merged_into"],
        position=row["position"],
    )


async def list_wards(connection: AsyncConnection) -> list[Ward]:
    """All wards, by unit id."""
    rows = await connection.execute(select(wards).order_by(wards.c.unit_id))
    return [Ward(**row) for row in rows.mappings()]


async def list_reporting_units(connection: AsyncConnection, ward_id: int, on: date) -> list[Unit]:
    """Units of the ward that fill a form on that day, groups first, each kind in its order."""
    return [unit for unit in await list_units(connection, ward_id) if unit.form and unit.exists_on(on)]


async def list_units(connection: AsyncConnection, ward_id: int) -> list[Unit]:
    """The ward and every unit right below it, whatever its dates: wards first, then groups, then offices."""
    rows = await connection.execute(
        select(units)
        .where(or_(units.c.id == ward_id, units.c.parent_id == ward_id))
        .order_by(units.c.position, units.c.id)
    )
    rank = {UnitKind.CITY: 0, UnitKind.WARD: 1, UnitKind.GROUP: 2, UnitKind.OFFICE: 3}
    return sorted((unit_of(row) for row in rows.mappings()), key=lambda unit: rank[unit.kind])


async def has_units(connection: AsyncConnection) -> bool:
    """Whether anything has been loaded at all."""
    return (await connection.execute(select(units.c.id).limit(1))).first() is not None


async def get_ward(connection: AsyncConnection, unit_ids: Sequence[int]) -> Ward | None:
    """The ward among these units; None when none of them is one."""
    found = await connection.execute(
        select(wards).where(wards.c.unit_id.in_(unit_ids)).order_by(wards.c.unit_id).limit(1)
    )
    row = found.mappings().one_or_none()
    return Ward(**row) if row else None


async def save_week(connection: AsyncConnection, ward_id: int, week: Json) -> None:
    """When the ward is asked and reminded from now on, see `bot.tasks.week`."""
    await connection.execute(update(wards).where(wards.c.unit_id == ward_id).values(week=dict(week)))
