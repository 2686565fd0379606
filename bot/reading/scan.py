"""From tokens to items: each piece of a message with what it does."""

from collections.abc import Iterator, Sequence

from bot.reading import asides
from bot.reading.clauses import BOUNDS
from bot.reading.digits import Doubt
from bot.reading.fits import fitted
from bot.reading.items import MENTIONS, Item
from bot.reading.lexicon import Meaning
from bot.reading.look import Look
from bot.reading.misspelt import misspelt, misspelt_phrase
from bot.reading.names import ends_name, is_name, may_be_grandmother, may_be_name
from bot.reading.numbers import Number, read_number
from bot.reading.numerals import LOOK_ALIKES, SUFFIXES, is_number_word
from bot.reading.signs import sign
from bot.reading.spelling import FOREIGN
from bot.reading.tokens import Token
from bot.reading.words import POLITE, Role

_STUCK = (Role.NOUN, Role.WORD, Role.UNIT, Role.SHARE, Role.THING)
_PLACES = frozenset(
    {"tổ", "tổ dân phố", "tdp", "khu", "khu phố", "khu dân cư", "thôn", "nhà văn hóa", "phường"}
)
_DAYTIMES = frozenset({Role.PART, Role.ASIDE})
_LIST_LETTERS = frozenset("abcdđeg")
_ABOUT = frozenset({"về", "phổ biến", "triển khai", "lồng ghép"})
_NUMERALS_BEFORE_UNIT = frozenset({"bay", "nam", "sau"})
_HOTLINE = "1022"
"""The number that people of a city call with questions and complaints."""


def scan(look: Look) -> list[Item]:
    """The items of the message, one after another."""
    at = 0
    while at < len(look.tokens):
        item = _item(look, at)
        if (
            item.role in _DAYTIMES
            and {item.role, look.last_role()} == _DAYTIMES
            and look.items[-1].text != "name"
        ):
            # «5h30 sáng», «tối 12/6»: no part of a sum
            for part in (item, look.items[-1]):
                part.role = Role.FILL if part.role is Role.PART else part.role
        look.items.append(item)
        at = item.end
    return look.items


def _item(look: Look, at: int) -> Item:
    kind = look.tokens[at].kind
    if kind == "digits":
        return _digits(look, at)
    if kind == "word":
        return _word(look, at)
    return Item(Role.STOP, at, at + 1) if kind == "line" else sign(look, at)


# digits


def _digits(look: Look, at: int) -> Item:
    if span := asides.span(look, at) or asides.year(look, at):
        return span
    number = look.number(at)
    if number is None:
        return Item(Role.UNKNOWN, at, at + 1)
    if look.tokens[at].text == _HOTLINE and look.last_role() is not Role.STOP and not look.noun_at(at + 1):
        return Item(Role.ASIDE, at, at + 1, doubt=Doubt.LOOK_ALIKE)
    if _stuck_to_word(look, at):
        return Item(Role.NUMBER, at, number.end, doubt=Doubt.VAGUE)
    item = Item(Role.NUMBER, at, number.end, value=number.value, doubt=number.doubt)
    if _is_short_million(look, item):
        digits = read_number(look.tokens[: at + 1], at)
        labelled = look.last_role() in (Role.NOUN, Role.WORD) and look.begins_number(at + 2)
        doubt = None if labelled else Doubt.UNUSUAL
        item = Item(Role.NUMBER, at, at + 1, value=digits.value if digits else None, doubt=doubt)
    if _odd_tail(look, item.end):
        return Item(Role.NUMBER, at, item.end + 1, doubt=Doubt.VAGUE)
    return item


def _is_short_million(look: Look, item: Item) -> bool:
    """«50tr» beside other figures is fifty of what is shortened «tr», not fifty million."""
    if item.end != item.start + 2 or len(look.tokens) == 2:
        return False
    named = any(meaning.role in (Role.NOUN, Role.WORD) for meaning in look.meanings(item.end))
    if named or asides.is_money(look.token(item.end)):
        return False
    return look.tokens[item.end - 1].text in look.lexicon.short


