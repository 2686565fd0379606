"""The officer asks for a report with charts and photos; both come, and what is not there is said."""

import re
import struct
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy import select, update

from bot.app import open_office
from bot.once import report
from bot.tasks.make_report import keep_promises, make_report
from bot.tasks.office import Office
from bot.tasks.pictures import Wanted
from reports.lint import lint_docx
from storage.periods import Rule, half_year
from storage.queries.messages import Line, list_open_promises, put_file
from storage.queries.units import list_wards
from storage.records import Role
from storage.tables import people, promises
from tests.reports.test_photos import photo
from tests.tasks.conftest import ZONE, FixedClock, settings_in
from tests.tasks.people import Talker, talker

SECOND_HALF = half_year(2026, 2, Rule.CALENDAR)
ASK = "báo cáo 6 tháng cuối năm 2026 kèm ảnh và biểu đồ"


async def keep(office: Office, data: bytes) -> str:
    file = office.files.keep(data, "image/jpeg")
    async with office.database.transaction() as connection:
        await put_file(connection, file, office.clock.now())
    return file.sha256


async def made(officer: Talker) -> Line:
    assert await keep_promises(officer.office) == [officer.person_id]
    return (await officer.chat())[-1]


def data_of(office: Office, line: Line) -> bytes:
    assert line.file is not None, line.text
    return office.files.path(line.file.sha256).read_bytes()


def media_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [name for name in package.namelist() if name.startswith("word/media/")]


