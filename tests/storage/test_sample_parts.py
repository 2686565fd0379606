"""Parts of the sample ward on their own: sharing out totals, and how people type."""

import re
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from storage.forms import failed_checks, form_on
from storage.records import Qualifier, State, Tally
from storage.sample.figures import loose_codes, split
from storage.sample.wording import Style, Typing, spelled
from tests.storage.sample_ward import FORMS, sample_toml

DAY = date(2026, 6, 1)


@settings(max_examples=50, deadline=None)
@given(
    random=st.randoms(use_true_random=False),
    whole=st.integers(0, 3000),
    share=st.floats(0, 1),
    weights=st.lists(st.floats(0.1, 10), min_size=1, max_size=27),
)
def test_split_keeps_totals_and_checks(
    random: Random, whole: int, share: float, weights: list[float]
) -> None:
    form = form_on(FORMS, "service_centre", DAY)
    totals = {"broadcast_legal_items": int(whole * share), "broadcast_items": whole, "youtube_items": 3}
    shares = split(form, totals, weights, random)

    assert len(shares) == len(weights)
    assert {code: sum(part[code] for part in shares) for code in totals} == totals
    assert all(failed_checks(form, part) == [] for part in shares)


def test_loose_codes_are_those_no_check_holds() -> None:
    def loose(code: str) -> tuple[str, ...]:
        return loose_codes(form_on(FORMS, code, DAY))

    assert loose("group") == ("attendees", "broadcasts", "zalo_posts", "guided", "leaflets", "feedback")
    assert loose("police") == ("vneid_activated", "vneid_guided")
    assert "broadcast_items" not in loose("service_centre")


@pytest.fixture(scope="module")
def typing() -> Typing:
    return Typing(sample_toml("ward.toml")["typing"])


def test_numbers_are_spelled_as_in_vietnamese(typing: Typing) -> None:
    short = {110: "trăm mốt", 120: "trăm hai", 140: "trăm tư", 150: "trăm rưỡi", 190: "trăm chín"}
    for number in range(1000):
        said = spelled(number, typing.words["words"])
        if number in range(110, 200, 10):
            assert said == short.get(number, said)
            assert said.startswith("trăm ")
        else:
            standard = num2words(number, lang="vi").replace("lẻ", "linh")
            assert said == re.sub(r"(?<=mươi )bốn", "tư", standard)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (Style.PLAIN, "3 buổi, 120 người, loa 14 lượt, zalo 5 tin, hướng dẫn 8 người, 20 tờ rơi, 1 phản ánh"),
        (Style.BARE, "3 buoi, 120 nguoi, loa 14 luot, zalo 5 tin, huong dan 8 nguoi, 20 to roi, 1 phan anh"),
        (Style.SHORT, "tt 3b 120ng loa 14l zl 5 hd 8 20tr 1pa"),
        (Style.POSITIONAL, "3 120 14 5 8 20 1"),
        (
            Style.WORDS,
            "ba buổi, trăm hai người, loa mười bốn lượt, zalo năm tin, hướng dẫn tám người, hai mươi tờ rơi",
        ),
    ],
)
def test_a_group_types_in_its_style(typing: Typing, style: Style, text: str) -> None:
    form = form_on(FORMS, "group", DAY)
    tallies = tuple(map(Tally, form.codes, (3, 120, 14, 5, 8, 20, 1)))
    typed = typing.figures(form, style, tallies, "tầm", Random(1))

    assert typed.startswith(text)


@pytest.mark.parametrize("style", [Style.PLAIN, Style.POSITIONAL])
def test_a_row_of_numbers_gives_way_to_prose_when_it_cannot_say_it(typing: Typing, style: Style) -> None:
    form = form_on(FORMS, "group", DAY)
    tallies = (Tally("meetings", 2), Tally("attendees", 60, Qualifier.ABOUT))

    assert typing.figures(form, style, tallies, "tầm", Random(1)).startswith("2 buổi, tầm 60 người")


def test_the_rest_is_nothing_only_when_every_figure_is_known(typing: Typing) -> None:
    form = form_on(FORMS, "union", DAY)
    tallies = (Tally("meetings", 2), Tally("attendees", 60), Tally("leaflets", 0, state=State.ZERO))
    whole = {typing.figures(form, Style.PLAIN, tallies, "", Random(seed)) for seed in range(50)}
    partial = {typing.figures(form, Style.PLAIN, tallies[::2], "", Random(seed)) for seed in range(50)}

    assert any("còn lại không có" in text and "tờ rơi" not in text for text in whole)
    assert any("còn lại không có" not in text and "tờ rơi 0 tờ" in text for text in whole)
    assert not any("còn lại" in text for text in partial)
