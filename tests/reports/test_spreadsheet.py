"""The workbook, read from its XML by a plain second reader."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from reports.annex_parts import Annex, Column, Number, Percent, Picture, Pictures, Row, Table
from reports.figures import Figures, add_up
from reports.spreadsheet import spreadsheet
from storage.records import Qualifier
from tests.reports.situation import FIRST_HALF, FORMS, MADE_AT, WARD, totals
from tests.reports.test_annex_word import HOSTILE
from tests.reports.test_annexes import annexes as standard
from tests.reports.test_annexes import asked, form, group, told

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """Sheets of a workbook as rows of str and int, with the number format of each cell."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.names = [item.get("name") for item in self.part("workbook").iter(f"{_S}sheet")]
        self._texts = ["".join(item.itertext(f"{_S}t")) for item in self.part("sharedStrings")]
        styles = self.part("styles")
        codes = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(f"{_S}numFmt")}
        codes["3"] = "#,##0"
        self.looks = list(styles.find(f"{_S}cellXfs"))
        self._codes = [codes.get(look.get("numFmtId"), "") for look in self.looks]

    def part(self, name: str) -> Any:
        return etree.fromstring(self.parts[f"xl/{name}.xml"])

    def sheet(self, name: str) -> Any:
        return self.part(f"worksheets/sheet{self.names.index(name) + 1}")

    def cells(self, name: str) -> list[list[Any]]:
        return [
            [self._value(cell) for cell in row.findall(f"{_S}c")] for row in self.sheet(name).iter(f"{_S}row")
        ]

    def code(self, name: str, place: str) -> str:
        """Number format of the cell «D5»."""
        cell = next(item for item in self.sheet(name).iter(f"{_S}c") if item.get("r") == place)
        return str(self._codes[int(cell.get("s"))])

    def _value(self, cell: Any) -> str | int | float:
        found = cell.find(f"{_S}v")
        if found is None:
            return ""
        if cell.get("t") == "s":
            return self._texts[int(found.text)]
        return float(found.text) if "." in found.text else int(found.text)


def made(figures: Figures | None = None, annexes: list[Annex] | None = None) -> bytes:
    figures = figures or add_up(totals(), FORMS)
    return spreadsheet(WARD, FIRST_HALF, figures, FORMS, annexes or [], MADE_AT)


def an_annex(key: str, *names: str) -> Annex:
    columns = (Column("TT", 12, "center"), Column("Tổ", 60), Column("Số buổi", 30, "right"))
    rows = [Row((str(n), name, Number(n * 1000, estimated=n == 2))) for n, name in enumerate(names, 1)]
    table = Table(columns, (Row(("Phần A",), strong=True), *rows), "Bảng thử")
    return Annex(key, "Số liệu của các tổ", ("Ghi chú.", table))


def test_every_figure_of_the_report_is_there_as_a_number() -> None:
    figures = add_up(totals(), FORMS)
    rows = Book(made(figures)).cells("Số liệu chung")
    head = next(row for row in rows if row and row[0] == "TT")
    assert head[2:6] == ["Chỉ tiêu", "Đơn vị tính", "Mã số liệu", "Số liệu"]
    found = {row[4]: row for row in rows[rows.index(head) + 1 :]}
    for figure in figures:
        assert found[figure.mark][5:] == [figure.value, figure.units, figure.submissions]


def test_what_nobody_reported_is_no_zero() -> None:
    rows = Book(made(add_up([], FORMS))).cells("Số liệu chung")[-3:]
    assert [row[5] for row in rows] == ["chưa báo"] * 3


def test_each_annex_has_its_sheet_named_as_in_the_report() -> None:
    pictures = Annex("photos", "Ảnh", (Pictures((Picture(b"", "", 1),)),))
    two = an_annex("a", "Tổ 1")
    both = Annex("c", "Hai bảng", (*two.blocks, *two.blocks))
    book = Book(made(annexes=[two, pictures, both]))
    assert book.names == ["Số liệu chung", "Phụ lục I", "Phụ lục III", "Phụ lục III (2)"]
    rows = book.cells("Phụ lục I")
    assert rows[0] == ["Số liệu của các tổ 06 tháng đầu năm 2026"]
    assert rows[1] == ["Ghi chú."]
    assert rows[-2:] == [["Phần A", "", ""], ["1", "Tổ 1", 1000]]


def test_numbers_have_dots_and_estimates_a_star() -> None:
    book = Book(made(annexes=[an_annex("a", "Tổ 1", "Tổ 2")]))
    assert book.code("Phụ lục", "C6") == "#,##0"
    assert book.code("Phụ lục", "C7") == '#,##0"*"'
    assert book.cells("Phụ lục")[-1] == ["2", "Tổ 2", 2000]


