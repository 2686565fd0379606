"""Which week or period words mean: «tuần trước», «tháng 5», «6 tháng đầu năm», «từ 1/1 đến 14/6».

Words without a year mean the latest such time that has begun by `today`. Accents may be missing.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bot.reading.folding import bare
from storage.errors import UnknownPeriodError
from storage.periods import (
    Period,
    Rule,
    Window,
    half_year,
    half_year_of,
    month,
    month_of,
    nine_months,
    parse_period,
    quarter,
    span,
    week,
    window_of,
    year,
)

_WEEKS_IN_TEXT = re.compile(
    r"(?<!nhu )(?<!giong )(?<!bang )(?<!hon )(?<!voi )(?<!cu )"
    r"tuan (?:(?:thu |so )?\d{1,2}(?:/\d{4}| nam \d{4})?(?![\d/])"
    r"|nay|truoc nua|truoc|roi|vua roi|vua qua|qua|trc|sau|toi)\b"
)
_WEEK = timedelta(days=7)
THIS_WEEK = "tuan nay"
"""As `Week.said` has it."""
_WEEKS_AWAY = {
    THIS_WEEK: 0,
    **dict.fromkeys(("tuan truoc", "tuan roi", "tuan vua roi", "tuan qua", "tuan vua qua", "tuan trc"), -1),
    **dict.fromkeys(("tuan truoc nua", "tuan kia"), -2),
    **dict.fromkeys(("tuan sau", "tuan toi", "tuan ke"), 1),
}
_NUMBERS = {
    **{"mot": 1, "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8},
    **{"chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12, "i": 1, "ii": 2, "iii": 3, "iv": 4},
}


class Week(NamedTuple):
    """A whole week from Monday to Sunday, and the words that named it, unaccented."""

    first_on: date
    last_on: date
    said: str


_NUMBER = r"(\d{1,2}|muoi mot|muoi hai|[a-z]+)"
_YEAR = r"(?:(?: nam| /|/| -|-)? ?(\d{4})| nam nay)?"
_DAY = r"(?:ngay )?(\d{1,2})(?:/|-|\.| thang )(\d{1,2})(?:(?:/|-|\.| nam )(\d{4}))?"


def read_period(text: str, today: date, rule: Rule) -> Period | None:
    """The period that the whole text names, or None. Keys such as 2026-H1 are understood too."""
    words = bare(text).removeprefix("trong ").removeprefix("cua ").removeprefix("ca ")
    for pattern, make in _PATTERNS:
        if found := re.fullmatch(pattern, words):
            try:
                return make(today, rule, *found.groups())
            except (UnknownPeriodError, ValueError):
                return None
    try:
        return parse_period(text, rule)
    except UnknownPeriodError:
        return None


def read_window(text: str, today: date, rule: Rule) -> Window | None:
    """The weekly window that the whole text names («tuần 23», «tuần trước»), or None.

    Of a week cut in two by the end of a half-year it is the part with its Monday, save for this week.
    """
    words = bare(text)
    if words == THIS_WEEK:
        return window_of(today, rule)
    monday = _monday(words, today)
    return window_of(monday, rule) if monday is not None else None


def read_weeks(text: str, today: date) -> tuple[Week, ...]:
    """The different weeks, whole from Monday to Sunday, that a message is about, oldest first.

    «như tuần trước» compares with a week and is not about it.
    """
    found: dict[date, Week] = {}
    for match in _WEEKS_IN_TEXT.finditer(bare(text)):
        monday = _monday(match[0], today)
        if monday is not None:
            found.setdefault(monday, Week(monday, monday + timedelta(days=6), match[0]))
    return tuple(found[monday] for monday in sorted(found))


def _monday(words: str, today: date) -> date | None:
    """The Monday of the week that unaccented words name, or None."""
    this = today - timedelta(days=today.weekday())
    if words in _WEEKS_AWAY:
        return this + _WEEKS_AWAY[words] * _WEEK
    if found := re.fullmatch(r"tuan (?:thu |so )?(\d{1,2})(?:(?:/| nam )(\d{4}))?", words):
        return _numbered_week(int(found[1]), found[2], today)
    if found := re.fullmatch(rf"tuan (?:tu )?{_DAY} ?(?:-|den|toi) ?{_DAY}", words):
        try:
            day = _day(today, *found.groups()[:3])
        except ValueError:
            return None
        return day - timedelta(days=day.weekday())
    return None


def _numbered_week(number: int, typed_year: str | None, today: date) -> date | None:
    """Monday of that ISO week of the typed year, else of the latest that is not ahead of next week."""
    of_year = int(typed_year) if typed_year else today.isocalendar().year
    try:
        monday = date.fromisocalendar(of_year, number, 1)
        if not typed_year and monday > today + _WEEK:
            monday = date.fromisocalendar(of_year - 1, number, 1)
    except ValueError:
        return None
    return monday


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.get(text, 0)


def _latest(today: date, typed_year: str | None, make: Callable[[int], Period]) -> Period:
    """The period of the typed year, else the latest that has begun."""
    if typed_year:
        return make(int(typed_year))
    period = make(today.year + 1)
    for back in range(3):
        if period.first_on <= today:
            return period
        period = make(today.year - back)
    return period


def _month(today: date, rule: Rule, number: str, typed_year: str | None) -> Period:
    return _latest(today, typed_year, lambda of_year: month(of_year, _number(number), rule))


def _quarter(today: date, rule: Rule, number: str, typed_year: str | None) -> Period:
    return _latest(today, typed_year, lambda of_year: quarter(of_year, _number(number), rule))


def _half(number: int) -> Callable[..., Period]:
    def make(today: date, rule: Rule, typed_year: str | None = None) -> Period:
        return _latest(today, typed_year, lambda of_year: half_year(of_year, number, rule))

    return make


def _nine(today: date, rule: Rule, typed_year: str | None) -> Period:
    return _latest(today, typed_year, lambda of_year: nine_months(of_year, rule))


def _this_year(back: int) -> Callable[..., Period]:
    def make(today: date, rule: Rule) -> Period:
        this = _latest(today, None, lambda of_year: year(of_year, rule))
        return year(int(this.key) - back, rule)

    return make


def _last_month(today: date, rule: Rule) -> Period:
    return month_of(month_of(today, rule).first_on - timedelta(days=1), rule)


def _quarter_of(today: date, rule: Rule) -> Period:
    candidates = [quarter(today.year + step, number, rule) for step in (0, 1) for number in (1, 2, 3, 4)]
    return next(period for period in candidates if period.first_on <= today <= period.last_on)


def _last_quarter(today: date, rule: Rule) -> Period:
    return _quarter_of(_quarter_of(today, rule).first_on - timedelta(days=1), rule)


def _span(today: date, rule: Rule, *typed: str | None) -> Period:
    first, last = typed[:3], typed[3:]
    last_on = _day(today, *last)
    of_year = first[2] or str(last_on.year)
    first_on = _day(today, first[0], first[1], of_year)
    if first_on > last_on and not first[2] and not last[2]:
        first_on = first_on.replace(year=first_on.year - 1)
    return span(first_on, last_on, rule)


def _since(today: date, rule: Rule, *typed: str | None) -> Period:
    return span(_day(today, *typed), today, rule)


def _year_to_date(today: date, rule: Rule) -> Period:
    this = _latest(today, None, lambda of_year: year(of_year, rule))
    return span(this.first_on, today, rule)


def _day(today: date, day: str | None, number: str | None, typed_year: str | None) -> date:
    """The day of the typed year, else of this year, or of last year when that lies far ahead."""
    found = date(int(typed_year or today.year), int(number or 0), int(day or 0))
    if not typed_year and found > today + timedelta(days=183):
        found = found.replace(year=found.year - 1)
    return found


def _week(today: date, rule: Rule, words: str) -> Period:
    window = read_window(words, today, rule)
    if window is None:
        raise UnknownPeriodError(f"{words!r:.40} names no week; write one like «tuần 24»")
    return week(window, rule)


_PATTERNS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"tuan", lambda today, rule: week(window_of(today, rule), rule)),
    (r"(tuan .*)", _week),
    (r"thang nay", month_of),
    (r"thang (?:truoc|roi|vua roi|vua qua|qua)", _last_month),
    (rf"thang {_NUMBER}{_YEAR}", _month),
    (r"quy nay", _quarter_of),
    (r"quy (?:truoc|roi|vua roi|vua qua|qua)", _last_quarter),
    (rf"quy {_NUMBER}{_YEAR}", _quarter),
    (rf"(?:0?6|sau) thang dau(?: nam)?{_YEAR}", _half(1)),
    (rf"(?:0?6|sau) thang cuoi(?: nam)?{_YEAR}", _half(2)),
    (rf"(?:nua dau nam|nua nam dau|6t dau nam|dau nam){_YEAR}", _half(1)),
    (rf"(?:nua cuoi nam|nua nam cuoi|6t cuoi nam|cuoi nam){_YEAR}", _half(2)),
    (r"(?:0?6|sau) thang", half_year_of),
    (rf"(?:0?9|chin) thang(?: dau)?(?: nam)?{_YEAR}", _nine),
    (r"(?:ca )?nam nay|ca nam|nam", _this_year(0)),
    (r"nam (?:ngoai|truoc|qua)", _this_year(1)),
    (r"(?:ca )?nam (\d{4})", lambda today, rule, of_year: year(int(of_year), rule)),
    (rf"(?:tu )?{_DAY} ?(?:den|toi|-) ?{_DAY}", _span),
    (rf"tu {_DAY} (?:den|toi) (?:nay|hom nay|gio)", _since),
    (r"tu dau nam(?: den (?:nay|gio|hom nay))?|dau nam den nay", _year_to_date),
)
