"""The officer asks in chat: the workbook comes, and every report has its annexes."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.once import report, tables
from bot.tasks.make_report import keep_promises, make_report
from bot.tasks.office import Office
from bot.tasks.tables import XLSX, make_tables
from reports.figures import Figures
from reports.package import W
from storage.periods import Rule, half_year, month
from storage.queries.units import list_wards
from storage.records import Role
from tests.reports.test_spreadsheet import Book
from tests.tasks.conftest import settings_in
from tests.tasks.people import talker

FIRST_HALF = half_year(2026, 1, Rule.CALENDAR)


def rows_of(data: bytes, caption: str) -> list[list[str]]:
    """Rows of the annex table with that caption."""
    for table in docx.Document(BytesIO(data)).tables:
        named = table._tbl.tblPr.find(f"{{{W}}}tblCaption")
        if named is not None and named.get(f"{{{W}}}val").startswith(caption):
            return [[cell.text for cell in row.cells] for row in table.rows]
    raise AssertionError(caption)


def total(figures: Figures, key: str) -> str:
    figure = figures.get(key)
    assert figure is not None
    return f"{figure.value:,}".replace(",", ".") + ("" if figure.qualifier == "exact" else "*")


async def test_the_workbook_comes_to_the_officer_who_asked(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    promised = await officer.say("bảng tính 6 tháng đầu năm 2026")
    assert "đang lập bảng tính số liệu 06 tháng đầu năm 2026" in promised
    assert await keep_promises(office) == [officer.person_id]
    line = (await officer.chat())[-1]
    assert line.file is not None
    assert (line.file.media_type, line.file_name) == (XLSX, "Bang-so-lieu-tuyen-truyen-CCHC_2026-H1.xlsx")
    assert "Bảng tính số liệu 06 tháng đầu năm 2026 đã lập xong" in line.text
    book = Book(office.files.path(line.file.sha256).read_bytes())
    assert book.names == ["Số liệu chung", "Phụ lục I", "Phụ lục II", "Phụ lục III"]
    figures = {row[4]: row[5] for row in book.cells("Số liệu chung") if len(row) == 8}
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made, _ = await make_report(connection, office, ward, FIRST_HALF, office.clock.now())
    assert {figure.mark: figure.value for figure in made.figures}.items() <= figures.items()


async def test_the_same_data_give_the_same_workbook(office: Office) -> None:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        now = office.clock.now()
        made = await make_tables(connection, office, ward, FIRST_HALF, now)
        later = await make_tables(connection, office, ward, FIRST_HALF, now + timedelta(hours=3))
    assert made.data == later.data


@pytest.mark.parametrize("words", ["excel", "xuất excel", "bảng tính số liệu", "Cho chị bản excel nhé"])
async def test_other_words_for_it(office: Office, words: str) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "đang lập bảng tính" in await officer.say(words)


async def test_a_leader_of_a_group_gets_no_workbook(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "bảng tính" not in await leader.say("bảng tính 6 tháng đầu năm 2026")
    assert await keep_promises(office) == []


async def test_no_data_is_said(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    await officer.say("bảng tính 6 tháng đầu năm 2020")
    await keep_promises(office)
    line = (await officer.chat())[-1]
    assert line.file is None
    assert "chưa đơn vị nào báo số" in line.text


async def test_the_report_has_its_annexes_and_they_add_up_to_what_it_prints(office: Office) -> None:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        now = office.clock.now()
        made, groups = await make_report(connection, office, ward, FIRST_HALF, now)
        bare, _ = await make_report(connection, office, ward, FIRST_HALF, now, annexed=False)
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(made.data)).paragraphs)
    assert "số liệu của các tổ dân phố (Phụ lục I); số liệu của các cơ quan, đơn vị (Phụ lục II)" in text
    head, *rows, together = rows_of(made.data, "Số liệu của")
    assert len(rows) == 39  # one of them merged at the end of March
    assert "sáp nhập vào Tổ dân phố số 38" in rows[-1][1]
    codes = [item.code for form in office.forms if form.code == "group" for item in form.indicators]
    assert together[2:] == [total(made.figures, f"group.{code}") for code in codes]
    for place in range(2, len(head)):
        told = [int(row[place].strip("*").replace(".", "")) for row in rows]
        assert sum(told) == int(together[place].strip("*").replace(".", ""))
    standing = rows_of(made.data, "Số kỳ báo của")
    assert standing[-1][1] == "Tổng cộng 53 đơn vị"
    assert all(int(row[2]) == int(row[3]) + int(row[7]) for row in standing[2:41])
    assert groups.all == 38
    assert len(docx.Document(BytesIO(made.data)).sections) == 4
    assert len(docx.Document(BytesIO(bare.data)).sections) == 1
    assert "Phụ lục" not in "".join(item.text for item in docx.Document(BytesIO(bare.data)).paragraphs)


async def test_the_week_that_runs_is_owed_only_once_it_was_asked(office: Office) -> None:
    """Friday's round is open: five weeks of November are cut by no half-year."""
    november = month(2026, 11, Rule.CALENDAR)
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made = await make_tables(connection, office, ward, november, office.clock.now())
    rows = Book(made.data).cells("Phụ lục III")
    (group,) = (row for row in rows if "Tổ dân phố số 5" in row)
    assert group[2] == 4  # weeks that end on 01, 08, 15 and 22/11


async def test_from_the_command_line(sample_folder: Path, tmp_path: Path) -> None:
    settings = settings_in(sample_folder)
    await tables(settings, "2026-H1", None, tmp_path / "so.xlsx")
    assert "Phụ lục I" in Book((tmp_path / "so.xlsx").read_bytes()).names
    await report(settings, "2026-H1", None, tmp_path / "a.docx")
    await report(settings, "2026-H1", None, tmp_path / "b.docx", annexed=False)
    assert len(docx.Document(str(tmp_path / "a.docx")).sections) == 4
    assert len(docx.Document(str(tmp_path / "b.docx")).sections) == 1
