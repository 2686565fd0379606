"""From tokens to items: each piece of a message with what it does, and what is no tally set aside."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.lexicon import NO_CODES, Lexicon, Meaning
from bot.reading.numbers import LOOK_ALIKES, SUFFIXES, Doubt, Number, is_number_word, read_number
from bot.reading.spelling import spell
from bot.reading.tokens import Token
from bot.reading.words import Role


@dataclass(slots=True)
class Item:
    """Tokens `start` to `end` (exclusive) and what they do. `value` is None for a number without one."""

    role: Role
    start: int
    end: int
    codes: frozenset[str] = NO_CODES
    value: int | None = None
    doubt: Doubt | None = None
    text: str = ""


_MARKS = {
    ",": Role.PAUSE,
    "&": Role.PAUSE,
    ";": Role.STOP,
    ".": Role.STOP,
    "!": Role.STOP,
    "(": Role.STOP,
    ")": Role.STOP,
    "|": Role.STOP,
    "…": Role.STOP,
    "•": Role.STOP,
    ":": Role.FILL,
    "=": Role.FILL,
    '"': Role.FILL,
    "'": Role.FILL,
    "?": Role.DOUBT,
    "~": Role.ABOUT,
    "<": Role.AT_MOST,
    "→": Role.INTO,
    "≥": Role.AT_LEAST,
    "≤": Role.AT_MOST,
}
_PAUSES = frozenset("-*·«»¡¿")
_BOUNDS = frozenset({Role.ABOUT, Role.AT_LEAST, Role.AT_MOST})
_AFTER = frozenset({Role.AFTER_ABOUT, Role.AFTER_MORE, Role.AFTER_LESS})
_AFTER_NUMBER = frozenset({Role.UNIT, Role.SHARE, Role.THING})
_STUCK = frozenset({Role.NOUN, Role.WORD, Role.UNIT, Role.THING, Role.SHARE})

# What begins with digits and is no tally, wherever it stands.
_PHONE = re.compile(r"(?:0\d{2,3}(?:[ .-]?\d{2,4}){2,3}|84\d{9})(?!\d)")
_DATE = re.compile(r"(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d\d?-\d\d?(?!\d)")
_DOCUMENT = re.compile(
    r"\d+(?:/\d{4})?/(?:[A-ZĐ][A-ZĐ0-9-]+|(?:kh|qđ|qd|nđ|nd|nq|tt|ct|cv|tb|bc|ubnd)[a-zđ-]*)(?:-?[\wĐđ]+)*"
)
_TIME = re.compile(r"(?:[01]?\d|2[0-4]) ?(?:[hg:][0-5]\d(?!\d)|h(?![a-zà-ỹ]))", re.IGNORECASE)
_HYGIENE = re.compile(r"5K(?!\w)")
_PERCENT = re.compile(r"\d+(?:[.,]\d+)? ?%(?!\d)")
_SHARE = re.compile(r"(?<!/)(\d{1,4})/(\d{1,4})(?![/\d])")
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi"})


class Scanner:
    """One pass over the tokens of a message."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon, codes: Sequence[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon
        self.codes = codes
        self.accented = any(token.word.marked for token in tokens)
        self.items: list[Item] = []
        self.strained = False

    def scan(self) -> list[Item]:
        at = 0
        while at < len(self.tokens):
            item = self._item(at)
            self.items.append(item)
            at = item.end
        return self.items

    # what stands where

    def _item(self, at: int) -> Item:
        token = self.tokens[at]
        if token.kind == "digits":
            return self._digits(at)
        if token.kind == "word":
            return self._word(at)
        if token.kind == "line":
            return Item(Role.STOP, at, at + 1)
        return self._mark(at)

    def _previous(self) -> Item | None:
        """The item before, leaving out those without meaning."""
        for item in reversed(self.items):
            if item.role is not Role.FILL:
                return item
        return None

    def _after_number(self) -> bool:
        return bool(self.items) and self.items[-1].role is Role.NUMBER

    def _number(self, at: int) -> Number | None:
        return read_number(self.tokens, at, self.accented) if at < len(self.tokens) else None

    def _begins_number(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.kind == "digits" or (token.kind == "word" and self._number(at) is not None)

    # digits

    def _digits(self, at: int) -> Item:
        if span := self._span(at):
            return span
        number = self._number(at)
        if number is None:
            return Item(Role.UNKNOWN, at, at + 1)
        if self._stuck_to_word(at):
            return Item(Role.NUMBER, at, number.end, doubt=Doubt.VAGUE)
        item = Item(Role.NUMBER, at, number.end, NO_CODES, number.value, number.doubt)
        self._mind_short_million(item)
        if item.end < len(self.tokens) and self._odd_tail(item.end):
            return Item(Role.NUMBER, at, item.end + 1, doubt=Doubt.VAGUE)
        return item

    def _mind_short_million(self, item: Item) -> None:
        """«50tr» beside other figures is fifty of what is shortened «tr», not fifty million."""
        last = self.tokens[item.end - 1]
        money = item.end < len(self.tokens) and self.tokens[item.end].word.bare in ("dong", "vnd", "d")
        if last.text in self.lexicon.short and item.end == item.start + 2 and len(self.tokens) > 2 and not money:
            digits = read_number(self.tokens[: item.start + 1], item.start)
            if digits:
                item.end, item.value, item.doubt = digits.end, digits.value, Doubt.UNUSUAL

    def _stuck_to_word(self, at: int) -> bool:
        """Digits written on to a word that names no indicator: O7, B4."""
        token = self.tokens[at]
        if not token.glued or not at or self.tokens[at - 1].kind != "word":
            return False
        return self.items[-1].role not in (Role.NOUN, Role.WORD)

    def _odd_tail(self, at: int) -> bool:
        """Letters stuck to digits that are no unit: 1e5, 0x10, 12abc."""
        token = self.tokens[at]
        if token.kind != "word" or not token.glued or self.tokens[at - 1].kind != "digits":
            return False
        if token.text in self.lexicon.short:
            return False
        roles = {meaning.role for meaning in self.lexicon.longest(self.tokens, at)[1]}
        return len(token.text) < 2 or not roles & _STUCK

    def _span(self, at: int) -> Item | None:
        start = self.tokens[at].start
        text = self.text
        for pattern in (_PHONE, _DATE, _DOCUMENT, _TIME, _HYGIENE, _PERCENT):
            if match := pattern.match(text, start):
                if pattern is _DATE and match[1] and not (0 < int(match[1]) <= 31 and 0 < int(match[3]) <= 12):
                    continue
                return self._to(Role.ASIDE, at, match.end())
        if match := _SHARE.match(text, start):
            share = self._to(Role.ASIDE, at, match.end())
            day, month = int(match[1]), int(match[2])
            is_date = 0 < day <= 31 and 0 < month <= 12
            if not is_date or self._noun_at(share.end):
                share.role, share.doubt = Role.NUMBER, Doubt.VAGUE
            return share
        return None

    def _noun_at(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        if self.tokens[at].text in self.lexicon.short:
            return True
        alone = self.lexicon.longest(self.tokens[: at + 1], at)[1]
        return any(m.role is Role.NOUN for m in [*self.lexicon.longest(self.tokens, at)[1], *alone])

    def _to(self, role: Role, at: int, position: int) -> Item:
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].start < position:
            end += 1
        return Item(role, at, end)

    # words

    def _word(self, at: int) -> Item:
        token = self.tokens[at]
        if (codes := self.lexicon.short.get(token.text)) and self._is_short(at):
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            if self._after_number() and token.text in SUFFIXES:
                self.items[-1].doubt = Doubt.UNUSUAL
            elif len(token.text) == 1 and following and following.glued and following.kind == "digits":
                if token.capital:
                    return Item(Role.NUMBER, at, at + 2, doubt=Doubt.VAGUE)
                return Item(Role.WORD, at, at + 1, codes, doubt=Doubt.UNUSUAL, text=token.text)
            return Item(Role.NOUN if self._after_number() else Role.WORD, at, at + 1, codes, text=token.text)
        end, meanings = self._phrase(at)
        number = self._number(at)
        if number and number.end >= end and not self._means_more(at, end, meanings):
            return Item(Role.NUMBER, at, number.end, NO_CODES, number.value, number.doubt)
        for meaning in meanings:
            if item := self._as(meaning, at, end):
                looks = token.text in ("tu", "do", "toi") and not self.accented and self._begins_number(end)
                after = is_number_word(token) and self._after_number() and end == at + 1
                if item.role is Role.FILL and (looks or after):
                    item.doubt = Doubt.LOOK_ALIKE
                return item
        if number:
            return Item(Role.NUMBER, at, number.end, NO_CODES, number.value, number.doubt)
        if token.capital and self.items and self.items[-1].role is Role.ASIDE and self.items[-1].text == "name":
            return Item(Role.ASIDE, at, at + 1, text="name")
        if token.text == "x" and self._previous_number() and self._begins_number(at + 1):
            return Item(Role.EACH, at, at + 1)
        return self._misspelt(at) or Item(Role.UNKNOWN, at, at + 1)

    def _misspelt(self, at: int) -> Item | None:
        """A noun of the form with wrong marks («buồi») is taken for it, to be read back."""
        token = self.tokens[at]
        plain = token._replace(text=token.word.bare, word=spell(token.word.bare))
        for meaning in self.lexicon.longest([plain], 0)[1]:
            if meaning.role is Role.NOUN and len(plain.text) > 3:
                return Item(Role.NOUN, at, at + 1, meaning.codes, doubt=Doubt.LOOK_ALIKE, text=meaning.text)
        return None

    def _phrase(self, at: int) -> tuple[int, list[Meaning]]:
        """The longest phrase, giving its last word back where that labels a number («họp tổ 2»)."""
        end, meanings = self.lexicon.longest(self.tokens, at)
        token = self.tokens[at]
        if end == at + 1 and token.word.marked and is_number_word(token):
            return end, [m for m in meanings if m.words[0] == token.word]
        if end > at + 1 and end < len(self.tokens) and self.tokens[end].kind == "digits":
            labels = any(m.role is Role.LABEL for m in self.lexicon.longest(self.tokens, end - 1)[1])
            own = any(m.role is Role.WORD for m in meanings)
            if labels and own and not self._noun_at(end + 1):
                shorter, meanings = self.lexicon.longest(self.tokens[: end - 1], at)
                self.strained = True
                return shorter, meanings
        return end, meanings

    def _is_short(self, at: int) -> bool:
        """An abbreviation counts beside a number only; «k» or «b» alone may be anything."""
        before = self.tokens[at - 1] if at else None
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        beside = (before is not None and before.kind == "digits") or (after is not None and after.kind == "digits")
        return beside or self._after_number() or (after is not None and after.text in (":", "=", "không", "ko", "k"))

    def _means_more(self, at: int, end: int, meanings: list[Meaning]) -> bool:
        """Whether a look-alike («tam», «nam») is here the other word it may be."""
        if not meanings or self.tokens[at].text not in LOOK_ALIKES | {"năm"}:
            return False
        roles = {meaning.role for meaning in meanings}
        if roles & _BOUNDS and self.tokens[at].text == "tam" and self._begins_number(end):
            return self.tokens[end].kind == "digits"
        if Role.LABEL in roles and end < len(self.tokens) and self.tokens[end].kind == "digits":
            return self._year_at(end)
        return bool(Role.SHARE in roles and self._after_number())

    def _year_at(self, at: int) -> bool:
        text = self.tokens[at].text
        return len(text) == 4 and text[:2] in ("19", "20")

    def _as(self, meaning: Meaning, at: int, end: int) -> Item | None:
        """The item if the phrase can have this meaning where it stands."""
        role = meaning.role
        item = Item(role, at, end, meaning.codes, text=meaning.text)
        if role is Role.NOUN:
            loose = not self._after_number() and not self.tokens[at].word.marked
            return None if loose and self._labels(meaning, at, end) else item
        if role in _BOUNDS:
            return item if self._bounds(end) else None
        if role in _AFTER:
            return item if self._follows_figure() else None
        if role in _AFTER_NUMBER:
            return item if self._after_number() else None
        if role is Role.LABEL:
            return self._label(meaning, at, end)
        if role is Role.TITLE:
            return self._name(at, end)
        if role is Role.WEEK:
            return self._week(meaning, at, end)
        if role is Role.MARK:
            return self._question(item)
        if role in (Role.ADD, Role.TAKE, Role.DROP):
            if self._begins_number(end) or self._names_at(end):
                return item
            return None if role is Role.ADD else Item(Role.DOUBT, at, end, text=meaning.text)
        if role is Role.INTO:
            return item if self._begins_number(end) else None
        if role is Role.EACH:
            return self._each(item)
        if role is Role.RANGE:
            return item if self._previous_number() and self._begins_number(end) else None
        if role is Role.ZERO:
            item.value = 0
        return item

    def _names_at(self, at: int) -> bool:
        """Whether an indicator is named there, perhaps after a small word."""
        for _ in range(2):
            end, meanings = self.lexicon.longest(self.tokens, at) if at < len(self.tokens) else (at, [])
            if any(m.role in (Role.NOUN, Role.WORD, Role.MARK) for m in meanings):
                return True
            if not meanings:
                return False
            at = end
            if self._begins_number(at):
                return True
        return False

    def _labels(self, meaning: Meaning, at: int, end: int) -> bool:
        return end == at + 1 and meaning.text in ("tờ", "lần") and self._begins_number(end)

    def _bounds(self, end: int) -> bool:
        at = end
        while at < len(self.tokens) and self.tokens[at].word.bare in ("co", "duoc", "la", "den", "toi", "tren", "chung"):
            at += 1
        return self._begins_number(at)

    def _follows_figure(self) -> bool:
        for item in reversed(self.items):
            if item.role is Role.NUMBER:
                return True
            if item.role not in (Role.NOUN, Role.WORD, Role.FILL):
                return False
        return False

    def _previous_number(self) -> bool:
        previous = self._previous()
        return previous is not None and previous.role in (Role.NUMBER, Role.NOUN, Role.WORD)

    def _label(self, meaning: Meaning, at: int, end: int) -> Item | None:
        """«tổ 5», «ngày 12/6», «Đề án 06», «tháng năm»: the number after a label is no tally."""
        if end >= len(self.tokens):
            return None
        token = self.tokens[end]
        if token.kind == "mark" and token.text == ":" and end + 1 < len(self.tokens):
            return None
        if meaning.text == "số" and not (self.items and self.items[-1].role in (Role.NOUN, Role.WORD)):
            return None
        if meaning.text == "năm" and not (token.kind == "digits" and self._year_at(end)):
            return None
        if token.kind == "digits":
            span = self._span(end)
            number = None if span else self._number(end)
            last = span.end if span else (end + 1 if number is None or number.doubt else number.end)
            return Item(self._aside(meaning), at, self._listed(self._colon_tail(last)), text=meaning.text)
        if token.text in _ROMAN and meaning.text == "quý":
            return Item(self._aside(meaning), at, end + 1, text=meaning.text)
        if not is_number_word(token) or token.text in ("không", "ko"):
            return None
        if token.capital:
            last = end + 1
            while last < len(self.tokens) and self.tokens[last].capital:
                last += 1
            return Item(self._aside(meaning), at, last, doubt=Doubt.LOOK_ALIKE, text=meaning.text)
        number = self._number(end)
        last = end + 1 if number is None or number.value is None or number.doubt else number.end
        return Item(self._aside(meaning), at, last, text=meaning.text)

    def _listed(self, at: int) -> int:
        """«tổ 5, 6 họp chung», «ngày 12 và 14»: more numbers under the same label."""
        while at + 1 < len(self.tokens) and self.tokens[at + 1].kind == "digits":
            link, after = self.tokens[at].text, at + 2
            if link not in (",", "và", "va") or self._noun_at(after):
                break
            if link == "," and (after == len(self.tokens) or self.tokens[after].kind != "word"):
                break
            at = after
        return at

    def _aside(self, meaning: Meaning) -> Role:
        """A month, quarter or year by itself says what time the figures are of; after a day it is a date."""
        dated = bool(self.items) and self.items[-1].role in (Role.ASIDE, Role.WEEK)
        return Role.WEEK if meaning.text in ("tháng", "quý", "năm") and not dated else Role.ASIDE

    def _question(self, item: Item) -> Item | None:
        """«mục 3» names the third question; a number no question has is not understood."""
        if self._after_number() or item.end >= len(self.tokens):
            return None
        number = self._number(item.end)
        if number is None:
            return None
        if number.value is not None and 1 <= number.value <= len(self.codes):
            return Item(Role.MARK, item.start, number.end, frozenset({self.codes[number.value - 1]}))
        return Item(Role.NUMBER, item.start, number.end, doubt=Doubt.VAGUE)

    def _colon_tail(self, at: int) -> int:
        """ISO 9001:2015."""
        following = self.tokens[at : at + 2]
        if len(following) == 2 and following[0].text == ":" and following[0].glued and following[1].glued:
            return at + 2 if self._year_at(at + 1) else at
        return at

    def _name(self, at: int, end: int) -> Item | None:
        """«bác Năm», «ông Tư», «chị bảy»: a number word after a title is a name unless it counts."""
        if end >= len(self.tokens) or self.tokens[end].kind != "word":
            return None
        token = self.tokens[end]
        if token.capital and (self.tokens[at].word.marked or not self.accented):
            return Item(Role.ASIDE, at, end + 1, text="name")
        number = self._number(end) if is_number_word(token) else None
        if number is None and not is_number_word(token):
            return None
        after = number.end if number else end + 1
        if self._noun_at(after) or (after < len(self.tokens) and self.tokens[after].kind == "digits"):
            return None
        return Item(Role.ASIDE, at, end + 1, text="name")

    def _week(self, meaning: Meaning, at: int, end: int) -> Item | None:
        if meaning.text not in ("tuần", "tuần thứ", "tuần số"):
            return Item(Role.WEEK, at, end, text=meaning.text)
        if end >= len(self.tokens):
            return None
        token = self.tokens[end]
        if token.kind == "digits":
            span = self._span(end)
            last = span.end if span else end + 1
            if not span and self._noun_at(last) and meaning.text == "tuần":
                return None
            return Item(Role.WEEK, at, last, text="tuần số")
        if not is_number_word(token):
            return None
        number = self._number(end)
        if number is None or self._noun_at(number.end):
            return None
        return Item(Role.WEEK, at, number.end, text="tuần số")

    def _each(self, item: Item) -> Item:
        """«mỗi buổi» takes the noun with it: the figures beside it are multiplied."""
        end, meanings = self.lexicon.longest(self.tokens, item.end)
        for meaning in meanings:
            if meaning.role is Role.NOUN:
                item.end, item.codes = end, meaning.codes
                return item
            if meaning.role in (Role.PART, Role.UNIT, Role.SHARE, Role.LABEL):
                item.end = end
                return item
        return item

    # marks

    def _mark(self, at: int) -> Item:
        token = self.tokens[at]
        text = token.text
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        before = self.items[-1].role if self.items else Role.STOP
        if text == "-":
            return self._dash(at, following, before)
        if text == ">":
            if self._begins_number(at + 1) and before not in (Role.NUMBER, Role.NOUN):
                return Item(Role.AT_LEAST, at, at + 1)
            return Item(Role.UNKNOWN, at, at + 1)
        if text in "+*" and before in (Role.STOP, Role.PAUSE) and not (following is not None and following.glued):
            return Item(Role.PAUSE, at, at + 1)
        if text == "*" and self.tokens[0].text == "*" and not (following is not None and following.glued):
            return Item(Role.PAUSE, at, at + 1)
        if text == "+":
            if before is Role.NUMBER and not self._begins_number(at + 1):
                return Item(Role.AFTER_MORE, at, at + 1)
            return Item(Role.PLUS if before in (Role.NUMBER, Role.NOUN) else Role.ADD, at, at + 1)
        if text in "/*" and before in (Role.NUMBER, Role.NOUN, Role.WORD):
            each = self._each(Item(Role.EACH, at, at + 1))
            if each.end > at + 1 or text == "*":
                return each
            return Item(Role.PAUSE, at, at + 1)
        if text == "/":
            return Item(Role.UNKNOWN if before in (Role.STOP, Role.PAUSE) else Role.PAUSE, at, at + 1)
        if text in ".," and following is not None and following.kind == "digits" and following.glued:
            if not token.glued or at == 0:
                return Item(Role.NUMBER, at, at + 2, doubt=Doubt.DECIMAL)
        if role := _MARKS.get(text):
            return Item(role, at, at + 1, text=text)
        category = unicodedata.category(text)
        picture = category in ("So", "Sk") and ord(text) >= 0x2190
        if not (picture or text in _PAUSES):
            return Item(Role.UNKNOWN, at, at + 1)
        return Item(Role.PAUSE, at, at + 1)

    def _dash(self, at: int, following: Token | None, before: Role) -> Item:
        if following is not None and following.text == ">" and following.glued:
            return Item(Role.INTO, at, at + 2)
        if before is Role.WORD and following is not None and self._begins_number(at + 1):
            doubt = Doubt.UNUSUAL if following.glued and not self.tokens[at].glued else None
            return Item(Role.FILL, at, at + 1, doubt=doubt, text="-")
        if before is Role.NUMBER and following is not None:
            if following.kind == "digits" or is_number_word(following):
                return Item(Role.RANGE, at, at + 1, text="-")
        negative = following is not None and following.kind == "digits" and following.glued
        if negative and before in (Role.STOP, Role.PAUSE):
            return Item(Role.PAUSE, at, at + 1, doubt=Doubt.UNUSUAL)
        return Item(Role.PAUSE, at, at + 1)
