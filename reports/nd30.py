"""The form of an official report, in one place: Nghị định 30/2020/NĐ-CP, Phụ lục I.

A new decree is a change of this file. `source` names the place in Phụ lục I («practice» where the
decree is silent and offices agree); a `Span` keeps the range that the decree allows beside the
value we print, so that the form of any document can be judged by the same numbers.
Lengths are millimetres, sizes and spacings points, line heights multiples of a single line.
"""

from dataclasses import dataclass
from typing import Literal

FONT = "Times New Roman"
"""I.4; black, Unicode of TCVN 6909:2001, precomposed letters (NFC)."""

LANGUAGE = "vi-VN"

ALPHABET = "abcdđeghiklmnopqrstuvxy"
"""Letters of the points a) b) c) d) đ) …, II.6.đ: the Vietnamese alphabet, no f j w z."""

END = "./."
"""After the last sentence of the text; practice."""

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
"""II.1: hyphens with a space on each side."""


@dataclass(frozen=True, slots=True)
class Span:
    """What the decree allows, both ends included, and what we print."""

    least: float
    most: float
    ours: float

    def allows(self, value: float) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Page:
    """I.1-3 and I.7: A4 upright, its margins, and how far from the edge the page number stands."""

    width: float = 210
    height: float = 297
    top: Span = Span(20, 25, 20)
    bottom: Span = Span(20, 25, 20)
    left: Span = Span(30, 35, 30)
    right: Span = Span(15, 20, 15)
    number: float = 10
    """Practice. With a 20 mm margin a line of 13 points still fits; 12,7 would push the text down."""

    @property
    def text_width(self) -> float:
        return self.width - self.left.ours - self.right.ours

    @property
    def landscape_width(self) -> float:
        """Of the text where the page lies."""
        return self.height - self.left.ours - self.right.ours

    @property
    def landscape_height(self) -> float:
        """Of the text where the page lies."""
        return self.width - self.top.ours - self.bottom.ours


PAGE = Page()

HEAD_COLUMNS = (68.0, 97.0)
"""Agency and number | nation, motto and date. The nation is 88 mm wide at 12 points, 96 at 13."""

SIGNATURE_COLUMNS = (80.0, 85.0)
"""Recipients | authority and name. Practice."""

SMALL = Span(12, 13, 12)
TEXT = Span(13, 14, 14)
GAP = Span(6, 24, 6)
"""II.6.e: at least 6 points between paragraphs; the upper end is ours."""
LINE = Span(1, 1.5, 1.15)
"""II.6.e: from a single line to one and a half."""
FIRST_LINES = (10.0, 12.7)
"""II.6.e: the first line goes in by 1 cm or 1,27 cm."""
FIRST_LINE = 12.7

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the report and the Word style that carries all of its form."""

    style: str
    """Id of the Word style."""
    name: str
    """Its name in Word's list of styles."""
    source: str
    size: Span
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    before: float = 0
    after: float = 0
    line: float = 1
    first_line: float = 0
    left: float = 0
    right: float = 0
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    """Level in Word's navigation pane, 0 the highest."""
    followed_by: str = ""
    """Style of the paragraph that Enter begins below it; its own where empty."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: an empty paragraph with a border above it. Never an underlined text."""

    style: str
    name: str
    source: str
    length: float
    column: float
    """Width of the column in which the line stands centred."""
    after: float = 0

    @property
    def indent(self) -> float:
        """On each side."""
        return (self.column - self.length) / 2


COMPONENTS = (
    Component("CoQuanChuQuan", "Cơ quan chủ quản", "II.2", SMALL, align="center"),
    Component("CoQuanBanHanh", "Cơ quan ban hành", "II.2", SMALL, bold=True, align="center"),
    Component("QuocHieu", "Quốc hiệu", "II.1", SMALL, bold=True, align="center"),
    Component("TieuNgu", "Tiêu ngữ", "II.1", Span(13, 14, 13), bold=True, align="center"),
    Component("SoKyHieu", "Số, ký hiệu", "II.3", Span(13, 13, 13), align="center", before=4),
    Component(
        "DiaDanh", "Địa danh, ngày tháng", "II.4", Span(13, 14, 13), italic=True, align="center", before=4
    ),
    Component(
        "TenLoai", "Tên loại văn bản", "II.5", TEXT, bold=True, align="center", before=18, keep_next=True
    ),
    Component(
        "TrichYeu", "Trích yếu", "II.5", TEXT, bold=True, align="center", left=8, right=8, keep_next=True
    ),
    Component("KinhGui", "Kính gửi", "II.9.a", TEXT, before=6, left=30, keep_next=True),
    Component("NoiGui", "Nơi được gửi", "II.9.a", TEXT, left=47.5, keep_next=True),
    Component(
        "Heading1",
        "heading 1",
        "V.6.b",
        TEXT,
        bold=True,
        align="both",
        before=12,
        line=LINE.ours,
        first_line=FIRST_LINE,
        keep_next=True,
        keep_lines=True,
        outline=0,
        followed_by="LoiVan",
    ),
    Component(
        "Heading2",
        "heading 2",
        "II.6.đ",
        TEXT,
        bold=True,
        align="both",
        before=GAP.ours,
        line=LINE.ours,
        first_line=FIRST_LINE,
        keep_next=True,
        keep_lines=True,
        outline=1,
        followed_by="LoiVan",
    ),
    Component(
        "Heading3",
        "heading 3",
        "II.6.đ",
        TEXT,
        align="both",
        before=GAP.ours,
        line=LINE.ours,
        first_line=FIRST_LINE,
        keep_next=True,
        keep_lines=True,
        outline=2,
        followed_by="LoiVan",
    ),
    Component(
        "LoiVan",
        "Lời văn",
        "II.6.e",
        TEXT,
        align="both",
        before=GAP.ours,
        line=LINE.ours,
        first_line=FIRST_LINE,
    ),
    Component(
        "LoiVanCuoi",
        "Lời văn cuối",
        "II.6.e; kept with the signature by practice",
        TEXT,
        align="both",
        before=GAP.ours,
        after=12,
        line=LINE.ours,
        first_line=FIRST_LINE,
        keep_next=True,
        keep_lines=True,
    ),
    Component("QuyenHan", "Quyền hạn, chức vụ", "II.7", TEXT, bold=True, align="center", keep_next=True),
    Component(
        "HoTen",
        "Họ tên người ký",
        "II.7; 84 points leave about 30 mm for signature and seal, practice",
        TEXT,
        bold=True,
        align="center",
        before=84,
        keep_next=True,
    ),
    Component("NoiNhan", "Nơi nhận", "II.9.b", Span(12, 12, 12), bold=True, italic=True, keep_next=True),
    Component("NoiNhanMuc", "Nơi nhận, danh sách", "II.9.b", Span(11, 11, 11), keep_next=True),
    Component("Header", "header", "I.7", Span(13, 14, 14), align="center"),
)

