"""The form of the report against Nghị định 30/2020/NĐ-CP, read from the finished file's XML.

`reports.nd30` says what is meant to be; the figures below are the decree's own, written again, so
that a slip in either is seen.
"""

import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from reports import nd30
from reports.package import W
from reports.template import build
from storage.periods import Rule, parse_period
from tests.reports.situation import ROOT, TEMPLATE, report

_W = f"{{{W}}}"
MM = 1440 / 25.4

_WIDTHS = {
    250: " ,.",
    278: "/il",
    333: "-;()fjt",
    389: "Is",
    444: "cerz",
    500: "Jagovxy0123456789",
    556: "PSbdđhknpqu",
    611: "F",
    667: "BELTXZ",
    722: "ACDĐNRUVYw",
    778: "GHKOQ",
    833: "m",
    944: "M",
    1000: "W",
}
TIMES_BOLD = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
"""Widths of Times Bold in thousandths of its size; a letter with marks is as wide as without."""


def width(text: str, size: float) -> float:
    """In millimetres."""
    plain = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    return sum(TIMES_BOLD[letter] for letter in plain) / 1000 * size / 72 * 25.4


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml(data: bytes) -> dict[str, Any]:
    return {name: etree.fromstring(part) for name, part in parts(data).items()}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """The XML parts of the sample's report."""
    return xml(report().data)


@pytest.fixture(scope="module")
def body(made: dict[str, Any]) -> Any:
    return made["word/document.xml"]


def value(element: Any, path: str, attribute: str = "val") -> str | None:
    found = element.find("/".join(_W + step for step in path.split("/")))
    return None if found is None else found.get(_W + attribute)


def paragraphs(body: Any, style: str) -> list[str]:
    return [
        "".join(paragraph.itertext(f"{_W}t"))
        for paragraph in body.iter(f"{_W}p")
        if value(paragraph, "pPr/pStyle") == style
    ]


def style(made: dict[str, Any], name: str) -> Any:
    return next(
        item for item in made["word/styles.xml"].iter(f"{_W}style") if item.get(f"{_W}styleId") == name
    )


def test_the_shipped_template_is_what_this_code_builds() -> None:
    """Of our own file only. Where officials have edited theirs in Word, the edited file is right:
    whoever changes the shipped template runs `python -m reports.template` and commits both."""
    assert parts(TEMPLATE.read_bytes()) == parts(build())


def test_it_opens_in_python_docx_with_all_its_styles() -> None:
    names = {item.style_id for item in docx.Document(str(TEMPLATE)).styles}
    assert names >= {part.style for part in (*nd30.COMPONENTS, *nd30.RULES)}


def test_page_and_margins(body: Any) -> None:
    (section,) = body.iter(f"{_W}sectPr")
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    assert (size.get(f"{_W}w"), size.get(f"{_W}h"), size.get(f"{_W}orient")) == ("11906", "16838", None)
    millimetres = {side: int(margins.get(_W + side)) / MM for side in ("top", "bottom", "left", "right")}
    for side, (least, most) in {
        "top": (20, 25),
        "bottom": (20, 25),
        "left": (30, 35),
        "right": (15, 20),
    }.items():
        assert least - 0.1 <= millimetres[side] <= most + 0.1


def test_the_page_number_stands_centred_on_top_from_page_two(made: dict[str, Any], body: Any) -> None:
    (section,) = body.iter(f"{_W}sectPr")
    assert section.find(f"{_W}titlePg") is not None
    assert not list(body.iter(f"{_W}footerReference"))
    kinds = [reference.get(f"{_W}type") for reference in body.iter(f"{_W}headerReference")]
    assert kinds == ["default", "first"]
    header = made["word/header.xml"]
    assert [item.text.strip() for item in header.iter(f"{_W}instrText")] == ["PAGE"]
    assert value(header, "p/pPr/pStyle") == "Header"
    assert value(style(made, "Header"), "pPr/jc") == "center"
    assert "".join(made["word/headerFirst.xml"].itertext()) == ""


def test_the_number_fits_into_the_top_margin(made: dict[str, Any], body: Any) -> None:
    margins = next(body.iter(f"{_W}pgMar"))
    line = int(value(style(made, "Header"), "rPr/sz") or 0) / 2 * 1.15 * 20
    assert int(margins.get(f"{_W}header")) + line < int(margins.get(f"{_W}top"))


