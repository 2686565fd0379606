"""Reminds those who still owe something, of what they owe, rung by rung; then hands the officers a call list.

Everything is computed from the database: what is owed from the returns in force, and which rung has
been done from the notes of the schedule. A rung that was missed is skipped when a later one has come.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts, week_texts
from bot.tasks.agenda import LATE, Item, list_open, list_speaking, mark_done, mark_skipped
from bot.tasks.office import Office
from bot.tasks.week import Week, firings, week_of
from bot.week_texts import Owed
from storage import periods
from storage.forms import form_on
from storage.queries.deliveries import list_undelivered
from storage.queries.messages import put_outgoing
from storage.queries.people import get_who, list_posts, list_posts_of_ward, list_reporters
from storage.queries.rounds import Asking, get_asking, list_asked
from storage.queries.submissions import list_submissions_in_force
from storage.queries.units import list_reporting_units
from storage.records import OutboxKind, Outgoing, Person, Role, Round, Ward, Window

log = logging.getLogger(__name__)

_RUNG_LATE = timedelta(hours=10)
"""A reminder that was missed is still sent so long after its time; the last rung as long as anything else."""
_LOOK_BACK = timedelta(days=16)
"""Longer than any holiday can put off a window's last rung."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of a round's ladder."""

    item: Item
    round_id: int
    window: Window
    step: int
    last: bool


async def remind_due(office: Office) -> list[int]:
    """Writes the reminders that are due in every ward; ids of those who got one. Harmless when repeated."""
    now = office.clock.now()
    reminded: list[int] = []
    for ward, week in await list_speaking(office, now):
        reminded += await _remind(office, ward, week, now)
    return reminded


async def list_rungs(
    connection: AsyncConnection, office: Office, ward: Ward, week: Week, now: datetime
) -> list[Rung]:
    """Every rung of the ward's latest rounds, by round and in order."""
    asked = await list_asked(connection, ward.unit_id, now.date() - _LOOK_BACK, now.date() + _LOOK_BACK)
    return [rung for found, window in asked for rung in rungs_of(office, week, found, window)]


def rungs_of(office: Office, week: Week, found: Round, window: Window) -> list[Rung]:
    dates = periods.Window(window.first_on, window.last_on)
    _, *ladder = firings(week, dates, office.clock.zone, found.opened_at)
    return [
        Rung(
            Item(
                f"reminder:{found.id}:{firing.step}",
                firing.at,
                firing.at + (LATE if firing.last else _RUNG_LATE),
                f"reminder {firing.step} of {len(week.ladder)}, window {window.first_on}..{window.last_on}",
            ),
            found.id,
            window,
            firing.step,
            firing.last,
        )
        for firing in ladder
    ]


async def _remind(office: Office, ward: Ward, week: Week, now: datetime) -> list[int]:
    async with office.database.reading() as connection:
        rungs = {rung.item.key: rung for rung in await list_rungs(connection, office, ward, week, now)}
        coming = await list_open(connection, [rung.item for rung in rungs.values()], now)
    if not coming:
        return []
    newest = {rungs[item.key].round_id: item for item in coming}
    due = [rungs[item.key] for item in newest.values() if now <= item.lapses_at]
    keys = {rung.item.key for rung in due}
    async with office.database.transaction() as connection:
        await mark_skipped(connection, [item for item in coming if item.key not in keys], now)
        people = await _send(connection, office, ward, due, now) if due else []
        for rung in due:
            await mark_done(connection, rung.item, now)
    return people


async def _send(
    connection: AsyncConnection, office: Office, ward: Ward, due: Sequence[Rung], now: datetime
) -> list[int]:
    """One message for each person, whatever he owes and for however many windows."""
    owed = [
        (rung, unit_id, item)
        for rung in due
        for unit_id, item in (await list_owed(connection, office, ward, rung.window)).items()
    ]
    reporters: dict[int, list[Person]] = {}
    for person, post in await list_reporters(connection, ward.unit_id, now.date()):
        reporters.setdefault(post.unit.id, []).append(person)
    people = {person.id: person for found in reporters.values() for person in found}
    of_person: dict[int, list[Owed]] = {}
    for _, unit_id, item in owed:
        for person in reporters.get(unit_id, ()):
            of_person.setdefault(person.id, []).append(item)
    key = due[-1].item.key
    for person_id, items in of_person.items():
        text = week_texts.reminder(people[person_id].honorific, items)
        await put_outgoing(
            connection, Outgoing(f"{key}:{person_id}", person_id, OutboxKind.REMINDER, text), now
        )
    calls = []
    for rung in due:
        rows = [(item, _names(reporters.get(unit_id, ()))) for one, unit_id, item in owed if one is rung]
        if rung.last and rows:
            calls.append(week_texts.call_list(_week(rung.window), rows))
    if calls:
        await _tell_officers(connection, ward, f"calls:{key}", calls, now)
    log.info("%s: %s people reminded", key, len(of_person))
    return list(of_person)


