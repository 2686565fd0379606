"""The officer's words about the report -> commands."""

from datetime import date

import pytest

from bot.reading.report_words import ReportCommand, ReportVerb, read_report_command
from storage.periods import Rule

TODAY = date(2026, 11, 20)


def read(text: str) -> ReportCommand | None:
    return read_report_command(text, TODAY, Rule.CALENDAR)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("bảng tính", None),
        ("excel nhé", None),
        ("Cho chị bản excel nhé em", None),
        ("xuất excel quý I/2026", "2026-Q1"),
        ("/xlsx 2026-H1", "2026-H1"),
        ("bảng tính số liệu của 6 tháng đầu năm 2026 nhé", "2026-H1"),
    ],
)
def test_tables_are_asked_for(text: str, period: str | None) -> None:
    found = read(text)
    assert found is not None
    assert found.verb is ReportVerb.TABLES
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize("text", ["bảng tính tiền nước", "excel là gì", "bảng tính quý 9"])
def test_words_that_name_no_period_are_no_command(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "mark", "unit", "period"),
    [
        ("mã T03", "T03", "", None),
        ("ma t3 nhé", "T3", "", None),
        ("Mã số liệu T-03 tổ dân phố số 5, quý I/2026", "T-03", "to dan pho so 5", "2026-Q1"),
        ("mã T03 tổ 5", "T03", "to 5", None),
        ("mã T03 của tổ 5 kỳ 2026-H1", "T03", "to 5", "2026-H1"),
        ("mã T03 tổ 5 tuần 24", "T03", "to 5", "2026-W24"),
        ("nguồn D09 6 tháng đầu năm 2026", "D09", "", "2026-H1"),
        ("mã B01 tổ Đông Nam", "B01", "to dong nam", None),
        ("mã D01 từ ngày 15/12/2025 đến ngày 14/6/2026", "D01", "", "2025-12-15..2026-06-14"),
    ],
)
def test_a_figure_is_traced(text: str, mark: str, unit: str, period: str | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.what, found.unit) == (ReportVerb.TRACE, mark, unit)
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize("text", ["mã vạch", "mã", "mã T", "mã số thuế 0201234567"])
def test_other_codes_are_no_marks(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "period"), [("bản làm việc", None), ("gửi báo cáo bản làm việc quý 1/2026 nhé", "2026-Q1")]
)
def test_a_working_copy_is_asked_for(text: str, period: str | None) -> None:
    found = read(text)
    assert found is not None
    assert found.verb is ReportVerb.WORKING_COPY
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("mẫu báo cáo", ReportVerb.TEMPLATE),
        ("Mẫu", ReportVerb.TEMPLATE),
        ("đang dùng mẫu nào?", ReportVerb.TEMPLATE),
        ("dung mau", ReportVerb.USE_TEMPLATE),
        ("Dùng mẫu này nhé em", ReportVerb.USE_TEMPLATE),
        ("dùng mẫu báo cáo vừa gửi", ReportVerb.USE_TEMPLATE),
        ("bỏ mẫu", ReportVerb.DROP_TEMPLATE),
        ("dùng mẫu gốc", ReportVerb.DROP_TEMPLATE),
        ("về lại mẫu có sẵn nhé", ReportVerb.DROP_TEMPLATE),
    ],
)
def test_templates_are_asked_for_used_and_dropped(text: str, verb: ReportVerb) -> None:
    found = read(text)
    assert found is not None and found.verb is verb


@pytest.mark.parametrize(
    "text", ["không dùng mẫu này", "mẫu này sai rồi", "dùng mẫu phiếu nào", "bỏ mẫu số 3"]
)
def test_talk_about_templates_is_no_command(text: str) -> None:
    assert read(text) is None
