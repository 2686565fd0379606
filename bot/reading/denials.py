"""A zero or a «không có gì» that may be of less than what was asked: of one day, of more, of troubles."""

from collections.abc import Callable, Sequence, Set
from itertools import pairwise, takewhile

from bot.reading.clauses import pieces_of
from bot.reading.items import Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import PAST_DAYS, Role

_ONE_DAY = PAST_DAYS | {"hồi sáng", "thứ", "sáng"}
_MORE = frozenset({"thêm", "nữa"})
_DENYING = frozenset({Role.NOTHING, Role.ZERO})


def mind_denials(sheet: Sheet, marks: Set[str]) -> None:
    """Note what a denial may be of. `marks`: the message's texts and roles."""
    if marks.isdisjoint(_DENYING):
        return
    for piece in pieces_of(sheet.items):
        if any(item.role in _DENYING for item in piece) and any(narrow(piece) for narrow in _NARROW):
            sheet.doubt(Reason.NEGATION)


def _of_one_day(piece: Sequence[Item]) -> bool:
    """«hôm nay không có gì»: one day without is no week without."""
    if any(item.role is Role.NUMBER for item in piece):
        return False
    before = takewhile(lambda item: item.role not in _DENYING, piece)
    return any(item.text in _ONE_DAY for item in before)


def _of_more(piece: Sequence[Item]) -> bool:
    """«không có gì thêm», «không thêm»: no more than before."""
    denied = [at for at, item in enumerate(piece) if item.role in _DENYING]
    return any(item.text in _MORE for item in piece[denied[0] + 1 :])


def _of_troubles(piece: Sequence[Item]) -> bool:
    """«không có gì vướng mắc», «không hoạt động gì ngoài họp»."""
    return any(
        before.role is Role.NOTHING and (item.role is Role.REMARK or item.text == "ngoài")
        for before, item in pairwise(piece)
    )


def _of_a_system(piece: Sequence[Item]) -> bool:
    """«zalo không hoạt động» is out of order."""
    return any(
        before.role is Role.WORD and item.role is Role.NOTHING and item.text == "không hoạt động"
        for before, item in pairwise(piece)
    )


_NARROW: tuple[Callable[[Sequence[Item]], bool], ...] = (_of_one_day, _of_more, _of_troubles, _of_a_system)
