"""Vietnamese numbers: digits, words and mixtures of both, from tokens to one value.

    number := block [scale [block scale]…] [tail]     each scale smaller than the one before
    block  := digits | hundreds | tens | teens | unit  below a thousand in words
    tail   := half | «linh» block | short | block      «hai nghìn tư» is 2.400, «nghìn linh năm» 1.005

The grammar is strict. What is no number is not read at all; what could be two numbers has no
value; what is written in a rare or doubtful way has its value and a doubt, so that it is read back.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bot.reading.digits import Doubt, read_digits
from bot.reading.numerals import (
    LOOK_ALIKES,
    MISSPELT,
    SUFFIXES,
    Atom,
    atoms_of,
    is_number_word,
    is_vague_head,
    misspelt_atoms,
    slipped_unit,
)
from bot.reading.tokens import Token

LARGEST = 10**12 - 1
_HEADS = ("tens", "hundred", "dozen", "misspelt_hundred")
_UNITS = ("unit", "last")
_FIFTY = ("lăm", "nhăm")
"""«lăm mươi», «lăm trăm», as some say it."""
_VAGUE_PAIRS = ((5, 7), (5, 3), (5, 10))
"""«năm bảy», «năm ba»: a few."""
_LAST_OF_TEENS = ("lăm", "nhăm", "lam", "nham", "tư")

_Value = int | Fraction


class Number(NamedTuple):
    """A number that ends before token `end`. `value` is None when it has no single whole value."""

    value: int | None
    end: int
    doubt: Doubt | None = None


def read_number(tokens: Sequence[Token], at: int, accented: bool = False) -> Number | None:
    """The longest number that begins at token `at`, or None.

    `accented`: the message carries diacritics, so that a word typed without its own («sau», «nam»)
    is that word and no numeral.
    """
    token = tokens[at]
    if token.kind == "digits":
        if not _continues_in_words(tokens, at + 1):
            value, doubt = read_digits(token.text)
            return Number(value if isinstance(value, int) else None, at + 1, doubt)
    elif token.kind != "word":
        return None
    elif is_vague_head(token.word):
        return _vague(tokens, at)
    elif not atoms_of(token.text):
        slip = slipped_unit(token.word)
        counts = slip is not None and _counts_in_words(tokens, at + 1)
        return _Grammar(tokens, at, (slip,)).read() if slip is not None and counts else None
    elif accented and _is_other_word(tokens, at):
        return None
    return _Grammar(tokens, at).read()


def _is_two_or_three(digits: str) -> bool:
    first, comma, second = digits.partition(",")
    one_each = len(first) == len(second) == 1
    return comma == "," and one_each and int(second) == int(first) + 1


def _counts_in_words(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands there that a unit before it can only count: trăm, mươi, nghìn."""
    after = tokens[at] if at < len(tokens) else None
    return (
        after is not None
        and after.word.marked
        and any(atom.kind in ("hundred", "tens", "scale") for atom in atoms_of(after.text))
    )


