"""An officer's words about when the ward is asked and reminded, about weeks and who can be reached. Pure.

A command is the whole message. What begins as one but cannot be read is `UNREAD`, so that it is answered
with an example and never taken for figures.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.reading.dates import Week, read_weeks
from bot.reading.folding import bare

_LONGEST = 200
_MOST_DAYS = 31
"""Days that one span may name: a slip of the year must not close the office for months."""


class WardVerb(StrEnum):
    SHOW = "show"
    """When the ward is asked and reminded."""
    SET_PROMPT = "set_prompt"
    SET_LADDER = "set_ladder"
    SET_QUIET = "set_quiet"
    ADD_HOLIDAY = "add_holiday"
    DROP_HOLIDAY = "drop_holiday"
    ADD_WORKING = "add_working"
    """A weekend or holiday on which the ward works."""
    DROP_WORKING = "drop_working"
    RESET = "reset"
    """All as usual again."""
    CHANNELS = "channels"
    """Who cannot be reached, and how full the bots are."""
    LOCK = "lock"
    """No return of `week` is changed any more but by an officer."""
    UNLOCK = "unlock"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday (1 = Monday) and a time of the office."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class WardCommand:
    verb: WardVerb
    slots: tuple[Slot, ...] = ()
    hours: tuple[time, time] | None = None
    days: tuple[date, ...] = ()
    week: Week | None = None


_SET = r"/?(?:dat|doi|chinh|sua)(?: lai)? "
_DAYS_OFF = r"(?:cac )?ngay nghi(?: le)?"
_DAYS_ON = r"(?:cac )?ngay (?:lam viec|lam bu|lam)"
_ADD, _DROP = r"/?(?:them|dat) ", r"/?(?:bo|xoa|huy) "
_SHOW = (
    r"/?(?:xem )?(?:lich(?: (?:hoi|nhac|hoi va nhac|hoi nhac|hoi tuan|nghi|cua bot|lam viec))?"
    r"|gio (?:hoi|nhac|nghi)|ngay nghi|lichhoi)"
)
_CHANNELS = (
    r"/?(?:xem )?(?:tinh hinh |tinh trang )?kenh(?: lien lac| nhan tin)?|/?kenhlienlac"
    r"|(?:nhung )?ai (?:chua|khong) (?:nhan duoc tin|nhan tin|lien lac duoc|noi kenh|vao duoc|ket noi)"
    r"|han muc(?: zalo| tin(?: nhan)?)?"
)
_BEGINNINGS: tuple[tuple[WardVerb, str], ...] = (
    (WardVerb.SET_PROMPT, rf"{_SET}(?:lich|gio|ngay|ngay gio) hoi"),
    (WardVerb.SET_LADDER, rf"{_SET}(?:lich|gio|ngay|ngay gio) nhac"),
    (WardVerb.SET_QUIET, rf"{_SET}gio (?:nghi|im lang|yen lang)"),
    (WardVerb.ADD_HOLIDAY, _ADD + _DAYS_OFF),
    (WardVerb.DROP_HOLIDAY, _DROP + _DAYS_OFF),
    (WardVerb.ADD_WORKING, _ADD + _DAYS_ON),
    (WardVerb.DROP_WORKING, _DROP + _DAYS_ON),
)
_LOCKING = {
    WardVerb.LOCK: r"/?(?:khoa|chot)(?: so)?(?: lieu)? (?P<week>tuan .+)",
    WardVerb.UNLOCK: r"/?mo(?: lai)?(?: khoa)?(?: so)? (?P<week>tuan .+)",
}
_COURTESY = r"(?: (?:nhe|a|em|nha|voi|giup|di))+$"

_WEEKDAYS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6}
_WEEKDAY = r"(?:thu (?P<named>hai|ba|tu|nam|sau|bay)|(?:thu |t)(?P<number>[2-7])|(?P<sunday>chu nhat|cn))"
_TIME = (
    r"(?P<hour>\d{1,2})(?: ?: ?(?P<minute>\d{2})| ?(?:h|g|gio)(?: ?(?P<past>\d{2})| (?P<half>ruoi))?)"
    r"(?: (?P<part>sang|trua|chieu|toi))?"
)
_SLOT = re.compile(rf"(?:vao )?{_WEEKDAY}(?: hang tuan| hang tuan luc)?,? ?(?:luc |vao )?{_TIME}")
_SLOT_LATER = re.compile(rf"(?:vao )?(?:luc )?{_TIME} (?:vao )?{_WEEKDAY}(?: hang tuan)?")
_HOUR = re.compile(_TIME)
_DAY = r"(?:ngay )?(\d{1,2})(?:/|-| thang )(\d{1,2})(?:(?:/|-| nam )(\d{4}))?"
_SPAN = re.compile(rf"{_DAY}(?: ?(?:-|den|toi) ?{_DAY})?")
_PARTED = re.compile(r" ?(?:,|;| va ) ?")


def read_ward_command(text: str, today: date) -> WardCommand | None:
    """«lịch hỏi»; «đặt giờ hỏi thứ Sáu 15:00»; «thêm ngày nghỉ 24/12»; «kênh liên lạc». None for all else.

    A day without a year is the next such day.
    """
    if len(text) > _LONGEST:
        return None
    words = re.sub(_COURTESY, "", bare(text).rstrip(".!? "))
    if re.fullmatch(_CHANNELS, words):
        return WardCommand(WardVerb.CHANNELS)
    if re.fullmatch(rf"{_SET}lich(?: hoi)? (?:nhu cu|mac dinh|nhu thuong le)|/?lich mac dinh", words):
        return WardCommand(WardVerb.RESET)
    for verb, pattern in _LOCKING.items():
        if found := re.fullmatch(pattern, words):
            weeks = read_weeks(found["week"], today)
            return WardCommand(verb, week=weeks[0]) if len(weeks) == 1 else _UNREAD
    for verb, beginning in _BEGINNINGS:
        found = re.match(rf"{beginning}(?: la| vao| thanh)?(?:[ :]|$)(?P<rest>.*)", words)
        if found:
            return _READERS[verb](verb, found["rest"].strip(" :,"), today)
    return WardCommand(WardVerb.SHOW) if re.fullmatch(_SHOW, words) else None


_UNREAD = WardCommand(WardVerb.UNREAD)


def _with_slots(verb: WardVerb, words: str, _: date) -> WardCommand:
    parts = [part for part in _PARTED.split(words) if part]
    # «thứ Sáu, 15:00»: a comma between day and hour parts nothing.
    if len(parts) == 2 and verb is WardVerb.SET_PROMPT:
        parts = [" ".join(parts)]
    slots = tuple(_slot(part) for part in parts)
    known = tuple(slot for slot in slots if slot)
    if not known or len(known) < len(slots) or (verb is WardVerb.SET_PROMPT and len(known) > 1):
        return _UNREAD
    return WardCommand(verb, slots=known)


def _slot(words: str) -> Slot | None:
    found = _SLOT.fullmatch(words) or _SLOT_LATER.fullmatch(words)
    at = _clock(found) if found else None
    if found is None or at is None:
        return None
    if found["sunday"]:
        return Slot(7, at)
    return Slot(_WEEKDAYS[found["named"]] if found["named"] else int(found["number"]) - 1, at)


def _clock(found: re.Match[str]) -> time | None:
    hour = int(found["hour"])
    if found["part"] in {"chieu", "toi"} and hour < 12:
        hour += 12
    minute = 30 if found["half"] else int(found["minute"] or found["past"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _with_hours(verb: WardVerb, words: str, _: date) -> WardCommand:
    ends = re.split(r" ?- ?| den | toi (?=\d)", words.removeprefix("tu "), maxsplit=1)
    clocks = [_clock(found) if (found := _HOUR.fullmatch(end)) else None for end in ends]
    match clocks:
        case [time() as first, time() as last] if first != last:
            return WardCommand(verb, hours=(first, last))
    return _UNREAD


def _with_days(verb: WardVerb, words: str, today: date) -> WardCommand:
    days: list[date] = []
    for part in filter(None, _PARTED.split(words)):
        found = _SPAN.fullmatch(part.removeprefix("tu "))
        span = list(_span(found, today)) if found else []
        if not span:
            return _UNREAD
        days += span
    return WardCommand(verb, days=tuple(dict.fromkeys(days))) if days else _UNREAD


def _span(found: re.Match[str], today: date) -> Iterator[date]:
    """Every day of it; nothing when it names no days that are still to come, or too many."""
    first = _day(today, *found.groups()[:3])
    last = _day(first, *found.groups()[3:]) if first and found[4] else first
    if first is None or last is None or first < today or not 0 <= (last - first).days < _MOST_DAYS:
        return
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _day(since: date, day: str, month: str, typed_year: str | None) -> date | None:
    """The day of the typed year, else the first such day from `since` on (29/02 may be years away)."""
    for year in [int(typed_year)] if typed_year else range(since.year, since.year + 9):
        try:
            found = date(year, int(month), int(day))
        except ValueError:
            continue
        if typed_year or found >= since:
            return found
    return None


_READERS: dict[WardVerb, Callable[[WardVerb, str, date], WardCommand]] = {
    WardVerb.SET_PROMPT: _with_slots,
    WardVerb.SET_LADDER: _with_slots,
    WardVerb.SET_QUIET: _with_hours,
    WardVerb.ADD_HOLIDAY: _with_days,
    WardVerb.DROP_HOLIDAY: _with_days,
    WardVerb.ADD_WORKING: _with_days,
    WardVerb.DROP_WORKING: _with_days,
}
