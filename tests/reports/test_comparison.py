"""What a report says of the year before and of the plan: the rule, the words, the numbers, their notes."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.report_words import ReportVerb, read_report_command
from reports.annex_parts import Annex, Number, Percent, Table, printed
from reports.comparison import ALIKE, Comparison, side
from reports.comparison_annex import comparison_annex
from reports.comparison_texts import Voice
from reports.copies import DRAFT, WORKING
from reports.figures import GroupCount, add_up
from reports.lint import lint_docx
from reports.main_figures import SENTENCES, main_figures
from reports.marks import Marked, mark_table
from reports.shares import WHOLE, share, shares
from reports.vietnamese import is_rounded, number, percent, rounded
from storage import periods
from storage.periods import Rule, half_year, parse_period
from storage.records import Qualifier, UnitTotal
from tests.reports.pages import noted, outside_comments
from tests.reports.situation import (
    FIRST_HALF,
    FORMS,
    GROUPS,
    LAST_YEAR,
    SERVICE_CENTRE,
    UNITS,
    compared,
    report,
    text_of,
    total,
    totals,
    weighed,
)

CLUSTERS = "service_centre.loudspeaker_clusters"
MEETINGS = "group.meetings"


def told(name: str, comparison: Comparison) -> Marked:
    return Voice(comparison, Rule.CALENDAR).told(SENTENCES[name])


def meetings(now: int, before: int, qualifier: Qualifier = Qualifier.EXACT) -> str:
    """What is said of one figure that changed so."""
    comparison = compared(
        given=[total("group", "meetings", now, qualifier=qualifier)],
        before=[total("group", "meetings", before)],
    )
    return told("group_work", comparison).partition("tổ dân phố có báo cáo)")[2]


# ── the words ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (1080, 960, ": tăng 120 buổi tuyên truyền, sinh hoạt (12,5%)."),
        (840, 960, ": giảm 120 buổi tuyên truyền, sinh hoạt (12,5%)."),
        (9, 2, ": tăng 07 buổi tuyên truyền, sinh hoạt (350%)."),
        (7, 3, ": tăng 04 buổi tuyên truyền, sinh hoạt (133,33%)."),
        (2, 3, ": giảm 01 buổi tuyên truyền, sinh hoạt (33,33%)."),
        (0, 3, ": giảm 03 buổi tuyên truyền, sinh hoạt (100%)."),
        (12, 0, ": tăng 12 buổi tuyên truyền, sinh hoạt (cùng kỳ không phát sinh)."),
        (12, 12, ", không thay đổi: buổi tuyên truyền, sinh hoạt."),
        (5001, 1, ": tăng 5.000 buổi tuyên truyền, sinh hoạt (500.000%)."),
        (30_001, 30_000, ": tăng 01 buổi tuyên truyền, sinh hoạt (dưới 0,01%)."),
        (0, 0, ""),
    ],
)
def test_rising_falling_and_the_same_are_said_so(now: int, before: int, words: str) -> None:
    assert meetings(now, before) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (1080, 960, ": tăng khoảng 120 buổi tuyên truyền, sinh hoạt (khoảng 13%)."),
        (1083, 960, ": tăng khoảng 120 buổi tuyên truyền, sinh hoạt (khoảng 13%)."),
        (14_510, 12_000, ": tăng khoảng 2.510 buổi tuyên truyền, sinh hoạt (khoảng 21%)."),
        (12, 8, ": tăng 04 buổi tuyên truyền, sinh hoạt (khoảng 50%)."),
        (963, 960, ": buổi tuyên truyền, sinh hoạt xấp xỉ cùng kỳ."),
        (970, 960, ": tăng khoảng 10 buổi tuyên truyền, sinh hoạt (khoảng 1%)."),
        (30_100, 30_000, ": tăng khoảng 100 buổi tuyên truyền, sinh hoạt (chưa đến 1%)."),
        (14, 0, ": tăng khoảng 15 buổi tuyên truyền, sinh hoạt (cùng kỳ không phát sinh)."),
    ],
)
def test_a_change_of_estimates_is_an_estimate(now: int, before: int, words: str) -> None:
    assert meetings(now, before, Qualifier.ABOUT) == words


@given(st.integers(0, 3_000_000))
def test_what_is_rounded_is_near_and_may_stand_behind_khoang(value: int) -> None:
    found = rounded(value)
    if found:
        assert is_rounded(found)
        assert abs(found - value) <= max(value // 20, 2)
    else:
        assert value < 8


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [
        (5897, "58,97%"),
        (1250, "12,5%"),
        (700, "7%"),
        (5, "0,05%"),
        (0, "0%"),
        (125_000, "1.250%"),
        (-350, "-3,5%"),
    ],
)
def test_a_percentage_has_a_comma_and_at_most_two_decimals(hundredths: int, words: str) -> None:
    assert percent(hundredths) == words


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_the_nearest(part: int, whole: int) -> None:
    assert abs(Fraction(part * WHOLE, whole) - share(part, whole)) <= Fraction(1, 2)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_of_parts_add_up(parts: list[int]) -> None:
    found = shares(parts)
    assert sum(found) == (WHOLE if sum(parts) else 0)
    for part, size in zip(parts, found, strict=True):
        assert abs(Fraction(part * WHOLE, sum(parts) or 1) - size) < 1
        assert part or not size


def test_three_thirds_are_a_hundred() -> None:
    assert shares([1, 1, 1]) == [3334, 3333, 3333]


def test_parts_of_a_whole_are_told_with_shares_that_add_up() -> None:
    words = told("loudspeakers", compared())
    assert words.endswith(
        "Cụm loa phát thanh số chiếm 68,14%, cụm loa có dây chiếm 31,86% tổng số cụm loa truyền thanh."
    )
    wrong = totals({**SERVICE_CENTRE, "loudspeaker_clusters_wired": 35})
    assert "chiếm" not in told("loudspeakers", compared(given=wrong)), "77 + 35 is not 113"
    lacking = [item for item in totals() if item.indicator != "loudspeaker_clusters_wired"]
    assert "chiếm" not in told("loudspeakers", compared(given=lacking))


@pytest.mark.parametrize(
    ("key", "rule", "words"),
    [
        ("2026-H1", Rule.CALENDAR, "So với cùng kỳ năm 2025"),
        ("2026-H1", Rule.DECREE, "So với cùng kỳ năm 2025"),
        ("2026-Q3", Rule.CALENDAR, "So với cùng kỳ năm 2025"),
        ("2026-9M", Rule.DECREE, "So với cùng kỳ năm 2025"),
        ("2026-01", Rule.DECREE, "So với cùng kỳ năm 2025"),
        ("2026", Rule.CALENDAR, "So với năm 2025"),
        ("2026-01-05..2026-02-15", Rule.CALENDAR, "So với cùng kỳ năm 2025"),
        ("2025-12-20..2026-02-15", Rule.DECREE, "So với cùng kỳ năm 2025"),
        ("2025-11-20..2026-02-15", Rule.CALENDAR, "So với cùng kỳ năm trước"),
    ],
)
def test_the_year_before_is_named(key: str, rule: Rule, words: str) -> None:
    assert told("group_work", compared(parse_period(key, rule))).startswith(f"{words} (2/2")


# ── the rule ─────────────────────────────────────────────────────────────────────────────────────


def fewer(given: Iterable[UnitTotal], submissions: int) -> list[UnitTotal]:
    return [replace(item, submissions=submissions) for item in given]


def test_only_data_almost_as_complete_are_compared() -> None:
    """27 windows of the half-year of 2025 are owed by each of two groups."""
    whole = weighed(FIRST_HALF, totals())
    assert whole.due["group"] == 2 * len(periods.windows_of(FIRST_HALF, Rule.CALENDAR))
    for submissions, alike in ((26, True), (24, True), (23, False), (2, False)):
        change = compared(before=fewer(totals(*LAST_YEAR), submissions)).change(MEETINGS)
        assert change is not None
        assert change.alike is alike, submissions
        assert alike is (submissions >= ALIKE * 26)


def test_what_is_not_compared_is_left_out_of_the_text_and_told_in_the_annex() -> None:
    comparison = compared(before=fewer(totals(*LAST_YEAR), 9))
    assert told("broadcasts", comparison) == told("group_work", comparison) == ""
    annex = comparison_annex(comparison, Rule.CALENDAR)
    assert annex is not None
    assert row(annex, "Lượt người dự")[5:] == ["không so sánh", "", "52", "18"]
    assert "«Không so sánh»" in " ".join(block for block in annex.blocks if isinstance(block, str))
    # Of a stock one return tells as much as twenty.
    assert "tăng 03 cụm loa" in told("loudspeakers", comparison)


def test_uneven_data_are_said_to_be_so() -> None:
    comparison = compared(before=fewer(totals(*LAST_YEAR), 25))
    assert "(số lần báo của cùng kỳ và kỳ này: 25 và 26): " in told("broadcasts", comparison)
    assert "(số lần báo" not in told("broadcasts", compared())
    assert "(số lần báo" not in told("loudspeakers", comparison)
    ratio = replace(
        comparison, before=weighed(half_year(2025, 1, Rule.CALENDAR), totals(*LAST_YEAR), GroupCount(35, 37))
    )
    assert "năm 2025 (35/37 tổ dân phố có báo cáo): " in told("group_work", ratio)


def test_fewer_groups_that_all_report_are_as_complete_as_more() -> None:
    """One of two groups ended with the year; what counts is who could report."""
    ended = [replace(unit, to_on=date(2025, 12, 31)) if unit.id == 2 else unit for unit in UNITS]
    halves = [half_year(year, 1, Rule.CALENDAR) for year in (2026, 2025)]
    given = [[item for item in totals() if item.unit_id != 2], totals(*LAST_YEAR)]
    now, before = (
        side(half, Rule.CALENDAR, add_up(found, FORMS), GroupCount(1, 1), ended, half.last_on)
        for half, found in zip(halves, given, strict=True)
    )
    assert now.due["group"] * 2 == before.due["group"]
    change = Comparison(now, before).change(MEETINGS)
    assert change is not None and change.alike


def test_windows_still_to_come_are_not_owed() -> None:
    spring = side(FIRST_HALF, Rule.CALENDAR, add_up([], FORMS), GroupCount(0, 2), UNITS, date(2026, 3, 31))
    assert spring.due["service_centre"] == 13


def test_without_a_figure_in_both_years_nothing_is_said() -> None:
    only = compared(before=[total("group", "meetings", 3)])
    assert told("broadcasts", only) == ""
    assert "tờ rơi" not in told("group_work", only)
    assert all(told(name, replace(only, before=None)) == "" for name in SENTENCES)


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────


def test_the_plan_is_told_for_what_was_reached() -> None:
    comparison = replace(compared(planned={MEETINGS: 500, "group.leaflets": 1390}), before=None)
    assert told("group_work", comparison) == (
        "Buổi tuyên truyền, sinh hoạt đạt 12,4%; tờ rơi đạt 58,99% kế hoạch năm 2026."
    )
    assert told("broadcasts", comparison) == ""


def test_the_second_half_counts_from_the_beginning_of_the_year() -> None:
    comparison = replace(compared(half_year(2026, 2, Rule.CALENDAR), planned={MEETINGS: 62}), before=None)
    assert told("group_work", comparison) == (
        "Lũy kế từ đầu năm, buổi tuyên truyền, sinh hoạt đạt 100% kế hoạch năm 2026."
    )


def test_what_counts_beside_the_period_stands_in_a_column_of_its_own() -> None:
    annex = comparison_annex(
        compared(half_year(2026, 2, Rule.CALENDAR), planned={MEETINGS: 124}), Rule.CALENDAR
    )
    assert annex is not None
    assert [column.title for column in table(annex).columns][-3:] == [
        "Kế hoạch năm",
        "Lũy kế từ đầu năm",
        "Đạt (%)",
    ]
    assert row(annex, "Buổi tuyên truyền, sinh hoạt")[-3:] == ["124", "62", "50"]
    assert "lũy kế để so với kế hoạch: từ ngày 01/01/2026 đến ngày 31/12/2026." in str(annex.blocks[0])


def test_nothing_and_silence_are_no_achievement() -> None:
    planned = {MEETINGS: 500, "group.leaflets": 3000}
    given = [total("group", "meetings", 0)]
    comparison = replace(compared(given=given, planned=planned), before=None)
    assert told("group_work", comparison) == ""
    annex = comparison_annex(comparison, Rule.CALENDAR)
    assert annex is not None
    assert annex.title == "So sánh với kế hoạch năm 2026"
    assert row(annex, "Buổi tuyên truyền, sinh hoạt")[3:] == ["0", "500", "0"]
    assert row(annex, "Tờ rơi")[3:] == ["chưa báo", "3.000", ""]


def test_an_estimate_reaches_about() -> None:
    given = [total("group", "meetings", 295, qualifier=Qualifier.ABOUT)]
    comparison = replace(compared(given=given, planned={MEETINGS: 500}), before=None)
    assert "đạt khoảng 59% kế hoạch" in told("group_work", comparison)


def test_a_plan_beside_the_main_figures_stands_in_the_annex() -> None:
    given = [*totals(), total("union", "meetings", 8, 60)]
    comparison = compared(given=given, planned={"union.meetings": 40})
    annex = comparison_annex(comparison, Rule.CALENDAR)
    assert annex is not None
    assert [printed(cell) for cell in table(annex).rows[-1].cells][-2:] == ["40", "20"]


# ── the annex ────────────────────────────────────────────────────────────────────────────────────


def table(annex: Annex) -> Table:
    (found,) = (block for block in annex.blocks if isinstance(block, Table))
    return found


def names(annex: Annex) -> list[str]:
    return [printed(line.cells[1]) for line in table(annex).rows]


def row(annex: Annex, name: str) -> list[str]:
    return next(
        cells for line in table(annex).rows if (cells := [printed(cell) for cell in line.cells])[1] == name
    )


def test_the_annex_holds_every_main_figure_beside_the_year_before_and_the_plan() -> None:
    annex = comparison_annex(compared(planned={MEETINGS: 500}), Rule.CALENDAR)
    assert annex is not None
    assert annex.title == "So sánh với cùng kỳ năm 2025 và kế hoạch năm 2026"
    assert len(names(annex)) == len(list(main_figures())) == 23
    assert row(annex, "Lượt tin, bài phát trên truyền thanh")[3:] == [
        *("1.684*", "1.564*", "+120*", "7,67*", "26", "26"),
        *("", ""),
    ]
    assert row(annex, "Cụm loa có dây")[3:7] == ["36", "40", "-4", "-10"]
    assert row(annex, "Chuyên mục hỏi đáp pháp luật")[3:7] == ["10", "0", "+10", "–"]
    assert row(annex, "Buổi tuyên truyền, sinh hoạt")[3:] == [
        "62",
        "52",
        "+10",
        "19,23",
        "52",
        "52",
        "500",
        "12,4",
    ]
    first, second = (block for block in annex.blocks if isinstance(block, str))
    assert "từ ngày 01/01/2026 đến ngày 30/6/2026, 2/2 tổ dân phố" in first
    assert "từ ngày 01/01/2025 đến ngày 30/6/2025, 2/2 tổ dân phố" in first
    assert second == "Dấu (*): trong đó có số ước lượng do đơn vị báo."


def test_who_was_silent_is_told_so() -> None:
    annex = comparison_annex(compared(given=totals(groups={})), Rule.CALENDAR)
    assert annex is not None
    assert row(annex, "Tờ rơi")[3:] == ["chưa báo", "1.400", "", "", "0", "52"]


def test_without_anything_to_tell_there_is_no_annex() -> None:
    nothing = compared(before=[])
    assert comparison_annex(replace(nothing, before=None, plan=None), Rule.CALENDAR) is None


@given(
    st.dictionaries(st.sampled_from(sorted(GROUPS)), st.integers(0, 99_999), min_size=1),
    st.dictionaries(st.sampled_from(sorted(GROUPS)), st.integers(0, 99_999), min_size=1),
)
def test_the_annex_adds_up_whatever_the_data(now: dict[str, int], before: dict[str, int]) -> None:
    comparison = compared(given=totals({}, now), before=totals({}, before))
    annex = comparison_annex(comparison, Rule.CALENDAR)
    assert annex is not None
    labels = {
        item.label.capitalize(): item.code
        for form in FORMS
        if form.code == "group"
        for item in form.indicators
    }
    for line in table(annex).rows:
        code = next(code for label, code in labels.items() if label.lower() == str(line.cells[1]).lower())
        this, last, difference, part = line.cells[3:7]
        assert this == (Number(2 * now[code]) if code in now else "chưa báo")
        assert last == Number(2 * before[code])
        if code in now:
            assert difference == Number(2 * now[code] - 2 * before[code], signed=True)
            if before[code]:
                assert isinstance(part, Percent)
                exact = Fraction((now[code] - before[code]) * WHOLE, before[code])
                assert abs(exact - part.hundredths) <= Fraction(1, 2)


# ── the report ───────────────────────────────────────────────────────────────────────────────────


def whole(copy: Any = WORKING) -> bytes:
    comparison = compared(planned={MEETINGS: 500, "group.leaflets": 1390, "group.attendees": 9999})
    annex = comparison_annex(comparison, Rule.CALENDAR)
    assert annex is not None
    return report(comparison=comparison, annexes=[annex], copy=copy).data


def value_of(command: Any) -> int | str:
    """What the bot would find behind a mark in a period: these are the two years of the test."""
    assert command is not None
    if command.verb is ReportVerb.PLAN:
        return "plan"
    figures = {
        FIRST_HALF: add_up(totals(), FORMS),
        half_year(2025, 1, Rule.CALENDAR): add_up(totals(*LAST_YEAR), FORMS),
    }
    keys = {mark: key for key, mark in mark_table(FORMS).items()}
    if command.what == "K01":
        return "2/2"
    figure = figures[command.period].get(keys[command.what])
    assert figure is not None
    return figure.value


def test_every_number_leads_back_to_what_it_was_made_of() -> None:
    """The words of each comment, typed back, give the values from which the number follows."""
    plans = {"T01": 500, "T06": 1390, "T02": 9999}
    notes = noted(whole())
    assert len(notes) > 200
    kinds: dict[str, int] = {}
    for words, shown in notes:
        said = [
            read_report_command(text, date(2027, 7, 1), Rule.CALENDAR)
            for text in re.findall("«(.*?)»", words)
        ]
        values = [value_of(command) for command in said]
        told_value = int("0" + re.sub(r"\D", "", shown)) if "%" not in shown else 0
        match values:
            case ["2/2"]:
                assert shown == "2/2"
                kinds["ratio"] = kinds.get("ratio", 0) + 1
            case ["plan"]:
                assert told_value in plans.values()
            case [int(value), "plan"]:
                assert said[0] is not None
                of_plan = share(value, plans[said[0].what])
                assert shown.removesuffix("%") == percent(of_plan).removesuffix("%")
                kinds["plan"] = kinds.get("plan", 0) + 1
            case [int(now), int(before)] if (
                said[0] is not None and said[1] is not None and said[0].what == said[1].what
            ):
                assert f": {number(now)}, " in words and f": {number(before)}." in words
                part = share(abs(now - before), before) if before else 0
                shapes = {
                    number(abs(now - before)),
                    f"{abs(now - before):02}",
                    percent(part),
                    percent(part)[:-1],
                }
                shapes |= {
                    f"{'+' if now > before else '-'}{number(abs(now - before))}",
                    f"-{percent(part)[:-1]}",
                    "0",
                }
                about = {
                    f"khoảng {number(rounded(abs(now - before)))}",
                    f"khoảng {percent((part + 50) // 100 * 100)}",
                }
                assert shown.removesuffix("*") in shapes | about or not re.search(r"\d", shown), (
                    words,
                    shown,
                )
                kinds["change"] = kinds.get("change", 0) + 1
            case [int(part_), int(all_)]:
                assert shown == percent(shares([part_, all_ - part_])[0])
                kinds["part"] = kinds.get("part", 0) + 1
            case [int(value)]:
                assert told_value in {value, 26, 52}, (words, shown)
            case _:
                raise AssertionError(words)
    assert kinds["change"] > 40 and kinds["plan"] >= 5 and kinds["part"] == 2 and kinds["ratio"] >= 4


_FIXED = re.compile(
    r"\d\d/\d{1,2}/\d{4}|\d{1,2} tháng (?:đầu|cuối) năm(?: \d{4})?|[Nn]ăm \d{4}|Đề án 06|ISO 9001:2015"
    r"|06 THÁNG CUỐI NĂM 2026|NĂM \d{4}|số \d+/[A-ZĐ-]+|^\d+\.? ?$|^\d\. "
)


def test_no_number_stands_outside_a_comment() -> None:
    for line in outside_comments(whole()):
        assert not re.search(r"\d", _FIXED.sub("", line)), line


def test_both_copies_read_alike_and_the_linter_finds_nothing_new() -> None:
    assert text_of(whole()) == text_of(whole(DRAFT))
    usual = {(found.rule, found.quoted) for found in lint_docx(report(copy=WORKING).data)}
    uneven = compared(before=fewer(totals(*LAST_YEAR), 25), planned={MEETINGS: 500})
    for data in (whole(), report(comparison=uneven, copy=WORKING).data):
        assert {(found.rule, found.quoted) for found in lint_docx(data)} == usual


def test_the_body_names_the_annex_and_the_table_lies() -> None:
    document = docx.Document(BytesIO(whole()))
    words = "so sánh với cùng kỳ năm 2025 và kế hoạch năm 2026 (Phụ lục)"
    assert any(words in line for line in text_of(whole()))
    assert [section.orientation for section in document.sections] == [0, 1]


def test_nothing_to_compare_leaves_the_report_as_it_was() -> None:
    silent = Comparison(weighed(FIRST_HALF, totals()), weighed(half_year(2025, 1, Rule.CALENDAR), []))
    assert report(comparison=silent).data == report().data
