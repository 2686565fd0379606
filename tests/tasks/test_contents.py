"""The report's content in chat: sections, register of documents, remarks, and the report that has them."""

import asyncio
import re
from io import BytesIO

import docx
import pytest
from sqlalchemy import select, update

from bot.reading.report_words import ReportVerb
from bot.tasks.desk import named
from bot.tasks.make_report import keep_promises, make_report
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from bot.tasks.remarks import read_subjects
from bot.tasks.report_desk import HANDLERS
from reports.lint import lint_docx
from reports.lint.findings import Severity
from reports.sections import LONGEST
from reports.semiannual import SECTIONS
from storage.errors import SettingsError
from storage.periods import Rule, parse_period
from storage.queries.contents import list_directives, list_passages
from storage.queries.people import link_address, put_address
from storage.queries.submissions import list_remarks
from storage.queries.units import list_wards
from storage.records import Channel, Passage, Role, ToldRemark
from storage.tables import audit, memberships, passages, people, remarks
from tests.reports.situation import DIRECTIVES, PASSAGES
from tests.tasks.people import Talker, talker

FIRST = parse_period("2026-H1", Rule.CALENDAR)
SECOND = parse_period("2026-H2", Rule.CALENDAR)
"""The half-year at hand when a test talks: it is November 2026."""
OF_FIRST = {item.section: item.body.strip() for item in PASSAGES}


@pytest.fixture
async def officer(office: Office) -> Talker:
    return await talker(office, Role.OFFICER)


async def another(office: Office, first: Talker, title: str = "Phó Trưởng phòng") -> Talker:
    """A second officer of the same unit, made up."""
    async with office.database.transaction() as connection:
        made = await connection.execute(
            people.insert().values(name="Người Khác (mẫu)", honorific="anh").returning(people.c.id)
        )
        person_id = made.scalar_one()
        await connection.execute(
            memberships.insert().values(
                person_id=person_id,
                unit_id=first.unit_id,
                role=Role.OFFICER,
                title=title,
                from_on=FIRST.first_on,
            )
        )
        address = await put_address(connection, Channel.TELEGRAM, "", "c-2", office.clock.now())
        await link_address(connection, address.id, person_id)
    return Talker(office, person_id, address.id, first.unit_id)


async def stored(office: Office) -> list[Passage]:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        return await list_passages(connection, ward.unit_id)


async def text_now(office: Office, section: str, key: str = "2026-H2") -> str | None:
    """The newest own text of the section for that period; None: it has none."""
    return next(
        (item.body for item in await stored(office) if (item.section, item.period) == (section, key)), None
    )


async def printed(office: Office, key: str, rule: Rule = Rule.CALENDAR) -> list[str]:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made, _ = await make_report(
            connection, office, ward, parse_period(key, rule), office.clock.now(), annexed=False
        )
    return [paragraph.text for paragraph in docx.Document(BytesIO(made.data)).paragraphs]


async def told_with(officer: Talker, said: str) -> str:
    """What is said with the document that was asked for."""
    await officer.say(said)
    await keep_promises(officer.office)
    return (await officer.chat())[-1].text


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_carried_over_draft_is_shown_as_one_and_kept_or_rewritten(
    office: Office, officer: Talker
) -> None:
    shown = await officer.say("mục III.2")
    assert "06 tháng cuối năm 2026" in shown and "Bản nháp lấy từ báo cáo 06 tháng đầu năm 2026" in shown
    assert OF_FIRST["III.2"].replace("\n", "\n\n") in shown
    assert [choice.says for choice in (await officer.chat())[-1].choices] == ["giữ mục III.2"]

    assert "vẫn dùng cho báo cáo 06 tháng cuối năm 2026" in await officer.say("giữ mục III.2")
    assert await text_now(office, "III.2") == OF_FIRST["III.2"]
    kept = await officer.say("mục III.2")
    assert (
        "nháp" not in kept and "bản 2 (Cán bộ Phòng Văn hóa - Xã hội viết lúc 16:01 ngày 20/11/2026)" in kept
    )
    assert "không phải giữ" in await officer.say("giữ mục III.2")

    await officer.say("sửa mục III.2: Một.\nHai.")
    shown = await officer.say("xem mục 3.2")
    assert "bản 3" in shown and "Một.\n\nHai." in shown


