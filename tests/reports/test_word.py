"""Filling a Word template: what is printed, what is refused, what comes out."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from jinja2 import nodes

from reports import word
from reports.sandbox import environment
from storage.errors import TemplateError
from storage.records import Directive, Passage
from tests.reports.situation import (
    DIRECTIVES,
    PASSAGES,
    SAMPLE,
    TEMPLATE,
    report,
    sample_content,
    text_of,
)

MADE_AT = datetime(2026, 6, 12, 8, 30, tzinfo=UTC)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A template of these paragraphs."""

    def write(*paragraphs: str, edit: Callable[[Document], object] = lambda document: None) -> Path:
        document = docx.Document()
        document.core_properties.comments = ""
        for text in paragraphs:
            document.add_paragraph(text)
        edit(document)
        path = tmp_path / "mau.docx"
        document.save(str(path))
        return path

    return write


def render(template: Path, **content: Any) -> bytes:
    return word.render(template, content, title="Báo cáo", author="UBND phường", made_at=MADE_AT)


HOSTILE = [
    "<w:p>A & B < C</w:p> <5% R&D \"x\" 'y'",
    "{{ signer }} {% for x in y %} {# z #} {_{ }_} {_% %_} {{",
    "&lt;b&gt; &#38; ]]> <!-- -->",
    "chữ " * 2500,
    "%s %(x)s {0} $x \\n \\x00 \ufffd 🙂",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_changes_nothing_but_itself(text: str) -> None:
    text = text.strip()
    passages = [Passage(i.section, text) if i.section == "III.2" else i for i in PASSAGES]
    profile = {**SAMPLE["profile"], "signer": text, "recipients": [text], "place": text, "agency": [text]}
    directives = [Directive(1, text, text, DIRECTIVES[0].issued_on, text)]
    usual = text_of(report().data)
    printed = text_of(report(passages=passages, profile=profile, directives=directives).data)
    assert printed[-1] == text
    assert printed[printed.index("2. Tồn tại, hạn chế") + 1] == text
    assert f"- {text};" in printed
    assert printed[0] == text
    assert any(line.startswith(f"Ủy ban nhân dân phường đã ban hành {text} số {text} ") for line in printed)
    same = [line for line in printed if text not in line]
    assert [line for line in usual if line in same] == same


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x00b", "ab"),
        ("a\x0bb\x0c", "a b"),
        ("\x1ba\u202eb\x7f\x9f", "ab"),
        ("\u2067a\u200fb\u2069", "ab"),
        ("a\ud800b\ufffe\ue000", "ab"),
    ],
)
def test_what_word_cannot_hold_is_left_out(write: Callable[..., Path], text: str, printed: str) -> None:
    assert text_of(render(write("[{{ x }}]"), x=text)) == [f"[{printed}]"]


def test_letters_are_composed(write: Callable[..., Path]) -> None:
    assert text_of(render(write("{{ x }}"), x="Liê\u0303n")) == ["Liễn"]


def test_a_line_break_makes_a_paragraph_in_a_list_and_a_space_elsewhere(write: Callable[..., Path]) -> None:
    template = write("{%p for x in many %}", "{{ x }}", "{%p endfor %}", "{{ one }}")
    assert text_of(render(template, many=["a\nb", "c\r\nd"], one="e\nf\tg")) == ["a", "b", "c", "d", "e f g"]


def test_all_unknown_names_are_told_at_once(write: Callable[..., Path]) -> None:
    def edit(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ in_header }}"

    template = write(
        "{{ known }}", "{% if known %}{% else %}{{ not_reached }}{% endif %}{{ so_loa }}", edit=edit
    )
    with pytest.raises(TemplateError, match="in_header, not_reached, so_loa;"):
        render(template, known="x")


def test_an_unknown_name_in_a_property_is_told(write: Callable[..., Path]) -> None:
    def edit(document: Document) -> None:
        document.core_properties.title = "{{ ten }}"

    with pytest.raises(TemplateError, match="ten;"):
        render(write("{{ x }}", edit=edit), x="x")


