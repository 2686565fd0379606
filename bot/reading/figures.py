"""Figures by themselves: bounds, units, repetitions, list numbers, blanks as thousands marks."""

from collections.abc import Sequence
from itertools import takewhile

from bot.reading.beside import mind_beside
from bot.reading.brackets import mind_brackets
from bot.reading.clauses import AFTER, BOUNDS, BREAKS, REASONS_WHY, SILENT
from bot.reading.denials import mind_denials
from bot.reading.digits import Doubt
from bot.reading.doubts import MISHAPS, weigh
from bot.reading.items import FIGURES, MENTIONS, NO_CODES, Item
from bot.reading.matters import mind_matters
from bot.reading.reading import Reason
from bot.reading.setting_aside import set_aside_others
from bot.reading.sheet import Sheet
from bot.reading.tokens import Token
from bot.reading.unsettling import mind_words
from bot.reading.whose import mind_whose
from bot.reading.words import Role

_HOUSEHOLDS = frozenset({"hộ", "hộ dân", "gia đình"})
_COMRADES = frozenset({"đồng chí", "đ/c"})
"""«28 đồng chí dự» are all who came, as a veteran says it."""
_PHOTOS = frozenset(
    {"ảnh", "hình", "hình ảnh", "tấm ảnh", "bức ảnh", "tấm hình", "bức hình", "video", "clip"}
)
_WEATHER = frozenset({"mua", "bao", "lut", "dien", "cup", "hu", "om"})
_SENDING = frozenset({"gui", "goi", "kem", "dinh"})
_SPANS_OF_TIME = frozenset({"ngày", "hôm", "bữa", "tháng", "quý", "năm"})
_CAME = frozenset({"đã", "đến", "cùng", "có", "được", "tới", "đi"})
_WITH = frozenset({"với", "và"})
_PIECES = frozenset({"cái", "chiếc", "trường hợp", "ca", "việc"})
_MEASURES = frozenset({Role.UNIT, Role.THING, Role.SHARE})
REASONS = {
    Doubt.UNUSUAL: Reason.UNUSUAL_NUMBER,
    Doubt.LOOK_ALIKE: Reason.LOOK_ALIKE,
    Doubt.FOUR: Reason.LOOK_ALIKE,
    Doubt.PAIRED: Reason.UNUSUAL_NUMBER,
    Doubt.ROUND: Reason.APPROXIMATE,
    Doubt.VAGUE: Reason.VAGUE,
    Doubt.DECIMAL: Reason.DECIMAL,
}


def judge(sheet: Sheet) -> None:
    """Note bounds and doubts, set units aside; a figure without a value makes the message unclear."""
    # Most messages have nothing of the kind, and need not be gone through again and again.
    marks: set[str] = {item.text for item in sheet.items}
    marks.update([item.role for item in sheet.items])
    if "(" in marks:
        mind_brackets(sheet)
    set_aside_others(sheet, marks)
    if marks & _MEASURES:
        _set_aside_units(sheet)
    mind_words(sheet, marks)
    mind_whose(sheet, marks)
    mind_denials(sheet, marks)
    mind_beside(sheet, marks)
    mind_matters(sheet, marks)
    previous: Item | None = None
    before: Item | None = None
    pending = ""
    for item in sheet.items:
        role = item.role
        if role is Role.NUMBER:
            if pending:
                sheet.bounds[item.start] = pending
                pending = ""
            if not (previous is not None and _continues(previous, item, sheet.tokens)):
                _doubts_of(item, sheet)
            previous = item
            continue
        if item.doubt:
            sheet.doubt(REASONS[item.doubt])
        if role is Role.NOUN and before is not None and before.text == item.text and before.end == item.start:
            # «150 tờ tờ»
            sheet.doubt(Reason.UNUSUAL_NUMBER)
        before = item
        if role in BOUNDS:
            pending = BOUNDS[role]
        elif role in AFTER and previous is not None:
            sheet.bounds[previous.start] = AFTER[role]
        elif role is Role.DOUBT:
            weigh(sheet, item)
    if sheet.bounds or pending:
        # «45~»
        sheet.doubt(Reason.APPROXIMATE)


def _doubts_of(item: Item, sheet: Sheet) -> None:
    if item.value is None:
        sheet.unclear(REASONS[item.doubt or Doubt.VAGUE], item)
    elif item.doubt:
        sheet.doubt(REASONS[item.doubt])
        if item.doubt is Doubt.ROUND:
            sheet.bounds.setdefault(item.start, "about")


def _is_all(sheet: Sheet, figure: Item) -> bool:
    """Whether the figure answers the question put, and the message names nothing else."""
    others = (item for item in sheet.items if item is not figure)
    return sheet.asked is not None and not any(
        item.role in FIGURES or item.role in MENTIONS for item in others
    )


def _may_be_asked(sheet: Sheet, thing: Item) -> bool:
    """«4 cái», «4 tin nhắn» to the question about posts."""
    asked = sheet.question.form.indicator(sheet.asked) if sheet.asked else None
    return thing.text in _PIECES or (asked is not None and thing.text == "tin nhắn" and "tin" in asked.nouns)


def _is_meant(sheet: Sheet, at: int) -> bool:
    """«2 cái» to the question put, «phản ánh 1 cái»."""
    items = sheet.items
    named = at > 0 and items[at - 1].role in MENTIONS and (at == 1 or items[at - 2].role is not Role.NUMBER)
    return named or _is_all(sheet, items[at])


