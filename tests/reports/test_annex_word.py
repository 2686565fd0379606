"""Annexes in the Word file, read from its XML: sections, titles, tables, pictures, hostile text."""

import struct
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.shared import Mm
from lxml import etree

from reports import nd30
from reports.annex_parts import Annex, Column, Number, Picture, Pictures, Row, Table
from reports.annex_word import with_annexes
from reports.nd30 import PAGE, twips
from reports.package import OFFICE, W
from tests.reports.situation import report
from tests.reports.test_annexes import annexes as standard
from tests.reports.test_annexes import asked, form, group, office, told

_W = f"{{{W}}}"
LETTER = "Báo cáo số      /BC-UBND ngày      tháng      năm 2026 của Ủy ban nhân dân phường Phù Liễn"
HOSTILE = [
    "Tổ <w:p/> & </w:t> \"bạn\" 'ta'",
    "{{ cycler.__init__ }} {% for x in y %} {# a #}",
    "=1+1",
    "Số\x00 \x0b\x1b8\ufffe",
    "\u202eTổ ngược\u202c \u200f1\u200e",
    "Dòng một\nDòng hai\tcột",
]


def a_table(rows: Sequence[str] = ("Tổ 1", "Tổ 2"), **more: Any) -> Table:
    columns = (Column("TT", 12, "center"), Column("Tổ", 60), Column("Số buổi", 30, "right"))
    lines = [Row((str(n), name, Number(n * 1000, estimated=n == 2))) for n, name in enumerate(rows, 1)]
    together = Row(("", "Tổng cộng", Number(3000)), strong=True)
    return Table(columns, (Row(("Phần A",), strong=True), *lines, together), "Bảng thử", **more)


