"""One unit's return in the officer's hands: entered after a phone call, or sent back to its reporters."""

from dataclasses import replace

from bot import texts, ward_texts
from bot.duty import Duty, Named
from bot.engine.actions import Record, SayTo, SendBack
from bot.engine.dialogs.weekly import figures_of, pending_of
from bot.engine.session import Session, Stage
from bot.engine.talk import Heard, Turn
from bot.reading.commands import Answer, read_answers
from bot.reading.replies import Outcome, read
from bot.reading.unit_words import UnitCommand, UnitVerb
from storage.records import Tally


def answer(heard: Heard, command: UnitCommand) -> Turn:
    """What an officer's word about a unit leads to."""
    named = heard.facts.named
    if named is None or named.duty is None:
        names = named.units if named else ()
        return Turn(heard.session, (ward_texts.unit_not_clear(command.unit, names),))
    if named.duty.locked:
        return Turn(heard.session, (ward_texts.window_is_locked(named.duty),))
    if command.verb is UnitVerb.SEND_BACK:
        return _send_back(heard, named, named.duty, command.text)
    return _enter(heard, named, named.duty, command.text)


def is_waiting(session: Session) -> bool:
    """Whether figures for a unit wait for the officer's yes."""
    return session.stage is Stage.REVIEW and session.review is None and session.pending is not None


def confirmed(heard: Heard) -> Turn | None:
    """The turn for the yes or no to figures read back; None when the message is something else."""
    answers, pending, named = read_answers(heard.event.text), heard.session.pending, heard.facts.named
    after = Session(misunderstood=heard.session.misunderstood)
    if Answer.YES in answers and pending and named and named.duty and not named.duty.locked:
        return _record(after, heard, named, named.duty, figures_of(pending))
    if Answer.NO in answers:
        return Turn(after, (texts.dropped(heard.you),))
    return None


def _enter(heard: Heard, named: Named, duty: Duty, text: str) -> Turn:
    # What is recorded is not in the way: the officer says what holds.
    reading = read(text, duty.form, duty.form.codes, you=heard.you)
    if reading.outcome is Outcome.ASK_AGAIN or not reading.values:
        return Turn(heard.session, (reading.readback,))
    pending = pending_of(reading, heard.event.message_id)
    if reading.outcome is Outcome.ACCEPT:
        return _record(heard.session, heard, named, duty, figures_of(pending))
    session = replace(
        heard.session,
        stage=Stage.REVIEW,
        review=None,
        pending=pending,
        unit_id=duty.unit.id,
        window_id=duty.window.id,
    )
    return Turn(session, (texts.of_week(duty, reading.readback),), (texts.YES, texts.NO))


def _record(session: Session, heard: Heard, named: Named, duty: Duty, new: dict[str, Tally]) -> Turn:
    """Stores the figures as the officer's, marked as entered on behalf, and tells the unit's reporters."""
    merged = {**duty.tallies, **new}
    record = Record(
        *duty.key,
        form_id=duty.form_id,
        version=duty.version + 1,
        tallies=tuple(merged[code] for code in duty.form.codes if code in merged),
        message_id=heard.event.message_id,
        late=heard.facts.now.date() > duty.window.last_on,
        reason=ward_texts.by_phone(),
        on_behalf_of=named.people[0].id if named.people else None,
    )
    after = replace(duty, tallies=merged)
    lines = (texts.recorded(duty, new), ward_texts.entered(after))
    told = (
        SayTo(
            person.id,
            f"behalf:{heard.event.message_id}:{person.id}",
            ward_texts.entered_for(person.honorific, duty, new),
        )
        for person in named.people
        if person.id != heard.facts.person.id
    )
    return Turn(session, lines).doing(record, *told)


def _send_back(heard: Heard, named: Named, duty: Duty, why: str) -> Turn:
    if not named.people:
        return Turn(heard.session, (ward_texts.nobody_reports(duty),))
    told = (
        SayTo(
            person.id,
            f"back:{heard.event.message_id}:{person.id}",
            ward_texts.sent_back(person.honorific, duty, why),
        )
        for person in named.people
    )
    others = tuple(person.id for person in named.people if person.id != heard.facts.person.id)
    turn = Turn(heard.session, (ward_texts.is_sent_back(duty, [person.name for person in named.people]),))
    return turn.doing(SendBack(*duty.key, others), *told)
