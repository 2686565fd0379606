"""Calendar arithmetic: reporting periods (kỳ báo cáo) and weekly windows (kỳ báo). Pure.

Two rules say where a period is cut. `calendar`: a month runs from its first day to its last.
`decree`: Nghị định 09/2019/NĐ-CP, Điều 12: a month runs from the 15th of the month before to the
14th, and quarters, half-years and years are made of such months; so are nine months, which the
decree does not name but provinces cut the same way.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from storage.errors import UnknownPeriodError


class Rule(StrEnum):
    """Where periods are cut; set per ward and per report."""

    CALENDAR = "calendar"
    DECREE = "decree"


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    SPAN = "span"
    """Any two dates."""


@dataclass(frozen=True, slots=True)
class Window:
    """Dates of one return: Monday to Sunday, or the part of that week in one half-year."""

    first_on: date
    last_on: date

    @property
    def week(self) -> int:
        """ISO week number; both parts of a cut week have the same."""
        return self.first_on.isocalendar().week

    @property
    def label(self) -> str:
        """«tuần 24 (08/6-14/6/2026)»."""
        return f"tuần {self.week} ({_dates(self.first_on, self.last_on)})"


@dataclass(frozen=True, slots=True)
class Period:
    """What a report or summary is about, both days included."""

    kind: PeriodKind
    first_on: date
    last_on: date
    rule: Rule
    key: str
    """As typed on a command line, see `parse_period`."""
    label: str
    """As inside a Vietnamese sentence: «06 tháng đầu năm 2026»."""

    def counts(self, window: Window) -> bool:
        """A window counts in the period of its last day, never in parts of two."""
        return self.first_on <= window.last_on <= self.last_on


def month(year: int, number: int, rule: Rule) -> Period:
    """Raises UnknownPeriodError, as all these do, for a number or year out of range."""
    _in_range("month", number, 1, 12)
    key, label = f"{year}-{number:02}", f"tháng {_month(number)}/{year}"
    return _months(PeriodKind.MONTH, year, number, number, rule, key, label)


def quarter(year: int, number: int, rule: Rule) -> Period:
    _in_range("quarter", number, 1, 4)
    key, label = f"{year}-Q{number}", f"quý {('I', 'II', 'III', 'IV')[number - 1]}/{year}"
    return _months(PeriodKind.QUARTER, year, 3 * number - 2, 3 * number, rule, key, label)


def half_year(year: int, number: int, rule: Rule) -> Period:
    _in_range("half-year", number, 1, 2)
    key, label = f"{year}-H{number}", f"06 tháng {('đầu', 'cuối')[number - 1]} năm {year}"
    return _months(PeriodKind.HALF_YEAR, year, 6 * number - 5, 6 * number, rule, key, label)


def nine_months(year: int, rule: Rule) -> Period:
    return _months(PeriodKind.NINE_MONTHS, year, 1, 9, rule, f"{year}-9M", f"09 tháng đầu năm {year}")


def year(number: int, rule: Rule) -> Period:
    return _months(PeriodKind.YEAR, number, 1, 12, rule, f"{number}", f"năm {number}")


def span(first_on: date, last_on: date, rule: Rule) -> Period:
    """Any two dates in order, else UnknownPeriodError."""
    _known_year(first_on.year)
    _known_year(last_on.year)
    if last_on < first_on:
        raise UnknownPeriodError(f"a period cannot end on {last_on}, before it begins on {first_on}")
    label = f"từ ngày {_date(first_on)} đến ngày {_date(last_on)}"
    return Period(PeriodKind.SPAN, first_on, last_on, rule, f"{first_on}..{last_on}", label)


def week(window: Window, rule: Rule) -> Period:
    """The window as a period; the key of a part of a cut week ends in `a` or `b`."""
    iso = window.first_on.isocalendar()
    part = ""
    if window.last_on - window.first_on < timedelta(days=6):
        part = "a" if iso.weekday == 1 else "b"
    key = f"{iso.year}-W{iso.week:02}{part}"
    return Period(PeriodKind.WEEK, window.first_on, window.last_on, rule, key, window.label)


def month_of(day: date, rule: Rule) -> Period:
    """The month of the rule in which the day lies."""
    return month(*_month_of(day, rule), rule)


def half_year_of(day: date, rule: Rule) -> Period:
    """The half-year of the rule in which the day lies."""
    year, number = _month_of(day, rule)
    return half_year(year, 1 if number <= 6 else 2, rule)


def same_period_last_year(period: Period, until: date = date.max) -> Period | None:
    """What a period is compared with; None where the year before has none (a 53rd week).

    Of a period that is not over on the day `until`, only the days up to it: a year later the other
    days are still to come.
    """
    if until < period.first_on:
        return None
    try:
        before = _year_before(period)
        if until >= period.last_on:
            return before
        return span(before.first_on, min(_ended_last_year(until), before.last_on), period.rule)
    except UnknownPeriodError:
        return None


def year_to_date(period: Period) -> Period | None:
    """From the beginning of the rule's year to the end of the period, for what is planned for a year.

    The period itself where it begins with the year; None where it began before.
    """
    whole = year(year_number(period), period.rule)
    if period.first_on < whole.first_on:
        return None
    if period.first_on == whole.first_on:
        return period
    return span(whole.first_on, period.last_on, period.rule)


def year_number(period: Period) -> int:
    """The year in which the period ends: by the decree's rule 15/12/2026 is a day of 2027."""
    return _month_of(period.last_on, period.rule)[0]


