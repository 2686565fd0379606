"""The linter on Word files: form, marks, and files that are no reports."""

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from reports.lint import Severity, lint_docx
from storage.errors import TemplateError
from tests.reports.situation import report
from tests.reports.test_marks import working


@pytest.fixture(scope="module")
def ours() -> bytes:
    return report().data


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    document = docx.Document(BytesIO(data))
    change(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def form_rules(data: bytes) -> list[str]:
    return [finding.rule for finding in lint_docx(data) if finding.severity is Severity.FORM]


def long_paragraph(document: Any) -> Any:
    return next(item for item in document.paragraphs if len(item.text) > 200)


def borders(document: Any) -> list[Any]:
    parts = (document.element, document.styles.element)
    return [item for part in parts for item in part.iter() if str(item.tag).endswith("}pBdr")]


def named(document: Any, text: str) -> Any:
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    everything = [*document.paragraphs, *(item for cell in cells for item in cell.paragraphs)]
    return next(item for item in everything if item.text.startswith(text))


def test_our_report_keeps_every_rule_of_form(ours: bytes) -> None:
    assert form_rules(ours) == []


def test_a_figure_without_a_source_is_found_in_the_working_copy_and_only_there(ours: bytes) -> None:
    def typed(document: Any) -> None:
        long_paragraph(document).add_run(" Phát thêm 77 tờ rơi tại chợ.")

    made = working().data
    assert [item for item in lint_docx(made) if item.rule == "no-source"] == []
    (found,) = (item for item in lint_docx(changed(made, typed)) if item.rule == "no-source")
    assert found.quoted == "77 tờ rơi"
    assert [item for item in lint_docx(changed(ours, typed)) if item.rule == "no-source"] == []


BREACHES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "page": ("page", lambda d: setattr(d.sections[0], "page_height", Mm(279))),
    "margin": ("margin", lambda d: setattr(d.sections[0], "left_margin", Mm(25))),
    "font of a run": ("font", lambda d: setattr(long_paragraph(d).runs[0].font, "name", "Arial")),
    "font of a style": ("font", lambda d: setattr(d.styles["Lời văn"].font, "name", "Calibri")),
    "underline": ("underline", lambda d: setattr(named(d, "Độc lập").runs[0].font, "underline", True)),
    "colour": ("colour", lambda d: setattr(long_paragraph(d).runs[0].font.color, "rgb", RGBColor(255, 0, 0))),
    "size": ("size", lambda d: setattr(named(d, "BÁO CÁO").runs[0].font, "size", Pt(18))),
    "bold": ("bold", lambda d: setattr(named(d, "Độc lập").runs[0].font, "bold", False)),
    "body size": ("body-size", lambda d: setattr(d.styles["Lời văn"].font, "size", Pt(12))),
    "body align": ("body-align", lambda d: setattr(long_paragraph(d), "alignment", WD_ALIGN_PARAGRAPH.LEFT)),
    "body line": (
        "body-line",
        lambda d: setattr(d.styles["Lời văn"].paragraph_format, "line_spacing", 2.0),
    ),
    "body gap": (
        "body-gap",
        lambda d: setattr(d.styles["Lời văn"].paragraph_format, "space_before", Pt(0)),
    ),
    "body indent": (
        "body-indent",
        lambda d: setattr(long_paragraph(d).paragraph_format, "first_line_indent", Mm(0)),
    ),
    "slant of the date": (
        "italic",
        lambda d: setattr(named(d, "Phù Liễn, ngày").runs[0].font, "italic", False),
    ),
    "size of the number": ("size", lambda d: setattr(named(d, "Số:").runs[0].font, "size", Pt(14))),
    "size of a recipient": ("size", lambda d: setattr(named(d, "- Lưu").runs[0].font, "size", Pt(13))),
    "place of the title": (
        "align",
        lambda d: setattr(named(d, "BÁO CÁO"), "alignment", WD_ALIGN_PARAGRAPH.LEFT),
    ),
    "small letters in a section's title": (
        "section-title",
        lambda d: setattr(named(d, "III. ").runs[0], "text", "III. Đánh giá chung"),
    ),
    "no lines": ("no-lines", lambda d: [item.getparent().remove(item) for item in borders(d)]),
    "letters in pieces": (
        "unicode",
        lambda d: setattr(long_paragraph(d).runs[0], "text", "Liê\u0303n " + long_paragraph(d).text),
    ),
    "page number": (
        "page-number",
        lambda d: d.sections[0].header._element.clear(),
    ),
    "first page numbered": (
        "page-number",
        lambda d: setattr(d.sections[0], "different_first_page_header_footer", False),
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_each_breach_of_form_is_found(ours: bytes, name: str) -> None:
    rule, breach = BREACHES[name]
    assert form_rules(changed(ours, breach)) == [rule]


def test_a_file_made_with_other_defaults_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("Báo cáo của phường. " * 20)
    file = BytesIO()
    document.save(file)
    found = set(form_rules(file.getvalue()))
    assert {"page", "font", "page-number", "body-size", "body-align", "no-title", "no-recipients"} <= found


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return file.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 broken",
        packed(styles=b"<a/>"),
        packed(document=b"<not closed"),
        packed(document=b'<!DOCTYPE a [<!ENTITY x "y">]><w:document ' + W + b">&x;</w:document>"),
        packed(document=b"<a>" + b" " * (65 * 1024 * 1024) + b"</a>"),
        packed(document=b"<w:p " + W + b"/>" * 1),
        packed(document=b"<w:document " + W + b">" + b"<w:p/>" * 100_001 + b"</w:document>"),
    ],
    ids=["empty", "pdf", "zip", "no text", "xml", "entities", "bomb", "bare", "endless"],
)
def test_what_is_no_report_is_refused_with_a_sentence(data: bytes) -> None:
    try:
        found = lint_docx(data)
    except TemplateError as error:
        assert str(error)
    else:
        assert found  # a lone paragraph lacks everything a report has


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """The file with every part renamed, changed or left out."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(file, "w") as out:
        for name in package.namelist():
            if part := change(name, package.read(name)):
                out.writestr(*part)
    return file.getvalue()


def test_parts_are_found_by_their_relations(ours: bytes) -> None:
    """Word on the web calls the text document2.xml."""

    def renamed(name: str, part: bytes) -> tuple[str, bytes]:
        return name.replace("document.xml", "document2.xml"), part.replace(
            b"word/document.xml", b"word/document2.xml"
        )

    assert lint_docx(repacked(ours, renamed)) == lint_docx(ours)


REFUSED = {
    "an old Word file": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512, "old Word file"),
    "Strict Open XML": (None, "Strict"),
    "half of a file": (b"half", "broken"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "not a Word file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_what_to_do(ours: bytes, name: str) -> None:
    data, words = REFUSED[name]
    if data is None:
        strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        data = repacked(ours, lambda part, text: (part, text.replace(W[9:-1], strict)))
    data = ours[: len(ours) // 2] if data == b"half" else data
    with pytest.raises(TemplateError, match=words):
        lint_docx(data)


def test_lengths_may_have_units(ours: bytes) -> None:
    """ST_UniversalMeasure: LibreOffice and others may write them so."""

    def in_units(name: str, part: bytes) -> tuple[str, bytes]:
        for plain, unit in (
            (b'"11906"', b'"210mm"'),
            (b'"1134"', b'"2cm"'),
            (b'w:before="120"', b'w:before="6pt"'),
        ):
            part = part.replace(plain, unit)
        return name, part

    assert lint_docx(repacked(ours, in_units)) == lint_docx(ours)


def test_a_file_with_anything_wrong_in_it_is_read_or_refused(ours: bytes) -> None:
    """Attributes of nonsense, elements lost or doubled, parts gone, over 150 files made by chance."""
    chance = random.Random(5)
    nonsense = (b'=""', b'="-1"', b'="abc"', b'="9999999999999999999"', b'="1.5e9"', b'="\xc3\xa9"', b'="0"')

    def spoilt(name: str, part: bytes) -> tuple[str, bytes] | None:
        if chance.random() < 0.03:
            return None
        if name.endswith((".xml", ".rels")) and chance.random() < 0.5:
            pieces = re.split(rb'(="[^"]*")', part)
            for _ in range(chance.randrange(1, 30)):
                place = 1 + 2 * chance.randrange(max(1, len(pieces) // 2))
                if place < len(pieces):
                    pieces[place] = chance.choice(nonsense)
            part = b"".join(pieces)
        if chance.random() < 0.2:
            elements = re.split(rb"(<w:(?:pPr|rPr|tbl|sectPr|style|p)\b[^>]*/>)", part)
            part = b"".join(piece for piece in elements if chance.random() < 0.9 or b"/>" not in piece[-2:])
        return name, part

    refused = 0
    for _ in range(150):
        try:
            lint_docx(repacked(ours, spoilt))
        except TemplateError:
            refused += 1
    assert 0 < refused < 150


def test_styles_that_go_round_in_a_circle_end() -> None:
    styles = (
        b"<w:styles " + W + b'><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        b'<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    text = "Báo cáo của phường. ".encode() * 20
    document = (
        b"<w:document "
        + W
        + b'><w:body><w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>'
        + text
        + b"</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "body-align" in form_rules(packed(document=document, styles=styles))
