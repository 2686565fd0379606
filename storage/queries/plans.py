"""What a ward means to reach in a year, figure by figure."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import plans


async def list_plans(connection: AsyncConnection, ward_id: int, year: int) -> dict[str, int]:
    """Planned values by key of the figure, «form.indicator»."""
    rows = await connection.execute(
        select(plans.c.figure, plans.c.value)
        .where(plans.c.ward_id == ward_id, plans.c.year == year)
        .order_by(plans.c.figure)
    )
    return {row.figure: row.value for row in rows}


async def put_plan(connection: AsyncConnection, ward_id: int, year: int, figure: str, value: int) -> None:
    """Sets what is planned for a figure in place of what was; 0: nothing is planned any more."""
    await connection.execute(
        delete(plans).where(plans.c.ward_id == ward_id, plans.c.year == year, plans.c.figure == figure)
    )
    if value:
        await connection.execute(insert(plans).values(ward_id=ward_id, year=year, figure=figure, value=value))
