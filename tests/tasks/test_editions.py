"""Whole conversations: a report is submitted, sent back, approved, issued, and corrected by a slip."""

import asyncio
import hashlib
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy import delete, func, insert, select, update

from bot.once import edition, editions
from bot.tasks.deliver import Deliverer
from bot.tasks.make_report import keep_promises
from bot.tasks.office import Office
from bot.tasks.receive import accept, handle_next
from storage.errors import NoDataError
from storage.files import FileStore
from storage.queries.editions import get_frozen
from storage.queries.messages import Line
from storage.queries.people import link_address, put_address
from storage.records import Incoming, MessageKind, OutboxKind, Role
from storage.tables import addresses, audit, files, memberships, outbox, people, promises, submittals
from storage.tables import editions as editions_table
from tests.reports.own_templates import own_template
from tests.reports.situation import text_of
from tests.tasks.conftest import FRIDAY, FixedClock, settings_in
from tests.tasks.people import Talker, talker
from tests.tasks.posts import BOT, HandClock, Service
from tests.tasks.test_own_template import keep, use

HALF = "06 tháng cuối năm 2026"


@pytest.fixture
async def officer(office: Office) -> Talker:
    return await talker(office, Role.OFFICER)


@pytest.fixture
async def leader(office: Office) -> Talker:
    return await talker(office, Role.LEADER)


@pytest.fixture
async def group(office: Office) -> Talker:
    return await talker(office, Role.REPORTER, "tdp-05")


async def newest(person: Talker) -> Line:
    return (await person.chat())[-1]


async def gets(person: Talker, words: str) -> Line:
    """What comes once the promise that the words lead to has been kept."""
    await person.say(words)
    await keep_promises(person.office)
    return await newest(person)


def bytes_of(office: Office, line: Line) -> bytes:
    assert line.file is not None, line.text
    return office.files.path(line.file.sha256).read_bytes()


def status(data: bytes) -> str:
    return str(docx.Document(BytesIO(data)).core_properties.content_status)


async def count(office: Office, table: object) -> int:
    async with office.database.reading() as connection:
        statement = select(func.count()).select_from(table)  # type: ignore[arg-type]
        return int((await connection.execute(statement)).scalar_one())


async def audited(office: Office) -> list[tuple[str, str]]:
    """(action, subject) of everything that was done about reports."""
    async with office.database.reading() as connection:
        rows = await connection.execute(
            select(audit.c.action, audit.c.subject)
            .where(audit.c.action.like("report.%") | audit.c.action.like("slip.%"))
            .order_by(audit.c.id)
        )
    return [(row.action, row.subject) for row in rows]


async def another_leader(office: Office) -> Talker:
    async with office.database.transaction() as connection:
        person = insert(people).values(name="Lãnh đạo (mẫu)", honorific="chị").returning(people.c.id)
        person_id = (await connection.execute(person)).scalar_one()
        ward = select(memberships.c.unit_id).where(memberships.c.role == Role.LEADER).limit(1)
        ward_id = (await connection.execute(ward)).scalar_one()
        post = {"person_id": person_id, "unit_id": ward_id, "role": Role.LEADER, "from_on": FRIDAY.date()}
        await connection.execute(insert(memberships).values(post))
        address = await put_address(connection, *BOT, "chị", office.clock.now())
        await link_address(connection, address.id, person_id)
    return Talker(office, person_id, address.id, ward_id)


async def approved(officer: Talker, leader: Talker, period: str = HALF) -> None:
    await gets(officer, f"trình báo cáo {period}")
    assert "Em đã ghi: duyệt bản trình" in await leader.say("duyệt")


async def issued(officer: Talker, leader: Talker, period: str = HALF) -> Line:
    await approved(officer, leader, period)
    return await gets(officer, f"phát hành báo cáo {period}")


