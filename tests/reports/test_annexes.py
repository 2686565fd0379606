"""What the annexes say: every unit once, rows that add up to the printed figure, gaps by name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.annex_parts import Annex, Cell, Column, Number, Row, Table, label, mention, roman
from reports.annexes import standard_annexes
from reports.completeness import Asked, runs, week_names
from reports.figures import add_up
from reports.nd30 import PAGE
from storage import periods
from storage.forms import Form, Indicator, Kind
from storage.periods import Period, Rule, half_year, windows_between
from storage.records import Qualifier, Return, Unit, UnitKind, UnitTotal, Window
from tests.reports.situation import FIRST_HALF, FORMS

SINCE = date(2025, 12, 15)


def form(code: str, count: int, kind: Kind = Kind.SUM, since: date = SINCE, mark: str = "X") -> Form:
    """A form that asks `count` figures: a0, a1, …"""
    asked = tuple(
        Indicator(f"a{place}", f"việc thứ {place}", "lượt", "Mấy lượt?", kind, None, (), ("việc",), ())
        for place in range(count)
    )
    return Form(code, f"Phiếu {code}", since, "", asked, (), mark)


def group(number: int, name: str = "", **more: object) -> Unit:
    unit = Unit(number, f"tdp-{number}", UnitKind.GROUP, name or f"Tổ {number}", 1, "group", SINCE)
    return replace(unit, **more)  # type: ignore[arg-type]


def office(number: int, code: str, name: str = "") -> Unit:
    return Unit(number, f"dv-{number}", UnitKind.OFFICE, name or f"Đơn vị {number}", 1, code, SINCE)


def told(
    unit: int, code: str, indicator: str, value: int, qualifier: Qualifier = Qualifier.EXACT, **more: bool
) -> UnitTotal:
    return UnitTotal(unit, code, indicator, value, value, value, 3, qualifier, **more)


def weeks(period: Period = FIRST_HALF) -> list[Window]:
    found = windows_between(period.first_on, period.last_on, Rule.CALENDAR)
    return [Window(place, 1, item.first_on, item.last_on) for place, item in enumerate(found, start=1)]


def asked(windows: Sequence[Window] | None = None, **more: object) -> Asked:
    windows = weeks() if windows is None else windows
    return replace(Asked(windows, frozenset(window.id for window in windows)), **more)  # type: ignore[arg-type]


def annexes(
    units: Sequence[Unit],
    totals: Sequence[UnitTotal] = (),
    forms: Sequence[Form] = FORMS,
    *,
    rounds: Asked | None = None,
    returns: Sequence[Return] = (),
    period: Period = FIRST_HALF,
) -> dict[str, Annex]:
    rounds = asked([]) if rounds is None else rounds
    made = standard_annexes(units, totals, forms, rounds, returns, period)
    return {annex.key: annex for annex in made}


def table(annex: Annex, place: int = 0) -> Table:
    return [block for block in annex.blocks if isinstance(block, Table)][place]


def note(annex: Annex) -> str:
    return " ".join(block for block in annex.blocks if isinstance(block, str))


def row(annex: Annex, name: str) -> tuple[Cell, ...]:
    return next(line.cells for line in table(annex).rows if name in line.cells)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def test_a_group_stands_with_its_figures_and_the_last_row_adds_them_up() -> None:
    totals = [told(11, "group", "a0", 3), told(12, "group", "a0", 4), told(12, "group", "a1", 5)]
    found = annexes([group(11), group(12)], totals, [form("group", 2)])["groups"]
    assert [line.cells for line in table(found).rows] == [
        ("1", "Tổ 11", Number(3), "chưa báo"),
        ("2", "Tổ 12", Number(4), Number(5)),
        ("", "Tổng cộng", Number(7), Number(5)),
    ]
    assert table(found).rows[-1].strong


def test_not_reported_nothing_and_zero_are_three_things() -> None:
    totals = [told(11, "group", "a0", 0, nothing=True), told(12, "group", "a0", 0)]
    found = annexes([group(11), group(12), group(13)], totals, [form("group", 1)])["groups"]
    assert [row(found, f"Tổ {number}")[-1] for number in (11, 12, 13)] == [
        "không phát sinh",
        Number(0),
        "chưa báo",
    ]
    assert row(found, "Tổng cộng")[-1] == Number(0)


def test_a_total_of_nothing_is_nothing_and_of_silence_not_reported() -> None:
    totals = [told(11, "group", "a0", 0, nothing=True)]
    found = annexes([group(11)], totals, [form("group", 2)])["groups"]
    assert row(found, "Tổng cộng")[2:] == ("không phát sinh", "chưa báo")


def test_an_estimate_is_marked_where_it_stands_and_in_the_total_and_explained() -> None:
    totals = [told(11, "group", "a0", 3, Qualifier.ABOUT), told(12, "group", "a0", 4)]
    found = annexes([group(11), group(12)], totals, [form("group", 1)])["groups"]
    assert row(found, "Tổ 11")[-1] == Number(3, estimated=True)
    assert row(found, "Tổ 12")[-1] == Number(4)
    assert row(found, "Tổng cộng")[-1] == Number(7, estimated=True)
    assert "(*)" in note(found)
    exact = annexes([group(12)], totals[1:], [form("group", 1)])["groups"]
    assert "(*)" not in note(exact)


def test_a_group_that_merged_or_ended_or_began_is_named_with_its_figures() -> None:
    units = [
        group(11, to_on=date(2026, 3, 31), merged_into=12),
        group(12),
        group(13, to_on=date(2026, 2, 28)),
        group(14, from_on=date(2026, 4, 1)),
    ]
    totals = [told(11, "group", "a0", 6)]
    found = annexes(units, totals, [form("group", 1)])["groups"]
    assert [line.cells[1] for line in table(found).rows] == [
        "Tổ 11 (đến ngày 31/3/2026, sáp nhập vào Tổ 12)",
        "Tổ 12",
        "Tổ 13 (đến ngày 28/02/2026)",
        "Tổ 14 (từ ngày 01/4/2026)",
        "Tổng cộng",
    ]
    assert table(found).rows[0].cells[-1] == Number(6)


def test_a_group_of_another_time_is_left_out_unless_it_reported() -> None:
    units = [group(11), group(12, to_on=date(2025, 12, 31)), group(13, from_on=date(2026, 7, 1))]
    found = annexes(units, [], [form("group", 1)])["groups"]
    assert len(table(found).rows) == 2
    late = annexes(units, [told(13, "group", "a0", 1)], [form("group", 1)])["groups"]
    assert len(table(late).rows) == 3


def test_many_figures_take_small_letters_and_too_many_a_second_table() -> None:
    few, many, most = (annexes([group(11)], [], [form("group", count)])["groups"] for count in (4, 12, 14))
    assert (few.landscape, table(few).small) == (False, False)
    assert (many.landscape, table(many).small) == (True, True)
    assert [len(table(most, place).columns) for place in (0, 1)] == [14, 4]


def test_what_an_older_version_of_the_form_asked_in_the_period_is_there_too() -> None:
    old, new = form("group", 3), form("group", 1, since=date(2026, 4, 1))
    future = form("group", 5, since=date(2026, 7, 1))
    found = annexes([group(11)], [told(11, "group", "a2", 9)], [old, new, future])["groups"]
    assert [column.title for column in table(found).columns[2:]] == [
        "Việc thứ 0 (lượt)",
        "Việc thứ 1 (lượt)",
        "Việc thứ 2 (lượt)",
    ]
    assert row(found, "Tổng cộng")[-1] == Number(9)


def test_each_office_has_its_lines_and_offices_of_one_form_a_total() -> None:
    units = [office(21, "school"), office(22, "school"), office(23, "clinic")]
    totals = [told(21, "school", "a0", 3), told(22, "school", "a0", 4), told(23, "clinic", "a0", 5)]
    forms = [form("clinic", 1), form("school", 1)]
    found = annexes(units, totals, forms)["offices"]
    assert [line.cells for line in table(found).rows] == [
        ("Đơn vị 21",),
        ("1", "Việc thứ 0", "lượt", Number(3)),
        ("Đơn vị 22",),
        ("1", "Việc thứ 0", "lượt", Number(4)),
        ("Tổng cộng 2 đơn vị (Phiếu school)",),
        ("1", "Việc thứ 0", "lượt", Number(7)),
        ("Đơn vị 23",),
        ("1", "Việc thứ 0", "lượt", Number(5)),
    ]


def test_an_annex_without_anything_to_show_is_not_made() -> None:
    assert annexes([]) == {}
    assert set(annexes([office(21, "clinic")], forms=[form("clinic", 1)])) == {"offices"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(11, 30),
            st.sampled_from(["group", "school", "clinic"]),
            st.sampled_from(["a0", "a1", "a2"]),
            st.integers(0, 9999),
            st.integers(0, 9999),
            st.sampled_from(Qualifier),
        ),
        unique_by=lambda item: item[:3],
    ),
    st.sampled_from(Kind),
)
def test_rows_add_up_to_the_figures_of_the_report(
    said: list[tuple[int, str, str, int, int, Qualifier]], kind: Kind
) -> None:
    """Whatever forms a unit answered: its figure stands in one row, and no row is left out."""
    forms = [form(code, 3, kind) for code in ("clinic", "group", "school")]
    totals = [
        UnitTotal(unit, code, item, value, min(value, other), min(value, 7), 2, meant)
        for unit, code, item, value, other, meant in said
    ]
    units = [group(number) for number in range(11, 21)] + [office(n, "school") for n in range(21, 31)]
    found = annexes(units, totals, forms)
    figures = add_up(totals, forms)
    added: dict[str, int] = {}
    for line in table(found["groups"]).rows[:-1]:
        for item, cell in zip(("a0", "a1", "a2"), line.cells[2:], strict=True):
            if isinstance(cell, Number):
                added[f"group.{item}"] = added.get(f"group.{item}", 0) + cell.value
    # Units come form by form, in the order of their first units; a form ends with its last unit.
    filling = {
        code: [place for place, unit in enumerate(units) if _fills(unit, code, totals)]
        for code in ("clinic", "school")
    }
    one, other = sorted(filling, key=lambda code: min(filling[code], default=99))
    code, seen = "", 0
    for line in table(found["offices"]).rows:
        heading = str(line.cells[0])
        if len(line.cells) == 1:
            code = "" if heading.startswith("Tổng cộng") else code
            if not heading.startswith("Tổng cộng"):
                code = one if seen < len(filling[one]) else other
                seen += 1
        elif code and isinstance(cell := line.cells[3], Number):
            key = f"{code}.a{int(heading) - 1}"
            added[key] = added.get(key, 0) + cell.value
    assert added == {figure.key: figure.value for figure in figures}
    together = table(found["groups"]).rows[-1].cells[2:]
    for item, cell in zip(("a0", "a1", "a2"), together, strict=True):
        figure = figures.get(f"group.{item}")
        assert cell == ("chưa báo" if figure is None else Number(figure.value, figure.qualifier != "exact"))


def _fills(unit: Unit, code: str, totals: Sequence[UnitTotal]) -> bool:
    return unit.form == code or any((total.unit_id, total.form) == (unit.id, code) for total in totals)


def test_120_groups_with_12_figures_fit_the_width_of_the_page() -> None:
    wide = form("group", 12)
    totals = [told(n, "group", item.code, n * 7) for n in range(100, 220) for item in wide.indicators]
    made = annexes([group(n) for n in range(100, 220)], totals, [wide], rounds=asked())
    assert len(table(made["groups"]).rows) == 121
    assert row(made["groups"], "Tổng cộng")[2] == Number(sum(n * 7 for n in range(100, 220)))
    for annex in made.values():
        room = PAGE.landscape_width if annex.landscape else PAGE.text_width
        assert sum(column.width for column in table(annex).columns) == pytest.approx(room)


# ── completeness ─────────────────────────────────────────────────────────────────────────────────


def scores(annex: Annex, name: str) -> list[int]:
    """Expected, reported, partial, in time, late, missing."""
    return [cell.value for cell in row(annex, name) if isinstance(cell, Number)]


def test_completeness_counts_every_window_once_and_names_the_gaps() -> None:
    windows = weeks()[:9]
    answered = [Return(11, number, number != 4, number == 5) for number in (1, 2, 4, 5, 6)]
    found = annexes([group(11)], rounds=asked(windows), returns=answered)["completeness"]
    assert scores(found, "Tổ 11") == [9, 5, 1, 4, 1, 4]
    assert row(found, "Tổ 11")[-1] == "tuần 3, 7–9; chưa đủ mục: tuần 4"


def test_totals_of_groups_of_offices_and_of_all() -> None:
    units = [group(11), group(12), office(21, "clinic")]
    answered = [Return(unit, 1, full, late) for unit, full, late in ((11, True, True), (21, False, False))]
    found = annexes(units, rounds=asked(weeks()[:2]), returns=answered)["completeness"]
    assert scores(found, "Cộng 2 tổ dân phố") == [4, 1, 0, 0, 1, 3]
    assert scores(found, "Cộng 1 cơ quan, đơn vị") == [2, 1, 1, 1, 0, 1]
    assert scores(found, "Tổng cộng 3 đơn vị") == [6, 2, 1, 1, 1, 4]
    assert row(found, "Tổ 12")[-1] == "tất cả các kỳ"


def test_a_unit_owes_only_the_windows_that_end_while_it_is_there() -> None:
    units = [
        group(11, to_on=date(2026, 3, 31), merged_into=12),
        group(12),
        group(13, from_on=date(2026, 6, 8)),
    ]
    found = annexes(units, rounds=asked())["completeness"]
    assert scores(found, "Tổ 11")[0] == 13  # 04/01 to 29/3
    assert scores(found, "Tổ 12")[0] == 27
    assert scores(found, "Tổ 13")[0] == 4


def test_what_was_not_asked_is_not_owed_but_counts_when_given_and_is_said() -> None:
    windows = weeks()[:4]
    never = [periods.Window(window.first_on, window.last_on) for window in windows[:3]]
    rounds = Asked(windows, frozenset({4}), never)
    found = annexes([group(11), group(12)], rounds=rounds, returns=[Return(12, 1, True, False)])
    assert scores(found["completeness"], "Tổ 11") == [1, 0, 0, 0, 0, 1]
    assert scores(found["completeness"], "Tổ 12") == [2, 1, 0, 1, 0, 1]
    assert "Không tính các kỳ chưa hỏi số liệu: tuần 1–3." in note(found["completeness"])


def test_units_without_a_form_owe_nothing() -> None:
    found = annexes([group(11), replace(office(21, ""), form=None)], rounds=asked())["completeness"]
    assert "Cơ quan, đơn vị" not in [line.cells[0] for line in table(found).rows]


def test_weeks_of_another_year_and_the_parts_of_a_cut_week_are_told_apart() -> None:
    decree = half_year(2026, 1, Rule.DECREE)
    found = windows_between(decree.first_on, decree.last_on, Rule.DECREE)
    stored = [Window(n, 1, item.first_on, item.last_on) for n, item in enumerate(found)]
    names = week_names(stored, decree)
    assert (names[0], names[2], names[3]) == ("51/2025", "1", "2")
    year = periods.year(2026, Rule.CALENDAR)
    cut = [window for window in weeks(year) if window.first_on.isocalendar().week == 27]
    assert list(week_names(cut, year).values()) == ["27 (29/6-30/6/2026)", "27 (01/7-05/7/2026)"]


@pytest.mark.parametrize(
    ("some", "said"),
    [([], ""), ([3], "3"), ([3, 4], "3, 4"), ([3, 4, 5], "3–5"), ([1, 3, 7, 8, 9], "1, 3, 7–9")],
)
def test_three_or_more_in_a_row_are_joined(some: list[int], said: str) -> None:
    order = list(range(1, 10))
    assert runs(order, some, {number: str(number) for number in order}) == said


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 27)), st.sets(st.integers(1, 27)), st.sets(st.integers(1, 27)))
def test_reported_and_missing_make_up_what_is_owed(
    reported: set[int], late: set[int], partial: set[int]
) -> None:
    answered = [Return(11, number, number not in partial, number in late) for number in reported]
    found = annexes([group(11)], rounds=asked(), returns=answered)["completeness"]
    expected, given_, incomplete, in_time, after, missing = scores(found, "Tổ 11")
    assert (expected, given_, missing) == (27, len(reported), 27 - len(reported))
    assert (incomplete, after, in_time + after) == (len(reported & partial), len(reported & late), given_)


# ── how the body speaks of them ──────────────────────────────────────────────────────────────────


def test_one_annex_has_no_number_and_several_have_roman_ones() -> None:
    one = Annex("a", "Số liệu", ())
    three = [replace(one, key=key) for key in "abc"]
    assert label([one], "a") == "Phụ lục"
    assert [label(three, key) for key in "abcd"] == ["Phụ lục I", "Phụ lục II", "Phụ lục III", ""]
    assert mention([one]) == "Chi tiết kèm theo Báo cáo này: số liệu (Phụ lục)."
    assert mention([]) == ""


@pytest.mark.parametrize(("number", "said"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")])
def test_roman(number: int, said: str) -> None:
    assert roman(number) == said


def test_a_row_is_what_its_columns_say() -> None:
    """Every row has a cell for each column, or one for all."""
    units = [group(11), office(21, "clinic"), office(22, "school"), office(23, "school")]
    for annex in annexes(units, rounds=asked()).values():
        columns: tuple[Column, ...] = table(annex).columns
        lines: tuple[Row, ...] = table(annex).rows
        assert {len(line.cells) for line in lines} <= {1, len(columns)}


def test_the_note_says_which_days_are_counted() -> None:
    found = annexes([group(11)], rounds=asked())
    for annex in found.values():
        assert "từ ngày 01/01/2026 đến ngày 30/6/2026" in note(annex)
    assert FIRST_HALF.last_on - FIRST_HALF.first_on == timedelta(days=180)
