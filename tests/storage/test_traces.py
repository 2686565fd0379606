"""What stands behind a figure, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.forms import Kind
from storage.queries.forms import save_forms
from storage.queries.sample import load_sample
from storage.queries.submissions import add_submission, list_unit_totals
from storage.queries.traces import list_reported_windows, list_tallied_weeks, list_titles
from storage.records import Submission, Tally
from tests.storage.sample_ward import FORMS, NOVEMBER, ward_at

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CENTRE = next(form for form in FORMS if form.code == "service_centre")
OTHER = replace(CENTRE, code="other_centre", mark="X")


async def test_a_unit_that_changed_its_form_has_each_forms_own_latest_figure(database: Database) -> None:
    sample = ward_at(NOVEMBER)
    (centre,) = [unit for unit in sample.units if unit.form == CENTRE.code]
    ward_id, code = sample.ward.unit_id, "loudspeaker_clusters"
    before, current = sample.windows[-2:]
    async with database.transaction() as connection:
        ids = await save_forms(connection, FORMS)
        await load_sample(connection, sample, ids, NOW)
        ids = await save_forms(connection, [*FORMS, OTHER])
        form_id = ids[OTHER.code, OTHER.from_on.isoformat()]
        now = NOW + timedelta(hours=1)
        given = Submission(0, centre.id, current.id, form_id, 1, now, sample.people[0].id, (Tally(code, 9),))
        await add_submission(connection, given)
        dates = before.first_on, current.last_on
        totals = await list_unit_totals(connection, ward_id, *dates)
        told = {
            form: await list_tallied_weeks(connection, ward_id, form, code, *dates)
            for form in (CENTRE.code, OTHER.code)
        }
    last = {
        total.form: total.last for total in totals if (total.unit_id, total.indicator) == (centre.id, code)
    }
    assert last == {form: weeks[-1].value for form, weeks in told.items()}
    assert last[OTHER.code] == 9 != last[CENTRE.code]
    (week,) = told[OTHER.code]
    assert (week.kind, week.words, week.message_id, week.on_behalf) == (Kind.LAST, "", None, False)


async def test_only_what_is_in_force_is_told_with_its_message(database: Database) -> None:
    sample = ward_at(NOVEMBER)
    first_on, last_on = sample.windows[0].first_on, sample.windows[-1].last_on
    said = {message.id: message.incoming.text for message in sample.inbox}
    async with database.transaction() as connection:
        await load_sample(connection, sample, await save_forms(connection, FORMS), NOW)
        told = await list_tallied_weeks(
            connection, sample.ward.unit_id, "group", "broadcasts", first_on, last_on
        )
        groups = [unit.id for unit in sample.units if unit.form == "group"]
        reported = await list_reported_windows(connection, sample.ward.unit_id, groups, first_on, last_on)
        titles = await list_titles(connection, groups)
    wanted = {
        (item.submission.id, tally.value, tally.message_id)
        for item in sample.versions
        if item.replaced_at is None and item.submission.unit_id in groups
        for tally in item.submission.tallies
        if tally.indicator == "broadcasts"
    }
    assert {(week.submission_id, week.value, week.message_id) for week in told} == wanted
    assert len(told) == len(wanted)
    assert all(week.words == said[week.message_id or 0] for week in told)
    assert {(week.unit_id, week.last_on) for week in told} <= set(reported)
    assert {unit_id for _, unit_id, _, _ in titles} <= set(groups)
