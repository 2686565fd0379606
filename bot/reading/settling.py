"""The message as a whole: each figure gets its one indicator, parts are added, rates multiplied."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import BREAKS
from bot.reading.items import FIGURES, NO_CODES, Item
from bot.reading.pairing import Pair
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import ORDERED, TOTALS, Role

_DAYS_OF_WEEK = 7
_EMPHATIC = frozenset({"nào", "hết", "hết cả"})
_MINE = frozenset({"ý kiến", "góp ý"})
"""«không có ý kiến gì» may be the reporter's own."""
_OWNED = frozenset({"loa", "loa đài", "loa phường", "zalo", "nhóm zalo"})
"""What a group may not have at all."""
_DAYS = frozenset(
    {"thứ", "ngày", "mùng", "hôm", "hôm qua", "hôm nay", "hôm kia", "tối qua", "sáng nay", "chủ nhật"}
)
_UNTIL_NOW = frozenset({"bây giờ", "giờ", "hiện", "hiện tại", "hiện nay"})
_GUIDES = frozenset({"hướng dẫn", "hỗ trợ"})
_COUNTING = frozenset({"số", "tổng số", "tổng"})
_LIKE_THE_FORM = 4
"""So many named figures may follow the form's order."""
_Placed = list[tuple[str, Pair]]


def settle(sheet: Sheet) -> None:
    """Enter the sheet's pairs and rates into its draft."""
    bare = [item for item in sheet.pairs if not item.codes and item.figure.role in FIGURES]
    answers = frozenset({sheet.asked}) if sheet.asked and len(bare) == 1 else NO_CODES
    known = answers | sheet.draft.values.keys()
    placed = _place_named(sheet, [item for item in sheet.pairs if item.codes], known)
    nothing = [item.figure for item in sheet.pairs if item.figure.role in (Role.NOTHING, Role.REST)]
    if _is_whole_zero(sheet, bare):
        nothing = [_whole_zero(sheet, bare[0].figure)]
    elif bare:
        _place_bare(sheet, bare, placed)
    _mind_question(sheet, placed)
    _mind_ordinals(sheet, placed)
    _add_up(sheet, placed)
    _multiply(sheet)
    for figure in nothing:
        _enter_nothing(sheet, figure, others=bool(placed))


# which figure is whose


def _place_named(sheet: Sheet, named: Sequence[Pair], certain: frozenset[str]) -> _Placed:
    """What one indicator is named for first; the same words always mean the same indicator."""
    placed: _Placed = []
    certain |= frozenset(code for item in named if len(item.codes) == 1 for code in item.codes)
    chosen: dict[frozenset[str], str | None] = {}
    placed.extend(_placed_in_order(sheet, named))
    named = [item for item in named if all(item is not other for _, other in placed)]
    for item in sorted(named, key=lambda each: len(each.codes)):
        if item.codes not in chosen:
            chosen[item.codes] = sheet.one(item.codes, certain)
        code = chosen[item.codes]
        if code is None:
            sheet.two_possible(item.codes - certain or item.codes, item.figure)
        else:
            certain |= {code}
            placed.append((code, item))
    return placed


def _placed_in_order(sheet: Sheet, named: Sequence[Pair]) -> _Placed:
    """«2 buổi, 75 người, 14 lượt loa, 3 tin, 6 người»: the form's order tells two of the same name apart."""
    shared = [item for item in named if len(item.codes) > 1]
    if len(named) < _LIKE_THE_FORM or len(shared) != 2 or shared[0].codes != shared[1].codes:
        return []
    order = [code for code in sheet.question.codes if code in shared[0].codes]
    if len(order) != len(shared):
        return []
    placed = list(zip(order, shared, strict=True))
    codes = {item.figure.start: code for code, item in placed}
    codes |= {item.figure.start: next(iter(item.codes)) for item in named if len(item.codes) == 1}
    said = [codes[start] for start in sorted(codes)]
    if (
        said != sorted(set(said), key=sheet.question.codes.index)
        or abs(said.index(order[0]) - said.index(order[1])) < 2
    ):
        return []
    sheet.doubt(Reason.STRAINED)
    return placed