async def test_a_text_is_written_added_to_and_taken_back(office: Office, officer: Talker) -> None:
    told = await officer.say("sửa mục iv\n1. Một.\n2. Hai.")
    assert "bản 2, 2 đoạn" in told and "bỏ số đã gõ" in told
    assert "lấy từ báo cáo 06 tháng đầu năm 2026" in told
    assert "thêm 1 đoạn" in await officer.say("thêm vào mục IV: Ba: bốn.")
    assert await text_now(office, "IV") == "Một.\nHai.\nBa: bốn."
    assert "1. Một.\n\n2. Hai.\n\n3. Ba: bốn." in await officer.say("mục IV")

    assert "đã lấy lại bản 2" in await officer.say("lấy lại mục IV")
    assert await text_now(office, "IV") == "Một.\nHai."
    await officer.say("lấy lại mục IV")
    assert await text_now(office, "IV") == "Một.\nHai.\nBa: bốn."
    assert "đã lấy lại bản 1" in await officer.say("lấy lại mục IV bản 1")
    assert await text_now(office, "IV") == OF_FIRST["IV"]
    assert "Bản nháp" in await officer.say("mục IV"), "what comes from the report before is to be read over"
    assert "1. Một." in await officer.say("mục IV bản 2")
    assert "không có bản 99" in await officer.say("lấy lại mục IV bản 99")


async def test_before_the_first_own_version_stands_the_draft(office: Office, officer: Talker) -> None:
    assert "chưa có bản nào trước" in await officer.say("lấy lại mục I")
    await officer.say("sửa mục I: Một.")
    assert "đã lấy lại bản 1" in await officer.say("lấy lại mục I")
    assert await text_now(office, "I") == OF_FIRST["I"]
    await officer.say("lấy lại mục I")
    assert await text_now(office, "I") == "Một."


async def test_what_is_added_to_a_draft_leaves_it_a_draft(office: Office, officer: Talker) -> None:
    told = await officer.say("thêm vào mục III.1: Thêm một câu.")
    assert "Các đoạn kia còn lấy từ báo cáo 06 tháng đầu năm 2026" in told
    assert await text_now(office, "III.1") == f"{OF_FIRST['III.1']}\nThêm một câu."
    assert "III.1 (Kết quả đạt được): lấy từ báo cáo 06 tháng đầu năm 2026, chưa soát lại" in (
        await officer.say("các mục")
    )
    await officer.say("thêm vào mục III.1: Thêm câu nữa.")
    assert "chưa ai soát lại" in await officer.say("mục III.1")
    await officer.say("giữ mục III.1")
    assert "chưa ai soát lại" not in await officer.say("mục III.1")


async def test_the_period_that_is_named_is_the_one_that_is_written(office: Office, officer: Talker) -> None:
    """And the words to go on with name it too."""
    told = await officer.say("sửa mục I 6 tháng đầu năm 2026: Viết lại.")
    assert "báo cáo 06 tháng đầu năm 2026: bản 2" in told
    assert await text_now(office, "I", "2026-H1") == "Viết lại."
    assert await text_now(office, "I") is None
    again = re.findall("«(lấy lại [^»]*)»", told)[0]
    assert "đã lấy lại bản 1" in await officer.say(again)
    assert await text_now(office, "I", "2026-H1") == OF_FIRST["I"]


@pytest.mark.parametrize(
    "key", ["2026-H1", "2026-Q2", "2026-05", "2026", "2026-9M", "2026-W24", "2026-01-05..2026-02-15"]
)
async def test_the_words_offered_for_a_period_are_understood_as_that_period(
    office: Office, officer: Talker, key: str
) -> None:
    period = parse_period(key, Rule.CALENDAR)
    await officer.say(f"sửa mục IV {named(period)}: Một.")
    assert await text_now(office, "IV", key) == "Một."
    shown = await officer.say(f"mục IV {named(period)}")
    add = re.findall("«(thêm vào [^»]*): …»", shown)[0]
    await officer.say(f"{add}: Hai.")
    assert await text_now(office, "IV", key) == "Một.\nHai."


