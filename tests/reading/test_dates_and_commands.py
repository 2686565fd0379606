from datetime import date

import pytest

from bot.reading.commands import Answer, CommandName, is_courtesy, read_answer, read_command, read_remark
from bot.reading.dates import read_period, read_weeks, read_window
from storage.periods import Rule
from storage.records import RemarkKind

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("tháng 5", "2026-05"),
        ("tháng năm", "2026-05"),
        ("thang 12", "2025-12"),
        ("tháng 5/2025", "2025-05"),
        ("tháng này", "2026-11"),
        ("tháng trước", "2026-10"),
        ("quý 2", "2026-Q2"),
        ("quý II/2026", "2026-Q2"),
        ("quý này", "2026-Q4"),
        ("6 tháng đầu năm", "2026-H1"),
        ("06 tháng đầu năm 2026", "2026-H1"),
        ("sáu tháng cuối năm 2025", "2025-H2"),
        ("9 tháng", "2026-9M"),
        ("năm 2025", "2025"),
        ("cả năm", "2026"),
        ("năm ngoái", "2025"),
        ("từ 1/1 đến 14/6", "2026-01-01..2026-06-14"),
        ("từ ngày 15/12/2025 đến ngày 14/6/2026", "2025-12-15..2026-06-14"),
        ("từ đầu năm đến nay", "2026-01-01..2026-11-22"),
        ("tuần này", "2026-W47"),
        ("tuần", "2026-W47"),
        ("tuần trước", "2026-W46"),
        ("tuần 24", "2026-W24"),
        ("tuần 50", "2025-W50"),
        ("2026-H1", "2026-H1"),
        ("2026-Q2", "2026-Q2"),
        ("2026-05", "2026-05"),
        ("2026", "2026"),
    ],
)
def test_periods(words: str, key: str) -> None:
    period = read_period(words, TODAY, Rule.CALENDAR)
    assert period is not None
    assert period.key == key


@pytest.mark.parametrize(
    "words", ["", "tháng 13", "tuần 60", "quý 5", "3 buổi", "từ 31/2 đến 1/3", "hôm qua"]
)
def test_no_periods(words: str) -> None:
    assert read_period(words, TODAY, Rule.CALENDAR) is None


def test_the_rule_decides_where_a_period_is_cut() -> None:
    period = read_period("6 tháng đầu năm", TODAY, Rule.DECREE)
    assert period is not None
    assert (period.first_on, period.last_on) == (date(2025, 12, 15), date(2026, 6, 14))


def test_windows_and_weeks_within_a_message() -> None:
    window = read_window("tuần 23", TODAY, Rule.DECREE)
    assert window is not None
    assert window.first_on == date(2026, 6, 1)
    weeks = read_weeks("tuần này 2 buổi, tuần trước 3 buổi", TODAY)
    assert [week.first_on for week in weeks] == [date(2026, 11, 9), date(2026, 11, 16)]
    assert read_weeks("như tuần trước", TODAY) == ()


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("ai chưa nộp", CommandName.MISSING, None),
        ("Ai chưa nộp tuần trước?", CommandName.MISSING, "2026-W46"),
        ("to nao chua bao", CommandName.MISSING, None),
        ("tổng hợp tuần", CommandName.TOTALS, "2026-W47"),
        ("tổng hợp", CommandName.TOTALS, "2026-W47"),
        ("tong hop thang 5", CommandName.TOTALS, "2026-05"),
        ("/tonghop 6 tháng đầu năm", CommandName.TOTALS, "2026-H1"),
        ("/baocao 6 tháng đầu năm 2026", CommandName.REPORT, "2026-H1"),
        ("báo cáo 6 tháng đầu năm", CommandName.REPORT, "2026-H1"),
        ("/bao_cao 2026-H1", CommandName.REPORT, "2026-H1"),
        ("/baocao", CommandName.REPORT, None),
        ("trợ giúp", CommandName.HELP, None),
        ("bác không hiểu cái này lắm cháu ơi", CommandName.HELP, None),
        ("bac phai nhan gi day chau", CommandName.HELP, None),
        ("nhắn thế nào hả em", CommandName.HELP, None),
        ("không biết báo thế nào", CommandName.HELP, None),
        ("xem lại", CommandName.REVIEW, None),
        ("em ghi gì rồi", CommandName.REVIEW, None),
        ("hỏi từng câu", CommandName.ONE_BY_ONE, None),
        ("từng câu một nhé em", CommandName.ONE_BY_ONE, None),
    ],
)
def test_commands(text: str, name: CommandName, key: str | None) -> None:
    command = read_command(text, TODAY, Rule.CALENDAR)
    assert command is not None
    assert (command.name, command.period and command.period.key) == (name, key)


@pytest.mark.parametrize(
    "text",
    [
        "báo cáo: 3 buổi, 120 người",
        "báo cáo 3 buổi",
        "hướng dẫn 5 người",
        "không biết",
        "không hiểu sao loa hỏng",
        "chưa báo",
        "tổng hợp được 3 buổi",
        "tháng 5",
        "3",
        "tổng 3 buổi",
        "báo cáo em tuần này 3 buổi",
        "ai cũng khỏe",
        "x" * 5000,
    ],
)
def test_an_answer_is_no_command(text: str) -> None:
    assert read_command(text, TODAY, Rule.CALENDAR) is None


def test_an_unknown_period_after_a_slash_is_handed_back() -> None:
    command = read_command("/baocao thập kỷ này", TODAY, Rule.CALENDAR)
    assert command is not None
    assert (command.period, command.unread) == (None, "thap ky nay")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("đúng", Answer.YES),
        ("Đúng rồi em nhé", Answer.YES),
        ("ừ", Answer.YES),
        ("vâng ạ", Answer.YES),
        ("ok em", Answer.YES),
        ("phải", Answer.YES),
        ("không", Answer.NO),
        ("ko đúng", Answer.NO),
        ("chưa đúng", Answer.NO),
        ("sai rồi", Answer.NO),
        ("thay", Answer.REPLACE),
        ("cộng thêm", Answer.ADD),
        ("bỏ qua", Answer.SKIP),
        ("ghi ý kiến", Answer.KEEP),
        ("đúng 5 buổi", None),
        ("không có", None),
        ("5", None),
        ("", None),
    ],
)
def test_short_answers(text: str, answer: Answer | None) -> None:
    assert read_answer(text) is answer


def test_remarks_announced_as_such_and_courtesies() -> None:
    remark = read_remark("Khó khăn: loa hỏng ở ngõ 27")
    assert remark is not None
    assert (remark.kind, remark.text) == (RemarkKind.DIFFICULTY, "loa hỏng ở ngõ 27")
    assert read_remark("loa: 14") is None
    assert is_courtesy("cảm ơn em")
    assert not is_courtesy("cảm ơn em, 3 buổi")
