"""Figures of something else: absent people, other weeks, other places, lists counted off.

They are shown as not understood, and the rest of the message is read back.
"""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import EDITS, OPINIONS, pieces_of
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.minding import Minding
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.told_totals import add_kinds
from bot.reading.words import ELDERS, Role

_LACKING = frozenset(
    {"thiếu", "thừa", "hụt", "vắng", "vắng mặt", "hỏng", "mất", "nghỉ", "còn dư", "còn thừa"}
)
_AWAY = frozenset({"nghỉ", "vắng", "vắng mặt", "đi vắng"})
_CALLED_OFF = frozenset({"hoãn", "bị hoãn", "hoãn lại"})
_TURNED = frozenset({"(", "nhưng"})
_PLANNED = frozenset({"sẽ", "sắp", "định", "dự định", "dự kiến"})
_AMONG = frozenset({"trong đó", "trong đó có"})
_SUPPLIED = frozenset(
    {"nhận", "nhận được", "nhận về", "tiếp nhận", "được cấp", "được giao", "được phát", "đưa", "giao", "lĩnh"}
    | {
        "phường giao",
        "phường cấp",
        "phường phát",
        "phường đưa",
        "cấp cho",
        "phường cấp cho",
        "phường phát cho",
    }
)
_ELSEWHERE = frozenset({"facebook", "fb", "fanpage", "youtube", "tiktok"})


def _set_aside(sheet: Sheet, piece: Sequence[Item]) -> None:
    for item in piece:
        if item.role is Role.NUMBER:
            item.role = Role.ASIDE
            sheet.puzzled(item)
        elif item.role is Role.NOUN:
            item.role = Role.FILL
    sheet.doubt(Reason.DOUBTFUL)


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


def _mind_excused(sheet: Sheet) -> None:
    """«35 người dự, có 2 cụ ốm xin nghỉ», «50 người, có 3 người chưa có căn cước»: some of them, or away."""
    numbers = sum(item.role is Role.NUMBER for item in sheet.items)
    for piece in pieces_of(sheet.items):
        people = any(
            figure.role is Role.NUMBER and who.role is Role.NOUN and who.codes & sheet.people
            for figure, who in pairwise(piece)
        )
        counted = [item for item in piece if item.role is Role.NUMBER]
        lacks = any(item.role is Role.ZERO and sheet.word(item) == "chua" for item in piece)
        away = lacks or any(item.text in _AWAY for item in piece)
        away = away and not any(item.role is Role.WORD for item in piece)
        if people and away and len(counted) == 1 < numbers:
            _set_aside(sheet, piece)
            for item in piece:
                item.role = Role.FILL if item.role is Role.ZERO else item.role


def _is_to_come(week: Item) -> bool:
    return week.text.endswith((" sau", " tới", " kế")) or week.text == "sang tuần"


def _mind_to_come(sheet: Sheet) -> None:
    """«dự kiến tuần sau họp 2 buổi»: no figures of this week."""
    for piece in pieces_of(sheet.items):
        planned = piece[0].role is Role.REST or any(item.text in _PLANNED for item in piece)
        for at, item in enumerate(piece):
            if item.text == "tuần sau họp" or (item.role is Role.WEEK and _is_to_come(item)):
                _set_aside(sheet, piece if planned else piece[at:])


def _mind_talk_of_times(sheet: Sheet) -> None:
    """«Năm nay nắng sớm, mới tháng 4 mà ve đã kêu. …»: words about the weather name no week."""
    for piece in pieces_of(sheet.items):
        telling = any(item.role in (Role.UNKNOWN, Role.VAGUE) for item in piece)
        if telling and not any(item.role in FIGURES or item.role in MENTIONS for item in piece):
            for item in piece:
                if item.role is Role.WEEK and item.text in ("năm nay", "tháng"):
                    item.role = Role.ASIDE


def _mind_called_off(sheet: Sheet) -> None:
    """«định họp 2 buổi mà mưa nên hoãn hết», «định họp 2 buổi mà chưa họp»: what of it was held?"""
    figures = [item for item in sheet.items if item.role is Role.NUMBER]
    turned = any(item.text in _TURNED or item.role in EDITS for item in sheet.items)
    called_off = any(item.text in _CALLED_OFF for item in sheet.items)
    not_yet = any(item.role is Role.ZERO and sheet.word(item) == "chua" for item in sheet.items)
    if len(figures) == 1 and not turned and (called_off or not_yet):
        sheet.unclear(Reason.VAGUE, figures[0])


def _mind_elsewhere(sheet: Sheet) -> None:
    """«facebook 3 bài, zalo 2 bài»: posts in another place than the one asked about."""
    for piece in pieces_of(sheet.items):
        if any(item.text in _ELSEWHERE for item in piece) and not any(i.role is Role.WORD for i in piece):
            _set_aside(sheet, piece)


def _mind_among(sheet: Sheet) -> None:
    """«7 lượt, trong đó có 3 cụ»: some of those counted before."""
    counted = False
    items = sheet.items
    for at, item in enumerate(items):
        counted = counted or bool(item.role is Role.NOUN and item.codes & sheet.people)
        if item.text in _AMONG and counted:
            piece = pieces_of(items[at:])[0]
            if not any(i.role is Role.WORD for i in piece):
                _set_aside(sheet, [i for i in piece if i.role is not Role.NOUN or i.codes & sheet.people])