def _stuck_to_word(look: Look, at: int) -> bool:
    """Digits written on to a word that names no indicator: O7, B4."""
    token = look.tokens[at]
    stuck = token.glued and at > 0 and look.tokens[at - 1].kind == "word"
    return stuck and look.last_role() not in (Role.NOUN, Role.WORD)


def _odd_tail(look: Look, at: int) -> bool:
    """Letters written on to digits that are no unit: 1e5, 0x10, 12o."""
    token = look.token(at)
    if token is None or token.kind != "word" or not token.glued or look.tokens[at - 1].kind != "digits":
        return False
    if token.text in look.lexicon.short:
        return False
    return len(token.text) < 2 or not any(meaning.role in _STUCK for meaning in look.meanings(at))


# words


def _word(look: Look, at: int) -> Item:
    token = look.tokens[at]
    if found := _special(look, at):
        return found
    number = look.number(at)
    for end, meanings, strained in _phrases(look, at):
        goes_on = number is not None and number.end > end
        if number and number.end >= end and not _means_other(look, at, end, meanings, goes_on=goes_on):
            break
        if _takes_from_number(look, at, end):
            continue
        for meaning in meanings:
            if item := fitted(look, meaning, at, end):
                if item.role is Role.WORD and _is_topic(look):
                    item.role = Role.FILL
                    # «1 buổi về VNeID 5 người»: five who came, or who were shown?
                    item.doubt = Doubt.LOOK_ALIKE if look.after_figure() and look.begins_number(end) else None
                if strained or _may_be_number(look, item, token) or _may_be_thing(look, item, meanings):
                    item.doubt = item.doubt or Doubt.LOOK_ALIKE
                return item
    if number and number.end == at + 1 and (name := ends_name(look, at)):
        return name
    if number and number.value is None and number.end == at + 1 and _counts_nothing(look, at):
        return Item(Role.UNKNOWN, at, at + 1)
    return _numeral(look, at, number) if number else _unknown(look, at)


def _numeral(look: Look, at: int, number: Number) -> Item:
    """The number in words; what stands around it takes away some of its doubts, or adds one."""
    if at > 0 and look.tokens[at - 1].text == FOREIGN:
        # «½ nghìn»
        return Item(Role.NUMBER, at, number.end, doubt=Doubt.VAGUE)
    doubt = number.doubt
    if doubt is Doubt.FOUR or (doubt is Doubt.PAIRED and look.opens()):
        doubt = None if _closes(look, number.end) else doubt
    if doubt is Doubt.LOOK_ALIKE and _is_whole_answer(look, at, number.end):
        doubt = None
    if doubt is None and (may_be_name(look, at, number.end) or may_be_grandmother(look, at, number.end)):
        doubt = Doubt.LOOK_ALIKE
    return Item(Role.NUMBER, at, number.end, value=number.value, doubt=doubt)


def _is_topic(look: Look) -> bool:
    """«tuyên truyền về VNeID», «100 tờ rơi về dịch vụ công»: what a thing just named was about."""
    behind = reversed(look.items)
    if look.last_role() is not Role.FILL:
        return bool(look.items) and look.items[-1].text == "tuyên truyền" and look.after_figure()
    # Words of a topic keep their codes.
    about = next((item for item in behind if not (item.role is Role.FILL and item.codes)), None)
    named = next((item for item in behind if item.role is not Role.FILL), None)
    return about is not None and about.text in _ABOUT and named is not None and named.role in MENTIONS


def _special(look: Look, at: int) -> Item | None:
    """What is not made of the lexicon's phrases."""
    token = look.tokens[at]
    found = None
    if len(token.text) == 1:
        found = (
            _letters_a_line(look, at)
            or asides.paper(look, at)
            or asides.weekday(look, at)
            or asides.alley(look, at)
        )
    if found is None and token.text in asides.LINK_HEADS:
        found = asides.link(look, at)
    if found is None and token.text in look.lexicon.short:
        found = _short(look, at)
    if found is None and token.capital and is_name(look, at):
        return Item(Role.ASIDE, at, at + 2, text="name")
    return found


