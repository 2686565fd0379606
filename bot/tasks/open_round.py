"""Opens the week's round: everybody who owes a return is asked, once.

The round's row comes first; then each person is asked in a transaction of his own, so that nobody's
answer waits for the whole round. A round that a crash broke off is taken up again.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import week_texts
from bot.engine.actions import Say
from bot.engine.events import PromptDue
from bot.engine.machine import advance
from bot.engine.session import Session
from bot.tasks.agenda import LATE, Item, list_open, list_speaking, mark_skipped
from bot.tasks.facts import gather_facts
from bot.tasks.office import Office
from bot.tasks.remind import list_holders
from bot.tasks.week import Week, firings
from storage import periods
from storage.errors import StaleSessionError
from storage.queries.audit import add_audit
from storage.queries.deliveries import is_owed
from storage.queries.messages import put_outgoing
from storage.queries.people import list_reporters
from storage.queries.rounds import DONE, OPENED, get_newest_asked, list_unasked, note
from storage.queries.sessions import get_session, save_session
from storage.queries.windows import put_round, put_window
from storage.records import OutboxKind, Outgoing, Role, Round, Ward, Window

log = logging.getLogger(__name__)

_LOOK_BACK = timedelta(weeks=26)
_TRIES = 5


async def open_due_rounds(office: Office) -> list[int]:
    """Opens what is due now in every ward; ids of the people who have been asked. Harmless when repeated."""
    now = office.clock.now()
    asked: list[int] = []
    for ward, week in await list_speaking(office, now):
        await _open_due(office, ward, week, now)
        asked += await _ask_everybody(office, ward, now)
    return asked


async def open_current_round(office: Office, ward: Ward) -> list[int]:
    """Opens the round of the window in which today lies, whatever the hour."""
    now = office.clock.now()
    await _open(office, ward, periods.window_of(now.date(), periods.Rule(ward.rule)), now)
    return await _ask_everybody(office, ward, now)


def round_item(week: Week, ward: Ward, window: periods.Window, office: Office) -> Item:
    """The window's question on the schedule; it lapses some time after the deadline."""
    at = firings(week, window, office.clock.zone)[0].at
    lapses_at = max(at, periods.due_at(window, office.clock.zone)) + LATE
    what = f"question, window {window.first_on}..{window.last_on}"
    return Item(f"question:{ward.unit_id}:{window.first_on}", at, lapses_at, what)


async def _open_due(office: Office, ward: Ward, week: Week, now: datetime) -> None:
    """Opens every window since the newest round whose time has come; skips those that are too old."""
    current = periods.window_of(now.date(), periods.Rule(ward.rule))
    async with office.database.reading() as connection:
        newest = await get_newest_asked(connection, ward.unit_id)
        first_on = newest.last_on + timedelta(days=1) if newest else current.first_on
        first_on = max(first_on, now.date() - _LOOK_BACK)
        windows = periods.windows_between(first_on, current.last_on, periods.Rule(ward.rule))
        items = {round_item(week, ward, window, office): window for window in windows}
        due = await list_open(connection, list(items), now)
    too_old = [item for item in due if now > item.lapses_at]
    if too_old:
        await _skip(office, ward, [(item, items[item]) for item in too_old], now)
    for item in due:
        if item not in too_old:
            await _open(office, ward, items[item], now)


async def _skip(
    office: Office, ward: Ward, skipped: list[tuple[Item, periods.Window]], now: datetime
) -> None:
    async with office.database.transaction() as connection:
        await mark_skipped(connection, [item for item, _ in skipped], now)
        windows = [Window(0, ward.unit_id, window.first_on, window.last_on) for _, window in skipped]
        text = week_texts.rounds_skipped(windows)
        for person_id in await list_holders(connection, ward, Role.OFFICER, now):
            key = f"skipped:{skipped[-1][0].key}:{person_id}"
            await put_outgoing(connection, Outgoing(key, person_id, OutboxKind.REMINDER, text), now)


async def _open(office: Office, ward: Ward, window: periods.Window, now: datetime) -> None:
    async with office.database.transaction() as connection:
        stored = await put_window(connection, ward.unit_id, window.first_on, window.last_on)
        round_id = await put_round(connection, stored.id, now, periods.due_at(window, office.clock.zone))
        if round_id is not None:
            await add_audit(connection, now, None, OPENED, f"round:{round_id}", {})


async def _ask_everybody(office: Office, ward: Ward, now: datetime) -> list[int]:
    """Asks whoever has not been asked yet in the rounds that are open but not asked through."""
    async with office.database.reading() as connection:
        unasked = await list_unasked(connection, ward.unit_id)
        reporters = await list_reporters(connection, ward.unit_id, now.date()) if unasked else []
    people = list(dict.fromkeys(person.id for person, _ in reporters))
    asked = []
    for found, window in unasked:
        try:
            asked += [person_id for person_id in people if await _ask(office, found, window, person_id, now)]
        except StaleSessionError as error:
            log.warning("round %s is not asked through: %s", found.id, error)
            continue
        async with office.database.transaction() as connection:
            await note(connection, now, DONE, f"round:{found.id}")
        log.info("round %s opened: %s people asked", found.id, len(asked))
    return asked


async def _ask(office: Office, found: Round, window: Window, person_id: int, now: datetime) -> bool:
    """Whether the person has been asked just now: not if he was before, nor if he owes nothing."""
    for _ in range(_TRIES):
        try:
            async with office.database.transaction() as connection:
                return await _ask_once(connection, office, found, window, person_id, now)
        except StaleSessionError:
            # He is talking with the bot at this very moment.
            continue
    raise StaleSessionError(f"person {person_id} could not be asked; the next tick tries again")


async def _ask_once(
    connection: AsyncConnection,
    office: Office,
    found: Round,
    window: Window,
    person_id: int,
    now: datetime,
) -> bool:
    key = f"prompt:{found.id}:{person_id}"
    if await is_owed(connection, key):
        return False
    version, data = await get_session(connection, person_id)
    facts = await gather_facts(connection, office, person_id, now)
    if facts is None:
        return False
    before = Session.from_json(data)
    session, actions = advance(before, PromptDue(window.id), facts)
    say = next((action for action in actions if isinstance(action, Say)), None)
    if say is None:
        return False
    changed = session != before
    prompt = Outgoing(
        key, person_id, OutboxKind.PROMPT, say.text, say.choices, session_version=version + changed
    )
    await put_outgoing(connection, prompt, now)
    if changed:
        await save_session(connection, person_id, version, session.to_json(), now)
    return True
