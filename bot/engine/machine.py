"""The conversation, decided without doing: `advance(session, event, facts) -> (session, actions)`.

Pure. Which conversation a message belongs to is decided here and only here; what each conversation
does with it stands in the table of its own file under `dialogs`.
"""

from dataclasses import replace
from typing import TypeAlias

from bot import template_texts, texts
from bot.engine.actions import Action, AskReportDesk, AskWardDesk
from bot.engine.dialogs import approval, behalf, desk, files, queue, weekly
from bot.engine.events import CodeAgain, Facts, NotWords, OldButton, PromptDue, Received
from bot.engine.session import Session
from bot.engine.talk import Heard, Turn
from bot.reading.commands import read_command
from bot.reading.queue import read_queue_command
from bot.reading.report_words import read_report_command
from bot.reading.unit_words import read_unit_command
from bot.reading.ward_words import read_ward_command

Event: TypeAlias = Received | PromptDue | NotWords | OldButton | CodeAgain


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
            turn = Turn(session, (texts.please_type(facts.person.honorific),))
            return turn.then(template_texts.if_it_was_a_template()) if facts.is_officer else turn
        case CodeAgain():
            return Turn(session, (texts.known_already(facts.person.honorific),))
        case OldButton():
            return Turn(session, (texts.old_button(facts.person.honorific),))


def _hear(session: Session, event: Received, facts: Facts) -> Turn:
    heard = Heard(replace(session, returning=None), event, facts)
    if event.documents or event.other_files:
        return _hear_files(heard)
    of_an_officer = _of_an_officer(heard) if facts.is_officer else None
    if of_an_officer:
        return of_an_officer
    command = read_command(event.text, facts.now.date(), facts.rule)
    if command is not None and command.name in desk.COMMANDS:
        return desk.answer(heard, command)
    if facts.duties:
        return weekly.answer(heard, command)
    if facts.is_officer:
        words = approval.words(heard, session.returning) if session.returning is not None else None
        return words or desk.answer(heard, None)
    return Turn(heard.session, (texts.no_duty(heard.you),))


def _hear_files(heard: Heard) -> Turn:
    """What is said of the files, and the reaction to the rest of the message."""
    about = files.answer(heard)
    rest = replace(heard.event, documents=(), other_files=0)
    if not (rest.text.strip() or rest.photos or rest.lost_photos):
        return about
    return _hear(heard.session, rest, heard.facts).first(*about.lines).doing(*about.actions)


def _of_an_officer(heard: Heard) -> Turn | None:
    """The turn for what only an officer says: about the queue, one unit, the report, the week."""
    text, facts = heard.event.text, heard.facts
    waiting = queue.confirmed(heard) if queue.is_waiting(heard.session) else None
    if waiting:
        return waiting
    for_unit = behalf.confirmed(heard) if behalf.is_waiting(heard.session) else None
    if for_unit:
        return for_unit
    about_queue = read_queue_command(text)
    if about_queue:
        return queue.answer(heard, about_queue)
    about_report = read_report_command(text, facts.now.date(), facts.rule)
    if about_report:
        return Turn(approval.after(heard, about_report)).doing(AskReportDesk(about_report))
    about_unit = read_unit_command(text, facts.now.date())
    if about_unit:
        return behalf.answer(heard, about_unit)
    about_ward = read_ward_command(text, facts.now.date())
    return Turn(heard.session).doing(AskWardDesk(about_ward)) if about_ward else None
