"""On the 1st: each reporter's card with what is still missing, and the officers' summary with its chart."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import week_texts
from bot.tasks.letters import Letter, gaps, group_totals, scores
from bot.tasks.office import Office
from bot.tasks.remind import list_holders, list_owed
from bot.tasks.tell import completeness
from bot.week_texts import Card, Owed, Score
from reports.weeks_chart import WeekBar, weeks_chart
from storage import periods
from storage.periods import Period, Rule
from storage.queries.people import list_reporters
from storage.queries.rounds import list_asked
from storage.queries.units import list_units
from storage.records import Person, Role, Ward, Window

_FIRST_HALF_ENDS = 6


async def month_letters(
    connection: AsyncConnection, office: Office, ward: Ward, day: date, now: datetime
) -> list[Letter]:
    """About the month before `day`."""
    rule = Rule(ward.rule)
    month = _month_before(day, rule)
    half = periods.half_year_of(month.last_on, rule)
    units = [unit for unit in await list_units(connection, ward.unit_id) if unit.form]
    in_month = await scores(connection, ward, units, month.first_on, month.last_on)
    if not any(score.asked for score in in_month.values()):
        return []
    in_half = await scores(connection, ward, units, half.first_on, month.last_on)
    asked = await list_asked(connection, ward.unit_id, month.first_on, month.last_on)
    windows = [window for _, window in asked]
    letters = await _cards(connection, office, ward, windows, month, in_month, in_half, now)
    summary = week_texts.monthly_summary(
        month.label,
        Score(
            sum(score.reported for score in in_month.values()),
            sum(score.in_time for score in in_month.values()),
            sum(score.asked for score in in_month.values()),
        ),
        gaps(units, in_month),
        await group_totals(connection, office, ward, month),
        week_texts.totals_command(half.last_on.month <= _FIRST_HALF_ENDS, half.last_on.year),
    )
    chart = await _chart(connection, office, ward, windows, month)
    officers = await list_holders(connection, ward, Role.OFFICER, now)
    return letters + [Letter(person_id, summary, chart, f"{month.key}.png") for person_id in officers]


def _month_before(day: date, rule: Rule) -> Period:
    before = day.replace(day=1) - timedelta(days=1)
    return periods.month(before.year, before.month, rule)


async def _cards(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    windows: Sequence[Window],
    month: Period,
    in_month: dict[int, Score],
    in_half: dict[int, Score],
    now: datetime,
) -> list[Letter]:
    owed: dict[int, list[Owed]] = {}
    for window in windows:
        for unit_id, item in (await list_owed(connection, office, ward, window)).items():
            owed.setdefault(unit_id, []).append(item)
    of_person: dict[int, tuple[Person, list[Card]]] = {}
    for person, post in await list_reporters(connection, ward.unit_id, now.date()):
        unit, score = post.unit, in_month.get(post.unit.id)
        if score and score.asked:
            card = Card(unit.name, score, in_half[unit.id], tuple(owed.get(unit.id, ())))
            of_person.setdefault(person.id, (person, []))[1].append(card)
    return [
        Letter(person.id, week_texts.monthly_card(person.honorific, month.label, cards))
        for person, cards in of_person.values()
    ]


async def _chart(
    connection: AsyncConnection, office: Office, ward: Ward, windows: Sequence[Window], month: Period
) -> bytes:
    """How complete each week of the month is."""
    bars = []
    for window in windows:
        found = await completeness(connection, office, ward, window)
        late = len(set(found.full) & set(found.late))
        name = week_texts.short_week(window, periods.Window(window.first_on, window.last_on).week)
        bars.append(WeekBar(name, len(found.full) - late, late, len(found.partial), len(found.none)))
    return await asyncio.to_thread(weeks_chart, week_texts.chart_title(month.label), bars)