async def test_two_officers_lose_nothing_and_hear_of_each_other(office: Office, officer: Talker) -> None:
    other = await another(office, officer)
    await officer.say("sửa mục III.2: Của người thứ nhất.")
    told = await other.say("sửa mục III.2: Của người thứ hai.")
    assert "Bản 2 trước đó (Cán bộ Phòng Văn hóa - Xã hội viết" in told
    await other.say("lấy lại mục III.2")
    assert await text_now(office, "III.2") == "Của người thứ nhất."


async def test_two_officers_at_once_both_have_their_paragraph(office: Office, officer: Talker) -> None:
    other = await another(office, officer)
    await officer.say("sửa mục IV: Đầu.")
    await officer.send("thêm vào mục IV: Của người thứ nhất.")
    await other.send("thêm vào mục IV: Của người thứ hai.")
    await asyncio.gather(handle_next(office, officer.person_id), handle_next(office, other.person_id))
    body = await text_now(office, "IV")
    assert body is not None
    assert sorted(body.splitlines()) == ["Của người thứ hai.", "Của người thứ nhất.", "Đầu."]
    versions = [item.version for item in await stored(office) if item.section == "IV"]
    assert versions == [1, 4]


async def test_the_same_text_again_is_no_new_version(office: Office, officer: Talker) -> None:
    await officer.say("sửa mục I: Một.")
    assert "đã đúng như vậy rồi (bản 2)" in await officer.say("sửa mục I:\n\n Một. ")
    assert "đã đúng như vậy rồi (bản 2)" in await officer.say("lấy lại mục I bản 2")


async def test_too_much_is_refused_whole_and_ten_thousand_letters_are_not(
    office: Office, officer: Talker
) -> None:
    long = "x" * 10_000
    assert "bản 2, 1 đoạn" in await officer.say(f"sửa mục I: {long}")
    told = await officer.say(f"thêm vào mục I: {long}")
    assert f"quá {LONGEST:,}".replace(",", ".") in told and "chưa ghi gì" in told and "Rút gọn" in told
    assert await text_now(office, "I") == long


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("mục II.2.a", "Các mục sửa được"),
        ("sửa mục V: x", "Các mục sửa được"),
        ("giữ mục II", "Các mục sửa được"),
        ("lấy lại mục II.2.b", "Các mục sửa được"),
        ("sửa mục I", "nội dung sau dấu hai chấm"),
        ("thêm vào mục I: \u202e", "«thêm vào mục I: …»"),
        ("mục I 6 tháng đầu năm 2020", "chưa có nội dung"),
        ("giữ mục I 6 tháng đầu năm 2020", "chưa có nội dung"),
        ("mục I bản 7", "không có bản 7"),
    ],
)
async def test_what_cannot_be_done_is_said_with_what_can(
    office: Office, officer: Talker, said: str, answered: str
) -> None:
    before = await stored(office)
    assert answered in await officer.say(said)
    assert await stored(office) == before


async def test_a_leader_of_a_group_changes_and_learns_nothing(office: Office) -> None:
    reporter = await talker(office, Role.REPORTER, "tdp-05")
    before = await stored(office)
    for said in (
        "mục III.2",
        "sửa mục III.2: Tổ 5 rất tốt.",
        "thêm vào mục IV: x",
        "giữ mục I",
        "lấy lại mục I",
        "văn bản",
        "bỏ văn bản 1",
        "thêm văn bản: Kế hoạch số 7/KH-UBND ngày 03/9/2026 về x",
        "ý kiến 3",
        "đưa ý kiến 3 vào báo cáo",
    ):
        told = await reporter.say(said)
        assert "KH-UBND" not in told and "Một bộ phận người dân" not in told and "rè" not in told
    assert await stored(office) == before
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        found = await list_directives(connection, ward.unit_id, FIRST.first_on, SECOND.last_on)
    assert [(item.kind, item.number) for item in found] == [(item.kind, item.number) for item in DIRECTIVES]


