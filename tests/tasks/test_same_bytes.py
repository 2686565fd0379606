"""The same data give the same bytes, whenever the report is made; other data give others."""

from datetime import datetime, timedelta

import pytest

from bot.tasks.make_report import make_report
from bot.tasks.office import Office
from bot.tasks.tables import make_tables
from reports.copies import CLEAN, DRAFT, WORKING, edition
from storage.periods import Rule, half_year
from storage.queries.units import list_wards
from storage.records import Role
from tests.tasks.people import talker

PERIOD = half_year(2026, 2, Rule.CALENDAR)
COPIES = {copy.called: copy for copy in (DRAFT, WORKING, CLEAN, edition(2))}


async def made(office: Office, now: datetime, what: str) -> bytes:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        if what == "tables":
            return (await make_tables(connection, office, ward, PERIOD, now)).data
        report, _ = await make_report(connection, office, ward, PERIOD, now, copy=COPIES[what])
    return report.data


@pytest.mark.parametrize("what", [*COPIES, "tables"])
async def test_an_hour_later_it_is_the_same_file_and_after_a_return_another(
    office: Office, what: str
) -> None:
    now = office.clock.now()
    first = await made(office, now, what)
    assert await made(office, now + timedelta(hours=1, seconds=7), what) == first
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await leader.say("3 buổi, 120 người, loa 14 lượt")
    assert await made(office, now, what) != first


async def test_the_four_kinds_of_copies_are_four_files(office: Office) -> None:
    now = office.clock.now()
    assert len({await made(office, now, what) for what in COPIES}) == len(COPIES)
