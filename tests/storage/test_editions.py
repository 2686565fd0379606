"""Submittals, editions and what came after them, on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.queries.contents import add_passage
from storage.queries.editions import (
    Frozen,
    LaterReturn,
    Submittal,
    add_edition,
    add_submittal,
    count_editions,
    decide_submittal,
    get_frozen,
    get_newest_change,
    get_submittal,
    list_editions,
    list_later_returns,
    list_newest_submittals,
)
from storage.queries.forms import save_forms
from storage.queries.messages import put_file
from storage.queries.sample import load_sample
from storage.queries.submissions import add_submission
from storage.records import Passage, StoredFile, Submission, Tally
from storage.sample import SampleWard
from storage.tables import people, units, wards
from tests.storage.sample_ward import FORMS, NOVEMBER, first_half, of_unit, values, ward_at, window_of

WARD = 2
OFFICER, LEADER, OTHER = 1, 2, 3
FILE, TEMPLATE, ISSUED = ("a" * 64, "b" * 64, "c" * 64)
REPORT = Frozen("2026-H1", "calendar", FILE, TEMPLATE, {"signer": "X"}, {"group.meetings": {"value": 3}})
NOW = NOVEMBER
LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def sample() -> SampleWard:
    return ward_at(NOVEMBER)


@pytest.fixture
async def loaded(database: Database, sample: SampleWard) -> AsyncIterator[Database]:
    async with database.transaction() as connection:
        await load_sample(connection, sample, await save_forms(connection, FORMS), NOW)
    yield database


@pytest.fixture
async def ward(database: Database) -> AsyncIterator[Database]:
    """A ward with its people, and nothing reported."""
    place = {"id": WARD, "code": "phuong", "kind": "ward", "name": "Phường (mẫu)", "from_on": NOW.date()}
    async with database.transaction() as connection:
        await connection.execute(insert(units).values(place))
        await connection.execute(
            insert(wards).values(unit_id=WARD, name="phường (mẫu)", profile={}, rule="calendar", week={})
        )
        for person_id in (OFFICER, LEADER, OTHER):
            await connection.execute(insert(people).values(id=person_id, name="(mẫu)", honorific="anh"))
        for sha256 in (FILE, TEMPLATE, ISSUED):
            await put_file(connection, StoredFile(sha256, "application/x", 1), NOW)
    yield database


async def submit(database: Database, report: Frozen = REPORT) -> Submittal:
    async with database.transaction() as connection:
        number = await add_submittal(connection, WARD, report, OFFICER, NOW)
        found = await get_submittal(connection, WARD, number)
    assert found is not None
    return found


async def issue(database: Database, submittal: Submittal, number: int = 1) -> bool:
    async with database.transaction() as connection:
        return await add_edition(connection, WARD, submittal, number, ISSUED, OFFICER, LATER)


async def test_what_was_submitted_comes_back(ward: Database) -> None:
    submitted = await submit(ward)
    async with ward.reading() as connection:
        assert await get_frozen(connection, submitted.id) == REPORT
        assert await get_submittal(connection, WARD + 1, submitted.id) is None, "another ward's"
    wanted = Submittal(submitted.id, "2026-H1", "calendar", FILE, OFFICER, NOW, None, None)
    assert submitted == wanted


async def test_the_newest_of_each_period_is_listed(ward: Database) -> None:
    await submit(ward)
    quarter = await submit(ward, replace(REPORT, period="2026-Q1"))
    newest = await submit(ward)
    async with ward.reading() as connection:
        assert await list_newest_submittals(connection, WARD) == [newest, quarter]
        assert await list_newest_submittals(connection, WARD + 1) == []


async def test_of_two_leaders_at_once_one_decides(ward: Database) -> None:
    submitted = await submit(ward)

    async def decide(person_id: int, approved: bool) -> bool:
        async with ward.transaction() as connection:
            return await decide_submittal(
                connection, submitted.id, person_id, LATER, approved=approved, words=""
            )

    decided = await asyncio.gather(decide(LEADER, True), decide(OTHER, False))
    assert sorted(decided) == [False, True]
    async with ward.reading() as connection:
        found = await get_submittal(connection, WARD, submitted.id)
    assert found is not None
    assert found.approved is decided[0]


async def test_of_two_issuing_at_once_one_gets_the_number(ward: Database) -> None:
    submitted = await submit(ward)

    async def count_and_issue() -> bool:
        async with ward.transaction() as connection:
            number = await count_editions(connection, WARD, "2026-H1") + 1
            await asyncio.sleep(0)
            return await add_edition(connection, WARD, submitted, number, ISSUED, OFFICER, LATER)

    assert sorted(await asyncio.gather(*(count_and_issue() for _ in range(4)))) == [False] * 3 + [True]
    async with ward.reading() as connection:
        (edition,) = await list_editions(connection, WARD)
        found = await get_submittal(connection, WARD, submitted.id)
    assert (edition.number, edition.submittal_id) == (1, submitted.id)
    assert (edition.made_at, edition.submitted_at) == (LATER, NOW)
    assert found is not None and found.edition == 1


async def test_a_number_is_given_once_in_a_ward_and_period(ward: Database) -> None:
    first, second = await submit(ward), await submit(ward)
    other = await submit(ward, replace(REPORT, period="2026-Q1"))
    assert await issue(ward, first)
    assert not await issue(ward, second), "the number is taken"
    assert not await issue(ward, first, 2), "a submittal is issued once"
    assert await issue(ward, second, 2)
    assert await issue(ward, other)
    async with ward.reading() as connection:
        assert [(item.period, item.number) for item in await list_editions(connection, WARD)] == [
            ("2026-Q1", 1),
            ("2026-H1", 2),
            ("2026-H1", 1),
        ]
        assert len(await list_editions(connection, WARD, "2026-H1")) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE editions SET number = 9",
        f"UPDATE editions SET file_sha256 = '{FILE}'",
        "DELETE FROM editions",
        f"UPDATE submittals SET file_sha256 = '{ISSUED}'",
        f"UPDATE submittals SET template_sha256 = '{ISSUED}'",
        "UPDATE submittals SET content = '{}'",
        "UPDATE submittals SET figures = '{}'",
        "DELETE FROM submittals",
    ],
)
async def test_what_was_submitted_and_issued_is_never_overwritten(ward: Database, statement: str) -> None:
    submitted = await submit(ward)
    assert await issue(ward, submitted)
    with pytest.raises(DBAPIError, match="append-only"):
        async with ward.transaction() as connection:
            await connection.execute(text(statement))
    async with ward.reading() as connection:
        assert await get_frozen(connection, submitted.id) == REPORT


async def _later(
    database: Database, sample: SampleWard, since_hours: int = 0
) -> tuple[list[LaterReturn], Submission]:
    """What is told of group 5's first return of the half-year, and that return."""
    given = first_half(sample, of_unit(sample, "tdp-05"))[0]
    window = window_of(sample, given)
    async with database.reading() as connection:
        found = await list_later_returns(
            connection, WARD, window.first_on, window.last_on, NOW + timedelta(hours=since_hours)
        )
    return [item for item in found if item.unit_id == given.unit_id], given