async def test_a_report_from_its_submittal_to_its_correction(
    office: Office, officer: Talker, leader: Talker, group: Talker
) -> None:
    await group.say("3 buổi, 120 người, loa 14 lượt")
    assert "đang lập bản trình" in await officer.say(f"trình báo cáo {HALF}")
    assert await keep_promises(office) == [officer.person_id]
    sent = await newest(officer)
    assert f"Em đã trình báo cáo {HALF} (bản trình số 1) tới 1 lãnh đạo phường" in sent.text
    asked = await newest(leader)
    assert "bản trình số 1" in asked.text and "38/38 tổ dân phố" in asked.text
    assert "Em rà soát thấy" in asked.text, "the linter's verdict"
    (look,) = re.findall("nhắn «(rà soát .*?)»", asked.text)
    assert f"đang rà soát báo cáo {HALF}" in await leader.say(look)
    await keep_promises(office)
    assert [choice.says for choice in asked.choices] == ["duyệt bản trình 1", "trả lại bản trình 1"]
    assert asked.file == sent.file
    assert asked.file_name == "BC-tuyen-truyen-CCHC_2026-H2_ban-trinh.docx"
    assert status(bytes_of(office, asked)) == "Bản trình ký"

    words = "Số loa của tổ 5: xem lại\nMục III viết gọn hơn"
    assert "kèm lời dặn" in await leader.say(f"trả lại bản trình 1: {words}")
    heard = await newest(officer)
    assert f"Lãnh đạo trả lại bản trình số 1 báo cáo {HALF}: «{words}»" in heard.text
    assert [choice.says for choice in heard.choices] == [f"trình báo cáo {HALF}"]
    assert "đã bị trả lại" in await officer.say("phát hành")

    await group.say("sửa loa 15 lượt")
    again = await gets(officer, heard.choices[0].says)
    assert "bản trình số 2" in again.text and again.file != sent.file
    assert "chưa được lãnh đạo duyệt" in await officer.say("phát hành")
    assert "duyệt bản trình số 2" in await leader.say("duyệt")
    heard = await newest(officer)
    assert "Lãnh đạo đã duyệt bản trình số 2" in heard.text

    edition = await gets(officer, heard.choices[0].says)
    assert f"Đã phát hành báo cáo {HALF}, bản số 1" in edition.text
    assert edition.file_name == "BC-tuyen-truyen-CCHC_2026-H2_phat-hanh-1.docx"
    issued = bytes_of(office, edition)
    assert hashlib.sha256(issued).hexdigest()[:12] in edition.text
    assert status(issued) == "Bản phát hành số 1"
    assert text_of(issued) == text_of(bytes_of(office, again)), "what was approved, word for word"
    assert "không có gì phải đính chính" in (await gets(officer, "đính chính")).text

    await group.say("sửa loa 41 lượt")
    fetched = await gets(officer, "bản phát hành số 1")
    assert (fetched.file, fetched.file_name) == (edition.file, edition.file_name)
    assert bytes_of(office, fetched) == issued, "a correction changes nothing in it"
    slip = await gets(officer, "đính chính")
    assert "1 chỉ tiêu có thay đổi" in slip.text
    assert slip.file_name == "Phieu-dinh-chinh_2026-H2_phat-hanh-1.docx"
    table = docx.Document(BytesIO(bytes_of(office, slip))).tables[-1]
    _, ward, unit = [[cell.text for cell in row.cells] for row in table.rows]
    assert (ward[0], unit[0]) == ("Lượt phát loa", "Tổ dân phố số 5")
    for old, new in (ward[1:3], unit[1:3]):
        assert int(new.replace(".", "")) - int(old.replace(".", "")) == 41 - 15
    assert unit[3] == "Báo lại tuần 47 (16/11-22/11/2026) ngày 20/11/2026"

    assert await audited(office) == [
        ("report.made", "2026-H2"),
        ("report.submitted", "submittal:1"),
        ("report.made", "2026-H2"),  # the working copy with the findings
        ("report.returned", "submittal:1"),
        ("report.made", "2026-H2"),
        ("report.submitted", "submittal:2"),
        ("report.approved", "submittal:2"),
        ("report.made", "2026-H2"),
        ("report.issued", "edition:2:2026-H2:1"),
        ("slip.made", "2026-H2"),
    ]


async def test_a_further_edition_takes_the_next_number(
    office: Office, officer: Talker, leader: Talker, group: Talker
) -> None:
    first = await issued(officer, leader)
    await group.say("3 buổi, 120 người, loa 14 lượt")
    second = await issued(officer, leader)
    assert "bản số 2" in second.text and second.file_name.endswith("phat-hanh-2.docx")
    await group.say("sửa loa 15 lượt")
    against_first = await gets(officer, "đính chính bản số 1")
    assert "(bản phát hành số 1): 3 chỉ tiêu có thay đổi" in against_first.text
    assert "(bản phát hành số 2): 1 chỉ tiêu có thay đổi" in (await gets(officer, "đính chính")).text
    listed = await officer.say("các bản đã phát hành")
    assert listed.index("bản số 2") < listed.index("bản số 1")
    (fetch, *_) = (await newest(officer)).choices
    assert fetch.says == f"bản phát hành số 2 {HALF}"
    assert (await gets(officer, fetch.says)).file == second.file
    assert (await gets(officer, "bản phát hành 1")).file == first.file
    told = await officer.say("bản phát hành 7")
    assert "không thấy bản phát hành số 7" in told and "bản số 2" in told


