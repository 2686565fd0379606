"""The message as a whole: each figure gets its one indicator, the rest nothing."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import OPINIONS
from bot.reading.items import FIGURES, NO_CODES, Item
from bot.reading.pairing import COUNTER, Pair
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.totals import multiply, reached, total
from bot.reading.words import ORDERED, POLITE, Role

_EMPHATIC = frozenset({"nào", "hết", "hết cả"})
_MINE = frozenset({"ý kiến", "góp ý"})
"""«không có ý kiến gì» may be the reporter's own."""
OF_ALL = frozenset({"tuyên truyền"})
"""«không có hoạt động tuyên truyền nào»: no meeting, or nothing at all?"""
_OWNED = frozenset({"loa", "loa đài", "loa phường", "zalo", "nhóm zalo"})
"""What a group may not have at all."""
_UNTIL_NOW = frozenset({"bây giờ", "giờ", "hiện", "hiện tại", "hiện nay"})
_GUIDES = frozenset({"hướng dẫn", "hỗ trợ"})
_MAY_BE_GUIDES = _GUIDES | {"đăng ký"}
_COUNTING = frozenset({"số", "tổng số", "tổng"})
_MANY_POSTS = 50
_MANY_MEETINGS = 8
_LIKE_THE_FORM = 4
"""So many named figures may follow the form's order."""
_Placed = list[tuple[str, Pair]]


def settle(sheet: Sheet) -> None:
    """Enter the sheet's pairs and rates into its draft."""
    bare = [item for item in sheet.pairs if not item.codes and item.figure.role in FIGURES]
    answers = frozenset({sheet.asked}) if sheet.asked and len(bare) == 1 else NO_CODES
    known = answers | sheet.draft.values.keys()
    placed = _place_named(sheet, [item for item in sheet.pairs if item.codes], known)
    nothing = [item.figure for item in sheet.pairs if item.figure.role in (Role.NOTHING, Role.REST)]
    if _is_whole_zero(sheet, bare):
        nothing = [_whole_zero(sheet, bare[0].figure)]
    elif bare:
        _place_bare(sheet, bare, placed)
    _mind_question(sheet, placed)
    _mind_ordinals(sheet, placed)
    _add_up(sheet, placed)
    multiply(sheet)
    _mind_numbered(sheet, placed)
    for figure in nothing:
        _enter_nothing(sheet, figure, others=bool(placed))


# which figure is whose


def _place_named(sheet: Sheet, named: Sequence[Pair], certain: frozenset[str]) -> _Placed:
    """What one indicator is named for first; the same words always mean the same indicator."""
    placed: _Placed = []
    certain |= frozenset(code for item in named if len(item.codes) == 1 for code in item.codes)
    chosen: dict[frozenset[str], str | None] = {}
    placed.extend(_placed_in_order(sheet, named))
    named = [item for item in named if all(item is not other for _, other in placed)]
    for item in sorted(named, key=lambda each: len(each.codes)):
        if item.codes not in chosen:
            chosen[item.codes] = (
                reached(sheet, item)
                or sheet.one(item.codes, certain)
                or (_attending(sheet, item) if len(sheet.pairs) > 1 and not sheet.asked else None)
            )
        code = chosen[item.codes]
        if code is None:
            sheet.two_possible(item.codes - certain or item.codes, item.figure)
        else:
            certain |= {code}
            placed.append((code, item))
    return placed


def _attending(sheet: Sheet, item: Pair) -> str | None:
    """«11 lượt loa, 64 lượt người»: those who attended, to be read back."""
    attending = item.codes & NO_CODES.union(*sheet.parts.values())
    if len(attending) != 1 or all(mention.text != "lượt người" for mention in item.mentions):
        return None
    sheet.doubt(Reason.STRAINED)
    return next(iter(attending))


