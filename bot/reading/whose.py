"""Figures that may be somebody else's, of a day still to come, only asked for, or of each home."""

from collections.abc import Callable, Set
from itertools import pairwise

from bot.reading.clauses import BREAKS, OPINIONS, pieces_of
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import Role

_DAYS = frozenset({"thứ", "ngày"})
_HELPING = frozenset({"giúp", "dùm", "giùm"})
_SPEAKERS = frozenset({"bác", "tôi", "em", "chị", "anh", "chú", "cô", "ông", "bà", "tui", "mình"})
_ARRIVED = frozenset({"rồi", "đến", "tới", "hết"})
_NTH = frozenset({"lần", "lần thứ", "đợt", "đợt thứ"})
_DOORS = frozenset({"từng nhà", "từng hộ", "từng hộ dân", "từng gia đình"})
_AT_EACH_DOOR = 10
_RESIDENTS = frozenset({"tổ", "cả nhà", "tổ mình", "tổ tôi", "tổ em"})


def mind_whose(sheet: Sheet, marks: Set[str]) -> None:
    """Note what makes the figures uncertain in whose they are. `marks`: the message's texts and roles."""
    for triggers, mind in _MINDED:
        if not marks.isdisjoint(triggers):
            mind(sheet)


def _mind_days(sheet: Sheet) -> None:
    """«t7 này» is to come; «2 lượt từ thứ 2 đến thứ 6» may be of each day."""
    named = [item for item in sheet.items if item.role is Role.ASIDE and item.text in _DAYS]
    for before, item in pairwise(sheet.items):
        if before in named and item.text == "này":
            sheet.doubt(Reason.DOUBTFUL)
    spans = zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False)
    if any(a in named and b.text in ("đến", "tới", "-") and c in named for a, b, c in spans):
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
    for before, item in pairwise(sheet.items):
        if item.role in FIGURES:
            return
        if item.text == "name" and item.role is Role.ASIDE and before.text == "của":
            sheet.doubt(Reason.DOUBTFUL)


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
    for piece in pieces_of(sheet.items):
        loud = [item for item in piece if item.role in FIGURES or item.role in MENTIONS]
        people = len(loud) == 2 and loud[0].role is Role.NUMBER and bool(loud[1].codes & sheet.people)
        at = piece.index(loud[0]) if people else 0
        lives = at > 1 and piece[at - 1].text == "có" and piece[at - 2].text in _RESIDENTS
        if people and (lives or (at > 0 and piece[at - 1].text == "cả nhà")):
            sheet.doubt(Reason.DOUBTFUL)


def _mind_asked(sheet: Sheet) -> None:
    """«1 kiến nghị phát loa 2 lượt»: what an opinion asks for is no tally."""
    for piece in pieces_of(sheet.items):
        for at, item in enumerate(piece[:-1]):
            told = item.text in OPINIONS and at > 0 and piece[at - 1].role is Role.NUMBER
            asks = piece[at + 1].role is Role.WORD or piece[at + 1].text == "tổ"
            if told and asks and any(i.role is Role.NUMBER for i in piece[at + 1 :]):
                sheet.doubt(Reason.STRAINED)


_MINDED: tuple[tuple[frozenset[str], Callable[[Sheet], None]], ...] = (
    (_DAYS, _mind_days),
    (_HELPING | {"cho", "gửi cho"}, _mind_requests),
    (frozenset({"về"}), _mind_arrival),
    (frozenset({"name"}), _mind_owners),
    (_NTH, _mind_nth),
    (_DOORS, _mind_doors),
    (_RESIDENTS, _mind_residents),
    (OPINIONS, _mind_asked),
)
"""What to look at when the message has one of these texts."""