async def test_a_group_that_was_silent_is_named_with_its_week(
    office: Office, officer: Talker, leader: Talker, group: Talker
) -> None:
    """Also a report of one week, whose label nobody would type."""
    await group.say("3 buổi, 120 người, loa 14 lượt")
    await approved(officer, leader, "tuần 47")
    await gets(officer, "phát hành")
    other = await talker(office, Role.REPORTER, "tdp-06")
    await other.say("2 buổi")
    await group.say("sửa người dự 125")
    slip = await gets(officer, re.findall("«(đính chính.*?)»", (await newest(officer)).text)[0])
    data = bytes_of(office, slip)
    assert "- Số tổ dân phố có báo cáo: đã in 01, nay là 02." in text_of(data)
    rows = [[cell.text for cell in row.cells] for row in docx.Document(BytesIO(data)).tables[-1].rows]
    week = "tuần 47 (16/11-22/11/2026) ngày 20/11/2026"
    assert ["Tổ dân phố số 6", "chưa có số liệu", "2", f"Báo bổ sung {week}"] in rows
    assert ["Tổ dân phố số 5", "120", "125", f"Báo lại {week}"] in rows
    assert [row[0] for row in rows].count("Tổ dân phố số 5") == 1, "only what that return changed"


async def test_what_an_edition_was_made_of_is_kept(office: Office, officer: Talker, leader: Talker) -> None:
    """Content, figures and the template itself, by hash, whatever becomes of the shipped file."""
    await issued(officer, leader)
    async with office.database.reading() as connection:
        frozen = await get_frozen(connection, 1)
        known = set((await connection.execute(select(files.c.sha256))).scalars())
    assert {frozen.file_sha256, frozen.template_sha256} <= known
    assert office.files.read(frozen.template_sha256) == office.report_template.read_bytes()
    assert frozen.content["signer"] == "Trần Quang Hưng"
    assert (frozen.period, frozen.rule) == ("2026-H2", "calendar")
    units = frozen.figures["group.broadcasts"]["units"]
    assert sum(units.values()) == frozen.figures["group.broadcasts"]["value"] > 0


async def test_a_template_of_the_wards_own_is_frozen_too(
    office: Office, officer: Talker, leader: Talker
) -> None:
    sha256 = await keep(office, own_template("Mẫu của phường {{ past }} {{ annexes }}"))
    await use(office, officer, sha256)
    line = await issued(officer, leader)
    async with office.database.reading() as connection:
        assert (await get_frozen(connection, 1)).template_sha256 == sha256
    assert "bỏ mẫu riêng" in await officer.say("bỏ mẫu")
    assert text_of(bytes_of(office, line))[0].startswith("Mẫu của phường")


# ── who decides ──────────────────────────────────────────────────────────────────────────────────


async def test_each_does_what_is_his(office: Office, officer: Talker, leader: Talker, group: Talker) -> None:
    await gets(officer, f"trình báo cáo {HALF}")
    assert "Chỉ lãnh đạo phường" in await officer.say("duyệt")
    assert "Chỉ lãnh đạo phường" in await officer.say("trả lại: sai số")
    for words in (f"trình báo cáo {HALF}", "phát hành"):
        assert "việc của cán bộ phụ trách" in await leader.say(words)
    for words in ("duyệt", "phát hành", "trình báo cáo", "bản phát hành", "đính chính", "trả lại vì sai"):
        assert "bản trình" not in await group.say(words)
    assert await keep_promises(office) == []
    async with office.database.reading() as connection:
        (decided,) = (await connection.execute(select(submittals.c.decided_at))).scalars()
    assert decided is None