def _placed_in_order(sheet: Sheet, named: Sequence[Pair]) -> _Placed:
    """«2 buổi, 75 người, 14 lượt loa, 3 tin, 6 người»: the form's order tells two of the same name apart."""
    shared = [item for item in named if len(item.codes) > 1]
    if len(shared) > 1 and len(named) == len(sheet.question.codes):
        in_turn = sorted(named, key=lambda each: each.figure.start)
        whole = list(zip(sheet.question.codes, in_turn, strict=True))
        if all(code in item.codes for code, item in whole):
            # «2 buổi, 85 người, 14 lượt, 5 tin, 6 người, 200 tờ, 1 ý kiến»
            sheet.doubt(Reason.STRAINED)
            return whole
    if len(named) < _LIKE_THE_FORM or len(shared) != 2 or shared[0].codes != shared[1].codes:
        return []
    order = [code for code in sheet.question.codes if code in shared[0].codes]
    if len(order) != len(shared):
        return []
    placed = list(zip(order, shared, strict=True))
    codes = {item.figure.start: code for code, item in placed}
    codes |= {item.figure.start: next(iter(item.codes)) for item in named if len(item.codes) == 1}
    said = [codes[start] for start in sorted(codes)]
    if (
        said != sorted(set(said), key=sheet.question.codes.index)
        or abs(said.index(order[0]) - said.index(order[1])) < 2
    ):
        return []
    sheet.doubt(Reason.STRAINED)
    return placed


def _is_whole_zero(sheet: Sheet, bare: Sequence[Pair]) -> bool:
    alone = len(bare) == len(sheet.pairs) == 1 and not sheet.rates
    return alone and bare[0].figure.value == 0 and not sheet.asked and len(sheet.question.codes) > 1


def _whole_zero(sheet: Sheet, figure: Item) -> Item:
    """«không», «tất cả 0» to the whole form: read back; «chưa» is no answer yet."""
    sheet.doubt(Reason.NEGATION)
    if sheet.word(figure) == "chua":
        sheet.unclear(Reason.NO_FIGURE)
    return Item(Role.REST, figure.start, figure.end, value=0)


def _place_bare(sheet: Sheet, bare: Sequence[Pair], placed: _Placed) -> None:
    """A bare figure answers the question put; among named ones it may stand at its place in the form."""
    codes, asked = sheet.question.codes, sheet.asked
    denied = [(code, item) for code, item in placed if code == asked and item.figure.role is Role.ZERO]
    if denied and len(bare) == 1 and bare[0].figure.value:
        # «mười hai, mà bữa chủ nhật không phát»
        placed[:] = [each for each in placed if each not in denied]
        sheet.doubt(Reason.NEGATION)
    taken = {code for code, _ in placed}
    zeros = all(item.figure.role is Role.ZERO for item in bare)
    if zeros and asked in taken and not any(item.figure.value for code, item in placed if code == asked):
        # «Không. Tuần này tổ không đăng tin nào»
        sheet.draft.merged.extend((item.figure.start, item.figure.end) for item in bare)
        return
    if zeros and len(bare) > 1 and asked and asked not in taken:
        # «không ai hỏi nên không có»
        sheet.doubt(Reason.NEGATION)
        sheet.draft.merged.extend((item.figure.start, item.figure.end) for item in bare[1:])
        bare = bare[:1]
    if zeros and placed and not asked and all(_is_of_others(sheet, item.figure) for item in bare):
        sheet.doubt(Reason.NEGATION)
        for item in bare:
            sheet.puzzled(item.figure)
        return
    if len(bare) == 1 and (len(codes) == 1 or (asked and asked not in taken)):
        placed.append((asked or codes[0], bare[0]))
        if taken:
            sheet.doubt(Reason.STRAINED)
        return
    figures = sorted([*bare, *(item for _, item in placed)], key=lambda each: each.figure.start)
    by_start = {item.figure.start: code for code, item in placed}
    in_order = list(zip(figures, codes, strict=False))
    if (
        placed
        and len(figures) == len(codes)
        and all(by_start.get(p.figure.start, c) == c for p, c in in_order)
    ):
        placed.extend((code, item) for item, code in in_order if not item.codes)
        sheet.doubt(Reason.SHIFTED)
        return
    sheet.unclear(Reason.NO_INDICATOR)
    for item in bare:
        sheet.puzzled(item.figure)


def _is_of_others(sheet: Sheet, zero: Item) -> bool:
    """«hòa giải không có»: beside figures of the form, a zero of something that it does not ask."""
    return any(i.end == zero.start and i.role is Role.FILL and i.text not in POLITE for i in sheet.items)