async def test_who_wrote_is_kept_and_told_by_office(office: Office, officer: Talker) -> None:
    await officer.say("sửa mục I: Một.")
    async with office.database.reading() as connection:
        name = (
            await connection.execute(select(people.c.name).where(people.c.id == officer.person_id))
        ).scalar_one()
        row = (await connection.execute(select(passages).where(passages.c.version == 2))).mappings().one()
        deed = (
            (await connection.execute(select(audit).where(audit.c.action == "passage.written")))
            .mappings()
            .one()
        )
    assert (row["person_id"], row["period"], row["from_on"]) == (
        officer.person_id,
        "2026-H2",
        SECOND.first_on,
    )
    assert deed["person_id"] == officer.person_id
    assert deed["detail"] == {"section": "I", "version": 2, "period": "2026-H2"}
    assert name not in await officer.say("mục I")


async def test_texts_from_before_there_were_periods_are_a_draft(office: Office, officer: Talker) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(
            passages.insert(),
            {"ward_id": 2, "section": "I", "version": 9, "body": "Cũ.", "made_at": office.clock.now()},
        )
    assert "Cũ." not in await officer.say("mục I"), "the first half's text is newer"
    assert "lấy từ bản có sẵn" in await officer.say("mục I 6 tháng cuối năm 2025")
    assert "viết cho báo cáo trước" in await officer.say("mục I bản 9")


# ── the register ─────────────────────────────────────────────────────────────────────────────────


async def test_documents_are_listed_added_and_taken_out(office: Office, officer: Talker) -> None:
    assert "chưa có văn bản chỉ đạo nào" in await officer.say("văn bản")
    first = await officer.say("văn bản 6 tháng đầu năm 2026")
    assert "1. Kế hoạch số 101/KH-UBND ngày 26/02/2026 về tuyên truyền" in first
    added = await officer.say("thêm văn bản: ke hoach so 7/kh-ubnd ngay 3/9/2026 ve chuyển đổi số <b>")
    assert "văn bản 3: Kế hoạch số 07/KH-UBND ngày 03/9/2026 về chuyển đổi số <b>" in added
    assert "3. Kế hoạch số 07/KH-UBND" in await officer.say("các văn bản")
    assert "đã có trong sổ, văn bản 3" in await officer.say(
        "thêm văn bản: Kế hoạch số 07/KH-UBND ngày 03/9/2026 về chuyển đổi số <b>"
    )
    assert "«bỏ văn bản 3» rồi thêm lại" in await officer.say(
        "thêm văn bản: Kế hoạch số 07/KH-UBND ngày 03/9/2026 về việc khác"
    )

    removed = await officer.say("bỏ văn bản 3")
    listed = await officer.say("văn bản")
    assert (
        "Đã bỏ khỏi sổ" in listed and "3. Kế hoạch số 07/KH-UBND" in listed and "bỏ ngày 20/11/2026" in listed
    )
    assert "không có văn bản 3" in await officer.say("bỏ văn bản 3")
    assert "không có văn bản 999" in await officer.say("bỏ văn bản 999")
    again = re.findall("«(thêm [^»]*)»", removed)[0]
    assert "văn bản 4: Kế hoạch số 07/KH-UBND" in await officer.say(again)


async def test_what_is_missing_is_asked_about_by_name(office: Office, officer: Talker) -> None:
    told = await officer.say("thêm văn bản: Kế hoạch ngày 03/9/2026 về chuyển đổi số")
    assert "thiếu số, ký hiệu" in told and "thiếu tên loại" not in told and "thiếu trích yếu" not in told
    both = await officer.say(
        "thêm văn bản:\nKế hoạch số 7/KH-UBND ngày 03/9/2026 về x\nCông văn số 8/UBND ngày 31/9/2026 về y"
    )
    assert "«ngày 31/9/2026» không có trong lịch" in both and "1 văn bản kia" in both
    assert "chưa có văn bản chỉ đạo nào" in await officer.say("văn bản"), "none of a message or all of it"
    assert "Nhắn như" in await officer.say("thêm văn bản")


