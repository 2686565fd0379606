"""Marks: which figure has which, and the comments that carry them in a working copy."""

import pickle
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.reading.report_words import ReportVerb, read_report_command
from reports import word
from reports.copies import WORKING
from reports.figures import GroupCount, add_up
from reports.marks import GROUPS_MARK, WEEKS_MARK, Marked, Note, joined, mark_table, normal, sentence
from reports.package import W
from reports.semiannual import Report, semiannual_docx
from reports.sources import Sources
from storage.errors import FormFileError
from storage.forms import Form, read_forms
from storage.periods import Period, Rule, half_year, month, parse_period
from storage.records import Directive, Passage, Qualifier
from tests.reports.pages import noted, noted_figures, outside_comments
from tests.reports.situation import (
    DIRECTIVES,
    FIRST_HALF,
    FORMS,
    GROUPS,
    MADE_AT,
    PASSAGES,
    ROOT,
    SERVICE_CENTRE,
    TEMPLATE,
    WARD,
    report,
    text_of,
    totals,
)

NOTE = Note("T03", "Mã số liệu T03: lượt phát loa")
AT = datetime(2026, 6, 12, 8, 30, tzinfo=UTC)


def working(
    given: list[Any] | None = None,
    *,
    period: Period = FIRST_HALF,
    groups: GroupCount = GroupCount(2, 2),  # noqa: B008 (frozen)
    passages: list[Passage] = PASSAGES,
    directives: list[Directive] = DIRECTIVES,
) -> Report:
    given = totals() if given is None else given
    return semiannual_docx(
        TEMPLATE, WARD, period, given, FORMS, groups, directives, passages, MADE_AT, copy=WORKING
    )


# ── the table of marks ──


def test_every_figure_has_a_mark_of_its_own_that_a_clerk_can_type() -> None:
    table = mark_table(FORMS)
    assert len(set(table.values())) == len(table)
    assert table["group.broadcasts"] == "T03"
    for mark in [*table.values(), GROUPS_MARK, WEEKS_MARK]:
        assert re.fullmatch("[A-Z]{1,3}[0-9]{2,}", mark)
        command = read_report_command(f"mã {mark.lower()}", date(2026, 7, 1), Rule.CALENDAR)
        assert command is not None
        assert (command.verb, command.what) == (ReportVerb.TRACE, mark)


def test_a_mark_stays_when_a_later_version_asks_more_and_in_another_order() -> None:
    form = next(form for form in FORMS if form.code == "group")
    new = replace(form.indicators[0], code="posters")
    later = replace(form, from_on=date(2027, 1, 1), indicators=(new, *reversed(form.indicators[2:])))
    before, after = mark_table([form]), mark_table([later, form])
    assert after["group.posters"] == "T08"
    assert {key: after[key] for key in before} == before


@given(st.permutations([form.code for form in FORMS]))
def test_a_mark_does_not_depend_on_the_other_forms(codes: list[str]) -> None:
    some = [form for code in codes[:4] for form in FORMS if form.code == code]
    whole = mark_table(FORMS)
    assert mark_table(some).items() <= whole.items()


def _forms_in(folder: Path, **marks: str) -> tuple[Form, ...]:
    text = (ROOT / "templates" / "forms" / "clinic.toml").read_text("utf-8")
    for code, mark in marks.items():
        changed = text.replace('code = "clinic"\nmark = "Y"', f'code = "{code}"\n{mark}')
        (folder / f"{code}.toml").write_text(changed, "utf-8")
    return read_forms(folder)


def test_a_form_without_a_mark_goes_by_its_initials(tmp_path: Path) -> None:
    (form,) = _forms_in(tmp_path, youth_union_of_ward="")
    assert form.mark == "YUO"


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ({"clinic": 'mark = "Y"', "yard": ""}, "give each form its own mark"),
        ({"clinic": 'mark = "K"'}, "not K"),
        ({"clinic": 'mark = "Đ"'}, "capitals A-Z"),
        ({"clinic": 'mark = "T1"'}, "capitals A-Z"),
        ({"clinic": 'mark = ""'}, "mark"),
    ],
)
def test_marks_that_could_be_mistaken_are_refused(tmp_path: Path, marks: dict[str, str], reason: str) -> None:
    with pytest.raises(FormFileError, match=reason):
        _forms_in(tmp_path, **marks)


def test_versions_of_a_form_share_its_mark(tmp_path: Path) -> None:
    text = (ROOT / "templates" / "forms" / "clinic.toml").read_text("utf-8")
    (tmp_path / "clinic.toml").write_text(text, "utf-8")
    later = text.replace("from = 2025-12-15", "from = 2027-01-01")
    (tmp_path / "clinic_2027.toml").write_text(later, "utf-8")
    assert {form.mark for form in read_forms(tmp_path)} == {"Y"}
    (tmp_path / "clinic_2027.toml").write_text(later.replace('mark = "Y"', 'mark = "X"'), "utf-8")
    with pytest.raises(FormFileError, match="its versions"):
        read_forms(tmp_path)


