"""The officer's queue: messages that were not understood, and his reading of them, entered on behalf."""

from dataclasses import replace

from bot import texts
from bot.duty import Review
from bot.engine.actions import CloseReview, Record, SayTo
from bot.engine.dialogs.weekly import figures_of, pending_of
from bot.engine.session import Session, Stage
from bot.engine.talk import Heard, Turn
from bot.reading.commands import Answer, read_answers
from bot.reading.queue import QueueCommand, QueueVerb
from bot.reading.replies import Outcome, read
from storage.records import Tally


def answer(heard: Heard, command: QueueCommand) -> Turn:
    """What an officer's word about the queue leads to."""
    if command.verb is QueueVerb.SHOW:
        return Turn(heard.session, (texts.queue(heard.facts.reviews),))
    review = next((item for item in heard.facts.reviews if item.id == command.number), None)
    if review is None:
        return Turn(heard.session, (texts.no_such_review(command.number),))
    if command.verb is QueueVerb.DROP:
        turn = Turn(heard.session, (texts.review_dropped(review.id),))
        return turn.doing(CloseReview(review.id))
    return _enter(heard, review, command.text)


def is_waiting(session: Session) -> bool:
    """Whether an officer's reading of a message waits for his yes."""
    return session.stage is Stage.REVIEW and session.review is not None and session.pending is not None


def confirmed(heard: Heard) -> Turn | None:
    """The turn for the yes or no to figures read back; None when the message is something else."""
    answers = read_answers(heard.event.text)
    review = next((item for item in heard.facts.reviews if item.id == heard.session.review), None)
    pending = heard.session.pending
    after = Session(misunderstood=heard.session.misunderstood)
    if Answer.YES in answers and review and pending:
        return _record(heard, review, figures_of(pending, review.message_id), after)
    if Answer.NO in answers:
        return Turn(after, (texts.dropped(heard.you),))
    return None


def _enter(heard: Heard, review: Review, text: str) -> Turn:
    duty = review.duty
    if duty is None or duty.locked:
        return Turn(heard.session, (texts.review_without_week(review.id),))
    # What is recorded is not in the way: the officer says what holds.
    reading = read(text, duty.form, duty.form.codes, you=heard.you)
    if reading.outcome is Outcome.ASK_AGAIN or not reading.values:
        return Turn(heard.session, (reading.readback,))
    pending = pending_of(reading, heard.event.message_id)
    if reading.outcome is Outcome.CONFIRM:
        session = replace(heard.session, stage=Stage.REVIEW, pending=pending, review=review.id)
        return Turn(session, (texts.of_week(duty, reading.readback),), (texts.YES, texts.NO))
    return _record(heard, review, figures_of(pending, review.message_id), heard.session)


def _record(heard: Heard, review: Review, new: dict[str, Tally], session: Session) -> Turn:
    """Stores the figures as the sender's, said by the officer, behind the original message."""
    duty = review.duty
    if duty is None:
        return Turn(session, (texts.review_without_week(review.id),))
    merged = {**duty.tallies, **new}
    record = Record(
        *duty.key,
        form_id=duty.form_id,
        version=duty.version + 1,
        tallies=tuple(merged[code] for code in duty.form.codes if code in merged),
        message_id=review.message_id,
        late=heard.facts.now.date() > duty.window.last_on,
        reason=texts.on_behalf_reason(review.id),
        on_behalf_of=review.person_id,
    )
    turn = Turn(session, (texts.recorded(duty, new), texts.on_behalf(review.id))).doing(
        record, CloseReview(review.id)
    )
    if review.person_id is None:
        return turn
    return turn.doing(
        SayTo(review.person_id, f"review:{review.id}", texts.entered_for_you(review, duty, new))
    )
