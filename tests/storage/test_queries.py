"""The statements, on SQLite and PostgreSQL, over the loaded sample ward."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import DatabaseNotEmptyError, FormFileError, StaleSessionError
from storage.forms import Kind
from storage.queries import messages, people
from storage.queries.forms import save_forms
from storage.queries.photos import list_photos
from storage.queries.plans import list_plans, put_plan
from storage.queries.sample import load_sample
from storage.queries.sessions import get_session, save_session
from storage.queries.submissions import (
    add_attachments,
    add_submission,
    list_extras,
    list_returns,
    list_submissions_in_force,
    list_unit_totals,
    list_window_totals,
)
from storage.queries.units import list_reporting_units, list_wards
from storage.queries.windows import put_round, put_window
from storage.records import (
    Incoming,
    OutboxKind,
    OutboxState,
    Outgoing,
    Qualifier,
    Return,
    State,
    StoredFile,
    Tally,
)
from storage.sample import SampleWard
from tests.storage.sample_ward import FORMS, NOVEMBER, ward_at

LAST = {item.code for form in FORMS for item in form.indicators if item.kind is Kind.LAST}
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> SampleWard:
    return ward_at(NOVEMBER)


@pytest.fixture
async def loaded(database: Database, sample: SampleWard) -> AsyncIterator[Database]:
    async with database.transaction() as connection:
        form_ids = await save_forms(connection, FORMS)
        await load_sample(connection, sample, form_ids, NOW)
    yield database


async def test_totals_are_the_sums_of_what_is_in_force(loaded: Database, sample: SampleWard) -> None:
    """Against a plain second count over the records."""
    first_on, last_on = datetime(2026, 1, 1).date(), datetime(2026, 6, 30).date()  # noqa: DTZ001
    windows = {window.id: window for window in sample.windows}
    counted: dict[tuple[int, str], list[tuple[object, int]]] = {}
    for version in sample.versions:
        window = windows[version.submission.window_id]
        if version.replaced_at is None and first_on <= window.last_on <= last_on:
            for tally in version.submission.tallies:
                key = (version.submission.unit_id, tally.indicator)
                counted.setdefault(key, []).append((window.last_on, tally.value))
    async with loaded.reading() as connection:
        totals = await list_unit_totals(connection, sample.ward.unit_id, first_on, last_on)
    assert {(total.unit_id, total.indicator) for total in totals} == set(counted)
    for total in totals:
        values = counted[total.unit_id, total.indicator]
        assert total.total == sum(value for _, value in values)
        assert total.largest == max(value for _, value in values)
        assert total.last == (max(values)[1] if total.indicator in LAST else None)
        assert total.submissions == len(values)


async def test_a_total_is_nothing_only_when_every_week_was(loaded: Database, sample: SampleWard) -> None:
    first_on, last_on = sample.windows[0].first_on, sample.windows[-1].last_on
    said: dict[tuple[int, str], set[State]] = {}
    for version in sample.versions:
        if version.replaced_at is None:
            for tally in version.submission.tallies:
                said.setdefault((version.submission.unit_id, tally.indicator), set()).add(tally.state)
    async with loaded.reading() as connection:
        totals = await list_unit_totals(connection, sample.ward.unit_id, first_on, last_on)
        quiet = await list_unit_totals(connection, sample.ward.unit_id, *_quiet_week(sample))
    for total in totals:
        assert total.nothing == (said[total.unit_id, total.indicator] == {State.NOTHING_TO_REPORT})
    assert {total.nothing for total in quiet} == {True, False}


def _quiet_week(sample: SampleWard) -> tuple[date, date]:
    """A window in which somebody said that there was nothing."""
    windows = {window.id: window for window in sample.windows}
    window_id = next(
        version.submission.window_id
        for version in sample.versions
        if version.replaced_at is None
        and any(tally.state is State.NOTHING_TO_REPORT for tally in version.submission.tallies)
    )
    return windows[window_id].first_on, windows[window_id].last_on


async def test_returns_say_who_reported_all_or_part_and_in_time(loaded: Database, sample: SampleWard) -> None:
    """Against a plain second count; lateness is that of the first version."""
    sizes = {number: len(form.codes) for number, form in enumerate(FORMS, start=1)}
    first_on, last_on = date(2026, 1, 1), date(2026, 6, 30)
    windows = {item.id for item in sample.windows if first_on <= item.last_on <= last_on}
    given = [item for item in sample.versions if item.submission.window_id in windows]
    late = {
        (item.submission.unit_id, item.submission.window_id): item.submission.late
        for item in given
        if item.submission.version == 1
    }
    wanted = {}
    for item in given:
        key = item.submission.unit_id, item.submission.window_id
        if item.replaced_at is None and item.submission.tallies:
            full = len(item.submission.tallies) == sizes[item.submission.form_id]
            wanted[key] = Return(*key, full, late[key])
    async with loaded.reading() as connection:
        found = await list_returns(connection, sample.ward.unit_id, first_on, last_on)
    assert found == [wanted[key] for key in sorted(wanted)]
    assert {item.full for item in found} == {item.late for item in found} == {True, False}


async def test_one_estimated_week_makes_the_total_an_estimate(loaded: Database, sample: SampleWard) -> None:
    async with loaded.reading() as connection:
        totals = await list_unit_totals(
            connection, sample.ward.unit_id, sample.windows[0].first_on, sample.windows[26].last_on
        )
    qualifiers = {total.indicator: total.qualifier for total in totals if total.form == "service_centre"}
    assert qualifiers["broadcast_items"] is Qualifier.ABOUT
    assert qualifiers["portal_items"] is Qualifier.EXACT


async def test_the_sample_needs_an_empty_database(loaded: Database, sample: SampleWard) -> None:
    with pytest.raises(DatabaseNotEmptyError):
        async with loaded.transaction() as connection:
            await load_sample(connection, sample, {}, NOW)


async def test_new_rows_come_after_the_loaded_ones(loaded: Database, sample: SampleWard) -> None:
    incoming = Incoming(sample.addresses[0].id, "new-1", "3 buổi")
    async with loaded.transaction() as connection:
        message_id, new = await messages.put_incoming(connection, incoming, NOW)
    assert new
    assert message_id > max(message.id for message in sample.inbox)


async def test_a_repeated_message_is_one_row(loaded: Database, sample: SampleWard) -> None:
    incoming = Incoming(sample.addresses[0].id, "twice", "3 buổi")
    async with loaded.transaction() as connection:
        first = await messages.put_incoming(connection, incoming, NOW)
        second = await messages.put_incoming(connection, replace(incoming, text="4 buổi"), NOW)
    assert first[1]
    assert second == (first[0], False)


async def test_a_new_version_replaces_and_keeps_the_old(loaded: Database, sample: SampleWard) -> None:
    old = next(version.submission for version in sample.versions if version.replaced_at is None)
    key = (old.unit_id, old.window_id)
    new = replace(
        old,
        version=old.version + 1,
        made_at=NOW,
        tallies=(Tally("meetings", 7), Tally("leaflets", 0, state=State.NOTHING_TO_REPORT)),
    )
    async with loaded.transaction() as connection:
        await add_submission(connection, new)
    async with loaded.reading() as connection:
        found = (await list_submissions_in_force(connection, [key[0]], [key[1]]))[key]
        kept = await connection.execute(
            text("SELECT count(*) FROM tallies WHERE submission_id = :id"), {"id": old.id}
        )
    assert found.version == old.version + 1
    assert found.tally("leaflets") == Tally("leaflets", 0, state=State.NOTHING_TO_REPORT)
    assert found.tally("broadcasts") is None
    assert kept.scalar_one() == len(old.tallies)


async def test_the_same_version_twice_is_refused(loaded: Database, sample: SampleWard) -> None:
    old = next(version.submission for version in sample.versions if version.replaced_at is None)
    with pytest.raises(StaleSessionError):
        async with loaded.transaction() as connection:
            await add_submission(connection, replace(old, made_at=NOW))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tallies SET value = 1",
        "DELETE FROM tallies",
        "UPDATE submissions SET version = 9",
        "DELETE FROM submissions",
    ],
)
async def test_reported_figures_are_never_overwritten(loaded: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with loaded.transaction() as connection:
            await connection.execute(text(statement))


async def test_merged_groups_end_and_keep_their_history(loaded: Database, sample: SampleWard) -> None:
    async with loaded.reading() as connection:
        in_march = await list_reporting_units(connection, 2, datetime(2026, 3, 1).date())  # noqa: DTZ001
        today = await list_reporting_units(connection, 2, NOW.date())
    names = [unit.name for unit in today]
    assert "Tổ dân phố số 39" in [unit.name for unit in in_march]
    assert "Tổ dân phố số 39" not in names
    assert names.index("Tổ dân phố số 2") < names.index("Tổ dân phố số 10")


async def test_session_versions_stop_a_second_writer(loaded: Database) -> None:
    async with loaded.transaction() as connection:
        assert await get_session(connection, 1) == (0, {})
        await save_session(connection, 1, 0, {"stage": "idle"}, NOW)
    for stale in (0, 7):
        with pytest.raises(StaleSessionError):
            async with loaded.transaction() as connection:
                await save_session(connection, 1, stale, {}, NOW)
    async with loaded.transaction() as connection:
        assert await get_session(connection, 1) == (1, {"stage": "idle"})


async def test_a_round_is_opened_once(loaded: Database, sample: SampleWard) -> None:
    window = sample.windows[-1]
    async with loaded.transaction() as connection:
        stored = await put_window(connection, window.ward_id, window.first_on, window.last_on)
        assert stored.id == window.id
        assert await put_round(connection, window.id, NOW, NOW) is not None
        assert await put_round(connection, window.id, NOW, NOW) is None


async def test_what_is_owed_is_owed_once(loaded: Database) -> None:
    prompt = Outgoing("prompt:1:1", 1, OutboxKind.PROMPT, "Em chào bác.")
    reply = Outgoing("reply:1", 1, OutboxKind.REPLY, "Em đã ghi.")
    async with loaded.transaction() as connection:
        assert await messages.put_outgoing(connection, prompt, NOW)
        assert not await messages.put_outgoing(connection, prompt, NOW)
        assert await messages.put_outgoing(connection, reply, NOW)
        waiting = await messages.list_outgoing(connection, OutboxState.PENDING)
        await messages.mark_sent(connection, [item.id for item in waiting], NOW)
        assert await messages.list_outgoing(connection, OutboxState.PENDING) == []
    assert [item.key for item in waiting] == ["reply:1", "prompt:1:1"]


async def test_a_promise_is_kept_once(loaded: Database) -> None:
    async with loaded.transaction() as connection:
        assert await messages.put_promise(connection, "report:1", 1, None, {"report": "2026-H1"}, NOW)
        assert not await messages.put_promise(connection, "report:1", 1, None, {}, NOW)
        (promise,) = await messages.list_open_promises(connection)
        assert await messages.mark_promise_kept(connection, promise.id, NOW)
        assert not await messages.mark_promise_kept(connection, promise.id, NOW)
        assert await messages.list_open_promises(connection) == []


async def test_history_pages_backwards_without_gap_or_repeat(loaded: Database, sample: SampleWard) -> None:
    address = sample.addresses[0]
    assert address.person_id is not None
    async with loaded.transaction() as connection:
        for number in range(10):
            at = NOW + timedelta(seconds=number // 2)
            await messages.put_incoming(connection, Incoming(address.id, f"n{number}", str(number)), at)
            reply = Outgoing(f"r{number}", address.person_id, OutboxKind.REPLY, f"re {number}")
            await messages.put_outgoing(connection, reply, at)
    async with loaded.reading() as connection:
        whole = await messages.list_history(connection, address.person_id, None, 1000)
        paged: list[messages.Line] = []
        before = None
        while page := await messages.list_history(connection, address.person_id, before, 3):
            paged = page + paged
            before = await messages.get_place(connection, address.person_id, page[0].mine, page[0].id)
        news = await messages.list_news(connection, address.person_id, (0, 0), 1000)
    assert paged == whole
    assert sorted(map(repr, news)) == sorted(map(repr, whole))


async def test_links_open_once_and_not_for_ever(loaded: Database) -> None:
    async with loaded.transaction() as connection:
        await people.add_link(connection, "a" * 64, 1, NOW, NOW + timedelta(days=1))
        assert await people.get_link_person(connection, "a" * 64, NOW + timedelta(days=2)) is None
        assert not await people.mark_link_used(connection, "a" * 64, NOW + timedelta(days=2))
        assert await people.mark_link_used(connection, "a" * 64, NOW)
        assert not await people.mark_link_used(connection, "a" * 64, NOW)


async def test_photos_are_counted_once(loaded: Database, sample: SampleWard) -> None:
    photo = StoredFile("b" * 64, "image/png", 3)
    message = sample.inbox[0].id
    async with loaded.transaction() as connection:
        await messages.put_file(connection, photo, NOW)
        await messages.put_file(connection, photo, NOW)
        await add_attachments(connection, 3, 1, [photo.sha256, photo.sha256], message)
        extras = await list_extras(connection, [3], [1])
    assert extras[3, 1] == (
        sum(r.unit_id == 3 and r.window_id == 1 for r in sample.remarks),
        frozenset({photo.sha256}),
    )


async def test_a_changed_form_needs_a_new_date(loaded: Database) -> None:
    form = FORMS[0]
    reworded = replace(
        form, indicators=(replace(form.indicators[0], question="Hỏi khác?"), *form.indicators[1:])
    )
    other = replace(form, indicators=(replace(form.indicators[0], kind=Kind.MAX), *form.indicators[1:]))
    async with loaded.transaction() as connection:
        await save_forms(connection, [reworded])
        with pytest.raises(FormFileError, match="later 'from'"):
            await save_forms(connection, [other])


async def test_wards_come_with_their_profile(loaded: Database) -> None:
    async with loaded.reading() as connection:
        (ward,) = await list_wards(connection)
    assert ward.sample
    assert ward.rule == "calendar"
    assert ward.profile["signer"] == "Trần Quang Hưng"


async def test_a_plan_is_set_changed_and_dropped(loaded: Database, sample: SampleWard) -> None:
    ward_id = sample.ward.unit_id
    async with loaded.transaction() as connection:
        await put_plan(connection, ward_id, 2026, "group.meetings", 500)
        await put_plan(connection, ward_id, 2026, "group.leaflets", 3000)
        await put_plan(connection, ward_id, 2027, "group.meetings", 7)
        await put_plan(connection, ward_id, 2026, "group.meetings", 450)
        await put_plan(connection, ward_id, 2026, "group.feedback", 0)
    async with loaded.reading() as connection:
        assert await list_plans(connection, ward_id, 2026) == {"group.meetings": 450, "group.leaflets": 3000}
    async with loaded.transaction() as connection:
        await put_plan(connection, ward_id, 2026, "group.meetings", 0)
    async with loaded.reading() as connection:
        assert await list_plans(connection, ward_id, 2026) == {"group.leaflets": 3000}
        assert await list_plans(connection, ward_id, 2027) == {"group.meetings": 7}


async def test_weeks_add_up_to_what_is_in_force(loaded: Database, sample: SampleWard) -> None:
    """Against a plain second count over the records."""
    first_on, last_on = date(2026, 1, 1), date(2026, 6, 30)
    windows = {item.id: item for item in sample.windows if first_on <= item.last_on <= last_on}
    forms = {number: form.code for number, form in enumerate(FORMS, start=1)}
    counted: dict[tuple[str, str, date], list[int]] = {}
    for version in sample.versions:
        window = windows.get(version.submission.window_id)
        if version.replaced_at is None and window:
            for tally in version.submission.tallies:
                key = forms[version.submission.form_id], tally.indicator, window.first_on
                counted.setdefault(key, []).append(tally.value)
    async with loaded.reading() as connection:
        found = await list_window_totals(connection, sample.ward.unit_id, first_on, last_on)
    assert {(item.form, item.indicator, item.first_on): (item.total, item.units) for item in found} == {
        key: (sum(values), len(values)) for key, values in counted.items()
    }
    assert [item.first_on for item in found] == sorted(item.first_on for item in found)


async def test_photos_are_told_with_unit_and_week(loaded: Database, sample: SampleWard) -> None:
    window = next(item for item in sample.windows if item.last_on >= date(2026, 3, 1))
    unit = next(item for item in sample.units if item.code == "tdp-05")
    files = [StoredFile(letter * 64, "image/jpeg", 9) for letter in "ab"]
    async with loaded.transaction() as connection:
        address_id = await people.put_web_address(connection, sample.people[0].id)
        message_id, _ = await messages.put_incoming(connection, Incoming(address_id, "m1"), NOW)
        for file in files:
            await messages.put_file(connection, file, NOW)
        await add_attachments(connection, unit.id, window.id, [file.sha256 for file in files], message_id)
    async with loaded.reading() as connection:
        found = await list_photos(connection, sample.ward.unit_id, window.first_on, window.last_on)
        other = await list_photos(connection, sample.ward.unit_id, date(2025, 1, 1), date(2025, 6, 30))
    assert [item.sha256 for item in found] == [file.sha256 for file in files]
    assert {(item.unit, item.first_on, item.last_on, item.media_type) for item in found} == {
        (unit.name, window.first_on, window.last_on, "image/jpeg")
    }
    assert other == []
