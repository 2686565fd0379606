"""An officer's words about the ward's week: read exactly, or not at all."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.ward_words import Slot, WardCommand, WardVerb, read_ward_command

TODAY = date(2026, 11, 22)
FRIDAY_15 = Slot(5, time(15))


def read(text: str) -> WardCommand | None:
    return read_ward_command(text, TODAY)


@pytest.mark.parametrize(
    ("words", "slot"),
    [
        ("đặt giờ hỏi thứ Sáu 15:00", FRIDAY_15),
        ("Dat gio hoi thu 6, 15h", FRIDAY_15),
        ("đổi lịch hỏi vào T6 lúc 3 giờ chiều nhé", FRIDAY_15),
        ("/đặt giờ hỏi: 15 giờ thứ sáu hằng tuần.", FRIDAY_15),
        ("đặt giờ hỏi Chủ nhật 8g05", Slot(7, time(8, 5))),
        ("chỉnh giờ hỏi CN 19h30", Slot(7, time(19, 30))),
        ("đặt lại giờ hỏi thứ hai 9 giờ rưỡi sáng", Slot(1, time(9, 30))),
        ("đặt giờ hỏi thứ tư 0:00", Slot(3, time(0))),
    ],
)
def test_when_to_ask(words: str, slot: Slot) -> None:
    assert read(words) == WardCommand(WardVerb.SET_PROMPT, slots=(slot,))


def test_when_to_remind() -> None:
    ladder = (Slot(6, time(9)), Slot(7, time(19)), Slot(1, time(8)))
    assert read("đặt giờ nhắc thứ Bảy 9:00, Chủ nhật 19:00, thứ Hai 8:00") == WardCommand(
        WardVerb.SET_LADDER, slots=ladder
    )
    assert read("đặt lịch nhắc: T7 9h; CN 19h và T2 8h") == WardCommand(WardVerb.SET_LADDER, slots=ladder)


@pytest.mark.parametrize(
    "words",
    ["đặt giờ nghỉ 21:00 đến 7:00", "đổi giờ nghỉ từ 21h đến 7h", "đặt giờ im lặng 9 giờ tối - 7 giờ sáng"],
)
def test_quiet_hours(words: str) -> None:
    assert read(words) == WardCommand(WardVerb.SET_QUIET, hours=(time(21), time(7)))


@pytest.mark.parametrize(
    ("words", "verb", "days"),
    [
        ("thêm ngày nghỉ 24/12", WardVerb.ADD_HOLIDAY, ["2026-12-24"]),
        ("thêm ngày nghỉ 2/9", WardVerb.ADD_HOLIDAY, ["2027-09-02"]),
        ("thêm ngày nghỉ hôm 2/9", WardVerb.UNREAD, []),
        ("thêm các ngày nghỉ 24/12 và 31/12/2026", WardVerb.ADD_HOLIDAY, ["2026-12-24", "2026-12-31"]),
        ("thêm ngày nghỉ từ 31/12 đến 2/1", WardVerb.ADD_HOLIDAY, ["2026-12-31", "2027-01-01", "2027-01-02"]),
        ("bỏ ngày nghỉ 24/11", WardVerb.DROP_HOLIDAY, ["2026-11-24"]),
        ("xóa ngày nghỉ ngày 24 tháng 11", WardVerb.DROP_HOLIDAY, ["2026-11-24"]),
        ("thêm ngày làm việc 28/11", WardVerb.ADD_WORKING, ["2026-11-28"]),
        ("bỏ ngày làm bù 28/11", WardVerb.DROP_WORKING, ["2026-11-28"]),
        ("thêm ngày nghỉ 22/11", WardVerb.ADD_HOLIDAY, ["2026-11-22"]),
        ("thêm ngày nghỉ 29/2", WardVerb.ADD_HOLIDAY, ["2028-02-29"]),
    ],
)
def test_days(words: str, verb: WardVerb, days: list[str]) -> None:
    assert read(words) == WardCommand(verb, days=tuple(map(date.fromisoformat, days)))


@pytest.mark.parametrize(
    "words",
    [
        "đặt giờ hỏi",
        "đặt giờ hỏi 15:00",
        "đặt giờ hỏi thứ Tám 15:00",
        "đặt giờ hỏi thứ Sáu",
        "đặt giờ hỏi thứ Sáu 24:00",
        "đặt giờ hỏi thứ Sáu 15:60",
        "đặt giờ hỏi thứ Sáu 15:00, thứ Bảy 8:00, thứ Hai 8:00",
        "đặt giờ nhắc thứ Bảy 9:00, mai",
        "đặt giờ nghỉ 21:00",
        "đặt giờ nghỉ 21:00 đến 21:00",
        "thêm ngày nghỉ 31/2",
        "thêm ngày nghỉ 24/12/2025",
        "thêm ngày nghỉ 1/1 đến 31/12",
        "thêm ngày nghỉ 24/12, mai",
        "bỏ ngày nghỉ",
    ],
)
def test_what_is_half_a_command_changes_nothing(words: str) -> None:
    assert read(words) == WardCommand(WardVerb.UNREAD)


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("lịch hỏi", WardVerb.SHOW),
        ("/lichhoi", WardVerb.SHOW),
        ("xem giờ nhắc", WardVerb.SHOW),
        ("ngày nghỉ", WardVerb.SHOW),
        ("đặt lại lịch như cũ", WardVerb.RESET),
        ("kênh liên lạc", WardVerb.CHANNELS),
        ("/kenh", WardVerb.CHANNELS),
        ("ai không nhận được tin?", WardVerb.CHANNELS),
        ("ai chua noi kenh", WardVerb.CHANNELS),
        ("hạn mức Zalo", WardVerb.CHANNELS),
    ],
)
def test_what_stands_alone(words: str, verb: WardVerb) -> None:
    assert read(words) == WardCommand(verb)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "3 buổi, 120 người",
        "ai chưa nộp",
        "báo cáo 6 tháng đầu năm",
        "thêm 3 buổi",
        "bỏ tin 12",
        "bỏ mẫu",
        "giờ",
        "lịch " * 60,
    ],
)
def test_what_is_something_else(words: str) -> None:
    assert read(words) is None


@given(st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_weekday_and_minute_can_be_set(weekday: int, at: time) -> None:
    day = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")[weekday]
    assert read(f"đặt giờ hỏi {day} {at:%H:%M}") == WardCommand(
        WardVerb.SET_PROMPT, slots=(Slot(weekday + 1, at),)
    )


@given(st.dates(TODAY, TODAY + timedelta(days=365)))
def test_a_day_without_a_year_is_the_next_such_day(day: date) -> None:
    wanted = day if day < date(2027, 11, 22) else day.replace(year=2026)
    assert read(f"thêm ngày nghỉ {day.day}/{day.month}") == WardCommand(WardVerb.ADD_HOLIDAY, days=(wanted,))
