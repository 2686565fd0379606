"""The figures of a message that reports (not corrects), clause by clause."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading import figures
from bot.reading.clauses import AFTER, BOUNDS, BREAKS, EDITS, Clause, clauses_of
from bot.reading.items import FIGURES, MENTIONS, NO_CODES, Item, within
from bot.reading.numbering import mark_list_numbers
from bot.reading.pairing import Pair, pair
from bot.reading.positions import by_position
from bot.reading.reading import Draft, Reason
from bot.reading.remarks import mind_odd_words, read_words
from bot.reading.settling import OF_ALL, settle
from bot.reading.sheet import Sheet
from bot.reading.spelling import is_syllable
from bot.reading.told_totals import pass_over_parts, pass_over_products
from bot.reading.words import ASKING, POLITE, TOTALS, Role

_DONE = frozenset({"nói", "nghe", "làm", "đi", "ghi", "ngồi", "nhắn", "báo", "gửi", "vào", "ra", "nhập"})
_IN_HEADINGS = {Role.PART, Role.DOUBT, Role.DAILY}
_DAYS_OF_WEEK = 7
_LOANS = frozenset({"camera", "wifi", "karaoke", "container", "internet", "banner", "taxi", "video", "clip"})
_PLAIN = frozenset({Role.NUMBER, *MENTIONS})


def read_tallies(sheet: Sheet) -> Draft:
    """Fill the sheet's draft from its items."""
    pass_over_products(sheet)
    pass_over_parts(sheet)
    figures.judge(sheet)
    mark_list_numbers(sheet)
    clauses = clauses_of(sheet.items)
    if by_position(sheet, clauses):
        for clause in clauses:
            if not clause.figures:
                read_words(sheet, clause)
    else:
        _by_words(sheet, _with_headings(sheet, clauses))
    return sheet.draft


def _by_words(sheet: Sheet, clauses: Sequence[Clause]) -> None:
    after_zero = False
    words: list[Clause] = []
    for clause in clauses:
        if len(clause.figures) == 1 and clause.roles <= _PLAIN:
            # Most clauses are one figure and its names; nothing below could say more of them.
            _pair_up(sheet, clause)
            after_zero = False
        elif _as_last_week(sheet, clause) or _nothing(sheet, clause):
            after_zero = False
        elif clause.figures:
            read_figures(sheet, clause)
            after_zero = clause.figures[-1].role is Role.ZERO
        elif after_zero and clause.mentions and not clause.has(Role.UNKNOWN, Role.VAGUE):
            _also_zero(sheet, clause)
        else:
            words.append(clause)
    for clause in words:
        # «họp rồi, 1 buổi 42 người»: judged by what is named anywhere
        read_words(sheet, clause)
    settle(sheet)


def _with_headings(sheet: Sheet, clauses: Sequence[Clause]) -> list[Clause]:
    """«Loa, 14»: a clause of names alone goes to the figure after it that they fit."""
    found: list[Clause] = []
    for clause in clauses:
        if found and _happens_daily(sheet, found[-1], clause):
            # «loa ngày nào cũng phát, 14 lượt»: of the week
            sheet.doubt(Reason.RATE)
            found[-1] = found[-1].without(Role.DAILY).followed_by(clause.items, clause.end)
        elif found and _heads(sheet, found[-1], clause):
            if not _repeats(found[-1], clause):
                sheet.doubt(Reason.STRAINED)
            found[-1] = found[-1].followed_by(clause.items, clause.end)
        elif found and _parts_of_one(sheet, found, clause):
            found[-1] = found[-1].followed_by(clause.items, clause.end)
        else:
            found.append(clause)
    return found


def _parts_of_one(sheet: Sheet, before: Sequence[Clause], other: Clause) -> bool:
    """«Loa: 8 lượt sáng, 7 lượt chiều»; in «2 buổi (1 buổi sáng, 1 buổi tối)» the whole has been said."""
    one = before[-1]
    if not (one.has(Role.PART) and other.has(Role.PART)) or len(other.figures) != 1 or not one.figures:
        return False
    named = [mention.codes for mention in (*one.mentions, *other.mentions)]
    asked = frozenset({sheet.asked}) if sheet.asked else NO_CODES
    common = sheet.narrowed(frozenset.intersection(*named)) if named else asked
    whole = len(before) > 1 and any(mention.codes & common for mention in before[-2].mentions)
    return len(common) == 1 and not whole


