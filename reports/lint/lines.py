"""A report as the rules see it: paragraphs in order, each knowing under which headings it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ROMAN = re.compile(r"^(?P<sign>[IVX]{1,5})\. +(?P<title>\S.*)$")
_NUMBER = re.compile(r"^(?P<sign>\d{1,2})\. +(?P<title>\S.*)$")
_LETTER = re.compile(r"^(?P<sign>[a-zđ])\) +(?P<title>\S.*)$")
_SHORT = 120
"""Longer numbered paragraphs are text, not headings."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that is not empty."""

    place: int
    """From 1, empty ones counted."""
    text: str
    headings: tuple[str, ...] = ()
    """Titles of the headings above it, the outermost first; without their signs."""
    sign: str = ""
    """«I.», «1.», «a)» at its start."""
    in_annex: bool = False
    sourced: bool | None = None
    """Whether every figure in it has a mark; None: the file has no marks."""

    @property
    def is_heading(self) -> bool:
        return (
            bool(self.sign) and len(self.text) <= _SHORT and not self.text.rstrip().endswith((".", ";", ":"))
        )


def is_annex_label(text: str) -> bool:
    """«Phụ lục», «Phụ lục II»: the first line of an annex (NĐ 30/2020, Phụ lục I, III.1)."""
    return bool(re.fullmatch(r"Phụ lục(?: [IVX]+)?", text.strip(), re.IGNORECASE))


def lines_of(paragraphs: Iterable[str], unsourced: frozenset[int] | None = None) -> tuple[Line, ...]:
    """The paragraphs with their headings. `unsourced`: places of those with a figure that has no mark."""
    found = []
    above: dict[int, str] = {}
    in_annex = False
    for place, paragraph in enumerate(paragraphs, 1):
        text = re.sub(r"\s+", " ", paragraph).strip()
        if not text:
            continue
        in_annex = in_annex or is_annex_label(text)
        level, sign, title = _level(text)
        line = Line(
            place,
            text,
            tuple(above[key] for key in sorted(above) if key < level),
            sign,
            in_annex,
            None if unsourced is None else place not in unsourced,
        )
        if line.is_heading:
            above = {key: words for key, words in above.items() if key < level} | {level: title}
        found.append(line)
    return tuple(found)


def _level(text: str) -> tuple[int, str, str]:
    """(level of the heading it may be, its sign, its title); text has level 9."""
    for level, (pattern, end) in enumerate(((_ROMAN, "."), (_NUMBER, "."), (_LETTER, ")"))):
        if match := pattern.match(text):
            return level, match["sign"] + end, match["title"]
    return 9, "", ""
