"""Names of people: «bác Năm», «Trần Đình Sáu», «em là Ba»."""

from bot.reading.clauses import OPINIONS
from bot.reading.digits import Doubt
from bot.reading.items import Item
from bot.reading.lexicon import Meaning
from bot.reading.look import Look
from bot.reading.numerals import is_number_word
from bot.reading.words import Role

_SAID = frozenset({Role.NOUN, Role.WORD, Role.ZERO, Role.NOTHING, Role.SAME, Role.REST})
"""Roles of a word with a capital that is more than a name: «em Họp 2 buổi»."""
_CALLING = frozenset({"ơi", "oi", "đây", "day"})
_NAMES_BEFORE = 2
_TENS = frozenset({"muoi", "chuc", "tram", "nghin", "ngan", "trieu", "ty"})


def titled(look: Look, meaning: Meaning, at: int, end: int) -> Item | None:
    """«bác Năm», «ông Tư», «chị bảy»: a number word after a title is a name unless it counts."""
    token = look.token(end)
    if token is None or token.kind != "word" or _is_rank(look, end):
        # «đồng chí Thượng tá …»: the name comes later
        return None
    # «co Ba» in an accented message is no «cô Ba».
    as_spelt = look.tokens[at].word == meaning.words[0]
    if token.capital and not look.shouts and (as_spelt or not look.accented):
        # «chị Lan» beside words with marks is no «lần».
        bare = look.accented and not token.word.marked
        known = not (is_number_word(token) or bare) and any(
            m.role in _SAID and (not look.accented or m.words[0] == token.word) for m in look.meanings(end)
        )
        return Item(Role.ASIDE, at, end + 1, doubt=Doubt.LOOK_ALIKE if known else None, text="name")
    if not is_number_word(token) or token.word.bare in ("khong", "ko"):
        return None
    number = look.number(end)
    last = number.end if number else end + 1
    after = look.token(last)
    if any(known.text in OPINIONS for known in look.meanings(last)):
        # «chị ba phản ánh»
        return Item(Role.ASIDE, at, end + 1, doubt=Doubt.LOOK_ALIKE, text="name")
    if after is not None and (after.kind == "digits" or look.noun_at(last)):
        return None
    return Item(Role.ASIDE, at, end + 1, text="name")


def _is_rank(look: Look, at: int) -> bool:
    return any(meaning.role is Role.TITLE and " " in meaning.text for meaning in look.meanings(at))


def is_name(look: Look, at: int) -> bool:
    """«Sáu Nghĩa», «Ba Đình»: a numeral and a word nobody knows, both with a capital."""
    token, after = look.tokens[at], look.token(at + 1)
    if look.shouts or not (token.capital and is_number_word(token) and after is not None and after.capital):
        return False
    return after.kind == "word" and not is_number_word(after) and not look.meanings(at + 1)


def ends_name(look: Look, at: int) -> Item | None:
    """«Trần Đình Sáu»: the last of several words with capitals that the form does not know."""
    if look.shouts or not look.tokens[at].capital or look.noun_at(at + 1):
        return None
    before: list[Item] = []
    for item in reversed(look.items):
        known = item.role is not Role.UNKNOWN and item.text != "name" and item.role is not Role.FILL
        if known or not look.tokens[item.end - 1].capital:
            break
        before.append(item)
    if sum(item.end - item.start for item in before) < _NAMES_BEFORE:
        return None
    for item in before:
        item.role, item.text = Role.ASIDE, "name"
    return Item(Role.ASIDE, at, at + 1, text="name")


def may_be_name(look: Look, at: int, end: int) -> bool:
    """«em là Ba», «hai ơi», «Loa 9, người báo: Ba»."""
    after = look.token(end)
    if after is not None and after.text in _CALLING:
        return True
    if not look.tokens[at].capital or look.shouts:
        return False
    announced = bool(look.items) and look.items[-1].text == ":" and not _counts_in_digits(look)
    return not (announced or look.last_role() in (Role.STOP, Role.PAUSE) or look.noun_at(end))


def _counts_in_digits(look: Look) -> bool:
    return any(item.role is Role.NUMBER and look.tokens[item.start].kind == "digits" for item in look.items)


def may_be_grandmother(look: Look, at: int, end: int) -> bool:
    """«ba tam nhe», bà Tám; «ba tam nguoi» are 38."""
    typed = look.tokens[at:end]
    unmarked = not any(token.word.marked for token in typed)
    bare = len(typed) == 2 and typed[0].text == "ba" and typed[1].text not in _TENS and unmarked
    return bare and look.opens() and not look.noun_at(end)
