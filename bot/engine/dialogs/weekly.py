"""The weekly return: asked, answered in one message or many, mended at any time before the lock.

What a message is (`Kind`) is decided by `_kind`; what is then done stands in `STEPS`, one table of
kinds and stages. Steps are pure: they give the next session, what to say, and what to store.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot import texts
from bot.duty import Duty
from bot.engine.actions import AskReview, KeepPhotos, KeepRemark, Record
from bot.engine.dialogs import duties
from bot.engine.events import Facts, PromptDue
from bot.engine.session import Pending, Session, Stage
from bot.engine.talk import Heard, Turn
from bot.reading.commands import Answer, Command, CommandName, is_courtesy, read_answers, read_remark
from bot.reading.replies import Outcome, Reading, Reason
from storage.forms import failed_checks
from storage.records import Choice, Qualifier, RemarkKind, State, Tally

_WORDS = frozenset({Reason.NO_FIGURE, Reason.WHICH_CORRECTED})
"""Readings of words that may be a remark: «đường hỏng chưa ai sửa»."""
_DIGIT = re.compile(r"\d")

_PATIENCE = 2
"""Messages not understood in a row before the bot stops guessing."""


class Kind(Enum):
    """What a message turned out to be."""

    FIGURES = auto()
    DOUBTFUL = auto()
    ALREADY_RECORDED = auto()
    AS_LAST_WEEK = auto()
    UNCLEAR = auto()
    REMARK = auto()
    COURTESY = auto()
    YES = auto()
    NO = auto()
    REPLACE = auto()
    ADD = auto()
    LEAVE = auto()
    KEEP = auto()
    ONE_BY_ONE = auto()
    REVIEW = auto()
    HELP = auto()


@dataclass(frozen=True, slots=True)
class Weekly:
    """A message about one duty, with its reading."""

    heard: Heard
    duty: Duty
    reading: Reading

    @property
    def you(self) -> str:
        return self.heard.you

    @property
    def session(self) -> Session:
        """The session, talking about this duty."""
        return replace(self.heard.session, unit_id=self.duty.unit.id, window_id=self.duty.window.id)


Step = Callable[[Weekly], Turn]


def prompt(session: Session, event: PromptDue, facts: Facts) -> Turn:
    """Asks for the window's figures. An answer that is being given is never broken off."""
    owed = [duty for duty in facts.duties if duty.window.id == event.window_id and duty.missing]
    if not owed:
        return Turn(session)
    if session.stage in {Stage.IDLE, Stage.FORM}:
        session = _talking_about(session, owed[0], Stage.FORM)
    return Turn(session, (texts.prompt(facts.person.honorific, owed[0]),), _form_choices(owed[0]))


def answer(heard: Heard, command: Command | None) -> Turn:
    """The whole reaction to one message of a reporter: his photos, then his words."""
    duty = duties.chosen(heard)
    if isinstance(duty, Turn):
        return duty
    if duty.locked:
        return Turn(heard.session, (texts.window_locked(heard.you, duty),)).doing(_review(heard, duty))
    photos = _keep_photos(heard, duty) if heard.event.photos or heard.event.lost_photos else None
    if photos and not heard.event.text.strip():
        return photos
    weekly = Weekly(heard, duty, duties.reading_of(heard, duty))
    turn = STEPS[_kind(weekly, command)](weekly)
    return turn.first(*photos.lines).doing(*photos.actions) if photos else turn


_LISTENS: Mapping[Stage, Mapping[Answer, Kind]] = {
    Stage.CONFIRM: {Answer.YES: Kind.YES, Answer.NO: Kind.NO},
    Stage.CONFLICT: {
        Answer.REPLACE: Kind.REPLACE,
        Answer.ADD: Kind.ADD,
        Answer.SKIP: Kind.LEAVE,
        Answer.NO: Kind.LEAVE,
    },
    Stage.COMMENT: {Answer.KEEP: Kind.KEEP, Answer.YES: Kind.KEEP, Answer.NO: Kind.LEAVE},
}
"""Short answers that mean something only after the bot's own question."""

