from datetime import date

import pytest

from reports.vietnamese import count, day, letter_date, number, sentence
from storage.records import Qualifier


@pytest.mark.parametrize(
    ("value", "printed"), [(0, "0"), (999, "999"), (1684, "1.684"), (1234567, "1.234.567")]
)
def test_thousands_are_set_apart_by_dots(value: int, printed: str) -> None:
    assert number(value) == printed


@pytest.mark.parametrize(
    ("value", "qualifier", "printed"),
    [
        (0, Qualifier.EXACT, "0"),
        (5, Qualifier.EXACT, "05"),
        (9, Qualifier.MORE_THAN, "09"),
        (10, Qualifier.EXACT, "10"),
        (1684, Qualifier.EXACT, "1.684"),
        (1684, Qualifier.ABOUT, "1.684"),
        (14_510, Qualifier.ABOUT, "14.510"),
        (14_500, Qualifier.ABOUT, "gần 14.500"),
        (1680, Qualifier.LESS_THAN, "gần 1.680"),
        (2300, Qualifier.MORE_THAN, "trên 2.300"),
    ],
)
def test_a_count_is_vague_only_when_it_was_given_so_and_is_round(
    value: int, qualifier: Qualifier, printed: str
) -> None:
    assert count(value, qualifier) == printed


@pytest.mark.parametrize(
    ("value", "short", "letter"),
    [
        (date(2026, 2, 26), "26/02/2026", "ngày 26 tháng 02 năm 2026"),
        (date(2026, 4, 23), "23/4/2026", "ngày 23 tháng 4 năm 2026"),
        (date(2026, 6, 5), "05/6/2026", "ngày 05 tháng 6 năm 2026"),
        (date(2026, 1, 1), "01/01/2026", "ngày 01 tháng 01 năm 2026"),
        (date(2026, 12, 31), "31/12/2026", "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_under_ten_and_two_months_are_padded(value: date, short: str, letter: str) -> None:
    assert day(value) == short
    assert letter_date(value, 1999) == letter


def test_a_letter_without_a_date_leaves_room_to_write_it() -> None:
    assert letter_date(None, 2026).split() == ["ngày", "tháng", "năm", "2026"]


def test_a_sentence_keeps_its_capitals() -> None:
    assert sentence("đến nay, Đề án 06") == "Đến nay, Đề án 06."
