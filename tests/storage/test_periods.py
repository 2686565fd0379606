"""Periods and windows, checked day by day over 2020-2040 under both rules."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import UnknownPeriodError
from storage.periods import (
    Period,
    PeriodKind,
    Rule,
    Window,
    cut_windows,
    half_year,
    half_year_of,
    month,
    month_of,
    nine_months,
    parse_period,
    quarter,
    same_period_last_year,
    span,
    week,
    window_of,
    windows_between,
    windows_of,
    year,
    year_number,
    year_to_date,
)

YEARS = range(2020, 2041)
DAY = timedelta(days=1)
both_rules = pytest.mark.parametrize("rule", Rule)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def _months(rule: Rule) -> list[Period]:
    return [month(y, m, rule) for y in YEARS for m in range(1, 13)]


def _quarters(rule: Rule) -> list[Period]:
    return [quarter(y, q, rule) for y in YEARS for q in range(1, 5)]


def _halves(rule: Rule) -> list[Period]:
    return [half_year(y, h, rule) for y in YEARS for h in (1, 2)]


def _years(rule: Rule) -> list[Period]:
    return [year(y, rule) for y in YEARS]


def _all_windows(rule: Rule) -> tuple[Window, ...]:
    return windows_between(year(2020, rule).first_on, year(2040, rule).last_on, rule)


@pytest.mark.parametrize(
    ("period", "first_on", "last_on"),
    [
        # Nghị định 09/2019/NĐ-CP, Điều 12.
        (month(2026, 1, Rule.DECREE), date(2025, 12, 15), date(2026, 1, 14)),
        (month(2026, 5, Rule.DECREE), date(2026, 4, 15), date(2026, 5, 14)),
        (quarter(2026, 1, Rule.DECREE), date(2025, 12, 15), date(2026, 3, 14)),
        (quarter(2026, 2, Rule.DECREE), date(2026, 3, 15), date(2026, 6, 14)),
        (quarter(2026, 3, Rule.DECREE), date(2026, 6, 15), date(2026, 9, 14)),
        (quarter(2026, 4, Rule.DECREE), date(2026, 9, 15), date(2026, 12, 14)),
        (half_year(2026, 1, Rule.DECREE), date(2025, 12, 15), date(2026, 6, 14)),
        (half_year(2026, 2, Rule.DECREE), date(2026, 6, 15), date(2026, 12, 14)),
        (nine_months(2026, Rule.DECREE), date(2025, 12, 15), date(2026, 9, 14)),
        (year(2026, Rule.DECREE), date(2025, 12, 15), date(2026, 12, 14)),
        (month(2028, 2, Rule.CALENDAR), date(2028, 2, 1), date(2028, 2, 29)),
        (month(2026, 12, Rule.CALENDAR), date(2026, 12, 1), date(2026, 12, 31)),
        (quarter(2026, 2, Rule.CALENDAR), date(2026, 4, 1), date(2026, 6, 30)),
        (half_year(2026, 1, Rule.CALENDAR), date(2026, 1, 1), date(2026, 6, 30)),
        (half_year(2026, 2, Rule.CALENDAR), date(2026, 7, 1), date(2026, 12, 31)),
        (nine_months(2026, Rule.CALENDAR), date(2026, 1, 1), date(2026, 9, 30)),
        (year(2026, Rule.CALENDAR), date(2026, 1, 1), date(2026, 12, 31)),
    ],
    ids=lambda value: value.key + value.rule if isinstance(value, Period) else str(value),
)
def test_days_of_a_period(period: Period, first_on: date, last_on: date) -> None:
    assert (period.first_on, period.last_on) == (first_on, last_on)


@both_rules
@pytest.mark.parametrize("periods", [_months, _quarters, _halves, _years])
def test_periods_of_a_kind_leave_no_gap_and_do_not_overlap(periods: object, rule: Rule) -> None:
    assert callable(periods)
    for earlier, later in pairwise(periods(rule)):
        assert later.first_on == earlier.last_on + DAY


@both_rules
def test_windows_tile_time(rule: Rule) -> None:
    windows = _all_windows(rule)
    assert windows[0].first_on == year(2020, rule).first_on
    assert windows[-1].last_on == year(2040, rule).last_on
    for earlier, later in pairwise(windows):
        assert later.first_on == earlier.last_on + DAY


@both_rules
def test_windows_lie_in_one_week_and_one_half_year(rule: Rule) -> None:
    ends = {half.last_on for half in [half_year(2019, 2, rule), *_halves(rule)]}
    for window in _all_windows(rule):
        length = (window.last_on - window.first_on).days + 1
        assert 1 <= length <= 7
        assert window.first_on.isocalendar()[:2] == window.last_on.isocalendar()[:2]
        assert half_year_of(window.first_on, rule) == half_year_of(window.last_on, rule)
        # Cut only where a half-year ends.
        assert window.first_on.weekday() == 0 or window.first_on - DAY in ends
        assert window.last_on.weekday() == 6 or window.last_on in ends


@both_rules
def test_window_of_a_day_contains_the_day(rule: Rule) -> None:
    by_day = {
        window.first_on + n * DAY: window
        for window in _all_windows(rule)
        for n in range((window.last_on - window.first_on).days + 1)
    }
    for day, window in by_day.items():
        assert window_of(day, rule) == window


@both_rules
@pytest.mark.parametrize("periods", [_months, _quarters, _halves, _years])
def test_each_window_counts_in_one_period_of_a_kind(periods: object, rule: Rule) -> None:
    assert callable(periods)
    counted = Counter(window for period in periods(rule) for window in windows_of(period, rule))
    assert counted == Counter(_all_windows(rule))
    for period in periods(rule):
        assert all(period.counts(window) for window in windows_of(period, rule))


@both_rules
def test_half_years_are_whole_windows_under_the_wards_own_rule(rule: Rule) -> None:
    for half in _halves(rule):
        windows = windows_of(half, rule)
        assert (windows[0].first_on, windows[-1].last_on) == (half.first_on, half.last_on)
        assert cut_windows(half, rule) == ()


def test_first_half_of_2026_is_26_whole_weeks_under_the_decree() -> None:
    windows = windows_of(half_year(2026, 1, Rule.DECREE), Rule.DECREE)
    assert len(windows) == 26
    assert {(w.first_on.weekday(), (w.last_on - w.first_on).days) for w in windows} == {(0, 6)}


def test_a_straddling_week_becomes_two_windows_of_one_week_number() -> None:
    first, second = windows_between(date(2026, 6, 29), date(2026, 7, 5), Rule.CALENDAR)
    assert first == Window(date(2026, 6, 29), date(2026, 6, 30))
    assert second == Window(date(2026, 7, 1), date(2026, 7, 5))
    assert (first.label, second.label) == ("tuần 27 (29/6-30/6/2026)", "tuần 27 (01/7-05/7/2026)")


def test_a_week_cut_by_a_month_counts_in_the_month_of_its_last_day_and_is_named() -> None:
    week_of_both = Window(date(2026, 4, 27), date(2026, 5, 3))
    april, may = month(2026, 4, Rule.CALENDAR), month(2026, 5, Rule.CALENDAR)
    assert week_of_both not in windows_of(april, Rule.CALENDAR)
    assert week_of_both in windows_of(may, Rule.CALENDAR)
    assert cut_windows(april, Rule.CALENDAR)[-1] == cut_windows(may, Rule.CALENDAR)[0] == week_of_both
    assert not april.counts(week_of_both)
    assert may.counts(week_of_both)


def test_a_report_by_the_other_rule_names_the_windows_it_cuts() -> None:
    half = half_year(2026, 1, Rule.CALENDAR)
    assert [window.label for window in cut_windows(half, Rule.DECREE)] == [
        "tuần 1 (29/12/2025-04/01/2026)",
        "tuần 27 (29/6-05/7/2026)",
    ]
    assert cut_windows(half_year(2026, 1, Rule.DECREE), Rule.CALENDAR) == ()


def test_a_span_inside_one_window_names_it_once_and_counts_nothing() -> None:
    midweek = span(date(2026, 6, 9), date(2026, 6, 10), Rule.DECREE)
    assert windows_of(midweek, Rule.DECREE) == ()
    assert cut_windows(midweek, Rule.DECREE) == (Window(date(2026, 6, 8), date(2026, 6, 14)),)


@given(days, days, st.sampled_from(Rule), st.sampled_from(Rule))
def test_windows_of_any_span_end_within_it_and_the_cut_ones_are_named(
    a: date, b: date, rule: Rule, ward_rule: Rule
) -> None:
    period = span(min(a, b), max(a, b), rule)
    windows = windows_of(period, ward_rule)
    expected = [w for w in _near(period, ward_rule) if period.first_on <= w.last_on <= period.last_on]
    assert list(windows) == expected
    touching = [w for w in _near(period, ward_rule) if _overlap(w, period)]
    cut = [w for w in touching if w.first_on < period.first_on or w.last_on > period.last_on]
    assert list(cut_windows(period, ward_rule)) == cut


WINDOWS = {rule: _all_windows(rule) + windows_of(half_year(2041, 1, rule), rule) for rule in Rule}


def _near(period: Period, rule: Rule) -> list[Window]:
    """Windows around the period, from the tiling that other tests prove right."""
    margin = 8 * DAY
    return [w for w in WINDOWS[rule] if period.first_on - margin <= w.first_on <= period.last_on + margin]


def _overlap(window: Window, period: Period) -> bool:
    return window.first_on <= period.last_on and period.first_on <= window.last_on


@given(days, st.sampled_from(Rule))
def test_month_and_half_year_of_a_day_contain_it(day: date, rule: Rule) -> None:
    for period in (month_of(day, rule), half_year_of(day, rule)):
        assert period.first_on <= day <= period.last_on


@pytest.mark.parametrize(
    ("period", "key", "label"),
    [
        (half_year(2026, 1, Rule.DECREE), "2026-H1", "06 tháng đầu năm 2026"),
        (half_year(2026, 2, Rule.DECREE), "2026-H2", "06 tháng cuối năm 2026"),
        (quarter(2026, 2, Rule.DECREE), "2026-Q2", "quý II/2026"),
        (month(2026, 5, Rule.DECREE), "2026-05", "tháng 5/2026"),
        (month(2026, 2, Rule.DECREE), "2026-02", "tháng 02/2026"),
        (month(2026, 3, Rule.DECREE), "2026-03", "tháng 3/2026"),
        (year(2026, Rule.DECREE), "2026", "năm 2026"),
        (nine_months(2026, Rule.DECREE), "2026-9M", "09 tháng đầu năm 2026"),
        (
            span(date(2026, 1, 1), date(2026, 6, 14), Rule.DECREE),
            "2026-01-01..2026-06-14",
            "từ ngày 01/01/2026 đến ngày 14/6/2026",
        ),
        (
            week(window_of(date(2026, 6, 10), Rule.DECREE), Rule.DECREE),
            "2026-W24",
            "tuần 24 (08/6-14/6/2026)",
        ),
        (
            week(window_of(date(2026, 6, 30), Rule.CALENDAR), Rule.CALENDAR),
            "2026-W27a",
            "tuần 27 (29/6-30/6/2026)",
        ),
        (
            week(window_of(date(2026, 1, 1), Rule.CALENDAR), Rule.CALENDAR),
            "2026-W01b",
            "tuần 1 (01/01-04/01/2026)",
        ),
        (
            week(window_of(date(2026, 12, 14), Rule.DECREE), Rule.DECREE),
            "2026-W51a",
            "tuần 51 (14/12/2026)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_key_and_label(period: Period, key: str, label: str) -> None:
    assert (period.key, period.label) == (key, label)
    assert parse_period(f" {key.lower()} ", period.rule) == period


@both_rules
def test_every_key_leads_back_to_its_period(rule: Rule) -> None:
    weeks = [week(window, rule) for window in _all_windows(rule)]
    nines = [nine_months(y, rule) for y in YEARS]
    for period in [*_months(rule), *_quarters(rule), *_halves(rule), *_years(rule), *nines, *weeks]:
        assert parse_period(period.key, rule) == period
    assert len({period.key for period in weeks}) == len(weeks)


def test_a_cut_week_asked_for_as_a_whole_has_both_windows() -> None:
    whole = parse_period("2026-W27", Rule.CALENDAR)
    assert (whole.kind, whole.key) == (PeriodKind.WEEK, "2026-W27")
    assert [w.first_on for w in windows_of(whole, Rule.CALENDAR)] == [date(2026, 6, 29), date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", ""),
        ("tháng 5", ""),
        ("2026-H3", "half-year 3"),
        ("2026-Q0", "quarter 0"),
        ("2026-13", "month 13"),
        ("2026-5", ""),
        ("2026-8M", ""),
        ("0000", "year 0"),
        ("1999-H1", "year 1999"),
        ("9999-W52", "year 9999"),
        ("2025-W53", "week"),
        ("2026-W24a", "week 24 of 2026 is whole"),
        ("2026-02-30..2026-03-01", "day is out of range"),
        ("2026-06-14..2026-01-01", "before it begins"),
        ("0001-01-01..9999-12-31", "year 1,"),
        ("2026-01-01..9999-12-31", "year 9999"),
        ("2026-01-01...2026-02-01", ""),
        ("２０２６", ""),
        ("9" * 5000, ""),
    ],
)
def test_an_unknown_key_is_refused_in_one_sentence_listing_the_forms(key: str, reason: str) -> None:
    with pytest.raises(UnknownPeriodError) as refusal:
        parse_period(key, Rule.DECREE)
    message = str(refusal.value)
    assert reason in message
    assert len(message) < 300
    assert "\n" not in message
    for form in ("2026-H1", "2026-Q2", "2026-05", "2026-W24", "2026-9M", "2026-01-01..2026-06-14"):
        assert form in message


@given(st.text(max_size=30) | st.from_regex(r"\A[0-9]{4}-?[HQWM]?[0-9]{0,2}[ab]?\Z"), st.sampled_from(Rule))
def test_a_key_is_a_period_or_refused_and_nothing_else(key: str, rule: Rule) -> None:
    try:
        period = parse_period(key, rule)
    except UnknownPeriodError:
        return
    assert period.first_on <= period.last_on


# ── the year before, the year so far ─────────────────────────────────────────────────────────────


@both_rules
@pytest.mark.parametrize("key", ["2026-H1", "2026-H2", "2026-Q3", "2026-05", "2026-9M", "2026", "2026-W24"])
def test_the_year_before_has_the_same_period(key: str, rule: Rule) -> None:
    before = same_period_last_year(parse_period(key, rule))
    assert before == parse_period(key.replace("2026", "2025"), rule)


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("2026-01-05..2026-02-15", "2025-01-05..2025-02-15"),
        ("2025-12-15..2026-06-14", "2024-12-15..2025-06-14"),
        ("2024-02-29..2024-03-31", "2023-03-01..2023-03-31"),
        ("2024-01-01..2024-02-29", "2023-01-01..2023-02-28"),
        ("2025-01-01..2025-02-28", "2024-01-01..2024-02-29"),
        ("2024-01-01..2024-02-28", "2023-01-01..2023-02-28"),
    ],
)
def test_of_any_two_dates_the_last_of_february_stays_the_last(typed: str, before: str) -> None:
    assert same_period_last_year(parse_period(typed, Rule.CALENDAR)) == parse_period(before, Rule.CALENDAR)


@given(days, days)
def test_a_span_has_as_many_days_the_year_before_but_for_leap_days(one: date, other: date) -> None:
    first_on, last_on = sorted((one, other))
    before = same_period_last_year(span(first_on, last_on, Rule.CALENDAR))
    assert before is not None
    lengths = [
        (period.last_on - period.first_on).days for period in (before, span(first_on, last_on, Rule.CALENDAR))
    ]
    assert abs(lengths[0] - lengths[1]) <= 1


@pytest.mark.parametrize("key", ["2026-W53", "2000-H1", "2027-W26b"])
def test_what_the_year_before_has_not_is_none(key: str) -> None:
    assert same_period_last_year(parse_period(key, Rule.CALENDAR)) is None


def test_of_a_period_that_is_not_over_only_its_part_is_compared() -> None:
    half = half_year(2026, 1, Rule.CALENDAR)
    assert same_period_last_year(half, date(2026, 6, 10)) == span(
        date(2025, 1, 1), date(2025, 6, 10), Rule.CALENDAR
    )
    assert same_period_last_year(half, date(2026, 6, 29)) == span(
        date(2025, 1, 1), date(2025, 6, 29), Rule.CALENDAR
    )
    assert same_period_last_year(half, date(2026, 6, 30)) == half_year(2025, 1, Rule.CALENDAR)
    assert same_period_last_year(half, date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("key", "rule", "first_on"),
    [
        ("2026-H1", Rule.CALENDAR, None),
        ("2026-Q1", Rule.DECREE, None),
        ("2026-9M", Rule.DECREE, None),
        ("2026", Rule.CALENDAR, None),
        ("2026-H2", Rule.CALENDAR, date(2026, 1, 1)),
        ("2026-H2", Rule.DECREE, date(2025, 12, 15)),
        ("2026-12", Rule.DECREE, date(2025, 12, 15)),
        ("2026-02-03..2026-03-04", Rule.CALENDAR, date(2026, 1, 1)),
    ],
)
def test_the_year_so_far(key: str, rule: Rule, first_on: date | None) -> None:
    period = parse_period(key, rule)
    assert year_number(period) == 2026
    so_far = year_to_date(period)
    assert so_far == (period if first_on is None else span(first_on, period.last_on, rule))


def test_what_began_the_year_before_counts_for_no_year() -> None:
    assert year_to_date(parse_period("2025-11-01..2026-02-01", Rule.CALENDAR)) is None


def test_the_last_days_of_december_belong_to_the_decrees_next_year() -> None:
    assert year_number(parse_period("2026-12-15..2026-12-31", Rule.DECREE)) == 2027