def _heads(sheet: Sheet, heading: Clause, clause: Clause) -> bool:
    if heading.figures or not heading.mentions or heading.roles - MENTIONS - _IN_HEADINGS:
        return False
    if heading.has(Role.DAILY) and not any(
        item.text in TOTALS for item in sheet.items if heading.end <= item.start < clause.end
    ):
        # «phát loa hàng ngày, tổng 14 lượt»
        return False
    if len(clause.figures) != 1 or clause.has(Role.UNKNOWN):
        return False
    open_to = [mention.codes for mention in clause.mentions]
    if not open_to or _repeats(heading, clause):
        return True
    named = [mention.codes for mention in heading.mentions]
    return all(len(codes) > 1 for codes in open_to) and bool(frozenset.intersection(*open_to, *named))


def _happens_daily(sheet: Sheet, heading: Clause, clause: Clause) -> bool:
    week = len(clause.figures) == 1 and (clause.figures[0].value or 0) >= _DAYS_OF_WEEK
    return week and heading.has(Role.DAILY) and _heads(sheet, heading.without(Role.DAILY), clause)


def _repeats(heading: Clause, clause: Clause) -> bool:
    """«8h30 họp, 1 buổi»: both name one indicator, the same."""
    if not clause.mentions:
        return False
    meant = frozenset.intersection(*(mention.codes for mention in clause.mentions))
    return len(meant) == 1 and all(mention.codes == meant for mention in heading.mentions)


# clauses without new figures


def _as_last_week(sheet: Sheet, clause: Clause) -> bool:
    if not clause.has(Role.SAME):
        return False
    draft, question = sheet.draft, sheet.question
    sheet.doubt(Reason.AS_LAST_WEEK)
    same = clause.having(Role.SAME)[0]
    at = clause.items.index(same)
    before, after = clause.items[:at], clause.items[at + 1 :]
    counted = (before and not after and _is_counted(before)) or (after and _is_counted(after))
    if len(clause.figures) == 1 and counted and len(after) <= 2:
        # «14 lượt như tuần trước», «loa như mọi tuần 14 lượt»: the figure says it
        read_figures(sheet, clause.without(Role.SAME))
        return True
    if clause.figures or clause.has(*EDITS, Role.NO_ANSWER, *BOUNDS, *AFTER):
        sheet.unclear(Reason.VAGUE)
    for mention in clause.mentions:
        codes = sheet.narrowed(mention.codes)
        if len(codes) == 1:
            draft.as_last_week |= codes
        else:
            sheet.two_possible(codes, clause)
    if not clause.mentions:
        one = question.asked if not clause.has(Role.REST) else None
        missing = set(question.codes) - set(question.prev)
        draft.as_last_week |= {one} if one else missing or set(question.codes)
    mind_odd_words(sheet, clause)
    return True


def _is_counted(items: Sequence[Item]) -> bool:
    """Whether they end in a figure, with or without its unit."""
    unit = items[-1].role is Role.NOUN and len(items) > 1 and items[-1].start == items[-2].end
    return items[-2 if unit else -1].role is Role.NUMBER


