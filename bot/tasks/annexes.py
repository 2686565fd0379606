"""Gathers what the annexes of a report need, and how much stands behind its figures."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from reports.annex_parts import Annex
from reports.annexes import standard_annexes
from reports.comparison import Comparison
from reports.comparison_annex import comparison_annex
from reports.completeness import Asked
from reports.coverage import Coverage, cover
from storage import periods
from storage.forms import Form
from storage.periods import Period, Rule
from storage.queries.submissions import list_returns
from storage.queries.windows import list_asked_windows
from storage.records import Unit, UnitTotal, Ward


async def list_standard_annexes(
    connection: AsyncConnection,
    ward: Ward,
    forms: Sequence[Form],
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    period: Period,
    today: date,
    comparison: Comparison | None = None,
) -> tuple[Annex, ...]:
    """Figures of the groups and of the other units, completeness, comparison if there is any; as of today."""
    returns = await list_returns(connection, ward.unit_id, period.first_on, period.last_on)
    asked = await gather_asked(connection, ward, period, today)
    annexes = standard_annexes(units, totals, forms, asked, returns, period, ward.rule)
    compared = comparison_annex(comparison, ward.rule) if comparison else None
    return (*annexes, compared) if compared else annexes


async def gather_coverage(
    connection: AsyncConnection, ward: Ward, units: Sequence[Unit], period: Period, today: date
) -> Coverage:
    """How much stands behind the groups' figures, as of today."""
    returns = await list_returns(connection, ward.unit_id, period.first_on, period.last_on)
    asked = await gather_asked(connection, ward, period, today)
    return cover(units, asked, returns, period, Rule(ward.rule))


async def gather_asked(connection: AsyncConnection, ward: Ward, period: Period, today: date) -> Asked:
    """Which windows of the period were asked, as of today."""
    stored = await list_asked_windows(connection, ward.unit_id, period.first_on, period.last_on)
    known = {window.first_on for window, opened in stored if opened}
    return Asked(
        [window for window, _ in stored],
        frozenset(window.id for window, opened in stored if opened),
        [
            window
            for window in periods.windows_of(period, Rule(ward.rule))
            if window.last_on < today and window.first_on not in known
        ],
    )
