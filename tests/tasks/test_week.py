"""When the week is asked and reminded: holidays, quiet hours, cut weeks, late openings."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.ward_words import Slot
from bot.tasks.week import Firing, Week, firings, read_week
from storage import periods
from storage.errors import SettingsError
from storage.periods import Rule

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
USUAL = Week(Slot(5, time(15)))


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


def planned(day: str, week: Week = USUAL, opened_at: datetime | None = None) -> list[tuple[int, str]]:
    """(step, when) of everything for the window of that day."""
    window = periods.window_of(at(f"{day} 12:00").date(), Rule.CALENDAR)
    return [
        (firing.step, firing.at.strftime("%a %d/%m %H:%M"))
        for firing in firings(week, window, ZONE, opened_at)
    ]


def test_a_usual_week() -> None:
    assert planned("18/11/2026") == [
        (0, "Fri 20/11 15:00"),
        (1, "Sat 21/11 09:00"),
        (2, "Sun 22/11 19:00"),
        (3, "Mon 23/11 08:00"),
    ]


def test_over_tet_the_question_waits_and_one_reminder_is_left() -> None:
    assert planned("03/02/2027") == [(0, "Thu 11/02 08:00"), (3, "Fri 12/02 08:00")]
    assert planned("10/02/2027")[0] == (0, "Fri 12/02 15:00")


def test_two_rungs_that_a_holiday_pushes_together_are_one() -> None:
    # Giỗ Tổ on Sunday 26/4/2026, its day in lieu on Monday.
    assert planned("22/04/2026") == [(0, "Fri 24/04 15:00"), (1, "Sat 25/04 09:00"), (3, "Tue 28/04 08:00")]


def test_both_parts_of_a_cut_week_share_their_reminders() -> None:
    first, second = planned("29/06/2026"), planned("01/07/2026")
    assert first[0] == (0, "Tue 30/06 15:00")
    assert second[0] == (0, "Fri 03/07 15:00")
    assert first[1:] == second[1:]


def test_a_round_opened_late_is_not_reminded_at_once() -> None:
    # Opened on Saturday 20:00: Saturday's rung is gone, Sunday's and Monday's stay.
    assert planned("18/11/2026", opened_at=at("21/11/2026 20:00"))[1:] == [
        (2, "Sun 22/11 19:00"),
        (3, "Mon 23/11 08:00"),
    ]
    # Opened on Tuesday: only the last rung is left, on the next working morning.
    assert planned("18/11/2026", opened_at=at("24/11/2026 10:00"))[1:] == [(3, "Wed 25/11 08:00")]


def test_the_day_of_vietnamese_culture_and_a_swapped_saturday_are_known() -> None:
    assert USUAL.is_holiday(date(2026, 11, 24))
    assert USUAL.is_holiday(date(2026, 8, 31))
    assert USUAL.is_working_day(date(2026, 8, 22))
    assert not USUAL.is_working_day(date(2026, 8, 29))


def test_the_ward_adds_and_drops_days() -> None:
    week = read_week({"holidays": ["2026-11-20"], "working_days": ["2026-11-24", "2026-11-21"]}, USUAL)
    assert planned("18/11/2026", week)[0] == (0, "Sat 21/11 08:00")
    assert not week.is_holiday(date(2026, 11, 24))
    assert week.is_working_day(date(2026, 11, 21))


def test_quiet_hours_end_on_a_working_morning() -> None:
    assert USUAL.may_speak(at("20/11/2026 20:59"))
    assert not USUAL.may_speak(at("20/11/2026 21:00"))
    assert not USUAL.may_speak(at("23/11/2026 06:59"))
    assert USUAL.may_speak(at("23/11/2026 07:00"))
    assert USUAL.moved(at("20/11/2026 22:00")) == at("23/11/2026 08:00")
    assert USUAL.moved(at("23/11/2026 05:00")) == at("23/11/2026 08:00")
    noon = read_week({"quiet": ["11:30", "13:30"]}, USUAL)
    assert not noon.may_speak(at("20/11/2026 12:00"))
    assert noon.may_speak(at("20/11/2026 23:00"))


def test_a_ward_sets_its_own_hours_in_any_order() -> None:
    week = read_week({"prompt": "4 16:30", "reminders": ["1 8:15", "5 9:00"]}, USUAL)
    assert planned("18/11/2026", week) == [
        (0, "Thu 19/11 16:30"),
        (1, "Fri 20/11 09:00"),
        (2, "Mon 23/11 08:15"),
    ]


@pytest.mark.parametrize(
    ("stored", "named"),
    [
        ({"promt": "5 15:00"}, "promt"),
        ({"prompt": "8 15:00"}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"prompt": "5 24:00"}, "prompt"),
        ({"reminders": []}, "reminders"),
        ({"reminders": "6 9:00"}, "reminders"),
        ({"quiet": ["21:00"]}, "quiet"),
        ({"quiet": ["21h", "7h"]}, "quiet"),
        ({"holidays": ["24/12/2026"]}, "holidays"),
        ({"working_days": [20261124]}, "working_days"),
    ],
)
def test_a_wrong_week_is_named_in_one_sentence(stored: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_week(stored, USUAL)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.sampled_from(list(Rule)),
    st.integers(0, 200),
)
def test_nothing_is_ever_planned_for_a_quiet_hour_or_a_holiday(day: date, rule: Rule, late: int) -> None:
    window = periods.window_of(day, rule)
    opened_at = USUAL.moved(firings(USUAL, window, ZONE)[0].at + timedelta(hours=late))
    planned = firings(USUAL, window, ZONE, opened_at)
    asked, *ladder = planned
    assert asked == Firing(0, opened_at)
    assert all(USUAL.may_speak(firing.at) for firing in planned)
    assert [firing.last for firing in ladder] == [False] * (len(ladder) - 1) + [True]
    times = [firing.at for firing in planned]
    assert times == sorted(set(times))