def _mind_question(sheet: Sheet, placed: _Placed) -> None:
    """An answer to another question than the one put, or a lone «không có …» to all, is read back."""
    asked = sheet.asked
    if asked and placed and all(code != asked for code, _ in placed):
        # «không có loa» to the question about meetings may be what hindered them.
        zero = all(item.figure.value == 0 for _, item in placed)
        if zero or not all(_says_which(item) for _, item in placed):
            sheet.doubt(Reason.NEGATION if zero else Reason.STRAINED)
    if not asked and len(sheet.pairs) == 1 and placed and placed[0][1].figure.role is Role.ZERO:
        item = placed[0][1]
        # «không có ai phản ánh» is nobody's at all
        nobody = item.figure.end > 0 and sheet.tokens[item.figure.end - 1].word.bare == "ai"
        plainly = nobody or any(each.text in _EMPHATIC for each in sheet.items)
        own = not nobody and any(mention.text in _MINE for mention in item.mentions)
        several = len({mention.text for mention in item.mentions}) > 1
        if (
            item.mentions
            and item.mentions[0].start > item.figure.start
            and (own or not plainly or all(mention.text in OF_ALL for mention in item.mentions))
            and not several
        ):
            sheet.doubt(Reason.NEGATION)


def _says_which(item: Pair) -> bool:
    """«loa 14 lượt» names its indicator first; «7 tờ» may be a slip in the unit."""
    return _has_unit(item) and any(m.start < item.figure.start and len(m.text) > 1 for m in item.mentions)


def _has_unit(item: Pair) -> bool:
    return any(m.role is Role.NOUN and m.start >= item.figure.end for m in item.mentions)


def _has_noun(item: Pair) -> bool:
    return not item.mentions or any(m.role is not Role.WORD for m in item.mentions)


def _mind_ordinals(sheet: Sheet, placed: _Placed) -> None:
    """«họp buổi 2 có 40 người»: a lone number behind its noun may count it off."""
    if len(placed) > 1 and not any(m.start >= i.figure.end for _, i in placed for m in i.mentions):
        # «buổi 2 - người 60 - loa 7»: every name stands before its figure
        return
    behind = [
        mention
        for _, item in placed
        for mention in item.mentions
        if mention.text in ORDERED and mention.end == item.figure.start and not _has_unit(item)
    ]
    if len(behind) == 1 and not any(i.end == behind[0].start and i.text in _COUNTING for i in sheet.items):
        sheet.doubt(Reason.STRAINED)


# figures of one indicator, nothing


def _add_up(sheet: Sheet, placed: _Placed) -> None:
    """Enter each indicator's figure, or what its several figures make together."""
    by_code: dict[str, list[Pair]] = {}
    counted = any(item.figure.value for _, item in placed)
    for code, item in placed:
        many = (item.figure.value or 0) > _MANY_POSTS and not _has_unit(item)
        if many and any(m.text == "nhóm zalo" for m in item.mentions):
            # «nhóm zalo 120»: its members?
            sheet.doubt(Reason.STRAINED)
        by_code.setdefault(code, []).append(item)
        if item.strained and code != sheet.asked:
            sheet.doubt(Reason.STRAINED)
        if item.figure.role is Role.ZERO and _negates(sheet, item, code, counted=counted):
            sheet.doubt(Reason.NEGATION)
        if code in sheet.parts and (item.figure.value or 0) >= _MANY_MEETINGS and not _has_noun(item):
            # «họp 14, 45 người»: on the fourteenth?
            sheet.doubt(Reason.LOOK_ALIKE)
        if _may_be_guides(sheet, item, alone=len(placed) == 1):
            sheet.doubt(Reason.STRAINED)
    for code, all_items in by_code.items():
        items = _without_zeros(sheet, all_items)
        figures = [item.figure for item in items]
        # «0, 3 sửa»: corrected, and said once more
        corrected = code in sheet.draft.values
        if len(items) == 1 and not corrected:
            sheet.put(code, figures[0])
            continue
        if not corrected and all(figure.value == 0 for figure in figures):
            # «không có phản ánh, không có kiến nghị»
            sheet.put(code, figures[0])
            sheet.draft.merged.extend((figure.start, figure.end) for figure in figures[1:])
            continue
        whole = None if corrected else total(sheet, items)
        if whole is None:
            for figure in figures:
                sheet.unclear(Reason.CONTRADICTION, figure)
        else:
            sheet.merge(code, whole, *figures)
            sheet.doubt(Reason.SUM)