_YES_NO: tuple[Choice, ...] = (texts.YES, texts.NO)
_CONFLICT_CHOICES: tuple[Choice, ...] = (texts.REPLACE, texts.ADD, texts.LEAVE)

_COMMANDS = {
    CommandName.ONE_BY_ONE: Kind.ONE_BY_ONE,
    CommandName.REVIEW: Kind.REVIEW,
    CommandName.HELP: Kind.HELP,
}


def _kind(weekly: Weekly, command: Command | None) -> Kind:
    text, reading = weekly.heard.event.text, weekly.reading
    answers = read_answers(text)
    for answer, kind in _LISTENS.get(weekly.heard.session.stage, {}).items():
        if answer in answers:
            return kind
    if command and command.name in _COMMANDS:
        return _COMMANDS[command.name]
    if read_remark(text):
        return Kind.REMARK
    if reading.outcome is Outcome.ASK_AGAIN and is_courtesy(text):
        return Kind.COURTESY
    return _kind_of_figures(reading)


def _kind_of_figures(reading: Reading) -> Kind:
    if reading.as_last_week:
        return Kind.AS_LAST_WEEK
    if reading.outcome is Outcome.CONFIRM and reading.reason is Reason.ALREADY_RECORDED:
        return Kind.ALREADY_RECORDED
    return {
        Outcome.ACCEPT: Kind.FIGURES,
        Outcome.CONFIRM: Kind.DOUBTFUL,
        Outcome.ASK_AGAIN: Kind.UNCLEAR,
    }[reading.outcome]


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def pending_of(reading: Reading, message_id: int) -> Pending:
    """A reading as figures to be stored, now or after a yes."""
    return Pending(
        message_id=message_id,
        values=reading.values or {},
        qualifiers=reading.qualifiers,
        states=reading.state,
        remark=reading.remark or "",
        removed=sorted(reading.removed),
    )


def _said(weekly: Weekly) -> Pending:
    return pending_of(weekly.reading, weekly.heard.event.message_id)


def _record(weekly: Weekly) -> Turn:
    said = _said(weekly)
    return _waiting_on(weekly, _store(weekly, said), said)


def _waiting_on(weekly: Weekly, turn: Turn, said: Pending) -> Turn:
    """What waited for a word and has not been said anew goes on waiting, and is asked again."""
    before = weekly.heard.session
    owner = duties.in_hand(weekly.heard.facts, before)
    if before.stage not in {Stage.CONFIRM, Stage.CONFLICT} or before.pending is None or owner is None:
        return turn
    rest = before.pending.without(said.values) if owner.key == weekly.duty.key else before.pending
    if not rest.values:
        return turn
    session = replace(_talking_about(turn.session, owner, before.stage), pending=rest)
    if before.stage is Stage.CONFLICT:
        asked, choices = texts.conflict(weekly.you, owner, rest.values), _CONFLICT_CHOICES
    else:
        asked, choices = texts.confirm(owner, figures_of(rest)), _YES_NO
    return replace(turn, session=session, choices=choices).then(asked)


def _store(weekly: Weekly, said: Pending) -> Turn:
    """Stores what is certain; the receipt tells what was understood and what is missing."""
    duty, heard = weekly.duty, weekly.heard
    new = {
        code: tally for code, tally in figures_of(said).items() if not _same(duty.tallies.get(code), tally)
    }
    merged = {code: tally for code, tally in {**duty.tallies, **new}.items() if code not in said.removed}
    taken_back = [code for code in said.removed if code in duty.tallies]
    after = replace(duty, tallies=merged, version=duty.version + 1)
    late = heard.facts.now.date() > duty.window.last_on
    turn = _next(weekly, after)
    if said.remark:
        turn = turn.first(texts.remark_kept(said.remark)).doing(
            KeepRemark(*duty.key, RemarkKind.OTHER, said.remark, heard.event.message_id)
        )
    if not new and not taken_back:
        return turn.first(texts.already_recorded(duty)) if said.values else turn
    values = {code: tally.value for code, tally in merged.items()}
    lines = [
        *((_receipt(duty, new, merged),) if new else ()),
        *((texts.taken_back(duty, taken_back),) if taken_back else ()),
        *((texts.late(duty),) if late else ()),
        *(
            texts.check_failed(weekly.you, duty.form, check, values)
            for check in failed_checks(duty.form, values)
        ),
    ]
    record = Record(
        *duty.key,
        form_id=duty.form_id,
        version=duty.version + 1,
        tallies=tuple(merged[code] for code in duty.form.codes if code in merged),
        message_id=heard.event.message_id,
        late=late,
    )
    return turn.first(*lines).doing(record)


