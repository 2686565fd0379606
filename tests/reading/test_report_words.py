"""The officer's words about the report -> commands."""

from datetime import date

import pytest

from bot import edition_texts
from bot.reading.report_words import ReportCommand, ReportVerb, read_report_command
from storage.periods import Rule, parse_period

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


@pytest.mark.parametrize(
    ("text", "verb", "what", "period"),
    [
        ("trình", ReportVerb.SUBMIT, "", None),
        ("Trình báo cáo 6 tháng đầu năm 2026 nhé em", ReportVerb.SUBMIT, "", "2026-H1"),
        ("trinh lanh dao bao cao quy 1", ReportVerb.SUBMIT, "", "2026-Q1"),
        ("duyệt", ReportVerb.APPROVE, "", None),
        ("Em duyệt bản số 12 nhé", ReportVerb.APPROVE, "12", None),
        ("dong y duyet ban trinh 3", ReportVerb.APPROVE, "3", None),
        ("phê duyệt báo cáo quý I/2026", ReportVerb.APPROVE, "", "2026-Q1"),
        ("trả lại", ReportVerb.RETURN, "", None),
        ("trả lại bản trình 3", ReportVerb.RETURN, "3", None),
        ("không duyệt", ReportVerb.RETURN, "", None),
        ("phát hành báo cáo 06 tháng đầu năm 2026", ReportVerb.ISSUE, "", "2026-H1"),
        ("các bản đã phát hành", ReportVerb.EDITIONS, "", None),
        ("bản phát hành 1", ReportVerb.EDITIONS, "1", None),
        ("bản phát hành số 1 06 tháng đầu năm 2026", ReportVerb.EDITIONS, "1", "2026-H1"),
        ("bản phát hành 6 tháng đầu năm 2026", ReportVerb.EDITIONS, "", "2026-H1"),
        ("bản phát hành 6 tháng", ReportVerb.EDITIONS, "", "2026-H2"),
        ("bản phát hành 2 9 tháng 2026", ReportVerb.EDITIONS, "2", "2026-9M"),
        ("bản phát hành 9 tháng năm 2026", ReportVerb.EDITIONS, "", "2026-9M"),
        ("bản phát hành số 1 2026-W24", ReportVerb.EDITIONS, "1", "2026-W24"),
        ("đính chính", ReportVerb.SLIP, "", None),
        ("đính chính báo cáo 6 tháng đầu năm 2026", ReportVerb.SLIP, "", "2026-H1"),
        ("phiếu đính chính bản phát hành số 1 quý 1", ReportVerb.SLIP, "1", "2026-Q1"),
        ("đính chính bản 2", ReportVerb.SLIP, "2", None),
    ],
)
def test_a_report_goes_its_way(text: str, verb: ReportVerb, what: str, period: str | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.what, found.text) == (verb, what, "")
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    ("text", "what", "number", "period"),
    [
        ("mục III.2", "III.2", 0, None),
        ("muc iii 2 nhé", "III 2", 0, None),
        ("xem mục 3.2", "3.2", 0, None),
        ("Mục II.2.c)", "II.2.C", 0, None),
        ("mục II 2 c của quý I/2026", "II 2 C", 0, "2026-Q1"),
        ("mục I 6 tháng đầu năm 2026", "I", 0, "2026-H1"),
        ("mục III.2 06 tháng đầu năm 2026", "III.2", 0, "2026-H1"),
        ("mục I 2026-H1", "I", 0, "2026-H1"),
        ("mục I 1/1 đến 14/6", "I", 0, "2026-01-01..2026-06-14"),
        ("mục I năm 2026", "I", 0, "2026"),
        ("mục III.2 bản 3", "III.2", 3, None),
        ("mục I bản số 2 6 tháng đầu năm 2026", "I", 2, "2026-H1"),
        ("các mục", "", 0, None),
        ("các mục báo cáo 6 tháng đầu năm 2026", "", 0, "2026-H1"),
    ],
)
def test_a_section_is_asked_for(text: str, what: str, number: int, period: str | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.what, found.number) == (ReportVerb.SECTION, what, number)
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    ("text", "what", "words"),
    [
        ("trả lại bản trình 3: Số loa: xem lại", "3", "Số loa: xem lại"),
        ("Trả lại: sửa mục III\nvà mục IV", "", "sửa mục III\nvà mục IV"),
        ("không duyệt: sai số", "", "sai số"),
        ("trả lại vì số loa sai", "", "trả lại vì số loa sai"),
        ("Trả lại bản trình 3, mục III: viết lại", "3", "Trả lại bản trình 3, mục III: viết lại"),
        ("tra lai do sai so", "", "tra lai do sai so"),
    ],
)
def test_a_leader_says_what_is_to_be_mended(text: str, what: str, words: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.what, found.text) == (ReportVerb.RETURN, what, words)