SIZES = [
    ("CoQuanChuQuan", 12, 13, False, False),
    ("CoQuanBanHanh", 12, 13, True, False),
    ("QuocHieu", 12, 13, True, False),
    ("TieuNgu", 13, 14, True, False),
    ("SoKyHieu", 13, 13, False, False),
    ("DiaDanh", 13, 14, False, True),
    ("TenLoai", 13, 14, True, False),
    ("TrichYeu", 13, 14, True, False),
    ("KinhGui", 13, 14, False, False),
    ("NoiGui", 13, 14, False, False),
    ("Heading1", 13, 14, True, False),
    ("Heading2", 13, 14, True, False),
    ("Heading3", 13, 14, False, False),
    ("LoiVan", 13, 14, False, False),
    ("LoiVanCuoi", 13, 14, False, False),
    ("QuyenHan", 13, 14, True, False),
    ("HoTen", 13, 14, True, False),
    ("NoiNhan", 12, 12, True, True),
    ("NoiNhanMuc", 11, 11, False, False),
    ("Header", 13, 14, False, False),
]


@pytest.mark.parametrize(("name", "least", "most", "bold", "italic"), SIZES)
def test_each_component_has_the_size_and_weight_of_the_decree(
    made: dict[str, Any], name: str, least: int, most: int, bold: bool, italic: bool
) -> None:
    run = style(made, name).find(f"{_W}rPr")
    assert least * 2 <= int(value(run, "sz") or 0) <= most * 2
    assert value(run, "sz") == value(run, "szCs")
    assert (run.find(f"{_W}b") is not None, run.find(f"{_W}i") is not None) == (bold, italic)


def test_no_component_is_forgotten() -> None:
    assert {name for name, *_ in SIZES} == {part.style for part in nd30.COMPONENTS}


def test_what_we_chose_is_what_the_decree_allows() -> None:
    spans = [part.size for part in nd30.COMPONENTS] + [nd30.LINE, nd30.GAP]
    spans += [nd30.PAGE.top, nd30.PAGE.bottom, nd30.PAGE.left, nd30.PAGE.right]
    assert all(span.allows(span.ours) for span in spans)
    assert nd30.FIRST_LINE in nd30.FIRST_LINES


def test_headings_and_text_have_one_size(made: dict[str, Any]) -> None:
    assert (
        len({value(style(made, name), "rPr/sz") for name in ("LoiVan", "LoiVanCuoi", "Heading2", "Heading3")})
        == 1
    )


@pytest.mark.parametrize("name", ["LoiVan", "LoiVanCuoi"])
def test_text_is_justified_indented_and_spaced(made: dict[str, Any], name: str) -> None:
    given = style(made, name)
    assert value(given, "pPr/jc") == "both"
    assert value(given, "pPr/ind", "firstLine") in ("567", "720")
    assert int(value(given, "pPr/spacing", "before") or 0) >= 120
    assert 240 <= int(value(given, "pPr/spacing", "line") or 0) <= 360
    assert value(given, "pPr/spacing", "lineRule") == "auto"


def test_every_letter_is_times_new_roman_and_black(made: dict[str, Any]) -> None:
    slots = ("ascii", "hAnsi", "eastAsia", "cs")
    styles = made["word/styles.xml"]
    fonts = list(styles.iter(f"{_W}rFonts"))
    assert len(fonts) == 1 + len(
        [item for item in styles.iter(f"{_W}style") if item.find(f"{_W}rPr") is not None]
    )
    for font in fonts:
        assert dict(font.attrib) == {_W + slot: "Times New Roman" for slot in slots}
    assert {colour.get(f"{_W}val") for colour in styles.iter(f"{_W}color")} == {"000000"}
    typefaces = made["word/theme.xml"].xpath("//@typeface")
    assert len(typefaces) == 6
    assert set(typefaces) == {"Times New Roman"}


def test_form_comes_from_styles_alone(made: dict[str, Any], body: Any) -> None:
    known = {item.get(f"{_W}styleId") for item in made["word/styles.xml"].iter(f"{_W}style")}
    for part in (body, made["word/header.xml"], made["word/headerFirst.xml"]):
        assert not list(part.iter(f"{_W}rPr"))
        for paragraph in part.iter(f"{_W}p"):
            assert [child.tag for child in paragraph.find(f"{_W}pPr")] == [f"{_W}pStyle"]
            assert value(paragraph, "pPr/pStyle") in known


def test_nothing_is_underlined(made: dict[str, Any]) -> None:
    assert not [part for part in made.values() if list(part.iter(f"{_W}u"))]
    assert "___" not in "".join(made["word/document.xml"].itertext())


