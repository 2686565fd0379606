"""When the week is asked and reminded. Pure: each function takes the moment, none reads the clock.

`Ward.week` holds what a ward has set, {} being the usual:
{"prompt": "5 15:00", "reminders": ["6 9:00", "7 19:00", "1 8:00"], "quiet": ["21:00", "7:00"],
 "holidays": ["2026-12-24"], "working_days": ["2026-11-24"]}; weekdays go from 1 = Monday to 7 = Sunday.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.reading.ward_words import Slot, WardCommand, WardVerb
from bot.tasks.office import Office
from storage import periods
from storage.errors import SettingsError
from storage.records import Json, Ward

MORNING = time(8)
"""When a working morning begins for what had to wait for one."""

if TYPE_CHECKING:
    from holidays.countries.vietnam import Vietnam

_APART = timedelta(hours=1)
"""A reminder comes at least so long after the question itself."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    prompt: Slot
    ladder: tuple[Slot, ...] = (Slot(6, time(9)), Slot(7, time(19)), Slot(1, time(8)))
    """Reminders, the first rung first; with the last the officers get their call list."""
    quiet_from: time = time(21)
    quiet_to: time = time(7)
    holidays: frozenset[date] = frozenset()
    """The ward's own days off."""
    working_days: frozenset[date] = frozenset()
    """Days on which the ward works although they are a holiday or a weekend."""

    def is_holiday(self, day: date) -> bool:
        """A public holiday or one of the ward's own; a mere Sunday is none."""
        return day not in self.working_days and (day in self.holidays or day in _vietnam())

    def is_working_day(self, day: date) -> bool:
        if self.is_holiday(day):
            return False
        return day.isoweekday() <= 5 or day in self.working_days or _vietnam().is_working_day(day)

    def is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to

    def may_speak(self, moment: datetime) -> bool:
        """Whether the bot may write to people of its own accord."""
        return not self.is_holiday(moment.date()) and not self.is_quiet(moment.time())

    def next_working_morning(self, moment: datetime) -> datetime:
        """The first beginning of a working morning at or after the moment (in the office's zone)."""
        day = moment.date() if moment.time() <= MORNING else moment.date() + _DAY
        while not self.is_working_day(day):
            day += _DAY
        return datetime.combine(day, MORNING, moment.tzinfo)

    def moved(self, moment: datetime) -> datetime:
        """The moment, or the next working morning when it lies in quiet hours or on a holiday."""
        return moment if self.may_speak(moment) else self.next_working_morning(moment)


@dataclass(frozen=True, slots=True)
class Firing:
    """Something that is to happen for a window."""

    step: int
    """0 = the question, 1… = rungs of the ladder."""
    at: datetime
    last: bool = False
    """The last rung."""


@cache
def _vietnam() -> "Vietnam":
    """Public holidays, Tết, days in lieu and swapped days included (Bộ luật Lao động, Điều 112)."""
    from holidays.countries.vietnam import Vietnam  # noqa: PLC0415 - loads every country; slow

    return Vietnam(language="vi")  # type: ignore[no-untyped-call]


def firings(
    week: Week, window: periods.Window, zone: ZoneInfo, opened_at: datetime | None = None
) -> list[Firing]:
    """The question and each rung at their true times, in order.

    A round that was opened late (`opened_at`) counts from then. A rung that would come before the
    question or right after it is left out; the last one moves to the next working morning instead.
    Two rungs that fall together become one.
    """
    asked = week.moved(_question_at(week, window, zone))
    if opened_at is not None:
        asked = max(asked, opened_at.astimezone(zone))
    rungs: dict[datetime, Firing] = {}
    for step, slot in enumerate(week.ladder, 1):
        last = step == len(week.ladder)
        at = week.moved(_after_prompt(week, slot, window, zone))
        if at < asked + _APART:
            if not last:
                continue
            at = week.next_working_morning(datetime.combine(asked.date() + _DAY, time(), zone))
        rungs[at] = Firing(step, at, last)
    return [Firing(0, asked), *sorted(rungs.values(), key=lambda rung: rung.at)]


def _question_at(week: Week, window: periods.Window, zone: ZoneInfo) -> datetime:
    return datetime.combine(periods.opens_at(window, week.prompt.weekday, 0, zone), week.prompt.at, zone)