def _receipt(duty: Duty, new: Mapping[str, Tally], merged: Mapping[str, Tally]) -> str:
    nothing = all(tally.state is State.NOTHING_TO_REPORT for tally in merged.values())
    if nothing and len(merged) == len(duty.form.codes):
        return texts.nothing_recorded(duty)
    return texts.recorded(duty, new)


def _next(weekly: Weekly, after: Duty) -> Turn:
    """Where the conversation goes on once `after` is in force: next question, what is missing, next duty."""
    session = replace(weekly.session, pending=None, misunderstood=0, asked=None)
    if after.missing and weekly.heard.session.stage is Stage.QUESTION:
        return _ask(session, after)
    if after.missing:
        session = replace(session, stage=Stage.FORM)
        return Turn(session, (texts.still_missing(weekly.you, after),), (texts.REST_NONE, texts.ONE_BY_ONE))
    session = replace(session, stage=Stage.IDLE)
    if not weekly.duty.missing:
        return Turn(session)
    following = duties.owed_besides(weekly.heard.facts, after)
    if following:
        session = _talking_about(session, following, Stage.FORM)
        return Turn(session, (texts.prompt(weekly.you, following),), _form_choices(following))
    return Turn(session, (texts.complete(weekly.you),))


def _same(old: Tally | None, new: Tally) -> bool:
    return old is not None and (old.value, old.qualifier, old.state) == (new.value, new.qualifier, new.state)


def figures_of(said: Pending, message_id: int | None = None) -> dict[str, Tally]:
    """The figures as tallies by indicator, behind `message_id` (else the message that said them)."""
    return {
        code: Tally(
            code,
            value,
            Qualifier(said.qualifiers.get(code, Qualifier.EXACT)),
            State.COUNTED if value else State(said.states.get(code, State.ZERO)),
            said.message_id if message_id is None else message_id,
        )
        for code, value in said.values.items()
    }


# ── figures that need a word first ───────────────────────────────────────────────────────────────


def _read_back(weekly: Weekly) -> Turn:
    reading = weekly.reading
    if not reading.values and not reading.removed:
        return _not_understood(weekly)
    readback = texts.of_week(weekly.duty, reading.readback) if reading.window else reading.readback
    return _wait_for_yes(weekly, _said(weekly), readback)


def _wait_for_yes(weekly: Weekly, pending: Pending, readback: str) -> Turn:
    """Reads figures back; those that have been waiting already are asked about together with them."""
    before = weekly.heard.session
    owner = duties.in_hand(weekly.heard.facts, before)
    waiting = before.pending if before.stage is Stage.CONFIRM and owner else None
    session = replace(weekly.session, stage=Stage.CONFIRM, pending=pending, misunderstood=0)
    if waiting is None or owner is None or not waiting.without(pending.values).values:
        return Turn(session, (readback,), _YES_NO)
    if owner.key != weekly.duty.key:
        left = texts.not_recorded(owner, figures_of(waiting))
        return Turn(session, (left, readback), _YES_NO)
    both = waiting.joined(pending)
    return Turn(replace(session, pending=both), (texts.confirm(weekly.duty, figures_of(both)),), _YES_NO)


