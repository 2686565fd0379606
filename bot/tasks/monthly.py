"""What comes by the calendar: each reporter's monthly card, the officers' summary, the countdown to the
end of a half-year, and the leaders' Monday digest. Each once, on a working morning.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts, week_texts
from bot.tasks.agenda import LATE, Item, list_open, list_speaking, mark_done, mark_skipped
from bot.tasks.office import Office
from bot.tasks.remind import list_holders
from bot.tasks.tell import GROUP_FORM, completeness
from bot.tasks.week import Week
from bot.week_texts import Score, WeekDone
from reports.figures import add_up
from storage import periods
from storage.forms import failed_checks, form_on
from storage.periods import Period, Rule
from storage.queries.messages import put_outgoing
from storage.queries.people import list_reporters
from storage.queries.rounds import list_asked, list_first_returns
from storage.queries.submissions import list_submissions_in_force, list_unit_totals
from storage.queries.units import list_reporting_units, list_units
from storage.records import OutboxKind, Outgoing, Person, Role, Unit, Ward, Window

_LOOK_BACK = timedelta(days=14)
_MONDAY = 1
_LAST_MONTHS = (6, 12)
"""Months in which a half-year runs out."""


class Kind(StrEnum):
    DIGEST = "digest"
    MONTH = "month"
    COUNTDOWN = "countdown"


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
            # Two that a holiday pushes onto the same morning are one.
            key = f"{kind}:{ward.unit_id}:{at.date()}"
            found[key] = Occasion(kind, day, Item(key, at, at + LATE, f"{kind} of {day}"))
    return list(found.values())


def _kinds(day: date, rule: Rule) -> Iterator[Kind]:
    monday, first = day.isoweekday() == _MONDAY, day.day == 1
    if monday:
        yield Kind.DIGEST
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
        async with office.database.transaction() as connection:
            if now > one.item.lapses_at:
                await mark_skipped(connection, [one.item], now)
                continue
            for person_id, text in await _WRITERS[one.kind](connection, office, ward, one.day, now):
                key = f"{one.item.key}:{person_id}"
                card = Outgoing(key, person_id, OutboxKind.REMINDER, text)
                if await put_outgoing(connection, card, now):
                    told.append(person_id)
            await mark_done(connection, one.item, now)
    return told


Letters = list[tuple[int, str]]
"""(person id, text) of each message."""

# ── the month ────────────────────────────────────────────────────────────────────────────────────


async def _month(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> Letters:
    """On the 1st: a card for each reporter, the summary for the officers."""
    rule = Rule(ward.rule)
    month = _month_before(day, rule)
    half = periods.half_year_of(month.last_on, rule)
    units = [unit for unit in await list_units(connection, ward.unit_id) if unit.form]
    in_month = await _scores(connection, ward, units, month.first_on, month.last_on)
    in_half = await _scores(connection, ward, units, half.first_on, month.last_on)
    of_person: dict[int, tuple[Person, list[tuple[str, Score, Score]]]] = {}
    for person, post in await list_reporters(connection, ward.unit_id, now.date()):
        score = in_month.get(post.unit.id)
        if score and score.asked:
            _, lines = of_person.setdefault(person.id, (person, []))
            lines.append((post.unit.name, score, in_half[post.unit.id]))
    letters = [
        (person.id, week_texts.monthly_card(person.honorific, month.label, lines))
        for person, lines in of_person.values()
    ]
    if not any(score.asked for score in in_month.values()):
        return letters
    summary = week_texts.monthly_summary(
        month.label,
        Score(
            sum(score.reported for score in in_month.values()),
            sum(score.in_time for score in in_month.values()),
            sum(score.asked for score in in_month.values()),
        ),
        _gaps(units, in_month),
        await _group_totals(connection, office, ward, month),
        week_texts.totals_command(half.last_on.month <= _LAST_MONTHS[0], half.last_on.year),
    )
    return letters + [
        (person_id, summary) for person_id in await list_holders(connection, ward, Role.OFFICER, now)
    ]


def _month_before(day: date, rule: Rule) -> Period:
    before = day.replace(day=1) - timedelta(days=1)
    return periods.month(before.year, before.month, rule)


async def _scores(
    connection: AsyncConnection, ward: Ward, units: Sequence[Unit], first_on: date, last_on: date
) -> dict[int, Score]:
    """How each unit did in the windows that were asked and end between the two days, by unit id."""
    asked = [window for _, window in await list_asked(connection, ward.unit_id, first_on, last_on)]
    returns = await list_first_returns(connection, ward.unit_id, first_on, last_on)
    return {unit.id: _score(unit, asked, returns) for unit in units}


def _score(unit: Unit, asked: Sequence[Window], returns: Mapping[tuple[int, int], bool]) -> Score:
    windows = [window.id for window in asked if unit.exists_on(window.last_on)]
    given = [returns[unit.id, window_id] for window_id in windows if (unit.id, window_id) in returns]
    return Score(len(given), sum(given), len(windows))


def _gaps(units: Sequence[Unit], scores: Mapping[int, Score]) -> list[tuple[str, int]]:
    """(unit, weeks without a return) of those that have any."""
    missing = ((unit.name, scores[unit.id].asked - scores[unit.id].reported) for unit in units)
    return [(name, weeks) for name, weeks in missing if weeks]


async def _group_totals(connection: AsyncConnection, office: Office, ward: Ward, period: Period) -> list[str]:
    """A line for each figure of the groups' form."""
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    figures = add_up([total for total in totals if total.form == GROUP_FORM], office.forms)
    return [texts.total_line(figure.label, figure.value, figure.qualifier) for figure in figures]


# ── the end of a half-year ───────────────────────────────────────────────────────────────────────


async def _countdown(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> Letters:
    """For the officers: weeks left, and who has weeks without a return."""
    half = periods.half_year_of(day, Rule(ward.rule))
    units = await list_reporting_units(connection, ward.unit_id, day)
    scores = await _scores(connection, ward, units, half.first_on, now.date() - timedelta(days=1))
    weeks_left = (half.last_on - day).days // 7 + 1
    text = week_texts.countdown(half.label, half.last_on, weeks_left, _gaps(units, scores))
    return [(person_id, text) for person_id in await list_holders(connection, ward, Role.OFFICER, now)]


# ── Monday ───────────────────────────────────────────────────────────────────────────────────────


async def _digest(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> Letters:
    """For the leaders: how complete last week is, the groups' totals, whose figures contradict themselves."""
    first_on, last_on = day - timedelta(days=7), day - timedelta(days=1)
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
    totals = await _group_totals(connection, office, ward, span)
    text = week_texts.digest(weeks, totals, list(dict.fromkeys(doubtful)))
    return [(person_id, text) for person_id in await list_holders(connection, ward, Role.LEADER, now)]


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


_Writer = Callable[[AsyncConnection, Office, Ward, date, datetime], Awaitable[Letters]]
_WRITERS: Mapping[Kind, _Writer] = {Kind.DIGEST: _digest, Kind.MONTH: _month, Kind.COUNTDOWN: _countdown}