def _nothing(sheet: Sheet, clause: Clause) -> bool:
    """«không có gì», «còn lại không»: the whole, the rest, or what is named."""
    zeros = all(item.value == 0 for item in clause.figures)
    rest, nothing = clause.has(Role.REST), clause.has(Role.NOTHING)
    if clause.figures and zeros and not clause.mentions and _asks(clause):
        _only_asked(sheet, clause)
        return True
    if not (nothing or (rest and any(item.value == 0 for item in clause.figures))) or clause.has(*EDITS):
        return False
    if not zeros:
        sheet.doubt(Reason.NEGATION)
        read_figures(sheet, clause.without(Role.NOTHING, Role.REST))
        if nothing:
            sheet.pairs.append(Pair(Item(Role.NOTHING, clause.start, clause.end, value=0), NO_CODES))
        return True
    for item in clause.having(Role.UNKNOWN, Role.VAGUE):
        sheet.doubt(Reason.NOT_UNDERSTOOD)
        sheet.puzzled(item)
    if clause.mentions and not rest:
        if not sheet.asked and all(mention.text in OF_ALL for mention in clause.mentions):
            sheet.doubt(Reason.NEGATION)
        for mention in clause.mentions:
            sheet.put_zero(mention.codes, mention, clause)
    else:
        pointed = any(item.text.endswith(" kia") for item in clause.having(Role.REST))
        if clause.mentions or pointed or any(sheet.word(item) == "chua" for item in clause.figures):
            # «còn lại tờ rơi không», «còn lại chưa»: all the rest, or what is named; none, or not yet?
            sheet.doubt(Reason.NEGATION)
        role = Role.REST if rest else Role.NOTHING
        sheet.pairs.append(Pair(Item(role, clause.start, clause.end, value=0), NO_CODES))
    return True


def _asks(clause: Clause) -> bool:
    """«có không em?» is a question, and «không biết» no zero."""
    return clause.has(Role.NO_ANSWER) or any(item.text in ASKING for item in clause.having(Role.DOUBT))


def _also_zero(sheet: Sheet, clause: Clause) -> None:
    """«không có loa, zalo, tờ rơi»: the names after a zero have none either."""
    sheet.doubt(Reason.NEGATION)
    answered = any(not item.codes for item in sheet.pairs)
    for mention in clause.mentions:
        if answered and sheet.asked in mention.codes:
            # «Không, loa đang sửa»
            continue
        sheet.put_zero(mention.codes, mention, clause)


# clauses with figures


def read_figures(sheet: Sheet, clause: Clause) -> None:
    """Pair the clause's figures with the words beside them, or say why that cannot be."""
    if clause.has(Role.RANGE) or _is_range(sheet, clause):
        sheet.unclear(Reason.VAGUE, clause)
        return
    if clause.has(Role.REMARK) and not clause.mentions and all(i.role is Role.ZERO for i in clause.figures):
        # «Khó khăn: không», «không có đề xuất».
        sheet.draft.remarks.append((clause.start, clause.end))
        return
    if _denies_something(sheet, clause):
        sheet.doubt(Reason.NEGATION)
        read_words(sheet, clause)
        return
    if _asks_whether(sheet, clause):
        _only_asked(sheet, clause)
        return
    if _tells_beside(sheet, clause):
        sheet.puzzled(clause)
        sheet.doubt(Reason.NOT_UNDERSTOOD)
        return
    mind_odd_words(sheet, clause)
    if clause.has(Role.COMPARE) or _is_left(sheet, clause) or _comes_after(sheet, clause):
        sheet.unclear(Reason.VAGUE, clause)
    elif not (clause.has(Role.PART, Role.PLUS) and len(clause.figures) > 1 and _sum(sheet, clause)):
        _pair_up(sheet, clause)


def _tells_beside(sheet: Sheet, clause: Clause) -> bool:
    """«12 lượt, dân ở kiệt 35 kêu loa nhỏ»: beside named figures, numbers among unknown words only tell."""
    unknown = clause.having(Role.UNKNOWN)
    if not unknown or clause.mentions or clause.has(*EDITS, *BOUNDS, *AFTER, Role.NOT):
        return False
    foreign = any(not is_syllable(sheet.word(item)) and sheet.word(item) not in _LOANS for item in unknown)
    parts = any(item.text == "về" for item in within(sheet.items, clause.start, clause.end))
    if foreign or parts:
        # «1 về rác, 1 về đèn» are parts of the answer
        return False
    inside = {item.start for item in clause.items}
    return any(
        item.role is Role.NUMBER and item.start not in inside and (sheet.asked or _is_named(sheet, item))
        for item in sheet.items
    )


def _is_named(sheet: Sheet, figure: Item) -> bool:
    return any(item.role in MENTIONS and figure.start in (item.end, item.start - 1) for item in sheet.items)


