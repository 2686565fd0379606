"""The correction slip: a letter that tells what was printed and what holds now, with an annex of reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import docx

from reports.editions import Change, Told
from reports.lint import lint_docx
from reports.profile import read_profile
from reports.slip import slip_docx
from storage.periods import Period, Rule, half_year, month
from storage.records import Qualifier, Ward
from tests.reports.situation import FIRST_HALF, WARD, text_of

AS_OF = datetime(2026, 7, 3, 2, 0, tzinfo=UTC)
LOUD = "group.broadcasts", "lượt phát loa"
CHANGES = (
    Change(*LOUD, None, Told(8090, Qualifier.ABOUT), Told(8117)),
    Change(*LOUD, 5, Told(224), Told(251)),
    Change(*LOUD, 6, None, Told(0)),
    Change("group.leaflets", "tờ rơi", None, Told(7), Told(7)),
    Change("group.leaflets", "tờ rơi", 5, Told(3), Told(4)),
    Change("group.leaflets", "tờ rơi", 6, Told(4), Told(3)),
    Change("K01", "số tổ dân phố có báo cáo", None, Told(36), Told(37)),
)
NAMES = {5: "Tổ dân phố số 5", 6: "Tổ dân phố số 6"}
REASONS = {
    (5, LOUD[0]): "Báo lại tuần 23 (01/6-07/6/2026) ngày 03/7/2026",
    (6, LOUD[0]): "Báo bổ sung tuần 24 (08/6-14/6/2026) ngày 03/7/2026 (nhập hộ từ tin chờ 12)",
}


def slip(
    changes: Sequence[Change] = CHANGES,
    *,
    period: Period = FIRST_HALF,
    names: Mapping[int, str] = NAMES,
    reasons: Mapping[tuple[int, str], str] = REASONS,
    ward: Ward = WARD,
) -> bytes:
    profile = read_profile(ward.profile)
    return slip_docx(ward, profile, period, 2, date(2026, 6, 25), changes, names, reasons, 2026, AS_OF)


def rows(data: bytes) -> list[list[str]]:
    table = docx.Document(BytesIO(data)).tables[-1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_letter_tells_every_figure_as_it_was_printed_and_as_it_is() -> None:
    lines = text_of(slip())
    body = lines[lines.index("PHIẾU ĐÍNH CHÍNH") :]
    assert body[1] == "Số liệu Báo cáo tuyên truyền cải cách hành chính nhà nước 06 tháng đầu năm 2026"
    assert body[2].startswith(
        "Sau khi phát hành Báo cáo số /BC-UBND ngày tháng năm 2026 của Ủy ban nhân dân phường Phù Liễn về "
        "tuyên truyền cải cách hành chính nhà nước 06 tháng đầu năm 2026 (bản phát hành số 2, chốt ngày "
        "25/6/2026)"
    )
    assert body[3:7] == [
        "- Lượt phát loa: đã in gần 8.090, nay là 8.117.",
        "- Tờ rơi: tổng số 07 không đổi, số của từng đơn vị có thay đổi.",
        "- Số tổ dân phố có báo cáo: đã in 36, nay là 37.",
        "Số đã in, số mới và lý do của từng đơn vị nêu tại Phụ lục. "
        "Các nội dung khác của Báo cáo không thay đổi./.",
    ]
    assert "Số: /PĐC-UBND" in lines
    assert "Trần Quang Hưng" in lines


def test_the_annex_tells_old_new_and_reason_of_every_unit() -> None:
    data = slip()
    assert rows(data) == [
        ["Chỉ tiêu, đơn vị", "Số đã in", "Số mới", "Lý do"],
        ["Lượt phát loa", "8.090", "8.117", ""],
        ["Tổ dân phố số 5", "224", "251", REASONS[5, LOUD[0]]],
        ["Tổ dân phố số 6", "chưa có số liệu", "0", REASONS[6, LOUD[0]]],
        ["Tờ rơi", "7", "7", ""],
        ["Tổ dân phố số 5", "3", "4", "Sửa sau khi lập báo cáo"],
        ["Tổ dân phố số 6", "4", "3", "Sửa sau khi lập báo cáo"],
        ["Số tổ dân phố có báo cáo", "36", "37", ""],
    ]
    assert (
        "(Kèm theo Phiếu đính chính số /PĐC-UBND ngày tháng năm 2026 của Ủy ban nhân dân phường Phù Liễn)"
        in text_of(data)
    )
    sections = docx.Document(BytesIO(data)).sections
    lying = [(section.page_width or 0) > (section.page_height or 0) for section in sections]
    assert lying == [False, True]


def test_it_has_the_form_of_the_decree() -> None:
    """The linter looks for a report; everything else of the form is asked of the slip as well."""
    addressed = replace(WARD, profile={**WARD.profile, "addressees": ["Sở Văn hóa, Thể thao và Du lịch"]})
    assert {finding.rule for finding in lint_docx(slip(ward=addressed))} == {"no-title"}


def test_it_says_what_it_is_and_is_the_same_each_time() -> None:
    data = slip()
    assert slip() == data
    properties = docx.Document(BytesIO(data)).core_properties
    assert properties.content_status == "Phiếu đính chính"
    assert properties.title == "Phiếu đính chính số liệu báo cáo 06 tháng đầu năm 2026"
    assert properties.modified == AS_OF


def test_another_period_is_named_in_full() -> None:
    for period in (month(2026, 5, Rule.CALENDAR), half_year(2026, 2, Rule.CALENDAR)):
        title = f"Số liệu Báo cáo tuyên truyền cải cách hành chính nhà nước {period.label}"
        assert title in text_of(slip(period=period))


def test_what_people_wrote_changes_nothing_but_itself() -> None:
    nasty = "</w:t> & {{ ward }} {% raw %} \x00\x0b\u202e " + "dài " * 600
    changes = [replace(CHANGES[0], label=nasty), *CHANGES[1:3]]
    data = slip(changes, names={5: nasty, 6: nasty}, reasons={(5, LOUD[0]): nasty})
    plain = slip(CHANGES[:3])
    assert "{{ ward }} {% raw %}" in rows(data)[2][0]
    assert "{{ ward }} {% raw %}" in rows(data)[2][3]
    assert any("</w:t> & {{ ward }}" in line and "đã in gần 8.090" in line for line in text_of(data))
    assert len(text_of(data)) == len(text_of(plain))
    assert [row[1:3] for row in rows(data)] == [row[1:3] for row in rows(plain)]