async def test_a_decision_stands(office: Office, officer: Talker, leader: Talker) -> None:
    assert "chưa có bản trình nào" in await leader.say("duyệt")
    assert "không thấy bản trình số 9" in await leader.say("duyệt bản trình 9")
    await approved(officer, leader)
    for words in ("duyệt", "duyệt bản trình 1", "trả lại: muộn rồi", f"duyệt báo cáo {HALF}"):
        assert "Bản trình số 1 đã được duyệt trước đó" in await leader.say(words)
    assert "chưa có bản trình nào" in await leader.say("duyệt báo cáo quý 1/2026")


async def test_the_second_of_two_leaders_hears_that_it_is_decided(
    office: Office, officer: Talker, leader: Talker
) -> None:
    other = await another_leader(office)
    assert "tới 2 lãnh đạo" in (await gets(officer, f"trình báo cáo {HALF}")).text
    assert "Em gửi chị bản trình số 1" in (await newest(other)).text
    await asyncio.gather(leader.send("duyệt"), other.send("trả lại: sai số"))
    await asyncio.gather(handle_next(office, leader.person_id), handle_next(office, other.person_id))
    answers = [(await newest(person)).text for person in (leader, other)]
    assert sum("trước đó" in answer for answer in answers) == 1
    heard = [line.text for line in await officer.chat() if line.text.startswith("Lãnh đạo")]
    assert len(heard) == 1, "the officer hears of one decision"


async def test_an_old_submittal_is_no_longer_decided_on(
    office: Office, officer: Talker, leader: Talker, group: Talker
) -> None:
    await gets(officer, f"trình báo cáo {HALF}")
    await group.say("3 buổi, 120 người, loa 14 lượt")
    await gets(officer, f"trình báo cáo {HALF}")
    for words in ("duyệt bản trình 1", "trả lại bản trình 1: sai"):
        assert "đã có bản mới hơn là số 2" in await leader.say(words)
    assert "chưa được lãnh đạo duyệt" in await officer.say("phát hành")
    await leader.say("duyệt")
    assert "bản số 1" in (await gets(officer, "phát hành")).text


async def test_what_was_approved_is_not_issued_once_a_newer_one_waits(
    office: Office, officer: Talker, leader: Talker, group: Talker
) -> None:
    """Also when the newer one comes between the word and the making."""
    await approved(officer, leader)
    assert "đang chốt" in await officer.say("phát hành")
    await group.say("3 buổi, 120 người, loa 14 lượt")
    async with office.database.transaction() as connection:  # the making is held up
        await connection.execute(update(promises).values(kept_at=office.clock.now()))
    await gets(officer, f"trình báo cáo {HALF}")
    async with office.database.transaction() as connection:
        held = select(promises.c.id).where(promises.c.request["make"].as_string() == "issue")
        await connection.execute(
            update(promises).where(promises.c.id == held.scalar_subquery()).values(kept_at=None)
        )
    await keep_promises(office)
    assert "Bản trình số 2" in (await newest(officer)).text
    assert "chưa được lãnh đạo duyệt" in (await newest(officer)).text
    assert await count(office, editions_table) == 0


async def test_without_leaders_the_officer_issues_what_he_submitted(office: Office, officer: Talker) -> None:
    async with office.database.transaction() as connection:
        yesterday = FRIDAY.date().replace(day=19)
        await connection.execute(
            update(memberships).where(memberships.c.role == Role.LEADER).values(to_on=yesterday)
        )
    told = (await gets(officer, f"trình báo cáo {HALF}")).text
    assert "Phường chưa có lãnh đạo nào" in told and f"«phát hành báo cáo {HALF}»" in told
    assert "bản số 1" in (await gets(officer, "phát hành")).text


async def test_a_leader_who_cannot_be_reached_is_told_of(office: Office, officer: Talker) -> None:
    other = await another_leader(office)
    async with office.database.transaction() as connection:
        await connection.execute(delete(addresses).where(addresses.c.person_id == other.person_id))
    told = (await gets(officer, f"trình báo cáo {HALF}")).text
    assert "tới 2 lãnh đạo phường, trong đó 1 người chưa nối kênh nào" in told


async def test_several_periods_at_once_are_told_apart(
    office: Office, officer: Talker, leader: Talker
) -> None:
    await gets(officer, "trình báo cáo quý I/2026")
    await gets(officer, f"trình báo cáo {HALF}")
    told = await leader.say("duyệt")
    assert "số 2" in told and "số 1 (báo cáo quý I/2026)" in told and "«duyệt bản trình 2»" in told
    assert "báo cáo quý I/2026" in await leader.say("duyệt báo cáo quý I/2026")
    assert f"báo cáo {HALF}" in await leader.say("duyệt"), "only one is left"
    told = await officer.say("phát hành")
    assert "Có 2 báo cáo phát hành được" in told
    assert "quý I/2026, bản số 1" in (await gets(officer, (await newest(officer)).choices[1].says)).text
    assert f"{HALF}, bản số 1" in (await gets(officer, "phát hành")).text


