"""The sample ward: the seed report's figures, and the same whenever it is grown."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from storage.errors import FormFileError
from storage.forms import Kind, form_on
from storage.periods import Rule, half_year
from storage.records import (
    Qualifier,
    Window,
)
from storage.sample import OFFICE_ZONE, SampleWard, build, round_times
from tests.storage.sample_ward import (
    FORMS,
    NOVEMBER,
    first_half,
    in_force,
    message_of,
    of_unit,
    sample_toml,
    values,
    ward_at,
    window_of,
)

SEED_REPORT = {
    "loudspeaker_clusters": 113,
    "loudspeaker_clusters_digital": 77,
    "loudspeaker_clusters_wired": 36,
    "broadcast_items": 1684,
    "broadcast_columns": 87,
    "broadcast_specials": 12,
    "portal_items": 1992,
    "portal_reform_items": 97,
    "portal_directives": 1002,
    "broadcast_legal_items": 915,
    "legal_qa_columns": 10,
    "portal_legal_items": 1921,
    "portal_legal_documents": 551,
    "zalo_oa_items": 522,
    "facebook_items": 544,
    "youtube_items": 19,
}
"""Every figure of the ward's report of the first half of 2026."""


@pytest.fixture(scope="module")
def sample() -> SampleWard:
    return ward_at(NOVEMBER)


def figures_of_first_half(sample: SampleWard) -> dict[str, int]:
    """Plain sums over all units that use the service centre's form, the newest figure for `last`."""
    form = form_on(FORMS, "service_centre", date(2026, 6, 30))
    returns = [
        submission
        for submission in first_half(sample, in_force(sample))
        if sample.forms[submission.form_id - 1] == form
    ]
    newest = max(returns, key=lambda submission: window_of(sample, submission).last_on)
    return {
        indicator.code: values(newest)[indicator.code]
        if indicator.kind is Kind.LAST
        else sum(values(submission)[indicator.code] for submission in returns)
        for indicator in form.indicators
    }


@pytest.mark.parametrize("seed", [2026, 1, 7])
def test_first_half_equals_every_figure_of_the_seed_report(seed: int) -> None:
    sample = ward_at(NOVEMBER, seed)

    assert figures_of_first_half(sample) == SEED_REPORT
    assert len(first_half(sample, of_unit(sample, "dvsnc"))) == 27


def test_weekly_figures_come_from_the_seed_and_differ(sample: SampleWard) -> None:
    weekly = [values(submission)["broadcast_items"] for submission in of_unit(sample, "dvsnc")]
    other_seed = of_unit(ward_at(NOVEMBER, 1), "dvsnc")

    assert len(set(weekly)) > 10
    assert weekly != [values(submission)["broadcast_items"] for submission in other_seed]


def test_loudspeaker_clusters_changed_during_the_half_year(sample: SampleWard) -> None:
    clusters = [
        values(submission)["loudspeaker_clusters"]
        for submission in first_half(sample, of_unit(sample, "dvsnc"))
    ]

    assert len(set(clusters)) > 1


def test_one_weekly_figure_of_the_first_half_is_about(sample: SampleWard) -> None:
    about = [
        (submission, tally)
        for submission in first_half(sample, of_unit(sample, "dvsnc"))
        for tally in submission.tallies
        if tally.qualifier is not Qualifier.EXACT
    ]

    assert [tally.indicator for _, tally in about] == ["broadcast_items"]
    [(_, tally)] = about
    assert tally.qualifier is Qualifier.ABOUT
    assert f"gần {tally.value}\n" in message_of(sample, tally.message_id).incoming.text


@pytest.mark.parametrize("number", [1, 2])
def test_nobody_owes_the_service_centre_s_figures(sample: SampleWard, number: int) -> None:
    """Its returns are whole in every window, so that the totals are."""
    half = half_year(2026, number, Rule.CALENDAR)
    returns = {window_of(sample, submission).first_on for submission in of_unit(sample, "dvsnc")}

    assert {
        window.first_on for window in sample.windows[:-1] if half.first_on <= window.first_on <= half.last_on
    } <= returns
    assert all(len(submission.tallies) == len(SEED_REPORT) for submission in of_unit(sample, "dvsnc"))


def test_windows_tile_from_new_year_and_the_current_one_is_open(sample: SampleWard) -> None:
    windows = sample.windows

    assert windows[0].first_on == date(2026, 1, 1)
    assert all(after.first_on - before.last_on == timedelta(days=1) for before, after in pairwise(windows))
    assert windows[-1].first_on <= NOVEMBER.date() <= windows[-1].last_on
    assert [asking.window_id for asking in sample.rounds] == [window.id for window in windows[:-1]]
    assert windows[-1].id not in {version.submission.window_id for version in sample.versions}
    assert [(w.first_on, w.last_on) for w in windows if w.last_on.month in (6, 7)][4:6] == [
        (date(2026, 6, 29), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 5)),
    ]


