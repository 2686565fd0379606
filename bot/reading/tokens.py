"""Cutting a cleaned message into digits, words and marks."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.reading.spelling import Word, spell

_PIECE = re.compile(r"([0-9]+(?:[.,][0-9]+)*)|([^\W\d_]+)|(\n)|[^ ]")
# Commas between uneven groups part figures («3,120,14»); any other shape is one number, good or bad.
_SHAPE = re.compile(r"[0-9]+(?:[.,][0-9]+)?\Z|[0-9]{1,3}(?:,[0-9]{3})+\Z|[0-9]+(?:[.,][0-9]+)*\.[0-9]+")
_LONGEST_LIST = 40
_NO_WORD = Word("", "", "", False)
_KINDS = ("mark", "digits", "word", "line")


class Token(NamedTuple):
    """One piece of the message. `kind`: digits, word, line (a line break) or mark.

    `glued`: no blank stands before it; `capital`: a word begun with a capital letter, and only begun.
    """

    kind: str
    text: str
    word: Word
    start: int
    end: int
    glued: bool
    capital: bool


@lru_cache(maxsize=8192)
def _spelt(piece: str) -> tuple[str, Word, bool]:
    """A word in lower case and taken apart; whether it is written with a capital, as names are."""
    lower = piece.lower()
    return lower, spell(lower), lower[0] != piece[0] and (len(piece) == 1 or piece[1:] == lower[1:])


def cut(text: str, most: int | None = None) -> list[Token]:
    """The pieces of a cleaned text, in order, at most about so many; blanks are left out."""
    tokens = []
    last_end = -1
    for match in _PIECE.finditer(text):
        start, end = match.span()
        kind = _KINDS[match.lastindex or 0]
        piece = match[0]
        if kind == "word":
            lower, word, capital = _spelt(piece)
            tokens.append(Token(kind, lower, word, start, end, start == last_end, capital))
        elif kind == "digits" and _is_list(piece):
            for part in re.finditer("[0-9]+|,", piece):
                at = start + part.start()
                kind = "mark" if part[0] == "," else "digits"
                tokens.append(Token(kind, part[0], _NO_WORD, at, start + part.end(), at == last_end, False))
                last_end = start + part.end()
        else:
            tokens.append(Token(kind, piece, _NO_WORD, start, end, start == last_end, False))
        last_end = end
        if most is not None and len(tokens) >= most:
            break
    return tokens


def _is_list(piece: str) -> bool:
    """Whether commas part several figures."""
    return not piece.isdigit() and len(piece) <= _LONGEST_LIST and not _SHAPE.match(piece)