@pytest.mark.parametrize("typed", ["T03", "t3", "T-03", "t 3", "T003"])
def test_a_mark_is_known_however_it_is_typed(typed: str) -> None:
    assert normal(typed) == "T03"


# ── text with notes ──


def test_marked_text_is_its_plain_text_to_everybody_else() -> None:
    text = sentence(joined(["có ", Marked("36/38", NOTE), " tổ; ", Marked("12", NOTE)]))
    assert text == "Có 36/38 tổ; 12."
    assert text.pieces == (("Có ", None), ("36/38", NOTE), (" tổ; ", None), ("12", NOTE), (".", None))
    assert joined([]) == sentence(joined([]))[:-1] == ""
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.pieces) == (text, text.pieces)


@pytest.mark.parametrize(
    ("period", "ward_rule"),
    [
        (half_year(2026, 1, Rule.CALENDAR), Rule.CALENDAR),
        (half_year(2026, 1, Rule.DECREE), Rule.CALENDAR),
        (month(2026, 5, Rule.DECREE), Rule.DECREE),
        *(
            (parse_period(key, Rule.CALENDAR), Rule.CALENDAR)
            for key in ("2026-Q2", "2026", "2026-9M", "2026-W24")
        ),
        (parse_period("2026-01-05..2026-02-15", Rule.DECREE), Rule.CALENDAR),
    ],
)
def test_the_note_tells_words_that_mean_the_same_days(period: Period, ward_rule: Rule) -> None:
    figures = add_up(totals(), FORMS)
    sources = Sources(period, ward_rule)
    notes = {
        "": sources.of_figure(next(figure for figure in figures if figure.mark == "T03")),
        "to dan pho so 5": sources.of_unit(
            next(figure for figure in figures if figure.mark == "T03"), "Tổ dân phố số 5"
        ),
    }
    for unit, note in notes.items():
        (said,) = re.findall("«(.*)»", note.words)
        command = read_report_command(said, date(2027, 2, 1), ward_rule)
        assert command is not None
        assert command.period is not None
        assert (command.what, command.unit) == ("T03", unit)
        assert (command.period.first_on, command.period.last_on) == (period.first_on, period.last_on)


# ── the report ──


def test_the_working_copy_reads_as_the_clean_one() -> None:
    assert text_of(working().data) == text_of(report().data)


def test_a_clean_copy_has_no_trace_of_a_comment() -> None:
    with zipfile.ZipFile(BytesIO(report().data)) as package:
        for name in package.namelist():
            part = package.read(name).decode("utf-8")
            assert "comment" not in f"{name}{part}".replace("cp:comments", "").replace("dc:comments", "")
            assert not re.search("[\ue000-\uf8ff]", part)


def test_no_letter_is_left_in_a_working_copy() -> None:
    with zipfile.ZipFile(BytesIO(working().data)) as package:
        for name in package.namelist():
            assert not re.search("[\ue000-\uf8ff]", package.read(name).decode("utf-8"))


def test_both_are_the_same_bytes_each_time() -> None:
    assert working().data == working().data
    assert report().data == report().data
    assert working().data != report().data


@pytest.mark.parametrize("qualifier", [Qualifier.EXACT, Qualifier.ABOUT])
def test_each_figure_stands_under_its_own_mark(qualifier: Qualifier) -> None:
    given = [replace(item, qualifier=qualifier) for item in totals()]
    figures = {figure.mark: figure for figure in add_up(given, FORMS)}
    found = noted_figures(working(given).data)
    assert {mark for mark, _ in found} == {*figures, GROUPS_MARK}
    for mark, printed in found:
        if mark != GROUPS_MARK:
            assert int(re.sub(r"\D", "", printed)) == figures[mark].value
    assert [printed for mark, printed in found if mark == GROUPS_MARK] == ["2/2", "2/2"]


def _other(figures: dict[str, int]) -> dict[str, int]:
    return {code: value * 7 + 1234 for code, value in figures.items()}


@pytest.mark.parametrize("without", [(), ("leaflets", "broadcast_items")])
def test_no_figure_stands_outside_a_comment(without: tuple[str, ...]) -> None:
    """With other figures, what stands outside the comments is the same, letter by letter."""

    def told(change: Callable[[dict[str, int]], dict[str, int]], groups: GroupCount) -> list[str]:
        centre, group = (
            {code: value for code, value in change(figures).items() if code not in without}
            for figures in (SERVICE_CENTRE, GROUPS)
        )
        return outside_comments(working(totals(centre, group), groups=groups).data)

    one, other = told(dict, GroupCount(2, 2)), told(_other, GroupCount(37, 38))
    assert one == other
    assert any("*" in line for line in one)
    if without:
        assert any("Chưa có số liệu về" in line for line in one)


