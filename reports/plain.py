"""What people typed, as a file can hold it."""

import re
import unicodedata

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\ue019\ufffe\uffff]"
)
"""Control characters, bidi controls, what XML has no place for, and the private-use letters by which
`reports.word` marks braces and `reports.comments` figures."""


def plain_lines(text: str) -> list[str]:
    """The lines of the text in NFC, without what no file can hold; a tab is a space."""
    lines = _UNPRINTABLE.sub("", "\n".join(text.splitlines()).replace("\t", " ")).split("\n")
    return [unicodedata.normalize("NFC", line) for line in lines]


def plain_line(text: str) -> str:
    """As `plain_lines`, a line break being a space."""
    return " ".join(plain_lines(text))
