"""A message folded to plain letters, for words that mean the same however they are typed. Pure."""

from bot.reading.spelling import clean
from bot.reading.tokens import cut


def bare(text: str) -> str:
    """Lower case, no marks, blanks single, punctuation kept: «Từ 1/1 đến  14/6.» is «tu 1/1 den 14/6.»."""
    pieces: list[str] = []
    for token in cut(clean(text).text):
        piece = token.word.bare or token.text
        pieces.append(piece if token.glued or not pieces else f" {piece}")
    return "".join(pieces).replace("\n", " ").strip()
