"""Charts: they add up to what is printed, are drawn to measure, and told to those who do not see them."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font
from PIL import Image

from reports.annex_parts import MISSING, Annex, Picture, Pictures
from reports.annex_word import with_annexes
from reports.chart_drawing import _FONT, BARS_WIDTH, COLUMNS_HEIGHT, COLUMNS_WIDTH, DOTS, drawn
from reports.chart_parts import Chart, Point, charts, described
from reports.comparison import Comparison
from reports.figures import add_up
from reports.picture_annexes import chart_annex
from storage import periods
from storage.periods import Rule, Window
from storage.records import Unit, UnitKind, UnitTotal, WindowTotal
from tests.reports.situation import FIRST_HALF, FORMS, compared, report, total, totals

WINDOWS = periods.windows_of(FIRST_HALF, Rule.CALENDAR)


def group(number: int) -> Unit:
    return Unit(
        number, f"tdp-{number}", UnitKind.GROUP, f"Tổ dân phố số {number}", 9, "group", date(2020, 1, 1)
    )


def week(place: int, value: int, indicator: str = "meetings", form: str = "group") -> WindowTotal:
    return WindowTotal(form, indicator, WINDOWS[place].first_on, WINDOWS[place].last_on, value, 2)


def made(
    weeks: Sequence[WindowTotal] = (),
    units: Sequence[Unit] = (),
    given: Sequence[UnitTotal] = (),
    comparison: Comparison | None = None,
    windows: Sequence[Window] = WINDOWS,
) -> dict[str, Chart]:
    found = charts(weeks, windows, units, given, add_up(given, FORMS), comparison)
    return {chart.title: chart for chart in found}


def values(chart: Chart) -> list[int | None]:
    return [point.value for point in chart.points]


# ── what they show ───────────────────────────────────────────────────────────────────────────────


def test_weeks_stand_in_order_and_silence_is_no_zero() -> None:
    found = made([week(0, 3), week(2, 0), week(5, 4)], given=[total("group", "meetings", 7)])
    chart = found["Buổi tuyên truyền, sinh hoạt theo tuần"]
    assert values(chart)[:7] == [3, None, 0, None, None, 4, None]
    assert len(chart.points) == len(WINDOWS) == 27
    assert [point.label for point in chart.points[:3]] == ["1", "2", "3"]
    told = described(chart)
    assert (
        "tuần 1 (01/01-04/01/2026): 3; tuần 2 (05/01-11/01/2026): chưa báo; tuần 3 (12/01-18/01/2026): 0;"
        in told
    )


def test_stocks_have_no_weeks_and_figures_of_nobody_no_chart() -> None:
    weeks = [
        week(0, 113, "loudspeaker_clusters", "service_centre"),
        week(0, 9, "portal_items", "service_centre"),
    ]
    given = [
        total("service_centre", "loudspeaker_clusters", 113, 50),
        total("service_centre", "portal_items", 9, 50),
    ]
    assert list(made(weeks, given=given)) == [
        "Tin, bài trên Cổng thông tin điện tử theo tuần (tin, bài)"
    ] or list(made(weeks, given=given)) == ["Tin, bài trên Cổng thông tin điện tử theo tuần"]


@given(st.lists(st.one_of(st.none(), st.integers(0, 99_999)), min_size=27, max_size=27))
def test_the_weeks_add_up_to_the_printed_figure(told: list[int | None]) -> None:
    weeks = [week(place, value) for place, value in enumerate(told) if value is not None]
    whole = sum(item.total for item in weeks)
    found = made(weeks, given=[total("group", "meetings", whole)])
    if not weeks:
        assert found == {}
        return
    (chart,) = found.values()
    assert values(chart) == told
    numbers = re.findall(r": ([\d.]+|chưa báo)(?=[;.])", described(chart))
    assert [None if text == MISSING else int(text.replace(".", "")) for text in numbers] == told


@pytest.mark.parametrize(("groups", "pieces"), [(1, 1), (40, 1), (41, 2), (120, 3)])
def test_each_group_has_a_bar_on_one_of_the_pages(groups: int, pieces: int) -> None:
    units = [group(number) for number in range(1, groups + 1)]
    given = [total("group", "meetings", unit.id * 2, unit.id) for unit in units if unit.id != 7]
    found = [chart for title, chart in made(units=units, given=given).items() if "theo tổ dân phố" in title]
    assert len(found) == pieces
    points = [point for chart in found for point in chart.points]
    assert [point.label for point in points] == [unit.name for unit in units]
    assert sum(point.value or 0 for point in points) == sum(item.total for item in given)
    assert [point.value for point in points if point.label.endswith(" 7")] == [None] * (groups >= 7)
    sizes = [len(chart.points) for chart in found]
    assert max(sizes) - min(sizes) <= 1 and max(sizes) <= 40


def test_parts_of_a_whole_have_shares_that_add_up() -> None:
    chart = made(given=totals())["Cơ cấu 113 cụm loa truyền thanh"]
    assert [point.said for point in chart.points] == ["77 (68,14%)", "36 (31,86%)"]


def test_changes_and_the_plan_are_drawn_from_what_the_report_says() -> None:
    comparison = compared(planned={"group.meetings": 500, "group.leaflets": 10})
    found = made(given=totals(), comparison=comparison)
    changes = {point.label: point for point in found["Tăng, giảm so với cùng kỳ năm 2025 (%)"].points}
    assert changes["Cụm loa có dây"].said == "-10%"
    assert changes["Cụm loa có dây"].value == -1000
    assert changes["Lượt tin, bài phát trên truyền thanh"].said == "khoảng +8%"
    assert changes["Lượt người dự"].said == "0%"
    assert "Chuyên mục hỏi đáp pháp luật" not in changes, "there is no percentage of 0"
    reached = {point.label: point for point in found["Mức đạt so với kế hoạch năm 2026 (%)"].points}
    assert reached["Buổi tuyên truyền, sinh hoạt"].said == "12,4%"
    assert (reached["Tờ rơi"].said, reached["Tờ rơi"].value) == ("8.200%", 20_000), (
        "told in full, drawn shorter"
    )


# ── how they are drawn ───────────────────────────────────────────────────────────────────────────


def picture(chart: Chart) -> Image.Image:
    return Image.open(BytesIO(drawn(chart)))


def lying(*found: int | None) -> Chart:
    return Chart("Thử", tuple(Point(f"Tổ {n}", value, "") for n, value in enumerate(found, 1)), lying=True)


def standing(*found: int | None) -> Chart:
    return Chart("Thử", tuple(Point(str(n), value, "") for n, value in enumerate(found, 1)), lying=False)


def dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * DOTS)


def is_bar(grey: int) -> bool:
    return 105 <= grey <= 125


def bar_lengths(chart: Chart) -> list[int]:
    """Dots of grey on the middle line of each bar."""
    image, count = picture(chart), len(chart.points)
    top, height = dots(1.5), image.height - dots(3)
    found = []
    for place in range(count):
        line = top + round(height * (place + 0.6) / (count + 0.2))
        found.append(sum(is_bar(image.getpixel((x, line))) for x in range(image.width)))  # type: ignore[arg-type]
    return found


def column_heights(chart: Chart) -> list[int]:
    image, count = picture(chart), len(chart.points)
    left, width = dots(2), image.width - dots(4)
    found = []
    for place in range(count):
        line = left + round(width * (place + 0.8) / (count + 0.6))
        found.append(sum(is_bar(image.getpixel((line, y))) for y in range(image.height)))  # type: ignore[arg-type]
    return found


def test_bars_are_as_long_as_their_figures() -> None:
    short, middle, long, none, missing = bar_lengths(lying(100, 200, 400, 0, None))
    assert long > 500
    assert abs(long - 2 * middle) <= 6 and abs(middle - 2 * short) <= 6
    # At most the soft edges of the cross.
    assert max(none, missing) < 20


def test_columns_are_as_high_as_their_figures() -> None:
    low, middle, high, none, missing = column_heights(standing(100, 200, 400, 0, None))
    assert high > 200
    assert abs(high - 2 * middle) <= 6 and abs(middle - 2 * low) <= 6
    # At most the soft edges of the cross.
    assert max(none, missing) < 20


@pytest.mark.parametrize("make", [lying, standing])
def test_zero_and_silence_do_not_look_alike(make: type[Chart]) -> None:
    zero, silent = make(5, 0, 5), make(5, None, 5)  # type: ignore[arg-type]
    assert drawn(zero) != drawn(silent)


def test_what_fell_is_hatched_so_that_a_copier_tells_it_apart() -> None:
    image = picture(lying(-100, 100))
    line = dots(1.5) + round((image.height - dots(3)) * 0.6 / 2.2)
    greys = {image.getpixel((x, line)) for x in range(image.width)}
    assert any(205 <= int(grey) <= 230 for grey in greys)  # type: ignore[arg-type]
    assert 0 in greys


@pytest.mark.parametrize(
    ("chart", "width", "height"),
    [(standing(1, 2), COLUMNS_WIDTH, COLUMNS_HEIGHT), (lying(*range(40)), BARS_WIDTH, 167.0)],
)
def test_a_picture_is_grey_sharp_and_small_enough_for_its_page(
    chart: Chart, width: float, height: float
) -> None:
    image = picture(chart)
    assert image.mode == "L"
    assert abs(image.width - dots(width)) <= 1 and abs(image.height - dots(height)) <= 1
    assert [round(size) for size in image.info["dpi"]] == [DOTS, DOTS]
    assert height <= 170, "an upright page has room for it under its title"
    assert drawn(chart) == drawn(chart)


def test_the_letters_are_those_of_vietnamese() -> None:
    font = FT2Font(str(_FONT))
    letters = (
        {chr(code) for code in range(0x1EA0, 0x1EFA)}
        | set("ăâđêôơưĂÂĐÊÔƠƯ×…–")
        | {chr(n) for n in range(32, 127)}
    )
    assert [letter for letter in letters if not font.get_char_index(ord(letter))] == []


@pytest.mark.parametrize("values", [(100, -100), (100, 7), (100, -1), (-100, -3)])
def test_words_at_the_ends_of_bars_have_room(values: tuple[int, int]) -> None:
    """They neither run out of the picture nor into the labels."""
    said = ("khoảng -1.234%", "giảm chưa đến 1%")
    points = [Point("Nhãn " * 7, value, text) for value, text in zip(values, said, strict=True)]
    image = picture(Chart("Thử", tuple(points), lying=True))
    margins = [(dots(61.3), dots(62.2)), (image.width - dots(0.8), image.width)]
    for left, right in margins[1:] if min(values) >= 0 else margins:
        column = image.crop((left, dots(2), right, image.height - dots(2)))
        assert column.getextrema() == (255, 255)


def test_any_label_is_drawn() -> None:
    label = "Tổ $x^2$ <&> \\frac " + "rất dài " * 30
    assert picture(Chart("Thử", (Point(label, 3, "3"), Point("", None, MISSING)), lying=True)).width


def test_a_year_of_weeks_is_drawn() -> None:
    assert sum(height > 0 for height in column_heights(standing(*range(100, 153)))) == 53


# ── the annex ────────────────────────────────────────────────────────────────────────────────────


def annex() -> Annex:
    units = [group(1), group(2)]
    weeks = [week(place, place) for place in range(20)]
    found = made(weeks, units, totals(), compared(planned={"group.meetings": 500}))
    annex = chart_annex(list(found.values()))
    assert annex is not None
    return annex


def test_every_chart_is_told_to_those_who_do_not_see_it() -> None:
    with zipfile.ZipFile(BytesIO(with_annexes(report().data, [annex()], "Báo cáo"))) as package:
        document = package.read("word/document.xml").decode("utf-8")
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', document)
    assert len(told) == len(pictures) == 6
    assert any("tuần 7 (09/02-15/02/2026): 6;" in text for text in told)
    assert any("Tổ dân phố số 2: 31" in text for text in told)


def test_columns_stand_two_in_a_row_and_bars_lie_alone_each_under_its_number() -> None:
    blocks = [block for block in annex().blocks if isinstance(block, Pictures)]
    assert [block.per_row for block in blocks] == [2, 1]
    captions = [item.caption for block in blocks for item in block.items]
    assert sorted(int(re.findall(r"Hình (\d+)\.", text)[0]) for text in captions) == list(range(1, 7))
    assert all(isinstance(item, Picture) for block in blocks for item in block.items)


def test_nothing_to_draw_is_no_annex() -> None:
    assert chart_annex(list(made().values())) is None