def _is_left(sheet: Sheet, clause: Clause) -> bool:
    """«còn 40 tờ chưa phát»."""
    left = any(item.text == "còn" for item in clause.having(Role.DOUBT))
    return left and any(item.role is Role.ZERO and sheet.word(item) == "chua" for item in clause.figures)


def _comes_after(sheet: Sheet, clause: Clause) -> bool:
    """«sau buoi hop co 2 y kien»: six meetings, or after the meeting?"""
    others = len(clause.figures) > 1 or clause.has(Role.EACH)
    return others and sheet.tokens[clause.figures[0].start].text == "sau"


def _pair_up(sheet: Sheet, clause: Clause) -> None:
    pairs = paired(sheet, clause)
    if pairs is None:
        _unpaired(sheet, clause)
    else:
        _take(sheet, clause, pairs)


def _take(sheet: Sheet, clause: Clause, pairs: Sequence[Pair]) -> None:
    """«3 buổi mỗi buổi 40 người»: beside «mỗi» the participants are a rate, the meetings are not."""
    if clause.has(Role.PART) and not any(item.codes & sheet.parts.keys() for item in pairs):
        # «sáng 2 lượt»: of each day, or of one?
        sheet.doubt(Reason.DOUBTFUL)
    each = next(iter(clause.having(Role.EACH, Role.DAILY)), None)
    last = max(item.figure.start for item in pairs)
    for item in pairs:
        if each is None:
            sheet.pairs.append(item)
        elif each.role is Role.DAILY and _is_apart(sheet, each, item, last):
            sheet.pairs.append(item)
            sheet.doubt(Reason.RATE)
        elif not item.codes or not item.codes <= (each.codes or sheet.parts.keys()):
            sheet.rates.append((each, item))
        elif item.figure.value != 1:
            sheet.pairs.append(item)
            sheet.doubt(Reason.RATE)
        else:
            sheet.draft.merged.append((item.figure.start, item.figure.end))


def _is_apart(sheet: Sheet, daily: Item, item: Pair, last: int) -> bool:
    """Whether a figure is not of each day: a total, or one of several far from «mỗi ngày»."""
    figure = item.figure
    if figure.start < last and (daily.start > last or figure.start < daily.start):
        return True
    between = [
        i for i in sheet.items if min(figure.start, daily.start) < i.start < max(figure.start, daily.start)
    ]
    return any(i.role in FIGURES for i in between) or (
        daily.start < figure.start and any(i.text in TOTALS for i in between)
    )


def _is_range(sheet: Sheet, clause: Clause) -> bool:
    """«từ 10 đến 12 lượt»."""
    items = clause.items
    return any(
        items[at].role is Role.NUMBER
        and items[at + 1].role in BOUNDS
        and sheet.word(items[at + 1]) in ("den", "toi")
        and items[at + 2].role is Role.NUMBER
        for at in range(len(items) - 2)
    )


def _asks_whether(sheet: Sheet, clause: Clause) -> bool:
    """«sáng mai phường có làm việc không», «tính cả họp chi bộ không?»: a không at the end asks."""
    last = clause.figures[-1]
    if any(item.role is not Role.ZERO for item in clause.figures) or sheet.tokens[last.start].text == "chưa":
        return False
    words = within(sheet.items, clause.start, last.start)
    after = next((item for item in sheet.items if item.start >= last.end and item.text not in POLITE), None)
    whether = any(item.text in ("có", "được") and item.end < last.start for item in words)
    asked = after is not None and after.text == "?"
    return bool(words) and (asked or (whether and (after is None or after.role in BREAKS)))


def _only_asked(sheet: Sheet, clause: Clause) -> None:
    """«Ngủ chưa cháu? Tổ bác: 2 buổi»: beside figures a question is a remark, else there is no answer."""
    if any(item.role is Role.NUMBER for item in sheet.items):
        sheet.draft.remarks.append((clause.start, clause.end))
        sheet.doubt(Reason.NEGATION)
    else:
        sheet.unclear(Reason.NO_FIGURE)


