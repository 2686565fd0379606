"""Charts and photos in a report, on request."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import report_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.office import Office
from reports.annex_parts import CHARTS, PHOTOS, Annex
from reports.chart_parts import Chart, charts
from reports.comparison import Comparison
from reports.figures import add_up
from reports.semiannual import Report
from storage import periods
from storage.periods import Period, Rule
from storage.queries.photos import list_photos
from storage.queries.submissions import list_window_totals
from storage.records import Unit, UnitTotal, Ward


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures a report is asked to have."""

    charts: bool = False
    photos: bool = False


NO_PICTURES = Wanted()


def wanted_in(words: str) -> Wanted:
    """«ANH VA BIEU DO», as the command has it."""
    return Wanted(charts="BIEU DO" in words, photos="ANH" in words)


async def promise_pictures(desk: Desk, command: ReportCommand) -> Say:
    """«báo cáo 6 tháng đầu năm kèm ảnh và biểu đồ»."""
    wanted = wanted_in(command.what)
    period = await desk.promise(command)
    return Say(report_texts.pictures_promised(period.label, wanted.charts, wanted.photos))


def told_pictures(wanted: Wanted, report: Report) -> str:
    """Which of the pictures that were asked for the report has, after what else is said of it."""
    return report_texts.pictures_ready(
        CHARTS in report.annexes if wanted.charts else None,
        PHOTOS in report.annexes if wanted.photos else None,
    )


async def list_picture_annexes(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    comparison: Comparison | None,
    today: date,
    wanted: Wanted,
) -> tuple[Annex, ...]:
    """Those that are wanted and have anything to show: charts, then photos."""
    # What draws and what opens photos is slow to load, and seldom needed.
    from reports.picture_annexes import chart_annex, photo_annex  # noqa: PLC0415

    making: list[Awaitable[Annex | None]] = []
    if wanted.charts:
        found = await _charts(connection, office, ward, period, units, totals, comparison, today)
        making.append(asyncio.to_thread(chart_annex, found))
    if wanted.photos:
        photos = await list_photos(connection, ward.unit_id, period.first_on, period.last_on)
        paths = [office.files.path(photo.sha256) for photo in photos]
        making.append(asyncio.to_thread(photo_annex, photos, paths))
    return tuple(annex for annex in await asyncio.gather(*making) if annex)


async def _charts(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    comparison: Comparison | None,
    today: date,
) -> list[Chart]:
    weeks = await list_window_totals(connection, ward.unit_id, period.first_on, period.last_on)
    reported = {item.first_on for item in weeks}
    windows = [
        window
        for window in periods.windows_of(period, Rule(ward.rule))
        if window.last_on < today or window.first_on in reported
    ]
    existing = [unit for unit in units if unit.exists_between(period.first_on, period.last_on)]
    return charts(weeks, windows, existing, totals, add_up(totals, office.forms), comparison)