def lines(text: str, size: float, column: float) -> list[str]:
    """The text as it wraps in a column of so many millimetres."""
    first, *words = text.split()
    found = [first]
    for word in words:
        longer = f"{found[-1]} {word}"
        if width(longer, size) <= column:
            found[-1] = longer
        else:
            found.append(word)
    return found


def drawn(made: dict[str, Any], name: str, column: float) -> float:
    """Length of the line of that style, in millimetres; it is centred in its column."""
    given = style(made, name)
    assert value(given, "pPr/pBdr/top") == "single"
    indent = value(given, "pPr/ind", "left")
    assert indent == value(given, "pPr/ind", "right")
    assert paragraphs(made["word/document.xml"], name) == [""]
    return column - 2 * int(indent or 0) / MM


def test_the_line_under_the_motto_is_as_long_as_the_motto(made: dict[str, Any]) -> None:
    assert drawn(made, "KeTieuNgu", 97) == pytest.approx(width("Độc lập - Tự do - Hạnh phúc", 13), rel=0.02)


@pytest.mark.parametrize("name", ["PHƯỜNG PHÙ LIỄN", "PHƯỜNG AN", "PHƯỜNG TRẦN HƯNG ĐẠO"])
def test_the_line_under_the_agency_is_a_third_to_a_half_of_it(made: dict[str, Any], name: str) -> None:
    text = max(width(line, 12) for line in ("ỦY BAN NHÂN DÂN", name))
    assert 1 / 3 <= drawn(made, "KeCoQuan", 68) / text <= 1 / 2


@pytest.mark.parametrize("key", ["2026-H1", "2026-H2", "2026-Q1", "2026-05", "2026-9M", "2026", "2026-W07"])
def test_the_line_under_the_title_is_a_third_to_a_half_of_its_longest_line(key: str) -> None:
    made = xml(report(period=parse_period(key, Rule.CALENDAR)).data)
    indents = (
        value(style(made, "TrichYeu"), "pPr/ind", "left"),
        value(style(made, "TrichYeu"), "pPr/ind", "right"),
    )
    column = 165 - sum(int(indent or 0) for indent in indents) / MM
    (title,) = paragraphs(made["word/document.xml"], "TrichYeu")
    text = max(width(line, 14) for line in lines(title, 14, column))
    assert 1 / 3 <= drawn(made, "KeTrichYeu", 165) / text <= 1 / 2


def test_the_nation_fits_on_one_line_of_its_column(made: dict[str, Any], body: Any) -> None:
    size = int(value(style(made, "QuocHieu"), "rPr/sz") or 0) / 2
    cells = next(body.iter(f"{_W}tbl")).findall(f".//{_W}tc")
    column = int(value(cells[1], "tcPr/tcW", "w") or 0) / MM
    assert paragraphs(body, "QuocHieu") == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size) < column - 5


def test_number_and_date_share_a_row_and_so_do_recipients_and_signature(body: Any) -> None:
    rows = [[value(cell, "p/pPr/pStyle") for cell in row.findall(f"{_W}tc")] for row in body.iter(f"{_W}tr")]
    assert rows == [["CoQuanBanHanh", "QuocHieu"], ["SoKyHieu", "DiaDanh"], ["NoiNhan", "QuyenHan"]]


def test_the_signature_is_never_split_or_alone_on_a_page(made: dict[str, Any], body: Any) -> None:
    table = list(body.iter(f"{_W}tbl"))[-1]
    assert table.find(f"{_W}tr/{_W}trPr/{_W}cantSplit") is not None
    last = table.getprevious()
    assert value(last, "pPr/pStyle") == "LoiVanCuoi"
    for name in ["LoiVanCuoi", *{value(paragraph, "pPr/pStyle") for paragraph in table.iter(f"{_W}p")}]:
        assert style(made, str(name)).find(f"{_W}pPr/{_W}keepNext") is not None, name
    assert "".join(last.itertext()).endswith("./.")


def test_a_low_paragraph_follows_the_last_table(made: dict[str, Any], body: Any) -> None:
    last, section = list(body[0])[-2:]
    assert section.tag == f"{_W}sectPr"
    assert (last.tag, value(last, "pPr/pStyle")) == (f"{_W}p", "KetThuc")
    assert value(style(made, "KetThuc"), "pPr/spacing", "line") == "20"


@pytest.mark.parametrize(("name", "level"), [("Heading1", "0"), ("Heading2", "1"), ("Heading3", "2")])
def test_headings_stay_with_their_text_and_in_the_navigation_pane(
    made: dict[str, Any], name: str, level: str
) -> None:
    given = style(made, name)
    assert value(given, "name") == f"heading {int(level) + 1}"
    assert value(given, "pPr/outlineLvl") == level
    assert given.find(f"{_W}pPr/{_W}keepNext") is not None


