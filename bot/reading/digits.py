"""Numbers in digits: thousands marks and decimals, told apart by shape."""

import re
from enum import StrEnum
from fractions import Fraction

_MOST_DIGITS = 9
_LONGEST = 15
_MARK = re.compile("[.,]")


class Doubt(StrEnum):
    """Why a number is not taken at its word."""

    UNUSUAL = "unusual_number"
    LOOK_ALIKE = "look_alike"
    PAIRED = "paired"
    """A ten and a unit said digit by digit: two figures, unless nothing but courtesies is beside them."""
    FOUR = "four"
    """It ends in «tu», which may be từ unless a noun, a mark or nothing follows."""
    ROUND = "round"
    """A bare «chục», «trăm»: about ten, about a hundred."""
    VAGUE = "vague"
    """Several values are possible; the number has none."""
    DECIMAL = "decimal"
    """A fraction; no count."""


def read_digits(text: str) -> tuple[int | Fraction | None, Doubt | None]:
    """The value of digits with points or commas, and the doubt about it.

    1.684 and 1,684 have a thousands mark; 2.5 and 1,68 are fractions; 1.68.4 is neither.
    """
    if text.isdigit():
        if len(text) > _MOST_DIGITS:
            return None, Doubt.VAGUE
        padded = text[0] == "0" and len(text) > 2
        return int(text), Doubt.UNUSUAL if padded else None
    groups = _MARK.split(text)
    if len(text) > _LONGEST:
        return None, Doubt.VAGUE
    one_mark = "." not in text or "," not in text
    if one_mark and text[0] != "0" and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
        return int("".join(groups)), None
    if len(groups) == 2:
        return Fraction(int(groups[0] + groups[1]), 10 ** len(groups[1])), Doubt.DECIMAL
    return None, Doubt.VAGUE