def _is_reason(sheet: Sheet, before: Sequence[Item]) -> bool:
    """Whether it is told for how long something was in the way: «10 lượt do mất điện 2 hôm»."""
    hindered = False
    for item in takewhile(lambda item: item.role not in BREAKS, reversed(before)):
        hindered = hindered or item.text in MISHAPS or sheet.word(item) in _WEATHER
        if item.text == "do" or item.text in REASONS_WHY:
            return hindered
    return False


def _is_enclosed(sheet: Sheet, before: Sequence[Item]) -> bool:
    """«bác gửi kèm 2 ảnh», beside the figures."""
    piece = list(takewhile(lambda item: item.role not in BREAKS, reversed(before)))
    sent = any(sheet.tokens[at].word.bare in _SENDING for item in piece for at in range(item.start, item.end))
    return sent and any(item.role is Role.NUMBER for item in sheet.items if item.end <= piece[-1].start)


def _take_part(sheet: Sheet, at: int) -> bool:
    after = sheet.items[at + 1] if at + 1 < len(sheet.items) else None
    return after is not None and after.role is Role.WORD and bool(after.codes) and after.codes <= sheet.people


def _somebody_of_each(sheet: Sheet, at: int) -> frozenset[str]:
    """«45 hộ dự», «hỗ trợ 5 hộ làm dịch vụ công»: what people of the households did, or had done for them."""
    if sheet.items[at].text not in _HOUSEHOLDS:
        return NO_CODES
    if _take_part(sheet, at):
        return sheet.items[at + 1].codes
    back = takewhile(lambda item: item.role not in BREAKS, reversed(sheet.items[:at]))
    ahead = takewhile(lambda item: item.role not in BREAKS, sheet.items[at + 1 :])
    named = [item for item in (*back, *ahead) if item.role in MENTIONS]
    attending = NO_CODES.union(*sheet.parts.values())
    served = named and all(i.role is Role.WORD and i.codes <= sheet.people - attending for i in named)
    return frozenset.intersection(*(item.codes for item in named)) if served else NO_CODES


def _set_aside_units(sheet: Sheet) -> None:
    """«2 tiếng», «40 hộ», «60 nữ»: not the form's units. Things counted are shown, for they may be meant."""
    items = sheet.items
    for at, item in enumerate(items):
        if item.role is Role.UNIT and items[at - 1].value is None:
            # «tra8m»: letters stuck to it
            continue
        if item.role is Role.UNIT:
            items[at - 1].role = item.role = Role.ASIDE
            if item.text in _SPANS_OF_TIME and not _is_reason(sheet, items[:at]):
                sheet.doubt(Reason.DOUBTFUL)
        elif item.role is Role.THING and _may_be_asked(sheet, item) and _is_meant(sheet, at - 1):
            # «2 cái» of what was asked about
            item.role = Role.FILL
            sheet.doubt(Reason.STRAINED)
        elif item.role is Role.THING and (codes := _somebody_of_each(sheet, at)):
            item.role, item.codes = Role.NOUN, codes
            sheet.doubt(Reason.STRAINED)
        elif item.role is Role.THING and item.text in _PHOTOS and _is_enclosed(sheet, items[:at]):
            items[at - 1].role = item.role = Role.ASIDE
        elif item.role is Role.THING:
            items[at - 1].role = Role.WEEK if sheet.word(item) == "tuan" else Role.ASIDE
            item.role = Role.ASIDE
            sheet.doubt(Reason.NOT_UNDERSTOOD)
            sheet.draft.not_understood.append((items[at - 1].start, item.end))
        elif item.role is Role.SHARE:
            more = at + 2 < len(items) and items[at + 1].text in _WITH and items[at + 2].role is Role.NUMBER
            if more or (at > 2 and items[at - 2].text in _WITH and items[at - 3].codes & sheet.people):
                # «5 cụ với 4 thanh niên»: nine, or five of whom four?
                sheet.unclear(Reason.VAGUE, items[at - 1])
            following = next(
                (i for i in items[at + 1 :] if i.role not in SILENT or i.text not in _CAME), None
            )
            if following is None or following.role not in MENTIONS:
                items[at - 1].role = item.role = Role.ASIDE
            if not (item.text in _COMRADES and _take_part(sheet, at)):
                sheet.doubt(Reason.DOUBTFUL)


def joined(figures: Sequence[Item], tokens: Sequence[Token]) -> list[Item] | None:
    """The figures with a blank as thousands mark put together («1 684»), or None when none can be."""
    found: list[Item] = []
    for item in figures:
        before = found[-1] if found else None
        if before is not None and _continues(before, item, tokens):
            value = (before.value or 0) * 1000 + (item.value or 0)
            found[-1] = Item(Role.NUMBER, before.start, item.end, NO_CODES, value)
        else:
            found.append(item)
    return found if len(found) < len(figures) else None


def _continues(before: Item, item: Item, tokens: Sequence[Token]) -> bool:
    if before.role is not Role.NUMBER or item.role is not Role.NUMBER or before.end != item.start:
        return False
    head, last, tail = tokens[before.start].text, tokens[before.end - 1].text, tokens[item.start].text
    three_digits = tail.isdigit() and len(tail) == 3 and item.end == item.start + 1
    return three_digits and last.isdigit() and len(last) <= 3 and head[0] != "0"
