"""Gathers what a report's figures are held against: the year before, and the year's plan."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tasks.office import Office
from bot.tasks.plan import plan_of
from bot.tasks.tell import count_groups
from reports.comparison import Comparison, Side, side
from reports.figures import add_up
from storage import periods
from storage.periods import Period, Rule
from storage.queries.submissions import list_unit_totals
from storage.records import Unit, UnitTotal, Ward


async def gather_comparison(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    today: date,
) -> Comparison | None:
    """None when there is neither a year before nor a plan. `totals` are those of the period."""
    earlier = periods.same_period_last_year(period, today)
    before = await _side(connection, office, ward, earlier, units) if earlier else None
    plan = await plan_of(connection, office, ward, period)
    if before is None and plan is None:
        return None
    return Comparison(_weighed(office, ward, period, units, totals, today), before, plan)


async def _side(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, units: Sequence[Unit]
) -> Side | None:
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    return _weighed(office, ward, period, units, totals, period.last_on) if totals else None


def _weighed(
    office: Office,
    ward: Ward,
    period: Period,
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    until: date,
) -> Side:
    groups = count_groups(units, totals, period)
    return side(period, Rule(ward.rule), add_up(totals, office.forms), groups, units, until)