def _continues_in_words(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    token = tokens[at]
    return bool(atoms_of(token.text)) or (token.glued and token.word.bare in SUFFIXES)


def _is_other_word(tokens: Sequence[Token], at: int) -> bool:
    """«nam» in an accented message is no number, unless it heads one: «nam trăm»."""
    if tokens[at].text not in LOOK_ALIKES or tokens[at].text == "muoi":
        # mười, whatever the other words carry
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or not any(a.kind in _HEADS for a in atoms_of(following.text))


def _vague(tokens: Sequence[Token], at: int) -> Number:
    """«vài chục», «dăm ba», «mấy trăm»: an amount without a value."""
    end = at + 1
    while end < len(tokens) and is_number_word(tokens[end]):
        end += 1
    return Number(None, end, Doubt.VAGUE)


class _Grammar:
    """One attempt to read a number. `at` is the next token; each rule moves it past what it reads."""

    def __init__(self, tokens: Sequence[Token], at: int, slip: tuple[Atom, ...] = ()) -> None:
        """`slip`: what the first word, which is none of a number as it is spelt, stands for."""
        self.tokens = tokens
        self.start = self.at = at
        self.doubt: Doubt | None = Doubt.UNUSUAL if slip else None
        self._seen: dict[int, tuple[Atom, ...]] = {at: slip} if slip else {}

    def read(self) -> Number | None:
        value = self._number()
        if value is None or self.at == self.start:
            return None
        if self._looks_alike():
            self._doubts(Doubt.LOOK_ALIKE)
        elif self._ends_in_four():
            self._doubts(Doubt.FOUR)
        if isinstance(value, Fraction) or self.doubt is Doubt.DECIMAL:
            return Number(None, self.at, Doubt.DECIMAL)
        if self.doubt is Doubt.VAGUE or value > LARGEST:
            return Number(None, self.at, Doubt.VAGUE)
        return Number(value, self.at, self.doubt)

    def _looks_alike(self) -> bool:
        """«nam muoi» may be fifty or Nam and ten, «tram tu» 140 or 104."""
        first, last = self.tokens[self.start].text, self.tokens[self.at - 1].text
        if self.at > self.start + 1 and self._ends_alike(last):
            return True
        compound = first == "muoi" and self._atoms(self.start + 1) and self.at > self.start + 1
        if self.start == 0 and self.at == len(self.tokens) and first != "tam" and self._heads_at(1):
            # «sau muoi bay» and nothing else: no other word goes on like that.
            return False
        counts = self._counts_by(self.start + 1)
        compound = compound or (first in ("bay", "nam") and counts)
        compound = compound or (first == "sau" and counts and self.at > self.start + 2)
        return first in LOOK_ALIKES and not compound

    def _ends_in_four(self) -> bool:
        """«hai muoi tu» may be twenty from …; after «linh» it is nothing but four."""
        four = self._typed(self.at - 1) == "tu" and self.at > self.start + 1
        return four and self.at < len(self.tokens) and not self._sees_and(self.at - 2)

    def _sees_and(self, at: int) -> bool:
        """Whether «linh» stands there: after it «tu» is nothing but four."""
        return any(atom.kind == "and" for atom in self._atoms(at))

    def _ends_alike(self, last: str) -> bool:
        """«tram mot» may be 110 or 101, «mot ta» a dozen or a hundredweight."""
        return last == "ta" or (last == "mot" and self._counts_by(self.at - 2, "hundred", "scale"))

    def _counts_by(self, at: int, *kinds: str) -> bool:
        return any(atom.kind in (kinds or ("tens", "hundred", "dozen")) for atom in self._atoms(at))

    def _heads_at(self, at: int) -> bool:
        return any(atom.kind in (*_HEADS, "scale") for atom in self._atoms(at))

    # looking and taking

    def _atoms(self, at: int) -> tuple[Atom, ...]:
        if at not in self._seen:
            self._seen[at] = self._look(at)
        return self._seen[at]

    def _look(self, at: int) -> tuple[Atom, ...]:
        if at >= len(self.tokens) or self.tokens[at].kind != "word":
            return ()
        token = self.tokens[at]
        written_on = token.glued and at > self.start and self.tokens[at - 1].kind == "digits"
        if written_on and token.word.bare in SUFFIXES:
            return (SUFFIXES[token.word.bare],)
        found = atoms_of(token.text)
        if token.text in MISSPELT:
            self._doubts(Doubt.UNUSUAL)
        if not found and at > self.start and (found := misspelt_atoms(token.word, self.tokens[at - 1].word)):
            self._doubts(Doubt.UNUSUAL)
        return found

    def _sees(self, *kinds: str, ahead: int = 0) -> Atom | None:
        for atom in self._atoms(self.at + ahead):
            if atom.kind in kinds:
                return atom
        return None

    def _take(self, *kinds: str) -> Atom | None:
        atom = self._sees(*kinds)
        if atom is not None:
            self.at += 1
        return atom

    def _digits(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].text if at < len(self.tokens) and self.tokens[at].kind == "digits" else ""

    def _typed(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def _doubts(self, doubt: Doubt) -> None:
        if self.doubt not in (Doubt.VAGUE, Doubt.DECIMAL):
            self.doubt = doubt

    # number

    def _number(self) -> _Value | None:
        total: _Value = 0
        last_scale = 0
        while True:
            before = self.at
            if last_scale and self._take("half"):
                return total + last_scale // 2
            linked = bool(last_scale and self._take("and"))
            block, short = self._block(follows=bool(last_scale))
            scale = self._sees("scale")
            if scale and self._may_follow(scale.value, last_scale, block):
                total = self._scaled(total, block, scale.value, last_scale)
                last_scale = scale.value
            elif block is None:
                self.at = before
                return total if last_scale else None
            elif not last_scale:
                return block
            else:
                return self._tail(
                    total, last_scale, block, short=short and not linked, linked=linked, before=before
                )

    def _may_follow(self, scale: int, last_scale: int, block: _Value | None) -> bool:
        if block is None and (last_scale or self._sees("half_of")):
            return False
        return not last_scale or scale < last_scale or scale == 10**9

    def _scaled(self, total: _Value, block: _Value | None, scale: int, last_scale: int) -> _Value:
        token = self.tokens[self.at]
        if block is None:
            block = 1
            if not (self._digits(1) or self._sees("unit", "last", "half", "and", "ten", "twenty", ahead=1)):
                self._doubts(Doubt.ROUND)
        if token.glued:
            self._doubts(Doubt.UNUSUAL)
        self.at += 1
        total = total * scale if scale == last_scale else total + block * scale
        if self.doubt is Doubt.DECIMAL and total == int(total):
            self.doubt, total = Doubt.UNUSUAL, int(total)
            if self._digits() or self._sees("unit", "half", "and"):
                # «2,5 nghìn sáu»
                self._doubts(Doubt.VAGUE)
        return total

    def _tail(
        self, total: _Value, scale: int, block: _Value, *, short: bool, linked: bool, before: int
    ) -> _Value | None:
        """What follows the last scale: «hai nghìn tư», «nghìn linh năm», «1tr25», «2 nghìn 50»."""
        digits = self._typed(before) if self.at == before + 1 and self.tokens[before].kind == "digits" else ""
        if digits:
            apart = self.tokens[before - 1].glued and not self.tokens[before].glued
            if apart or not digits.isdigit():
                # «200tr 2pa» is two figures, «1tr2» one.
                self.at = before
                return total
            tenths = digits[0] != "0" and len(digits) < len(str(scale)) - 1
            written_on = self.tokens[before].glued and self.tokens[before - 1].glued
            if tenths and not (scale == 1000 and len(digits) == 2 and not written_on):
                self._doubts(Doubt.UNUSUAL)
                return total + block * scale // int("1" + "0" * len(digits))
            if digits[0] == "0" or len(digits) < 3:
                self._doubts(Doubt.UNUSUAL)
        elif short and not linked and block < 10:
            if block == 5 or self._typed(self.at - 1) == "một":
                self._doubts(Doubt.UNUSUAL)
            return total + block * scale // 10
        elif short:
            self._doubts(Doubt.UNUSUAL)
            return total + block * scale // 100
        if block >= scale:
            self.at = before
            return total
        unlinked = (
            not digits
            and not linked
            and not self._typed(before).startswith(("khong", "không"))
            and block < 100
        )
        if (scale > 1000 and block >= 100) or (linked and block >= 10) or unlinked:
            # Told in full it is «một nghìn không trăm hai mươi».
            self._doubts(Doubt.UNUSUAL)
        return total + block

    # block

    def _block(self, follows: bool) -> tuple[_Value | None, bool]:  # noqa: PLR0911 - one for each kind
        """The value, and whether it is a short tail (one unit, or «ba lăm») that a scale may shift."""
        if self._digits():
            return self._digit_block(), False
        if not self._atoms(self.at):
            return None, False
        if self._sees("half_of"):
            return self._half_of(), False
        if self._sees("none"):
            # «không trăm linh năm» inside a number; elsewhere không is no numeral.
            if not (follows and self._sees("hundred", ahead=1)):
                return None, False
            self.at += 2
            return self._after_hundred(0), False
        if (twenty := self._sees("twenty")) and (unit := self._sees(*_UNITS, ahead=1)):
            self.at += 2
            return twenty.value + unit.value, False
        if self._sees("ten", "tens"):
            return self._many(self._teens()), False
        if not follows and self._sees("hundred", "misspelt_hundred"):
            return self._bare_hundred(), False
        if not follows and self._sees("dozen"):
            return self._bare_dozen(), False
        fifty = self._typed(self.at) in _FIFTY and self._sees("tens", "hundred", ahead=1)
        if fifty:
            self._doubts(Doubt.UNUSUAL)
        unit = self._take("unit") or (self._take("last") if follows or fifty else None)
        if unit is not None:
            return self._after_unit(unit.value)
        return self._bare_four()

    def _bare_four(self) -> tuple[int | None, bool]:
        """«tư» is four by itself, and forty before lăm."""
        if self.at > self.start or self._typed(self.at) != "tư":
            return None, False
        self.at += 1
        self._doubts(Doubt.UNUSUAL)
        last = self._take("last")
        return (40 + last.value, False) if last else (4, True)

    def _digit_block(self) -> _Value:
        digits = self._digits()
        value, doubt = read_digits(digits)
        self.at += 1
        if _is_two_or_three(digits) and self._sees("hundred", "tens", "dozen"):
            # «2,3 chục» are twenty or thirty, «1,5 chục» fifteen
            self._doubts(Doubt.VAGUE)
        if doubt:
            self._doubts(doubt)
        if value is None:
            return 0
        if self._take("hundred", "misspelt_hundred"):
            if value > 9:
                self._doubts(Doubt.UNUSUAL)
            return self._after_hundred(value * 100) if isinstance(value, int) else self._whole(value * 100)
        dozen = self._take("tens", "dozen")
        if dozen is None:
            return value
        if dozen.kind == "tens":
            self._doubts(Doubt.UNUSUAL)
        if not isinstance(value, int):
            return self._whole(value * dozen.value)
        if dozen.value == 10 and 1 <= value <= 9:
            return self._after_tens(value * 10)
        return value * dozen.value + (self._half_dozen() if dozen.value == 12 else 0)

    def _half_dozen(self) -> int:
        """«hai tá rưỡi»: and six more, or half of one?"""
        if not self._take("half"):
            return 0
        self._doubts(Doubt.UNUSUAL)
        return 6

    def _whole(self, value: Fraction) -> _Value:
        """«1,5 chục» counts; «1,55 chục» does not."""
        if value.denominator != 1:
            return value
        self.doubt = Doubt.VAGUE if self.doubt is Doubt.VAGUE else Doubt.UNUSUAL
        return int(value)

    def _half_of(self) -> int | None:
        whole = self._sees("dozen", "hundred", "scale", ahead=1)
        if whole is None:
            return None
        self.at += 2
        self._doubts(Doubt.UNUSUAL)
        return whole.value // 2

    def _teens(self) -> int:
        """«mười lăm»; «mươi» alone is about ten, and unaccented either."""
        ten = self._sees("ten")
        self.at += 1
        if ten and self._take("dozen"):
            return 100
        if ten is None:
            self._doubts(Doubt.UNUSUAL)
        unit = self._sees(*_UNITS)
        if unit is None or (self._heads(1) and not self._counts_hundreds(unit)):
            if ten is None:
                self._doubts(Doubt.VAGUE)
            return 10
        self.at += 1
        if unit == ("unit", 5) or (unit.kind == "last" and self._typed(self.at - 1) not in _LAST_OF_TEENS):
            self._doubts(Doubt.UNUSUAL)
        return 10 + unit.value

    def _many(self, value: int) -> int:
        """«mười hai trăm» is 1.200, «mười hai chục» 120."""
        if self._take("hundred"):
            self._doubts(Doubt.UNUSUAL if value < 20 else Doubt.VAGUE)
            return self._after_hundred(value * 100)
        if dozen := self._take("dozen"):
            self._doubts(Doubt.UNUSUAL)
            return value * dozen.value
        return value

    def _bare_hundred(self) -> int:
        if self._sees("misspelt_hundred"):
            self._doubts(Doubt.UNUSUAL)
        self.at += 1
        before = self.at
        value = self._after_hundred(100)
        if self.at == before and not self._sees("scale"):
            self._doubts(Doubt.ROUND)
        return value

    def _counts_hundreds(self, unit: Atom) -> bool:
        """In «mười hai trăm» the two belongs to the ten; «mười, hai trăm» is never written so."""
        return unit.kind == "unit" and self._sees("hundred", "dozen", ahead=1) is not None

    def _bare_dozen(self) -> int:
        dozen = self._take("dozen")
        size = dozen.value if dozen else 0
        if self._take("half"):
            # «chục rưỡi»
            self._doubts(Doubt.UNUSUAL)
            return size * 3 // 2
        if not self._sees("scale"):
            self._doubts(Doubt.ROUND)
        return size

    def _after_unit(self, value: int) -> tuple[int, bool]:  # noqa: PLR0911 - one for each continuation
        if hundred := self._take("hundred", "misspelt_hundred"):
            if hundred.kind != "hundred":
                self._doubts(Doubt.UNUSUAL)
            return self._after_hundred(value * 100), False
        if dozen := self._take("dozen"):
            if dozen.value == 12:
                return value * 12 + self._half_dozen(), False
            return self._after_tens(value * 10), False
        if value > 1 and self._takes_tens(value):
            return self._many(self._after_tens(value * 10)), False
        if self._says_none() and len(self.tokens) == self.at + 2:
            # «một không năm», digit by digit
            self._doubts(Doubt.VAGUE)
            self.at += 2
            return value, False
        if value > 1 and (last := self._sees("last")) and not self._heads(1):
            alone = self.start == 0 and self.at + 1 == len(self.tokens)
            if self._typed(self.at) in ("lam", "tu", "mot") and not alone:
                self._doubts(Doubt.LOOK_ALIKE)
            self.at += 1
            return value * 10 + last.value, True
        if (unit := self._sees("unit")) and not self._heads(1):
            return self._pair(value, unit.value), False
        return value, True

    def _takes_tens(self, value: int) -> bool:
        """«hai mươi»; «hai mười» is a slip, «chín mười» nine or ten."""
        if self._take("tens"):
            return True
        if self._take("ten"):
            self._doubts(Doubt.VAGUE if value == 9 else Doubt.UNUSUAL)
            return True
        return False

    def _pair(self, first: int, second: int) -> int:
        """«hai ba» is two or three; «bốn bảy» is 47 as «ba lăm» is 35."""
        self.at += 1
        if self._sees(*_UNITS) or self._digits():
            self._doubts(Doubt.VAGUE)
            while self._take(*_UNITS):
                pass
        elif second == 1 and first > 1 and self._typed(self.at - 1) == "mot":
            self._doubts(Doubt.UNUSUAL)
        elif second == first + 1 or second == 5 or first == 1 or (first, second) in _VAGUE_PAIRS:
            self._doubts(Doubt.VAGUE)
            self._take(*_HEADS)
        elif first == 5:
            self._doubts(Doubt.UNUSUAL)
        elif self.start > 0 or self.at < len(self.tokens):
            # «bảy chín người» may be seven to nine
            self._doubts(Doubt.UNUSUAL if second == first + 2 else Doubt.PAIRED)
        return first * 10 + second

    def _after_tens(self, value: int) -> int:
        if self._take("half"):
            # «bốn chục rưỡi», but nobody says «bốn mươi rưỡi»
            tens = self._typed(self.at - 2) in ("mươi", "muoi")
            self._doubts(Doubt.VAGUE if tens else Doubt.UNUSUAL)
            return value + 5
        before = self.at
        if self._take("and"):
            self._doubts(Doubt.UNUSUAL)
        digit = self._digits()
        if len(digit) == 1 and digit != "0":
            self._doubts(Doubt.UNUSUAL)
            self.at += 1
            return value + int(digit)
        unit = self._sees(*_UNITS)
        if unit is None or self._heads(1):
            self.at = before
            return value
        if unit.kind == "unit" and unit.value in (1, 5) and self._typed(self.at) != "mot":
            self._doubts(Doubt.UNUSUAL)
        self.at += 1
        return value + unit.value

    def _after_hundred(self, value: int) -> int:  # noqa: PLR0911 - one for each continuation
        if self._take("half"):
            if value == 0:
                # «ba nghìn không trăm rưỡi»
                self._doubts(Doubt.UNUSUAL)
            return value + 50
        if self._sees("and") or self._says_none():
            return self._after_link(value)
        if digits := self._digits():
            return self._digits_after_hundred(value, digits)
        if self._sees("ten", "tens"):
            return value + self._teens()
        if (twenty := self._sees("twenty")) and (unit := self._sees(*_UNITS, ahead=1)):
            self.at += 2
            return value + twenty.value + unit.value
        unit = self._sees(*_UNITS)
        if unit is None or self._sees("hundred", ahead=1):
            return value
        if self._sees("scale", ahead=1):
            # «trăm hai nghìn» is 120.000.
            self._doubts(Doubt.UNUSUAL)
        self.at += 1
        return value + self._short_tens(unit.value)

    def _short_tens(self, unit: int) -> int:
        """After a hundred: «hai» is twenty, «hai mươi ba» 23, «ba lăm» 35."""
        if self._take("dozen") or (unit > 1 and self._takes_tens(0)):
            return self._after_tens(unit * 10)
        if unit > 1 and (last := self._sees("last")):
            self.at += 1
            return unit * 10 + last.value
        if (second := self._sees("unit")) and not self._heads(1):
            return self._pair(unit, second.value)
        if unit == 5 or self._typed(self.at - 1) == "một" or self._sees_behind("none"):
            # «trăm năm», «trăm một», «nghìn không trăm tám»
            self._doubts(Doubt.UNUSUAL)
        return unit * 10

    def _sees_behind(self, kind: str) -> bool:
        """Whether the hundred before the unit just read is «không trăm»."""
        return self.at - 3 >= self.start and any(atom.kind == kind for atom in self._atoms(self.at - 3))

    def _after_link(self, value: int) -> int:
        """«trăm linh năm», «trăm lẻ 5», and in some mouths «trăm không năm»."""
        if self._sees("none"):
            self._doubts(Doubt.UNUSUAL)
        digit = self._digits(1)
        unit = self._sees(*_UNITS, ahead=1)
        if unit is not None:
            self.at += 2
            return value + unit.value
        if digit.isdigit() and 0 < int(digit) < 10:
            self.at += 2
            return value + int(digit)
        return value

    def _says_none(self) -> bool:
        return bool(self._sees("none") and self._sees(*_UNITS, ahead=1) and not self._heads(2))

    def _digits_after_hundred(self, value: int, digits: str) -> int:
        if not digits.isdigit() or len(digits) > 2:
            return value
        self.at += 1
        if len(digits) == 2:
            return value + int(digits)
        if self._take("dozen", "tens"):
            return value + self._after_tens(int(digits) * 10)
        self._doubts(Doubt.UNUSUAL)
        # «5 trăm 5» is 550, «3 nghìn không trăm 5» 3.005.
        none = any(atom.kind == "none" for atom in self._atoms(self.at - 3)) if self.at >= 3 else False
        return value + int(digits) * (1 if none else 10)

    def _heads(self, ahead: int) -> bool:
        """Whether the word there makes the unit before it a multiple (mươi, trăm, chục)."""
        return self._sees(*_HEADS, ahead=ahead) is not None