async def list_owed(
    connection: AsyncConnection, office: Office, ward: Ward, window: Window
) -> dict[int, Owed]:
    """What each unit still owes for the window, by unit id in the units' order; nothing once it is locked."""
    if window.locked_at is not None:
        return {}
    units = await list_reporting_units(connection, ward.unit_id, window.last_on)
    in_force = await list_submissions_in_force(connection, [unit.id for unit in units], [window.id])
    owed = {}
    for unit in units:
        form = form_on(office.forms, str(unit.form), window.last_on)
        given = in_force.get((unit.id, window.id))
        told = {tally.indicator for tally in given.tallies} if given else set()
        missing = tuple(item.label for item in form.indicators if item.code not in told)
        if missing:
            owed[unit.id] = Owed(unit.name, _week(window), missing if told else (), form.example)
    return owed


async def _tell_officers(
    connection: AsyncConnection, ward: Ward, key: str, parts: list[str], now: datetime
) -> None:
    undelivered = await list_undelivered(connection, ward.unit_id, now - timedelta(weeks=1))
    if undelivered:
        parts = [*parts, week_texts.not_reached(list(dict.fromkeys(item.name for item in undelivered)))]
    for person_id in await list_holders(connection, ward, Role.OFFICER, now):
        text = "\n\n".join(parts)
        await put_outgoing(
            connection, Outgoing(f"{key}:{person_id}", person_id, OutboxKind.REMINDER, text), now
        )


async def list_holders(connection: AsyncConnection, ward: Ward, role: Role, now: datetime) -> list[int]:
    """Ids of those who hold that role in the ward today, each once."""
    posts = await list_posts_of_ward(connection, ward.unit_id, now.date())
    return list(dict.fromkeys(post.membership.person_id for post in posts if post.membership.role is role))


async def right_time(
    connection: AsyncConnection, office: Office, outgoing: Outgoing, now: datetime
) -> datetime | None:
    """When a waiting message may go: now or later; None when it is not to go any more.

    Answers go at any hour. What the bot says of its own accord waits for the next working morning in
    quiet hours and on holidays, and is withdrawn when it has become too old or untrue.
    """
    if outgoing.kind not in {OutboxKind.PROMPT, OutboxKind.REMINDER}:
        return now
    if outgoing.person_id is None or outgoing.created_at is None:
        return now
    lasts = _RUNG_LATE if outgoing.key.startswith("reminder:") else LATE
    if now - outgoing.created_at > lasts:
        return None
    kind, number, *_ = outgoing.key.split(":")
    if kind not in {"prompt", "reminder"}:
        who = await get_who(connection, outgoing.person_id, now.date())
        return _allowed(office, who.ward if who else None, now)
    asking = await get_asking(connection, int(number), outgoing.person_id, outgoing.created_at)
    if asking and asking.changed and not await _still_asks(connection, office, asking, outgoing, now):
        return None
    return _allowed(office, asking.ward if asking else None, now)


async def _still_asks(
    connection: AsyncConnection, office: Office, asking: Asking, outgoing: Outgoing, now: datetime
) -> bool:
    """Something has been reported meanwhile: a reminder is untrue now; a question stands while he owes."""
    if outgoing.kind is not OutboxKind.PROMPT or outgoing.person_id is None:
        return False
    owed = await list_owed(connection, office, asking.ward, asking.window)
    posts = await list_posts(connection, outgoing.person_id, now.date())
    return any(post.unit.id in owed for post in posts)


def _allowed(office: Office, ward: Ward | None, now: datetime) -> datetime:
    """The moment itself, or the next at which the ward lets the bot speak."""
    return week_of(office, ward).moved(now.astimezone(office.clock.zone)) if ward else now


def _names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def _week(window: Window) -> str:
    return texts.week(window, periods.Window(window.first_on, window.last_on).week)
