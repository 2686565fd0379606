"""Reading one reply to the weekly question: text in, a Reading out. Pure; never raises.

Whatever cannot be accounted for word by word is read back or asked again; a figure is accepted
only when the message has one reading.
"""

from collections.abc import Mapping, Sequence

from bot.reading.corrections import CorrectionReader, changes
from bot.reading.lexicon import lexicon_of
from bot.reading.readback import readback
from bot.reading.reading import Draft, Outcome, Question, Reading, Reason
from bot.reading.scan import Item, Scanner
from bot.reading.spelling import clean
from bot.reading.tallies import TallyReader
from bot.reading.tokens import Token, cut
from bot.reading.words import Role
from storage.forms import Form, failed_checks

__all__ = ["Outcome", "Reading", "Reason", "read"]

LONGEST_TEXT = 4096
MOST_TOKENS = 300
MOST_FIGURES = 40
_TEN_TIMES = 10
_ORDER = list(Reason)


def read(
    text: str,
    form: Form,
    codes: Sequence[str],
    asked: str | None = None,
    prev: Mapping[str, int] | None = None,
    usual: Mapping[str, int] | None = None,
) -> Reading:
    """Read a reply to a form.

    `codes` are the indicators asked about, in the form's order; `asked` is the one just asked, which
    a bare number answers, None when the whole form was asked. `prev` is what is recorded for this
    window, `usual` what a week usually has.
    """
    question = Question(form, codes, asked, prev or {}, usual or {})
    if len(text) > LONGEST_TEXT:
        return _refused(text, Reason.TOO_LONG, question)
    cleaned = clean(text)
    tokens = cut(cleaned.text)
    if not tokens:
        return _refused(cleaned.text.strip(), Reason.HOSTILE if cleaned.hostile else Reason.EMPTY, question)
    figures = sum(token.kind == "digits" for token in tokens)
    if len(tokens) > MOST_TOKENS or figures > MOST_FIGURES:
        return _refused(cleaned.text, Reason.TOO_LONG, question)
    scanner = Scanner(cleaned.text, tokens, lexicon_of(form), codes)
    items = scanner.scan()
    reader = CorrectionReader if changes(items) else TallyReader
    draft = reader(items, tokens, question).read()
    if cleaned.hostile:
        draft.doubts.add(Reason.HOSTILE)
    if scanner.strained:
        draft.doubts.add(Reason.STRAINED)
    if cleaned.odd:
        draft.doubts.add(Reason.UNUSUAL_NUMBER)
    return _concluded(draft, items, tokens, cleaned.text, question)


def _refused(text: str, reason: Reason, question: Question) -> Reading:
    said = readback(Draft(), Outcome.ASK_AGAIN, reason, question)
    return Reading(Outcome.ASK_AGAIN, reason, said, not_understood=(text,) if text else ())


def _concluded(
    draft: Draft, items: Sequence[Item], tokens: Sequence[Token], text: str, question: Question
) -> Reading:
    def piece(start: int, end: int) -> str:
        return text[tokens[start].start : tokens[end - 1].end]

    weeks = tuple(dict.fromkeys(piece(i.start, i.end) for i in items if i.role is Role.WEEK))
    _judge(draft, items, weeks, question)
    outcome, reason = _outcome(draft)
    asks = outcome is Outcome.ASK_AGAIN
    pieces = list(dict.fromkeys(piece(start, end) for start, end in sorted(draft.not_understood)))
    if asks and not pieces and not draft.values:
        pieces = [text.strip()]
    return Reading(
        outcome,
        reason,
        readback(draft, outcome, reason, question),
        values=None if asks or not draft.values else draft.values,
        qualifiers={} if asks else draft.qualifiers,
        state={} if asks else draft.state,
        not_understood=tuple(pieces),
        understood=draft.values if asks else {},
        remark="; ".join(piece(start, end) for start, end in draft.remarks) or None,
        as_last_week=frozenset(draft.as_last_week - set(draft.values)),
        removed=frozenset(draft.removed),
        candidates=draft.candidates,
        asides=tuple(piece(item.start, item.end) for item in items if item.role is Role.ASIDE),
        window=weeks,
        correction=draft.correction,
    )


def _judge(draft: Draft, items: Sequence[Item], weeks: Sequence[str], question: Question) -> None:
    """What the figures say against the limits, the usual, the record and each other."""
    for code, value in draft.values.items():
        indicator = question.form.indicator(code)
        if indicator.limit is not None and value > indicator.limit:
            draft.doubts.add(Reason.OVER_LIMIT)
        if value >= _TEN_TIMES * question.usual.get(code, value + 1) > 0:
            draft.doubts.add(Reason.TEN_TIMES)
        if not draft.correction and question.prev.get(code, value) != value:
            draft.doubts.add(Reason.ALREADY_RECORDED)
    known = {**question.prev, **draft.values}
    if draft.values and failed_checks(question.form, known):
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