@pytest.mark.parametrize(
    ("first_on", "last_on", "opened_on"),
    [
        (date(2026, 6, 8), date(2026, 6, 14), date(2026, 6, 12)),
        (date(2026, 6, 29), date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 5), date(2026, 7, 3)),
        (date(2028, 7, 1), date(2028, 7, 2), date(2028, 7, 1)),
    ],
)
def test_round_opens_on_friday_or_the_day_nearest_to_it(
    first_on: date, last_on: date, opened_on: date
) -> None:
    opened_at, due_at = round_times(Window(1, 2, first_on, last_on))

    assert (opened_at.date(), opened_at.hour, opened_at.minute) == (opened_on, 15, 0)
    assert due_at - timedelta(seconds=1) == datetime.combine(last_on, time(23, 59, 59), OFFICE_ZONE)


def test_same_arguments_give_the_same_ward() -> None:
    again = build(FORMS, sample_toml("ward.toml"), sample_toml("report.toml"), NOVEMBER)

    assert again == ward_at(NOVEMBER)


def test_time_zone_of_now_does_not_matter(sample: SampleWard) -> None:
    assert ward_at(NOVEMBER.astimezone(UTC)) == sample


@pytest.mark.parametrize(
    "earlier",
    [
        datetime(2026, 3, 15, 9, tzinfo=OFFICE_ZONE),
        datetime(2026, 4, 20, 6, tzinfo=OFFICE_ZONE),
        datetime(2026, 7, 4, 23, tzinfo=OFFICE_ZONE),
        datetime(2026, 7, 6, 10, tzinfo=OFFICE_ZONE),
        datetime(2026, 11, 18, 12, tzinfo=OFFICE_ZONE),
    ],
)
def test_a_later_load_only_adds(sample: SampleWard, earlier: datetime) -> None:
    before = ward_at(earlier)

    assert 0 < len(before.inbox) < len(sample.inbox)
    assert sample.windows[: len(before.windows)] == before.windows
    assert sample.rounds[: len(before.rounds)] == before.rounds
    assert sample.inbox[: len(before.inbox)] == before.inbox
    assert sample.remarks[: len(before.remarks)] == before.remarks
    versions = sample.versions[: len(before.versions)]
    assert [version.submission for version in versions] == [version.submission for version in before.versions]
    for now, then in zip(versions, before.versions, strict=True):
        if then.replaced_at is None and now.replaced_at is not None:
            assert now.replaced_at > earlier
        else:
            assert now.replaced_at == then.replaced_at
    assert (before.units, before.people, before.memberships) == (
        sample.units,
        sample.people,
        sample.memberships,
    )


def test_within_the_first_half_totals_are_partial() -> None:
    figures = figures_of_first_half(ward_at(datetime(2026, 3, 15, 9, tzinfo=OFFICE_ZONE)))

    assert 0 < figures["broadcast_items"] < SEED_REPORT["broadcast_items"]


def test_nothing_lies_in_the_future() -> None:
    monday = datetime(2026, 11, 16, 7, tzinfo=OFFICE_ZONE)
    sample = ward_at(monday)

    assert max(message.received_at for message in sample.inbox) <= monday
    last_week = [v for v in ward_at(NOVEMBER).versions if v.submission.window_id == sample.windows[-2].id]
    assert any(version.submission.made_at > monday for version in last_week)


def test_year_end_and_a_second_year_grow_too() -> None:
    sample = ward_at(datetime(2027, 1, 4, 8, tzinfo=OFFICE_ZONE))
    second_half = [
        submission
        for submission in of_unit(sample, "dvsnc")
        if window_of(sample, submission).last_on.month > 6
    ]

    assert sample.windows[-2].last_on == date(2027, 1, 3)
    assert all(values(submission)["loudspeaker_clusters"] == 113 for submission in second_half)


def test_report_file_is_taken_over(sample: SampleWard) -> None:
    report = sample_toml("report.toml")

    assert sample.ward.profile == report["profile"]
    assert [directive.number for directive in sample.directives] == ["101/KH-UBND", "1453/UBND-VHXH"]
    assert {passage.section: passage.body for passage in sample.passages} == report["passages"]


def test_an_indicator_unknown_to_the_ward_file_is_named() -> None:
    group = form_on(FORMS, "group", NOVEMBER.date())
    strange = replace(group.indicators[0], code="songs")
    forms = [form for form in FORMS if form.code != "group"]
    forms.append(replace(group, indicators=(*group.indicators, strange)))

    with pytest.raises(FormFileError, match=r"`songs` to \[rates.group\]"):
        build(forms, sample_toml("ward.toml"), sample_toml("report.toml"), NOVEMBER)
