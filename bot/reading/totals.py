"""What several figures make together: parts of a sum, a whole with its parts, a rate times what it is of."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import BREAKS
from bot.reading.items import NO_CODES, Item
from bot.reading.pairing import Pair
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import Role

_AND = frozenset({"và", "với", "cùng"})
_DAYS_OF_WEEK = 7
_DAYS = frozenset(
    {"thứ", "ngày", "mùng", "hôm", "hôm qua", "hôm nay", "hôm kia", "tối qua", "sáng nay", "chủ nhật"}
)


# sums


def total(sheet: Sheet, items: Sequence[Pair]) -> int | None:
    """What several figures of one indicator make; None when they may contradict each other.

    «buổi 1 …, buổi 2 …» are counted off; «2 buổi (1 sáng, 1 tối)» is a whole with its parts; else
    they are added, unless the message doubts itself («kế hoạch 5 buổi, thực hiện 3 buổi»).
    """
    values = [item.figure.value or 0 for item in items]
    if _counted_off(items):
        return len(values)
    if _is_whole(values, items) or _names_a_part(sheet, items):
        return values[0]
    if _of_days(sheet, items):
        return sum(values)
    unsure = {Reason.DOUBTFUL, Reason.NOT_UNDERSTOOD, Reason.LOOK_ALIKE} & sheet.draft.doubts
    parts_of_day = sum(item.role is Role.PART for item in sheet.items)
    if sheet.draft.correction or unsure or parts_of_day == 1:
        return None
    if len(items) == 2 and values[0] == values[1] and _is_said_again(sheet, items):
        # «loa 9 lượt, phát loa 9 lượt»
        return values[0]
    return sum(values) if parts_of_day or _are_parts(sheet, items) else None


def _is_whole(values: Sequence[int], items: Sequence[Pair]) -> bool:
    """«2 buổi: buổi 1 40 người, buổi 2 55 người», «5 buổi: 3 sáng, 2 tối»: the first has the others in it."""
    counted = _counted_off(items[1:]) and values[0] == len(values) - 1
    return counted or (len(values) > 2 and values[0] == sum(values[1:]))


def _names_a_part(sheet: Sheet, items: Sequence[Pair]) -> bool:
    """«5 tin, trong đó 2 tin về …»: the second is among the first."""
    first, *others = (item.figure for item in items)
    among = any(item.text == "trong đó" and item.start >= first.end for item in sheet.items)
    if any(item.text == "xong" and first.end <= item.start < others[-1].start for item in sheet.items):
        # «10 người, xong 4 người»
        among = True
    if len(others) == 1:
        # «5 tin, có 1 tin về phòng cháy»
        texts = {item.text for item in sheet.items if item.start >= first.end}
        before = next((item.text for item in sheet.items if item.end == others[0].start), "")
        among = among or (before == "có" and "về" in texts)
    return among and sum(figure.value or 0 for figure in others) <= (first.value or 0)


def _of_days(sheet: Sheet, items: Sequence[Pair]) -> bool:
    """«thứ 3 một buổi, thứ 6 một buổi»: a day of its own before each figure."""
    ends = [item.figure.start for item in items]
    starts = [-1, *(item.figure.end for item in items)]
    days = [
        [
            tuple(sheet.tokens[at].text for at in range(i.start, i.end))
            for i in sheet.items
            if a <= i.start < b and i.text in _DAYS
        ]
        for a, b in zip(starts, ends, strict=False)
    ]
    return all(len(day) == 1 for day in days) and len({day[0] for day in days}) == len(items)


def _are_parts(sheet: Sheet, items: Sequence[Pair]) -> bool:
    """Figures that more than their names part; «3 buổi, 4 buổi» may be either."""
    words = [{m.text for m in item.mentions if m.role is Role.WORD} for item in items]
    if all(words) and not set.intersection(*words) and not _is_said_again(sheet, items):
        # «2 người cài VNeID, 3 người nộp hồ sơ»
        return True
    if len({item.figure.value for item in items}) > 1:
        return len(items) > 2 or _are_parted(sheet, items)
    # «1 cuộc họp khu phố với 1 cuộc họp tổ»
    ends = [(a.figure.end, b.figure.start) for a, b in pairwise(items)]
    return all(any(i.text in _AND and end <= i.start < start for i in sheet.items) for end, start in ends)


def _is_said_again(sheet: Sheet, items: Sequence[Pair]) -> bool:
    first, second = ([m.text for m in item.mentions if m.role is Role.WORD] for item in items[:2])
    same = any(a in b or b in a for a in first for b in second) or not (first or second)
    return same and not _are_parted(sheet, items)


def _are_parted(sheet: Sheet, items: Sequence[Pair]) -> bool:
    """Whether anything but their own names stands between the figures."""
    own = [piece for item in items for piece in (item.figure, *item.mentions)]
    first, last = min(piece.start for piece in own), max(piece.end for piece in own)
    between = [item for item in sheet.items if first <= item.start < last and item.role not in BREAKS]
    return len(between) > len(own)


def _counted_off(items: Sequence[Pair]) -> bool:
    values = [item.figure.value for item in items]
    named = len(items) > 1 and all(
        any(m.role is Role.NOUN and m.end == i.figure.start for m in i.mentions) for i in items
    )
    return named and values == list(range(1, len(values) + 1))


# rates


def multiply(sheet: Sheet) -> None:
    """«mỗi buổi 40 người» times the meetings, «mỗi ngày 2 lượt» times the days of a week."""
    told = dict(sheet.draft.values)
    for each, item in sheet.rates:
        code = sheet.one(item.codes, frozenset(sheet.draft.values)) if item.codes else _rated(sheet)
        times = _times(sheet, each)
        if code is None and times is not None:
            # «loa 14 lượt, ngày 2 lượt»
            reached = [c for c in item.codes if told.get(c) == (item.figure.value or 0) * times]
            code = reached[0] if len(reached) == 1 else None
        if code in told and times is not None and told[code] == (item.figure.value or 0) * times:
            # «mỗi ngày 2 lượt, cả tuần 14 lượt»: how it came about
            sheet.draft.merged.append((item.figure.start, item.figure.end))
            sheet.doubt(Reason.RATE)
            continue
        if code is None or code in sheet.draft.values or times is None or item.figure.value is None:
            sheet.unclear(Reason.NO_INDICATOR, item.figure)
            continue
        sheet.put(code, item.figure)
        sheet.merge(code, item.figure.value * times, item.figure)
        sheet.doubt(Reason.RATE)


def reached(sheet: Sheet, item: Pair) -> str | None:
    """«loa ngày phát 2 lượt, cả tuần 14 lượt»: the indicator whose rate makes the figure."""
    for each, rate in sheet.rates:
        common = rate.codes & item.codes
        times = _times(sheet, each) if len(common) == 1 else None
        if times is not None and item.figure.value == (rate.figure.value or 0) * times:
            return next(iter(common))
    return None


def _rated(sheet: Sheet) -> str | None:
    if sheet.asked:
        return sheet.asked
    counted = {code for whole in sheet.draft.values for code in sheet.parts.get(whole, NO_CODES)}
    return counted.pop() if len(counted) == 1 else None


def _times(sheet: Sheet, each: Item) -> int | None:
    if each.role is Role.DAILY:
        return _days(sheet)
    if (things := _counted(sheet, each)) is not None:
        return things
    known = {**sheet.question.prev, **sheet.draft.values}
    counts = [known[code] for code in (each.codes or sheet.parts) if code in known]
    return counts[0] if len(counts) == 1 else None


def _counted(sheet: Sheet, each: Item) -> int | None:
    """«60 nhà, mỗi nhà 2 tờ»: how many of what it is of the message tells."""
    if each.end - each.start < 2:
        return None
    thing = sheet.tokens[each.end - 1].word.bare
    counts = [
        figure.value
        for figure, item in pairwise(sheet.items)
        if figure.role is item.role is Role.ASIDE and sheet.tokens[item.end - 1].word.bare == thing
    ]
    return counts[0] if len(counts) == 1 else None


def _days(sheet: Sheet) -> int | None:
    """The days that are counted, else those of a week; «ngày 2 lượt từ thứ 2 đến thứ 6» is not reckoned."""
    said = [
        before.value if before.end == item.start else None
        for before, item in pairwise(sheet.items)
        if item.role is Role.ASIDE and item.text in ("thứ", "ngày")
    ]
    return said[0] if len(said) == 1 else None if said else _DAYS_OF_WEEK
