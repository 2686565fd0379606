"""Words typed without the blank between them: «haitrăm», «12luotloa», «khongco»."""

from collections.abc import Sequence

from bot.reading.lexicon import Lexicon
from bot.reading.numerals import atoms_of
from bot.reading.spelling import is_syllable, spell, untelex
from bot.reading.tokens import Token

_SHORTEST = 2
_LONGEST = 16
_LONG_ENOUGH = 4
"""Letters of one of the two words; «pano» is no «pa no»."""


def part(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with each word that is no syllable, but two known words in one way only, cut in two."""
    if all(token.kind != "word" or is_syllable(token.word.bare) for token in tokens):
        return list(tokens)
    found: list[Token] = []
    for token in tokens:
        found.extend(_parted(token, lexicon))
    return found


def _parted(token: Token, lexicon: Lexicon) -> tuple[Token, ...]:
    text = token.text
    if token.kind != "word" or not 2 * _SHORTEST <= len(text) <= _LONGEST or is_syllable(token.word.bare):
        return (token,)
    if lexicon.begins(token.word.bare) or untelex(text) is not None:
        return (token,)
    cuts = [
        at
        for at in range(_SHORTEST, len(text) - _SHORTEST + 1)
        if max(at, len(text) - at) >= _LONG_ENOUGH
        and _is_known(text[:at], lexicon)
        and _is_known(text[at:], lexicon)
    ]
    if len(cuts) != 1:
        return (token,)
    middle = token.start + cuts[0]
    head, tail = text[: cuts[0]], text[cuts[0] :]
    return (
        token._replace(text=head, word=spell(head), end=middle),
        token._replace(text=tail, word=spell(tail), start=middle, glued=True, capital=False),
    )


def _is_known(text: str, lexicon: Lexicon) -> bool:
    word = spell(text)
    return is_syllable(word.bare) and (lexicon.begins(word.bare) or bool(atoms_of(text)))
