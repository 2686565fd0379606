"""A year's plan as an officer types it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.plan_words import MOST, Planned, read_plan

KNOWN = [
    Planned("group.meetings", "T01", "buổi tuyên truyền, sinh hoạt", "buổi", main=True),
    Planned("group.leaflets", "T06", "tờ rơi", "tờ", main=True),
    Planned("centre.zalo", "D14", "tin, bài trên Zalo OA", "tin, bài", main=True),
    Planned("centre.facebook", "D15", "tin, bài trên Facebook", "tin, bài", main=True),
    Planned("union.meetings", "H01", "buổi tuyên truyền", "buổi", main=False),
    Planned("school.meetings", "S01", "buổi ngoại khóa", "buổi", main=False),
    Planned("clinic.talks", "Y01", "buổi ngoại khóa", "buổi", main=False),
]


def read(text: str) -> list[tuple[list[str], int | None]]:
    return [([figure.mark for figure in item.figures], item.value) for item in read_plan(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("T01 500", "T01", 500),
        ("t-1: 500", "T01", 500),
        ("T 06 = 3.000", "T06", 3000),
        ("tờ rơi 3.000", "T06", 3000),
        ("to roi: 3.000 tờ", "T06", 3000),
        ("Tờ rơi 12.345.678", "T06", 12_345_678),
        ("Buổi tuyên truyền, sinh hoạt: 500 buổi", "T01", 500),
        ("tin bài trên zalo oa 1200", "D14", 1200),
        ("Tin, bài trên Facebook 0", "D15", 0),
        ("H01 40", "H01", 40),
    ],
)
def test_a_figure_is_named_by_its_mark_or_its_label(text: str, mark: str, value: int) -> None:
    assert read(text) == [([mark], value)]


def test_a_label_that_is_exactly_said_is_meant_though_it_begins_another() -> None:
    assert read("buổi tuyên truyền 40") == [(["H01"], 40)]


@pytest.mark.parametrize(
    ("text", "marks", "value"),
    [
        ("tin, bài 300", ["D14", "D15"], 300),
        ("buổi ngoại khóa 9", ["S01", "Y01"], 9),
        ("buổi ngoại 9", ["S01", "Y01"], 9),
        ("xe đạp 9", [], 9),
        ("T09 9", [], 9),
        ("tờ rơi 3.000 quyển", [], 3000),
        ("tờ rơi nhiều", [], None),
        ("tờ rơi", ["T06"], None),
        ("500", [], None),
        ("tờ rơi 3,000", [], None),
        ("tờ rơi 3.00", [], None),
        ("tờ rơi 1.000.000.000", ["T06"], None),
        ("tờ rơi -5", [], 5),
    ],
)
def test_what_is_not_clear_is_told_as_it_was_said(text: str, marks: list[str], value: int | None) -> None:
    (item,) = read_plan(text, KNOWN)
    assert item.said == text
    assert not (item.value is not None and len(item.figures) == 1)
    assert [figure.mark for figure in item.figures] == marks


def test_items_are_parted_by_semicolons_and_lines() -> None:
    assert read("T01 500; tờ rơi 3.000.\n tin, bài trên Zalo OA: 70 ;;\n") == [
        (["T01"], 500),
        (["T06"], 3000),
        (["D14"], 70),
    ]


@given(st.text(max_size=300))
def test_nothing_that_is_typed_disappears_or_breaks_it(text: str) -> None:
    items = read_plan(text, KNOWN)
    for item in items:
        assert item.said in text
        assert item.value is None or 0 <= item.value <= MOST
    kept = "".join(item.said for item in items)
    assert {letter for letter in text if letter.isalnum()} == {letter for letter in kept if letter.isalnum()}


@pytest.mark.parametrize(
    "text", ["T01" + " " * 19_000 + "?x1", "T01" + " =" * 9_000 + " x1x", "T01 " + "9" * 19_000]
)
def test_a_long_text_that_says_nothing_is_unclear_at_once(text: str) -> None:
    began = time.perf_counter()
    assert [value for _, value in read(text)] == [None]
    assert time.perf_counter() - began < 1