async def _report(database: Database, given: Submission, version: int, hours: int, **figures: int) -> None:
    tallies = {**values(given), **figures}
    new = replace(
        given,
        version=version,
        made_at=NOW + timedelta(hours=hours),
        tallies=tuple(Tally(code, value) for code, value in tallies.items() if value),
        reason="gõ nhầm",
    )
    async with database.transaction() as connection:
        await add_submission(connection, new)


async def test_a_later_return_tells_the_figures_that_it_changed(loaded: Database, sample: SampleWard) -> None:
    found, given = await _later(loaded, sample)
    assert found == [], "nothing was reported after it"
    told = values(given)
    await _report(loaded, given, given.version + 1, 1, meetings=told["meetings"] + 1)
    await _report(loaded, given, given.version + 2, 2, meetings=told["meetings"] + 2, leaflets=999)
    (later,), _ = await _later(loaded, sample)
    assert (later.again, later.reason) == (True, "gõ nhầm")
    assert later.made_at == NOW + timedelta(hours=2)
    changed = {f"group.{code}" for code in ("meetings", "leaflets")}
    gone = {f"group.{code}" for code, value in told.items() if not value}
    assert later.figures == changed | gone, "a figure that was taken back is changed as well"
    (since,), _ = await _later(loaded, sample, since_hours=1)
    assert since.figures == changed, "against what was in force then"
    nothing, _ = await _later(loaded, sample, since_hours=2)
    assert nothing == []


async def test_a_first_return_that_came_later_is_no_repetition(loaded: Database, sample: SampleWard) -> None:
    window = sample.windows[-1]
    told = {item.submission.unit_id for item in sample.versions if item.submission.window_id == window.id}
    group = next(
        unit
        for unit in sample.units
        if unit.form == "group" and unit.id not in told and unit.exists_on(window.last_on)
    )
    first = replace(
        of_unit(sample, "tdp-05")[0],
        unit_id=group.id,
        window_id=window.id,
        version=1,
        made_at=LATER,
        message_id=None,
    )
    async with loaded.transaction() as connection:
        await add_submission(connection, first)
        await add_submission(
            connection, replace(first, version=2, made_at=LATER + timedelta(hours=1), tallies=())
        )
        before = await list_later_returns(connection, WARD, window.first_on, window.last_on, NOW)
    (later,) = [item for item in before if item.unit_id == group.id]
    assert (later.again, later.figures) == (False, frozenset())


async def test_the_newest_change_is_of_the_period_or_of_the_texts(
    loaded: Database, sample: SampleWard
) -> None:
    given = first_half(sample, of_unit(sample, "tdp-05"))[0]
    window = window_of(sample, given)
    days = (window.first_on, window.last_on)
    inside = [item.submission.made_at for item in sample.versions if item.submission.window_id == window.id]
    async with loaded.reading() as connection:
        texts_at = (await connection.execute(text("SELECT count(*) FROM passages"))).scalar_one()
        assert texts_at, "the sample has texts, stored when it was loaded"
        assert await get_newest_change(connection, WARD, *days) == NOW >= max(inside)
        assert await get_newest_change(connection, WARD + 1, *days) is None
    await _report(loaded, given, given.version + 1, 5, meetings=1)
    async with loaded.transaction() as connection:
        assert await get_newest_change(connection, WARD, *days) == NOW + timedelta(hours=5)
        told = Passage("III.2", "Một.", 2, made_at=NOW + timedelta(hours=7))
        await add_passage(connection, WARD, told)
        assert await get_newest_change(connection, WARD, *days) == NOW + timedelta(hours=7)
        other = sample.windows[-1]
        assert window.id != other.id
        assert await get_newest_change(connection, WARD, other.first_on, other.last_on) == NOW + timedelta(
            hours=7
        )