def _is_whole_zero(sheet: Sheet, bare: Sequence[Pair]) -> bool:
    alone = len(bare) == len(sheet.pairs) == 1 and not sheet.rates
    return alone and bare[0].figure.value == 0 and not sheet.asked and len(sheet.question.codes) > 1


def _whole_zero(sheet: Sheet, figure: Item) -> Item:
    """«không», «tất cả 0» to the whole form: read back; «chưa» is no answer yet."""
    sheet.doubt(Reason.NEGATION)
    if sheet.word(figure) == "chua":
        sheet.unclear(Reason.NO_FIGURE)
    return Item(Role.REST, figure.start, figure.end, value=0)


def _place_bare(sheet: Sheet, bare: Sequence[Pair], placed: _Placed) -> None:
    """A bare figure answers the question put; among named ones it may stand at its place in the form."""
    codes, asked = sheet.question.codes, sheet.asked
    taken = {code for code, _ in placed}
    if len(bare) == 1 and (len(codes) == 1 or (asked and asked not in taken)):
        placed.append((asked or codes[0], bare[0]))
        if taken:
            sheet.doubt(Reason.STRAINED)
        return
    figures = sorted([*bare, *(item for _, item in placed)], key=lambda each: each.figure.start)
    by_start = {item.figure.start: code for code, item in placed}
    in_order = list(zip(figures, codes, strict=False))
    if (
        placed
        and len(figures) == len(codes)
        and all(by_start.get(p.figure.start, c) == c for p, c in in_order)
    ):
        placed.extend((code, item) for item, code in in_order if not item.codes)
        sheet.doubt(Reason.SHIFTED)
        return
    sheet.unclear(Reason.NO_INDICATOR)
    for item in bare:
        sheet.puzzled(item.figure)


def _mind_question(sheet: Sheet, placed: _Placed) -> None:
    """An answer to another question than the one put, or a lone «không có …» to all, is read back."""
    asked = sheet.asked
    if asked and placed and all(code != asked for code, _ in placed):
        # «không có loa» to the question about meetings may be what hindered them.
        zero = all(item.figure.value == 0 for _, item in placed)
        if zero or not all(_says_which(item) for _, item in placed):
            sheet.doubt(Reason.NEGATION if zero else Reason.STRAINED)
    if not asked and len(sheet.pairs) == 1 and placed and placed[0][1].figure.role is Role.ZERO:
        item = placed[0][1]
        plainly = any(each.text in _EMPHATIC for each in sheet.items)
        own = any(mention.text in _MINE for mention in item.mentions)
        several = len({mention.text for mention in item.mentions}) > 1
        if (
            item.mentions
            and item.mentions[0].start > item.figure.start
            and (own or not plainly)
            and not several
        ):
            sheet.doubt(Reason.NEGATION)


def _says_which(item: Pair) -> bool:
    """«loa 14 lượt» names its indicator first; «7 tờ» may be a slip in the unit."""
    return any(m.start < item.figure.start for m in item.mentions)


def _has_unit(item: Pair) -> bool:
    return any(m.role is Role.NOUN and m.start >= item.figure.end for m in item.mentions)


def _mind_ordinals(sheet: Sheet, placed: _Placed) -> None:
    """«họp buổi 2 có 40 người»: a lone number behind its noun may count it off."""
    if len(placed) > 1 and not any(m.start >= i.figure.end for _, i in placed for m in i.mentions):
        # «buổi 2 - người 60 - loa 7»: every name stands before its figure
        return
    behind = [
        mention
        for _, item in placed
        for mention in item.mentions
        if mention.text in ORDERED and mention.end == item.figure.start and not _has_unit(item)
    ]
    if len(behind) == 1 and not any(i.end == behind[0].start and i.text in _COUNTING for i in sheet.items):
        sheet.doubt(Reason.STRAINED)


# sums, rates, nothing