def _mind_enumerated(sheet: Sheet) -> None:
    """«một là ngập, hai là rác»: counted off, and no figures."""
    heads = [
        item
        for piece in pieces_of(sheet.items)
        for item, after in pairwise(
            [i for i in piece if i.role not in (Role.FILL, Role.ASIDE) or i.text == "là"]
        )
        if after.text == "là" and [i.role for i in piece].count(Role.NUMBER) == 1
    ]
    counted = [item for item in heads if item.role is Role.NUMBER and sheet.tokens[item.start].kind == "word"]
    if len(counted) > 1 and [item.value for item in counted] == list(range(1, len(counted) + 1)):
        for item in counted:
            item.role = Role.ASIDE


def _mind_listed(sheet: Sheet) -> None:
    """«2 ý kiến: 1. rác 2. đèn», «hai ý kiến: một về rác, một về nước»: what they were, told off."""
    numbers = [at for at, item in enumerate(sheet.items) if item.role is Role.NUMBER]
    for at, item in enumerate(sheet.items):
        if item.text not in OPINIONS or at - 1 not in numbers:
            continue
        told = [after for after in numbers if after > at]
        values = [sheet.items[after].value for after in told]
        count = sheet.items[at - 1].value or 0
        named = any(each.role in MENTIONS for each in sheet.items[at + 1 :])
        told_off = values == list(range(1, count + 1)) or sum(value or 0 for value in values) == count
        if count > 1 and not named and told_off:
            for after in told:
                sheet.items[after].role = Role.ASIDE


def _mind_complaining(sheet: Sheet) -> None:
    """«1 đ/c phản ánh loa to», «2 hộ có ý kiến»: so many opinions, from so many."""
    for piece in pieces_of(sheet.items):
        items = [item for item in piece if item.text != "có"]
        for at, (figure, who, said) in enumerate(zip(items, items[1:], items[2:], strict=False)):
            people = who.text in ELDERS or who.role in (Role.SHARE, Role.THING) or who.codes & sheet.people
            counted = figure.role is Role.NUMBER and figure.end == who.start and said.text in OPINIONS
            if counted and people and not any(item.role in FIGURES for item in items[at + 3 :]):
                who.role = Role.FILL
                sheet.doubt(Reason.STRAINED)
        for said, of, figure, who in zip(piece, piece[1:], piece[2:], piece[3:], strict=False):
            if said.text in OPINIONS and of.text == "của" and figure.role is Role.NUMBER:
                # «1 đơn kiến nghị của 23 hộ»: whose it is
                figure.role = Role.ASIDE
                who.role = Role.ASIDE if who.role in (Role.THING, Role.SHARE, Role.NOUN) else who.role


def _mind_members(sheet: Sheet) -> None:
    """«nhóm có 210 người, đăng 4 tin»: those who read it."""
    for piece in pieces_of(sheet.items):
        at = next((n for n, item in enumerate(piece) if item.role is Role.NUMBER), 0)
        people = (
            at + 1 < len(piece) and piece[at + 1].text.endswith("người") and piece[at + 1].role is Role.NOUN
        )
        group = any("nhom" in _bare_words(sheet, item) for item in piece[:at])
        held = group and (piece[at - 1].text == "có" or "nhom" in _bare_words(sheet, piece[at - 1]))
        if at > 0 and people and held:
            _set_aside(sheet, piece)


def _bare_words(sheet: Sheet, item: Item) -> list[str]:
    return [sheet.tokens[at].word.bare for at in range(item.start, item.end)]


def _mind_count(sheet: Sheet) -> None:
    """«6 số: 2 40 14 …» says how many figures there are."""
    for figure, word, sign in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if figure.role is Role.NUMBER and word.text == "số" and sign.text == ":":
            _set_aside(sheet, [figure])


def _mind_supplies(sheet: Sheet) -> None:
    """«nhận 300 tờ, phát được 240»: what came to the group is no tally, what it gave out is."""
    items = [
        item for item in sheet.items if item.role not in (Role.FILL, Role.PAUSE) or item.text in _SUPPLIED
    ]
    for head, figure in pairwise(items):
        if head.text not in _SUPPLIED or figure.role is not Role.NUMBER:
            continue
        noun = next((i for i in items if i.start == figure.end and i.role is Role.NOUN), None)
        came = noun.codes if noun is not None else frozenset({sheet.asked} if sheet.asked else ())
        for done, given in pairwise(items):
            given_out = done.role is Role.WORD and done.codes & came and done.start >= figure.end
            if given_out and given.role is Role.NUMBER and (given.value or 0) <= (figure.value or 0):
                head.role, done.codes = Role.FILL, done.codes & came
                _set_aside(sheet, [figure, *([noun] if noun is not None else [])])
                break


set_aside_others = Minding(
    (frozenset({Role.WEEK, "tuần sau họp"}), _mind_to_come),
    (frozenset({"năm nay", "tháng"}), _mind_talk_of_times),
    (frozenset({Role.SHARE}), add_kinds),
    (_SUPPLIED, _mind_supplies),
    (_LACKING, _mind_lacking),
    (_AWAY | {Role.ZERO}, _mind_excused),
    (_CALLED_OFF | _PLANNED, _mind_called_off),
    (_ELSEWHERE, _mind_elsewhere),
    (_AMONG, _mind_among),
    (frozenset({"là"}), _mind_enumerated),
    (OPINIONS, _mind_listed),
    (OPINIONS, _mind_complaining),
    (frozenset({"có", "nhóm zalo", Role.UNKNOWN}), _mind_members),
    (frozenset({"số"}), _mind_count),
)
"""Take the figures that are none of this report's out of it. `marks`: the message's texts and roles."""