@pytest.mark.parametrize("name", ["=1+1", "+84", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_no_text_becomes_a_formula_or_a_link(name: str) -> None:
    """Not even when somebody edits the cell: Excel then asks what the quote prefix says."""
    book = Book(made(annexes=[an_annex("a", name)]))
    assert name.replace("\t", " ") in book.cells("Phụ lục")[-1]
    for part, data in book.parts.items():
        assert b"<f>" not in data, part
        assert b"hyperlink" not in data, part
    (cell,) = (item for item in book.sheet("Phụ lục").iter(f"{_S}c") if item.get("r") == "B6")
    assert book.looks[int(cell.get("s"))].get("quotePrefix") == "1"


def test_hostile_text_is_text() -> None:
    names = [row[1] for row in Book(made(annexes=[an_annex("a", *HOSTILE)])).cells("Phụ lục")[-6:]]
    assert names == [
        "Tổ <w:p/> & </w:t> \"bạn\" 'ta'",
        "{{ cycler.__init__ }} {% for x in y %} {# a #}",
        "=1+1",
        "Số  8",
        "Tổ ngược 1",
        "Dòng một Dòng hai cột",
    ]


def test_text_that_excel_cannot_hold_is_cut_and_says_so() -> None:
    ten, hundred = "a" * 10_000, "b" * 100_000
    rows = Book(made(annexes=[an_annex("a", ten, hundred)])).cells("Phụ lục")
    assert rows[-2][1] == ten
    assert rows[-1][1] == "b" * 32_000 + "…"


def test_the_head_stays_in_sight_and_is_printed_on_every_page() -> None:
    book = Book(made(annexes=[an_annex("a", "Tổ 1")]))
    for name, head in (("Số liệu chung", 3), ("Phụ lục", 4)):
        pane = book.sheet(name).find(f"{_S}sheetViews/{_S}sheetView/{_S}pane")
        assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", str(head), "2")
        page = book.sheet(name).find(f"{_S}pageSetup")
        assert (page.get("orientation"), page.get("paperSize")) == ("landscape", "9")
        assert book.sheet(name).find(f"{_S}headerFooter/{_S}oddFooter").text == "&C&P"
    printed = [item.text for item in book.part("workbook").iter(f"{_S}definedName")]
    assert set(printed) == {"'Số liệu chung'!$3:$3", "'Phụ lục'!$4:$4"}


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    widths = [
        float(item.get("width"))
        for item in Book(made(annexes=[an_annex("a", "Tổ 1")])).sheet("Phụ lục").iter(f"{_S}col")
    ]
    assert widths == pytest.approx([6.7, 30.7, 15.7], abs=0.1)


def test_properties_name_the_report_and_the_ward() -> None:
    core = Book(made()).parts["docProps/core.xml"].decode()
    assert "Bảng số liệu 06 tháng đầu năm 2026" in core
    assert "Ủy ban nhân dân phường Phù Liễn" in core
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2026-11-22T02:30:00Z"] * 2


def test_the_same_bytes_each_time() -> None:
    annexes = [an_annex("a", "Tổ 1")]
    assert made(annexes=annexes) == made(annexes=annexes)
    with zipfile.ZipFile(BytesIO(made())) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_120_groups_of_12_figures_over_26_weeks_add_up() -> None:
    wide = form("group", 12)
    units = [group(n, f"Tổ dân phố số {n}") for n in range(100, 220)]
    said = [
        told(n, "group", item.code, n * 900, Qualifier.ABOUT if n % 7 == 0 else Qualifier.EXACT)
        for n in range(100, 220)
        for item in wide.indicators
    ]
    annexes = list(standard(units, said, [wide], rounds=asked()).values())
    book = Book(spreadsheet(WARD, FIRST_HALF, add_up(said, [wide]), [wide], annexes, MADE_AT))
    rows = book.cells("Phụ lục I")
    groups, together = rows[-121:-1], rows[-1]
    assert [sum(row[place] for row in groups) for place in range(2, 14)] == together[2:]
    assert together[2] == sum(n * 900 for n in range(100, 220))
    assert len(book.cells("Phụ lục II")) > 120


def test_differences_and_percentages_are_numbers_that_excel_shows_as_such() -> None:
    cells = (
        Number(-5, signed=True),
        Number(7, estimated=True, signed=True),
        Percent(-1250),
        Percent(7, True),
    )
    columns = tuple(Column(title, 30, "right") for title in "abcd")
    made = Annex("a", "So sánh", (Table(columns, (Row(cells),), "So sánh"),))
    book = Book(spreadsheet(WARD, FIRST_HALF, add_up(totals(), FORMS), FORMS, [made], MADE_AT))
    assert book.cells("Phụ lục")[-1] == [-5, 7, -0.125, 0.0007]
    line = len(book.cells("Phụ lục")) + 1
    codes = [book.code("Phụ lục", f"{column}{line}") for column in "ABCD"]
    assert codes == [
        "+#,##0;-#,##0;0",
        '+#,##0"*";-#,##0"*";0"*"',
        "#,##0.00%",
        '#,##0.00%"*"',
    ]