_FIXED = re.compile(
    r"\d\d/\d{1,2}/\d{4}|\d{1,2} tháng (?:đầu|cuối) năm(?: \d{4})?|năm \d{4}|Đề án 06|ISO 9001:2015"
    r"|06 THÁNG CUỐI NĂM 2026|số \d+/[A-ZĐ-]+|^\d\. "
)


def test_digits_outside_comments_are_dates_numbers_of_documents_and_headings() -> None:
    for line in outside_comments(working().data):
        assert not re.search(r"\d", _FIXED.sub("", line)), line


def test_what_is_zero_leads_back_too() -> None:
    zero = dict.fromkeys(GROUPS, 0)
    found = noted_figures(working(totals(groups=zero)).data)
    assert {printed for mark, printed in found if mark == "T03"} == {"lượt phát loa"}


def test_nothing_that_is_typed_can_make_or_break_a_comment() -> None:
    usual = noted_figures(working().data)
    typed = "\ue002\ue010x\ue003 \ue002\ue011 \ue003 {{ x }} 5 < 6"
    passages = [Passage(item.section, f"{typed} {item.body}") for item in PASSAGES]
    directives = [replace(item, subject=typed) for item in DIRECTIVES]
    made = working(passages=passages, directives=directives).data
    assert noted_figures(made) == usual
    assert text_of(made) == text_of(report(passages=passages, directives=directives).data)


def test_a_ward_s_own_template_has_the_same_marks() -> None:
    """It is filled in a process apart."""
    made = semiannual_docx(
        TEMPLATE.read_bytes(),
        WARD,
        FIRST_HALF,
        totals(),
        FORMS,
        GroupCount(2, 2),
        DIRECTIVES,
        PASSAGES,
        MADE_AT,
        copy=WORKING,
    )
    assert noted(made.data) == noted(working().data)


def test_the_working_copy_says_what_it_is() -> None:
    made = working()
    assert made.file_name == "BC-tuyen-truyen-CCHC_2026-H1_ban-lam-viec.docx"
    assert docx.Document(BytesIO(made.data)).core_properties.content_status == "Bản làm việc"


# ── any template ──


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., bytes]:
    """Fills a template of these paragraphs."""

    def fill(
        *paragraphs: str,
        edit: Callable[[Document], object] = lambda document: None,
        marked: bool = True,
        **content: Any,
    ) -> bytes:
        document = docx.Document()
        document.core_properties.comments = ""
        for text in paragraphs:
            document.add_paragraph(text)
        edit(document)
        path = tmp_path / "mau.docx"
        document.save(str(path))
        return word.render(path, content, title="Báo cáo", author="UBND", made_at=AT, marked=marked)

    return fill


def figure(text: str, mark: str = "T03") -> Marked:
    return Marked(text, Note(mark, f"Mã số liệu {mark}: thử"))


def test_a_tag_that_word_has_cut_into_runs(fill: Callable[..., bytes]) -> None:
    def edit(document: Document) -> None:
        paragraph = document.add_paragraph("phát ")
        for piece in ("{{ ", "x", " }}"):
            paragraph.add_run(piece).bold = True
        paragraph.add_run(" lượt").italic = True

    data = fill(edit=edit, x=figure("1.684"))
    assert noted_figures(data) == [("T03", "1.684")]
    assert text_of(data) == ["phát 1.684 lượt"]
    under = [run for run in docx.Document(BytesIO(data)).paragraphs[0].runs if run.text == "1.684"]
    assert [run.bold for run in under] == [True]


def test_tables_loops_and_text_around(fill: Callable[..., bytes]) -> None:
    def edit(document: Document) -> None:
        cells = document.add_table(3, 2).columns
        for cell, text in zip(
            cells[0].cells, ["{%tr for row in rows %}", "{{ row.name }}", "{%tr endfor %}"], strict=True
        ):
            cell.text = text
        cells[1].cells[1].text = "{{ row.value }} lượt"

    rows = [{"name": f"tổ {n}", "value": figure(str(n), f"T{n:02}")} for n in range(1, 4)]
    data = fill("{% for row in rows %}{{ row.value }}; {% endfor %}", edit=edit, rows=rows)
    assert noted_figures(data) == [("T01", "1"), ("T02", "2"), ("T03", "3")] * 2
    assert text_of(data)[0] == "1; 2; 3; "