def window_of(day: date, rule: Rule) -> Window:
    """The window in which the day lies."""
    monday = day - timedelta(days=day.weekday())
    half = half_year_of(day, rule)
    return Window(max(monday, half.first_on), min(monday + timedelta(days=6), half.last_on))


def windows_between(first_on: date, last_on: date, rule: Rule) -> tuple[Window, ...]:
    """The windows whose last day lies between the two days, oldest first."""
    found = []
    window = window_of(first_on, rule)
    while window.last_on <= last_on:
        found.append(window)
        window = window_of(window.last_on + timedelta(days=1), rule)
    return tuple(found)


def windows_of(period: Period, ward_rule: Rule) -> tuple[Window, ...]:
    """The windows that count in the period, cut as the ward cuts them whatever the period's rule."""
    return windows_between(period.first_on, period.last_on, ward_rule)


def cut_windows(period: Period, ward_rule: Rule) -> tuple[Window, ...]:
    """The windows that straddle an end of the period (at most two), for a summary to name.

    `period.counts(window)` says whether the whole of it is counted or none.
    """
    ends = (window_of(period.first_on, ward_rule), window_of(period.last_on, ward_rule))
    straddling = (w for w in ends if w.first_on < period.first_on or period.last_on < w.last_on)
    return tuple(dict.fromkeys(straddling))


