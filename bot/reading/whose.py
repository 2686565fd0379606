"""Figures that may be somebody else's, of a day still to come, only asked for, or of each home."""

from itertools import pairwise

from bot.reading.clauses import BREAKS, OPINIONS, pieces_of
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.minding import Minding
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import PAST_DAYS, Role

_DAYS = frozenset({"thứ", "ngày"})
_HELPING = frozenset({"giúp", "dùm", "giùm"})
_SPEAKERS = frozenset({"bác", "tôi", "em", "chị", "anh", "chú", "cô", "ông", "bà", "tui", "mình"})
_ARRIVED = frozenset({"rồi", "đến", "tới", "hết"})
_NTH = frozenset({"lần", "lần thứ", "đợt", "đợt thứ"})
_DOORS = frozenset({"từng nhà", "từng hộ", "từng hộ dân", "từng gia đình"})
_CALLING = frozenset({"vận động", "mời", "báo"})
_AT_ALL = frozenset({"cả", "hết", "được", "đủ"})
_AT_EACH_DOOR = 10
_AREAS = frozenset({"khu", "khu phố", "khu dân cư", "thôn", "ấp", "khóm"})
_LIVING = frozenset(
    {
        "tổ",
        "tổ em",
        "tổ mình",
        "tổ tôi",
        "tổ tui",
        "tổ bác",
        "tổ chú",
        "toàn khu",
        "toàn tổ",
        "nhà",
        "nhà em",
        "tổ phó",
    }
)
_RESIDENTS = frozenset({"tổ", "cả nhà", "tổ mình", "tổ tôi", "tổ em"})


def _mind_days(sheet: Sheet) -> None:
    """«t7 này» is to come; «2 lượt từ thứ 2 đến thứ 6» may be of each day."""
    named = [item for item in sheet.items if item.role is Role.ASIDE and item.text in _DAYS]
    for before, item in pairwise(sheet.items):
        if before in named and item.text == "này":
            sheet.doubt(Reason.DOUBTFUL)
    spans = zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False)
    days = [item for item in named if all(sheet.tokens[n].text != "/" for n in range(item.start, item.end))]
    if any(a in days and b.text in ("đến", "tới", "-") and c in days for a, b, c in spans):
        sheet.doubt(Reason.RATE)


def _mind_requests(sheet: Sheet) -> None:
    """«đăng giúp bác 5 tin», «cho bác 200 tờ»: asked for, not done."""
    items = [Item(Role.STOP, 0, 0), *sheet.items, Item(Role.STOP, 0, 0)]
    for done, word, whom, figure in zip(items, items[1:], items[2:], items[3:], strict=False):
        counted = figure.role is Role.NUMBER or whom.role is Role.NUMBER
        helping = word.text in _HELPING and done.role is Role.WORD and counted
        given = word.text in ("cho", "gửi cho") and done.role in (*BREAKS, Role.FILL, Role.ASIDE)
        asks = helping or (given and figure.role is Role.NUMBER and done.text not in ("ghi", "nhập"))
        if asks and (whom.text in _SPEAKERS or whom.role is Role.NUMBER):
            sheet.doubt(Reason.DOUBTFUL)


def _mind_arrival(sheet: Sheet) -> None:
    """«200 tờ về rồi»: brought, not yet given out."""
    triples = zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False)
    if any(a.role is Role.NOUN and b.text == "về" and c.text in _ARRIVED for a, b, c in triples):
        sheet.doubt(Reason.DOUBTFUL)


def _mind_owners(sheet: Sheet) -> None:
    """«số của chị Hoa 3 buổi», «tổ chị Hoa họp 3 buổi»."""
    said = ""
    for before, item in pairwise(sheet.items):
        if item.role in FIGURES:
            return
        # «1 ý kiến của bà Hoa» is one all the same.
        if item.text == "name" and item.role is Role.ASIDE and before.text == "của" and said not in OPINIONS:
            sheet.doubt(Reason.DOUBTFUL)
        said = before.text


def _mind_nth(sheet: Sheet) -> None:
    """«họp lần 2 có 40 người dự»: of the second only."""
    nth = any(item.role is Role.ASIDE and item.text in _NTH for item in sheet.items)
    figures = [item for item in sheet.items if item.role is Role.NUMBER]
    if nth and len(figures) == 1 and any(i.codes and i.codes <= sheet.people for i in sheet.items):
        sheet.doubt(Reason.DOUBTFUL)


def _mind_doors(sheet: Sheet) -> None:
    """«phát từng nhà 2 tờ», «2 tờ rơi, phát đến từng hộ»: to each."""
    for piece in pieces_of(sheet.items):
        here = any(item.text in _DOORS for item in piece)
        for figure, noun in pairwise([*piece, Item(Role.STOP, 0, 0)]):
            few = figure.role is Role.NUMBER and 0 < (figure.value or 0) <= _AT_EACH_DOOR
            if few and (here or noun.text.startswith(("tờ", "bản"))):
                sheet.doubt(Reason.RATE)


