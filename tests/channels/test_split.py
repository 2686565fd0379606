"""Long texts are cut where a person would, and nothing that was said gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.split import size, split


def test_a_short_text_stays_whole() -> None:
    assert split("Đã nhận.", 4096) == ["Đã nhận."]
    assert split("a" * 10, 10) == ["a" * 10]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_is_no_part(text: str) -> None:
    assert split(text, 10) == []


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("Một hai ba.\n\nBốn năm. Sáu bảy", 22, ["Một hai ba.", "Bốn năm. Sáu bảy"]),
        ("Một hai ba.\nBốn năm. Sáu bảy", 22, ["Một hai ba.", "Bốn năm. Sáu bảy"]),
        ("Một hai ba bốn. Năm sáu", 16, ["Một hai ba bốn.", "Năm sáu"]),
        ("Tổng 1.684 lượt tiếp dân", 12, ["Tổng 1.684", "lượt tiếp", "dân"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("Một hai ba", 7, ["Một hai", "ba"]),
    ],
)
def test_cut_at_the_best_place(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts


def test_an_early_paragraph_does_not_make_a_tiny_part() -> None:
    text = "Dạ.\n\n" + "Tổ 1 đã báo. " * 10
    assert size(split(text, 100)[0]) > 50


def test_emoji_count_double_and_stay_whole() -> None:
    assert size("📷a") == 3
    assert split("📷📷📷", 5) == ["📷📷", "📷"]


@given(st.text(alphabet="aăộ📷. !\n", max_size=300), st.integers(2, 60))
def test_every_part_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(part and size(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