def _add_up(sheet: Sheet, placed: _Placed) -> None:
    """Enter each indicator's figure, or what its several figures make together."""
    by_code: dict[str, list[Pair]] = {}
    for code, item in placed:
        by_code.setdefault(code, []).append(item)
        if item.strained and code != sheet.asked:
            sheet.doubt(Reason.STRAINED)
        if item.figure.role is Role.ZERO and _negates(sheet, item, code):
            sheet.doubt(Reason.NEGATION)
        if _may_be_guides(item, alone=len(placed) == 1):
            sheet.doubt(Reason.STRAINED)
    for code, all_items in by_code.items():
        items = _without_zeros(sheet, all_items)
        figures = [item.figure for item in items]
        # «0, 3 sửa»: corrected, and said once more
        corrected = code in sheet.draft.values
        if len(items) == 1 and not corrected:
            sheet.put(code, figures[0])
            continue
        total = None if corrected else _total(sheet, items)
        if total is None:
            for figure in figures:
                sheet.unclear(Reason.CONTRADICTION, figure)
        else:
            sheet.merge(code, total, *figures)
            sheet.doubt(Reason.SUM)


def _may_be_guides(item: Pair, *, alone: bool) -> bool:
    """«2 người hướng dẫn», and nothing else, may be those who guided; «120 người đăng ký» mean to come."""
    return any(
        noun.text.endswith("người")
        and ((alone and word.text in _GUIDES) or (word.text == "đăng ký" and word is item.mentions[-1]))
        and noun.end == word.start
        for noun, word in pairwise(item.mentions)
    )


def _without_zeros(sheet: Sheet, items: list[Pair]) -> list[Pair]:
    """«một số hộ chưa cài …, hướng dẫn 8 người»: a không beside a figure of the same is none of its own."""
    counted = [item for item in items if item.figure.role is not Role.ZERO]
    if not counted or len(counted) == len(items):
        return items
    sheet.doubt(Reason.NEGATION)
    return counted


def _total(sheet: Sheet, items: Sequence[Pair]) -> int | None:
    """What several figures of one indicator make; None when they may contradict each other.

    «buổi 1 …, buổi 2 …» are counted off; «2 buổi (1 sáng, 1 tối)» is a whole with its parts; else
    they are added, unless the message doubts itself («kế hoạch 5 buổi, thực hiện 3 buổi»).
    """
    values = [item.figure.value or 0 for item in items]
    if _counted_off(items):
        return len(values)
    whole = _whole_of(sheet, values, items)
    if whole is not None:
        return whole
    if not any(values) or _of_days(sheet, items):
        return sum(values)
    unsure = {Reason.DOUBTFUL, Reason.NOT_UNDERSTOOD, Reason.LOOK_ALIKE} & sheet.draft.doubts
    parts_of_day = sum(item.role is Role.PART for item in sheet.items)
    if sheet.draft.correction or unsure or parts_of_day == 1:
        return None
    if len(items) == 2 and values[0] == values[1] and _is_said_again(sheet, items):
        # «loa 9 lượt, phát loa 9 lượt»
        return values[0]
    return sum(values) if parts_of_day or _are_parts(sheet, items) else None


def _whole_of(sheet: Sheet, values: Sequence[int], items: Sequence[Pair]) -> int | None:
    """The one of the figures that has the others in it."""
    if _is_whole(values, items) or _names_a_part(sheet, items):
        return values[0]
    return values[-1] if _ends_in_total(sheet, items) else None


def _is_whole(values: Sequence[int], items: Sequence[Pair]) -> bool:
    """«2 buổi: buổi 1 40 người, buổi 2 55 người», «5 buổi: 3 sáng, 2 tối»: the first has the others in it."""
    counted = _counted_off(items[1:]) and values[0] == len(values) - 1
    return counted or (len(values) > 2 and values[0] == sum(values[1:]))


def _names_a_part(sheet: Sheet, items: Sequence[Pair]) -> bool:
    """«5 tin, trong đó 2 tin về …»: the second is among the first."""
    first, *others = (item.figure for item in items)
    among = any(item.text == "trong đó" and item.start >= first.end for item in sheet.items)
    return among and sum(figure.value or 0 for figure in others) <= (first.value or 0)