@pytest.mark.parametrize(
    "text",
    [
        "trình bày lại",
        "duyệt chi",
        "trả lại tiền",
        "trả lại tổ 5: loa sai",
        "phát hành tem",
        "đính chính: loa 14",
    ],
)
def test_talk_about_other_papers_is_no_command(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "key", ["2026-H1", "2026-Q2", "2026-05", "2026-9M", "2026", "2026-W24", "2025-12-15..2026-06-14"]
)
def test_what_the_bot_offers_to_say_means_that_period(key: str) -> None:
    period = parse_period(key, Rule.CALENDAR)
    for choice, verb in (
        (edition_texts.submit_again(period), ReportVerb.SUBMIT),
        (edition_texts.issue(period), ReportVerb.ISSUE),
        (edition_texts.the_edition_again(period, 12), ReportVerb.EDITIONS),
    ):
        found = read(choice.says)
        assert found is not None and (found.verb, found.period) == (verb, period), choice.says
        assert found.what == ("12" if verb is ReportVerb.EDITIONS else "")
    for choice, verb in (
        (edition_texts.approve(7), ReportVerb.APPROVE),
        (edition_texts.send_back(7), ReportVerb.RETURN),
    ):
        assert read(choice.says) == ReportCommand(verb, what="7")


@pytest.mark.parametrize(
    ("text", "verb", "typed", "period"),
    [
        ("sửa mục III.2: Một: hai\nBa", ReportVerb.WRITE_SECTION, "Một: hai\nBa", None),
        ("Viết lại mục I\n\n Một: hai", ReportVerb.WRITE_SECTION, "Một: hai", None),
        ("sửa mục I 2026-H1： x", ReportVerb.WRITE_SECTION, "x", "2026-H1"),
        (
            "thêm vào mục IV 6 tháng đầu năm 2026: {{ x }} <b>",
            ReportVerb.ADD_TO_SECTION,
            "{{ x }} <b>",
            "2026-H1",
        ),
        ("bổ sung mục IV: x", ReportVerb.ADD_TO_SECTION, "x", None),
        ("sửa mục I", ReportVerb.WRITE_SECTION, "", None),
        ("giữ nguyên mục II.1 nhé", ReportVerb.KEEP_SECTION, "", None),
        ("lấy lại mục II.2.d quý 1/2026", ReportVerb.RESTORE_SECTION, "", "2026-Q1"),
        ("thêm văn bản:\nKế hoạch số 1: x", ReportVerb.ADD_DIRECTIVE, "Kế hoạch số 1: x", None),
        ("thêm văn bản", ReportVerb.ADD_DIRECTIVE, "", None),
        ("văn bản 6 tháng đầu năm 2026", ReportVerb.REGISTER, "", "2026-H1"),
        ("các văn bản chỉ đạo", ReportVerb.REGISTER, "", None),
        ("bỏ văn bản số 12", ReportVerb.REMOVE_DIRECTIVE, "", None),
    ],
)
def test_content_is_written(text: str, verb: ReportVerb, typed: str, period: str | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.text) == (verb, typed)
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    ("text", "verb", "what", "number", "period"),
    [
        ("ý kiến", ReportVerb.REMARKS, "", 0, None),
        ("ý kiến 3", ReportVerb.REMARKS, "3", 0, None),
        ("y kien so 3 tu 41", ReportVerb.REMARKS, "3", 41, None),
        ("ý kiến 6 tháng đầu năm 2026", ReportVerb.REMARKS, "", 0, "2026-H1"),
        ("ý kiến 3 6 tháng đầu năm 2026", ReportVerb.REMARKS, "3", 0, "2026-H1"),
        ("ý kiến 3 từ 41 06 tháng đầu năm 2026", ReportVerb.REMARKS, "3", 41, "2026-H1"),
        ("ý kiến 3 từ 1/1 đến 14/6", ReportVerb.REMARKS, "3", 0, "2026-01-01..2026-06-14"),
        ("ý kiến 2026", ReportVerb.REMARKS, "", 0, "2026"),
        ("các ý kiến của các tổ dân phố tháng 5", ReportVerb.REMARKS, "", 0, "2026-05"),
        ("đưa ý kiến 3 vào báo cáo", ReportVerb.TAKE_REMARKS, "3", 0, None),
        ("đưa ý kiến 12 vào mục III.2 quý 1/2026", ReportVerb.TAKE_REMARKS, "12", 0, "2026-Q1"),
    ],
)
def test_remarks_are_asked_for(
    text: str, verb: ReportVerb, what: str, number: int, period: str | None
) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.what, found.number) == (verb, what, number)
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    "text", ["mục lục", "mục tiêu", "ý kiến: loa hỏng", "ý kiến hay", "văn bản này sai", "thêm mục mới: x"]
)
def test_talk_about_content_is_no_command(text: str) -> None:
    assert read(text) is None
