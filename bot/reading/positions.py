"""Bare figures in the form's order: «3 120 14 0 5 0 0», on one line or one to a line."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import AFTER, BOUNDS, Clause
from bot.reading.figures import joined
from bot.reading.items import FIGURES, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import Role

_MOST_IN_A_HALL = 300
"""People at one meeting of a residential group."""
_BESIDE_FIGURES = FIGURES | BOUNDS.keys() | AFTER.keys() | {Role.DOUBT, Role.RANGE}


def by_position(sheet: Sheet, clauses: Sequence[Clause]) -> bool:
    """Place bare figures by their order. False when the message has words to go by."""
    figures = [item for clause in clauses for item in clause.figures]
    if len(figures) < 2 or not _bare(clauses) or _denied_twice(sheet, figures):
        return False
    dashes = [item for clause in clauses for item in clause.having(Role.RANGE)]
    codes = sheet.question.codes
    missing = [code for code in codes if code not in sheet.question.prev]
    if len(figures) == len(codes) and all(item.text == "-" for item in dashes):
        _place(sheet, figures, codes)
        worded = any(item.role is Role.ZERO for item in figures)
        unsure = dashes or worded or sheet.asked or _run_together(sheet, figures)
        counted_up = [item.value for item in figures] == list(range(1, len(codes) + 1))
        unsure = unsure or counted_up
        if unsure or _is_one(sheet, figures) or _has_thousands(sheet, figures) or _crowded(sheet):
            sheet.doubt(Reason.SHIFTED)
        return True
    if dashes:
        return False
    if whole := joined(figures, sheet.tokens):
        places = codes if len(whole) == len(codes) else [sheet.asked or ""] if len(whole) == 1 else []
        # «3 120 14 …» with a figure too many is no list that begins with 3.120 meetings.
        likely = len(whole) == 1 or all(map(sheet.within_limit, places, whole))
        if places and places[0] and likely:
            _place(sheet, whole, places)
            if len(whole) > 1 or not _is_thousands(sheet, figures):
                sheet.doubt(Reason.UNUSUAL_NUMBER)
            return True
    if sheet.question.prev and len(figures) == len(missing):
        _place(sheet, figures, missing)
        sheet.doubt(Reason.SHIFTED)
        return True
    side_by_side = any(a.end == b.start for a, b in pairwise(figures))
    sheet.unclear(Reason.VAGUE if side_by_side else Reason.COUNT_MISMATCH)
    for item in figures:
        sheet.puzzled(item)
    return True


def _bare(clauses: Sequence[Clause]) -> bool:
    """Whether no clause names an indicator, those with figures have nothing else and all have a value."""
    return not any(
        clause.mentions or (clause.figures and clause.roles - _BESIDE_FIGURES) for clause in clauses
    ) and not any(item.value is None for clause in clauses for item in clause.figures)


def _denied_twice(sheet: Sheet, figures: Sequence[Item]) -> bool:
    """«không ai hỏi, không có» to one question."""
    fewer = sheet.asked is not None and len(figures) < len(sheet.question.codes)
    return fewer and all(item.role is Role.ZERO for item in figures)


def _run_together(sheet: Sheet, figures: Sequence[Item]) -> bool:
    """Figures in words with nothing between them might be cut up otherwise."""
    words = any(sheet.tokens[item.start].kind == "word" and item.role is Role.NUMBER for item in figures)
    return words and any(a.end == b.start for a, b in pairwise(figures))


def _is_one(sheet: Sheet, figures: Sequence[Item]) -> bool:
    """«18 100» may be one number, whatever was asked."""
    whole = joined(figures, sheet.tokens)
    return whole is not None and len(whole) == 1


def _crowded(sheet: Sheet) -> bool:
    """«1 684 14 …»: one meeting of 684 people, or 1.684?"""
    values = sheet.draft.values
    return any(
        values.get(part, 0) > _MOST_IN_A_HALL * values.get(whole, 0)
        for whole, parts in sheet.parts.items()
        for part in parts
    )


def _has_thousands(sheet: Sheet, figures: Sequence[Item]) -> bool:
    """«3,120,14,…»: three and 120, or 3.120?"""
    tokens = sheet.tokens
    return any(
        tokens[a.end].text == "," and tokens[b.start].glued and len(tokens[b.start].text) == 3
        for a, b in pairwise(figures)
    )


def _is_thousands(sheet: Sheet, figures: Sequence[Item]) -> bool:
    """«1 684» is plain; «120 130» may be two counts."""
    return len(sheet.tokens[figures[0].start].text) == 1


def _place(sheet: Sheet, figures: Sequence[Item], codes: Sequence[str]) -> None:
    for item, code in zip(figures, codes, strict=True):
        sheet.put(code, item)