def _mind_numbered(sheet: Sheet, placed: _Placed) -> None:
    """«mục 3: 21» and nothing else is the figure of that question, whatever is recorded."""
    if len(placed) == 1:
        code, item = placed[0]
        if item.mentions and all(m.role is Role.MARK and m.text != COUNTER for m in item.mentions):
            sheet.draft.corrected.add(code)


def _may_be_guides(sheet: Sheet, item: Pair, *, alone: bool) -> bool:
    """«2 người hướng dẫn», and nothing else, may be those who guided; «120 người đăng ký» mean to come."""
    if not any(mention.text in _MAY_BE_GUIDES for mention in item.mentions):
        return False
    went = [each.end for each in sheet.items if each.text == "đi"]
    if any(m.text in _GUIDES and m.start in went and m.start > item.figure.end for m in item.mentions):
        # «5 người đi hướng dẫn»
        return True
    return any(
        noun.text.endswith("người")
        and ((alone and word.text in _GUIDES) or (word.text == "đăng ký" and word is item.mentions[-1]))
        and noun.end == word.start
        for noun, word in pairwise(item.mentions)
    )


def _without_zeros(sheet: Sheet, items: list[Pair]) -> list[Pair]:
    """«một số hộ chưa cài …, hướng dẫn 8 người»: a không beside a figure of the same is none of its own."""
    counted = [item for item in items if item.figure.role is not Role.ZERO]
    if not counted or len(counted) == len(items):
        return items
    sheet.doubt(Reason.NEGATION)
    return counted


def _negates(sheet: Sheet, item: Pair, code: str, *, counted: bool) -> bool:
    """«chưa», or a «không» right before what may be done («không họp»), save as an answer about it.

    `counted`: there are figures beside it, so that «không phát tờ rơi» is one more of them.
    """
    figure, word = item.figure, sheet.word(item.figure)
    own = {mention.start for mention in item.mentions}
    if any(i.start == figure.end and i.role is Role.WORD and i.start not in own for i in sheet.items):
        # «họp không loa 7»: no meeting, or no broadcast?
        return True
    if word in ("no", "mo", "dau"):
        # «nỏ họp», «mô có họp»
        return True
    alone = sheet.tokens[figure.end - 1].word.bare != "co"
    if code == sheet.asked:
        owned = any(mention.text in _OWNED and mention.start == figure.end for mention in item.mentions)
        not_yet = word == "chua" and any(each.text in _UNTIL_NOW for each in sheet.items)
        # «chưa đăng tin nào» is none; «chưa đăng tin» may be not yet
        none = any(each.text == "nào" and each.start > figure.start for each in sheet.items)
        return owned or not_yet or (word == "chua" and figure.end == figure.start + 1 and not none)
    first = all(mention.start > figure.start for mention in item.mentions)
    nobody = sheet.tokens[figure.end - 1].word.bare == "ai"
    not_yet = word == "chua" and (alone or not counted or not first)
    return (
        not_yet
        or word in ("chang", "cha")
        or any(nobody and m.start == figure.end and m.text not in OPINIONS for m in item.mentions)
        or any(
            alone and mention.role is Role.WORD and mention.start == figure.end and not (counted and first)
            for mention in item.mentions
        )
    )


def _enter_nothing(sheet: Sheet, figure: Item, others: bool) -> None:
    """Nothing to report: for the question put, or for all that is neither said nor recorded."""
    draft, question = sheet.draft, sheet.question
    if question.asked and figure.role is Role.NOTHING and not others:
        sheet.merge(question.asked, 0, figure)
        return
    beside = others or bool(question.prev)
    if (figure.role is Role.NOTHING) == beside:
        # «không có gì» beside figures, or «còn lại không» with nothing before it, is odd.
        sheet.doubt(Reason.NEGATION)
    rest = [code for code in question.codes if code not in draft.values and code not in question.prev]
    draft.merged.append((figure.start, figure.end))
    for code in rest or (() if others else question.codes):
        if code not in draft.as_last_week:
            draft.put(code, 0, "nothing_to_report")
