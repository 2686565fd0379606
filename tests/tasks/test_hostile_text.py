"""Hostile text wherever people's text gets into a report changes nothing but itself.

The same ward is reported twice, once with an innocent word in every such place and once with the
hostile text; read back, the files differ in that word alone.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.tasks.make_report import make_report
from bot.tasks.tables import make_tables
from reports.copies import WORKING
from reports.plain import plain_line
from storage.periods import Rule, half_year
from storage.queries.contents import add_passage
from storage.records import Passage
from storage.tables import directives
from tests.reports.office_schema import faults
from tests.reports.own_templates import own_template
from tests.reports.pages import noted
from tests.reports.test_spreadsheet import Book
from tests.tasks.raw_ward import AT, RawWard, merged
from tests.tasks.test_golden_reports import WEEKLY, lines_of, office_of, usual

INNOCENT = "Ngọc"
HOSTILE = {
    "markup": "<w:p>A & B < C</w:p> </w:t></w:r> <5% \"x\" 'y' ]]> <!-- -->",
    "entities": "&lt;b&gt; &#38; &amp;amp; &xxe;",
    "tags": "{{ signer }} {% for x in y %} {# z #} {{ 7*7 }} {_{ }_} {{",
    "python": "%s %(x)s {0} {x.__class__} $x \\n \\x00",
    "formula": "=1+1 @SUM(A1) +84 -1",
    "path": "../../etc/passwd C:\\x\\y | ; rm",
    "sql": "'; DROP TABLE tallies; --",
    "controls": "Tổ\x00 \x1b[31m\x07đỏ\x7f\x9fcuối",
    "bidi": "\u202eđảo\u202c \u200fngược\u200e \u2067x\u2069 \u061c",
    "private": "\ue000\ue002\ue010x\ue003\ue001 \ufffe\uffff",
    "marks": "Lie\u0302\u0303n 🙂 \ufffd \u0301",
    "figures": "36/38 tổ, 1.684 lượt, 9,5%, 31/6/2026",
    "long": "chữ dài" + " rất dài" * 24,
}
PERIOD = half_year(2026, 1, Rule.CALENDAR)
LONG = "đoạn văn dài, 10.000 chữ; " * 400
OWN = own_template(
    "{{ ward }} {{ signer }} {{ place }}", "{%p for item in recipients %}", "{{ item }}", "{%p endfor %}"
)


def ward_with(text: str) -> RawWard:
    """In the names of units, of the ward, and everywhere in its letterhead."""
    raw, groups, centre, windows = usual(3)
    for one in list(raw.units):
        raw.units[raw.units.index(one)] = replace(one, name=f"{one.name} {text}")
    groups, centre = raw.units[:3], raw.units[3]
    for window in windows[:9]:
        for group in groups[:2]:
            raw.say(group, window, WEEKLY)
        raw.say(centre, window, {"portal_items": 5})
    merged(raw, groups[1], groups[0], date(2026, 3, 29))
    profile = {
        name: [f"{line} {text}" for line in value] if isinstance(value, list) else f"{value} {text}"
        for name, value in raw.ward.profile.items()
    }
    raw.ward = replace(
        raw.ward, name=f"phường {text}", profile={**profile, "addressees": [text, f"b {text}"]}
    )
    return raw


async def files(text: str, folder: Path, passage: str) -> Mapping[str, bytes]:
    """Every kind of file of a ward with the text in it; the passage stands in section III as well."""
    raw = ward_with(text)
    async with office_of(raw, folder) as office:
        async with office.database.transaction() as connection:
            told = Passage("III.2", passage, 2, made_at=AT)
            await add_passage(connection, raw.ward.unit_id, told)
            row = {
                "ward_id": raw.ward.unit_id,
                "kind": f"Kế hoạch {text}",
                "issued_on": date(2026, 5, 1),
            }
            await connection.execute(
                directives.insert(), {**row, "number": f"7 {text}", "subject": f"việc {text}"}
            )
        async with office.database.reading() as connection:
            draft, _ = await make_report(connection, office, raw.ward, PERIOD, AT)
            working, _ = await make_report(connection, office, raw.ward, PERIOD, AT, copy=WORKING)
            own, _ = await make_report(connection, office, raw.ward, PERIOD, AT, template=OWN)
            tables = await make_tables(connection, office, raw.ward, PERIOD, AT)
    return {"draft": draft.data, "working": working.data, "own": own.data, "tables": tables.data}


def comments(data: bytes) -> list[str]:
    return [line for words, under in noted(data) for line in (words, under)]


def cells(data: bytes) -> list[str]:
    book = Book(data)
    return [str(cell) for name in book.names for row in book.cells(name) for cell in row]


def properties(data: bytes) -> list[str]:
    told = docx.Document(BytesIO(data)).core_properties
    return [told.title, told.author, told.last_modified_by, told.comments, told.keywords, told.subject]


READ: dict[str, tuple[str, Callable[[bytes], list[str]]]] = {
    "text": ("draft", lambda data: list(lines_of(data))),
    "text of the working copy": ("working", lambda data: list(lines_of(data))),
    "comments": ("working", comments),
    "text in a template of the ward's own": ("own", lambda data: list(lines_of(data))),
    "properties": ("draft", properties),
    "workbook": ("tables", cells),
}


def expected(line: str, text: str) -> str:
    """The innocent line with the text in its place, as far as a file can hold it."""
    return squeezed(line.replace(INNOCENT, plain_line(text)))


def squeezed(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip()


@pytest.fixture(scope="module")
def innocent(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return asyncio.run(files(INNOCENT, tmp_path_factory.mktemp("innocent"), INNOCENT))


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_text_changes_nothing_but_itself(
    name: str, innocent: Mapping[str, bytes], tmp_path: Path
) -> None:
    text = HOSTILE[name]
    made = await files(text, tmp_path, text)
    for what, (file, read) in READ.items():
        usual_lines, lines = read(innocent[file]), read(made[file])
        kept = [expected(line, text) for line in usual_lines]
        assert [squeezed(line) for line in lines] == kept, what
    assert faults(made["draft"], tmp_path) == []
    assert faults(made["working"], tmp_path) == []
    assert faults(made["tables"], tmp_path, "xlsx") == []


async def test_ten_thousand_letters_are_a_paragraph(innocent: Mapping[str, bytes], tmp_path: Path) -> None:
    made = await files(INNOCENT, tmp_path, LONG)
    assert len(LONG) > 10_000
    before, after = list(lines_of(innocent["draft"])), list(lines_of(made["draft"]))
    assert [line for line in after if line not in before] == [LONG.strip()]
    assert faults(made["draft"], tmp_path) == []
