"""What stands in brackets: a figure said again, the figure of a name, how one came about, a remark."""

from collections.abc import Sequence

from bot.reading.clauses import OPINIONS
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import PAST_DAYS, POLITE, Role

_HOW_MANY_CAME = frozenset({"đông", "rất đông", "khá đông", "đông lắm", "ít", "hơi ít"})
_HARMLESS = (
    (POLITE - {"nữa", "thêm"}) | PAST_DAYS | {"tại nhà văn hóa", "nhà văn hóa", "trực tiếp", "chủ nhật"}
)
_RATES = frozenset({Role.EACH, Role.DAILY})
_NAMED = frozenset({Role.VAGUE, Role.NOUN, Role.WORD})
_TELLING = frozenset({Role.UNKNOWN, Role.FILL, Role.PAUSE, *_NAMED})
_WORDS_OF_A_REMARK = 2


def mind_brackets(sheet: Sheet) -> None:
    """Pass over what only repeats, set aside what only tells; what counts by itself stays as it is."""
    first = [sheet.tokens[item.start].text for item in sheet.items[:3]]
    if first[0] == "(" and first[2:] == [")"]:
        # «(1) 2 (2) 55»: the questions counted off
        return
    _pass_over_repeated(sheet)
    opened: int | None = None
    for at, item in enumerate(sheet.items):
        sign = sheet.tokens[item.start].text
        if sign == "(":
            opened = at
        elif sign == ")" and opened is not None:
            if sheet.items[opened].role is Role.STOP:
                _mind(sheet, opened, at)
            opened = None


def _pass_over_repeated(sheet: Sheet) -> None:
    """«05 (năm) buổi», «14 (14 lượt)», «10 lượt (mười lượt)»: the same figure again."""
    for at, first in enumerate(sheet.items):
        named = at + 1 < len(sheet.items) and sheet.items[at + 1].role is Role.NOUN
        items = sheet.items[at + 1 + named : at + 5 + named]
        if len(items) < 3:
            break
        opened, second, closed = items[:3]
        if (
            first.role is second.role is Role.NUMBER
            and first.value == second.value is not None
            and sheet.tokens[opened.start].text == "("
        ):
            unit = closed if closed.role is Role.NOUN and len(items) > 3 else None
            closed = closed if unit is None else items[3]
            if sheet.tokens[closed.start].text == ")":
                opened.role = second.role = closed.role = Role.FILL
                if unit is not None and named:
                    unit.role = Role.FILL


def _mind(sheet: Sheet, opened: int, closed: int) -> None:
    before, inner = sheet.items[:opened], sheet.items[opened + 1 : closed]
    roles = {item.role for item in inner}
    counted = Role.NUMBER in roles and any(item.role is Role.NUMBER for item in before)
    if before and before[-1].text in OPINIONS and Role.NUMBER not in roles:
        # «2 ý kiến (rác ở đầu ngõ và đèn đường hỏng)»: what they were about
        for item in inner:
            item.role = Role.UNKNOWN
    elif _is_of_name(before, inner):
        sheet.items[opened].role = sheet.items[closed].role = Role.FILL
        if len(inner) == 1:
            # «họp (5)» may only be numbered
            sheet.doubt(Reason.STRAINED)
    elif counted and roles & _RATES:
        # «14 lượt (2 lượt/ngày)»: how it came about
        _set_aside(sheet, inner, Role.ASIDE)
        sheet.doubt(Reason.RATE)
    elif counted and sum(item.role is Role.UNKNOWN for item in inner) >= _WORDS_OF_A_REMARK:
        # «loa 12 lượt (1 loa bị rè)»
        _set_aside(sheet, inner, Role.UNKNOWN)
        sheet.doubt(Reason.NOT_UNDERSTOOD)
    elif _qualifies(before, inner):
        sheet.doubt(Reason.DOUBTFUL)
    elif Role.UNKNOWN in roles and roles <= _TELLING and _tells_who_came(inner):
        # «1 buổi (trời mưa, ít người)»: words alone count nothing
        for item in inner:
            item.role = Role.UNKNOWN if item.role in _NAMED else item.role


def _is_of_name(before: Sequence[Item], inner: Sequence[Item]) -> bool:
    """«loa (13 lượt)»: a name without a figure, and in brackets its figure."""
    named = bool(before) and before[-1].role in MENTIONS and not any(i.role in FIGURES for i in before[-2:])
    return named and [item.role for item in inner] in ([Role.NUMBER], [Role.NUMBER, Role.NOUN])


def _qualifies(before: Sequence[Item], inner: Sequence[Item]) -> bool:
    """«120 người (hộ)», «3 buổi (mai)», «loa 14 (phường)»: a word or two of what the figure is."""
    named = bool(before) and (before[-1].role in FIGURES or before[-1].role in MENTIONS)
    few = 0 < len(inner) <= _WORDS_OF_A_REMARK and not any(item.role in FIGURES for item in inner)
    return named and few and any(i.role is not Role.ASIDE and i.text not in _HARMLESS for i in inner)


def _tells_who_came(inner: Sequence[Item]) -> bool:
    return all(item.role is not Role.VAGUE or item.text in _HOW_MANY_CAME for item in inner)


def _set_aside(sheet: Sheet, inner: Sequence[Item], words: Role) -> None:
    for item in inner:
        if item.role is Role.NUMBER:
            sheet.puzzled(item)
        item.role = Role.ASIDE if item.role in FIGURES else words
