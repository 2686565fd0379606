"""Opens the week's round: everybody who owes a return is asked, once."""

import logging
from datetime import datetime

from bot.engine.actions import Say
from bot.engine.events import PromptDue
from bot.engine.machine import advance
from bot.engine.session import Session
from bot.tasks.facts import gather_facts
from bot.tasks.office import Office
from storage import periods
from storage.queries.messages import put_outgoing
from storage.queries.people import list_reporters
from storage.queries.sessions import get_session, save_session
from storage.queries.units import list_wards
from storage.queries.windows import put_round, put_window
from storage.records import OutboxKind, Outgoing, Ward

log = logging.getLogger(__name__)


async def open_due_rounds(office: Office) -> list[int]:
    """Opens what is due now in every ward; ids of the people who have been asked. Harmless when repeated."""
    now = office.clock.now()
    async with office.database.reading() as connection:
        wards = await list_wards(connection)
    asked: list[int] = []
    for ward in wards:
        window = periods.window_of(now.date(), periods.Rule(ward.rule))
        if now >= periods.opens_at(window, office.prompt_weekday, office.prompt_hour, office.clock.zone):
            asked += await _open_round(office, ward, window, now)
    return asked


async def open_current_round(office: Office, ward: Ward) -> list[int]:
    """Opens the round of the window in which today lies, whatever the hour."""
    now = office.clock.now()
    return await _open_round(office, ward, periods.window_of(now.date(), periods.Rule(ward.rule)), now)


async def _open_round(office: Office, ward: Ward, window: periods.Window, now: datetime) -> list[int]:
    async with office.database.transaction() as connection:
        stored = await put_window(connection, ward.unit_id, window.first_on, window.last_on)
        round_id = await put_round(connection, stored.id, now, periods.due_at(window, office.clock.zone))
        if round_id is None:
            return []
        reporters = await list_reporters(connection, ward.unit_id, now.date())
        asked = []
        for person_id in dict.fromkeys(person.id for person, _ in reporters):
            version, data = await get_session(connection, person_id)
            facts = await gather_facts(connection, office, person_id, now)
            if facts is None:
                continue
            session, actions = advance(Session.from_json(data), PromptDue(stored.id), facts)
            for say in (action for action in actions if isinstance(action, Say)):
                key = f"prompt:{round_id}:{person_id}"
                prompt = Outgoing(key, person_id, OutboxKind.PROMPT, say.text, say.choices)
                await put_outgoing(connection, prompt, now)
                asked.append(person_id)
            await save_session(connection, person_id, version, session.to_json(), now)
    log.info("round %s opened: %s people asked", round_id, len(asked))
    return asked
