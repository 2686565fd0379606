"""Reading one reply to the weekly question: text in, a Reading out. Pure; never raises.

Whatever cannot be accounted for word by word is read back or asked again; a figure is accepted
only when the message has one reading.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.reading.corrections import changes, read_corrections
from bot.reading.items import FIGURES, Item
from bot.reading.lexicon import lexicon_of
from bot.reading.look import Look
from bot.reading.parting import part
from bot.reading.readback import readback
from bot.reading.reading import Draft, Outcome, Question, Reading, Reason
from bot.reading.scan import scan
from bot.reading.sheet import Sheet
from bot.reading.slips import mend_slips
from bot.reading.spelling import clean, tries_to_be_code
from bot.reading.tallies import read_tallies
from bot.reading.tokens import Token, cut
from bot.reading.words import Role
from storage.forms import Form, failed_checks

__all__ = ["Outcome", "Reading", "Reason", "read"]

LONGEST_TEXT = 4096
MOST_TOKENS = 200
MOST_FIGURES = 24
_TEN_TIMES = 10
_NAMED_ASIDE = (Role.ASIDE, Role.MARK)
_SET_ASIDE = (Role.WEEK, *_NAMED_ASIDE)
_WEEKS = ("tuần", "hai tuần", "cả hai")
_THIS_WEEK = frozenset({"tuần này", "trong tuần này", "tuần nay"})
_ORDER = list(Reason)


def read(
    text: str,
    form: Form,
    codes: Sequence[str],
    asked: str | None = None,
    prev: Mapping[str, int] | None = None,
    usual: Mapping[str, int] | None = None,
    you: str = "bác",
) -> Reading:
    """Read a reply to a form.

    `codes` are the indicators asked about, in the form's order; `asked` is the one just asked, which
    a bare number answers, None when the whole form was asked. `prev` is what is recorded for this
    window, `usual` what a week usually has, `you` how the person is addressed.
    """
    question = Question(form, codes, asked, prev or {}, usual or {}, you)
    if len(text) > LONGEST_TEXT:
        return _refused(text, Reason.TOO_LONG, question)
    cleaned = clean(text)
    tokens = cut(cleaned.text, MOST_TOKENS + 1)
    if not tokens:
        return _refused(cleaned.text.strip(), Reason.HOSTILE if cleaned.hostile else Reason.EMPTY, question)
    if len(tokens) > MOST_TOKENS:
        return _refused(cleaned.text, Reason.TOO_LONG, question)
    lexicon = lexicon_of(form)
    whole = len(tokens)
    tokens = part(tokens, lexicon)
    items = scan(Look(cleaned.text, tokens, lexicon, codes))
    if sum(item.role in FIGURES for item in items) > MOST_FIGURES:
        return _refused(cleaned.text, Reason.TOO_LONG, question)
    sheet = Sheet(items, tokens, question, lexicon.parts, lexicon.people)
    mend_slips(sheet)
    draft = read_corrections(sheet) if changes(sheet.items) else read_tallies(sheet)
    if cleaned.hostile:
        draft.doubts.add(Reason.HOSTILE)
    if tries_to_be_code(cleaned.text):
        draft.unclear.append(Reason.HOSTILE)
    if cleaned.odd or len(tokens) > whole:
        draft.doubts.add(Reason.UNUSUAL_NUMBER)
    return _concluded(draft, sheet, items, cleaned.text, question)


def _refused(text: str, reason: Reason, question: Question) -> Reading:
    said = readback(Draft(), Outcome.ASK_AGAIN, reason, question)
    return Reading(Outcome.ASK_AGAIN, reason, said, not_understood=(text,) if text else ())


def _concluded(draft: Draft, sheet: Sheet, items: Sequence[Item], text: str, question: Question) -> Reading:
    tokens = sheet.tokens

    def piece(start: int, end: int) -> str:
        return text[tokens[start].start : tokens[end - 1].end]

    aside = [item for item in items if item.role in _SET_ASIDE]
    weeks = _weeks(items, aside, piece)
    _account(draft, items, aside, tokens)
    _judge(draft, weeks, question, sheet.parts)
    outcome, reason = _outcome(draft)
    asks = outcome is Outcome.ASK_AGAIN
    pieces = list(dict.fromkeys(piece(start, end) for start, end in sorted(draft.not_understood)))
    if asks and not pieces and not draft.values:
        pieces = [text.strip()]
    return Reading(
        outcome,
        reason,
        readback(draft, outcome, reason, question, pieces),
        values=None if asks or not draft.values else draft.values,
        qualifiers={} if asks else draft.qualifiers,
        state={} if asks else draft.state,
        not_understood=tuple(pieces),
        understood=draft.values if asks else {},
        remark="; ".join(piece(start, end) for start, end in draft.remarks) or None,
        as_last_week=frozenset(draft.as_last_week - set(draft.values)),
        removed=frozenset(draft.removed),
        candidates=draft.candidates,
        asides=tuple(
            piece(start, end) for start, end in sorted([*_spans(aside, *_NAMED_ASIDE), *draft.merged])
        ),
        window=weeks,
        correction=draft.correction,
    )


def _spans(items: Iterable[Item], *roles: Role) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in items if item.role in roles]


def _weeks(items: Sequence[Item], aside: Sequence[Item], piece: Callable[[int, int], str]) -> tuple[str, ...]:
    """The words for the weeks meant; «tuần này» says something only beside another week."""
    named = _spans(aside, Role.WEEK)
    if not named:
        return ()
    if any(item.role is Role.WEEK and item.text.startswith(_WEEKS) for item in aside):
        named += [(item.start, item.end) for item in items if item.text in _THIS_WEEK]
    return tuple(dict.fromkeys(piece(start, end) for start, end in sorted(named)))


def _account(draft: Draft, items: Sequence[Item], aside: Sequence[Item], tokens: Sequence[Token]) -> None:
    """Nothing is dropped silently: a number that no rule has used is shown, and the rest read back."""
    known = [*draft.used, *draft.merged, *draft.not_understood, *draft.remarks]
    known += [(item.start, item.end) for item in aside]
    covered = {at for start, end in known for at in range(start, end)}
    for item in items:
        numeric = item.role is Role.NUMBER or (
            item.role is Role.UNKNOWN and tokens[item.start].kind == "digits"
        )
        if numeric and item.start not in covered:
            draft.not_understood.append((item.start, item.end))
            draft.doubts.add(Reason.NOT_UNDERSTOOD)


def _outnumbered(known: Mapping[str, int], parts: Mapping[str, frozenset[str]]) -> bool:
    """«15 buổi 3 người»: no more people than meetings."""
    return any(
        0 < known.get(part, 0) <= known.get(whole, 0) for whole, counted in parts.items() for part in counted
    )


def _judge(
    draft: Draft, weeks: Sequence[str], question: Question, parts: Mapping[str, frozenset[str]]
) -> None:
    """What the figures say against the limits, the usual, the record and each other."""
    if not draft.values.keys() <= set(question.codes):
        draft.unclear.append(Reason.NO_INDICATOR)
    for code, value in draft.values.items():
        indicator = question.form.indicator(code)
        if indicator.limit is not None and value > indicator.limit:
            draft.doubts.add(Reason.OVER_LIMIT)
        if value >= _TEN_TIMES * question.usual.get(code, value + 1) > 0:
            draft.doubts.add(Reason.TEN_TIMES)
        if code not in draft.corrected and question.prev.get(code, value) != value:
            draft.doubts.add(Reason.ALREADY_RECORDED)
    known = {**question.prev, **draft.values}
    if draft.values and (failed_checks(question.form, known) or _outnumbered(known, parts)):
        draft.doubts.add(Reason.CHECK_FAILED)
    if weeks:
        several = len(weeks) > 1 or weeks[0].lower().startswith(("hai", "2", "cả"))
        if several and draft.values:
            draft.unclear.insert(0, Reason.TWO_WEEKS)
        draft.doubts.add(Reason.OTHER_WEEK)


def _outcome(draft: Draft) -> tuple[Outcome, Reason]:
    if draft.unclear:
        return Outcome.ASK_AGAIN, min(draft.unclear, key=_ORDER.index)
    if not (draft.values or draft.as_last_week or draft.removed):
        return Outcome.ASK_AGAIN, Reason.NO_FIGURE
    if draft.doubts:
        return Outcome.CONFIRM, min(draft.doubts, key=_ORDER.index)
    return Outcome.ACCEPT, Reason.PLAIN