def opens_at(window: Window, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """When the window's question goes out: that weekday (1 = Monday) and hour of its week.

    A part of a cut week that does not hold the weekday is asked on its day nearest to it.
    """
    day = window.first_on + timedelta(days=weekday - window.first_on.isoweekday())
    return datetime.combine(min(max(day, window.first_on), window.last_on), time(hour), zone)


def due_at(window: Window, zone: ZoneInfo) -> datetime:
    """The moment after which a return is late: the end of the window's last day."""
    return datetime.combine(window.last_on + timedelta(days=1), time(), zone)


def parse_period(key: str, rule: Rule) -> Period:
    """The period of a key such as 2026-H1; `parse_period(p.key, p.rule) == p` for any period p.

    Raises UnknownPeriodError when the key is no period.
    """
    reason = ""
    for pattern, make in _KEYS:
        if found := re.fullmatch(pattern, key.strip(), re.ASCII | re.IGNORECASE):
            try:
                return make(*found.groups(), rule)
            except (ValueError, UnknownPeriodError) as error:
                reason = f" ({error})"
    raise UnknownPeriodError(
        f"{key!r:.60} is not a period{reason}; write one like 2026-H1, 2026-Q2, 2026-05, 2026-W24, 2026-9M, "
        "2026 or 2026-01-01..2026-06-14"
    )


def _parse_span(first_on: str, last_on: str, rule: Rule) -> Period:
    return span(date.fromisoformat(first_on), date.fromisoformat(last_on), rule)


def _parse_week(year: str, number: str, part: str, rule: Rule) -> Period:
    _known_year(int(year))
    monday = date.fromisocalendar(int(year), int(number), 1)
    whole = Window(monday, monday + timedelta(days=6))
    if not part:
        return week(whole, rule)
    window = window_of(whole.first_on if part in "aA" else whole.last_on, rule)
    if window == whole:
        raise UnknownPeriodError(f"week {number} of {year} is whole under the {rule} rule")
    return week(window, rule)


_KEYS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})-H(\d)", lambda year, number, rule: half_year(int(year), int(number), rule)),
    (r"(\d{4})-Q(\d)", lambda year, number, rule: quarter(int(year), int(number), rule)),
    (r"(\d{4})-(\d\d)", lambda year, number, rule: month(int(year), int(number), rule)),
    (r"(\d{4})-9M", lambda number, rule: nine_months(int(number), rule)),
    (r"(\d{4})", lambda number, rule: year(int(number), rule)),
    (r"(\d{4})-W(\d\d)([ab]?)", _parse_week),
    (r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", _parse_span),
)


def _in_range(what: str, number: int, first: int, last: int) -> None:
    if not first <= number <= last:
        raise UnknownPeriodError(f"there is no {what} {number}, only {first} to {last}")


def _known_year(number: int) -> None:
    _in_range("year", number, 2000, 2099)


def _months(kind: PeriodKind, year: int, first: int, last: int, rule: Rule, key: str, label: str) -> Period:
    """The months first..last of the year, cut by the rule."""
    _known_year(year)
    if rule is Rule.CALENDAR:
        first_on, next_on = date(year, first, 1), _first_day(year, last + 1)
    else:
        first_on, next_on = _first_day(year, first - 1).replace(day=15), date(year, last, 15)
    return Period(kind, first_on, next_on - timedelta(days=1), rule, key, label)


def _first_day(year: int, number: int) -> date:
    """First day of the month; month 0 is December of the year before, 13 January of the next."""
    return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def _month_of(day: date, rule: Rule) -> tuple[int, int]:
    if rule is Rule.DECREE and day.day >= 15:
        day = _first_day(day.year, day.month + 1)
    return day.year, day.month


def _year_before(period: Period) -> Period:
    if period.kind is PeriodKind.SPAN:
        return span(_began_last_year(period.first_on), _ended_last_year(period.last_on), period.rule)
    return parse_period(f"{int(period.key[:4]) - 1}{period.key[4:]}", period.rule)


def _began_last_year(day: date) -> date:
    """The same first day a year before; the first of March for a leap day."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 3, 1) if leap else day.replace(year=day.year - 1)


def _ended_last_year(day: date) -> date:
    """The same last day a year before; the last of February stays the last."""
    if day.month == 2 and (day + timedelta(days=1)).month == 3:
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def _dates(first_on: date, last_on: date) -> str:
    if first_on == last_on:
        return _date(last_on)
    first = _date(first_on)
    return f"{first.removesuffix(f'/{last_on.year}')}-{_date(last_on)}"


def _date(day: date) -> str:
    return f"{day.day:02}/{_month(day.month)}/{day.year}"


def _month(number: int) -> str:
    """Office writing pads only January and February (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return f"{number:02}" if number <= 2 else f"{number}"