@pytest.mark.parametrize(
    ("rule", "issued", "cited_in"),
    [
        (Rule.CALENDAR, "31/12/2025", "2025-H2"),
        (Rule.CALENDAR, "01/01/2026", "2026-H1"),
        (Rule.CALENDAR, "30/6/2026", "2026-H1"),
        (Rule.CALENDAR, "01/7/2026", "2026-H2"),
        (Rule.DECREE, "14/12/2025", "2025-H2"),
        (Rule.DECREE, "15/12/2025", "2026-H1"),
        (Rule.DECREE, "14/6/2026", "2026-H1"),
        (Rule.DECREE, "15/6/2026", "2026-H2"),
    ],
)
async def test_a_document_is_cited_in_the_half_year_of_its_date_alone(
    office: Office, officer: Talker, rule: Rule, issued: str, cited_in: str
) -> None:
    await officer.say(f"thêm văn bản: Kế hoạch số 7/KH-UBND ngày {issued} về chuyển đổi số")
    cited = []
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        for key in ("2025-H2", "2026-H1", "2026-H2"):
            period = parse_period(key, rule)
            found = await list_directives(connection, ward.unit_id, period.first_on, period.last_on)
            cited += [key for item in found if item.number == "07/KH-UBND"]
    assert cited == [cited_in]


# ── remarks ──────────────────────────────────────────────────────────────────────────────────────


async def remarks_of(office: Office, key: str) -> list[ToldRemark]:
    period = parse_period(key, Rule.CALENDAR)
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        return await list_remarks(connection, ward.unit_id, period.first_on, period.last_on)


async def test_remarks_are_counted_by_subject_and_all_can_be_read(office: Office, officer: Talker) -> None:
    everything = await remarks_of(office, "2026-H1")
    listed = await officer.say("ý kiến 6 tháng đầu năm 2026")
    assert f": {len(everything)} ý kiến của " in listed
    counts = {number: int(count) for number, count in re.findall(r"^(\d+)\. .*?: (\d+) ý kiến", listed, re.M)}
    assert sum(counts.values()) == len(everything)
    read: list[str] = []
    for number, count in counts.items():
        told = await officer.say(f"ý kiến {number} 6 tháng đầu năm 2026")
        words = re.findall(r"^\d+\. (.*)$", told, re.M)
        assert len(words) == count
        read += words
    assert sorted(re.findall("«(.*)»", "\n".join(read))) == sorted(told.remark.text for told in everything)
    assert {line.split(",")[0] for line in read} == {told.unit for told in everything}


async def test_a_long_list_goes_on_where_it_stopped(office: Office, officer: Talker) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(update(remarks).values(text="loa " + "kêu " * 300, kind="difficulty"))
    count = len(await remarks_of(office, "2026-H1"))
    told, seen = await officer.say("ý kiến 3 6 tháng đầu năm 2026"), 0
    for _ in range(count):
        seen += len(re.findall(r"^\d+\. ", told, re.M))
        more = re.findall("nhắn «(ý kiến 3 từ [^»]*)»", told)
        if not more:
            break
        told = await officer.say(more[0])
    assert seen == count
    assert "không có ý kiến nào thuộc chủ đề số 3" in await officer.say("ý kiến 3 từ 9999 2026-H1")


async def test_remarks_go_into_the_report_as_facts_without_names(office: Office, officer: Talker) -> None:
    found = [told for told in await remarks_of(office, "2026-H2") if told.remark.kind == "difficulty"][:3]
    words = ["loa hỏng", "ông Nguyễn Văn Tám nói loa hỏng", "loa rè vì Vũ Đình Lưu"]
    async with office.database.transaction() as connection:
        await connection.execute(update(remarks).values(text="mưa", kind="difficulty"))
        for remark, text in zip(found, words, strict=True):
            await connection.execute(
                update(remarks).where(remarks.c.id == remark.remark.id).values(text=text)
            )
    told = await officer.say("đưa ý kiến 3 vào báo cáo")
    groups = len({item.remark.unit_id for item in found})
    body = await text_now(office, "III.2")
    assert body is not None
    *before, sentence = body.splitlines()
    assert "\n".join(before) == OF_FIRST["III.2"]
    assert sentence == (
        f"Có 03 ý kiến về loa truyền thanh của {groups:02} tổ dân phố, trong đó nêu: “loa hỏng”."
    )
    assert sentence in told and "2 ý kiến có vẻ nêu tên" in told
    assert "đã có trong mục III.2 rồi" in await officer.say("đưa ý kiến 3 vào báo cáo")
    assert await text_now(office, "III.2") == body
    assert sentence in await printed(office, "2026-H2")
    assert "Tám" in await officer.say("ý kiến 3"), "the officer reads what was typed"