# ── words and buttons ────────────────────────────────────────────────────────────────────────────


async def press(person: Talker, line: Line, place: int) -> str:
    """What the bot answers to the button at that place."""
    pressed = Incoming(
        person.address_id, f"press-{line.id}", kind=MessageKind.CHOICE, choice=f"{line.id}:{place}"
    )
    await accept(person.office, pressed)
    await handle_next(person.office, person.person_id)
    return (await newest(person)).text


async def test_buttons_say_their_words(office: Office, officer: Talker, leader: Talker) -> None:
    await gets(officer, f"trình báo cáo {HALF}")
    asked = await newest(leader)
    assert "cần sửa chỗ nào" in await press(leader, asked, 1)
    assert "duyệt bản trình số 1" in await press(leader, await newest(leader), 0), "he thinks better of it"
    told = await press(officer, await newest(officer), 0)
    assert "đang chốt" in told


async def test_the_words_may_follow_in_a_message_of_their_own(
    office: Office, officer: Talker, leader: Talker
) -> None:
    await gets(officer, f"trình báo cáo {HALF}")
    assert "cần sửa chỗ nào" in await leader.say("trả lại")
    assert "cần sửa chỗ nào" in await leader.say("ok em")  # no reason yet
    assert "số loa chưa khớp" in await leader.say("Mục II số loa chưa khớp")
    assert "«Mục II số loa chưa khớp»" in (await newest(officer)).text
    assert "«ai chưa nộp»" in await leader.say("Mục II số loa chưa khớp"), "once"


@pytest.mark.parametrize("words", ["thôi", "không"])
async def test_nothing_is_sent_back_against_his_will(
    office: Office, officer: Talker, leader: Talker, words: str
) -> None:
    await gets(officer, f"trình báo cáo {HALF}")
    await leader.say("trả lại bản trình 1")
    assert "giữ nguyên bản trình số 1" in await leader.say(words)
    await leader.say("trả lại bản trình 1")
    assert "Chưa nộp" in await leader.say("ai chưa nộp")
    assert "«ai chưa nộp»" in await leader.say("Mục II xem lại"), "another question came between"
    assert "duyệt bản trình số 1" in await leader.say("duyệt")


# ── twice, and crashes ───────────────────────────────────────────────────────────────────────────


async def test_the_same_report_is_submitted_once(office: Office, officer: Talker, leader: Talker) -> None:
    first = await gets(officer, f"trình báo cáo {HALF}")
    again = await gets(officer, f"trình báo cáo {HALF}")
    assert "không có gì mới" in again.text and "bản trình số 1 lãnh đạo vừa nhận được" in again.text
    assert again.file == first.file
    assert len(await leader.chat()) == 1
    assert isinstance(office.clock, FixedClock)
    office.clock.at += timedelta(hours=1)
    assert "em đã gửi lại" in (await gets(officer, f"trình báo cáo {HALF}")).text
    assert [line.file for line in await leader.chat() if line.file] == [first.file] * 2
    await leader.say("duyệt")
    assert "Lãnh đạo đã duyệt bản trình số 1" in (await gets(officer, f"trình báo cáo {HALF}")).text
    await gets(officer, "phát hành")
    assert "đã được phát hành: bản số 1" in (await gets(officer, f"trình báo cáo {HALF}")).text
    assert await count(office, submittals) == 1


async def test_issued_twice_it_has_one_number(office: Office, officer: Talker, leader: Talker) -> None:
    await approved(officer, leader)
    await officer.say("phát hành")
    await officer.say("phát hành")
    await asyncio.gather(keep_promises(office), keep_promises(office))
    told = [line for line in await officer.chat() if "phát hành: bản số 1" in line.text or line.file]
    assert sum("Đã phát hành" in line.text for line in told) == 1
    assert "đã được phát hành: bản số 1" in told[-1].text
    assert await count(office, editions_table) == 1


