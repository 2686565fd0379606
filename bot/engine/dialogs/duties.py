"""Which return a message is about: the unit and the week that were named, or the one that is due."""

import re
from datetime import date, timedelta

from bot import texts
from bot.duty import Duty
from bot.engine.actions import AskReview
from bot.engine.events import Facts
from bot.engine.session import Session, Stage
from bot.engine.talk import Heard, Turn
from bot.reading.dates import THIS_WEEK, Week, read_weeks
from bot.reading.folding import bare
from bot.reading.replies import Outcome, Reading, read

_GROUP = re.compile(r"\bto(?: dan pho)?(?: so)? (\d{1,3})\b")
_JUST_OVER = timedelta(days=2)
_TRAILING_NUMBER = re.compile(r"(\d+)\D*$")


def chosen(heard: Heard) -> Duty | Turn:
    """The duty a message is about, or the turn that asks or explains when there is none."""
    facts, event = heard.facts, heard.event
    said = _named_group(event.text)
    mine = tuple(duty for duty in facts.duties if said is None or _number(duty) == said)
    if not mine:
        default = _due(heard, facts.duties)
        ask = texts.whose_figures(heard.you, texts.group(said or 0), default)
        return Turn(heard.session, (ask,)).doing(AskReview(event.message_id, None, None))
    weeks = read_weeks(event.text, facts.now.date())
    if len(weeks) > 1:
        return Turn(heard.session, (texts.one_week_at_a_time(heard.you),))
    if not weeks or _is_the_week_asked(mine, weeks[0], facts.now.date()):
        return _due(heard, mine)
    # Both parts of a week that a half-year cuts have its number.
    found = [duty for duty in mine if _same_week(duty.window.first_on, weeks[0].first_on)]
    if not found:
        sorry = texts.no_such_week(heard.you, texts.days(weeks[0].first_on, weeks[0].last_on))
        return Turn(heard.session, (sorry,)).doing(AskReview(event.message_id, mine[0].unit.id, None))
    return next((duty for duty in found if duty.missing), found[-1])


def _is_the_week_asked(mine: tuple[Duty, ...], named: Week, today: date) -> bool:
    """«tuần này», said on Monday or Tuesday, is last week while that is owed and the new one not asked."""
    if named.said != THIS_WEEK:
        return False
    asked = any(duty.prompted for duty in mine if _same_week(duty.window.first_on, named.first_on))
    owed = (duty for duty in mine if duty.prompted and duty.missing)
    return not asked and any(today - duty.window.last_on <= _JUST_OVER for duty in owed)


def _same_week(one: date, other: date) -> bool:
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def in_hand(facts: Facts, session: Session) -> Duty | None:
    """The return that the session talks about, if it is still open."""
    return next((duty for duty in facts.duties if duty.key == (session.unit_id, session.window_id)), None)


def owed_besides(facts: Facts, done: Duty) -> Duty | None:
    """The next return that has been asked for and is not complete."""
    owed = (duty for duty in facts.duties if duty.prompted and duty.missing and duty.key != done.key)
    return next(owed, None)


def reading_of(heard: Heard, duty: Duty) -> Reading:
    """The message read as an answer to that duty."""
    session = heard.session
    return read(
        heard.event.text,
        duty.form,
        duty.form.codes,
        asked=session.asked if session.stage is Stage.QUESTION else None,
        # A message that is changed after it was sent replaces what it said; that is no contradiction.
        prev={
            code: tally.value
            for code, tally in duty.tallies.items()
            if tally.message_id is None or tally.message_id != heard.event.edit_of
        },
        usual={code: tally.value for code, tally in duty.last.items() if tally.value},
        you=heard.you,
    )


def _due(heard: Heard, duties: tuple[Duty, ...]) -> Duty:
    """The return being talked about; else the newest one that is owed; else the newest one given.

    Before its round is opened, the current window is meant only by new figures: a correction, a
    remark or a photo belongs to what was talked about last.
    """
    talked_about = in_hand(heard.facts, heard.session)
    talked_about = talked_about if talked_about in duties else None
    if talked_about is not None and heard.session.stage is not Stage.IDLE:
        return talked_about
    owed = [duty for duty in duties if duty.prompted and duty.missing]
    if owed:
        return max(owed, key=lambda duty: duty.window.first_on)
    early = duties[-1]
    last = talked_about or next((duty for duty in reversed(duties) if duty.tallies), early)
    return early if early.missing and _gives_figures(reading_of(heard, early)) else last


def _gives_figures(reading: Reading) -> bool:
    return not reading.correction and (reading.outcome is not Outcome.ASK_AGAIN or bool(reading.as_last_week))


def _named_group(text: str) -> int | None:
    """The number in «tổ 5», «tổ dân phố số 5»; None when no group or more than one is named."""
    found = {int(number) for number in _GROUP.findall(bare(text))}
    return found.pop() if len(found) == 1 else None


def _number(duty: Duty) -> int | None:
    found = _TRAILING_NUMBER.search(duty.unit.name)
    return int(found[1]) if found else None
