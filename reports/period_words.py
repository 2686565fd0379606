"""The words by which a report calls its own period and the one it looks forward to. Pure."""

from datetime import timedelta

from reports.vietnamese import day
from storage import periods
from storage.periods import Period, PeriodKind, Rule


def following(period: Period) -> str:
    """The period that the report looks forward to."""
    next_day = period.last_on + timedelta(days=1)
    year = period.last_on.year
    match period.kind:
        case PeriodKind.HALF_YEAR:
            return periods.half_year_of(next_day, period.rule).label
        case PeriodKind.QUARTER:
            done = period.last_on.month // 3
            return periods.quarter(year + done // 4, done % 4 + 1, period.rule).label
        case PeriodKind.MONTH:
            return periods.month_of(next_day, period.rule).label
        case PeriodKind.NINE_MONTHS:
            return f"03 tháng cuối năm {year}"
        case PeriodKind.YEAR:
            return periods.year(year + 1, period.rule).label
        case PeriodKind.WEEK | PeriodKind.SPAN:
            return "thời gian tới"


def past(period: Period, coming: str) -> str:
    """The period's words, without its year when the coming period's words give the same."""
    for year in (f" {period.last_on.year}", f"/{period.last_on.year}"):
        if period.label.endswith(year) and coming.endswith(year):
            return period.label.removesuffix(year)
    return period.label


def during(period: Period) -> str:
    if period.kind is PeriodKind.SPAN:
        return f"Trong thời gian {period.label}"
    return f"Trong {period.label}"


def until(period: Period) -> str:
    """A calendar half-year's report speaks as of its making, as the ward's always has; others name the day.

    By the decree figures are cut off before the report is written: «đến nay» would say more than is told.
    """
    if period.kind is PeriodKind.HALF_YEAR and period.rule is Rule.CALENDAR:
        return "đến nay"
    return f"đến ngày {day(period.last_on)}"


def same_period(period: Period) -> str:
    """What the period is compared with: «cùng kỳ năm 2025», «năm 2025» of a year."""
    year = periods.year_number(period) - 1
    if period.kind is PeriodKind.YEAR:
        return f"năm {year}"
    if periods.year_to_date(period) is None:
        return "cùng kỳ năm trước"  # It began the year before its own.
    return f"cùng kỳ năm {year}"


def as_before(period: Period) -> str:
    """The same, once it was said which year."""
    return "năm trước" if period.kind is PeriodKind.YEAR else "cùng kỳ"


def cut_weeks(period: Period, ward_rule: Rule) -> str:
    """Weeks that an end of the period cuts are counted whole or not at all, and named; empty: none is cut."""
    told = [
        f"{window.label} {'được tính cả tuần' if period.counts(window) else 'không tính'}"
        for window in periods.cut_windows(period, ward_rule)
    ]
    return f"Tuần vắt qua ngày đầu, ngày cuối kỳ: {'; '.join(told)}." if told else ""
