"""An officer's own template: sent, looked at, taken into use, dropped; and templates that do harm."""

import zipfile
from io import BytesIO

import docx
import pytest
from sqlalchemy import update

from bot.tasks.join import hashed
from bot.tasks.make_report import keep_promises
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from storage.files import DOCX, OLD_WORD
from storage.queries.messages import Line, put_file, put_incoming
from storage.queries.people import get_link_person, link_address, put_address
from storage.queries.report_templates import UsedTemplate, put_report_template
from storage.queries.units import list_wards
from storage.records import Channel, Incoming, MessageKind, Role
from storage.tables import submissions
from tests.reports.own_templates import own_template
from tests.tasks.people import Talker, talker

ORDINARY = own_template(
    "Mẫu của phường",
    "Kính gửi: {{ addressees|join(', ') }}",
    "{%p for paragraph in shortcomings %}",
    "{{ paragraph }}",
    "{%p endfor %}",
    "Phát thanh {{ broadcast_items }} lượt, {{ past }}. {{ signer }}",
)
ATTACK = own_template("{{ cycler.__init__.__globals__.os.popen('id').read() }}")


async def keep(office: Office, data: bytes, media_type: str = DOCX) -> str:
    """The file as a channel stores it."""
    file = office.files.keep(data, media_type)
    async with office.database.transaction() as connection:
        await put_file(connection, file, office.clock.now())
    return file.sha256


async def use(office: Office, officer: Talker, sha256: str) -> None:
    """Takes a template into use as if it had passed."""
    now = office.clock.now()
    async with office.database.transaction() as connection:
        (ward,) = await list_wards(connection)
        used = UsedTemplate(sha256, "mẫu thử", officer.person_id, now)
        await put_report_template(connection, ward.unit_id, used)


async def sends(officer: Talker, data: bytes, words: str = "", media_type: str = DOCX) -> str:
    """What the bot says at once."""
    return await officer.say(words, photos=(await keep(officer.office, data, media_type),))


async def made(officer: Talker) -> Line:
    """What comes once the promises have been kept."""
    await keep_promises(officer.office)
    return (await officer.chat())[-1]