def _mind_residents(sheet: Sheet) -> None:
    """«tổ có 120 người», «cả nhà 5 người»: all who live there, or those who came?"""
    held = any(item.codes & sheet.parts.keys() - sheet.people for item in sheet.items)
    for piece in pieces_of(sheet.items):
        loud = [item for item in piece if item.role in FIGURES or item.role in MENTIONS]
        people = len(loud) == 2 and loud[0].role is Role.NUMBER and bool(loud[1].codes & sheet.people)
        at = piece.index(loud[0]) if people else 0
        lives = at > 1 and piece[at - 1].text == "có" and piece[at - 2].text in _RESIDENTS
        if people and (lives or (at > 0 and piece[at - 1].text == "cả nhà")):
            sheet.doubt(Reason.DOUBTFUL)
        area = people and len(piece) == at + 2
        if area and any(i.text in _AREAS or (held and i.text in _LIVING) for i in piece[:at]):
            # «khu em 230 người», «tổ em 420 người, họp 1 buổi»
            sheet.doubt(Reason.DOUBTFUL)


def _mind_one_of_several(sheet: Sheet) -> None:
    """«họp 2 buổi, tối qua 48 người»: at one of them only."""
    several = any(
        item.role is Role.NOUN
        and item.codes & sheet.parts.keys()
        and before.role is Role.NUMBER
        and before.value != 1
        for before, item in pairwise(sheet.items)
    )
    for piece in pieces_of(sheet.items) if several else ():
        people = any(item.role is Role.NOUN and item.codes & sheet.people for item in piece)
        whole = any(item.codes & sheet.parts.keys() for item in piece)
        on_a_day = any(
            item.text in PAST_DAYS
            or item.text == "chủ nhật"
            or (item.role is Role.ASIDE and item.text in _DAYS)
            for item in piece
        )
        if people and on_a_day and not whole:
            sheet.doubt(Reason.DOUBTFUL)


def _mind_under_way(sheet: Sheet) -> None:
    """«đang phát 60 tờ rơi», «60 tờ rơi đang phát»: not done yet."""
    loud = [item for item in sheet.items if item.text != "đi"]
    for under_way, word in pairwise(loud):
        if under_way.text == "đang" and word.role is Role.WORD:
            sheet.doubt(Reason.DOUBTFUL)


def _mind_called(sheet: Sheet) -> None:
    """«vận động 30 người đi họp»: called to come."""
    for called, figure, noun in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if called.text in _CALLING and figure.role is Role.NUMBER and noun.codes & sheet.people:
            sheet.doubt(Reason.DOUBTFUL)


def _mind_listeners(sheet: Sheet) -> None:
    """«loa 6 lượt, 300 người nghe»: of the loudspeaker; «nghe loa 2 lượt»."""
    held = any(item.codes & sheet.parts.keys() and item.role in MENTIONS for item in sheet.items)
    loud = next((item.start for item in sheet.items if item.text.startswith("loa")), len(sheet.tokens))
    heard = any(i.text == "người nghe" and i.role is Role.WORD and i.start > loud for i in sheet.items)
    if heard and not held:
        sheet.doubt(Reason.STRAINED)
    if any(a.text == "nghe" and b.text.startswith("loa") for a, b in pairwise(sheet.items)):
        sheet.doubt(Reason.DOUBTFUL)


def _mind_at_all(sheet: Sheet) -> None:
    """«48 người dự cả 2 buổi»: at each of them?"""
    items = sheet.items
    for who, link, figure, noun in zip(items, items[1:], items[2:], items[3:], strict=False):
        several = figure.role is Role.NUMBER and noun.codes & sheet.parts.keys()
        if who.codes & sheet.people and link.text in _AT_ALL and several:
            sheet.doubt(Reason.RATE)


def _mind_asked(sheet: Sheet) -> None:
    """«1 kiến nghị phát loa 2 lượt»: what an opinion asks for is no tally."""
    for piece in pieces_of(sheet.items):
        for at, item in enumerate(piece[:-1]):
            told = item.text in OPINIONS and at > 0 and piece[at - 1].role is Role.NUMBER
            asks = piece[at + 1].role is Role.WORD or piece[at + 1].text == "tổ"
            if told and asks and any(i.role is Role.NUMBER for i in piece[at + 1 :]):
                sheet.doubt(Reason.STRAINED)


mind_whose = Minding(
    (_DAYS, _mind_days),
    (_HELPING | {"cho", "gửi cho"}, _mind_requests),
    (frozenset({"về"}), _mind_arrival),
    (frozenset({"name"}), _mind_owners),
    (_NTH, _mind_nth),
    (_DOORS, _mind_doors),
    (_RESIDENTS | _AREAS | _LIVING, _mind_residents),
    (OPINIONS, _mind_asked),
    (PAST_DAYS | _DAYS | {"chủ nhật"}, _mind_one_of_several),
    (frozenset({"đang"}), _mind_under_way),
    (_CALLING, _mind_called),
    (frozenset({"nghe", "người nghe"}), _mind_listeners),
    (_AT_ALL, _mind_at_all),
)
"""Note what makes the figures uncertain in whose they are. `marks`: the message's texts and roles."""
