"""Clauses that count nothing, and words nobody knows: kept as remarks, or a reason to ask."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.clauses import EDITS, Clause
from bot.reading.items import FIGURES, Item, within
from bot.reading.numerals import is_number_word, sounds_numeric
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.spelling import is_syllable
from bot.reading.words import Role

_UNSETTLING = (
    *(Role.NO_ANSWER, Role.NOT, Role.SHARE, Role.VAGUE, Role.COMPARE, Role.EACH, Role.DAILY, Role.REST),
    *(Role.PLUS, Role.RANGE, *EDITS),
)
"""Words that, without a figure of their own, may change the figures beside their clause."""
_WORDS_OF_A_REMARK = 3
"""So many words that nobody knows make a remark, in which «nhiều» and «ít» are of something else."""
_TURNOUT = frozenset(
    {"đông", "rất đông", "khá đông", "đông đủ", "đông lắm", "đầy đủ", "nhiều", "rất nhiều", "ít"}
    | {"hơi ít", "khá ít", "ít người", "đông người", "ít người đến", "đông người đến"}
    | {"ít người dự", "đông người dự", "hơi ít người", "khá đông người", "nhiều người"}
    | {"rất nhiều người", "nhiều người hỏi", "nhiều người xem"}
)
_WEIGHING = frozenset({"thuc", "that", "hon", "kem", "dung"})


def read_words(sheet: Sheet, clause: Clause) -> None:
    """A clause without figures is a remark, unless its words would change a figure."""
    unknown = clause.having(Role.UNKNOWN)
    if clause.items[0].role is Role.REMARK:
        # «Khó khăn: thiếu loa», «Đề nghị cấp thêm tờ rơi»: announced, so its words change nothing.
        if clause.has(Role.EACH, Role.DAILY, Role.NO_ANSWER, Role.VAGUE):
            sheet.doubt(Reason.DOUBTFUL)
        _mind_foreign(sheet, unknown)
        sheet.draft.remarks.append((clause.start, clause.end))
        return
    uncounted = any(
        a.role is Role.VAGUE and b.role is Role.NOUN and a.end == b.start for a, b in pairwise(clause.items)
    )
    if uncounted and not unknown and not clause.has(Role.NO_ANSWER):
        sheet.unclear(Reason.VAGUE, clause)
        return
    mending = {a.start for a, b in pairwise(clause.items) if a.role in EDITS and b.role is Role.UNKNOWN}
    caused = any(item.text == "nên" for item in within(sheet.items, clause.start, clause.end))
    told = len(unknown) >= (1 if caused else _WORDS_OF_A_REMARK)
    told = told and not any(sheet.word(item) in _WEIGHING for item in unknown)
    unsettling = [i for i in clause.having(*_UNSETTLING) if not _comments(sheet, clause, i, told=told)]
    if any(item.start not in mending for item in unsettling):
        # «sửa đèn» mends a lamp, not a figure.
        sheet.doubt(Reason.DOUBTFUL)
    if any(is_number_word(sheet.tokens[item.start]) for item in unknown):
        sheet.doubt(Reason.DOUBTFUL)
    for word, noun in pairwise(clause.items):
        if (
            word.role is Role.UNKNOWN
            and noun.role is Role.NOUN
            and sounds_numeric(sheet.tokens[word.start].word)
        ):
            # «họp lăm buổi»
            sheet.unclear(Reason.VAGUE, word)
    if clause.mentions and not unknown:
        named = {item.codes for item in sheet.pairs}
        if all(any(codes <= mention.codes for codes in named) for mention in clause.mentions):
            # «3 kiến nghị, phản ánh», «1 buổi 40 người, họp ở nhà văn hóa», «200 tờ rơi, phát hết rồi»
            return
        sheet.doubt(Reason.NOT_UNDERSTOOD)
        sheet.puzzled(clause)
        return
    if within(sheet.items, clause.start, clause.start + 1)[0].text != "về":
        # «1 phản ánh về quán karaoke»: what it was about may have any word
        _mind_foreign(sheet, unknown)
    if unknown or clause.has(Role.NO_ANSWER, Role.VAGUE):
        sheet.draft.remarks.append((clause.start, clause.end))


def _comments(sheet: Sheet, clause: Clause, item: Item, *, told: bool) -> bool:
    """Words of amount in a clause of their own that say how it was, and change no figure."""
    if item.role is Role.VAGUE:
        return item.text in _TURNOUT and (told or not clause.mentions)
    return item.role is Role.COMPARE and not clause.mentions and (told or bool(sheet.pairs))


def mind_odd_words(sheet: Sheet, clause: Clause) -> None:
    """Words not known beside figures: shown, and the figures read back."""
    odd = clause.having(Role.UNKNOWN, Role.VAGUE, Role.REST, Role.NO_ANSWER, Role.NOT, Role.REMARK, *EDITS)
    if not odd:
        return
    sheet.doubt(Reason.NOT_UNDERSTOOD)
    for item in odd:
        sheet.puzzled(item)
    unknown = clause.having(Role.UNKNOWN)
    _mind_foreign(sheet, unknown)
    if (unknown or clause.has(Role.REMARK)) and not clause.mentions and not _comes_to(sheet, clause):
        # «5 con gà», «vắng 5»: what is counted is none of ours.
        sheet.unclear(Reason.NO_INDICATOR)
    spoilt = any(
        _spoils_number(sheet, clause, item) or _breaks_number(sheet, clause, item) for item in unknown
    )
    if spoilt or _amount_beside(clause):
        sheet.unclear(Reason.VAGUE)


def _comes_to(sheet: Sheet, clause: Clause) -> bool:
    """«đếm sổ ký tên được 62»: how the answer was found."""
    last = clause.items[-1]
    reached = any(item.text == "được" and item.end == last.start for item in sheet.items)
    return bool(sheet.asked) and len(clause.figures) == 1 and last.role is Role.NUMBER and reached


def _spoils_number(sheet: Sheet, clause: Clause, item: Item) -> bool:
    """«mốt trăm», «mưới hai»: words of numbers that make none."""
    token = sheet.tokens[item.start]
    beside = any(i.role is Role.NUMBER and item.start in (i.end, i.start - 1) for i in clause.items)
    return is_number_word(token) or (beside and sounds_numeric(token.word))


def _breaks_number(sheet: Sheet, clause: Clause, item: Item) -> bool:
    """«ba trăn tờ»: what stands between a number in words and its unit may be part of it."""
    before = any(
        i.role is Role.NUMBER and i.end == item.start and sheet.tokens[i.start].kind == "word"
        for i in clause.figures
    )
    return before and any(i.role is Role.NOUN and i.start == item.end for i in clause.mentions)


def _amount_beside(clause: Clause) -> bool:
    """«nhiều trăm», «không đông»."""
    return any(
        Role.VAGUE in (a.role, b.role) and (a.role in FIGURES or b.role in FIGURES) and a.end == b.start
        for a, b in pairwise(clause.items)
    )


def _mind_foreign(sheet: Sheet, unknown: Sequence[Item]) -> None:
    """What is no Vietnamese syllable is no remark either."""
    for item in unknown:
        token = sheet.tokens[item.start]
        if token.kind != "word" or not is_syllable(token.word.bare):
            sheet.doubt(Reason.NOT_UNDERSTOOD)
            sheet.puzzled(item)
