"""Words that say nothing of their own and yet may change the figures of a message."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from bot.reading.clauses import OPINIONS, REASONS_WHY, pieces_of, said_before
from bot.reading.items import FIGURES, MENTIONS, Item
from bot.reading.minding import Minding
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import (
    ASSOCIATIONS,
    CHILDREN,
    ELDERS,
    GROUPS,
    LEADING,
    OFFICES,
    OTHERS,
    POLITE,
    TURNING,
    Role,
)

_PARTICLES = frozenset({"ạ", "nhé", "nha", "nhá", "nghen", "ơi", "à"})
_PEOPLE = frozenset({"dân", "người dân", "bà con", "nhân dân"})
_POSTING = frozenset({"đăng", "đăng bài", "đăng tin", "đăng zalo", "gửi", "gửi zalo"})
_TURNING = _PEOPLE | TURNING | OFFICES | OTHERS | ASSOCIATIONS | LEADING | ELDERS | CHILDREN | {"cho"}
_SAID = frozenset({"nói", "kể", "nhắn"})
_HOW = frozenset({"thế nào", "như thế nào", "làm sao", "bao nhiêu"})
_ABOUT = frozenset({":", "là", "về", "chỉ", "chỉ có", "nói", "do", "cho là"})
_AT = frozenset({"ở", "tại"})
_ACTS = ("làm", "phát", "đăng", "gửi", "họp", "mở", "tổ chức", "hướng dẫn", "hỗ trợ")
_HELD = frozenset({"họp", "sinh hoạt", "tuyên truyền"})
_TOGETHER = frozenset({"phối hợp", "phối hợp với", "phối hợp cùng", "cùng", "với", "và", "mời"})
_MUCH = frozenset({"nhiều", "rất nhiều"})
_VERBS = frozenset({"phát", "đăng", "họp", "hướng dẫn", "hỗ trợ", "tuyên truyền", "sinh hoạt"})


def _mind_absent(sheet: Sheet) -> None:
    """«vang 12», «120 nguoi vang» may be «vắng»: those who did not come."""
    for at, item in enumerate(sheet.items):
        if item.role is Role.FILL and sheet.tokens[item.start].text == "vang":
            after = sheet.items[at + 1] if at + 1 < len(sheet.items) else None
            if at > 0 or (after is not None and after.role is Role.NUMBER):
                sheet.doubt(Reason.LOOK_ALIKE)


def _mind_fillers(sheet: Sheet) -> None:
    """Words that say nothing by themselves but may turn the figure beside them."""
    for piece in pieces_of(sheet.items):
        counts = any(item.role is Role.NUMBER and item.value != 0 for item in piece)
        if counts and any(_turns(piece, at) for at in range(len(piece))):
            sheet.doubt(Reason.DOUBTFUL)


def _turns(piece: Sequence[Item], at: int) -> bool:
    text = piece[at].text
    if piece[at].role is not Role.FILL or (at + 1 < len(piece) and piece[at + 1].text == ":"):
        # «bổ sung: 2 ý kiến» only announces
        return False
    if text == "nên" and any(item.role is Role.UNKNOWN for item in said_before(piece, at)):
        # «mưa to nên …» tells what came of it
        return False
    after_figure = at > 0 and piece[at - 1].role is Role.NUMBER
    before_figure = at + 1 < len(piece) and piece[at + 1].role is Role.NUMBER
    spoken_to = at + 1 == len(piece) or piece[at + 1].text in _PARTICLES
    alone = not any(item.text in _TOGETHER for item in piece[:at])
    held = at + 1 < len(piece) and piece[at + 1].text in _HELD and alone
    acts = at + 1 < len(piece) and piece[at + 1].text.startswith(_ACTS)
    return (
        text in TURNING
        or ((text in OFFICES or text in OTHERS) and (acts or held))
        or (text in ASSOCIATIONS and held)
        or (text in _PEOPLE and at + 1 < len(piece) and piece[at + 1].text in _POSTING)
        or (text in OFFICES and _heads(piece, at))
        # unaccented, «chợ»
        or (
            text == "cho"
            and piece[at - 1].role is Role.NOUN
            and all(i.text in POLITE for i in piece[at + 1 :])
        )
        or (text in LEADING and before_figure)
        or (text in ELDERS and after_figure)
        or (text in CHILDREN and after_figure and not spoken_to and any(i.role is Role.WORD for i in piece))
    )


def _heads(piece: Sequence[Item], at: int) -> bool:
    """Whether an office may be whose figures follow; «Phường Hòa: 2 buổi» heads a letter."""
    if at == 0 or piece[at - 1].text == ":":
        before_figures = takewhile(lambda item: item.role is not Role.NUMBER, piece[at:])
        return not any(item.text == ":" for item in before_figures)
    return piece[at - 1].role is Role.NOUN or piece[at - 1].text in _AT or piece[at - 1].text == "name"


def _mind_groups(sheet: Sheet) -> None:
    """«tổ 5 và tổ 6: 2 buổi»: of which?"""
    named = [item for item in sheet.items if item.role is Role.ASIDE and item.text in GROUPS]
    groups = {sheet.tokens[item.end - 1].text for item in named}
    if len(groups) > 1:
        sheet.doubt(Reason.DOUBTFUL)


def _mind_hearsay(sheet: Sheet) -> None:
    """«3 buổi, bà Lan nói»."""
    if any(before.text == "name" and item.text in _SAID for before, item in pairwise(sheet.items)):
        sheet.doubt(Reason.DOUBTFUL)


def _mind_ordinal(sheet: Sheet) -> None:
    """«số 2» and nothing else may be the second of something."""
    figures = [item for item in sheet.items if item.role in FIGURES]
    alone = len(figures) == 1 and not any(item.role in MENTIONS for item in sheet.items)
    if alone and any(item.text == "số" and item.end == figures[0].start for item in sheet.items):
        sheet.doubt(Reason.LOOK_ALIKE)


def _mind_per_meeting(sheet: Sheet) -> None:
    """«loa phát 2 lần 1 buổi»: at each meeting?"""
    for times, figure, noun in zip(sheet.items, sheet.items[1:], sheet.items[2:], strict=False):
        if times.text in ("lần", "lượt") and figure.value == 1 and noun.text == "buổi":
            sheet.doubt(Reason.RATE)


def _mind_verbs(sheet: Sheet) -> None:
    """«phát không» may ask whether, «không phát nữa» stops what was done before."""
    for piece in pieces_of(sheet.items):
        zeros = [at for at, item in enumerate(piece) if item.role is Role.ZERO]
        whether = any(
            at > 0
            and piece[at - 1].text in _VERBS
            and not piece[at].text.endswith(" có")
            and all(item.text in POLITE for item in piece[at + 1 :])
            for at in zeros
        )
        no_more = bool(zeros) and any(item.text == "nữa" for item in piece[zeros[0] :])
        if whether or no_more:
            sheet.doubt(Reason.NEGATION)
    if any(item.role is Role.VAGUE and item.text in _MUCH for item in sheet.items):
        # «nhiều lắm, không kể hết»
        sheet.doubt(Reason.NEGATION)


def _mind_topics(sheet: Sheet) -> None:
    """«1 phản ánh: loa phát 14 lượt», «họp 2 buổi vì 3 người»: what it was about, or a tally?"""
    about = counted = False
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
        counted = counted or before.role is Role.NUMBER
        if counted and before.text == "của" and item.role is Role.ASIDE and item.text in GROUPS:
            # «5 lượt, của tổ 6»
            sheet.doubt(Reason.DOUBTFUL)


def _mind_whether(sheet: Sheet) -> None:
    """«Họp chi bộ có tính là 1 buổi không em?»: asked, not reported."""
    for piece in pieces_of(sheet.items):
        asking = next((at for at, item in enumerate(piece) if item.text == "?"), 0)
        loud = [item for item in piece[:asking] if item.text not in POLITE]
        asks = bool(loud) and loud[-1].role is Role.ZERO and sheet.word(loud[-1]) in ("khong", "ko", "k")
        if asks and any(item.role is Role.NUMBER for item in loud):
            sheet.unclear(Reason.NO_FIGURE)


def _mind_how(sheet: Sheet) -> None:
    """«1 bài tính thế nào?»: asked, not reported."""
    if any(item.text == "?" for item in sheet.items):
        sheet.unclear(Reason.NO_FIGURE)


mind_words = Minding(
    (frozenset({"vâng"}), _mind_absent),
    (_TURNING, _mind_fillers),
    (frozenset({"số"}), _mind_ordinal),
    (_SAID, _mind_hearsay),
    (GROUPS, _mind_groups),
    (frozenset({"buổi"}), _mind_per_meeting),
    (frozenset({Role.ZERO}), _mind_verbs),
    (REASONS_WHY | OPINIONS | {"do", "của"}, _mind_topics),
    (_HOW, _mind_how),
    (frozenset({"?"}), _mind_whether),
)
"""Note what the small words of the message do to its figures. `marks`: its texts and roles."""
