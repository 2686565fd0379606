"""Gathers the facts that a decision about a person's message rests on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.duty import Duty, Named, Review
from bot.engine.dialogs.behalf import is_waiting
from bot.engine.events import OFFICERS, Facts
from bot.engine.session import Session
from bot.reading.unit_words import find_units, read_unit_command
from bot.tasks.office import Office
from bot.tasks.tell import ward_of
from storage import periods
from storage.forms import form_on
from storage.queries.messages import list_open_reviews
from storage.queries.people import Post, Who, get_who, list_reporters
from storage.queries.submissions import list_extras, list_submissions_in_force
from storage.queries.units import list_reporting_units, list_units
from storage.queries.windows import list_asked_windows, put_window
from storage.records import Role, Submission, Tally, Unit, Ward, Window

_QUEUE = 20
"""Messages of the officer's queue that are shown at once."""
_OPEN_WEEKS = 8
"""Older returns are mended through an officer."""


async def gather_facts(
    connection: AsyncConnection, office: Office, person_id: int, now: datetime
) -> Facts | None:
    """None when the person does not exist. Needs a writing transaction: today's window may be new."""
    today = now.astimezone(office.clock.zone).date()
    who = await get_who(connection, person_id, today)
    if who is None:
        return None
    units = _reporting(who.posts)
    duties = await _list_duties(connection, office, who.ward, units, now) if who.ward and units else []
    return Facts(
        now=now.astimezone(office.clock.zone),
        person=who.person,
        roles=frozenset(post.membership.role for post in who.posts),
        duties=tuple(duties),
        rule=periods.Rule(who.ward.rule) if who.ward else periods.Rule.CALENDAR,
        reviews=await _list_reviews(connection, office, who, now),
    )


async def with_named(
    connection: AsyncConnection, office: Office, facts: Facts, session: Session, text: str
) -> Facts:
    """For an officer, the facts with the return that his words name, or that figures read back are for."""
    if not facts.is_officer:
        return facts
    today = facts.now.date()
    command = read_unit_command(text, today)
    ward = await ward_of(connection, facts.person.id, facts.now) if command or is_waiting(session) else None
    if ward is None:
        return facts
    units = await list_reporting_units(connection, ward.unit_id, today)
    if command:
        units = find_units(units, command.unit)
    else:
        units = [unit for unit in units if unit.id == session.unit_id]
    if len(units) != 1:
        return replace(facts, named=Named(None, tuple(unit.name for unit in units)))
    asked = [duty for duty in await _list_duties(connection, office, ward, units, facts.now) if duty.prompted]
    if command and command.week:
        first_on, last_on, _ = command.week
        asked = [duty for duty in asked if first_on <= duty.window.first_on <= last_on]
    elif not command:
        asked = [duty for duty in asked if duty.window.id == session.window_id]
    people = [
        person
        for person, post in await list_reporters(connection, ward.unit_id, today)
        if post.unit.id == units[0].id
    ]
    return replace(facts, named=Named(asked[-1] if asked else None, (units[0].name,), tuple(people)))


async def _list_reviews(
    connection: AsyncConnection, office: Office, who: Who, now: datetime
) -> tuple[Review, ...]:
    """The queue, for an officer; nothing for anybody else."""
    if who.ward is None or not {post.membership.role for post in who.posts} & OFFICERS:
        return ()
    waiting = await list_open_reviews(connection, who.ward.unit_id, _QUEUE)
    if not waiting:
        return ()
    concerned = {review.unit_id for review in waiting}
    units = [unit for unit in await list_units(connection, who.ward.unit_id) if unit.id in concerned]
    duties = await _list_duties(connection, office, who.ward, units, now) if units else []
    by_key = {duty.key: duty for duty in duties}
    return tuple(
        Review(
            item.id,
            item.message_id,
            item.text,
            item.person_id,
            item.honorific,
            by_key.get((item.unit_id or 0, item.window_id or 0)),
        )
        for item in waiting
    )


def _reporting(posts: Sequence[Post]) -> list[Unit]:
    return [post.unit for post in posts if post.membership.role is Role.REPORTER and post.unit.form]


async def _list_duties(
    connection: AsyncConnection, office: Office, ward: Ward, units: Sequence[Unit], now: datetime
) -> list[Duty]:
    today = now.astimezone(office.clock.zone).date()
    current = periods.window_of(today, periods.Rule(ward.rule))
    since = today - timedelta(weeks=_OPEN_WEEKS)
    asked = await list_asked_windows(connection, ward.unit_id, since, current.last_on)
    if not asked or asked[-1][0].first_on != current.first_on:
        new = await put_window(connection, ward.unit_id, current.first_on, current.last_on)
        asked.append((new, False))
    prompted = {window.id for window, opened in asked if opened}
    windows = [window for window, _ in asked]
    unit_ids, window_ids = [unit.id for unit in units], [window.id for window in windows]
    in_force = await list_submissions_in_force(connection, unit_ids, window_ids)
    extras = await list_extras(connection, unit_ids, window_ids)

    def duty(window: Window, before: Window | None, unit: Unit) -> Duty:
        form = form_on(office.forms, str(unit.form), window.last_on)
        given = in_force.get((unit.id, window.id))
        last = in_force.get((unit.id, before.id)) if before else None
        remarks, photos = extras.get((unit.id, window.id), (0, frozenset()))
        return Duty(
            unit=unit,
            window=window,
            week=periods.Window(window.first_on, window.last_on).week,
            form=form,
            form_id=office.form_id(form),
            tallies=_by_code(given),
            last=_by_code(last),
            version=given.version if given else 0,
            prompted=window.id in prompted,
            remarks=remarks,
            photos=photos,
        )

    # The oldest window only serves as "last week" of the next.
    return [
        duty(window, before, unit)
        for before, window in zip([None, *windows], windows, strict=False)
        for unit in units
        if unit.exists_on(window.last_on) and (before or len(windows) == 1)
    ]


def _by_code(submission: Submission | None) -> dict[str, Tally]:
    return {tally.indicator: tally for tally in submission.tallies} if submission else {}
