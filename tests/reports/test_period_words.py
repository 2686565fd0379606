"""What a report calls its period, the one to come and the one before; its days are printed whatever it is."""

import re

import pytest

from reports.annex_parts import Annex
from reports.period_words import as_before, during, following, past, same_period, until
from reports.vietnamese import day
from storage.periods import Period, PeriodKind, Rule, cut_windows, parse_period
from tests.reports.situation import FORMS, UNITS, report, text_of, totals
from tests.reports.test_annexes import annexes

KEYS = ["2026-H1", "2026-H2", "2026-Q1", "2026-Q4", "2026-9M", "2026", "2026-02", "2026-12", "2026-W24"]
KEYS += ["2026-01-05..2026-02-15", "2025-12-20..2026-03-10"]
every_period = pytest.mark.parametrize(
    "period", [parse_period(key, rule) for key in KEYS for rule in Rule], ids=str
)


@every_period
def test_the_days_are_printed(period: Period) -> None:
    text = " ".join(text_of(report(period=period).data))
    assert f"Từ ngày {day(period.first_on)} đến ngày {day(period.last_on)}" in text


@every_period
def test_as_of_now_is_said_of_calendar_half_years_alone(period: Period) -> None:
    assert (until(period) == "đến nay") is (
        period.kind is PeriodKind.HALF_YEAR and period.rule is Rule.CALENDAR
    )


@pytest.mark.parametrize(
    ("key", "past_words", "coming", "before", "short"),
    [
        ("2026-H1", "06 tháng đầu năm", "06 tháng cuối năm 2026", "cùng kỳ năm 2025", "cùng kỳ"),
        ("2026-H2", "06 tháng cuối năm 2026", "06 tháng đầu năm 2027", "cùng kỳ năm 2025", "cùng kỳ"),
        ("2026-Q1", "quý I", "quý II/2026", "cùng kỳ năm 2025", "cùng kỳ"),
        ("2026-Q4", "quý IV/2026", "quý I/2027", "cùng kỳ năm 2025", "cùng kỳ"),
        ("2026-9M", "09 tháng đầu năm", "03 tháng cuối năm 2026", "cùng kỳ năm 2025", "cùng kỳ"),
        ("2026", "năm 2026", "năm 2027", "năm 2025", "năm trước"),
        ("2026-02", "tháng 02", "tháng 3/2026", "cùng kỳ năm 2025", "cùng kỳ"),
        ("2026-12", "tháng 12/2026", "tháng 01/2027", "cùng kỳ năm 2025", "cùng kỳ"),
    ],
)
@pytest.mark.parametrize("rule", Rule)
def test_a_period_is_called_alike_under_both_rules(
    key: str, past_words: str, coming: str, before: str, short: str, rule: Rule
) -> None:
    period = parse_period(key, rule)
    assert following(period) == coming
    assert past(period, coming) == past_words
    assert during(period) == f"Trong {period.label}"
    assert (same_period(period), as_before(period)) == (before, short)


def groups_note(period: Period) -> str:
    found: Annex = annexes(UNITS, totals(), FORMS, period=period)["groups"]
    (words,) = (block for block in found.blocks if isinstance(block, str))
    return words


def test_weeks_that_an_end_cuts_are_named() -> None:
    may = parse_period("2026-05", Rule.CALENDAR)
    assert len(cut_windows(may, Rule.CALENDAR)) == 1
    assert "Tuần vắt qua ngày đầu, ngày cuối kỳ: tuần 18 (27/4-03/5/2026) được tính cả tuần. " in groups_note(
        may
    )
    april = parse_period("2026-04", Rule.CALENDAR)
    assert "tuần 18 (27/4-03/5/2026) không tính. " in groups_note(april)
    assert "vắt qua" not in groups_note(parse_period("2026-H1", Rule.CALENDAR))


def test_every_cut_week_of_the_year_is_counted_once() -> None:
    months = [parse_period(f"2026-{number:02}", Rule.CALENDAR) for number in range(1, 13)]
    told = [
        match
        for month in months
        for match in re.findall(r"(tuần \d+ \([^)]*\)) (được tính|không tính)", groups_note(month))
    ]
    counted = [week for week, how in told if how == "được tính"]
    assert len(counted) == len(set(counted)) >= 8
    assert set(counted) == {week for week, how in told if how == "không tính"}
