"""Numbers that only count the lines or questions off: «1. 3 buổi 2. 120 người», «4) 0»."""

from collections.abc import Sequence

from bot.reading.clauses import BREAKS
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.pairing import COUNTER
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import Role


def mark_list_numbers(sheet: Sheet) -> None:
    """«1. 3 buổi 2. 120 người»: figures counting up from 1 before a point or bracket number the questions."""
    items, codes = sheet.items, sheet.question.codes
    if _mark_lines(sheet) or 1 not in [item.value for item in items]:
        return
    marks: list[int] = []
    for at in range(len(items) - 1):
        if items[at].value == len(marks) + 1 and _numbers_a_line(sheet, at, marks):
            marks.append(at)
    if not 2 <= len(marks) <= len(codes):
        return
    ends = [*marks[1:], len(items)]
    if not all(any(i.role in FIGURES for i in items[a + 2 : b]) for a, b in zip(marks, ends, strict=True)):
        return
    if sheet.tokens[items[marks[0] + 1].start].text == "|":
        # a table's first column, or the names of the rows
        sheet.doubt(Reason.STRAINED)
    for at, code in zip(marks, codes, strict=False):
        items[at].role, items[at].text, items[at].codes = Role.MARK, COUNTER, frozenset({code})
        items[at + 1].role = Role.FILL


def _mark_lines(sheet: Sheet) -> bool:
    """«4. 0», «6) 12» a line: questions left out; «1.» before each: only a bullet. To be read back."""
    if all(token.kind != "line" for token in sheet.tokens):
        return False
    lines: list[list[Item]] = [[]]
    for item in sheet.items:
        if sheet.tokens[item.start].kind == "line":
            lines.append([])
        else:
            lines[-1].append(item)
    heads = [line[:2] for line in lines if line]
    numbered = len(heads) > 1 and all(
        len(line) > 2 and line[0].role is Role.NUMBER and sheet.tokens[line[1].start].text in (".", ")")
        for line in lines
        if line
    )
    numbers = [head[0].value or 0 for head in heads]
    codes = sheet.question.codes
    bullets = (
        numbered and set(numbers) == {1} and all(any(i.role in MENTIONS for i in line) for line in lines)
    )
    apart = numbered and sorted(set(numbers)) == numbers != list(range(1, len(numbers) + 1))
    if not (bullets or (apart and numbers[0] >= 1 and numbers[-1] <= len(codes))):
        return False
    for number, (mark, sign) in zip(numbers, heads, strict=True):
        sign.role = Role.FILL
        mark.role = Role.FILL if bullets else Role.MARK
        mark.text, mark.codes = COUNTER, frozenset({codes[number - 1]})
    sheet.doubt(Reason.STRAINED)
    return True


def _numbers_a_line(sheet: Sheet, at: int, marks: Sequence[int]) -> bool:
    items = sheet.items
    item, closing = items[at], items[at + 1]
    sign = sheet.tokens[closing.start].text
    if item.role is not Role.NUMBER or sign not in (".", ")", ":", "/", "-", "=", "|"):
        return False
    opens = at == 0 or items[at - 1].role in BREAKS
    begun = bool(marks) and sheet.tokens[items[marks[0] + 1].start].text == sign
    if not marks and at > 0 and items[at - 1].role in MENTIONS:
        # «Họp 1. Dự 40.»
        return False
    dashed = at > 0 and items[at - 1].role is Role.RANGE
    if dashed or not (opens or sign in (")", ".") or begun):
        # «1 - 40 - 5 - 2 - …» has no list numbers
        return False
    return not marks or any(i.role in FIGURES for i in items[marks[-1] + 1 : at])