@pytest.mark.parametrize(
    "text",
    [
        "{{ x.__class__ }}",
        "{{ x.__class__.__mro__ }}",
        "{{ items[0].__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum() }}",
        "{% for i in range(10) %}{{ i }}{% endfor %}",
        "{{ x.upper() }}",
        "{{ items.append(1) }}",
        "{% macro m() %}a{% endmacro %}{{ m() }}",
        "{{ 'a' * 30000000 }}",
        "{{ 9 ** 9999999 }}",
        "{{ '%9999999d' % 1 }}",
        "{{ x|center(99999999) }}",
        "{{ x|attr('__class__') }}",
        "{% include 'mau.docx' %}",
        "{% import 'mau.docx' as m %}",
        "{{ x.missing }}",
        "{{ items[7] }}",
        "{{ items }}",
        "{{ named.keys }}",
        "{{ 1 / 0 }}",
        "{{ 1 + x }}",
        "{% if x %}",
        "{{ x",
        "{{ x y }}",
    ],
)
def test_a_template_can_only_print_choose_and_repeat(write: Callable[..., Path], text: str) -> None:
    with pytest.raises(TemplateError, match=r"mau\.docx"):
        render(write("{{ x }}", text), x="a", items=["a"], named={"a": "b"})


@pytest.mark.parametrize("place", ["title", "author", "subject", "comments"])
def test_a_property_of_the_template_runs_in_the_same_sandbox(write: Callable[..., Path], place: str) -> None:
    def edit(document: Document) -> None:
        setattr(document.core_properties, place, "{{ x.__class__ }}")

    with pytest.raises(TemplateError):
        render(write("{{ x }}", edit=edit), x="a")


def test_printing_none_is_refused_where_it_happens() -> None:
    with pytest.raises(Exception, match="not NoneType"):
        environment().from_string("{{ x }}").render(x=None)


@pytest.mark.parametrize("value", [None, True, 1.5, ("a",), {1}, b"a", datetime.now, Path()])
def test_only_plain_values_are_taken(write: Callable[..., Path], value: object) -> None:
    with pytest.raises(TemplateError, match="the content holds"):
        render(write("{{ x.y }}"), x={"y": [value]})


def test_a_tag_that_nobody_fills_is_found(write: Callable[..., Path]) -> None:
    def edit(document: Document) -> None:
        document.add_comment(document.paragraphs[0].runs, text="hỏi {{ x }}", author="", initials="")

    with pytest.raises(TemplateError, match="unfilled"):
        render(write("{{ x }}", edit=edit), x="a")


def test_a_cell_left_without_a_paragraph_is_found(write: Callable[..., Path]) -> None:
    def edit(document: Document) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "{%p if x %}"
        cell.add_paragraph("a")
        cell.add_paragraph("{%p endif %}")

    template = write(edit=edit)
    assert text_of(render(template, x="a")) == ["a"]
    with pytest.raises(TemplateError, match="table cell"):
        render(template, x="")


def test_a_choice_that_tears_a_table_apart_is_refused_and_loses_no_text(write: Callable[..., Path]) -> None:
    def edit(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "a{% if x %}"
        document.add_paragraph("{% endif %}b")

    with pytest.raises(TemplateError, match="cannot be filled"):
        render(write(edit=edit), x="")


@pytest.mark.parametrize("data", [b"", b"no zip", None])
def test_what_is_no_word_file_is_refused(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "mau.docx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(TemplateError, match=r"mau\.docx"):
        render(path)


def test_the_same_input_gives_the_same_bytes_at_any_hour(write: Callable[..., Path]) -> None:
    template = write("{{ x }}")
    first = render(template, x="a")
    assert render(template, x="a") == first
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_whose_it_is(write: Callable[..., Path]) -> None:
    data = word.render(
        write("{{ x }}"), {"x": "a"}, title="Báo cáo {{ x }} & <y>", author="Ủy ban nhân dân", made_at=MADE_AT
    )
    properties = docx.Document(BytesIO(data)).core_properties
    assert properties.title == "Báo cáo {{ x }} & <y>"
    assert properties.author == properties.last_modified_by == "Ủy ban nhân dân"
    assert properties.language == "vi-VN"
    assert properties.comments == properties.keywords == ""
    assert properties.created == properties.modified == MADE_AT


def test_names_of_the_template_and_of_the_content_are_the_same() -> None:
    assert word.names(TEMPLATE) == sample_content().keys()


def test_names_inside_the_directives_are_the_same() -> None:
    """The one list of dicts; its names are not seen by the test above."""
    tree = environment().parse(word._Template(TEMPLATE).patch_xml(_body(TEMPLATE)))
    asked = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "directive"
    }
    assert [set(item) for item in sample_content()["directives"]] == [asked, asked]


def _body(template: Path) -> str:
    with zipfile.ZipFile(template) as package:
        return package.read("word/document.xml").decode("utf-8").partition("?>")[2]