def text_of(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
async def officer(office: Office) -> Talker:
    return await talker(office, Role.OFFICER)


@pytest.fixture
async def photos_sent(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    whole, broken = await keep(office, photo()), await keep(office, photo()[:700])
    assert "ảnh" in await leader.say("3 buổi, 120 người, loa 14 lượt", photos=(whole, broken))


async def test_a_document_that_cannot_be_made_is_told_and_stops_no_other(
    office: Office, officer: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a part of it raises: the process goes on, and no restart meets the same promise again."""

    def fails(*_: object) -> None:
        raise struct.error("Nguyễn Văn Mật, 0912345678")

    monkeypatch.setattr("reports.picture_annexes.chart_annex", fails)
    await officer.say(ASK)
    leader = await talker(office, Role.LEADER)
    await leader.say("bản làm việc 6 tháng cuối năm 2026")
    assert await keep_promises(office) == [officer.person_id, leader.person_id]
    assert await keep_promises(office) == []
    assert "trục trặc khi lập báo cáo 06 tháng cuối năm 2026" in (await officer.chat())[-1].text
    assert (await leader.chat())[-1].file


async def test_a_promise_that_must_wait_holds_up_no_other(office: Office, officer: Talker) -> None:
    await officer.say(ASK)
    await officer.say("bản làm việc 6 tháng cuối năm 2026")
    async with office.database.transaction() as connection:
        first = (await list_open_promises(connection))[0]
        request = {**first.request, "report": "no period"}
        await connection.execute(update(promises).where(promises.c.id == first.id).values(request=request))
    assert await keep_promises(office) == [officer.person_id]
    async with office.database.reading() as connection:
        assert [item.id for item in await list_open_promises(connection)] == [first.id]


@pytest.mark.usefixtures("photos_sent")
async def test_charts_and_photos_come_as_annexes(office: Office, officer: Talker) -> None:
    assert "kèm biểu đồ và ảnh" in await officer.say(ASK)
    line = await made(officer)
    assert "Biểu đồ ở phụ lục. Ảnh ở phụ lục cuối" in line.text
    data = data_of(office, line)
    text = text_of(data)
    assert "biểu đồ số liệu (Phụ lục IV); hình ảnh do các đơn vị gửi kèm số liệu (Phụ lục V)" in text
    assert "Ảnh 1. Tổ dân phố số 5, tuần 47 (16/11-22/11/2026)" in text
    assert "Ảnh không mở được (1 ảnh): Tổ dân phố số 5, tuần 47 (16/11-22/11/2026)." in text
    media = media_of(data)
    assert sum(name.endswith(".jpg") for name in media) == 1
    assert sum(name.endswith(".png") for name in media) >= 10


@pytest.mark.usefixtures("photos_sent")
async def test_no_name_of_a_person_stands_with_them(office: Office, officer: Talker) -> None:
    await officer.say(ASK)
    data = data_of(office, await made(officer))
    async with office.database.reading() as connection:
        names = set((await connection.execute(select(people.c.name))).scalars())
    with zipfile.ZipFile(BytesIO(data)) as package:
        document = package.read("word/document.xml").decode("utf-8")
    told = " ".join(re.findall(r'descr="([^"]*)"', document)) + text_of(data)
    assert [name for name in names if name in told and name != "Trần Quang Hưng"] == []


@pytest.mark.parametrize(
    ("words", "charts", "photos"),
    [
        ("báo cáo 6 tháng cuối năm 2026 kèm biểu đồ", True, False),
        ("báo cáo 6 tháng cuối năm 2026 có ảnh", False, True),
        ("Lập báo cáo 6 tháng cuối năm 2026 kèm theo biểu đồ và ảnh nhé em", True, True),
    ],
)
@pytest.mark.usefixtures("photos_sent")
async def test_each_may_be_asked_for_alone(
    office: Office, officer: Talker, words: str, charts: bool, photos: bool
) -> None:
    await officer.say(words)
    media = media_of(data_of(office, await made(officer)))
    assert any(name.endswith(".png") for name in media) is charts
    assert any(name.endswith(".jpg") for name in media) is photos


async def test_that_there_are_no_photos_is_said(office: Office, officer: Talker) -> None:
    await officer.say("báo cáo 6 tháng đầu năm 2026 kèm ảnh")
    line = await made(officer)
    assert "Kỳ này chưa đơn vị nào gửi ảnh." in line.text
    assert media_of(data_of(office, line)) == []


async def test_the_usual_report_has_no_pictures(office: Office, officer: Talker) -> None:
    await officer.say("/baocao 6 tháng đầu năm 2026")
    assert media_of(data_of(office, await made(officer))) == []


@pytest.mark.usefixtures("photos_sent")
async def test_the_charts_show_what_the_report_prints(office: Office) -> None:
    """What is told of each weekly chart adds up to the figure."""
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        now = office.clock.now()
        wanted = Wanted(charts=True, photos=True)
        found, _ = await make_report(connection, office, ward, SECOND_HALF, now, pictures=wanted)
        plain, _ = await make_report(connection, office, ward, SECOND_HALF, now)
    with zipfile.ZipFile(BytesIO(found.data)) as package:
        document = package.read("word/document.xml").decode("utf-8")
    told = [text for text in re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', document) if " theo tuần" in text]
    assert len(told) == 10
    by_label = {
        figure.label: figure.value for figure in found.figures if figure.form in {"group", "service_centre"}
    }
    for text in told:
        label = text.partition(" theo tuần")[0]
        value = by_label[label[:1].lower() + label[1:]]
        numbers = re.findall(r"\): ([\d.]+)(?=[;.])", text)
        assert sum(int(number.replace(".", "")) for number in numbers) == value, label
    assert {item.rule for item in lint_docx(found.data)} == {item.rule for item in lint_docx(plain.data)}


async def test_from_the_command_line(sample_folder: Path, tmp_path: Path) -> None:
    settings = settings_in(sample_folder)
    clock = FixedClock(datetime(2026, 11, 20, 17, tzinfo=ZONE))
    async with open_office(settings, clock) as office:
        leader = await talker(office, Role.REPORTER, "tdp-05")
        await leader.say("3 buổi, 120 người, loa 14 lượt", photos=(await keep(office, photo()),))
    await report(settings, "2026-H2", None, tmp_path / "a.docx", charts=True, photos=True, annexed=False)
    media = media_of((tmp_path / "a.docx").read_bytes())
    assert sum(name.endswith(".jpg") for name in media) == 1
    assert sum(name.endswith(".png") for name in media) >= 10
    await report(settings, "2026-H2", None, tmp_path / "b.docx", annexed=False)
    assert media_of((tmp_path / "b.docx").read_bytes()) == []
