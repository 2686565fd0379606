"""The tables of a report as a workbook: figures and annexes, without the words."""

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import report_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.annexes import list_standard_annexes
from bot.tasks.comparison import gather_comparison
from bot.tasks.desk import Desk
from bot.tasks.made import Made
from bot.tasks.office import Office
from reports.figures import add_up
from storage.errors import NoDataError
from storage.periods import Period
from storage.queries.editions import get_newest_change
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units
from storage.records import Ward

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def promise_tables(desk: Desk, command: ReportCommand) -> Say:
    period = await desk.promise(command)
    return Say(report_texts.tables_promised(period.label))


async def make_tables(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    """The workbook. Raises NoDataError and FormFileError."""
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    if not totals:
        raise NoDataError(f"nothing was reported from {period.first_on} to {period.last_on}")
    units = await list_units(connection, ward.unit_id)
    today = now.date()
    comparison = await gather_comparison(connection, office, ward, period, units, totals, today)
    annexes = await list_standard_annexes(
        connection, ward, office.forms, units, totals, period, today, comparison
    )
    figures = add_up(totals, office.forms)
    # The time of the newest figure: the same data give the same bytes.
    as_of = await get_newest_change(connection, ward.unit_id, period.first_on, period.last_on) or now
    from reports.spreadsheet import spreadsheet  # noqa: PLC0415 - slow to load, and seldom needed

    data = await asyncio.to_thread(spreadsheet, ward, period, figures, office.forms, annexes, as_of)
    return Made(
        report_texts.tables_ready(period.label),
        data,
        XLSX,
        f"Bang-so-lieu-tuyen-truyen-CCHC_{period.key}.xlsx",
    )
