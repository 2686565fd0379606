"""What comes by the calendar: the month's letters, the countdown to the end of a half-year, the leaders'
Monday digest and, when returns come late, the digest again. Each once, on a working morning.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts, week_texts
from bot.tasks.agenda import LATE, Item, list_open, list_speaking, mark_done, mark_skipped
from bot.tasks.letters import Letter, gaps, group_totals, scores
from bot.tasks.month import month_letters
from bot.tasks.office import Office
from bot.tasks.remind import list_holders
from bot.tasks.tell import completeness
from bot.tasks.week import Week
from bot.week_texts import WeekDone
from storage import periods
from storage.forms import failed_checks, form_on
from storage.periods import Rule
from storage.queries.messages import put_file, put_outgoing
from storage.queries.rounds import get_last_done, list_asked
from storage.queries.submissions import count_returns, list_submissions_in_force
from storage.queries.units import list_reporting_units, list_units
from storage.records import OutboxKind, Outgoing, Role, Ward, Window

_LOOK_BACK = timedelta(days=14)
_MONDAY, _FRIDAY = 1, 5
_LAST_MONTHS = (6, 12)
"""Months in which a half-year runs out."""


class Kind(StrEnum):
    DIGEST = "digest"
    DIGEST_AGAIN = "digest_again"
    """Only if anything has come in since the digest."""
    MONTH = "month"
    COUNTDOWN = "countdown"


_NAMES = {
    Kind.DIGEST: "digest",
    Kind.DIGEST_AGAIN: "digest again (if returns came late)",
    Kind.MONTH: "month's cards and summary",
    Kind.COUNTDOWN: "countdown",
}


@dataclass(frozen=True, slots=True)
class Occasion:
    kind: Kind
    day: date
    """The day that it belongs to, whenever it comes."""
    item: Item


def occasions(ward: Ward, week: Week, zone: ZoneInfo, first_on: date, last_on: date) -> list[Occasion]:
    """What the calendar holds for the ward from the first day to the last, each at its working morning."""
    found: dict[str, Occasion] = {}
    for offset in range((last_on - first_on).days + 1):
        day = first_on + timedelta(days=offset)
        at = week.next_working_morning(datetime.combine(day, time(), zone))
        for kind in _kinds(day, Rule(ward.rule)):
            if kind is Kind.DIGEST_AGAIN and at.date() != day:
                continue  # A holiday has no second digest, and next week has its own.
            # Two that a holiday pushes onto the same morning are one.
            key = f"{kind}:{ward.unit_id}:{at.date()}"
            found[key] = Occasion(kind, day, Item(key, at, at + LATE, f"{_NAMES[kind]} of {day}"))
    return list(found.values())


def _kinds(day: date, rule: Rule) -> Iterator[Kind]:
    monday, first = day.isoweekday() == _MONDAY, day.day == 1
    if monday:
        yield Kind.DIGEST
    elif day.isoweekday() <= _FRIDAY:
        yield Kind.DIGEST_AGAIN
    if first:
        yield Kind.MONTH
    ends_on = periods.half_year_of(day, rule).last_on
    if (
        (monday or first)
        and day.month in _LAST_MONTHS
        and (ends_on.year, ends_on.month) == (day.year, day.month)
    ):
        yield Kind.COUNTDOWN


async def keep_calendar(office: Office) -> list[int]:
    """Writes what the calendar holds for now in every ward; ids of those who got something.

    Harmless when repeated.
    """
    now = office.clock.now()
    told: list[int] = []
    for ward, week in await list_speaking(office, now):
        told += await _keep(office, ward, week, now)
    return told


async def _keep(office: Office, ward: Ward, week: Week, now: datetime) -> list[int]:
    found = occasions(ward, week, office.clock.zone, now.date() - _LOOK_BACK, now.date())
    async with office.database.reading() as connection:
        coming = set(await list_open(connection, [one.item for one in found], now))
    told = []
    for one in found:
        if one.item not in coming:
            continue
        letters = []
        if now <= one.item.lapses_at:
            # Read and drawn before the writing begins, which must not hold up those who answer.
            async with office.database.reading() as connection:
                letters = await _WRITERS[one.kind](connection, office, ward, one.day, now)
        async with office.database.transaction() as connection:
            if now > one.item.lapses_at:
                await mark_skipped(connection, [one.item], now)
                continue
            told += [
                letter.person_id
                for letter in letters
                if await _put(connection, office, one.item.key, letter, now)
            ]
            await mark_done(connection, one.item, now)
    return told


async def _put(connection: AsyncConnection, office: Office, key: str, letter: Letter, now: datetime) -> bool:
    """Whether the letter is new."""
    file = None
    if letter.picture:
        file = await asyncio.to_thread(office.files.keep, letter.picture, "image/png")
        await put_file(connection, file, now)
    outgoing = Outgoing(
        f"{key}:{letter.person_id}",
        letter.person_id,
        OutboxKind.REMINDER,
        letter.text,
        file=file,
        file_name=letter.picture_name,
    )
    return await put_outgoing(connection, outgoing, now)


# ── the end of a half-year ───────────────────────────────────────────────────────────────────────


async def _countdown(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> list[Letter]:
    """For the officers: weeks left, and who has weeks without a return."""
    half = periods.half_year_of(day, Rule(ward.rule))
    units = await list_reporting_units(connection, ward.unit_id, day)
    found = await scores(connection, ward, units, half.first_on, now.date() - timedelta(days=1))
    weeks_left = (half.last_on - day).days // 7 + 1
    text = week_texts.countdown(half.label, half.last_on, weeks_left, gaps(units, found))
    return [Letter(person_id, text) for person_id in await list_holders(connection, ward, Role.OFFICER, now)]


# ── Monday ───────────────────────────────────────────────────────────────────────────────────────


async def _digest(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> list[Letter]:
    """For the leaders: how complete last week is, the groups' totals, whose figures contradict themselves."""
    first_on, last_on = _week_before(day)
    windows = [window for _, window in await list_asked(connection, ward.unit_id, first_on, last_on)]
    if not windows:
        return []
    names = {unit.id: unit.name for unit in await list_units(connection, ward.unit_id)}
    weeks, doubtful = [], []
    for window in windows:
        found = await completeness(connection, office, ward, window)
        weeks.append(
            WeekDone(
                texts.week(window, periods.Window(window.first_on, window.last_on).week),
                found.expected,
                len(found.full),
                tuple(names[unit_id] for unit_id in found.partial),
                tuple(names[unit_id] for unit_id in found.none),
            )
        )
        doubtful += await _doubtful(connection, office, ward, window)
    span = periods.span(first_on, last_on, Rule(ward.rule))
    totals = await group_totals(connection, office, ward, span)
    text = week_texts.digest(weeks, totals, list(dict.fromkeys(doubtful)))
    return [Letter(person_id, text) for person_id in await list_holders(connection, ward, Role.LEADER, now)]


