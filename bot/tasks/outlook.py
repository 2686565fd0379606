"""What the schedule is going to do, and what it need not do any more."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tasks.agenda import Item, list_open
from bot.tasks.monthly import occasions
from bot.tasks.office import Office
from bot.tasks.open_round import round_item
from bot.tasks.remind import list_rungs, rungs_of
from bot.tasks.week import week_of
from storage import periods
from storage.queries.rounds import SKIPPED, get_newest_asked, note
from storage.queries.units import list_wards
from storage.records import Round, Ward, Window

_AHEAD = timedelta(weeks=26)
_BEHIND = timedelta(days=14)


async def next_firings(office: Office, now: datetime, count: int) -> list[tuple[datetime, str]]:
    """The next things that the schedule will do: (when, in the office's zone; what, in English), in order.

    Raises SettingsError when a ward's week is wrong.
    """
    async with office.database.reading() as connection:
        items = []
        for ward in await list_wards(connection):
            items += await _list_begun(connection, office, ward, now, now + _AHEAD)
            items += await _list_unopened(connection, office, ward, now + _AHEAD)
    coming = sorted((item.at, item.what) for item in items if item.at > now)
    return coming[:count]


async def skip_passed(office: Office, ward: Ward) -> None:
    """For a ward that has just been loaded: no reminder nor digest whose time came before now is sent."""
    now = office.clock.now()
    async with office.database.transaction() as connection:
        items = await _list_begun(connection, office, ward, now, now)
        for item in await list_open(connection, items, now):
            await note(connection, now, SKIPPED, item.key)


async def _list_begun(
    connection: AsyncConnection, office: Office, ward: Ward, now: datetime, until: datetime
) -> list[Item]:
    """Reminders of the rounds that have been opened, and what the calendar holds until then."""
    week = week_of(office, ward)
    rungs = await list_rungs(connection, office, ward, week, now)
    found = occasions(ward, week, office.clock.zone, now.date() - _BEHIND, until.date())
    return [*(rung.item for rung in rungs), *(one.item for one in found)]


async def _list_unopened(
    connection: AsyncConnection, office: Office, ward: Ward, until: datetime
) -> list[Item]:
    """Questions that are to come until then, each with its reminders."""
    week, rule = week_of(office, ward), periods.Rule(ward.rule)
    newest = await get_newest_asked(connection, ward.unit_id)
    first_on = newest.last_on + timedelta(days=1) if newest else office.clock.now().date()
    items = []
    for window in periods.windows_between(first_on, until.date(), rule):
        question = round_item(week, ward, window, office)
        # A round that is not open yet has no id; its rungs are only shown.
        unopened = Round(0, 0, question.at, periods.due_at(window, office.clock.zone))
        stored = Window(0, ward.unit_id, window.first_on, window.last_on)
        items += [question, *(rung.item for rung in rungs_of(office, week, unopened, stored))]
    return items