def _ends_in_total(sheet: Sheet, items: Sequence[Pair]) -> bool:
    """«thứ 7 họp 1 buổi, chủ nhật 1 buổi, tổng 2 buổi»."""
    *others, last = (item.figure for item in items)
    announced = any(item.text in TOTALS and others[-1].end <= item.start < last.start for item in sheet.items)
    return announced and sum(figure.value or 0 for figure in others) == last.value


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
    """Different figures that more than their names part; «3 buổi, 4 buổi» may be either."""
    return len({item.figure.value for item in items}) > 1 and (len(items) > 2 or _are_parted(sheet, items))


def _is_said_again(sheet: Sheet, items: Sequence[Pair]) -> bool:
    first, second = ([m.text for m in item.mentions if m.role is Role.WORD] for item in items)
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


def _negates(sheet: Sheet, item: Pair, code: str) -> bool:
    """«chưa», or a «không» right before what may be done («không họp»), save as an answer about it."""
    figure, word = item.figure, sheet.word(item.figure)
    own = {mention.start for mention in item.mentions}
    if any(i.start == figure.end and i.role is Role.WORD and i.start not in own for i in sheet.items):
        # «họp không loa 7»: no meeting, or no broadcast?
        return True
    alone = sheet.tokens[figure.end - 1].word.bare != "co"
    if code == sheet.asked:
        owned = any(mention.text in _OWNED and mention.start == figure.end for mention in item.mentions)
        not_yet = word == "chua" and any(each.text in _UNTIL_NOW for each in sheet.items)
        # «chưa đăng tin nào» is none; «chưa đăng tin» may be not yet
        none = any(each.text == "nào" and each.start > figure.start for each in sheet.items)
        return owned or not_yet or (word == "chua" and figure.end == figure.start + 1 and not none)
    nobody = sheet.tokens[figure.end - 1].word.bare == "ai"
    return (
        word in ("chua", "chang", "cha")
        or any(nobody and mention.start == figure.end for mention in item.mentions)
        or any(
            alone and mention.role is Role.WORD and mention.start == figure.end for mention in item.mentions
        )
    )


def _multiply(sheet: Sheet) -> None:
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


def _rated(sheet: Sheet) -> str | None:
    if sheet.asked:
        return sheet.asked
    counted = {code for whole in sheet.draft.values for code in sheet.parts.get(whole, NO_CODES)}
    return counted.pop() if len(counted) == 1 else None


def _times(sheet: Sheet, each: Item) -> int | None:
    if each.role is Role.DAILY:
        return _days(sheet)
    known = {**sheet.question.prev, **sheet.draft.values}
    counts = [known[code] for code in (each.codes or sheet.parts) if code in known]
    return counts[0] if len(counts) == 1 else None


def _days(sheet: Sheet) -> int | None:
    """The days that are counted, else those of a week; «ngày 2 lượt từ thứ 2 đến thứ 6» is not reckoned."""
    said = [
        before.value if before.end == item.start else None
        for before, item in pairwise(sheet.items)
        if item.role is Role.ASIDE and item.text in ("thứ", "ngày")
    ]
    return said[0] if len(said) == 1 else None if said else _DAYS_OF_WEEK


def _enter_nothing(sheet: Sheet, figure: Item, others: bool) -> None:
    """Nothing to report: for the question put, or for all that is neither said nor recorded."""
    draft, question = sheet.draft, sheet.question
    if question.asked and figure.role is Role.NOTHING and not others:
        sheet.merge(question.asked, 0, figure)
        return
    beside = others or bool(question.prev)
    if (figure.role is Role.NOTHING) == beside:
        # «không có gì» beside figures, or «còn lại không» with nothing before it, is odd.
        sheet.doubt(Reason.NEGATION)
    rest = [code for code in question.codes if code not in draft.values and code not in question.prev]
    draft.merged.append((figure.start, figure.end))
    for code in rest or (() if others else question.codes):
        if code not in draft.as_last_week:
            draft.put(code, 0, "nothing_to_report")
