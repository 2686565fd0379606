"""The conversation, decided without doing: `advance(session, event, facts) -> (session, actions)`.

Pure. Which conversation a message belongs to is decided here and only here; what each conversation
does with it stands in the table of its own file under `dialogs`.
"""

from typing import TypeAlias

from bot import texts
from bot.engine.actions import Action
from bot.engine.dialogs import desk, queue, weekly
from bot.engine.events import Facts, NotWords, OldButton, PromptDue, Received
from bot.engine.session import Session
from bot.engine.talk import Heard, Turn
from bot.reading.commands import read_command
from bot.reading.queue import read_queue_command

Event: TypeAlias = Received | PromptDue | NotWords | OldButton


def advance(session: Session, event: Event, facts: Facts) -> tuple[Session, tuple[Action, ...]]:
    """The session after the event, and what is to be done; at most one `Say` for each message."""
    turn = _turn(session, event, facts)
    return turn.session, turn.all_actions()


def _turn(session: Session, event: Event, facts: Facts) -> Turn:
    match event:
        case Received():
            return _hear(session, event, facts)
        case PromptDue():
            return weekly.prompt(session, event, facts)
        case NotWords():
            return Turn(session, (texts.please_type(facts.person.honorific),))
        case OldButton():
            return Turn(session, (texts.old_button(facts.person.honorific),))


def _hear(session: Session, event: Received, facts: Facts) -> Turn:
    heard = Heard(session, event, facts)
    if facts.is_officer:
        waiting = queue.confirmed(heard) if queue.is_waiting(session) else None
        about_queue = read_queue_command(event.text)
        if waiting:
            return waiting
        if about_queue:
            return queue.answer(heard, about_queue)
    command = read_command(event.text, facts.now.date(), facts.rule)
    if command is not None and command.name in desk.COMMANDS:
        return desk.answer(heard, command)
    if facts.duties:
        return weekly.answer(heard, command)
    if facts.is_officer:
        return desk.answer(heard, None)
    return Turn(session, (texts.no_duty(heard.you),))
