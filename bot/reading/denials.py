"""A zero or a «không có gì» that may be of less than what was asked: of one day, of more, of troubles."""

from collections.abc import Callable, Sequence, Set
from itertools import pairwise, takewhile

from bot.reading.clauses import REASONS_WHY, pieces_of
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import PAST_DAYS, POLITE, Role

_ONE_DAY = PAST_DAYS | {"hồi sáng", "thứ", "sáng"}
_MORE = frozenset({"thêm", "nữa"})
_WRITERS = frozenset({"tôi", "tui", "bác", "mình", "em", "chị", "anh", "cô", "chú", "ông", "bà"})
_PLAINLY = frozenset({"không", "ko", "k"})
_WHOLLY = frozenset({"hết", "xong", "được", "đúng", "lên", "do"})
_SOMEBODY = frozenset({"tổ phó", "bí thư", "phường", "công an", "ủy ban", "mặt trận"})
_OF_ANY = POLITE | {"nào", "gì", "ai", "cả", "hết", "được", "tuần này", "trong tuần", "luôn", "tổ"}
_BUT_SOME = frozenset({"xong", "ghi", "được", "ghi là"})
_HAPPENED = frozenset({"vua", "chi", "moi"})
_MOVING = frozenset({"đi", "đến", "tới", "họp", "dự"})
_WHY = REASONS_WHY | {"do", "nên"}
_ANY = frozenset({"nào", "gì", "ai"})
_BUT = frozenset({"mà", "chỉ", "chỉ có"})
_DENYING = frozenset({Role.NOTHING, Role.ZERO})


def mind_denials(sheet: Sheet, marks: Set[str]) -> None:
    """Note what a denial may be of. `marks`: the message's texts and roles."""
    if marks.isdisjoint(_DENYING):
        return
    pieces = pieces_of(sheet.items)
    for piece in pieces:
        if any(item.role in _DENYING for item in piece) and any(narrow(piece) for narrow in _NARROW):
            sheet.doubt(Reason.NEGATION)
    if sheet.asked and any(_took_place(sheet, sheet.asked, piece) for piece in pieces):
        sheet.doubt(Reason.NEGATION)


def _took_place(sheet: Sheet, asked: str, piece: Sequence[Item]) -> bool:
    """«không, vừa họp chủ nhật rồi», «không phát, chỉ đọc loa tay»: something did."""
    told = any(asked in item.codes for item in piece) and sheet.word(piece[0]) in _HAPPENED
    return told and not any(item.role in FIGURES for item in piece)


def _of_one_day(piece: Sequence[Item]) -> bool:
    """«hôm nay không có gì»: one day without is no week without."""
    if any(item.role is Role.NUMBER for item in piece):
        return False
    before = takewhile(lambda item: item.role not in _DENYING, piece)
    return any(item.text in _ONE_DAY for item in before) or any(item.text in PAST_DAYS for item in piece)


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


def _of_the_writer(piece: Sequence[Item]) -> bool:
    """«tôi không dự», «bác không phát»: the writer did not."""
    triples = zip(piece, piece[1:], piece[2:], strict=False)
    return any(
        who.text in _WRITERS and item.role is Role.ZERO and item.text == "không" and done.role is Role.WORD
        for who, item, done in triples
    )


def _of_the_whole(piece: Sequence[Item]) -> bool:
    """«không phát hết», «không xong», «không được»: not all of it, or not at all?"""
    nobody = any(item.role is Role.ZERO and item.text.endswith(" ai") for item in piece)
    if nobody and any(a.role is Role.WORD and b.text in ("hết", "đủ") for a, b in pairwise(piece)):
        # «không ai dự hết»
        return True
    said = [item for item in piece if item.text not in POLITE]
    if any(item.text == "không được" and item.role is Role.ZERO for item in said[-1:]):
        return True
    denied = [at for at, item in enumerate(piece) if item.role is Role.ZERO and item.text in _PLAINLY]
    after = [item.text for item in piece[denied[0] + 1 :] if item.role not in MENTIONS] if denied else []
    return bool(after) and after[0] in _WHOLLY and _ANY.isdisjoint(after)


def _of_the_other(piece: Sequence[Item]) -> bool:
    """«không phản ánh mà kiến nghị», «không có đơn, chỉ nói miệng»: but something else."""
    denied = [at for at, item in enumerate(piece) if item.role is Role.ZERO]
    return bool(denied) and any(item.text in _BUT for item in piece[denied[0] + 1 : -1])


def _of_a_part(piece: Sequence[Item]) -> bool:
    """«không phát chủ nhật», «không họp ở nhà văn hóa», «tổ phó không họp»: some, or somebody else, did."""
    denied = [at for at, item in enumerate(piece) if item.role is Role.ZERO]
    if not denied or any(item.role is Role.NUMBER for item in piece):
        return False
    after = takewhile(lambda item: item.text not in _WHY, piece[denied[0] + 1 :])
    limits = [item for item in after if item.role not in MENTIONS]
    others = [item for item in piece[: denied[0]] if item.role is Role.FILL]
    some = any(a.text.endswith("nào") and b.text in _BUT_SOME for a, b in pairwise(piece))
    should = denied[0] + 1 < len(piece) and piece[denied[0] + 1].text == "nên"
    limited = any(item.text not in _OF_ANY for item in limits)
    return some or should or limited or any(item.text in _SOMEBODY for item in others)


def _of_the_others(piece: Sequence[Item]) -> bool:
    """«42 người, còn lại không đi», «các loa còn lại không»: other people, other loudspeakers."""
    rest = next((at for at, item in enumerate(piece) if item.role is Role.REST), None)
    if rest is None:
        return False
    owned = rest > 0 and piece[rest - 1].role is Role.WORD
    denied = next((at for at, item in enumerate(piece) if at > rest and item.role is Role.ZERO), len(piece))
    return owned or any(item.text in _MOVING for item in piece[denied + 1 :])


def _of_belief(piece: Sequence[Item]) -> bool:
    """«không tin thì thôi» believes nothing."""
    return _ANY.isdisjoint([item.text for item in piece]) and any(
        before.text == "không" and before.role is Role.ZERO and item.text == "tin"
        for before, item in pairwise(piece)
    )


def _of_those_who_listen(piece: Sequence[Item]) -> bool:
    """«phát không ai nghe»: it was broadcast."""
    return any(
        before.role is Role.WORD and item.role is Role.ZERO and item.text.endswith(" ai")
        for before, item in pairwise(piece)
    )


_NARROW: tuple[Callable[[Sequence[Item]], bool], ...] = (
    *(
        _of_one_day,
        _of_more,
        _of_troubles,
        _of_a_system,
        _of_the_writer,
        _of_the_whole,
        _of_the_other,
        _of_a_part,
    ),
    *(_of_belief, _of_the_others, _of_those_who_listen),
)