def _denies_something(sheet: Sheet, clause: Clause) -> bool:
    """«không có sổ», «không làm tổ trưởng nữa»: a không before any but polite words is no zero."""
    if clause.mentions or any(item.role is not Role.ZERO for item in clause.figures):
        return False
    zero = clause.figures[0]
    if any(item.end == zero.start and item.text in _DONE for item in sheet.items):
        # «nói không hết», «nghe không rõ»
        return True
    following = next((item for item in sheet.items if item.start == zero.end), None)
    if following is None or following.role in BREAKS or following.start >= clause.end:
        return False
    return not (
        following.role in (Role.DOUBT, Role.WEEK) or following.text in POLITE or following.text == "nên"
    )


def paired(sheet: Sheet, clause: Clause) -> list[Pair] | None:
    """The clause's pairs, if need be with a blank as thousands mark; None when there is no one reading."""
    items = [item for item in clause.items if item.role in FIGURES or item.role in MENTIONS]
    pairs = pair(items, sheet.parts)
    whole = figures.joined(clause.figures, sheet.tokens) if len(clause.figures) > 1 else None
    if whole is None:
        return pairs
    if not (sheet.asked and len(whole) == 1 and len(sheet.tokens[whole[0].start].text) == 1):
        # «1 250 tờ» answers one question
        sheet.doubt(Reason.UNUSUAL_NUMBER)
    if pairs is not None and not _doubled(pairs, whole):
        return pairs
    starts = {item.start: item for item in whole}
    kept = [item for item in items if item.role in MENTIONS or item.start in starts]
    return pair([starts.get(item.start, item) for item in kept], sheet.parts)


def _doubled(pairs: Sequence[Pair], whole: Sequence[Item]) -> bool:
    """«phát tài liệu 1 250 tờ»: two figures of one indicator, unless the blank is a thousands mark."""
    codes = {item.figure.start: item.codes for item in pairs}
    return any(
        before.figure.start == item.start and codes.get(before.figure.end, NO_CODES) & before.codes
        for item in whole
        for before in pairs
    )


def _sum(sheet: Sheet, clause: Clause) -> bool:
    """«3 buổi sáng 2 buổi tối», «3 + 2 buổi»: the parts of one figure."""
    named = [mention.codes for mention in clause.mentions] or (
        [frozenset({sheet.asked})] if sheet.asked else []
    )
    codes = frozenset.intersection(*named) if named else NO_CODES
    if not codes or sheet.one(codes) is None or clause.has(Role.DAILY, Role.EACH):
        return False
    values = [item.value or 0 for item in clause.figures]
    total = sum(values)
    last = clause.figures[-1]
    if len(values) > 2 and any(i.text in TOTALS and i.start < last.start for i in sheet.items):
        total = values[-1]
        if sum(values[:-1]) != total:
            return False
    sheet.pairs.append(Pair(Item(Role.NUMBER, clause.start, clause.end, value=total), codes))
    sheet.draft.merged.append((clause.start, clause.end))
    sheet.doubt(Reason.SUM)
    return True


def _unpaired(sheet: Sheet, clause: Clause) -> None:
    """No one reading: all are nothing, two indicators are possible, or a figure has no name."""
    if clause.mentions and all(item.role is Role.ZERO for item in clause.figures):
        # «không nhận được tờ rơi»: of leaflets, whatever else is received
        done_to = {a.start for a, b in pairwise(clause.mentions) if _done_to(a, b)}
        _also_zero(
            sheet, Clause([i for i in clause.items if i.start not in done_to], clause.start, clause.end)
        )
    elif len(clause.figures) == 1:
        sheet.two_possible(frozenset[str]().union(*(m.codes for m in clause.mentions)), clause)
    elif not clause.mentions and all(item.role is Role.ZERO for item in clause.figures):
        # «không ai hỏi nên không có»
        sheet.pairs.extend(Pair(item, NO_CODES) for item in clause.figures)
    else:
        sheet.unclear(Reason.NO_INDICATOR, clause)


def _done_to(word: Item, noun: Item) -> bool:
    return word.role is Role.WORD and noun.role is Role.NOUN and noun.start == word.end