def _as_last_week(weekly: Weekly) -> Turn:
    duty, reading = weekly.duty, weekly.reading
    chosen = {code: tally for code, tally in duty.last.items() if code in reading.as_last_week}
    if not chosen:
        return Turn(weekly.session, (texts.no_last_week(weekly.you, duty),))
    said = _said(weekly)
    pending = replace(
        said,
        values={code: tally.value for code, tally in chosen.items()} | dict(said.values),
        qualifiers={code: str(tally.qualifier) for code, tally in chosen.items()} | dict(said.qualifiers),
        states={code: str(tally.state) for code, tally in chosen.items()} | dict(said.states),
    )
    return _wait_for_yes(weekly, pending, texts.confirm_as_last_week(duty, figures_of(pending)))


def _already_recorded(weekly: Weekly) -> Turn:
    reading = weekly.reading
    session = replace(weekly.session, stage=Stage.CONFLICT, pending=_said(weekly), misunderstood=0)
    asked = texts.conflict(weekly.you, weekly.duty, reading.values or {})
    return Turn(session, (asked,), _CONFLICT_CHOICES)


def _store_pending(weekly: Weekly) -> Turn:
    return _store(weekly, _pending(weekly))


def _add_pending(weekly: Weekly) -> Turn:
    said = _pending(weekly)
    recorded = weekly.duty.tallies
    sums = {
        code: value + (recorded[code].value if code in recorded else 0) for code, value in said.values.items()
    }
    return _store(weekly, replace(said, values=sums))


def _leave(weekly: Weekly) -> Turn:
    session = replace(weekly.session, stage=Stage.IDLE, pending=None)
    return Turn(session, (texts.left_as_it_was(weekly.duty),))


def _drop(weekly: Weekly) -> Turn:
    session = replace(weekly.session, stage=Stage.FORM, pending=None)
    return Turn(session, (texts.dropped(weekly.you),))


def _pending(weekly: Weekly) -> Pending:
    pending = weekly.heard.session.pending
    if pending is None:
        raise ValueError(f"stage {weekly.heard.session.stage} waits for nothing")
    return pending


# ── questions one by one; misunderstandings ──────────────────────────────────────────────────────


def _ask(session: Session, duty: Duty) -> Turn:
    """Puts the first question that has no answer yet."""
    item = duty.missing[0]
    session = _talking_about(replace(session, asked=item.code), duty, Stage.QUESTION)
    return Turn(session, (texts.question(duty, item),))


def _one_by_one(weekly: Weekly) -> Turn:
    if not weekly.duty.missing:
        return _show(weekly)
    return _ask(replace(weekly.session, pending=None, misunderstood=0), weekly.duty)


def _not_understood(weekly: Weekly) -> Turn:
    session = replace(weekly.session, misunderstood=weekly.session.misunderstood + 1)
    if session.misunderstood < _PATIENCE:
        again = weekly.reading.readback or texts.not_understood(weekly.you, weekly.duty.form.example)
        choices = _form_choices(weekly.duty) if not weekly.duty.tallies else ()
        return _waiting_on(weekly, Turn(session, (again,), choices), Pending(0))
    turn = _give_up(weekly, replace(session, misunderstood=0))
    return turn.doing(_review(weekly.heard, weekly.duty))


def _give_up(weekly: Weekly, session: Session) -> Turn:
    """No more guessing: what waits goes on waiting, else the questions are put one by one."""
    waiting = _waiting_on(weekly, Turn(session, (texts.review_asked(weekly.you),)), Pending(0))
    if waiting.session.pending or not weekly.duty.missing:
        return waiting
    return _ask(session, weekly.duty).first(texts.gives_up(weekly.you))


# ── words, pictures, help ────────────────────────────────────────────────────────────────────────


def _unclear(weekly: Weekly) -> Turn:
    """Words without any figure may be a remark: the person is asked, the words wait."""
    open_question = weekly.heard.session.stage not in {Stage.IDLE, Stage.FORM}
    if open_question or weekly.reading.reason not in _WORDS or _DIGIT.search(weekly.heard.event.text):
        return _not_understood(weekly)
    pending = Pending(weekly.heard.event.message_id, remark=weekly.heard.event.text.strip())
    session = replace(weekly.session, stage=Stage.COMMENT, pending=pending)
    session = replace(session, misunderstood=session.misunderstood + 1)
    return Turn(session, (texts.ask_remark(weekly.you, weekly.duty.form.example),), (texts.KEEP_REMARK,))


