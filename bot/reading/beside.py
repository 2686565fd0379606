"""Words right beside a figure that may make it a day, a place, a name, a range or a rate."""

from collections.abc import Sequence, Set
from itertools import pairwise

from bot.reading.clauses import OPINIONS
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.minding import Minding
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import ORDERED, PAST_DAYS, Role

_DAYTIMES = frozenset({"sáng", "chiều", "tối", "trưa", "đêm"})
_TIMES = frozenset({"thứ", "ngày", "mùng", "mồng", "hôm", "lúc", "hồi", "vào lúc"})
_PLACES = frozenset(
    {"tổ", "tổ dân phố", "tdp", "ngõ", "ngách", "hẻm", "kiệt", "khu", "khu phố", "xóm", "thôn", "cụm", "nhóm"}
    | {"đợt", "mức", "mức độ"}
)
_AND = frozenset({"và", "với", "cùng"})
_SCALES = frozenset({"chuc", "muoi", "tram", "nghin", "ngan"})
_NUMBERED = (
    "nhà",
    "nhà văn hóa",
    "nvh",
    "hội trường",
    "trường",
    " tổ",
    "khu dân cư",
    "khu phố",
    " thôn",
    " khu",
    " ấp",
    " khóm",
    " xóm",
    " tổ dân phố",
)
_HOUSES = frozenset({"số", "so", "day", "nha", "nhà"})
_LATELY = frozenset({"vừa rồi", "vừa qua", "này"})
_DAYS = PAST_DAYS | {"chủ nhật", "cn"}
_KIN = frozenset(
    {"co", "chu", "anh", "chi", "bac", "di", "ong", "o", "mu", "ma", "nha", "thay", "em", "cau", "mo", "ba"}
    | {"dan", "cho"}
)
_NAMES = frozenset({"ba", "hai", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"})


_ATTENDING = frozenset({"dự", "người dự", "lượt người dự", "tham dự"})
_BULLETINS = (" bài", " tin", " thông báo")
_APART = frozenset({Role.STOP, Role.PAUSE, Role.FILL})
_STOP = Item(Role.STOP, 0, 0)


def mind_beside(sheet: Sheet, marks: Set[str]) -> None:
    """Note what makes a figure uncertain in what it is. `marks`: the message's texts and roles."""
    _MINDED(sheet, marks)
    items = [_STOP, _STOP, *sheet.items, _STOP, _STOP]
    for at, figure in enumerate(items):
        if figure.role is Role.NUMBER:
            before, after = items[at - 1], items[at + 1]
            if _ends_range(sheet, before, items[at - 2], figure):
                sheet.unclear(Reason.VAGUE, figure)
            then = items[at + 2]
            if _may_be_number_of(sheet, before, figure, after, then) or _may_be_kin(
                sheet, before, figure, after
            ):
                sheet.doubt(Reason.LOOK_ALIKE)
    if sheet.asked is not None:
        _mind_rates(sheet, sheet.asked)


def _ends_range(sheet: Sheet, before: Item, first: Item, high: Item) -> bool:
    """«họp ba bốn mươi người», «5 6 chục», «hai, ba trăm»: thirty or forty, and no three meetings."""
    low = first if before.text == "," else before
    if low.role is not Role.NUMBER or not low.value or sheet.tokens[high.end - 1].word.bare not in _SCALES:
        return False
    tens = (low.value + 1, 7) if low.value == 5 else (low.value + 1,)
    return any(high.value == ten * scale for ten in tens for scale in (10, 100, 1000))


def _may_be_number_of(sheet: Sheet, before: Item, figure: Item, after: Item, then: Item) -> bool:
    """«họp nhà văn hóa 3», «phản ánh nhà 12», «phát bản tin 12», «số 2 phản ánh»: which one, or how many?"""
    if before.role is not Role.FILL and before.role is not Role.WORD:
        return False
    typed = sheet.tokens[before.start].text
    if after.text in OPINIONS and typed in _HOUSES:
        return True
    if before.role is Role.FILL:
        return after.role is not Role.NOUN and (typed == "nha" or before.text.endswith(_NUMBERED))
    bulletin = before.text.endswith(_BULLETINS) and not before.text.startswith("đăng")
    if bulletin and after.role is not Role.NOUN:
        return True
    counted = after.role is Role.NOUN and (after.text in ORDERED or then.role is not Role.NUMBER)
    return before.text.endswith(_NUMBERED) and figure.start == before.end and not counted


def _may_be_kin(sheet: Sheet, previous: Item, figure: Item, after: Item) -> bool:
    """«co ba phan anh», «nha ma ba 60 nguoi», unaccented: three, or Ba's?"""
    words = [sheet.tokens[at].text for at in range(figure.start, figure.end)]
    if (
        words == ["năm"]
        and after.role is not Role.NOUN
        and previous.role is Role.FILL
        and " " in previous.text
    ):
        # «họp tổng kết năm 50 người»
        return True
    if words[-1] not in _NAMES:
        return False
    before = sheet.tokens[figure.start - 1].text if figure.start else ""
    opinion = after.text in OPINIONS
    if len(words) > 1:
        return len(words) == 2 and words[0] == "ba" and opinion
    called = before in _KIN and (opinion or after.role in FIGURES)
    father = words == ["ba"] and after.role is Role.WORD and previous.role in _APART
    return called or father or (before == "dan" and after.role not in MENTIONS)


def _mind_daytime(sheet: Sheet) -> None:
    """«họp tối 5 được 90 người»: on the fifth, or five?"""
    items = [Item(Role.STOP, 0, 0), *sheet.items, Item(Role.STOP, 0, 0)]
    bare = [
        Item(Role.PART, part.start, figure.end)
        for before, part, figure, after in zip(items, items[1:], items[2:], items[3:], strict=False)
        if part.text in _DAYTIMES
        and figure.role is Role.NUMBER
        and after.role is not Role.NOUN
        and before.role is not Role.NOUN
    ]
    if len(bare) == 1:
        sheet.unclear(Reason.VAGUE, bare[0])
    parts = [item for item in sheet.items if item.text in _DAYTIMES]
    at_night = any(a.role is Role.NUMBER and b.text in _DAYTIMES for a, b in pairwise(sheet.items))
    if len(parts) == 1 and at_night:
        # «loa phát 5 sáng»: at five
        sheet.doubt(Reason.LOOK_ALIKE)


def _mind_listed(sheet: Sheet) -> None:
    """«thứ 3, 5», «ngõ 27 với 29», «ngày 12 15»: more of the same, or a figure?"""
    items = [*sheet.items, Item(Role.STOP, 0, 0), Item(Role.STOP, 0, 0)]
    single = sum(item.role is Role.NUMBER for item in items) == 1
    for at, item in enumerate(sheet.items):
        numbered = sheet.tokens[item.end - 1].kind == "digits" or item.text in _TIMES | _PLACES
        if item.role is not Role.ASIDE or not numbered:
            continue
        linked = items[at + 1].text in _AND or items[at + 1].text == ","
        figure, after = items[at + 1 + linked], items[at + 2 + linked]
        dated = any(sheet.tokens[n].text == "/" for n in range(item.start, item.end))
        if dated and _lists(items[max(at - 2, 0) : at]):
            sheet.doubt(Reason.LOOK_ALIKE)
        if figure.role is not Role.NUMBER or after.role in MENTIONS:
            continue
        if single and (item.text in _TIMES or not linked or items[at + 1].text in _AND):
            sheet.unclear(Reason.VAGUE, Item(Role.ASIDE, item.start, figure.end))
        else:
            sheet.doubt(Reason.LOOK_ALIKE)


def _lists(before: Sequence[Item]) -> bool:
    """«12 và 15/6», «12, 15/6»: the first of two days."""
    linked = bool(before) and (before[-1].text in _AND or before[-1].text == ",")
    figures = before[:-1] if linked else before
    return bool(figures) and figures[-1].role is Role.NUMBER


def _mind_moments(sheet: Sheet) -> None:
    """«8h 40», «12 vừa rồi»: a time, and no figure."""
    items = [*sheet.items, Item(Role.STOP, 0, 0), Item(Role.STOP, 0, 0)]
    for time, figure, after in zip(items, items[1:], items[2:], strict=False):
        hour = time.role is Role.ASIDE and sheet.tokens[time.end - 1].text in ("h", "g", "giờ", "gio")
        if hour and figure.role is Role.NUMBER and figure.start == time.end and after.role not in MENTIONS:
            sheet.unclear(Reason.VAGUE, figure)
        dated = time.role is Role.NUMBER and figure.text in _LATELY
        if dated or (time.text in _DAYS and figure.role is Role.NUMBER and after.role not in MENTIONS):
            # «12 vừa rồi», «họp chủ nhật 14»
            sheet.doubt(Reason.LOOK_ALIKE)


def _mind_hours(sheet: Sheet) -> None:
    """«đúng 5 là phát»: at five."""
    for figure, link, word in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if figure.role is Role.NUMBER and link.text == "là" and word.role is Role.WORD:
            sheet.doubt(Reason.DOUBTFUL)


def _mind_over(sheet: Sheet) -> None:
    """«90 người dư», «40 du»: over ninety, or who came?"""
    for before, item in pairwise([_STOP, *sheet.items]):
        typed = sheet.tokens[item.end - 1].text
        alone = item.end == item.start + 1
        over = item.text in _ATTENDING and (typed == "dư" or (typed == "du" and alone))
        if over and (before.role is Role.NUMBER or not alone):
            sheet.doubt(Reason.LOOK_ALIKE)


def _mind_months(sheet: Sheet) -> None:
    """«thang dang 20 tin», «quý họp 1 lần»: a month, a quarter."""
    for item, after in pairwise(sheet.items):
        if sheet.tokens[item.start].text == "thang" or (item.text == "quý" and after.role is Role.WORD):
            sheet.doubt(Reason.RATE)


def _mind_each(sheet: Sheet) -> None:
    """«moi nguoi 5», «2l ngay», unaccented: to each, each day."""
    for before, item in pairwise([_STOP, *sheet.items]):
        typed = sheet.tokens[item.start].text
        each = typed == "moi" and item.text == "mọi người"
        if each or (typed == "ngay" and item.text == "ngay" and before.role is Role.NOUN):
            sheet.doubt(Reason.RATE)


def _mind_rates(sheet: Sheet, asked: str) -> None:
    """«50 tờ một buổi», «14 lượt 7 buổi», «40 người 1 buổi» to another question than that about meetings."""
    items = [item for item in sheet.items if item.role is not Role.FILL]
    for figure, noun, times, unit in zip(items, items[1:], items[2:], items[3:], strict=False):
        counted = figure.role is times.role is Role.NUMBER and noun.role is unit.role is Role.NOUN
        held = "buổi" in (noun.text, unit.text) and asked not in sheet.parts
        held = held and asked in noun.codes | unit.codes
        if counted and held and (1 in (times.value, figure.value) or asked not in sheet.people):
            sheet.doubt(Reason.RATE)


_MINDED = Minding(
    (_DAYTIMES, _mind_daytime),
    (frozenset({Role.ASIDE}), _mind_listed),
    (_LATELY | _DAYS | {Role.ASIDE}, _mind_moments),
    (frozenset({"là"}), _mind_hours),
    (_ATTENDING, _mind_over),
    (frozenset({"thẳng", "quý"}), _mind_months),
    (frozenset({"mọi người", "ngay"}), _mind_each),
)
"""What to look at when the message has one of these texts or roles."""
