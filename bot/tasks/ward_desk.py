"""An officer's commands about the ward's own week, and about who can be reached."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts, ward_texts
from bot.engine.actions import Say
from bot.reading.dates import Week as NamedWeek
from bot.reading.ward_words import WardCommand, WardVerb
from bot.tasks.desk import Desk
from bot.tasks.office import Office
from bot.tasks.reach import describe_channels
from bot.tasks.week import Week, changed, firings, week_of
from bot.ward_texts import Plan
from storage import periods
from storage.queries.audit import add_audit
from storage.queries.rounds import get_newest_asked, list_asked
from storage.queries.submissions import save_lock
from storage.queries.units import save_week
from storage.records import Json, Ward

_AHEAD = 60
"""Days of which the holidays are shown."""


async def answer(desk: Desk, command: WardCommand) -> Say:
    """What the command leads to. Raises SettingsError when what the ward has set before is wrong."""
    if command.verb is WardVerb.UNREAD:
        return Say(ward_texts.not_read())
    if command.verb is WardVerb.CHANNELS:
        return Say(await describe_channels(desk.connection, desk.office, desk.ward, desk.now))
    if command.week is not None:
        return Say(await _lock(desk, command.week, command.verb is WardVerb.LOCK))
    if command.verb is WardVerb.SHOW:
        return Say(ward_texts.schedule(await _plan(desk, desk.ward)))
    week = changed(desk.ward.week, week_of(desk.office, desk.ward), command)
    ward = await keep_week(desk.connection, desk.office, desk.ward, week, desk.person_id, desk.now)
    return Say(ward_texts.changed(command, await _plan(desk, ward)))


async def keep_week(
    connection: AsyncConnection, office: Office, ward: Ward, week: Json, person_id: int | None, now: datetime
) -> Ward:
    """The ward with that week, stored. Raises SettingsError for a wrong one."""
    ward = replace(ward, week=week)
    week_of(office, ward)
    await save_week(connection, ward.unit_id, week)
    await add_audit(connection, now, person_id, "week.set", f"ward:{ward.unit_id}", week)
    return ward


async def _lock(desk: Desk, week: NamedWeek, lock: bool) -> str:
    """Locks or unlocks the week's windows, both parts where a half-year cuts it."""
    asked = await list_asked(desk.connection, desk.ward.unit_id, week.first_on, week.last_on)
    if not asked:
        return ward_texts.week_unknown()
    names = []
    for _, window in asked:
        await save_lock(desk.connection, window.id, desk.now if lock else None)
        action = "window.locked" if lock else "window.unlocked"
        await add_audit(desk.connection, desk.now, desk.person_id, action, f"window:{window.id}", {})
        names.append(texts.week(window, periods.Window(window.first_on, window.last_on).week))
    return ward_texts.week_locked(names) if lock else ward_texts.week_unlocked(names)


async def _plan(desk: Desk, ward: Ward) -> Plan:
    week, zone = week_of(desk.office, ward), desk.office.clock.zone
    question, *reminders = firings(week, await _next_window(desk, ward), zone)
    return Plan(
        week.prompt,
        week.ladder,
        (week.quiet_from, week.quiet_to),
        tuple(_days_off(week, desk.now.date())),
        tuple(sorted(day for day in week.working_days if day >= desk.now.date())),
        question.at,
        tuple(reminder.at for reminder in reminders),
        at_once=question.at <= desk.now,
    )


async def _next_window(desk: Desk, ward: Ward) -> periods.Window:
    """The first window that has not been asked, as far as it need not be looked for in the past."""
    rule = periods.Rule(ward.rule)
    newest = await get_newest_asked(desk.connection, ward.unit_id)
    current = periods.window_of(desk.now.date(), rule)
    if newest is None or newest.last_on < current.first_on:
        return current
    return periods.window_of(newest.last_on + timedelta(days=1), rule)


def _days_off(week: Week, today: date) -> list[date]:
    days = (today + timedelta(days=offset) for offset in range(_AHEAD))
    return [day for day in days if week.is_holiday(day)]
