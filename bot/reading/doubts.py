"""What a word of doubt weighs: most make the figures uncertain, those of a reason or a remark do not."""

from bot.reading.clauses import BREAKS, OPINIONS, REASONS_WHY, TOPICS, pieces_of
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import Role

MISHAPS = frozenset({"hỏng", "mất", "nghỉ", "dừng", "tạm dừng", "vắng", "lùi", "dời"})
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
    before = next((each for each in reversed(sheet.items) if each.end == item.start), None)
    asked_for = item.text in TOPICS and before is not None and before.text in OPINIONS
    if item.text in _OF_ITSELF and _says_nothing(sheet, item):
        return
    if item.text == "nghỉ" and not any(each.role in FIGURES for each in sheet.items):
        # «tổ nghỉ, không có hoạt động»
        return
    after = next((each.role for each in sheet.items if each.start == item.end), None)
    if item.text in _WHOLE and after is Role.WORD:
        return
    cited = item.text in _PLANS and after is Role.ASIDE
    if not (asked_for or cited or (item.text in MISHAPS and _explains(sheet, item))):
        sheet.doubt(Reason.DOUBTFUL)
    if item.text in MISHAPS:
        item.role = Role.UNKNOWN


def _says_nothing(sheet: Sheet, item: Item) -> bool:
    """Whether its piece of the message has neither figures nor names of them."""
    for piece in pieces_of(sheet.items):
        if any(each is item for each in piece):
            return not any(
                each.role in FIGURES or each.role in MENTIONS or each.role is Role.NOTHING for each in piece
            )
    return False


def _explains(sheet: Sheet, item: Item) -> bool:
    """«5 lượt vì loa hỏng», «loa hỏng nên được 5 lượt»: what went wrong is the reason of the figure."""
    for other in reversed([each for each in sheet.items if each.start < item.start]):
        if other.role in BREAKS:
            return False
        if other.text == "nên":
            return item.text not in _PUT_OFF
        told = other.role is Role.REMARK or other.text in OPINIONS
        if told or other.text in REASONS_WHY or other.text == "do":
            return True
    return False
