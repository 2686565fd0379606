"""The words numbers are made of, and what else they may be."""

from functools import lru_cache
from typing import NamedTuple

from bot.reading.spelling import Word, matches, spell, untelex
from bot.reading.tokens import Token


class Atom(NamedTuple):
    """A part of a number. `kind` is its place in the grammar, see `bot.reading.numbers`."""

    kind: str
    value: int


_UNITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_ATOMS: dict[str, Atom] = {
    **{word: Atom("unit", value) for word, value in _UNITS.items()},
    **{word: Atom("last", value) for word, value in {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}.items()},
    **dict.fromkeys(("không", "ko"), Atom("none", 0)),
    "mười": Atom("ten", 10),
    "mươi": Atom("tens", 10),
    "chục": Atom("dozen", 10),
    "tá": Atom("dozen", 12),
    "trăm": Atom("hundred", 100),
    "chăm": Atom("misspelt_hundred", 100),
    **dict.fromkeys(("nghìn", "ngàn", "ngìn", "nghàn"), Atom("scale", 10**3)),
    "vạn": Atom("scale", 10**4),
    "triệu": Atom("scale", 10**6),
    **dict.fromkeys(("tỷ", "tỉ"), Atom("scale", 10**9)),
    **dict.fromkeys(("rưỡi", "rưởi", "rươi", "dưỡi"), Atom("half", 0)),
    **dict.fromkeys(("linh", "lẻ"), Atom("and", 0)),
    "hăm": Atom("twenty", 20),
    "băm": Atom("twenty", 30),
    "nửa": Atom("half_of", 0),
}
SUFFIXES = {"k": Atom("scale", 10**3), "ngh": Atom("scale", 10**3), "tr": Atom("scale", 10**6)}
SUFFIXES["ty"] = Atom("scale", 10**9)
"""Scales written on to digits: 2k, 1tr2."""
LOOK_ALIKES = frozenset({"sau", "bay", "nam", "tam", "tu", "lam", "muoi", "van"})
"""Unaccented words that are as often something else: sau, bay, năm nay or nam, tầm, từ, làm."""
_SLIPS = {
    "chụt": "chục",
    "trục": "chục",
    "nghìng": "nghìn",
    "ngàng": "ngàn",
    "mừi": "mười",
    "mưi": "mươi",
    "mơi": "mươi",
    "bãy": "bảy",
}
"""Typed as they are spoken in the south, or with a slip: for that word and no other."""
MISSPELT = frozenset({"ngìn", "nghàn", "dưỡi", *_SLIPS})
_SLIPPED = {"hai": Atom("unit", 2), "bon": Atom("unit", 4), "chin": Atom("unit", 9)}
"""The others are words of their own with other marks: bà, nằm, tầm, sâu."""
_SURE = frozenset({"muoi", "tram", "nghin", "trieu", "le"})
_VAGUE_HEADS = {word.bare: word for word in map(spell, ("vài", "dăm", "mấy"))}

_BY_BARE: dict[str, list[tuple[Word, Atom]]] = {}
for _text, _atom in _ATOMS.items():
    _BY_BARE.setdefault(spell(_text).bare, []).append((spell(_text), _atom))


@lru_cache(maxsize=8192)
def atoms_of(text: str) -> tuple[Atom, ...]:
    """What the word can be in a number, best first; a Telex left-over is read through."""
    text = _SLIPS.get(text, text)
    word = spell(text)
    known = _BY_BARE.get(word.bare, [])
    found = tuple(atom for spelt, atom in known if spelt == word) if word.marked else ()
    if not found:
        found = tuple(atom for spelt, atom in known if matches(word, spelt))
    if not found and (mended := untelex(text)) is not None:
        found = tuple(atom for spelt, atom in _BY_BARE.get(mended.bare, []) if matches(mended, spelt))
    return found


def is_number_word(token: Token) -> bool:
    return token.kind == "word" and bool(atoms_of(token.text))


def misspelt_atoms(word: Word, after: Word) -> tuple[Atom, ...]:
    """What a word with wrong marks must be inside a number («hai trặm», «mười lằm»)."""
    if not word.marked or not (word.bare in _SURE or (word.bare in ("lam", "nham") and after.bare == "muoi")):
        return ()
    return tuple(atom for _, atom in _BY_BARE[word.bare])


def slipped_unit(word: Word) -> Atom | None:
    """The unit whose letters a word with wrong marks has («haì»)."""
    return _SLIPPED.get(word.bare) if word.marked else None


def is_vague_head(word: Word) -> bool:
    """«vài», «dăm», «mấy»: an amount without a value begins here."""
    head = _VAGUE_HEADS.get(word.bare)
    return head is not None and matches(word, head)


def sounds_numeric(word: Word) -> bool:
    """Whether the letters are those of a number word, however wrong its marks («mưới»)."""
    return word.bare in _BY_BARE