async def test_good_ways_of_working_are_achievements(office: Office, officer: Talker) -> None:
    told = await officer.say("đưa ý kiến 1 vào báo cáo 6 tháng đầu năm 2026")
    assert "mục III.1 (Kết quả đạt được), báo cáo 06 tháng đầu năm 2026" in told
    body = await text_now(office, "III.1", "2026-H1")
    assert body is not None
    assert body.splitlines()[-1].startswith("Có 16 ý kiến về cách làm hay của ")


async def test_no_remarks_are_said_to_be_none(office: Office, officer: Talker) -> None:
    assert "chưa có ý kiến nào" in await officer.say("ý kiến tháng 5/2024")
    assert "không có ý kiến nào thuộc chủ đề số 99" in await officer.say("ý kiến 99")
    assert "không có ý kiến nào thuộc chủ đề số 99" in await officer.say("đưa ý kiến 99 vào báo cáo")


def test_the_file_of_subjects_may_be_missing_but_not_broken(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    assert read_subjects(folder) == ()
    (folder / "subjects.toml").write_text("[[subject]", "utf-8")
    with pytest.raises(SettingsError, match=r"subjects\.toml"):
        read_subjects(folder)


# ── the report ───────────────────────────────────────────────────────────────────────────────────


async def test_the_report_prints_what_was_edited_and_chat_tells_what_was_not(
    office: Office, officer: Talker
) -> None:
    hostile = "A & B < C {{ signer }} {% for %} </w:p>"
    await officer.say(f"sửa mục III.2: {hostile}\nHai.")
    await officer.say("giữ mục IV")
    await officer.say("thêm văn bản: Kế hoạch số 7/KH-UBND ngày 03/9/2026 về chuyển đổi số")
    text = await printed(office, "2026-H2")
    place = text.index("2. Tồn tại, hạn chế")
    assert text[place + 1 : place + 3] == [hostile, "Hai."]
    assert any("Kế hoạch số 07/KH-UBND ngày 03/9/2026 về chuyển đổi số." in line for line in text)
    assert not any("101/KH-UBND" in line for line in text), "cited in the half-year of its date alone"
    assert OF_FIRST["III.1"].splitlines()[0] in text
    assert not any("soát lại" in line or "nháp" in line for line in text)

    for said in ("báo cáo 6 tháng cuối năm 2026", "bản làm việc", "rà soát"):
        told = await told_with(officer, said)
        assert "Mục I, II.1, II.2.c, II.2.d, III.1 còn lấy từ báo cáo trước, xin soát lại" in told
    keep = re.findall("«(giữ [^»]*)»", told)[0]
    await officer.say(keep)
    assert "Mục II.1, II.2.c, II.2.d, III.1 còn lấy" in await told_with(officer, "báo cáo 2026-H2")


async def test_a_report_with_texts_of_its_own_says_nothing_of_drafts(office: Office, officer: Talker) -> None:
    assert "còn lấy từ báo cáo trước" not in await told_with(officer, "báo cáo 6 tháng đầu năm 2026")
    assert {item.period for item in await stored(office)} == {"2026-H1"}


async def test_a_draft_sentence_is_no_error_to_the_linter(office: Office, officer: Talker) -> None:
    for number in (1, 3, 8):
        await officer.say(f"đưa ý kiến {number} vào báo cáo 6 tháng đầu năm 2026")
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        made, _ = await make_report(connection, office, ward, FIRST, office.clock.now())
    assert [item for item in lint_docx(made.data) if item.severity is Severity.ERROR] == []


def test_every_command_about_content_has_its_handler() -> None:
    others = {
        ReportVerb.PLAN,
        ReportVerb.SET_PLAN,
        ReportVerb.WITH_ANNEXES,
        ReportVerb.SUBMIT,
        ReportVerb.APPROVE,
        ReportVerb.RETURN,
        ReportVerb.ISSUE,
        ReportVerb.EDITIONS,
        ReportVerb.SLIP,
    }
    assert set(ReportVerb) - set(HANDLERS) <= others


async def test_every_section_has_a_title_in_chat(officer: Talker) -> None:
    listed = await officer.say("các mục")
    assert re.findall(r"^- ([^ ]+) \(", listed, re.M) == list(SECTIONS)