def _after_prompt(week: Week, slot: Slot, window: periods.Window, zone: ZoneInfo) -> datetime:
    """The slot's first time after the week's usual question; both parts of a cut week have the same."""
    monday = window.first_on - timedelta(days=window.first_on.weekday())
    days = (slot.weekday - week.prompt.weekday) % 7
    if days == 0 and slot.at <= week.prompt.at:
        days = 7
    return datetime.combine(monday + timedelta(days=week.prompt.weekday - 1 + days), slot.at, zone)


def read_week(stored: Json, usual: Week) -> Week:
    """What the ward has set on top of the usual. Raises SettingsError that names the wrong key."""
    readers: dict[str, Callable[[object], dict[str, Any]]] = {
        "prompt": lambda value: {"prompt": _slot(value)},
        "reminders": lambda value: {"ladder": _ladder(value)},
        "quiet": lambda value: dict(zip(("quiet_from", "quiet_to"), map(_time, _pair(value)), strict=True)),
        "holidays": lambda value: {"holidays": _days(value)},
        "working_days": lambda value: {"working_days": _days(value)},
    }
    changes: dict[str, Any] = {}
    for key, value in stored.items():
        if key not in readers:
            raise SettingsError(f"the ward's week has no key {key!r}; it knows {', '.join(readers)}")
        try:
            changes |= readers[key](value)
        except (ValueError, TypeError) as error:
            raise SettingsError(f"the ward's week, {key}: {error}") from None
    week = replace(usual, **changes)
    # The ladder goes up in time, whatever the order it was written in.
    ladder = sorted(week.ladder, key=lambda slot: _after_prompt(week, slot, _ANY_WEEK, _UTC))
    return replace(week, ladder=tuple(ladder))


def changed(stored: Json, week: Week, command: WardCommand) -> dict[str, Any]:
    """What the ward has set once an officer's command is followed; `week` is its week before."""
    days = frozenset(command.days)
    holidays, working = week.holidays, week.working_days
    match command.verb:
        case WardVerb.RESET:
            return {}
        case WardVerb.SET_PROMPT:
            return {**stored, "prompt": _written(command.slots[0])}
        case WardVerb.SET_LADDER:
            return {**stored, "reminders": [_written(slot) for slot in command.slots]}
        case WardVerb.SET_QUIET if command.hours:
            return {**stored, "quiet": [f"{hour:%H:%M}" for hour in command.hours]}
        case WardVerb.ADD_HOLIDAY:
            holidays, working = holidays | days, working - days
        case WardVerb.DROP_HOLIDAY:
            # A public holiday that the ward does not keep is a day on which it works.
            holidays, working = holidays - days, working | {day for day in days if day in _vietnam()}
        case WardVerb.ADD_WORKING:
            holidays, working = holidays - days, working | days
        case WardVerb.DROP_WORKING:
            working = working - days
    return {**stored, "holidays": _listed(holidays), "working_days": _listed(working)}


def _written(slot: Slot) -> str:
    return f"{slot.weekday} {slot.at:%H:%M}"


def _listed(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def week_of(office: Office, ward: Ward) -> Week:
    """The ward's week on top of what the settings say. Raises SettingsError."""
    return read_week(ward.week, Week(Slot(office.prompt_weekday, time(office.prompt_hour))))


_ANY_WEEK = periods.Window(date(2026, 1, 5), date(2026, 1, 11))
_UTC = ZoneInfo("UTC")


def _slot(value: object) -> Slot:
    found = re.fullmatch(r"([1-7]) (\d{1,2}:\d\d)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no weekday and hour; write '5 15:00' for Friday 15:00")
    return Slot(int(found[1]), _time(found[2]))


def _ladder(value: object) -> tuple[Slot, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("write a list of at least one weekday and hour, such as ['6 9:00', '1 8:00']")
    return tuple(map(_slot, value))


def _pair(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("write a list of two hours, such as ['21:00', '7:00']")
    return value


def _time(value: object) -> time:
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", value) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"{value!r} is no time of day; write '15:00'")
    return time(int(found[1]), int(found[2]))


def _days(value: object) -> frozenset[date]:
    if not isinstance(value, list):
        raise ValueError("write a list of dates, such as ['2026-12-24']")
    return frozenset(date.fromisoformat(day) for day in value)