def _unknown(look: Look, at: int) -> Item:
    token, before = look.tokens[at], look.items[-1].text if look.items else ""
    if token.capital and not look.shouts and (before == "name" or before in _PLACES):
        return Item(Role.ASIDE, at, at + 1, text="name")
    if token.text == "x" and look.begins_number(at + 1):
        if any(item.role is Role.DAILY for item in look.items) and _counts_days(look, at + 1):
            # «2 lượt/ngày x 7 ngày»
            return Item(Role.FILL, at, at + 1)
        if look.after_something_counted():
            return Item(Role.EACH, at, at + 1)
    if (
        token.text == "ngày"
        and look.last_role() in (Role.STOP, Role.PAUSE, Role.WORD)
        and look.names_at(at + 1)
    ):
        # «ngày loa phát 2 lượt»
        return Item(Role.DAILY, at, at + 1)
    return misspelt(look, at) or misspelt_phrase(look, at) or Item(Role.UNKNOWN, at, at + 1)


def _counts_days(look: Look, at: int) -> bool:
    number = look.number(at)
    after = look.token(number.end) if number is not None else None
    return after is not None and after.word.bare == "ngay"


def _counts_nothing(look: Look, at: int) -> bool:
    """«không nhớ mấy người», «mấy bé nhỏ»: no amount is told."""
    after = look.token(at + 1)
    told = after is not None and after.kind == "word" and not look.meanings(at + 1)
    return look.tokens[at].word.bare == "may" and (told or look.last_role() is Role.NO_ANSWER)


def _closes(look: Look, at: int) -> bool:
    """Whether a number ends there for certain: before a unit, a mark, a courtesy or nothing."""
    token = look.token(at)
    return (
        token is None
        or token.kind != "word"
        or look.noun_at(at)
        or any(meaning.role is Role.FILL and meaning.text in POLITE for meaning in look.meanings(at))
    )


def _is_whole_answer(look: Look, at: int, end: int) -> bool:
    """«bay luot», «nam buoi nhe»: with its unit and no other word they are numerals and nothing else."""
    if at > 0 or end > 1 or look.tokens[at].text not in _NUMERALS_BEFORE_UNIT or not look.noun_at(end):
        return False
    rest = range(end + 1, len(look.tokens))
    return all(any(meaning.text in POLITE for meaning in look.meanings(after)) for after in rest)


def _takes_from_number(look: Look, at: int, end: int) -> bool:
    """«mot buoi sau muoi nguoi»: sáu mươi, and not «buổi sau»."""
    if end - at < 2 or look.tokens[end - 1].text != "sau":
        return False
    number = look.number(end - 1)
    return number is not None and number.end > end


def _letters_a_line(look: Look, at: int) -> Item | None:
    """«a) 2 buổi»: the letter counts the lines off."""
    closing = look.token(at + 1)
    if look.tokens[at].text not in _LIST_LETTERS or closing is None or closing.text != ")":
        return None
    opens = look.last_role() in (Role.STOP, Role.PAUSE) and closing.glued
    return Item(Role.STOP, at, at + 2) if opens else None


def _short(look: Look, at: int) -> Item | None:
    """An abbreviation of an indicator («2b», «loa 7l», «hd: 5»); alone it may be anything."""
    token, before, after = look.tokens[at], look.tokens[at - 1] if at else None, look.token(at + 1)
    codes = look.lexicon.short[token.text]
    digits_after = after is not None and after.kind == "digits"
    loud = next((item for item in reversed(look.items) if item.role is not Role.FILL), None)
    named = loud is not None and look.after_figure() and bool(loud.codes & codes)
    beside = digits_after or (before is not None and before.kind == "digits") or named
    beside = beside or look.after_number() or look.last_role() is Role.ZERO
    changed = any(meaning.role is Role.ADD for meaning in look.meanings(at + 1))
    if not (beside or changed or (after is not None and after.text in (":", "=", "không", "ko", "k"))):
        return None
    if look.after_number():
        # «hd 5 tr 100» goes on by names before their figures.
        named = len(look.items) > 1 and look.items[-2].role in (Role.WORD, Role.NOUN)
        goes_on = digits_after and named and not token.glued
        if token.text in SUFFIXES and not goes_on:
            look.items[-1].doubt = Doubt.UNUSUAL
        # «150t» alone may be anything, «tờ rơi 150t» is plain.
        doubt = (
            Doubt.UNUSUAL if len(token.text) == 1 < len(codes) and not _named_before(look, codes) else None
        )
        return Item(Role.NOUN, at, at + 1, codes, doubt=doubt, text=token.text)
    if len(token.text) == 1 and digits_after and after is not None and after.glued:
        # «l4» may be fourteen.
        if token.capital or (look.last_role() is Role.WORD and look.items[-1].codes <= codes):
            return Item(Role.NUMBER, at, at + 2, doubt=Doubt.VAGUE)
        doubt = Doubt.UNUSUAL if len(after.text) == 1 else None
        return Item(Role.WORD, at, at + 1, codes, doubt=doubt, text=token.text)
    return Item(Role.WORD, at, at + 1, codes, text=token.text)


