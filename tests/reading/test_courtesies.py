"""Letterheads, greetings and sign-offs around a reply change neither its figures nor what may be accepted."""

from itertools import cycle
from typing import Any

import pytest

from bot.reading.replies import Outcome, Reading, read
from tests.reading.form import GROUP
from tests.reading.test_cases import CASES, allowed, read_case

BEFORE = [
    "Dạ em chào chị, ",
    "Chào em, ",
    "Em ơi, ",
    "Dạ, ",
    "Báo cáo chị Hoa: ",
    "a lô em à, ",
    "vâng em, ",
    "Cháu ơi ghi giúp bác nhé: ",
    "Chú gửi cháu: ",
    "Mình gửi nhé, ",
    "Chị Lan ơi, ",
    "ok em. ",
    "Kính gửi UBND phường, ",
    "Chào buổi tối chị, ",
    "@Hương ",
    "Bác xin lỗi gửi muộn, ",
    "Nay bác mới rảnh, ",
    "Trả lời em: ",
    "Thế này em nhé: ",
    "Được rồi, ",
    "Gửi Hương: ",
]
AFTER = [
    " ạ",
    " nhé em",
    ", cảm ơn em",
    ". Chúc em cuối tuần vui vẻ.",
    " 👍",
    ". Hết.",
    " em nhé, có gì gọi bác",
    ". Trời mưa quá",
    ", bà con phấn khởi",
    ". Ảnh gửi sau",
    "\nTổ trưởng Nguyễn Văn Hùng",
    ". Có gì em báo lại nhé",
    " nghen em",
    ". Bác mới đi họp về nên báo muộn",
    ", em nhận được chưa",
    ". Trân trọng.",
    "./.",
    "!!",
    " ^^",
    ". Tối nay bác bận",
    ". Bác gửi kèm 2 ảnh",
    ". SĐT bác 0912345678",
    ". Bác đi đón cháu đây",
    ", ảnh bác gửi bên dưới",
]
PLAIN = [
    case
    for case in CASES
    if case["expect"]["outcome"] == "accept"
    and "\n" not in case["text"]
    and read_case(case).outcome is Outcome.ACCEPT
]
UNSAFE = [case for case in CASES if "accept" not in allowed(case) and len(case["text"]) < 200]


def with_courtesies(case: dict[str, Any], before: str, after: str) -> Reading:
    text = f"{before}{case['text']}{after}"
    return read(text, GROUP, case.get("form") or GROUP.codes, case.get("asked"), case.get("prev"))


def test_plain_replies_stay_plain() -> None:
    """All but the few whose bare words («sáu tám», «nam ngan») are plain only by themselves."""
    pairs = [*zip(PLAIN, cycle(BEFORE), cycle([""]), strict=False)]
    pairs += zip(PLAIN, cycle([""]), cycle(AFTER), strict=False)
    found = [(case, with_courtesies(case, before, after)) for case, before, after in pairs]
    assert all(
        reading.values == read_case(case).values
        for case, reading in found
        if reading.outcome is Outcome.ACCEPT
    )
    asked = [case["text"] for case, reading in found if reading.outcome is not Outcome.ACCEPT]
    assert len(asked) < len(found) / 100, asked


@pytest.mark.parametrize("turn", range(3))
def test_nothing_becomes_safe_by_a_courtesy(turn: int) -> None:
    before = zip(UNSAFE, cycle(BEFORE[turn:] + BEFORE[:turn]), strict=False)
    after = zip(UNSAFE, cycle(AFTER[turn:] + AFTER[:turn]), strict=False)
    readings = [
        *((case, said, with_courtesies(case, said, "")) for case, said in before),
        *((case, said, with_courtesies(case, "", said)) for case, said in after),
    ]
    assert not [(c["text"], said) for c, said, found in readings if found.outcome is Outcome.ACCEPT]
