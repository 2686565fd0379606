"""Totals that the message itself adds up: «40 + 35 = 75», «tối thứ 3 40, tối thứ 6 35, tổng 75 người»."""

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.clauses import SILENT
from bot.reading.items import MENTIONS, NO_CODES, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import TOTALS, Role

_RIGHT_BEFORE = frozenset({"cộng", "là"})
_OPENING = frozenset({"(", "=", ":"})
_SIGNS = TOTALS | _RIGHT_BEFORE | _OPENING
_TIMES = frozenset({"x", "*"})
_KINDS = frozenset({"nam", "nu"})
_FEWEST_PARTS = 2


def pass_over_products(sheet: Sheet) -> None:
    """«2 lượt/ngày x 7 ngày = 14 lượt»: how a figure came about; to be read back."""
    if _TIMES.isdisjoint([sheet.tokens[item.start].text for item in sheet.items]):
        return
    items = sheet.items
    numbers = [at for at, item in enumerate(items) if item.role is Role.NUMBER]
    for first, second, result in zip(numbers, numbers[1:], numbers[2:], strict=False):
        times = any(sheet.tokens[item.start].text in _TIMES for item in items[first:second])
        equals = any(item.text in ("=", "là") for item in items[second:result])
        product = (items[first].value or 0) * (items[second].value or 0)
        if not (times and equals and product == items[result].value != 0):
            continue
        made = items[result + 1].codes if result + 1 < len(items) else NO_CODES
        for at in range(first, result):
            item, figure = items[at], at in (first, second)
            codes = items[at + 1].codes if figure else item.codes
            if item.role in (Role.NUMBER, Role.NOUN) and codes and not codes & made:
                # «2 buổi x 30 người = 60 người»
                continue
            if figure:
                sheet.draft.merged.append((item.start, item.end))
            item.role = item.role if item.role is Role.WORD else Role.FILL
        sheet.doubt(Reason.RATE)


def pass_over_parts(sheet: Sheet) -> None:
    """Leave out the parts of a total that is told with them and is their sum; to be read back."""
    numbers = [at for at, item in enumerate(sheet.items) if item.role is Role.NUMBER]
    if len(numbers) <= _FEWEST_PARTS:
        return
    signed = not _SIGNS.isdisjoint([item.text for item in sheet.items])
    if not (signed or _leads_its_parts([sheet.items[at].value or 0 for at in numbers])):
        return
    for nth, at in enumerate(numbers):
        before, after = numbers[:nth], _inside(sheet, at, numbers[nth + 1 :])
        if _leads(sheet.items[before[-1] + 1 : at] if before else ()):
            parts = next(
                (run for run in (before[first:] for first in range(nth)) if _adds_up(sheet, run, at)), []
            )
            first = parts[0] - _names_kind(sheet, parts[0] - 1) if parts else at
            _leave_out(sheet, at, parts, sheet.items[first:at])
        elif _adds_up(sheet, after, at):
            _leave_out(sheet, at, after, sheet.items[after[0] : after[-1] + 1])


def add_kinds(sheet: Sheet) -> None:
    """«72 đồng chí», «30 nam 25 nữ» to the question about people: all of them, read back."""
    items = [item for item in sheet.items if item.role not in SILENT]
    figures, kinds = items[::2], items[1::2]
    told = 0 < len(figures) == len(kinds) and all(
        figure.role is Role.NUMBER and figure.value is not None and _is_kind(sheet, kind)
        for figure, kind in zip(figures, kinds, strict=True)
    )
    if not told or sheet.asked not in sheet.people or all(kind.role is not Role.SHARE for kind in kinds):
        return
    sheet.draft.merged.extend((figure.start, figure.end) for figure in figures[:-1])
    figures[-1].value = sum(figure.value or 0 for figure in figures)
    for item in (*figures[:-1], *kinds):
        item.role, item.doubt = Role.FILL, None
    sheet.doubt(Reason.SUM if len(figures) > 1 else Reason.STRAINED)


def _is_kind(sheet: Sheet, item: Item) -> bool:
    people = item.role is Role.NOUN and not item.text and bool(item.codes & sheet.people)
    return item.role is Role.SHARE or people or sheet.tokens[item.start].text == "nam"


def _leads_its_parts(values: Sequence[int]) -> bool:
    """Whether a figure is what all after it make."""
    return any(values[nth] == sum(values[nth + 1 :]) for nth in range(len(values) - _FEWEST_PARTS))


def _names_kind(sheet: Sheet, at: int) -> bool:
    """«nam 30, nữ 42, tổng 72»: the kind before its number."""
    return at >= 0 and sheet.word(sheet.items[at]) in _KINDS


def _leads(between: Sequence[Item]) -> bool:
    return any(item.text in TOTALS for item in between) or (
        bool(between) and between[-1].text in _RIGHT_BEFORE
    )


def _inside(sheet: Sheet, total: int, numbers: Sequence[int]) -> list[int]:
    """The numbers in the brackets, or behind the sign, after a figure and its names."""
    at = total + 1
    while at < len(sheet.items) and sheet.items[at].role in MENTIONS:
        at += 1
    opening = sheet.tokens[sheet.items[at].start].text if at < len(sheet.items) else ""
    if opening == "," and at > total + 1:
        # «8 người, 5 nộp hồ sơ 3 cài VNeID»: of what each is told
        # or «14 lượt, sáng 7 chiều 7»
        told = all(n + 1 < len(sheet.items) and sheet.items[n + 1].role in MENTIONS for n in numbers)
        told = told or all(sheet.items[n - 1].role is Role.PART for n in numbers)
        return list(numbers) if told else []
    if opening not in _OPENING:
        return []
    closing = next((a for a in range(at, len(sheet.items)) if _closes(sheet, a)), len(sheet.items))
    return [number for number in numbers if number < closing]


def _closes(sheet: Sheet, at: int) -> bool:
    return sheet.tokens[sheet.items[at].start].text in (")", "\n", ";")


def _adds_up(sheet: Sheet, parts: Sequence[int], total: int) -> bool:
    """Whether the parts make the total and all may be of one indicator."""
    values = [sheet.items[at].value for at in parts]
    if (
        len(parts) < _FEWEST_PARTS
        or None in values
        or sum(v or 0 for v in values) != sheet.items[total].value
    ):
        return False
    first, last = min(parts[0], total), max(parts[-1], total) + 1
    while last < len(sheet.items) and sheet.items[last].role in MENTIONS:
        last += 1
    named = [item.codes for item in sheet.items[first:last] if item.role in MENTIONS]
    return not named or bool(frozenset.intersection(*named))


def _leave_out(sheet: Sheet, total: int, parts: Sequence[int], between: Sequence[Item]) -> None:
    items = sheet.items
    if not parts:
        return
    names = [item for item in between if item.role in MENTIONS]
    for at in parts:
        sheet.draft.merged.append((items[at].start, items[at].end))
    for item in between:
        item.role = Role.FILL
    sheet.doubt(Reason.SUM)
    named = total + 1 < len(items) and items[total + 1].role in MENTIONS
    if names and not named:
        figure, common = items[total], frozenset.intersection(*(name.codes for name in names))
        name = replace(names[0], role=Role.NOUN, codes=common or NO_CODES, start=figure.start, end=figure.end)
        sheet.items = [*items[: total + 1], name, *items[total + 1 :]]
