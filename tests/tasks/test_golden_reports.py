"""Whole reports as people would read them: rows in the database -> Word file -> text, annexes included.

Each situation has a text in `tests/reports/golden/whole`. `python -m tests.tasks.test_golden_reports`
writes them anew; what has changed is then read line by line before it is kept.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from bot.app import load_sample_ward, open_office
from bot.tasks.make_report import make_report
from bot.tasks.office import Office
from reports.package import W
from storage.database import Database
from storage.errors import NoDataError
from storage.files import FileStore
from storage.periods import Rule, half_year, parse_period
from storage.queries.contents import add_passage
from storage.queries.plans import put_plan
from storage.queries.units import list_wards
from storage.records import Qualifier, Tally, Unit, Window
from storage.tables import directives
from tests.reports.situation import DIRECTIVES, GOLDEN, PASSAGES, SERVICE_CENTRE, TEMPLATE
from tests.reports.test_semiannual import seed
from tests.tasks.conftest import FixedClock, settings_in
from tests.tasks.posts import HandClock
from tests.tasks.raw_ward import ALL_FORMS, AT, RawWard, merged, prepare, raw_ward, store, unit, weeks

WHOLE = GOLDEN / "whole"
WEEKLY = {
    "meetings": 1,
    "attendees": 42,
    "broadcasts": 7,
    "zalo_posts": 3,
    "guided": 5,
    "leaflets": 20,
    "feedback": 1,
}
CENTRE = {code: value if code.startswith("loud") else value // 24 for code, value in SERVICE_CENTRE.items()}
NO_PLAN: Mapping[str, int] = {}
HALF = (date(2026, 1, 1), date(2026, 6, 30))


@dataclass(frozen=True)
class Situation:
    raw: RawWard
    period: str
    rule: Rule = Rule.CALENDAR
    now: datetime = AT
    plan: Mapping[str, int] = field(default_factory=dict)


def usual(count: int = 4, days: tuple[date, date] = HALF) -> tuple[RawWard, list[Unit], Unit, list[Window]]:
    """A ward of so many groups and a service centre; every window was asked, nobody has answered."""
    raw = raw_ward()
    groups = [unit(raw, f"Tổ dân phố số {number}") for number in range(1, count + 1)]
    centre = unit(raw, "Trung tâm Dịch vụ sự nghiệp công", "service_centre")
    return raw, groups, centre, weeks(raw, *days)


def one_week() -> Situation:
    raw, groups, centre, windows = usual(days=(date(2026, 6, 8), date(2026, 6, 14)))
    for group in groups[:3]:
        raw.say(group, windows[0], WEEKLY)
    raw.say(centre, windows[0], CENTRE)
    return Situation(raw, "2026-W24")


def straddling(rule: Rule) -> Situation:
    """April of 2026, by the calendar and from 15/3 to 14/4: both its ends cut a week under either rule."""
    raw, groups, centre, windows = usual(2, (date(2026, 3, 2), date(2026, 5, 10)))
    for number, window in enumerate(windows, 1):
        for group in groups:
            raw.say(group, window, {**WEEKLY, "meetings": number})
        raw.say(centre, window, CENTRE)
    return Situation(raw, "2026-04", rule)


def merger() -> Situation:
    """Group 4 ends with March, part of group 3 from then on; group 5 begins in April."""
    raw, groups, centre, windows = usual()
    new = unit(raw, "Tổ dân phố số 5", from_on=date(2026, 4, 6))
    for window in windows:
        raw.say(centre, window, CENTRE)
        for group in (*groups, new):
            if group is new and window.last_on < new.from_on:
                continue
            if group is groups[3] and window.last_on > date(2026, 3, 29):
                continue
            raw.say(group, window, WEEKLY)
    merged(raw, groups[3], groups[2], date(2026, 3, 29))
    return Situation(raw, "2026-H1")


def everything_missing() -> Situation:
    raw, *_ = usual()
    return Situation(raw, "2026-H1")


def all_zero() -> Situation:
    """0 from half of them, «không phát sinh» from the other half."""
    raw, groups, centre, windows = usual()
    for window in windows:
        raw.say(centre, window, dict.fromkeys(CENTRE, 0))
        for number, group in enumerate(groups):
            raw.say(group, window, dict.fromkeys(WEEKLY, None if number % 2 else 0))
    return Situation(raw, "2026-H1")


def in_part() -> Situation:
    """Silent groups and weeks, an estimate, a correction, late returns, figures left out."""
    raw, groups, centre, windows = usual(6)
    for number, window in enumerate(windows):
        if number in {4, 5, 6}:
            continue
        raw.say(centre, window, {code: value for code, value in CENTRE.items() if code != "youtube_items"})
        for place, group in enumerate(groups[:4]):
            if (number + place) % 5:
                raw.say(group, window, WEEKLY, late=number == 9)
        raw.say(groups[3], window, {"meetings": Tally("meetings", 2), "leaflets": None})
    raw.say(groups[0], windows[1], {**WEEKLY, "attendees": Tally("attendees", 110, Qualifier.ABOUT)})
    return Situation(raw, "2026-H1")


def a_year() -> Situation:
    raw, groups, centre, windows = usual(days=(date(2026, 1, 1), date(2026, 12, 31)))
    for window in windows:
        raw.say(centre, window, CENTRE)
        for group in groups:
            raw.say(group, window, WEEKLY)
    return Situation(raw, "2026")


def beside_another_year() -> Situation:
    """2027 beside 2026 and its plan: more meetings, fewer leaflets, as many posts."""
    raw, groups, centre, windows = usual(3, (date(2026, 1, 1), date(2027, 12, 31)))
    for window in windows:
        later = window.last_on.year == 2027
        raw.say(centre, window, {**CENTRE, "portal_items": 90 if later else 80, "youtube_items": 2 * later})
        for group in groups:
            raw.say(group, window, {**WEEKLY, "meetings": 1 + later, "leaflets": 12 if later else 20})
    plan = {"group.meetings": 350, "service_centre.portal_items": 5000}
    return Situation(raw, "2027", now=datetime(2028, 1, 5, 8, 0, tzinfo=UTC), plan=plan)


SITUATIONS: Mapping[str, Callable[[], Situation]] = {
    "one-week": one_week,
    "straddling-calendar": lambda: straddling(Rule.CALENDAR),
    "straddling-decree": lambda: straddling(Rule.DECREE),
    "merger": merger,
    "everything-missing": everything_missing,
    "all-zero": all_zero,
    "in-part": in_part,
    "year": a_year,
    "year-compared": beside_another_year,
}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def lines_of(data: bytes) -> Iterator[str]:
    """The file from top to bottom: a paragraph a line, a row of a table a line."""
    document = docx.Document(BytesIO(data))
    for part in document.element.body:
        if part.tag == f"{{{W}}}p":
            yield from filter(None, [text_of(part)])
        for row in part.findall(f"{{{W}}}tr"):
            cells = [
                " / ".join(filter(None, map(text_of, cell.iter(f"{{{W}}}p"))))
                for cell in row.iter(f"{{{W}}}tc")
            ]
            yield f"| {' | '.join(cells)} |"


def text_of(paragraph: Any) -> str:
    return " ".join("".join(paragraph.itertext(f"{{{W}}}t")).split())


@asynccontextmanager
async def office_of(raw: RawWard, folder: Path, plan: Mapping[str, int] = NO_PLAN) -> AsyncIterator[Office]:
    """An office whose database holds that ward, its register and its texts."""
    database = Database(f"sqlite:///{folder}/gomso.db")
    await database.migrate()
    try:
        async with database.transaction() as connection:
            await store(connection, raw, await prepare(connection))
            ward_id = raw.ward.unit_id
            for item in DIRECTIVES:
                row = {"kind": item.kind, "number": item.number, "subject": item.subject}
                await connection.execute(
                    directives.insert(), {**row, "issued_on": item.issued_on, "ward_id": ward_id}
                )
            for passage in PASSAGES:
                await add_passage(connection, ward_id, replace(passage, made_at=AT))
            for figure, value in plan.items():
                await put_plan(connection, ward_id, 2027, figure, value)
        yield Office(database, FileStore(folder / "files"), HandClock(), ALL_FORMS, {}, TEMPLATE, 5, 15)
    finally:
        await database.close()


async def read_report(situation: Situation, folder: Path) -> list[str]:
    async with (
        office_of(situation.raw, folder, situation.plan) as office,
        office.database.reading() as connection,
    ):
        period = parse_period(situation.period, situation.rule)
        made, _ = await make_report(connection, office, situation.raw.ward, period, situation.now)
    return list(lines_of(made.data))


@pytest.mark.parametrize("name", SITUATIONS)
async def test_the_whole_report(name: str, tmp_path: Path) -> None:
    golden = (WHOLE / f"{name}.txt").read_text("utf-8").splitlines()
    assert await read_report(SITUATIONS[name](), tmp_path) == golden


async def test_nothing_asked_and_nothing_told_is_no_report(tmp_path: Path) -> None:
    raw, *_ = usual()
    with pytest.raises(NoDataError, match="2027-01-01"):
        await read_report(Situation(raw, "2027-H1"), tmp_path)


async def test_the_sample_ward_tells_the_seed_in_order(office: Office) -> None:
    """Every paragraph of the ward's real report, with every figure, from the rows of the sample ward."""
    body = await read_sample(office)
    cells = iter(cell for line in body for part in line.split(" | ") for cell in part.split(" / "))
    for paragraph in seed():
        assert paragraph in cells, paragraph
    assert body == (WHOLE / "seed.txt").read_text("utf-8").splitlines()


async def read_sample(office: Office) -> list[str]:
    """The sample ward's first half-year, without its annexes."""
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made, _ = await make_report(connection, office, ward, half_year(2026, 1, Rule.CALENDAR), AT)
    printed = [line.strip("| ") for line in lines_of(made.data)]
    return printed[: printed.index("Phụ lục I")]


async def _write_anew() -> None:
    for name, situation in SITUATIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            _write(name, await read_report(situation(), Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        async with open_office(settings, FixedClock()) as office:
            await load_sample_ward(office, settings)
            _write("seed", await read_sample(office))


def _write(name: str, lines: list[str]) -> None:
    (WHOLE / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(_write_anew())