def _week_before(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week before the day's own."""
    monday = day - timedelta(days=day.weekday())
    return monday - timedelta(days=7), monday - timedelta(days=1)


async def _digest_again(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> list[Letter]:
    """The digest with what has come in since it was sent; nothing when nothing has, or none was sent."""
    windows = [window.id for _, window in await list_asked(connection, ward.unit_id, *_week_before(day))]
    days = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    keys = [f"{kind}:{ward.unit_id}:{on}" for on in days for kind in (Kind.DIGEST, Kind.DIGEST_AGAIN)]
    since = await get_last_done(connection, keys)
    came = await count_returns(connection, windows, since) if since else 0
    if not came:
        return []
    return [
        Letter(letter.person_id, week_texts.digest_again(came, letter.text))
        for letter in await _digest(connection, office, ward, day, now)
    ]


async def _doubtful(connection: AsyncConnection, office: Office, ward: Ward, window: Window) -> list[str]:
    """Units whose figures contradict each other."""
    units = await list_reporting_units(connection, ward.unit_id, window.last_on)
    in_force = await list_submissions_in_force(connection, [unit.id for unit in units], [window.id])
    found = []
    for unit in units:
        given = in_force.get((unit.id, window.id))
        values = {tally.indicator: tally.value for tally in given.tallies} if given else {}
        if failed_checks(form_on(office.forms, str(unit.form), window.last_on), values):
            found.append(unit.name)
    return found


_Writer = Callable[[AsyncConnection, Office, Ward, date, datetime], Awaitable[list[Letter]]]
_WRITERS: Mapping[Kind, _Writer] = {
    Kind.DIGEST: _digest,
    Kind.DIGEST_AGAIN: _digest_again,
    Kind.MONTH: month_letters,
    Kind.COUNTDOWN: _countdown,
}
