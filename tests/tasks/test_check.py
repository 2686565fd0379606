"""«rà soát» in chat, and the linter's line under every report."""

from bot import report_texts
from bot.tasks.make_report import keep_promises
from bot.tasks.office import Office
from reports.lint import Finding, Severity
from storage.periods import Rule, half_year
from storage.records import Role
from tests.tasks.people import talker


async def test_the_findings_come_with_the_working_copy(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "rà soát" in await officer.say("rà soát báo cáo 6 tháng đầu năm 2026")
    assert await keep_promises(office) == [officer.person_id]
    found = (await officer.chat())[-1]
    assert "915 lượt tin, bài về tuyên truyền, phổ biến, giáo dục pháp luật" in found.text
    assert "Kính gửi: Sở Văn hóa, Thể thao và Du lịch HP" in found.text
    assert "không có mã số liệu" not in found.text
    assert len(found.text) < 2000
    assert found.file is not None


async def test_every_report_comes_with_a_verdict(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    await officer.say("báo cáo 6 tháng đầu năm 2026")
    await keep_promises(office)
    assert (
        "Em rà soát thấy 4 chỗ chưa rõ; nhắn «rà soát báo cáo 06 tháng đầu năm 2026»"
        in (await officer.chat())[-1].text
    )


def test_a_long_list_is_cut_and_counted() -> None:
    finding = Finding("spelling", Severity.ERROR, 1, "x", "«x» có lẽ là «y» viết sai." * 3, "y")
    text = report_texts.checked("06 tháng đầu năm 2026", [finding] * 60)
    assert len(text) < 2000
    shown = sum(line[:1].isdigit() for line in text.splitlines())
    assert text.endswith(f"… và {60 - shown} chỗ nữa.")


def test_a_clean_report_is_said_to_be_clean() -> None:
    half = half_year(2026, 1, Rule.CALENDAR)
    assert report_texts.verdict([], half) == "Em rà soát không thấy chỗ nào cần sửa."
