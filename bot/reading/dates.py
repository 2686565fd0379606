"""Which week or which period somebody means. Pure: `today` is an argument.

A year that is not said is the latest one in which the period has begun by today.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.reading.folding import folded
from storage import periods
from storage.errors import UnknownPeriodError
from storage.periods import Period, Rule

_WEEK = re.compile(r"\btuan (?:(?:lich |so |thu )*(\d{1,2})\b|(nay|truoc nua|truoc|qua|vua qua|vua roi|roi))")
_LAST_WEEK = frozenset({"truoc", "qua", "vua qua", "vua roi", "roi"})
_AS_LAST = re.compile(r"\b(?:nhu|giong|bang|y|y nhu|van nhu|theo)(?: cua| so)? tuan (?:truoc nua|truoc|vua roi|qua|roi)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class WeekWords:
    """A week that was named, Monday to Sunday, and the words that named it."""

    said: str
    first_on: date
    last_on: date


def read_weeks(text: str, today: date) -> list[WeekWords]:
    """The weeks named in a message: «tuần 23», «tuần trước», «tuần này và tuần trước».

    «như tuần trước» names no week to report for, and is left out. A week number is of this year, or
    of the last if that week has not begun yet.
    """
    plain = _AS_LAST.sub(" ", folded(text))
    found: list[WeekWords] = []
    for match in _WEEK.finditer(plain):
        monday = _monday(match[1], match[2], today)
        week = monday and WeekWords(match[0].replace("tuan", "tuần", 1), monday, monday + timedelta(days=6))
        if week and all(week.first_on != other.first_on for other in found):
            found.append(week)
    return found


def _monday(number: str | None, words: str | None, today: date) -> date | None:
    this_monday = today - timedelta(days=today.weekday())
    if words:
        back = 0 if words == "nay" else 1 if words in _LAST_WEEK else 2
        return this_monday - timedelta(weeks=back)
    year = today.isocalendar().year
    for candidate in (year, year - 1):
        try:
            monday = date.fromisocalendar(candidate, int(number or 0), 1)
        except ValueError:
            continue
        if monday <= today:
            return monday
    return None


_YEAR = r"(?: (?:nam )?(?:/ ?)?(\d{4}))?"
_DAY = r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?"


def read_period(text: str, today: date, rule: Rule) -> Period | None:
    """The period that the whole text names, or None: «tháng 5», «quý 2», «6 tháng đầu năm 2026»,
    «từ 1/1 đến 14/6», «tuần trước», «2026-H1»."""
    plain = folded(text)
    for pattern, made in _PERIODS:
        match = pattern.fullmatch(plain)
        if match:
            try:
                return made(match, today, rule)
            except (UnknownPeriodError, ValueError):
                return None
    try:
        return periods.parse_period(text.strip(), rule)
    except UnknownPeriodError:
        return None


def _begun(year: str | None, make: Callable[[int], Period], today: date) -> Period:
    """The period of that year; without one, the latest that has begun."""
    if year:
        return make(int(year))
    this = make(today.year)
    return this if this.first_on <= today else make(today.year - 1)


def _week(match: re.Match[str], today: date, rule: Rule) -> Period:
    weeks = read_weeks(match[0], today)
    if len(weeks) != 1:
        weeks = read_weeks("tuần này", today)
    window = periods.window_of(min(weeks[0].last_on, max(today, weeks[0].first_on)), rule)
    return periods.week(window, rule)


def _month(match: re.Match[str], today: date, rule: Rule) -> Period:
    return _begun(match[2], lambda year: periods.month(year, int(match[1]), rule), today)


def _this_month(match: re.Match[str], today: date, rule: Rule) -> Period:
    this = periods.month_of(today, rule)
    return this if match[1] == "nay" else periods.month_of(this.first_on - timedelta(days=1), rule)


def _quarter(match: re.Match[str], today: date, rule: Rule) -> Period:
    number = _ROMAN.get(match[1]) or int(match[1])
    return _begun(match[2], lambda year: periods.quarter(year, number, rule), today)


def _half(match: re.Match[str], today: date, rule: Rule) -> Period:
    number = 1 if match[1] == "dau" else 2
    return _begun(match[2], lambda year: periods.half_year(year, number, rule), today)


def _nine_months(match: re.Match[str], today: date, rule: Rule) -> Period:
    return _begun(match[1], lambda year: periods.nine_months(year, rule), today)


def _year(match: re.Match[str], today: date, rule: Rule) -> Period:
    words, number = match[1], match[2]
    if number:
        return periods.year(int(number), rule)
    return periods.year(today.year - (words != "nay"), rule)


def _span(match: re.Match[str], today: date, rule: Rule) -> Period:
    d1, m1, y1, d2, m2, y2 = match.groups()
    last_year = int(y2 or today.year)
    first_on = date(int(y1 or last_year), int(m1), int(d1))
    return periods.span(first_on, date(last_year, int(m2), int(d2)), rule)


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, Rule], Period]], ...] = (
    (re.compile(r"tuan(?: (?:(?:so |thu )?\d{1,2}|nay|truoc nua|truoc|qua|vua qua|vua roi|roi))?"), _week),
    (re.compile(r"thang (nay|truoc)"), _this_month),
    (re.compile(r"thang (\d{1,2})(?: ?/ ?| nam | )?(\d{4})?"), _month),
    (re.compile(r"quy (iv|i{1,3}|[1-4])(?: ?/ ?| nam | )?(\d{4})?"), _quarter),
    (re.compile(r"(?:0?6|sau) thang (dau|cuoi)(?: nam)?(?: nay)?" + _YEAR), _half),
    (re.compile(r"(?:0?9|chin) thang(?: dau(?: nam)?)?" + _YEAR), _nine_months),
    (re.compile(r"(?:ca )?nam (?:(nay|ngoai|truoc)|(\d{4}))"), _year),
    (re.compile(rf"(?:tu )?(?:ngay )?{_DAY} (?:den|toi|-)(?: het)?(?: ngay)? {_DAY}"), _span),
)