async def test_a_disk_that_fails_leaves_nothing_half_done(
    office: Office, officer: Talker, leader: Talker, tmp_path: Path
) -> None:
    """As after a crash: the promise stands, and is kept once the disk is back."""
    (tmp_path / "no-folder").write_text("")
    broken = replace(office, files=FileStore(tmp_path / "no-folder"))
    await officer.say(f"trình báo cáo {HALF}")
    assert await keep_promises(broken) == []
    assert (await count(office, submittals), (await leader.chat())) == (0, [])
    assert await keep_promises(office) == [officer.person_id]
    assert await keep_promises(office) == []
    assert await count(office, submittals) == 1
    assert len(await leader.chat()) == 1


async def test_a_lost_file_is_told_and_never_replaced(
    office: Office, officer: Talker, leader: Talker, tmp_path: Path
) -> None:
    await approved(officer, leader)
    submitted = next(line.file for line in await leader.chat() if line.file)
    path = office.files.path(submitted.sha256)
    shutil.move(path, tmp_path / "backup")
    assert "không còn nguyên" in (await gets(officer, "phát hành")).text
    path.write_bytes((tmp_path / "backup").read_bytes() + b"x")
    assert "không còn nguyên" in (await gets(officer, "phát hành")).text, "nor is a changed one"
    shutil.move(tmp_path / "backup", path)
    edition = await gets(officer, "phát hành")
    assert edition.file is not None
    office.files.path(edition.file.sha256).unlink()
    lost = await gets(officer, "bản phát hành 1")
    assert "không còn nguyên" in lost.text and lost.file is None


async def test_nothing_to_submit_or_to_issue_is_said(office: Office, officer: Talker) -> None:
    assert "chưa đơn vị nào báo số" in (await gets(officer, "trình báo cáo 6 tháng đầu năm 2020")).text
    assert "Chưa có bản trình nào" in await officer.say("phát hành")
    assert "«trình báo cáo quý I/2026»" in await officer.say("phát hành báo cáo quý I/2026")
    assert "Chưa phát hành báo cáo nào" in await officer.say("bản phát hành")
    assert "báo cáo quý I/2026" in await officer.say("đính chính báo cáo quý I/2026")
    assert await count(office, submittals) == 0


# ── files ────────────────────────────────────────────────────────────────────────────────────────


async def test_two_reports_of_the_same_data_are_the_same_bytes(
    office: Office, officer: Talker, group: Talker
) -> None:
    first = await gets(officer, f"báo cáo {HALF}")
    assert isinstance(office.clock, FixedClock)
    office.clock.at += timedelta(hours=3)
    second = await gets(officer, f"báo cáo {HALF}")
    assert first.file == second.file
    await group.say("3 buổi, 120 người, loa 14 lượt")
    assert (await gets(officer, f"báo cáo {HALF}")).file != first.file


async def test_the_leader_gets_it_where_he_can_be_reached(office: Office, officer: Talker) -> None:
    """With the file and the quick replies, on his own channel."""
    other = await another_leader(office)
    await gets(officer, f"trình báo cáo {HALF}")
    clock = HandClock(office.clock.now())
    service = Service(clock)
    await Deliverer(replace(office, clock=clock), {BOT: service}, rest=clock.rest).deliver_once()
    (sent,) = [item.outgoing for item in service.sent if item.chat_id == "chị"]
    assert sent.kind is OutboxKind.DOCUMENT and sent.person_id == other.person_id
    assert sent.file is not None and len(sent.choices) == 2
    async with office.database.reading() as connection:
        row = await connection.execute(select(outbox.c.id).where(outbox.c.key == sent.key))
    line = next(item for item in await other.chat() if item.id == row.scalar_one())
    assert "duyệt bản trình số 1" in await press(other, line, 0)


async def test_from_the_command_line(
    office: Office, officer: Talker, leader: Talker, sample_folder: Path, tmp_path: Path
) -> None:
    settings = settings_in(sample_folder)
    assert await editions(settings) == []
    line = await issued(officer, leader)
    (listed,) = await editions(settings)
    assert line.file is not None
    assert listed.split()[:2] == ["2026-H2", "1"] and line.file.sha256 in listed
    assert await edition(settings, "2026-H2", 1, tmp_path / "BC.docx") == line.file.sha256
    assert (tmp_path / "BC.docx").read_bytes() == bytes_of(office, line)
    with pytest.raises(NoDataError, match="gomso editions"):
        await edition(settings, "2026-H2", 2, tmp_path / "no.docx")
    assert not (tmp_path / "no.docx").exists()
