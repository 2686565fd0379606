"""Vietnamese numbers: digits, words and mixtures of both, from tokens to one value.

The grammar is strict. What is no number is not read at all; what could be two numbers has no
value; what is written in a rare or doubtful way has its value and a doubt, so that it is read back.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bot.reading.spelling import Word, matches, spell, untelex
from bot.reading.tokens import Token

LARGEST = 10**12 - 1


class Doubt(StrEnum):
    """Why a number is not taken at its word."""

    UNUSUAL = "unusual_number"
    LOOK_ALIKE = "look_alike"
    ROUND = "round"
    """A bare «chục», «trăm»: about ten, about a hundred."""
    VAGUE = "vague"
    """Several values are possible; the number has none."""
    DECIMAL = "decimal"
    """A fraction; no count."""


class Number(NamedTuple):
    """A number that ends before token `end`. `value` is None when it has no single whole value."""

    value: int | None
    end: int
    doubt: Doubt | None = None


class _Atom(NamedTuple):
    kind: str
    value: int


# Words of numbers; those before the bar are the ones whose unaccented form is a common other word.
_UNITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_ATOMS: dict[str, _Atom] = {
    **{word: _Atom("unit", value) for word, value in _UNITS.items()},
    **{word: _Atom("none", 0) for word in ("không", "ko", "khong")},
    "mốt": _Atom("last", 1),
    "tư": _Atom("last", 4),
    "lăm": _Atom("last", 5),
    "nhăm": _Atom("last", 5),
    "mười": _Atom("ten", 10),
    "mươi": _Atom("tens", 10),
    "chục": _Atom("dozen", 10),
    "tá": _Atom("dozen", 12),
    "trăm": _Atom("hundred", 100),
    **{word: _Atom("scale", 10**3) for word in ("nghìn", "ngàn", "ngìn")},
    "vạn": _Atom("scale", 10**4),
    "triệu": _Atom("scale", 10**6),
    **{word: _Atom("scale", 10**9) for word in ("tỷ", "tỉ")},
    **{word: _Atom("half", 0) for word in ("rưỡi", "rưởi", "rươi", "dưỡi")},
    "linh": _Atom("and", 0),
    "lẻ": _Atom("and", 0),
    "hăm": _Atom("twenty", 20),
    "băm": _Atom("twenty", 30),
    "nửa": _Atom("half_of", 0),
    "chăm": _Atom("misspelt_hundred", 100),
}
SUFFIXES = {"k": 10**3, "ngh": 10**3, "tr": 10**6, "ty": 10**9}
_VAGUE_HEADS = {spell(word).bare for word in ("vài", "dăm", "mấy", "vàì")}
LOOK_ALIKES = frozenset({"sau", "bay", "nam", "tam", "tu", "lam", "muoi", "van"})
"""Unaccented words that are as often something else: sau, bay, năm nay/nam, tầm, từ, làm."""

_BY_BARE: dict[str, list[tuple[Word, _Atom]]] = {}
for _text, _known in _ATOMS.items():
    _BY_BARE.setdefault(spell(_text).bare, []).append((spell(_text), _known))

_END = _Atom("end", 0)


@lru_cache(maxsize=4096)
def _atoms_of(text: str, word: Word) -> tuple[_Atom, ...]:
    """What the word can be in a number, best first; a Telex left-over is read through."""
    known_words = _BY_BARE.get(word.bare, [])
    found = tuple(atom for known, atom in known_words if known == word)
    if not found or not word.marked:
        found = tuple(atom for known, atom in known_words if matches(word, known))
    if not found and (mended := untelex(text)) is not None:
        found = tuple(atom for known, atom in _BY_BARE.get(mended.bare, ()) if matches(mended, known))
    return found


def is_number_word(token: Token) -> bool:
    return token.kind == "word" and bool(_atoms_of(token.text, token.word))


def sounds_numeric(word: Word) -> bool:
    """Whether the letters are those of a number word, however wrong its marks («mưới»)."""
    return word.bare in _BY_BARE


def read_digits(text: str) -> tuple[int | Fraction | None, Doubt | None]:
    """The value of digits with points or commas: thousands and decimals are told apart by shape."""
    if text.isdigit():
        if len(text) > 12:
            return None, Doubt.VAGUE
        return int(text), Doubt.UNUSUAL if len(text) > 1 and text[0] == "0" and len(text) != 2 else None
    groups = re.split("[.,]", text)
    marks = set(re.findall("[.,]", text))
    if len(text) > 15:
        return None, Doubt.VAGUE
    if len(marks) == 1 and groups[0][0] != "0" and len(groups[0]) <= 3:
        if all(len(group) == 3 for group in groups[1:]):
            return int("".join(groups)), None
    if len(groups) == 2:
        whole = Fraction(int(groups[0] + groups[1]), 10 ** len(groups[1]))
        return whole, Doubt.DECIMAL
    return None, Doubt.VAGUE


class _Reader:
    """One attempt to read a number from a place in the tokens."""

    def __init__(self, tokens: Sequence[Token], at: int, accented: bool) -> None:
        self.tokens = tokens
        self.at = at
        self.start = at
        self.accented = accented
        self.doubt: Doubt | None = None

    def atoms(self, ahead: int = 0) -> tuple[_Atom, ...]:
        at = self.at + ahead
        if at >= len(self.tokens):
            return ()
        token = self.tokens[at]
        if token.kind != "word":
            return ()
        if at > self.start and token.glued and self.tokens[at - 1].kind == "digits":
            if scale := SUFFIXES.get(token.word.bare):
                return (_Atom("scale", scale),)
        return _atoms_of(token.text, token.word)

    def sees(self, *kinds: str, ahead: int = 0) -> _Atom | None:
        for atom in self.atoms(ahead):
            if atom.kind in kinds:
                return atom
        return None

    def digits(self, ahead: int = 0) -> str:
        at = self.at + ahead
        if at < len(self.tokens) and self.tokens[at].kind == "digits":
            return self.tokens[at].text
        return ""

    def doubts(self, doubt: Doubt) -> None:
        if self.doubt not in (Doubt.VAGUE, Doubt.DECIMAL):
            self.doubt = doubt

    def take(self, *kinds: str) -> _Atom | None:
        if atom := self.sees(*kinds):
            self.at += 1
            return atom
        return None

    # number := block (scale block)*, each scale smaller than the one before

    def number(self) -> int | Fraction | None:
        total: int | Fraction = 0
        last_scale = 0
        while True:
            before = self.at
            if last_scale and self.take("half"):
                return total + last_scale // 2
            linked = bool(last_scale and self.take("and"))
            if linked and not self._starts_block():
                self.at = before
                return total
            block, short = self.block(follows=bool(last_scale))
            scale = self.sees("scale")
            if scale and (not last_scale or scale.value < last_scale or scale.value == 10**9):
                if block is None:
                    if last_scale or self.sees("half_of"):
                        self.at = before
                        return total
                    block = 1
                    if not self._continues(1):
                        self.doubts(Doubt.ROUND)
                if self.tokens[self.at].kind == "word" and self.tokens[self.at].glued:
                    self.doubts(Doubt.UNUSUAL)
                self.at += 1
                total = total * scale.value if scale.value == last_scale else total + block * scale.value
                last_scale = scale.value
                if self.doubt is Doubt.DECIMAL and total == int(total):
                    self.doubt, total = Doubt.UNUSUAL, int(total)
                continue
            if block is None:
                self.at = before
                return total if last_scale else None
            if not last_scale:
                return block
            return self.tail(total, last_scale, block, short, linked, before)

    def tail(
        self, total: int | Fraction, scale: int, block: int | Fraction, short: bool, linked: bool, before: int
    ) -> int | Fraction:
        """The end after the last scale: «hai nghìn tư» is 2.400, «1tr25» 1.250.000, «nghìn linh năm» 1.005."""
        typed = self.digits(before - self.at) if self.at == before + 1 else ""
        if typed and not typed.isdigit():
            self.at = before
            return total
        if typed and not typed.startswith("0"):
            width = len(typed)
            if width < len(str(scale)) - 1 and not (scale == 1000 and width == 2):
                self.doubts(Doubt.UNUSUAL)
                return total + block * scale // 10**width
            if scale == 1000 and width == 2:
                self.doubts(Doubt.UNUSUAL)
        elif typed:
            self.doubts(Doubt.UNUSUAL)
        elif short and not linked:
            if block < 10:
                if block == 5:
                    self.doubts(Doubt.UNUSUAL)
                return total + block * scale // 10
            self.doubts(Doubt.UNUSUAL)
            return total + block * scale // 100
        if block >= scale:
            self.at = before
            return total
        if (scale > 1000 and block >= 100) or (linked and block >= 10):
            self.doubts(Doubt.UNUSUAL)
        return total + block

    def _starts_block(self) -> bool:
        return bool(self.digits() or self.sees("unit", "ten", "last", "hundred", "twenty"))

    def _continues(self, ahead: int) -> bool:
        return bool(self.digits(ahead) or self.sees("unit", "last", "half", "and", "ten", "twenty", ahead=ahead))

    # block := what stands before a scale: below a thousand in words, any size in digits

    def block(self, follows: bool = False) -> tuple[int | Fraction | None, bool]:
        """The value, and whether it is a short tail (one unit, or «ba lăm») that a scale may shift."""
        if self.digits():
            return self.digit_block()
        if self.sees("half_of"):
            return self.half_of(), False
        if self.sees("none"):
            # «không trăm linh năm» inside a number; elsewhere không is no numeral.
            if follows and self.sees("hundred", ahead=1):
                self.at += 2
                return self.after_hundred(0), False
            return None, False
        if self.take("twenty") and (head := self.sees_before()):
            unit = self.take("unit", "last")
            if unit is None:
                self.at -= 1
                return None, False
            return head + unit.value, False
        if self.sees("ten", "tens") and not self.sees("unit"):
            return self.teens(), False
        if self.sees("hundred", "misspelt_hundred") and not follows:
            return self.bare_hundred(), False
        if self.sees("dozen") and not follows:
            return self.bare_dozen(), False
        unit = self.take("unit") or (self.take("last") if follows else None)
        if unit is None and self.at == self.start and self.tokens[self.at].text == "tư":
            self.doubts(Doubt.UNUSUAL)
            self.at += 1
            return 4, True
        if unit is None:
            return None, False
        return self.after_unit(unit.value)

    def sees_before(self) -> int:
        return next(atom.value for atom in self.atoms(-1) if atom.kind == "twenty")

    def digit_block(self) -> tuple[int | Fraction | None, bool]:
        value, doubt = read_digits(self.digits())
        self.at += 1
        if doubt:
            self.doubts(doubt)
        if value is None:
            return 0, False
        if self.take("hundred", "misspelt_hundred"):
            return self._fraction(value * 100, self.after_hundred), False
        if self.sees("tens", "dozen"):
            dozen = self.take("tens", "dozen")
            assert dozen is not None
            if dozen.kind == "tens":
                self.doubts(Doubt.UNUSUAL)
            if isinstance(value, int) and dozen.value == 10 and 1 <= value <= 9:
                return self.after_tens(value * 10), False
            return self._fraction(value * dozen.value, self.half_dozen(dozen.value)), False
        return value, False

    def _fraction(self, value: int | Fraction, more: object) -> int | Fraction:
        if isinstance(value, Fraction):
            if value.denominator == 1:
                self.doubt = Doubt.UNUSUAL
                return int(value)
            return value
        return more(value) if callable(more) else value  # type: ignore[no-any-return]

    def half_dozen(self, size: int) -> object:
        def more(value: int) -> int:
            return value + size // 2 if self.take("half") else value

        return more

    def half_of(self) -> int | Fraction | None:
        whole = self.sees("dozen", "hundred", "scale", ahead=1)
        if whole is None:
            return None
        self.at += 2
        self.doubts(Doubt.UNUSUAL)
        return whole.value // 2

    def teens(self) -> int | Fraction:
        ten = self.sees("ten")
        self.at += 1
        if ten and self.take("dozen"):
            return 100
        if ten is None and self.at == self.start + 1:
            self.doubts(Doubt.UNUSUAL)
        if unit := self.sees("unit", "last"):
            if self._heads(1):
                return 10
            self.at += 1
            if unit == _Atom("unit", 5) or (unit.kind == "last" and unit.value != 5):
                self.doubts(Doubt.UNUSUAL)
            return 10 + unit.value
        if ten is None:
            self.doubts(Doubt.VAGUE)
        return 10

    def bare_hundred(self) -> int:
        if self.sees("misspelt_hundred"):
            self.doubts(Doubt.UNUSUAL)
        self.at += 1
        before = self.at
        value = self.after_hundred(100)
        if self.at == before and not self.sees("scale"):
            self.doubts(Doubt.ROUND)
        return value

    def bare_dozen(self) -> int:
        dozen = self.take("dozen")
        assert dozen is not None
        if self.take("half"):
            return dozen.value * 3 // 2
        if not self.sees("scale"):
            self.doubts(Doubt.ROUND)
        return dozen.value

    def after_unit(self, value: int) -> tuple[int | Fraction | None, bool]:
        if self.take("hundred"):
            return self.after_hundred(value * 100), False
        if self.take("misspelt_hundred"):
            self.doubts(Doubt.UNUSUAL)
            return self.after_hundred(value * 100), False
        if dozen := self.take("dozen"):
            if dozen.value == 12:
                return value * 12 + (6 if self.take("half") else 0), False
            return self.after_tens(value * 10), False
        if self.sees("tens", "ten") and value > 1:
            if not self.sees("tens"):
                self.doubts(Doubt.VAGUE if value == 9 else Doubt.UNUSUAL)
            self.at += 1
            return self.after_tens(value * 10), False
        if last := self.sees("last"):
            if value > 1 and not self._heads(1):
                self._doubt_plain("lam", "tu", "mot")
                self.at += 1
                return value * 10 + last.value, True
        if (unit := self.sees("unit")) and not self._heads(1):
            return self.pair(value, unit.value), False
        return value, True

    def pair(self, first: int, second: int) -> int:
        """«hai ba» is two or three; «ba hai», read digit by digit, may be 32."""
        self.at += 1
        if self.sees("unit", "last") or self.digits():
            self.doubts(Doubt.VAGUE)
            while self.sees("unit", "last"):
                self.at += 1
        elif second == 1 and self._plain("mot") and first > 1:
            self.doubts(Doubt.UNUSUAL)
        elif second == first + 1 or second == 5 or first in (1, 5):
            self.doubts(Doubt.VAGUE)
            if self._heads(0):
                self.at += 1
        else:
            self.doubts(Doubt.UNUSUAL)
        return first * 10 + second

    def after_tens(self, value: int) -> int:
        if self.take("half"):
            return value + 5
        before = self.at
        if self.take("and"):
            self.doubts(Doubt.UNUSUAL)
            if not self.sees("unit", "last"):
                self.at = before
                return value
        unit = self.sees("unit", "last")
        typed = self.digits()
        if typed and len(typed) == 1 and typed != "0":
            self.doubts(Doubt.UNUSUAL)
            self.at += 1
            return value + int(typed)
        if unit is None or self._heads(1):
            self.at = before
            return value
        if unit.kind == "unit" and unit.value in (1, 5) and not self._plain("mot"):
            self.doubts(Doubt.UNUSUAL)
        self.at += 1
        return value + unit.value

    def after_hundred(self, value: int) -> int:
        before = self.at
        if self.take("half"):
            return value + 50
        if self.take("and") or self._says_none():
            unit = self.take("unit", "last")
            if unit:
                return value + unit.value
            typed = self.digits()
            if typed.isdigit() and 0 < int(typed) < 10:
                self.at += 1
                return value + int(typed)
            self.at = before
            return value
        if typed := self.digits():
            return self.digits_after_hundred(value, typed)
        if self.sees("ten", "tens") and not self.sees("unit"):
            return value + int(self.teens())
        if (twenty := self.sees("twenty")) and (unit := self.sees("unit", "last", ahead=1)):
            self.at += 2
            return value + twenty.value + unit.value
        unit = self.sees("unit", "last")
        if unit is None or (self.sees("hundred", "scale", ahead=1) and not self._short_before_scale(value)):
            return value
        self.at += 1
        if self.take("tens", "dozen"):
            return value + self.after_tens(unit.value * 10)
        if self.sees("ten") and unit.value > 1:
            self.doubts(Doubt.UNUSUAL)
            self.at += 1
            return value + self.after_tens(unit.value * 10)
        if (last := self.sees("last")) and unit.value > 1:
            self.at += 1
            return value + unit.value * 10 + last.value
        if (second := self.sees("unit")) and not self._heads(1):
            return value + self.pair(unit.value, second.value)
        if unit.value == 5:
            self.doubts(Doubt.UNUSUAL)
        return value + unit.value * 10

    def _short_before_scale(self, value: int) -> bool:
        """«trăm hai nghìn» is 120.000, while «trăm hai trăm» is two numbers."""
        if self.sees("scale", ahead=1):
            self.doubts(Doubt.UNUSUAL)
            return True
        return False

    def _says_none(self) -> bool:
        if self.sees("none") and self.sees("unit", "last", ahead=1) and not self._heads(2):
            self.doubts(Doubt.UNUSUAL)
            self.at += 1
            return True
        return False

    def digits_after_hundred(self, value: int, typed: str) -> int:
        if not typed.isdigit() or len(typed) > 2:
            return value
        self.at += 1
        if len(typed) == 2:
            return value + int(typed)
        self.doubts(Doubt.UNUSUAL)
        return value + int(typed) * 10

    def _heads(self, ahead: int) -> bool:
        """Whether the word there begins what belongs to the unit before it (mươi, trăm, chục)."""
        return bool(self.sees("tens", "hundred", "dozen", "misspelt_hundred", ahead=ahead))

    def _plain(self, bare: str) -> bool:
        token = self.tokens[self.at - 1] if self.at else None
        current = self.tokens[self.at] if self.at < len(self.tokens) else None
        return any(t is not None and t.text == bare for t in (token, current))

    def _doubt_plain(self, *bares: str) -> None:
        if self.tokens[self.at].text in bares:
            self.doubts(Doubt.LOOK_ALIKE)


def read_number(tokens: Sequence[Token], at: int, accented: bool = False) -> Number | None:
    """The longest number that begins at token `at`, or None.

    `accented`: the message carries diacritics, so that a word typed without its own («sau», «nam»)
    is that word and no numeral.
    """
    token = tokens[at]
    if token.kind not in ("digits", "word"):
        return None
    if token.kind == "word" and accented and token.text in LOOK_ALIKES:
        return None
    if token.word.bare in _VAGUE_HEADS:
        return _vague(tokens, at)
    reader = _Reader(tokens, at, accented)
    value = reader.number()
    if value is None or reader.at == at:
        return None
    if token.kind == "word" and token.text in LOOK_ALIKES and (reader.at == at + 1 or token.text == "tam"):
        reader.doubts(Doubt.LOOK_ALIKE)
    if isinstance(value, Fraction) or reader.doubt is Doubt.DECIMAL:
        return Number(None, reader.at, Doubt.DECIMAL)
    if reader.doubt is Doubt.VAGUE or value > LARGEST:
        return Number(None, reader.at, Doubt.VAGUE)
    return Number(value, reader.at, reader.doubt)


def _vague(tokens: Sequence[Token], at: int) -> Number | None:
    """«vài chục», «dăm ba», «mấy trăm»: an amount without a value."""
    word = tokens[at].word
    if not any(matches(word, spell(known)) for known in ("vài", "dăm", "mấy")):
        return None
    end = at + 1
    while end < len(tokens) and is_number_word(tokens[end]):
        end += 1
    return Number(None, end, Doubt.VAGUE)
