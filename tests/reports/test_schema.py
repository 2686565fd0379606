"""Every file that we hand out, against the schema by which Word and Excel open it without repair."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from reports.annex_word import with_annexes
from reports.copies import WORKING
from reports.figures import GroupCount, add_up
from reports.own_template import examine
from reports.semiannual import semiannual_docx
from reports.spreadsheet import spreadsheet
from reports.template import build
from tests.reports.office_schema import faults
from tests.reports.own_templates import changed
from tests.reports.situation import (
    DIRECTIVES,
    FIRST_HALF,
    FORMS,
    MADE_AT,
    PASSAGES,
    SAMPLE,
    TEMPLATE,
    WARD,
    report,
    totals,
)
from tests.reports.test_annex_word import LETTER, hostile_annex, three
from tests.reports.test_annexes import annexes as standard
from tests.reports.test_annexes import asked, group
from tests.reports.test_slip import slip


def _working() -> bytes:
    annexes = standard([group(1), group(2)], totals(), rounds=asked()).values()
    return semiannual_docx(
        TEMPLATE,
        WARD,
        FIRST_HALF,
        totals(),
        FORMS,
        GroupCount(2, 2),
        DIRECTIVES,
        PASSAGES,
        MADE_AT,
        copy=WORKING,
        annexes=tuple(annexes),
    ).data


FILES: dict[str, Callable[[], bytes]] = {
    "the shipped template": build,
    "a report": lambda: report().data,
    "a report to two superiors": lambda: (
        report(
            profile={
                **SAMPLE["profile"],
                "addressees": ["Sở Nội vụ", "Sở Tư pháp"],
                "superior": "UBND THÀNH PHỐ",
            }
        ).data
    ),
    "a report with annexes and pictures": lambda: with_annexes(report().data, three(), LETTER),
    "a report with hostile annexes": lambda: with_annexes(report().data, [hostile_annex()], LETTER),
    "a working copy with its annexes": _working,
    "a preview of a template": lambda: examine(build()).preview,
    "a correction slip": slip,
}


@pytest.mark.parametrize("name", FILES)
def test_word_has_nothing_to_repair(name: str, tmp_path: Path) -> None:
    assert faults(FILES[name](), tmp_path) == []


def test_excel_has_nothing_to_repair(tmp_path: Path) -> None:
    annexes = [*standard([group(1), group(2)], totals(), rounds=asked()).values(), hostile_annex()]
    made = spreadsheet(WARD, FIRST_HALF, add_up(totals(), FORMS), FORMS, annexes, MADE_AT)
    assert faults(made, tmp_path, "xlsx") == []


BREACHES = {
    "children of pPr out of order": (
        "word/styles.xml",
        r"(<w:spacing [^>]*/>)(<w:ind [^>]*/>)(<w:jc [^>]*/>)",
        r"\3\2\1",
    ),
    "children of rPr out of order": (
        "word/styles.xml",
        r'(<w:color w:val="000000"/>)(<w:sz w:val="\d+"/>)',
        r"\2\1",
    ),
    "children of tblPr out of order": ("word/document.xml", r"(<w:tblW [^>]*/>)(<w:tblInd [^>]*/>)", r"\2\1"),
    "a value that no schema knows": ("word/styles.xml", 'w:val="both"', 'w:val="justify"'),
    "a cell without a paragraph": (
        "word/document.xml",
        r"(<w:tc><w:tcPr>.*?</w:tcPr>).*?</w:tc>",
        r"\1</w:tc>",
    ),
    "a header that is not there": ("word/_rels/document.xml.rels", r'<Relationship [^>]*header.xml"/>', ""),
    "settings out of order": (
        "word/settings.xml",
        r"(<w:zoom [^>]*/>)(<w:defaultTabStop [^>]*/>)",
        r"\2\1",
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_seen(name: str, tmp_path: Path) -> None:
    """The judge above is no rubber stamp."""
    part, pattern, instead = BREACHES[name]
    data = report().data
    with zipfile.ZipFile(BytesIO(data)) as package:
        text = package.read(part).decode()
    broken = re.sub(pattern, instead, text, count=1)
    assert broken != text
    assert faults(changed(data, {part: broken.encode()}), tmp_path)
