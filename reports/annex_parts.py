"""What an annex of the report is made of, whatever it is printed on. Pure.

`reports.annex_word` prints annexes into a Word file, `reports.spreadsheet` their tables into a workbook.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from reports.marks import Note
from reports.vietnamese import number, percent

CHARTS, PHOTOS = "charts", "photos"
"""Keys of the annexes that are made on request."""

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; `estimated` when an estimate is in it."""

    value: int
    estimated: bool = False
    note: Note | None = field(default=None, compare=False)
    """What the working copy says beside it."""
    signed: bool = False
    """A difference: «+5», «-5»."""


@dataclass(frozen=True, slots=True)
class Percent:
    hundredths: int
    """Of a percent."""
    estimated: bool = False
    note: Note | None = field(default=None, compare=False)


Cell: TypeAlias = str | Number | Percent
"""Text may be `reports.marks.Marked`."""

MISSING = "chưa báo"
NOTHING = "không phát sinh"
"""What stands in a cell that has no number: nobody has answered; the answer was that there was nothing."""
ESTIMATE = "*"
"""Stands behind an estimated number; whoever makes the table explains it below."""


def printed(cell: Cell) -> str:
    """The cell as text: «1.684», «1.684*», «+5», «58,97»."""
    if isinstance(cell, str):
        return cell
    estimated = ESTIMATE if cell.estimated else ""
    if isinstance(cell, Percent):
        return percent(cell.hundredths).removesuffix("%") + estimated
    sign = "+" if cell.signed and cell.value > 0 else ""
    return sign + number(cell.value) + estimated


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float
    """Millimetres."""
    align: Align = "left"
    """Of its cells; the title stands centred."""


@dataclass(frozen=True, slots=True)
class Row:
    """As many cells as there are columns, or one that spans them all."""

    cells: tuple[Cell, ...]
    strong: bool = False
    """A total, or the heading of the rows below it."""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str
    """What the table shows, in a sentence: read out to those who do not see it."""
    small: bool = False
    """Many columns: smaller letters."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, as wide as said unless that would make it higher than a page."""

    data: bytes
    caption: str
    """Printed below it."""
    width: float
    """Millimetres."""
    described: str = ""
    """What it shows, for those who do not see it; the caption when empty."""


@dataclass(frozen=True, slots=True)
class Pictures:
    items: tuple[Picture, ...]
    per_row: int = 1


Block: TypeAlias = str | Table | Pictures
"""Text is a paragraph, such as a note below a table."""


@dataclass(frozen=True, slots=True)
class Annex:
    key: str
    """By which the body of the report refers to it: «groups»."""
    title: str
    """In sentence case; printed in capitals."""
    blocks: tuple[Block, ...]
    landscape: bool = False


def label(annexes: Sequence[Annex], key: str) -> str:
    """«Phụ lục» when it is the only one, «Phụ lục II» among several, «» when it is not there.

    NĐ 30/2020, Phụ lục I, III.1.
    """
    keys = [annex.key for annex in annexes]
    if key not in keys:
        return ""
    return "Phụ lục" if len(keys) == 1 else f"Phụ lục {roman(keys.index(key) + 1)}"


def mention(annexes: Sequence[Annex]) -> str:
    """How the body refers to them, which NĐ 30/2020, III.1 wants; empty when there are none."""
    told = "; ".join(
        f"{annex.title[:1].lower()}{annex.title[1:]} ({label(annexes, annex.key)})" for annex in annexes
    )
    return f"Chi tiết kèm theo Báo cáo này: {told}." if told else ""


def roman(number: int) -> str:
    """«IV» for 4; from 1 to 3999."""
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
