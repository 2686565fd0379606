"""An officer's words about one unit's return: the unit, the week, the text; or none of it."""

from datetime import date

import pytest

from bot.reading.unit_words import UnitVerb, read_unit_command

TODAY = date(2026, 11, 23)
LAST_WEEK = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("words", "unit", "monday", "text"),
    [
        ("nhập hộ tổ 5: 3 buổi, 120 người dự", "to 5", None, "3 buổi, 120 người dự"),
        ("Nhập hộ cho tổ dân phố số 5: 3 buổi", "to dan pho so 5", None, "3 buổi"),
        ("ghi hộ Trạm Y tế tuần trước: 40 lượt", "tram y te", LAST_WEEK, "40 lượt"),
        ("nhap ho to 12 tuan 47: 3 buoi: 5 nguoi", "to 12", LAST_WEEK, "3 buoi: 5 nguoi"),
        ("/nhập hộ tổ 5, tuần 47:\n3 buổi", "to 5", LAST_WEEK, "3 buổi"),
        ("nhập hộ tuần 47 của tổ 5: 3 buổi", "to 5", LAST_WEEK, "3 buổi"),
    ],
)
def test_entered_on_behalf(words: str, unit: str, monday: date | None, text: str) -> None:
    command = read_unit_command(words, TODAY)
    assert command is not None
    assert (command.verb, command.unit, command.text) == (UnitVerb.ENTER, unit, text)
    assert (command.week.first_on if command.week else None) == monday


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("trả lại tổ 5: số người dự cao quá", "to 5"),
        ("tra lai cho tram y te: thieu so", "tram y te"),
        ("trả lại số liệu của tổ 5 tuần 47: xem lại", "to 5"),
    ],
)
def test_sent_back(words: str, unit: str) -> None:
    command = read_unit_command(words, TODAY)
    assert command is not None
    assert (command.verb, command.unit) == (UnitVerb.SEND_BACK, unit)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "nhập hộ 12: 3 buổi",  # a message of the queue
        "nhập hộ tổ 5",
        "nhập hộ tổ 5: ",
        "nhập hộ: 3 buổi",
        "nhập hộ tổ 5 tuần 46, tuần 47: 3 buổi",
        "trả lại: mục III viết gọn hơn",  # the report
        "tổ 5: 3 buổi, 120 người",
        "nhập hộ " + "tổ " * 60 + ": 3",
    ],
)
def test_something_else(words: str) -> None:
    assert read_unit_command(words, TODAY) is None