def png(colour: int, width: int = 40, height: int = 30) -> bytes:
    """A picture of one grey."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\x00" + bytes([colour]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def three() -> list[Annex]:
    return [
        Annex("groups", "Số liệu của các tổ", ("Ghi chú trên.", a_table()), landscape=True),
        Annex("offices", "Số liệu khác", (a_table(), a_table(small=True))),
        Annex("photos", "Ảnh", (Pictures((Picture(png(9), "Một buổi họp", 75),) * 3, per_row=2),)),
    ]


@pytest.fixture(scope="module")
def plain() -> bytes:
    return report().data


@pytest.fixture(scope="module")
def made(plain: bytes) -> bytes:
    return with_annexes(plain, three(), LETTER)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def body(data: bytes) -> Any:
    return etree.fromstring(parts(data)["word/document.xml"]).find(f"{_W}body")


def text(element: Any) -> str:
    return "".join(element.itertext(f"{_W}t"))


def of_style(found: Any, style: str) -> list[str]:
    return [
        text(item)
        for item in found.iter(f"{_W}p")
        if (name := item.find(f"{_W}pPr/{_W}pStyle")) is not None and name.get(f"{_W}val") == style
    ]


def tables(found: Any, caption: str = "Bảng thử") -> list[Any]:
    return [
        item
        for item in found.iter(f"{_W}tbl")
        if (name := item.find(f"{_W}tblPr/{_W}tblCaption")) is not None and name.get(f"{_W}val") == caption
    ]


def hostile_annex() -> Annex:
    return Annex("a", HOSTILE[0], (*HOSTILE, a_table(HOSTILE)))


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


def test_no_annex_leaves_the_file_as_it_is(plain: bytes) -> None:
    assert with_annexes(plain, [], LETTER) == plain


def test_each_annex_is_a_section_that_lies_where_it_is_wide(made: bytes) -> None:
    pages = [page.find(f"{_W}pgSz") for page in body(made).iter(f"{_W}sectPr")]
    assert [(page.get(f"{_W}w"), page.get(f"{_W}orient")) for page in pages] == [
        ("11906", None),
        ("16838", "landscape"),
        ("11906", None),
        ("11906", None),
    ]


def test_the_report_itself_stays_as_it_was(plain: bytes, made: bytes) -> None:
    before, after = list(body(plain)), list(body(made))
    kept = after[: len(before) - 1]
    assert [text(item) for item in kept] == [text(item) for item in before[:-1]]
    page = kept[-1].find(f"{_W}pPr/{_W}sectPr")
    assert etree.tostring(page, method="c14n") == etree.tostring(before[-1], method="c14n")


def test_pages_of_each_annex_are_numbered_from_1_and_its_first_shows_none(made: bytes) -> None:
    content = parts(made)
    relations = etree.fromstring(content["word/_rels/document.xml.rels"])
    targets = {item.get("Id"): f"word/{item.get('Target')}" for item in relations}
    for page in list(body(made).iter(f"{_W}sectPr"))[1:]:
        assert page.find(f"{_W}pgNumType").get(f"{_W}start") == "1"
        assert page.find(f"{_W}titlePg") is not None
        heads = {
            item.get(f"{_W}type"): content[targets[item.get(f"{{{OFFICE}}}id")]]
            for item in page.iter(f"{_W}headerReference")
        }
        assert set(heads) == {"default", "even", "first"}
        assert b" PAGE " in heads["default"]
        assert b" PAGE " not in heads["first"]


def test_a_paragraph_too_low_for_a_page_follows_the_last_table(made: bytes) -> None:
    last = list(body(made))[-2:]
    assert [item.tag for item in last] == [f"{_W}p", f"{_W}sectPr"]
    assert last[0].find(f"{_W}pPr/{_W}pStyle").get(f"{_W}val") == "KetThuc"


# ── titles ───────────────────────────────────────────────────────────────────────────────────────


def test_title_lines_of_the_decree(made: bytes) -> None:
    found = body(made)
    assert of_style(found, "PhuLuc") == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert of_style(found, "PhuLucTen") == ["SỐ LIỆU CỦA CÁC TỔ", "SỐ LIỆU KHÁC", "ẢNH"]
    assert of_style(found, "PhuLucKemTheo") == [f"(Kèm theo {LETTER})"] * 3
    assert len(of_style(found, "PhuLucKeNgang")) == 1
    assert len(of_style(found, "PhuLucKe")) == 2


def test_a_single_annex_has_no_number(plain: bytes) -> None:
    assert of_style(body(with_annexes(plain, three()[:1], LETTER)), "PhuLuc") == ["Phụ lục"]


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [("PhuLuc", 28, True, False), ("PhuLucTen", 28, True, False), ("PhuLucKemTheo", 28, False, True)],
)
def test_styles_carry_the_form(made: bytes, style: str, size: int, bold: bool, italic: bool) -> None:
    styles = etree.fromstring(parts(made)["word/styles.xml"])
    (found,) = (item for item in styles.iter(f"{_W}style") if item.get(f"{_W}styleId") == style)
    assert found.find(f"{_W}rPr/{_W}sz").get(f"{_W}val") == str(size)
    assert (found.find(f"{_W}rPr/{_W}b") is not None) is bold
    assert (found.find(f"{_W}rPr/{_W}i") is not None) is italic
    assert found.find(f"{_W}pPr/{_W}jc").get(f"{_W}val") == "center"


def test_every_style_that_is_used_is_there_once(made: bytes) -> None:
    styles = etree.fromstring(parts(made)["word/styles.xml"])
    ids = [item.get(f"{_W}styleId") for item in styles.iter(f"{_W}style")]
    assert len(ids) == len(set(ids))
    assert {item.get(f"{_W}val") for item in body(made).iter(f"{_W}pStyle")} <= set(ids)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def test_the_head_is_repeated_and_no_row_is_split(made: bytes) -> None:
    for table in tables(body(made)):
        rows = table.findall(f"{_W}tr")
        assert [row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows] == [True] + [False] * 4
        assert all(row.find(f"{_W}trPr/{_W}cantSplit") is not None for row in rows)
        assert table.find(f"{_W}tblPr/{_W}tblLayout").get(f"{_W}type") == "fixed"
        assert table.find(f"{_W}tblPr/{_W}tblDescription") is not None


def test_numbers_stand_right_with_dots_and_estimates_have_a_star(made: bytes) -> None:
    table = tables(body(made))[0]
    assert of_style(table, "PhuLucBangPhai") == ["1.000", "2.000*", "3.000"]
    assert of_style(table, "PhuLucBangGiua") == ["1", "2", ""]


def test_a_heading_row_spans_the_table_and_stays_with_the_next(made: bytes) -> None:
    (only,) = tables(body(made))[0].findall(f"{_W}tr")[1].findall(f"{_W}tc")
    assert only.find(f"{_W}tcPr/{_W}gridSpan").get(f"{_W}val") == "3"
    assert only.find(f"{_W}p/{_W}pPr/{_W}keepNext") is not None


def test_a_total_stays_with_the_row_above_it(made: bytes) -> None:
    kept = [
        {item.find(f"{_W}pPr/{_W}keepNext") is not None for item in row.iter(f"{_W}p")}
        for row in tables(body(made))[0].findall(f"{_W}tr")
    ]
    assert kept == [{False}, {True}, {False}, {True}, {False}]


def test_two_tables_in_a_row_do_not_become_one(made: bytes) -> None:
    second, third = tables(body(made))[1:3]
    assert second.getnext().tag == f"{_W}p"
    assert second.getnext().getnext() is third


def test_small_letters_where_columns_are_many(made: bytes) -> None:
    table = tables(body(made))[2]
    assert of_style(table, "PhuLucBangNhoPhai") == ["1.000", "2.000*", "3.000"]
    assert of_style(table, "PhuLucBangPhai") == []


def test_a_text_longer_than_a_page_may_run_over_its_end(plain: bytes) -> None:
    long = "a" * 10_000
    found = body(with_annexes(plain, [Annex("a", "A", (a_table([long, "Tổ 2"]),))], LETTER))
    rows = tables(found)[0].findall(f"{_W}tr")
    assert long in text(rows[2])
    assert [row.find(f"{_W}trPr/{_W}cantSplit") is None for row in rows] == [False, False, True, False, False]


# ── text ─────────────────────────────────────────────────────────────────────────────────────────


def test_hostile_text_is_text(plain: bytes) -> None:
    found = body(with_annexes(plain, [hostile_annex()], LETTER))
    assert of_style(found, "PhuLucBangTrai") == [
        "Phần A",
        "Tổ <w:p/> & </w:t> \"bạn\" 'ta'",
        "{{ cycler.__init__ }} {% for x in y %} {# a #}",
        "=1+1",
        "Số  8",
        "Tổ ngược 1",
        "Dòng một Dòng hai cột",
        "Tổng cộng",
    ]


def test_text_is_precomposed(plain: bytes) -> None:
    found = body(with_annexes(plain, [Annex("a", "Tô\u0309", (a_table(["Tô\u0309"]),))], LETTER))
    assert "Tổ" in of_style(found, "PhuLucBangTrai")
    assert of_style(found, "PhuLucTen") == ["TỔ"]


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def test_pictures_stand_in_rows_with_captions_and_descriptions(made: bytes) -> None:
    (grid,) = tables(body(made), "Ảnh và chú thích")
    assert [len(row.findall(f"{_W}tc")) for row in grid.findall(f"{_W}tr")] == [2, 2]
    assert of_style(grid, "PhuLucChuThich") == ["Một buổi họp"] * 3
    named = [item for item in body(made).iter() if item.tag.endswith("}docPr")]
    assert [item.get("descr") for item in named] == ["Một buổi họp"] * 3
    assert len({item.get("id") for item in named}) == 3


def test_the_same_picture_is_kept_once(made: bytes) -> None:
    assert [name for name in parts(made) if name.startswith("word/media/")] == ["word/media/anh.png"]


def test_a_picture_keeps_its_shape_and_fits_page_and_column(plain: bytes) -> None:
    tall, wide = Picture(png(1, 30, 300), "Cao", 160), Picture(png(2, 300, 30), "Rộng", 900)
    found = body(with_annexes(plain, [Annex("a", "A", (Pictures((tall, wide)),))], LETTER))
    sizes = [item for item in found.iter() if item.tag.endswith("}extent")]
    (high, width), (low, broad) = ((int(item.get("cy")), int(item.get("cx"))) for item in sizes)
    assert high <= Mm(PAGE.height - PAGE.top.ours - PAGE.bottom.ours)
    assert high == pytest.approx(10 * width, abs=20)
    assert broad <= Mm(PAGE.text_width)
    assert broad == pytest.approx(10 * low, abs=20)


def test_what_is_no_picture_is_refused(plain: bytes) -> None:
    with pytest.raises(ValueError, match="no PNG or JPEG"):
        with_annexes(plain, [Annex("a", "A", (Pictures((Picture(b"GIF?", "", 10),)),))], LETTER)


# ── an official's own template ───────────────────────────────────────────────────────────────────


def own(**more: bool) -> bytes:
    """A document of another make: no style of ours, a footer, a table at its end."""
    made = docx.Document()
    made.add_paragraph("Báo cáo")
    if more.get("footer"):
        made.sections[0].footer.paragraphs[0].text = "Trang"
    if more.get("table"):
        made.add_table(1, 1)
    if more.get("break_"):
        made.add_section()
    file = BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("more", [{}, {"footer": True}, {"table": True}, {"break_": True}])
def test_another_ones_document_gets_them_as_well(more: dict[str, bool]) -> None:
    made = with_annexes(own(**more), three(), LETTER)
    assert len(docx.Document(BytesIO(made)).sections) == (5 if more.get("break_") else 4)
    found = body(made)
    assert of_style(found, "PhuLuc") == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    ids = {
        item.get(f"{_W}styleId")
        for item in etree.fromstring(parts(made)["word/styles.xml"]).iter(f"{_W}style")
    }
    ours = {item.style for item in nd30.ANNEX_COMPONENTS} | {item.style for item in nd30.ANNEX_RULES}
    assert ids >= ours | {"KetThuc"}
    for page in list(found.iter(f"{_W}sectPr"))[-3:]:
        kinds = [item.get(f"{_W}type") for item in page.iter(f"{_W}footerReference")]
        assert kinds == (["default", "even", "first"] if more.get("footer") else [])


def test_an_official_s_look_of_a_style_stays() -> None:
    mine = docx.Document()
    style = mine.styles.add_style("PhuLuc", 1)
    style.font.size = docx.shared.Pt(20)
    file = BytesIO()
    mine.save(file)
    made = with_annexes(file.getvalue(), three(), LETTER)
    assert docx.Document(BytesIO(made)).styles["PhuLuc"].font.size.pt == 20


def test_prefixes_that_word_is_told_to_ignore_stay_declared() -> None:
    """Word takes a file for broken whose `mc:Ignorable` names an undeclared prefix."""
    declared = (
        b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        b'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14" '
    )
    content = parts(own())
    document = content["word/document.xml"]
    if b"mc:Ignorable" not in document:
        content["word/document.xml"] = document.replace(b"<w:document ", b"<w:document " + declared, 1)
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    root = etree.fromstring(parts(with_annexes(file.getvalue(), three(), LETTER))["word/document.xml"])
    ignorable = root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable")
    assert ignorable
    assert set(ignorable.split()) <= set(root.nsmap)


def test_a_report_with_annexes_may_be_a_template_again(made: bytes) -> None:
    """Its parts are in the way of nobody."""
    again = with_annexes(made, three(), LETTER)
    assert len(docx.Document(BytesIO(again)).sections) == 7
    assert len(parts(again)) == len(parts(made)) + 3


# ── as a whole ───────────────────────────────────────────────────────────────────────────────────


def test_the_same_bytes_each_time(plain: bytes, made: bytes) -> None:
    assert with_annexes(plain, three(), LETTER) == made
    with zipfile.ZipFile(BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_relation_leads_to_a_part_with_a_type(made: bytes) -> None:
    content = parts(made)
    types = etree.fromstring(content["[Content_Types].xml"])
    named = {item.get("PartName") for item in types}
    relations = etree.fromstring(content["word/_rels/document.xml.rels"])
    ids = [item.get("Id") for item in relations]
    assert len(ids) == len(set(ids))
    for item in relations:
        assert f"word/{item.get('Target')}" in content
        assert f"/word/{item.get('Target')}" in named
    used = {value for item in body(made).iter() for name, value in item.items() if OFFICE in name}
    assert used <= set(ids)


def test_120_groups_of_12_figures_over_26_weeks_keep_to_the_page(plain: bytes) -> None:
    wide = form("group", 12)
    units = [group(n, f"Tổ dân phố số {n}") for n in range(100, 220)] + [office(300, "clinic")]
    totals = [told(n, "group", item.code, n * 900) for n in range(100, 220) for item in wide.indicators]
    made = with_annexes(
        plain, list(standard(units, totals, [form("clinic", 3), wide], rounds=asked()).values()), LETTER
    )
    found = body(made)
    for table in found.iter(f"{_W}tbl"):
        widths = [int(item.get(f"{_W}w")) for item in table.iter(f"{_W}gridCol")]
        room = PAGE.landscape_width if len(widths) > 4 else PAGE.text_width
        assert sum(widths) <= twips(room) + len(widths)
        for row in table.findall(f"{_W}tr"):
            spans = [
                int(item.get(f"{_W}val")) if item is not None else 1
                for cell in row.findall(f"{_W}tc")
                for item in [cell.find(f"{_W}tcPr/{_W}gridSpan")]
            ]
            assert sum(spans) == len(widths)
    assert len(list(found.iter(f"{_W}tr"))) > 240
