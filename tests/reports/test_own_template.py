"""A ward's own template: what may be in it, and what becomes of one that means harm."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from reports import word
from reports.confined import InterruptedWorkError, LimitError, Limits, ask
from reports.examination import Fault
from reports.fields import FIELDS
from reports.guard import check, unpacked
from reports.marks import Marked, Note
from reports.own_template import LIMITS, examine, fill, render
from reports.tags import read_tags
from storage.errors import TemplateError
from tests.reports.own_templates import changed, field, own_template, paragraph, related, replaced

AT = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
PLAIN = own_template("{{ ward }} {{ signer }}")
ATTACK = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
EXAMPLE = {name: known.example for name, known in FIELDS.items()}
QUICK = Limits(seconds=4)


def _titled(tag: str) -> bytes:
    return replaced(PLAIN, "docProps/core.xml", "<dc:title/>", f"<dc:title>{escape(tag)}</dc:title>")


def text_of(data: bytes) -> str:
    return "\n".join(part.text for part in docx.Document(BytesIO(data)).paragraphs)


def faults(data: bytes, limits: Limits = LIMITS) -> set[Fault]:
    found = examine(data, limits=limits)
    assert not found.usable and not found.preview
    return {flaw.fault for flaw in found.flaws}


def filled(template: bytes, content: dict[str, Any] = EXAMPLE, **more: Any) -> bytes:
    return render(template, content, title="", author="", made_at=AT, **more)


# What is well.


def test_the_shipped_template_passes_as_anybodys() -> None:
    shipped = Path(__file__).parents[2] / "templates" / "semiannual_report.docx"
    found = examine(shipped.read_bytes())
    assert (found.flaws, found.unknown, found.missing) == ((), {}, ())
    apart = fill(shipped.read_bytes(), EXAMPLE, title="a", author="b", made_at=AT)
    assert apart == fill(shipped, EXAMPLE, title="a", author="b", made_at=AT), (
        "byte for byte as in this process"
    )


def test_what_is_asked_for_what_is_unknown_and_what_is_left_out() -> None:
    found = examine(own_template("{{ signer }} {{ broadcast_item }}", header="{{ wart }}"))
    assert found.names == ("broadcast_item", "signer", "wart")
    assert found.unknown == {"broadcast_item": "broadcast_items", "wart": "ward"}
    assert "signer" not in found.missing and {"authority", "tasks", "broadcast_items"} <= set(found.missing)
    assert not found.usable


def test_word_may_cut_tags_as_it_likes() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    cut = "".join(run.format(part) for part in ("{", "{ wa", "rd }", "} và {{ signer }}"))
    found = examine(own_template(body=f"<w:p>{cut}</w:p>"))
    assert found.usable and found.names == ("signer", "ward")


def test_ids_that_word_sets_do_not_stand_twice() -> None:
    spaces = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    repeated = (
        f'<w:p {spaces} w14:paraId="1A2B3C4D" w14:textId="77777777"><w:bookmarkStart w:id="0" w:name="x"/>'
        '<w:r><w:t>{{ paragraph }}</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    )
    loop = paragraph("{%p for paragraph in tasks %}") + repeated + paragraph("{%p endfor %}")
    data = filled(own_template(body=loop))
    with zipfile.ZipFile(BytesIO(data)) as package:
        written = package.read("word/document.xml").decode()
    assert "Đoạn thứ nhất." in written and "Đoạn thứ hai." in written
    assert "1A2B3C4D" not in written and "bookmark" not in written


def test_values_change_nothing_but_themselves() -> None:
    said = "A & B < C > \"D\" 'E' {{ signer }} {% if %} {# x #} ]]>"
    assert text_of(filled(PLAIN, {"ward": said, "signer": "Bà Mẫu"})) == f"{said} Bà Mẫu"


def test_a_working_copy_keeps_its_notes() -> None:
    figure = Marked.of([("trên ", None), ("12", Note("T03", "từ 36 tổ"))])
    content = {**EXAMPLE, "ward": figure}
    options: dict[str, Any] = {"title": "", "author": "", "made_at": AT, "marked": True}
    marked = fill(PLAIN, content, **options)
    with zipfile.ZipFile(BytesIO(marked)) as package:
        assert any("từ 36 tổ" in package.read(name).decode("utf-8", "ignore") for name in package.namelist())
    assert text_of(marked).startswith("trên 12")
    assert text_of(fill(PLAIN, content, title="", author="", made_at=AT)).startswith("trên 12")


def test_page_numbers_and_links_may_stay() -> None:
    numbered = own_template("{{ ward }}", body=field(" PAGE  \\* MERGEFORMAT ") + field("NUMPAGES"))
    assert examine(related(numbered, "hyperlink", "https://dichvucong.gov.vn", external=True)).usable


# What is no template.

BOMB = changed(PLAIN, {"customXml/item1.xml": b" " * 130_000_000})
MANY = changed(PLAIN, {f"word/media/image{number}.png": b"" for number in range(700)})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
VML = '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://example.org/a.png"/>'
ENTITIES = (
    b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
FETCHED = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _with_doctype(declared: bytes, entity: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(PLAIN)) as package:
        text = package.read("word/document.xml")
    head, _, rest = text.partition(b"?>")
    return changed(
        PLAIN, {"word/document.xml": head + b"?>" + declared + rest.replace(b"</w:t>", entity + b"</w:t>")}
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"  \n", Fault.EMPTY),
        ("Báo cáo 6 tháng".encode(), Fault.NOT_WORD),
        (b"%PDF-1.7 \n", Fault.PDF),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Fault.LOCKED),
        (OLE + "WordDocument".encode("utf-16-le"), Fault.OLD_WORD),
        (PLAIN[: len(PLAIN) // 2], Fault.DAMAGED),
        (PLAIN + b"\0" * 21_000_000, Fault.TOO_LARGE),
        (BOMB, Fault.BOMB),
        (MANY, Fault.BOMB),
        (changed(PLAIN, {"word/document.xml": b"<w:document"}), Fault.DAMAGED),
        (changed(PLAIN, {"word/Document.xml": b"<a/>"}), Fault.DAMAGED),
        (changed(PLAIN, {"../evil.xml": b"<a/>"}), Fault.DAMAGED),
        (_with_doctype(ENTITIES, b"&j;"), Fault.ENTITIES),
        (_with_doctype(FETCHED, b"&x;"), Fault.ENTITIES),
        (changed(PLAIN, {"word/vbaProject.bin": b"x"}), Fault.MACROS),
        (replaced(PLAIN, "[Content_Types].xml", "openxmlformats-officedocument.wordprocessingml.document",
                  "ms-word.document.macroEnabled"), Fault.MACROS),
        (changed(PLAIN, {"word/embeddings/oleObject1.bin": b"x"}), Fault.EMBEDDED),
        (changed(PLAIN, {"word/activeX/activeX1.bin": b"x"}), Fault.EMBEDDED),
        (changed(PLAIN, {"word/afchunk.mht": b"x"}), Fault.EMBEDDED),
        (related(PLAIN, "oleObject", "embeddings/oleObject1.bin"), Fault.EMBEDDED),
        (related(PLAIN, "aFChunk", "document.xml"), Fault.EMBEDDED),
        (related(PLAIN, "image", "http://example.org/a.png", external=True), Fault.OUTSIDE),
        (related(PLAIN, "attachedTemplate", "file:///C:/Normal.dotm", external=True), Fault.OUTSIDE),
        (related(PLAIN, "hyperlink", "file://server/share", external=True), Fault.OUTSIDE),
        (own_template("{{ ward }}", body='<w:altChunk r:id="rId1"/>'), Fault.EMBEDDED),
        (own_template("{{ ward }}", body="<w:p><w:r><w:object/></w:r></w:p>"), Fault.EMBEDDED),
        (own_template("{{ ward }}", body=f'<w:p><w:r><w:pict>{VML}</w:pict></w:r></w:p>'), Fault.OUTSIDE),
        (own_template("{{ ward }}", body=field('INCLUDETEXT "C:\\\\secret.docx"')), Fault.FIELD),
        (own_template("{{ ward }}", body=field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")), Fault.FIELD),
        (own_template("{{ ward }}", body=field("PAGE {{ ward }}")), Fault.FIELD),
        (own_template("{{ ward }}", body='<w:p><w:fldSimple w:instr="DATE"/></w:p>'), Fault.FIELD),
        (own_template("{{ ward }}", body='<w:p><w:ins w:id="1"><w:r/></w:ins></w:p>'), Fault.UNFINISHED),
        (own_template("Không có trường nào"), Fault.NO_TAGS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_template_is_refused(data: bytes, fault: Fault) -> None:
    assert fault in faults(data)


@pytest.mark.parametrize("data", [b"", OLE, own_template("{{ ward }}", body=field("DATE")), _titled(ATTACK)])
def test_what_is_refused_is_not_filled_either(data: bytes) -> None:
    with pytest.raises(TemplateError):
        filled(data)


# Tags that mean harm, or that are wrong.


TAGS = [
    ATTACK,
    "{{ ward.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ ward|attr('__class__') }}",
    "{{ ward.format(ward) }}",
    "{{ 'x' * 1000000000 }}",
    "{{ ward ~ ward }}",
    "{% set a = ward %}{{ a }}",
    "{% set ns = namespace(a=1) %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro m() %}x{% endmacro %}{{ m() }}",
    "{% for a in tasks recursive %}{{ loop(tasks) }}{% endfor %}",
    "{% autoescape false %}{{ '<w:p/>' }}{% endautoescape %}",
    "{% for i in range(10) %}{{ i }}{% endfor %}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum() }}",
]


@pytest.mark.parametrize("tag", TAGS)
def test_no_tag_does_more_than_print(tag: str) -> None:
    for template in (
        own_template("{{ ward }}", tag),
        own_template("{{ ward }}", header=tag),
        own_template("{{ ward }}", first_header=tag),
        _titled(tag),
    ):
        names, flaws = read_tags(check(unpacked(template)))
        assert Fault.FORBIDDEN in {flaw.fault for flaw in flaws} or names - FIELDS.keys()


@pytest.mark.parametrize("template", [own_template("{{ ward }}", header=ATTACK), _titled(ATTACK)])
def test_harm_is_refused_wherever_it_stands(template: bytes) -> None:
    assert Fault.FORBIDDEN in faults(template)


def test_what_the_reader_let_through_the_sandbox_refuses() -> None:
    """The tags are judged twice; the second judge works alone too."""
    for tag in (ATTACK, "{{ 'x' * 1000000000 }}", "{{ ward.upper() }}"):
        for template in (own_template(tag), own_template(header=tag), _titled(tag)):
            with pytest.raises(TemplateError):
                word.render(_Memory(template), EXAMPLE, title="", author="", made_at=AT)


class _Memory:
    name = "in memory"

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data


def _cell(*texts: str) -> str:
    inner = "".join(map(paragraph, texts))
    return f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("template", "fault", "where"),
    [
        (own_template("Nơi nhận: {{ ward }"), Fault.TAG, "Nơi nhận: {{ ward }"),
        (own_template("{{ ward }} { signer }"), Fault.TAG, "{ signer }"),
        (own_template("{%p for task in tasks %}", "{{ task }}"), Fault.TAG, ""),
        (own_template("{{ ward }}", "{{ tasks }}"), Fault.LIST, ""),
        (
            own_template("{%p for one in directives %}", "{{ one.nummer }}", "{%p endfor %}"),
            Fault.PART,
            "nummer",
        ),
        (
            own_template("{{ ward }}", body=_cell("{%p if superior %}", "{{ superior }}", "{%p endif %}")),
            None,
            "",
        ),
        (
            own_template("{{ ward }}", body=_cell("{%p if not ward %}", "{{ ward }}", "{%p endif %}")),
            Fault.CELL,
            "",
        ),
    ],
)
def test_slips_are_shown_where_they_are(template: bytes, fault: Fault | None, where: str) -> None:
    found = examine(template)
    if fault is None:
        assert found.usable
        with pytest.raises(TemplateError, match="cell"):
            filled(template, {**EXAMPLE, "superior": ""})
        return
    assert not found.usable
    assert any(flaw.fault is fault and where in flaw.where for flaw in found.flaws)


# Work without end.


def _nested(depth: int, inside: str) -> bytes:
    """Loops within loops over the letters of a long name."""
    opened = "".join(f"{{% for letter{n} in signer %}}" for n in range(depth))
    return own_template("{{ ward }}", opened + inside + "{% endfor %}" * depth)


def test_loops_that_never_end_are_ended() -> None:
    assert faults(_nested(12, "{% if not ward %}x{% endif %}"), Limits(seconds=3)) == {Fault.ENDLESS}


def test_text_without_end_meets_the_limit_of_memory() -> None:
    assert faults(_nested(12, "{{ ward }}"), Limits(memory=300_000_000)) == {Fault.ENDLESS}


def test_text_that_word_could_not_open_is_refused() -> None:
    assert faults(_nested(2, "{{ signer }}" * 2)) == {Fault.ENDLESS}


def test_what_grows_too_large_is_not_read() -> None:
    job = {"do": "fill", "content": EXAMPLE, "copy": {"title": "", "author": "", "made_at": AT.isoformat()}}
    with pytest.raises((LimitError, InterruptedWorkError)):
        ask(job, PLAIN, Limits(output=1000))


def test_the_process_may_die_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the middle, as by a machine that is short of memory."""
    started: list[int] = []
    popen = subprocess.Popen

    class Watched(popen):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self.pid)

    monkeypatch.setattr(subprocess, "Popen", Watched)

    def kill() -> None:
        while not started:
            time.sleep(0.001)
        os.kill(started[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = examine(_nested(12, ""), limits=QUICK)
    killer.join()
    assert [flaw.fault for flaw in found.flaws] == [Fault.INTERRUPTED]
    assert examine(PLAIN).usable, "the next one is examined as ever"


def test_two_at_once_do_not_meet() -> None:
    given = [PLAIN, own_template(ATTACK), own_template("{{ tasks|join('; ') }}")]
    with ThreadPoolExecutor() as threads:
        found = list(threads.map(examine, given))
    assert [one.usable for one in found] == [True, False, True]
    assert [text_of(one.preview) if one.usable else "" for one in found][2] == "Đoạn thứ nhất.; Đoạn thứ hai."


# The process has nothing to take.

_INSIDE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from reports import confined
confined.shut_doors(confined.Limits())
import os, socket
def said(work):
    try:
        return repr(work())
    except BaseException as error:
        return type(error).__name__
def tried(*works):
    return [said(work) for work in works]
print(json.dumps({"refused": tried(
    lambda: open(sys.argv[1] + "/.env.example").read(),
    lambda: open("/etc/passwd").read(),
    lambda: open(sys.argv[1] + "/reports/../pyproject.toml").read(),
    lambda: open("here.txt", "w"),
    lambda: os.open("/etc/hostname", os.O_RDONLY),
    lambda: os.system("id"),
    lambda: os.remove("x"),
    lambda: os.fork(),
    lambda: __import__("subprocess").run(["id"]),
    lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 1)),
), "environment": dict(os.environ)}))
"""


def test_the_process_can_reach_nothing(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-I", "-B", "-c", _INSIDE, str(root)],
        cwd=tmp_path,
        env={},
        capture_output=True,
        check=True,
    )
    told = json.loads(ended.stdout)
    assert set(told["refused"]) == {"PermissionError"}
    assert set(told["environment"]) <= {"LC_CTYPE"}
    assert list(tmp_path.iterdir()) == []


def test_pictures_may_stay_and_other_parts_may_not() -> None:
    assert examine(changed(PLAIN, {"word/media/image1.png": b"\x89PNG"})).usable
    assert faults(changed(PLAIN, {"word/script.js": b"x"})) == {Fault.EMBEDDED}
