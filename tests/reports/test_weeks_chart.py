"""The picture of a month: a PNG of a size for phones, whatever the weeks were like."""

from io import BytesIO

import pytest
from PIL import Image

from reports.weeks_chart import WeekBar, weeks_chart


@pytest.mark.parametrize(
    "bars",
    [
        [WeekBar("Tuần 44 (26/10–1/11)", 40, 3, 2, 6)],
        [WeekBar(f"Tuần {number}", number, 0, 0, 51 - number) for number in range(6)],
        [WeekBar("Tuần 9", 0, 0, 0, 0)],
    ],
)
def test_a_picture_for_phones(bars: list[WeekBar]) -> None:
    with Image.open(BytesIO(weeks_chart("Tình hình báo số tháng 11/2026", bars))) as picture:
        assert picture.format == "PNG"
        assert 800 <= picture.width <= 1300 and picture.height <= picture.width


def test_each_part_is_drawn_in_its_own_colour_and_width() -> None:
    bars = [WeekBar("Tuần 1", 40, 0, 0, 10), WeekBar("Tuần 2", 10, 0, 0, 40)]
    with Image.open(BytesIO(weeks_chart("Tháng", bars))) as picture:
        colours = picture.convert("RGB").getcolors(1 << 20) or []
    counts = {colour: count for count, colour in colours}
    green, red, yellow = counts[46, 125, 50], counts[198, 40, 40], counts.get((251, 192, 45), 0)
    assert 0.9 < green / red < 1.1
    assert yellow < green / 50  # only its key


def test_the_same_weeks_give_the_same_bytes() -> None:
    bars = [WeekBar("Tuần 1", 1, 2, 3, 4)]
    assert weeks_chart("Tháng", bars) == weeks_chart("Tháng", bars)
