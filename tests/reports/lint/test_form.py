"""The linter on Word files: form, marks, and files that are no reports."""

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


def named(document: Any, text: str) -> Any:
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    everything = [*document.paragraphs, *(item for cell in cells for item in cell.paragraphs)]
    return next(item for item in everything if item.text.startswith(text))


def test_our_report_keeps_every_rule_of_form(ours: bytes) -> None:
    assert form_rules(ours) == []


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