def _named_before(look: Look, codes: frozenset[str]) -> bool:
    """Whether the figure just read has a word before it that tells which of the indicators is meant."""
    before = look.items[-2] if len(look.items) > 1 else None
    return before is not None and before.role in MENTIONS and len(before.codes & codes) == 1


def _phrases(look: Look, at: int) -> Iterator[tuple[int, Sequence[Meaning], bool]]:
    """The phrases there, longest first; the last word is given back where it labels a number («họp tổ 2»)."""
    token = look.tokens[at]
    strained = False
    for end, found in look.phrases(at):
        exactly = end == at + 1 and token.word.marked and is_number_word(token)
        meanings = [m for m in found if m.words[0] == token.word] if exactly else found
        following = look.token(end)
        if (
            end > at + 1
            and following is not None
            and following.kind == "digits"
            and not look.noun_at(end + 1)
        ):
            own = any(meaning.role is Role.WORD for meaning in meanings)
            if own and any(meaning.role is Role.LABEL for meaning in look.meanings(end - 1)):
                strained = True
                after = look.token(end + 1)
                if token.text != "loa" or not (after is None or after.kind in ("mark", "line")):
                    # «loa phường 7;» has its figure
                    continue
        yield end, meanings, strained


def _may_be_thing(look: Look, item: Item, meanings: Sequence[Meaning]) -> bool:
    """«3 loa» may be three loudspeakers."""
    if (
        item.role is not Role.WORD
        or not look.after_number()
        or not (item.text.startswith("loa") or any(m.role is Role.THING for m in meanings))
    ):
        return False
    after = look.token(item.end)
    return not (after is not None and after.text in (":", "=")) and not look.begins_number(item.end)


def _means_other(look: Look, at: int, end: int, meanings: Sequence[Meaning], *, goes_on: bool) -> bool:
    """Whether a look-alike («tam», «nam») is here the other word it may be, unless the number goes on."""
    text = look.tokens[at].text
    if not meanings or (text not in LOOK_ALIKES and text != "năm"):
        return False
    if text == "van":
        # «loa van phat»: vẫn, unless it is counted
        return end == at + 1 and not look.after_number()
    roles = {meaning.role for meaning in meanings}
    if text == "năm" and Role.UNIT in roles and look.after_number() and look.tokens[at - 1].kind == "digits":
        # «kỷ niệm 79 năm»
        return True
    following = look.token(end)
    if following is not None and following.kind == "digits":
        if text == "tam" and not roles.isdisjoint(BOUNDS):
            return True
        if Role.LABEL in roles:
            return look.year_at(end)
    return Role.SHARE in roles and look.after_number() and not goes_on


def _may_be_number(look: Look, item: Item, token: Token) -> bool:
    """A small word that, unaccented, may belong to the number beside it («tu nam muoi», «20 lam»)."""
    if item.role is not Role.FILL or item.end != item.start + 1:
        return False
    if token.text in ("tu", "do", "toi") and not look.accented and look.begins_number(item.end):
        return True
    if item.text == "tuần" and look.begins_number(item.end):
        # «tuần 3 buổi»: three this week, or the third week's.
        return True
    return look.after_number() and is_number_word(token)