def test_conditions_and_filters_see_the_plain_text(fill: Callable[..., bytes]) -> None:
    asked = "{% if x == '5' and x|length == 1 %}{{ x }}{% else %}sai{% endif %}"
    for marked in (True, False):
        assert text_of(fill(asked, x=figure("5"), marked=marked)) == ["5"]


def test_two_numbers_of_a_ratio_are_one_figure(fill: Callable[..., bytes]) -> None:
    data = fill("{{ a }}/{{ b }} tổ, {{ a }}/{{ c }}", a=figure("36"), b=figure("38"), c=figure("9", "T04"))
    assert noted_figures(data) == [("T03", "36/38"), ("T03", "36"), ("T04", "9")]


def test_where_word_has_no_comments_the_figure_stands_plain(fill: Callable[..., bytes]) -> None:
    def edit(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "đầu trang {{ x }}"
        document.core_properties.subject = "{{ x }}"
        box = OxmlElement("w:txbxContent")
        paragraph, run, text = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "khung {{ x }}"
        run.append(text)
        paragraph.append(run)
        box.append(paragraph)
        picture = OxmlElement("w:pict")
        picture.append(box)
        document.add_paragraph("").add_run()._element.append(picture)

    data = fill("{{ x }}", edit=edit, x=figure("12"))
    assert noted_figures(data) == [("T03", "12")]
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert "đầu trang 12<" in "".join(
            package.read(name).decode("utf-8") for name in package.namelist() if "header" in name
        )
        assert "khung 12<" in package.read("word/document.xml").decode("utf-8")


def test_comments_that_the_template_has_stay(fill: Callable[..., bytes]) -> None:
    def edit(document: Document) -> None:
        document.add_comment(document.paragraphs[0].runs, text="của mẫu", author="a", initials="a")

    data = fill("{{ x }} và {{ y }}", edit=edit, x=figure("1", "T01"), y=figure("2", "T02"))
    comments = list(docx.Document(BytesIO(data)).comments)
    assert [comment.text[:14] for comment in comments] == ["của mẫu", "Mã số liệu T01", "Mã số liệu T02"]
    assert len({comment.comment_id for comment in comments}) == 3


@pytest.mark.parametrize("text", ["<w:b>&", "a\ue003b\ue002", "{{ y }}", "x" * 10_000, "\u202esố"])
def test_a_figure_of_any_text(fill: Callable[..., bytes], text: str) -> None:
    data = fill("{{ x }}.", x=Marked(text, Note("T03", f"Mã số liệu T03: {text}")))
    assert len(noted_figures(data)) == 1
    assert text_of(data) == text_of(fill("{{ x }}.", x=text))


# ── the file ──


def test_the_comments_part_is_as_the_standard_wants_it() -> None:
    with zipfile.ZipFile(BytesIO(working().data)) as package:
        (name,) = [name for name in package.namelist() if "comments" in name]
        types = package.read("[Content_Types].xml").decode("utf-8")
        assert f'PartName="/{name}"' in types
        assert types.count(".comments+xml") == 1
        relations = package.read("word/_rels/document.xml.rels").decode("utf-8")
        assert relations.count("/relationships/comments") == 1
        comments = etree.fromstring(package.read(name))
        document = etree.fromstring(package.read("word/document.xml"))
    ids = [comment.get(f"{{{W}}}id") for comment in comments]
    assert ids == [str(number) for number in range(len(ids))]
    for comment in comments:
        assert comment.tag == f"{{{W}}}comment"
        assert comment.get(f"{{{W}}}author") == "Gom Số"
        assert comment.get(f"{{{W}}}initials") == "GS"
        assert comment.get(f"{{{W}}}date") == "2026-11-22T02:30:00Z"
        assert [child.tag for child in comment] == [f"{{{W}}}p"]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [element.get(f"{{{W}}}id") for element in document.iter(f"{{{W}}}{tag}")] == ids
    for start in document.iter(f"{{{W}}}commentRangeStart"):
        run, end, reference = list(start.itersiblings())[:3]
        assert run.tag == reference.tag == f"{{{W}}}r"
        assert end.get(f"{{{W}}}id") == start.get(f"{{{W}}}id")
        assert [child.tag for child in reference] == [f"{{{W}}}commentReference"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_keeps_the_comments(tmp_path: Path) -> None:
    (tmp_path / "w.docx").write_bytes(working().data)
    for kind in ("pdf", "odt"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / "w.docx")], check=True, capture_output=True, timeout=90)
    assert (tmp_path / "w.pdf").read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(tmp_path / "w.odt") as package:
        told = package.read("content.xml").decode("utf-8")
    assert told.count("<office:annotation ") == len(noted_figures(working().data))
    assert "Mã số liệu T03" in told
