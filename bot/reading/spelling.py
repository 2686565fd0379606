"""Letters: cleaning a message, and comparing Vietnamese words however fully they are accented.

A typed word matches a known one when it is the same word with marks left out: «nguoi», «nguời»
and «ngừoi» match «người», but «ngươi» does not match «người» read backwards: a mark that is typed
must be right. Where in the syllable the tone mark stands does not matter (hoà, hòa).
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}

# Typographic variants that mean what their plain form means.
_VARIANTS = str.maketrans(
    {
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\r": " ",
        "\t": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "≈": "~",
        "×": "x",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "\ufe0f": None,
    }
)
# Joiners vanish so that the word around them stays one; a foreign digit spoils the number it stands in.
FOREIGN = "¤"
"""What stands for a digit of another script, or a fraction written as one character."""
_PLAIN = {"Cf": None, "Nd": FOREIGN, "Nl": FOREIGN, "No": FOREIGN}
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_FULL_WIDTH_MAP = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Anything but Latin letters with their marks and ordinary punctuation needs a closer look.
_FOREIGN = re.compile("[^\t\n\r\x20-\x7e\u00a0\u00c0-\u01b0\u0300-\u0323\u1ea0-\u1ef9\u2010-\u2026]")
_THOUSANDS = re.compile(r"(?<=[0-9])'(?=[0-9]{3}(?![0-9]))")
_EMOTICON = re.compile(r"[:;=]-?\)+|:D\b|\^_?\^")
_HIDDEN = re.compile("[\u200b-\u200f\u2028-\u202e]")

_CODE = re.compile(
    r"""</?[a-z!][^<]*> | \{\{ | \{% | \$\{ | ;\s*(?:--|\w+\s+-\w) | \.\./ | \w\(["'\w]*\)\s*; | \b__\w+__
    | \bor\s+\d+\s*=\s*\d | \b(?:drop|delete|insert|update)\s+(?:table|from|into|\w+\s+set)\b
    | \bselect\b.*\bfrom\b | \b(?:eval|exec|system|import)\s*\( | ^=\w+\(""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNS_OF_CODE = frozenset("<{$;/_=(")
_QUERIES = ("select", "drop", "delete", "insert", "update")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?\Z"
)
_TELEX_SHAPES = (
    *(("uwow", "ươ"), ("uow", "ươ"), ("uwo", "ươ"), ("aw", "ă"), ("aa", "â")),
    *(("dd", "đ"), ("ee", "ê"), ("oo", "ô"), ("ow", "ơ"), ("uw", "ư")),
)
# A tone key comes after the vowel, at the end, before the last consonants or the last vowel.
_TELEX_TONE = re.compile(
    r"([^aeiouyăâêôơư]*[aeiouyăâêôơưw]+(?:ng|nh|ch|[cmnpt])?)([sfrxj])(ng|nh|ch|[cmnptw]*|[iyuoa])\Z"
)
_STUCK_KEY = re.compile(r"([iyngtmhc])\1+\Z")
_SHORT = 3
_LONGEST_WORD = 24


class Cleaned(NamedTuple):
    """A message ready to be cut up. `hostile`: it holds what no reporter types; `odd`: full-width forms."""

    text: str
    hostile: bool
    odd: bool


class Word(NamedTuple):
    """One word: `bare` without marks, `shape` with all marks but the tone, the `tone`, any mark `typed`."""

    bare: str
    shape: str
    tone: str
    marked: bool


def clean(text: str) -> Cleaned:
    """NFC with typographic variants made plain; control, hidden and foreign characters become spaces."""
    text = unicodedata.normalize("NFC", text)
    odd = hostile = False
    if _FULL_WIDTH.search(text):
        text, odd = text.translate(_FULL_WIDTH_MAP), True
    found = _FOREIGN.search(text) or _HIDDEN.search(text)
    text = text.translate(_VARIANTS)
    if "'" in text:
        # «1'250», a thousands mark on some keyboards
        text, marks = _THOUSANDS.subn(".", text)
        odd = odd or bool(marks)
    if "^" in text or (")" in text and "(" not in text):
        text = _EMOTICON.sub(lambda smile: " " * len(smile[0]), text)
    if found:
        hidden = {char for char in set(text) if _is_hostile(char)}
        hostile = bool(hidden)
        text = text.translate({ord(c): _PLAIN.get(unicodedata.category(c), " ") for c in hidden})
    return Cleaned(text, hostile, odd)


def _is_hostile(char: str) -> bool:
    if char == "\n" or " " <= char <= "~":
        return False
    category = unicodedata.category(char)
    if category in {"Cc", "Cf", "Co", "Cn", "Cs", "Nd", "Nl", "No", "Me"}:
        return True
    return category[0] == "L" and not unicodedata.name(char, "").startswith("LATIN")


def tries_to_be_code(text: str) -> bool:
    """Whether a cleaned message has markup, a template, a query or a command in it."""
    if _SIGNS_OF_CODE.isdisjoint(text) and not any(word in text.lower() for word in _QUERIES):
        # The pattern is slow, and hardly any message has even these.
        return False
    return _CODE.search(text) is not None


@lru_cache(maxsize=8192)
def spell(word: str) -> Word:
    """Take a lower-case word apart into letters, shapes and tone."""
    bare: list[str] = []
    shape: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone += _TONES[char]
        elif char in _SHAPES and shape:
            shape[-1] = unicodedata.normalize("NFC", shape[-1] + char)
        elif char == "đ":
            bare.append("d")
            shape.append(char)
        else:
            bare.append(char)
            shape.append(char)
    plain, shaped = "".join(bare), "".join(shape)
    return Word(plain, shaped, tone, bool(tone) or plain != shaped)


def matches(typed: Word, known: Word) -> bool:
    """Whether `typed` is `known` with some marks (perhaps all) left out."""
    if typed.bare != known.bare:
        return False
    if not typed.marked:
        return True
    if typed == known:
        return True
    partial = typed.shape != known.shape
    if (partial and len(typed.bare) <= _SHORT) or (typed.tone and typed.tone != known.tone):
        # «lẽ» is a word of its own, and neither lẻ nor lễ.
        return False
    return not partial or all(
        t in (k, b) for t, k, b in zip(typed.shape, known.shape, known.bare, strict=True)
    )


@lru_cache(maxsize=8192)
def is_syllable(bare: str) -> bool:
    """Whether the letters can be a Vietnamese syllable; «drop» and «select» cannot."""
    return _SYLLABLE.match(bare) is not None


@lru_cache(maxsize=4096)
def untelex(word: str) -> Word | None:
    """The word behind Telex keys left in the text («buooir» is buổi), or None when there are none."""
    if len(word) > _LONGEST_WORD:
        return None
    typed = spell(word)
    shape, tone = typed.shape, typed.tone
    if (key := _TELEX_TONE.match(shape)) and tone in ("", key[2]):
        shape, tone = key[1] + key[3], key[2]
    shape = _STUCK_KEY.sub(r"\1", shape)
    for keys, letter in _TELEX_SHAPES:
        shape = shape.replace(keys, letter)
    if (shape, tone) == (typed.shape, typed.tone):
        return None
    return Word(spell(shape).bare, shape, tone, True)
