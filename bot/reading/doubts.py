"""What a word of doubt weighs: most make the figures uncertain, those of a reason or a remark do not."""

from bisect import bisect_left
from itertools import takewhile

from bot.reading.clauses import BREAKS, OPINIONS, REASONS_WHY, TOPICS
from bot.reading.items import FIGURES, MENTIONS, NEAR, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import POLITE, Role

MISHAPS = frozenset({"hỏng", "mất", "nghỉ", "dừng", "tạm dừng", "vắng", "lùi", "dời"})
_SAYING = FIGURES | MENTIONS | {Role.NOTHING}
_PUT_OFF = frozenset({"nghỉ", "dừng", "tạm dừng", "lùi", "dời"})
"""What comes of a mishap, and leaves no figures: «mưa nên nghỉ»."""
_PLANS = frozenset({"kế hoạch", "theo kế hoạch"})
"""«theo kế hoạch 101/KH-UBND» is a paper, and no plan of these figures."""
_OF_ITSELF = frozenset(
    {"tối nay", "chiều nay", "mai", "ngày mai", "ngày kia", "ngày mốt", "hôm khác", "gửi phường"}
    | {"đi đám cưới", "đi đám ma", "mới", "đi vắng"}
    | {"nhất trí", "đồng tình", "đồng thuận", "tán thành", "ủng hộ"}
)
"""Of the figures only when these are beside it: «tối nay bác bận», «Tổ 19 gửi phường:»."""
_WHOLE = frozenset({"cả tổ", "toàn tổ"})
"""«cả tổ 200 người» may be all who live there, «cả tổ phát 175 tờ» are no more than those given out."""


def weigh(sheet: Sheet, item: Item) -> None:
    """A word of doubt; a mishap that is a reason, and what an opinion asks for, change nothing."""
    text = item.text
    if (text in _OF_ITSELF or text in TOPICS) and _says_nothing(sheet, item):
        return
    if text == "nghỉ" and not any(each.role in FIGURES for each in sheet.items):
        # «tổ nghỉ, không có hoạt động»
        return
    if text in _WHOLE and _role_after(sheet, item) is Role.WORD:
        return
    asked_for = text in TOPICS and any(i.end == item.start and i.text in OPINIONS for i in sheet.items)
    cited = text in _PLANS and _role_after(sheet, item) is Role.ASIDE
    if not (asked_for or cited or (text in MISHAPS and _explains(sheet, item))):
        sheet.doubt(Reason.DOUBTFUL)
    if text in MISHAPS:
        item.role = Role.UNKNOWN


def _role_after(sheet: Sheet, item: Item) -> Role | None:
    return next((each.role for each in sheet.items if each.start == item.end), None)


def _says_nothing(sheet: Sheet, item: Item) -> bool:
    """Whether its piece of the message has neither figures nor names of them."""
    at = bisect_left(sheet.items, item.start, key=lambda each: each.start)
    before = takewhile(_goes_on, reversed(sheet.items[max(at - NEAR, 0) : at]))
    after = takewhile(_goes_on, sheet.items[at : at + NEAR])
    piece = [each for each in (*before, *after) if each.text not in POLITE]
    # «120 người - mai»: a word by itself is of what stands before it.
    return len(piece) > 1 and not any(each.role in _SAYING for each in piece)


def _goes_on(item: Item) -> bool:
    return item.role not in BREAKS


def _explains(sheet: Sheet, item: Item) -> bool:
    """«5 lượt vì loa hỏng», «loa hỏng nên được 5 lượt»: what went wrong is the reason of the figure."""
    at = bisect_left(sheet.items, item.start, key=lambda each: each.start)
    for other in reversed(sheet.items[max(at - NEAR, 0) : at]):
        if other.role in BREAKS:
            return False
        if other.text == "nên":
            return item.text not in _PUT_OFF
        told = other.role is Role.REMARK or other.text in OPINIONS
        if told or other.text in REASONS_WHY or other.text == "do":
            return True
    return False