def text_of(office: Office, line: Line) -> str:
    assert line.file is not None, line.text
    document = docx.Document(BytesIO(office.files.path(line.file.sha256).read_bytes()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture
async def officer(office: Office) -> Talker:
    return await talker(office, Role.OFFICER)


async def test_a_template_is_sent_looked_at_used_and_dropped(office: Office, officer: Talker) -> None:
    assert "mẫu có sẵn" in await officer.say("mẫu báo cáo")
    assert "đang kiểm tra" in await sends(officer, ORDINARY)
    found = await made(officer)
    assert "5 trường" in found.text and "«dùng mẫu»" in found.text
    assert "«recipients»" in found.text, "what is left out is named"
    preview = text_of(office, found)
    assert preview.startswith("Mẫu của phường") and "{{" not in preview

    assert "mẫu có sẵn" in await officer.say("mẫu báo cáo"), "a preview alone changes nothing"
    assert "kiểm tra lại" in await officer.say("dùng mẫu")
    assert "đã đưa mẫu vào dùng" in (await made(officer)).text
    told = await officer.say("mẫu báo cáo")
    assert "mẫu riêng của phường: mẫu gửi lúc 16:01 ngày 20/11/2026" in told
    assert "Phòng Văn hóa - Xã hội" in told

    await officer.say("/baocao 6 tháng đầu năm 2026")
    report = await made(officer)
    assert text_of(office, report).startswith("Mẫu của phường")
    assert "Lưu ý" not in report.text

    assert "đã bỏ mẫu riêng" in await officer.say("bỏ mẫu")
    await officer.say("/baocao 6 tháng đầu năm 2026")
    assert "Mẫu của phường" not in text_of(office, await made(officer))


async def test_words_with_the_file_count_as_words(office: Office, officer: Talker) -> None:
    told = await sends(officer, ORDINARY, "ai chưa nộp")
    assert "Tuần 47" in told or "tuần 47" in told
    assert "đang kiểm tra" in told
    assert "kiểm tra lại" in await sends(officer, ORDINARY, "dùng mẫu")
    await keep_promises(office)
    assert "mẫu riêng của phường" in await officer.say("mẫu")


async def test_unknown_fields_are_named_with_what_was_meant(officer: Talker) -> None:
    await sends(officer, own_template("{{ singer }} {{ xyzzy }}"))
    refused = await made(officer)
    assert refused.file is None
    assert "«singer»; có phải là «signer»?" in refused.text
    assert "«xyzzy»." in refused.text


async def test_harm_is_refused_in_words_and_the_bot_goes_on(office: Office, officer: Talker) -> None:
    await sends(officer, ORDINARY, "dùng mẫu")
    await keep_promises(office)
    await sends(officer, ATTACK, "dùng mẫu")
    refused = await made(officer)
    assert "Em chưa dùng được mẫu này" in refused.text and refused.file is None
    assert "Traceback" not in refused.text and "jinja" not in refused.text.lower()
    assert "ngày 20/11/2026" in await officer.say("mẫu báo cáo"), "the one in use stays"
    await officer.say("/baocao 6 tháng đầu năm 2026")
    assert text_of(office, await made(officer)).startswith("Mẫu của phường")


async def test_an_old_word_file_is_explained(officer: Talker) -> None:
    await sends(officer, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 WordDocument", media_type=OLD_WORD)
    assert "(.doc)" in (await made(officer)).text


async def test_two_at_once_are_each_answered(office: Office, officer: Talker) -> None:
    leader = await talker(office, Role.LEADER)
    await sends(officer, ORDINARY)
    await sends(leader, ATTACK)
    await keep_promises(office)
    assert (await officer.chat())[-1].file is not None
    assert "chưa dùng được" in (await leader.chat())[-1].text
    assert "chưa thấy tệp mẫu nào" not in await officer.say("dùng mẫu"), "each uses what he sent himself"
    assert "đã đưa mẫu vào dùng" in (await made(officer)).text


async def test_nothing_was_sent(officer: Talker) -> None:
    assert "chưa thấy tệp mẫu nào" in await officer.say("dùng mẫu")
    assert "mẫu có sẵn" in await officer.say("bỏ mẫu")


async def test_a_leader_of_a_group_sends_no_templates(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    told = await sends(leader, ORDINARY, "3 buổi, 120 người, loa 14 lượt")
    assert "không đọc được tệp Word" in told
    assert (await leader.figures())["meetings"] == 3, "what was typed with it is kept"
    assert await keep_promises(office) == []


async def test_a_file_of_another_kind_is_answered(office: Office, officer: Talker) -> None:
    told = await officer.say("", photos=("other",))
    assert "chưa nhận được" in told and ".docx" in told
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "chỉ nhận ảnh." in await leader.say("", photos=("other",))


async def test_a_template_that_no_longer_fits_falls_back(office: Office, officer: Talker) -> None:
    outdated = await keep(office, own_template("{{ figure_of_last_year }}"))
    await use(office, officer, outdated)
    await officer.say("/baocao 6 tháng đầu năm 2026")
    report = await made(officer)
    assert "Lưu ý" in report.text and "mẫu có sẵn" in report.text
    assert "BÁO CÁO" in text_of(office, report)


async def test_a_template_whose_file_is_gone_falls_back(office: Office, officer: Talker) -> None:
    await use(office, officer, gone := await keep(office, ORDINARY))
    office.files.path(gone).unlink()
    await officer.say("/baocao 6 tháng đầu năm 2026")
    report = await made(officer)
    assert "Lưu ý" in report.text and "BÁO CÁO" in text_of(office, report)
    assert "(.docx)" in await officer.say("mẫu báo cáo")


async def test_without_figures_the_preview_has_made_up_ones(office: Office, officer: Talker) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(update(submissions).values(replaced_at=office.clock.now()))
    await sends(officer, ORDINARY)
    found = await made(officer)
    assert "số liệu ví dụ" in found.text, "the half-year has no figures yet"
    assert "Phát thanh 1.684 lượt" in text_of(office, found)


async def test_a_working_copy_has_notes_in_the_wards_template(office: Office, officer: Talker) -> None:
    await sends(officer, ORDINARY, "dùng mẫu")
    await keep_promises(office)
    await officer.say("bản làm việc 6 tháng đầu năm 2026")
    copy = await made(officer)
    assert text_of(office, copy).startswith("Mẫu của phường")
    assert copy.file is not None
    with zipfile.ZipFile(office.files.path(copy.file.sha256)) as package:
        parts = [package.read(name).decode("utf-8", "ignore") for name in package.namelist()]
    assert any("<w:comment " in part for part in parts)


async def test_on_zalo_a_link_leads_to_the_page_that_takes_files(office: Office, officer: Talker) -> None:
    now = office.clock.now()
    async with office.database.transaction() as connection:
        address = await put_address(connection, Channel.ZALO, "a", "z-1", now)
        await link_address(connection, address.id, officer.person_id)
    on_zalo = Talker(office, officer.person_id, address.id, officer.unit_id)
    told = await on_zalo.say("mẫu báo cáo")
    token = told.partition("/vao/")[2].partition(" ")[0]
    async with office.database.reading() as connection:
        person = await get_link_person(connection, hashed(token), office.clock.now())
    assert person is not None and person.id == officer.person_id
    assert "/vao/" not in await officer.say("mẫu báo cáo"), "the page itself needs no link"


async def test_a_file_that_the_channel_hides_is_answered(office: Office, officer: Talker) -> None:
    async with office.database.transaction() as connection:
        hidden = Incoming(officer.address_id, "hidden-1", kind=MessageKind.UNSUPPORTED)
        await put_incoming(connection, hidden, office.clock.now())
    await handle_next(office, officer.person_id)
    assert "«mẫu báo cáo»" in (await officer.chat())[-1].text
