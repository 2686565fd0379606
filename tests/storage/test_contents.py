"""The register of directives and the texts of sections, on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import StaleSessionError
from storage.queries.contents import (
    add_passage,
    get_passage,
    list_directives,
    list_passage_versions,
    list_passages,
    mark_directive_removed,
    put_directive,
)
from storage.queries.forms import save_forms
from storage.queries.people import list_names
from storage.queries.sample import load_sample
from storage.queries.submissions import list_remarks
from storage.records import Directive, Passage, UnitKind
from storage.sample import SampleWard
from tests.storage.sample_ward import FORMS, NOVEMBER, ward_at

WARD = 2
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PLAN = Directive(0, "Kế hoạch", "07/KH-UBND", date(2026, 9, 3), "chuyển đổi số <b> {{ x }} %s ' \" ;--")
OWN = Passage("III.2", "Một.\nHai.", 2, "2026-H2", date(2026, 7, 1), None, NOW, 1)


@pytest.fixture(scope="module")
def sample() -> SampleWard:
    return ward_at(NOVEMBER)


@pytest.fixture
async def loaded(database: Database, sample: SampleWard) -> AsyncIterator[Database]:
    async with database.transaction() as connection:
        form_ids = await save_forms(connection, FORMS)
        await load_sample(connection, sample, form_ids, NOW)
    yield database


async def test_a_document_is_cited_in_the_period_of_its_date(loaded: Database) -> None:
    async with loaded.transaction() as connection:
        stored, new = await put_directive(connection, WARD, PLAN)
        first = await list_directives(connection, WARD, date(2026, 1, 1), date(2026, 6, 30))
        second = await list_directives(connection, WARD, date(2026, 7, 1), date(2026, 12, 31))
        its_day = await list_directives(connection, WARD, PLAN.issued_on, PLAN.issued_on)
        others = await list_directives(connection, WARD + 1, *YEAR)
    assert new
    assert [item.number for item in first] == ["101/KH-UBND", "1453/UBND-VHXH"]
    assert second == its_day == [replace(PLAN, id=stored.id)]
    assert others == []


async def test_number_and_date_are_those_of_one_document(loaded: Database) -> None:
    async with loaded.transaction() as connection:
        first, _ = await put_directive(connection, WARD, PLAN)
        again, new = await put_directive(connection, WARD, replace(PLAN, subject="khác"))
        other, other_new = await put_directive(connection, WARD, replace(PLAN, issued_on=date(2026, 9, 4)))
    assert (again, new) == (first, False)
    assert other_new and other.id != first.id


async def test_what_is_taken_out_is_kept_and_may_be_registered_again(loaded: Database) -> None:
    async with loaded.transaction() as connection:
        stored, _ = await put_directive(connection, WARD, PLAN)
        assert await mark_directive_removed(connection, WARD + 1, stored.id, NOW) is None
        removed = await mark_directive_removed(connection, WARD, stored.id, NOW)
        assert await mark_directive_removed(connection, WARD, stored.id, NOW) is None
        again, new = await put_directive(connection, WARD, replace(PLAN, subject="khác"))
        kept = await list_directives(connection, WARD, *YEAR, removed=True)
        register = await list_directives(connection, WARD, *YEAR)
    assert removed == replace(stored, removed_at=NOW)
    assert kept == [removed]
    assert new and again.id != stored.id
    assert [item.subject for item in register if item.number == PLAN.number] == ["khác"]


async def test_a_text_is_a_version_of_its_section_and_period(loaded: Database, sample: SampleWard) -> None:
    first_half = next(item for item in sample.passages if item.section == "III.2")
    async with loaded.transaction() as connection:
        await add_passage(connection, WARD, OWN)
        await add_passage(connection, WARD, replace(OWN, version=3, body="Ba.", carried_from="2026-H1"))
    async with loaded.reading() as connection:
        newest = [item for item in await list_passages(connection, WARD) if item.section == "III.2"]
        versions = await list_passage_versions(connection, WARD, "III.2", "2026-H2", 5)
        one = await list_passage_versions(connection, WARD, "III.2", "2026-H2", 1)
        old = await get_passage(connection, WARD, "III.2", 2)
        none = [
            await get_passage(connection, WARD, "III.2", 9),
            await get_passage(connection, WARD + 1, "III.2", 2),
        ]
    assert [(item.version, item.period, item.carried_from) for item in newest] == [
        (1, "2026-H1", None),
        (3, "2026-H2", "2026-H1"),
    ]
    assert newest[0].body == first_half.body and newest[0].from_on == date(2026, 1, 1)
    assert [item.version for item in versions] == [3, 2] and one == versions[:1]
    assert old == OWN
    assert none == [None, None]


async def test_the_sample_ward_s_texts_are_those_of_its_first_half(loaded: Database) -> None:
    async with loaded.reading() as connection:
        found = await list_passages(connection, WARD)
    assert len(found) == 7
    assert {(item.period, item.from_on, item.version) for item in found} == {("2026-H1", date(2026, 1, 1), 1)}


async def test_two_writers_of_one_section_do_not_lose_a_text(loaded: Database) -> None:
    """The slower one is told to decide again; the version that he takes is the next."""

    async def write(body: str) -> bool:
        try:
            async with loaded.transaction() as connection:
                await add_passage(connection, WARD, replace(OWN, body=body))
                await asyncio.sleep(0.05)
        except StaleSessionError:
            return False
        return True

    done = await asyncio.gather(write("của người thứ nhất"), write("của người thứ hai"))
    assert sorted(done) == [False, True]
    async with loaded.reading() as connection:
        versions = await list_passage_versions(connection, WARD, "III.2", "2026-H2", 9)
    assert len(versions) == 1


@pytest.mark.parametrize("statement", ["UPDATE passages SET body = 'x'", "DELETE FROM passages"])
async def test_written_texts_are_never_overwritten(loaded: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with loaded.transaction() as connection:
            await connection.execute(text(statement))


async def make_ward(connection: AsyncConnection) -> None:
    """In plain SQL, whatever the tables are at."""
    for statement in (
        "INSERT INTO units (code, kind, name, from_on) VALUES ('p', 'ward', 'Phường (mẫu)', '2025-07-01')",
        "INSERT INTO wards (unit_id, name, profile, rule, week) "
        "SELECT id, 'phường (mẫu)', '{}', 'calendar', '{}' FROM units",
    ):
        await connection.execute(text(statement))


async def test_what_was_there_before_texts_had_periods_stays(database_url: str) -> None:
    """Up from the tables of 0001 with their rows, down again, and up."""
    database = Database(database_url)
    await database.migrate("0001")
    async with database.transaction() as connection:
        await make_ward(connection)
        for statement in (
            "INSERT INTO directives (ward_id, kind, number, issued_on, subject) "
            "SELECT id, 'Kế hoạch', '07/KH-UBND', '2026-09-03', 'chuyển đổi số' FROM units",
            "INSERT INTO passages (ward_id, section, version, body, made_at) "
            "SELECT id, 'IV', 1, 'Một.', '2026-01-02 00:00:00' FROM units",
        ):
            await connection.execute(text(statement))
    for revision in ("head", "0001", "head"):
        await database.migrate(revision)
    async with database.transaction() as connection:
        (passage,) = await list_passages(connection, 1)
        (directive,) = await list_directives(connection, 1, *YEAR)
    assert (passage.body, passage.period, passage.from_on, passage.carried_from) == ("Một.", "", None, None)
    assert directive.number == "07/KH-UBND" and directive.removed_at is None
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as connection:
            await connection.execute(text("DELETE FROM passages"))
    await database.close()


async def test_a_document_out_of_the_register_does_not_come_back_by_going_down(database: Database) -> None:
    async with database.transaction() as connection:
        await make_ward(connection)
        stored, _ = await put_directive(connection, 1, PLAN)
        await mark_directive_removed(connection, 1, stored.id, NOW)
        await put_directive(connection, 1, replace(PLAN, subject="khác"))
    await database.migrate("0001")
    await database.migrate()
    async with database.reading() as connection:
        assert [item.subject for item in await list_directives(connection, 1, *YEAR)] == ["khác"]


async def test_remarks_come_with_their_unit_by_week(loaded: Database, sample: SampleWard) -> None:
    windows = {window.id: window for window in sample.windows}
    units = {unit.id: unit for unit in sample.units}
    first_on, last_on = date(2026, 3, 1), date(2026, 5, 31)
    wanted = [item for item in sample.remarks if first_on <= windows[item.window_id].last_on <= last_on]
    async with loaded.reading() as connection:
        found = await list_remarks(connection, WARD, first_on, last_on)
    assert wanted and {told.remark.id for told in found} == {item.id for item in wanted}
    for told in found:
        unit = units[told.remark.unit_id]
        assert (told.unit, told.unit_kind) == (unit.name, unit.kind)
    assert {told.unit_kind for told in found} == {UnitKind.GROUP, UnitKind.OFFICE}
    ends = [windows[told.remark.window_id].last_on for told in found]
    assert ends == sorted(ends)


async def test_names_are_those_of_everybody_in_the_ward(loaded: Database, sample: SampleWard) -> None:
    async with loaded.reading() as connection:
        assert set(await list_names(connection, WARD)) == {person.name for person in sample.people}
        assert await list_names(connection, 9_999) == []
