"""What the linter says of texts: of the ward's real report, of slips made on purpose, of sound reports."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from reports.lint import Finding, Severity, lint_text
from reports.lint.syllables import is_syllable, with_tone_in_place
from tests.reports.situation import GOLDEN, report, text_of

SEED = (GOLDEN / "seed.txt").read_text("utf-8")
FRAME = """BÁO CÁO
Kết quả công tác 06 tháng đầu năm 2026
{}
Trên đây là Báo cáo kết quả của Ủy ban nhân dân phường./.
Nơi nhận:
- Đảng ủy phường;
- Lưu: VT.
"""


def of(text: str) -> tuple[Finding, ...]:
    return lint_text(FRAME.format(text))


def rules(text: str) -> list[str]:
    return [finding.rule for finding in of(text)]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("two-scopes", ("1.992", "1.921")),
        ("two-scopes", ("1.002", "551")),
        ("two-scopes", ("1.684", "915")),
        ("vague-exact", ("gần 1.684",)),
        ("syllable", ("Pường",)),
        ("spelling", ("Công thông tin",)),
        ("spelling", ("kỹ cương",)),
        ("abbreviation", ("VHXX", "VHXH")),
        ("period-name", ("6 tháng", "cuối")),
        ("no-addressee", ("Kính gửi: Sở Văn hóa, Thể thao và Du lịch HP",)),
    ],
)
def test_the_slips_of_the_real_report_are_found(rule: str, words: tuple[str, ...]) -> None:
    told = [f"{item.quoted} {item.says} {item.better}" for item in lint_text(SEED) if item.rule == rule]
    assert any(all(word in text for word in words) for text in told), told


def test_nothing_else_is_said_of_the_real_report() -> None:
    said = [finding.rule for finding in lint_text(SEED)]
    assert sorted(said) == sorted(
        ["period-name", "vague-exact", "spelling", "spelling", "syllable", "spelling", "abbreviation"]
        + ["two-scopes"] * 3
        + ["no-addressee"]
    )


def test_every_unclear_place_comes_with_the_words_that_make_it_clear() -> None:
    unclear = [item for item in lint_text(SEED) if item.severity is Severity.UNCLEAR]
    assert all(item.better for item in unclear)
    assert "915 lượt tin, bài về tuyên truyền, phổ biến, giáo dục pháp luật" in {
        item.better for item in unclear
    }
    lines = SEED.splitlines()
    for item in unclear:
        lines[item.paragraph - 1] = lines[item.paragraph - 1].replace(item.quoted, item.better)
    left = [item.rule for item in lint_text("\n".join(lines))]
    assert "two-scopes" not in left


def test_our_own_report_is_clear_but_for_the_two_scopes() -> None:
    said = lint_text("\n".join(text_of(report().data)))
    assert {item.rule for item in said} == {"two-scopes", "no-addressee"}
    assert all(item.better for item in said)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("two-values", "Phường đã phát 1.200 tờ rơi tuyên truyền. Tổng cộng có 1.300 tờ rơi tuyên truyền."),
        ("parts-whole", "Toàn phường có 113 cụm loa, trong đó 77 cụm số và 35 cụm có dây."),
        ("parts-whole", "Đăng tải 90 tin, bài, trong đó có 97 tin, bài về cải cách hành chính."),
        ("share", "Hoàn thành 23/39 nhiệm vụ, đạt 58,79%."),
        ("share", "Hòa giải thành 109/113 vụ, tỷ lệ 97%."),
        ("vague-exact", "Có trên 1.234 lượt người dự."),
        ("vague-exact", "Phát gần 87 tờ rơi."),
        ("decimal-comma", "Tỷ lệ hồ sơ trực tuyến là 95.5%."),
        ("thousands", "Có 12345 lượt người dự."),
        ("thousands", "Có 12,345 lượt người dự."),
        ("spelling", "Đẩy mạnh cái cách hành chính."),
        ("spelling", "Tăng cường tuyên truyển pháp luật."),
        ("spelling", "Thực hiện dịch vụ công trực tuyên."),
        ("syllable", "Các đơn vị đã triểnn khai."),
        ("unfilled", "Đã phát {{ so_loa }} lượt."),
        ("date", "Hội nghị tổ chức ngày 31/6/2026."),
        ("date-zero", "Kế hoạch ban hành ngày 5/6/2026."),
        ("date-zero", "Kế hoạch ban hành ngày 26/2/2026."),
        ("date-zero", "Họp ngày 5 tháng 6 năm 2026."),
        ("number-zero", "Số: 8/BC-UBND"),
        ("numbering", "I. KẾT QUẢ\nIII. PHƯƠNG HƯỚNG"),
        ("numbering", "a) Một\nb) Hai\nc) Ba\nd) Bốn\ne) Năm"),
        ("period-name", "Phương hướng nhiệm vụ 6 tháng năm 2026"),
    ],
)
def test_each_rule_finds_its_slip(rule: str, text: str) -> None:
    assert rules(text) == [rule], of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Toàn phường có 113 cụm loa, trong đó 77 cụm phát thanh số và 36 cụm có dây.",
        "Đăng 1.992 tin, bài, trong đó có 97 tin, bài về cải cách hành chính và 102 tin, bài về pháp luật.",
        "Hoàn thành 23/39 nhiệm vụ, đạt 58,97%. Hòa giải thành 109/113 vụ, đạt 96,5%; 79% hộ dân tham gia.",
        "Có trên 2.300 lượt người dự; gần 14.500 tờ rơi; khoảng 60 buổi; hơn 3.720 lượt xem; trên 15 buổi.",
        "Tổng hợp từ 36/38 tổ dân phố, 24/26 tuần.",
        "Kế hoạch số 101/KH-UBND ngày 26/02/2026; Công văn số 1453/UBND-VHXH ngày 23/4/2026.",
        "Hệ thống theo TCVN ISO 9001:2015; Đề án 06; Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.",
        "a) Một\nb) Hai\nc) Ba\nd) Bốn\nđ) Năm\ne) Sáu\ng) Bảy",
        "Loa phát 915 lượt tin, bài về pháp luật và 1.684 lượt tin, bài về cải cách hành chính.",
        "Trên Zalo OA có 522 tin, bài. Trên Facebook có 544 tin, bài.",
        "Năm 2025 có 1.200 buổi sinh hoạt, tăng 12 buổi (1,0%) so với cùng kỳ.",
        "Ủy ban nhân dân phường, Uỷ ban Mặt trận Tổ quốc; hoà giải, hòa giải; thuỷ lợi, thủy lợi; quý, quí.",
        "Các mô hình video, infographic, VNeID, eGovDSS, Zalo OA, YouTube được khai thác hiệu quả.",
        "Ông Nguyễn Huỳnh Đắk, bà Trần Thị Pờ Lăng; xã Ia Grai; Krông Pắk.",
        "Có quan điểm rõ ràng; phố biển; cộng tác viên; đồ thị; thành toàn.",
        "Có 16 ý kiến về cách làm hay của 12 tổ dân phố.\nCó 07 ý kiến về giờ họp của 07 tổ dân phố.",
    ],
)
def test_nothing_is_said_of_what_is_sound(text: str) -> None:
    said = [item for item in of(text) if "Krông" not in text or item.rule != "syllable"]
    assert said == []


def test_recipients_and_ends() -> None:
    said = {finding.rule for finding in lint_text("BÁO CÁO\nNội dung.\nNơi nhận:\n- Sở Nội vụ\n- Đảng ủy.")}
    assert said == {"no-end", "no-archive", "no-addressee", "recipient-end"}
    assert {finding.rule for finding in lint_text("Nội dung.")} == {"no-title", "no-end", "no-recipients"}
    addressed = "BÁO CÁO\nKính gửi: Sở Nội vụ.\nHết./.\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT."
    assert [finding.rule for finding in lint_text(addressed)] == ["as-above"]


REPORTS = Path(__file__).parent / "reports"


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.txt")), ids=lambda path: path.stem)
def test_whole_reports(path: Path) -> None:
    """Reports as wards write them: every slip that was put in is found, and nothing else is said.

    A line «# rule | words» names a slip; «# missed» one that we know we do not find.
    """
    lines = path.read_text("utf-8").splitlines()
    planted = [line[2:].split(" | ") for line in lines if line.startswith("# ")]
    left = list(lint_text("\n".join(line for line in lines if not line.startswith("# "))))
    for rule, *words in planted:
        if rule == "missed":
            continue
        found = next((item for item in left if item.rule == rule and _tells(item, words)), None)
        assert found, (rule, words)
        left.remove(found)
    assert left == []


def _tells(finding: Finding, words: list[str]) -> bool:
    return all(word in f"{finding.quoted} {finding.says} {finding.better}" for word in words)


def test_there_are_flawed_and_sound_reports() -> None:
    names = [path.stem.partition("-")[0] for path in REPORTS.glob("*.txt")]
    assert min(names.count("flawed"), names.count("sound")) >= 10


def test_syllables() -> None:
    sound = """
        phường nghiêng quyết giếng gì khuya khuỷu ngoằn ngoèo uống yêu đường giữ huơ thuở quốc xoong
    """
    assert [word for word in sound.split() if not is_syllable(word)] == []
    odd = ("Pường", "triểnn", "đưòwng", "ngẽhn", "hộii", "thưc", "đat", "trưc")
    assert [word for word in odd if is_syllable(word)] == []


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        *[("tòan", "toàn"), ("họach", "hoạch"), ("đựơc", "được"), ("ngừơi", "người"), ("nghiã", "nghĩa")],
        *[
            ("taị", "tại"),
            ("gìa", "già"),
            ("qúy", "quý"),
            ("hùynh", "huỳnh"),
            ("tíên", "tiến"),
            ("Hòan", "Hoàn"),
        ],
    ],
)
def test_a_tone_on_the_wrong_letter_is_moved(typed: str, right: str) -> None:
    assert with_tone_in_place(typed) == right
    assert with_tone_in_place(right) == right


def test_a_tone_that_stands_right_stays() -> None:
    words = """
        hòa hoà khỏe khoẻ thủy thuỷ của mía cứu rượu cuối thuế khuỷu ngoèo giải gì gìn giếng quốc quyết quý
        huỳnh ý ỷ Đắk loẹt oằn thuở chuyển Nguyễn Liễn nghĩa hoạt hoặc ngoài xoáy uỷ ủy tuỳ tùy
        luật bưởi hữu già
    """
    assert [word for word in words.split() if with_tone_in_place(word) != word] == []
    text = (GOLDEN / "2026-H1.txt").read_text("utf-8")
    assert [word for word in re.findall(r"[^\W\d_]+", text) if with_tone_in_place(word) != word] == []


def test_long_texts_are_read_in_a_time_that_grows_with_them() -> None:
    """The number of steps is counted, not the seconds: twice the text takes about twice as many."""
    for piece in (
        "Phát 1.684 lượt tin, bài. ",
        "đường phố hành chính ",
        "trong đó có 5 tin ",
        "Có 7 tờ rơi.\n",
    ):
        one, two = (steps(piece * count) for count in (400, 800))
        assert two < 2.1 * one, piece


def steps(text: str) -> int:
    """How many lines of Python run to read the text."""
    count = 0

    def step(*_: object) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        lint_text(text)
    finally:
        sys.settrace(before)
    return count


def test_nonsense_is_read_without_harm() -> None:
    for text in ("", "\x00", "{{ x }}" * 500, "1/0 đạt 5%", "9" * 5000 + " tin", "I." * 2000, "X. a\n" * 300):
        lint_text(text)