def _keep_pending_remark(weekly: Weekly) -> Turn:
    pending = _pending(weekly)
    return _keep(weekly, RemarkKind.OTHER, pending.remark, pending.message_id)


def _remark(weekly: Weekly) -> Turn:
    said = read_remark(weekly.heard.event.text)
    if said is None:
        raise ValueError("not a remark")
    return _keep(weekly, said.kind, said.text, weekly.heard.event.message_id)


def _keep(weekly: Weekly, kind: RemarkKind, text: str, message_id: int) -> Turn:
    duty = weekly.duty
    session = replace(
        weekly.session, stage=Stage.FORM if duty.missing else Stage.IDLE, pending=None, misunderstood=0
    )
    turn = Turn(session, (texts.remark_kept(text),)).doing(KeepRemark(*duty.key, kind, text, message_id))
    return turn.then(texts.still_missing(weekly.you, duty)) if duty.missing and duty.tallies else turn


def _keep_photos(heard: Heard, duty: Duty) -> Turn:
    """Counts what is stored, and says what is not."""
    turn, photos = Turn(heard.session), heard.event.photos
    if photos:
        kept = texts.photos_kept(heard.you, len(photos), len(duty.photos.union(photos)), duty)
        turn = turn.then(kept).doing(KeepPhotos(*duty.key, photos, heard.event.message_id))
    if heard.event.lost_photos:
        turn = turn.then(texts.photos_lost(heard.you, heard.event.lost_photos))
    return turn


def _courtesy(weekly: Weekly) -> Turn:
    return Turn(weekly.heard.session, (texts.courtesy(weekly.you),))


def _show(weekly: Weekly) -> Turn:
    choices = (texts.ONE_BY_ONE,) if weekly.duty.missing else ()
    return Turn(weekly.heard.session, (texts.review(weekly.you, weekly.duty),), choices)


def _help(weekly: Weekly) -> Turn:
    lines = [texts.reporter_help(weekly.you, weekly.duty)]
    if weekly.heard.facts.is_officer:
        lines.append(texts.officer_help(weekly.you))
    return Turn(weekly.heard.session, tuple(lines))


def _review(heard: Heard, duty: Duty) -> AskReview:
    return AskReview(heard.event.message_id, *duty.key)


def _form_choices(duty: Duty) -> tuple[Choice, ...]:
    as_last = (texts.AS_LAST_WEEK,) if duty.last and not duty.tallies else ()
    nothing = (texts.NOTHING,) if not duty.tallies else (texts.REST_NONE,)
    return (*as_last, *nothing, texts.ONE_BY_ONE)


def _talking_about(session: Session, duty: Duty, stage: Stage) -> Session:
    return replace(session, unit_id=duty.unit.id, window_id=duty.window.id, stage=stage)


STEPS: Mapping[Kind, Step] = {
    Kind.FIGURES: _record,
    Kind.DOUBTFUL: _read_back,
    Kind.ALREADY_RECORDED: _already_recorded,
    Kind.AS_LAST_WEEK: _as_last_week,
    Kind.UNCLEAR: _unclear,
    Kind.REMARK: _remark,
    Kind.COURTESY: _courtesy,
    Kind.YES: _store_pending,
    Kind.NO: _drop,
    Kind.REPLACE: _store_pending,
    Kind.ADD: _add_pending,
    Kind.LEAVE: _leave,
    Kind.KEEP: _keep_pending_remark,
    Kind.ONE_BY_ONE: _one_by_one,
    Kind.REVIEW: _show,
    Kind.HELP: _help,
}
"""What each kind of message leads to; which short answers are listened to in which stage is `_LISTENS`."""
