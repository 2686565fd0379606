"""Words that say nothing of their own and yet may change the figures of a message."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import BREAKS, EDITS, OPINIONS, REASONS_WHY, TOPICS
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import CHILDREN, ELDERS, LEADING, OFFICES, TURNING, Role

_TURNING = TURNING | OFFICES | LEADING | ELDERS | CHILDREN | {"cho"}
_GROUPS = frozenset({"tổ", "tổ số", "tổ dân phố", "tổ dân phố số", "tdp", "tdp số"})
_HOW = frozenset({"thế nào", "như thế nào", "làm sao", "bao nhiêu"})
_LACKING = frozenset({"thiếu", "thừa", "hụt", "vắng", "vắng mặt", "hỏng", "mất", "nghỉ"})
_CALLED_OFF = frozenset({"hoãn", "bị hoãn", "hoãn lại"})
_TURNED = frozenset({"(", "nhưng"})
_PLANNED = frozenset({"sẽ", "sắp", "định", "dự định", "dự kiến"})
_LATER = frozenset({"tối nay", "chiều nay", "mai", "ngày mai", "ngày kia", "ngày mốt", "hôm khác"})
_ELSEWHERE = frozenset({"facebook", "fb", "fanpage", "youtube", "tiktok"})
_MISHAPS = frozenset({"hỏng", "mất", "nghỉ", "dừng", "tạm dừng", "vắng", "lùi", "dời"})
_PLANS = frozenset({"kế hoạch", "theo kế hoạch"})
"""«theo kế hoạch 101/KH-UBND» is a paper, and no plan of these figures."""
_ABOUT = frozenset({":", "là", "về", "chỉ", "chỉ có", "nói", "do", "cho là"})
_AT = frozenset({"ở", "tại"})
_ACTS = frozenset({"phát", "phát loa", "đăng", "họp", "mở", "tổ chức"})
_MAY_EXPLAIN = REASONS_WHY | OPINIONS | {"do", "của"}


def mind_words(sheet: Sheet) -> None:
    """Note what the small words of the message do to its figures."""
    # Most messages have none of these, and need not be gone through again.
    texts = {item.text for item in sheet.items}
    if "vâng" in texts:
        _mind_absent(sheet)
    if texts & _TURNING:
        _mind_fillers(sheet)
    if "số" in texts:
        _mind_ordinal(sheet)
    if texts & _GROUPS:
        _mind_groups(sheet)
    if texts & _LACKING:
        _mind_lacking(sheet)
    if any(item.role is Role.WEEK and _is_to_come(item) for item in sheet.items):
        _mind_to_come(sheet)
    if texts & _CALLED_OFF and not texts & _TURNED:
        _mind_called_off(sheet)
    if texts & _ELSEWHERE:
        _mind_elsewhere(sheet)
    if "là" in texts:
        _mind_enumerated(sheet)
    if texts & _MAY_EXPLAIN:
        _mind_topics(sheet)
    if "?" in texts and texts & _HOW:
        # «1 bài tính thế nào?»: asked, not reported
        sheet.unclear(Reason.NO_FIGURE)


def _mind_absent(sheet: Sheet) -> None:
    """«vang 12», «120 nguoi vang» may be «vắng»: those who did not come."""
    for at, item in enumerate(sheet.items):
        if item.role is Role.FILL and sheet.tokens[item.start].text == "vang":
            after = sheet.items[at + 1] if at + 1 < len(sheet.items) else None
            if at > 0 or (after is not None and after.role is Role.NUMBER):
                sheet.doubt(Reason.LOOK_ALIKE)


def _mind_fillers(sheet: Sheet) -> None:
    """Words that say nothing by themselves but may turn the figure beside them."""
    for piece in _pieces(sheet):
        counts = any(item.role is Role.NUMBER and item.value != 0 for item in piece)
        if counts and any(_turns(piece, at) for at in range(len(piece))):
            sheet.doubt(Reason.DOUBTFUL)


def _turns(piece: Sequence[Item], at: int) -> bool:
    text = piece[at].text
    if piece[at].role is not Role.FILL or (at + 1 < len(piece) and piece[at + 1].text == ":"):
        # «bổ sung: 2 ý kiến» only announces
        return False
    if text == "nên" and any(item.role is Role.UNKNOWN for item in piece[:at]):
        # «mưa to nên …» tells what came of it
        return False
    after_figure = at > 0 and piece[at - 1].role is Role.NUMBER
    before_figure = at + 1 < len(piece) and piece[at + 1].role is Role.NUMBER
    acts = at + 1 < len(piece) and piece[at + 1].text in _ACTS
    return (
        text in TURNING
        or (text in OFFICES and acts)
        or (text in OFFICES and (at == 0 or piece[at - 1].role is Role.NOUN or piece[at - 1].text in _AT))
        # unaccented, «chợ»
        or (text == "cho" and at == len(piece) - 1 and piece[at - 1].role is Role.NOUN)
        or (text in LEADING and before_figure)
        or (text in ELDERS and after_figure)
        or (text in CHILDREN and after_figure and any(item.role is Role.WORD for item in piece))
    )


def _mind_groups(sheet: Sheet) -> None:
    """«tổ 5 và tổ 6: 2 buổi»: of which?"""
    named = [item for item in sheet.items if item.role is Role.ASIDE and item.text in _GROUPS]
    groups = {sheet.tokens[item.end - 1].text for item in named}
    if len(groups) > 1:
        sheet.doubt(Reason.DOUBTFUL)


def _mind_ordinal(sheet: Sheet) -> None:
    """«số 2» and nothing else may be the second of something; «6 số: 2 40 …» says how many there are."""
    for figure, word, sign in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if figure.role is Role.NUMBER and word.text == "số" and sign.text == ":":
            _set_aside(sheet, [figure])
    figures = [item for item in sheet.items if item.role in FIGURES]
    alone = len(figures) == 1 and not any(item.role in MENTIONS for item in sheet.items)
    if alone and any(item.text == "số" and item.end == figures[0].start for item in sheet.items):
        sheet.doubt(Reason.LOOK_ALIKE)


def _mind_lacking(sheet: Sheet) -> None:
    """«thiếu 5 người» are those who did not come; beside «có mặt 38» they are told apart."""
    numbers = sum(item.role is Role.NUMBER for item in sheet.items)
    for word, figure in pairwise(sheet.items):
        if word.text not in _LACKING or figure.role is not Role.NUMBER:
            continue
        if numbers > 1:
            _set_aside(sheet, [i for i in sheet.items if i is figure or i.start == figure.end])
        else:
            sheet.unclear(Reason.VAGUE, figure)


def _set_aside(sheet: Sheet, piece: Sequence[Item]) -> None:
    """Figures of something else, with their nouns: shown, and the rest read back."""
    for item in piece:
        if item.role is Role.NUMBER:
            item.role = Role.ASIDE
            sheet.puzzled(item)
        elif item.role is Role.NOUN:
            item.role = Role.FILL
    sheet.doubt(Reason.DOUBTFUL)


def _is_to_come(week: Item) -> bool:
    return week.text.endswith((" sau", " tới", " kế")) or week.text == "sang tuần"


def _mind_to_come(sheet: Sheet) -> None:
    """«dự kiến tuần sau họp 2 buổi»: no figures of this week."""
    for piece in _pieces(sheet):
        planned = any(item.text in _PLANNED for item in piece)
        for at, item in enumerate(piece):
            if item.role is Role.WEEK and _is_to_come(item):
                _set_aside(sheet, piece if planned else piece[at:])


def _mind_called_off(sheet: Sheet) -> None:
    """«định họp 2 buổi mà mưa nên hoãn hết»: what of it was held?"""
    figures = [item for item in sheet.items if item.role is Role.NUMBER]
    if len(figures) == 1 and not any(item.role in EDITS for item in sheet.items):
        sheet.unclear(Reason.VAGUE, figures[0])


def _mind_elsewhere(sheet: Sheet) -> None:
    """«facebook 3 bài, zalo 2 bài»: posts in another place than the one asked about."""
    for piece in _pieces(sheet):
        if any(item.text in _ELSEWHERE for item in piece) and not any(i.role is Role.WORD for i in piece):
            _set_aside(sheet, piece)


def _mind_enumerated(sheet: Sheet) -> None:
    """«một là ngập, hai là rác»: counted off, and no figures."""
    heads = [
        piece[0]
        for piece in _pieces(sheet)
        if len(piece) > 1 and piece[1].text == "là" and [i.role for i in piece].count(Role.NUMBER) == 1
    ]
    counted = [item for item in heads if item.role is Role.NUMBER and sheet.tokens[item.start].kind == "word"]
    if len(counted) > 1 and [item.value for item in counted] == list(range(1, len(counted) + 1)):
        for item in counted:
            item.role = Role.ASIDE


def _pieces(sheet: Sheet) -> list[list[Item]]:
    """The items between two breaks."""
    found: list[list[Item]] = [[]]
    for item in sheet.items:
        if item.role in BREAKS:
            found.append([])
        else:
            found[-1].append(item)
    return [piece for piece in found if piece]


def _mind_topics(sheet: Sheet) -> None:
    """«1 phản ánh: loa phát 14 lượt», «họp 2 buổi vì 3 người»: what it was about, or a tally?"""
    about = False
    start = Item(Role.STOP, 0, 0)
    for figure, before, item in zip(
        [start, start, *sheet.items], [start, *sheet.items], sheet.items, strict=False
    ):
        if item.role is Role.STOP or item.text in ("nên", ":"):
            about = False
        elif item.role in FIGURES and about:
            sheet.doubt(Reason.STRAINED)
        opinion = figure.role is Role.NUMBER and before.text in OPINIONS and item.text in _ABOUT
        about = about or opinion or item.text in REASONS_WHY or item.text == "do"
        if item.role is Role.PAUSE and not opinion:
            about = False
        if before.text == "của" and item.role is Role.ASIDE and item.text in _GROUPS:
            # «5 lượt, của tổ 6»
            sheet.doubt(Reason.DOUBTFUL)


def weigh(sheet: Sheet, item: Item) -> None:
    """A word of doubt; a mishap that is a reason, and what an opinion asks for, change nothing."""
    before = next((each for each in reversed(sheet.items) if each.end == item.start), None)
    asked_for = item.text in TOPICS and before is not None and before.text in OPINIONS
    if item.text in _LATER | {"gửi phường"} and _says_nothing(sheet, item):
        return
    cited = item.text in _PLANS and any(i.start == item.end and i.role is Role.ASIDE for i in sheet.items)
    if not (asked_for or cited or (item.text in _MISHAPS and _explains(sheet, item))):
        sheet.doubt(Reason.DOUBTFUL)
    if item.text in _MISHAPS:
        item.role = Role.UNKNOWN


def _says_nothing(sheet: Sheet, item: Item) -> bool:
    """«Tối nay bác bận», «Tổ 19 gửi phường:»: a piece of its own without figures or names of them."""
    for piece in _pieces(sheet):
        if any(each is item for each in piece):
            return not any(each.role in FIGURES or each.role in MENTIONS for each in piece)
    return False


def _explains(sheet: Sheet, item: Item) -> bool:
    """«5 lượt vì loa hỏng», «loa hỏng nên được 5 lượt»: what went wrong is the reason of the figure."""
    for other in reversed([each for each in sheet.items if each.start < item.start]):
        if other.role in BREAKS:
            return False
        if other.text in REASONS_WHY or other.text in OPINIONS or other.text in ("do", "nên"):
            return True
    return False