RULES = (
    Rule("KeCoQuan", "Kẻ dưới cơ quan", "II.2: 1/3 to 1/2 of the name", 19.5, HEAD_COLUMNS[0]),
    Rule("KeTieuNgu", "Kẻ dưới tiêu ngữ", "II.1: as long as the motto", 56, HEAD_COLUMNS[1]),
    Rule("KeTrichYeu", "Kẻ dưới trích yếu", "II.5: 1/3 to 1/2 of the line", 60, PAGE.text_width, after=6),
)
"""These lengths keep the decree's ratio for a name of 39 to 58 mm («PHƯỜNG TRẦN HƯNG ĐẠO») and a
title whose longest line is 120 mm or more."""

_IN_TABLE = Span(10, 13, 12)
"""The decree is silent on tables; offices set 11 to 13 points, and 10 where columns are many."""
_SMALL_IN_TABLE = Span(10, 13, 10)


def _cells(small: str, size: Span) -> tuple[Component, ...]:
    name = f"Phụ lục - bảng{' nhỏ' if small else ''}"
    return (
        Component(f"PhuLucBang{small}Trai", f"{name}, chữ", "practice", size),
        Component(f"PhuLucBang{small}Giua", f"{name}, giữa", "practice", size, align="center"),
        Component(f"PhuLucBang{small}Phai", f"{name}, số", "practice", size, align="right"),
        Component(f"PhuLucBang{small}Dau", f"{name}, tên cột", "practice", size, bold=True, align="center"),
    )


ANNEX_COMPONENTS = (
    Component(
        "PhuLuc",
        "Phụ lục - số",
        "III.1",
        Span(14, 14, 14),
        bold=True,
        align="center",
        keep_next=True,
        outline=0,
    ),
    Component("PhuLucTen", "Phụ lục - tên", "III.1", TEXT, bold=True, align="center", keep_next=True),
    Component(
        "PhuLucKemTheo",
        "Phụ lục - kèm theo",
        "III.1",
        TEXT,
        italic=True,
        align="center",
        after=5,
        keep_next=True,
    ),
    Component("PhuLucTrang", "Phụ lục - số trang", "III.1.đ, I.7", Span(13, 14, 14), align="center"),
    *_cells("", _IN_TABLE),
    *_cells("Nho", _SMALL_IN_TABLE),
    Component("PhuLucGhiChu", "Phụ lục - ghi chú", "practice", _IN_TABLE, align="both", before=3, after=6),
    Component("PhuLucAnh", "Phụ lục - ảnh", "practice", _IN_TABLE, align="center", before=6),
    Component(
        "PhuLucChuThich",
        "Phụ lục - chú thích ảnh",
        "practice",
        _IN_TABLE,
        italic=True,
        align="center",
        before=3,
    ),
)
"""Added to a report that gets annexes."""

ANNEX_RULES = (
    Rule("PhuLucKe", "Phụ lục - kẻ", "III.1, sample 2.1", 60, PAGE.text_width, after=6),
    Rule(
        "PhuLucKeNgang", "Phụ lục - kẻ, trang ngang", "III.1, sample 2.1", 60, PAGE.landscape_width, after=6
    ),
)


def component(style: str) -> Component:
    """The component of that style id. Raises KeyError when there is none."""
    for found in (*COMPONENTS, *ANNEX_COMPONENTS):
        if found.style == style:
            return found
    raise KeyError(style)


def twips(millimetres: float) -> int:
    """Word's unit of length, a twentieth of a point."""
    return round(millimetres / 25.4 * 1440)
