"""`gomso report`: query, figures, content, render, check; beside docxtpl alone, in turns."""

import statistics
import tempfile
import time
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment

from bot.app import load_sample_ward, open_office
from bot.tasks.make_report import make_report
from reports.figures import GroupCount, add_up
from reports.profile import read_profile
from reports.semiannual import content
from storage import periods
from storage.queries.contents import list_directives, list_passages
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_wards
from tests.tasks.conftest import FixedClock, settings_in

ROUNDS = 30


async def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        async with open_office(settings, FixedClock()) as office:
            await load_sample_ward(office, settings)
            period = periods.half_year(2026, 1, periods.Rule.CALENDAR)
            async with office.database.reading() as connection:
                (ward,) = await list_wards(connection)
                now = office.clock.now()
                totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
                given = content(
                    ward,
                    read_profile(ward.profile),
                    period,
                    add_up(totals, office.forms),
                    GroupCount(38, 38),
                    await list_directives(connection, ward.unit_id, period.first_on, period.last_on),
                    await list_passages(connection, ward.unit_id),
                    now.date(),
                )
                ours, bare = [], []
                for _ in range(ROUNDS):
                    start = time.perf_counter()
                    await make_report(connection, office, ward, period, now)
                    middle = time.perf_counter()
                    template = DocxTemplate(office.report_template)
                    template.render(dict(given), Environment(autoescape=True))
                    template.save(BytesIO())
                    ours.append(middle - start)
                    bare.append(time.perf_counter() - middle)
    print(f"first report          {ours[0] * 1000:8.1f} ms   ({ours[0] / bare[0]:.2f} x docxtpl)")
    print(f"median of {ROUNDS}          {statistics.median(ours) * 1000:8.1f} ms")
    print(f"bare docxtpl, median  {statistics.median(bare) * 1000:8.1f} ms")
    ratios = sorted(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    print(f"ratio                 {statistics.median(ratios):8.2f}      (target: at most 1.5)")