@pytest.mark.parametrize("name", ["Heading1", "Heading2", "Heading3"])
def test_enter_after_a_heading_begins_a_paragraph_of_text(made: dict[str, Any], name: str) -> None:
    assert value(style(made, name), "next") == "LoiVan"


def test_every_table_says_what_it_is(body: Any) -> None:
    """Read out to those who do not see that the head and the foot of the letter are tables."""
    captions = [value(table, "tblPr/tblCaption") for table in body.iter(f"{_W}tbl")]
    assert captions == ["Phần đầu văn bản", "Nơi nhận và chữ ký"]


def test_sections_are_roman_capitals_and_points_follow_the_vietnamese_alphabet(body: Any) -> None:
    sections = paragraphs(body, "Heading1")
    assert [text.split(". ")[0] for text in sections] == ["I", "II", "III", "IV"]
    assert all(text == text.upper() for text in sections)
    points = [text[0] for text in paragraphs(body, "Heading3")]
    assert points == list(nd30.ALPHABET[: len(points)])


def test_recipients_end_as_the_decree_wants(body: Any) -> None:
    *others, last = paragraphs(body, "NoiNhanMuc")
    assert all(text.startswith("- ") and text.endswith(";") for text in others)
    assert last == "- Lưu: VT, VHXH."


def test_the_number_waits_to_be_written(body: Any) -> None:
    (text,) = paragraphs(body, "SoKyHieu")
    assert text.startswith("Số:")
    assert text.removeprefix("Số:").strip() == "/BC-UBND"
    assert len(text) - len("Số:/BC-UBND") >= 6


def test_language_and_mode(made: dict[str, Any]) -> None:
    assert value(made["word/styles.xml"], "docDefaults/rPrDefault/rPr/lang") == "vi-VN"
    settings = made["word/settings.xml"]
    assert value(settings, "compat/compatSetting") == "15"
    assert value(settings, "themeFontLang") == "vi-VN"
    assert settings.find(f"{_W}themeFontLang").get(f"{_W}eastAsia") is None


def test_the_file_carries_nothing_of_somebody_elses() -> None:
    data = parts(report().data)
    assert not [name for name in data if "thumbnail" in name or "customXml" in name]
    assert b"python-docx" not in b"".join(data.values())


def test_letters_are_composed() -> None:
    for part in parts(report().data).values():
        text = part.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text)


CHANGED = {
    "TEXT = Span(13, 14, 14)": "TEXT = Span(15, 16, 15)",
    "left: Span = Span(30, 35, 30)": "left: Span = Span(36, 40, 38)",
    "FIRST_LINES = (10.0, 12.7)\n": "FIRST_LINES = (15.0,)\n",
    "FIRST_LINE = 12.7\n": "FIRST_LINE = 15.0\n",
}
"""Another decree, as it might be."""

_JUDGE = """
import sys
from reports.lint import lint_docx
from reports.template import build
told = lint_docx(open(sys.argv[1], "rb").read()) if len(sys.argv) > 1 else lint_docx(build())
print(*sorted({item.rule for item in told if item.severity == "form"}))
if len(sys.argv) == 1:
    open("new.docx", "wb").write(build())
"""


def test_a_new_decree_is_a_change_of_one_file(tmp_path: Path) -> None:
    """Template and linter follow `reports/nd30.py` alone: what was right is wrong by the new numbers."""
    shutil.copytree(ROOT / "reports", tmp_path / "reports", ignore=shutil.ignore_patterns("__pycache__"))
    decree = tmp_path / "reports" / "nd30.py"
    text = decree.read_text("utf-8")
    for old, new in CHANGED.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    decree.write_text(text, "utf-8")

    def judged(*file: str) -> list[str]:
        environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
        command = [sys.executable, "-c", _JUDGE, *file]
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.split()

    assert not {"margin", "size", "body-size", "body-indent"} & set(judged())
    by_new_numbers = judged(str(TEMPLATE))
    assert {"margin", "size", "body-size", "body-indent"} <= set(by_new_numbers)
    made = etree.fromstring(parts((tmp_path / "new.docx").read_bytes())["word/styles.xml"])
    body = next(item for item in made.iter(f"{_W}style") if item.get(f"{_W}styleId") == "LoiVan")
    assert value(body, "rPr/sz") == "30"
    assert value(body, "pPr/ind", "firstLine") == "850"
