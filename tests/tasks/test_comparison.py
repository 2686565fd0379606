"""A report beside the year before: the sample ward's autumn taken for the spring of the year after."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy import select, update

from bot.app import open_office
from bot.reading.report_words import ReportVerb, read_report_command
from bot.reading.unit_words import find_units
from bot.tasks.comparison import gather_comparison
from bot.tasks.make_report import make_report
from bot.tasks.office import Office
from bot.tasks.tables import make_tables
from bot.tasks.trace import trace
from reports.comparison import Comparison
from reports.copies import WORKING
from reports.shares import share, shares
from reports.traces import Ratio, Returns, Trace
from reports.vietnamese import number, percent, rounded
from storage.periods import Period, Rule, month, quarter, span
from storage.queries.plans import put_plan
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units, list_wards
from storage.records import Ward
from storage.tables import windows
from tests.reports.pages import noted
from tests.reports.test_spreadsheet import Book
from tests.tasks.conftest import ZONE, FixedClock, settings_in

Q1_2027 = quarter(2027, 1, Rule.CALENDAR)


@pytest.fixture
async def later(sample_folder: Path) -> AsyncIterator[Office]:
    """April 2027; what was reported from July 2026 on was reported half a year later."""
    clock = FixedClock(datetime(2027, 4, 10, 9, 0, tzinfo=ZONE))
    async with open_office(settings_in(sample_folder), clock) as office:
        async with office.database.transaction() as connection:
            rows = await connection.execute(select(windows).where(windows.c.first_on >= date(2026, 7, 1)))
            for row in rows.all():
                moved = {name: getattr(row, name) + timedelta(weeks=26) for name in ("first_on", "last_on")}
                await connection.execute(update(windows).where(windows.c.id == row.id).values(**moved))
        yield office


async def ward_of(office: Office) -> Ward:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
    return ward


async def gathered(office: Office, period: Period) -> Comparison | None:
    ward = await ward_of(office)
    async with office.database.reading() as connection:
        totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
        units = await list_units(connection, ward.unit_id)
        today = office.clock.now().date()
        return await gather_comparison(connection, office, ward, period, units, totals, today)


async def test_the_first_year_has_nothing_to_be_compared_with(office: Office) -> None:
    assert await gathered(office, quarter(2026, 1, Rule.CALENDAR)) is None


async def test_both_years_are_as_the_database_has_them(later: Office) -> None:
    found = await gathered(later, Q1_2027)
    assert found is not None and found.before is not None
    assert (found.now.period, found.before.period) == (Q1_2027, quarter(2026, 1, Rule.CALENDAR))
    change = found.change("group.meetings")
    assert change is not None and change.alike
    ward = await ward_of(later)
    async with later.database.reading() as connection:
        for period, figure in ((Q1_2027, change.now), (found.before.period, change.before)):
            totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
            assert figure.value == sum(
                item.total for item in totals if (item.form, item.indicator) == ("group", "meetings")
            )
    # Of the 39 groups of early 2026 one had merged by 2027.
    assert found.before.due["group"] > found.now.due["group"]


async def test_a_quarter_that_is_not_over_is_compared_up_to_the_day(later: Office) -> None:
    found = await gathered(later, quarter(2027, 2, Rule.CALENDAR))
    assert found is not None and found.before is not None
    assert found.before.period == span(date(2026, 4, 1), date(2026, 4, 10), Rule.CALENDAR)
    assert await gathered(later, month(2027, 6, Rule.CALENDAR)) is None


async def test_every_number_of_the_report_leads_back(later: Office) -> None:
    """The words of each comment, typed to the bot, give what the number was made of; annexes too."""
    ward, now = await ward_of(later), later.clock.now()
    async with later.database.transaction() as connection:
        await put_plan(connection, ward.unit_id, 2027, "group.meetings", 4321)
    async with later.database.reading() as connection:
        made, _ = await make_report(connection, later, ward, Q1_2027, now, copy=WORKING)
        found: dict[tuple[str, Period], int | str] = {}
        told = {"change": 0, "plan": 0, "part": 0, "value": 0}
        for words, shown in noted(made.data):
            commands = [
                read_report_command(said, now.date(), Rule.CALENDAR) for said in re.findall("«(.*?)»", words)
            ]
            values: list[int | str] = []
            for command in commands:
                assert command is not None
                if command.verb is ReportVerb.PLAN:
                    values.append("plan")
                    continue
                assert command.period is not None
                key = command.what + command.unit, command.period
                if key not in found:
                    traced = await trace(connection, later, ward, command.period, command.what)
                    found[key] = _value(traced, command.unit)
                values.append(found[key])
            told[_checked(words, shown, values)] += 1
    assert told["change"] > 60 and told["plan"] >= 3 and told["part"] == 2 and told["value"] > 600


def _value(found: Trace | Ratio | Returns | None, unit: str) -> int | str:
    assert found is not None
    if isinstance(found, Ratio):
        return f"{len(found.there)}/{len(found.there) + len(found.wanting)}"
    if isinstance(found, Returns):
        return "returns"
    units = find_units(found.units, unit) if unit else found.units
    return sum(week.told.value for one in units for week in one.weeks if week.counted)


def _checked(words: str, shown: str, values: list[int | str]) -> str:
    """What kind of number it is, once it was found right."""
    digits = int("0" + re.sub(r"\D", "", shown))
    match values:
        case [int(value), "plan"]:
            assert shown.strip("*%") in {
                percent(share(value, 4321))[:-1],
                f"khoảng {percent(round(share(value, 4321), -2))}"[:-1],
            }
            return "plan"
        case ["plan"]:
            assert digits == 4321
            return "plan"
        case [int(now), int(before)] if f"{number(now)}/{number(before)} " in words:
            assert shown == percent(shares([now, before - now])[0])
            return "part"
        case [int(now), int(before)]:
            part = share(abs(now - before), before) if before else 0
            amounts = {abs(now - before), rounded(abs(now - before))}
            shares_ = {percent(part), percent((part + 50) // 100 * 100)}
            signless = shown.lstrip("+-").rstrip("*").removeprefix("khoảng ")
            known = {number(amount) for amount in amounts} | {f"{amount:02}" for amount in amounts} | shares_
            assert signless in known | {text[:-1] for text in shares_} or not re.search(r"\d", shown), words
            return "change"
        case [int(value)]:
            returns = re.search(r"([\d.]+) lần báo", words)
            assert shown.strip("*") in {
                number(value),
                f"{value:02}",
                f"gần {number(value)}",
                returns[1] if returns else "",
            } or not re.search(r"\d", shown), words
            return "value"
        case [str(ratio)]:
            assert shown == ratio or ratio == "returns"
            return "value"
        case _:
            raise AssertionError(words)


async def test_the_workbook_has_the_comparison_as_numbers(later: Office) -> None:
    ward = await ward_of(later)
    async with later.database.reading() as connection:
        made = await make_tables(connection, later, ward, Q1_2027, later.clock.now())
    book = Book(made.data)
    assert book.names[-1] == "Phụ lục IV"
    comparison = await gathered(later, Q1_2027)
    assert comparison is not None
    change = comparison.change("group.meetings")
    assert change is not None
    (row,) = (row for row in book.cells("Phụ lục IV") if "Buổi tuyên truyền, sinh hoạt" in row)
    assert row[3:6] == [change.now.value, change.before.value, change.difference]


async def test_the_text_and_the_body_say_it(later: Office) -> None:
    ward = await ward_of(later)
    async with later.database.reading() as connection:
        made, _ = await make_report(connection, later, ward, Q1_2027, later.clock.now())
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(made.data)).paragraphs)
    assert re.search(r"So với cùng kỳ năm 2026 \(\d\d/\d\d tổ dân phố có báo cáo\): (?:tăng|giảm) ", text)
    assert "so sánh với cùng kỳ năm 2026 (Phụ lục IV)" in text
    assert made.annexes == ("groups", "offices", "completeness", "comparison")
