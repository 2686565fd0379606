"""How much stands behind the groups' figures, as the report says it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reports.annex_parts import Annex
from reports.completeness import KEY, Asked
from reports.coverage import cover, tell_coverage
from reports.marks import Marked
from reports.sources import Sources
from storage.periods import Period, Rule, half_year, parse_period
from storage.records import Return, Unit, Window
from tests.reports.test_annexes import asked, group, office, weeks

FIRST_HALF = half_year(2026, 1, Rule.CALENDAR)
GROUPS = [group(number, f"Tổ dân phố số {number}") for number in range(1, 9)]
ANNEXES = [Annex("groups", "Số liệu", ()), Annex(KEY, "Tình hình", ())]


def returned(units: Sequence[Unit], windows: Sequence[Window], *, late: bool = False) -> list[Return]:
    return [Return(unit.id, window.id, full=True, late=late) for unit in units for window in windows]


def told(
    returns: Sequence[Return],
    *,
    units: Sequence[Unit] = GROUPS,
    period: Period = FIRST_HALF,
    rounds: Asked | None = None,
    annexes: Sequence[Annex] = ANNEXES,
) -> Marked:
    rounds = rounds or asked(weeks(period))
    coverage = cover(units, rounds, returns, period, Rule.CALENDAR)
    return tell_coverage(coverage, annexes, Sources(period, Rule.CALENDAR))


def test_everything_there_is_one_sentence() -> None:
    said = told(returned(GROUPS, weeks()))
    assert said == "Số liệu của các tổ dân phố được tổng hợp từ 8/8 tổ dân phố, 27/27 tuần."
    assert [note.mark for _, note in said.pieces if note] == ["K01", "K02"]


def test_silent_groups_weeks_and_returns_are_named() -> None:
    said = told(returned(GROUPS[2:], [*weeks()[:4], *weeks()[7:]]))
    assert said == (
        "Số liệu của các tổ dân phố được tổng hợp từ 6/8 tổ dân phố, 24/27 tuần. "
        "Chưa có báo cáo của Tổ dân phố số 1, Tổ dân phố số 2; chưa có báo cáo nào của tuần 5–7. "
        "Còn thiếu 72/216 kỳ báo của các tổ; chi tiết tại Phụ lục II."
    )
    assert [note.mark for _, note in said.pieces if note] == ["K01", "K02", "K03"]


def test_many_silent_groups_are_counted_here_and_named_in_the_annex() -> None:
    returns = returned(GROUPS[6:], weeks())
    assert "Chưa có báo cáo của 6 tổ (nêu tại Phụ lục II). Còn thiếu 162/216" in told(returns)
    named = told(returns, annexes=[])
    assert "Chưa có báo cáo của Tổ dân phố số 1, Tổ dân phố số 2, Tổ dân phố số 3, Tổ dân phố số 4," in named
    assert "Còn thiếu 162/216 kỳ báo của các tổ." in named


def test_nobody_at_all_is_told_elsewhere() -> None:
    assert told([]) == ""
    assert told([], units=[office(50, "clinic")]) == ""


def test_what_other_units_owe_is_told_with_it() -> None:
    clinic = office(50, "clinic")
    returns = [*returned(GROUPS, weeks()), *returned([clinic], weeks()[:20])]
    said = told(returns, units=[*GROUPS, clinic])
    assert said == (
        "Số liệu của các tổ dân phố được tổng hợp từ 8/8 tổ dân phố, 27/27 tuần. "
        "Còn thiếu 7/27 kỳ báo của các cơ quan, đơn vị; chi tiết tại Phụ lục II."
    )
    assert [note.mark for _, note in said.pieces if note] == ["K01", "K02", "K04"]
    alone = told(returned([clinic], weeks()[:20]), units=[*GROUPS, clinic])
    assert alone == "Còn thiếu 7/27 kỳ báo của các cơ quan, đơn vị; chi tiết tại Phụ lục II."


def test_a_group_that_merged_counts_with_its_weeks_and_not_among_the_groups() -> None:
    merged = replace(GROUPS[7], to_on=date(2026, 3, 29), merged_into=GROUPS[0].id)
    units = [*GROUPS[:7], merged]
    said = told(returned([merged], weeks()[:2]) + returned(GROUPS[:7], weeks()[2:]), units=units)
    assert "từ 7/7 tổ dân phố, 27/27 tuần. Còn thiếu 25/202 kỳ báo" in said


def test_weeks_that_an_end_of_the_period_cuts_are_named() -> None:
    period = parse_period("2026-02-03..2026-02-12", Rule.CALENDAR)
    said = told(returned(GROUPS, weeks(period)), period=period)
    assert said == (
        "Số liệu của các tổ dân phố được tổng hợp từ 8/8 tổ dân phố, 1/1 tuần. "
        "Tuần vắt qua ngày đầu, ngày cuối kỳ: "
        "tuần 6 (02/02-08/02/2026) được tính cả tuần; tuần 7 (09/02-15/02/2026) không tính."
    )


def test_a_year_has_no_54_weeks() -> None:
    period = parse_period("2026", Rule.CALENDAR)
    assert "54/54 kỳ báo hằng tuần." in told(returned(GROUPS, weeks(period)), period=period)
