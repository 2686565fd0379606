from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import add_up
from storage.errors import FormFileError
from storage.forms import Form, Indicator, Kind
from storage.records import Qualifier, UnitTotal


def indicator(code: str, kind: Kind = Kind.SUM, label: str = "") -> Indicator:
    return Indicator(code, label or code, "lượt", "?", kind, None, (), (), ())


def form(code: str, *indicators: Indicator, from_on: date = date(2026, 1, 1)) -> Form:
    return Form(code, code, from_on, "", indicators, ())


FORM = form("centre", indicator("posts"), indicator("clusters", Kind.LAST), indicator("followers", Kind.MAX))


def reported(
    indicator: str, unit: int = 1, *, total: int = 60, largest: int = 40, last: int = 20
) -> UnitTotal:
    return UnitTotal(unit, "centre", indicator, total, largest, last, 2, Qualifier.EXACT)


@pytest.mark.parametrize(
    ("code", "one", "two"), [("posts", 60, 65), ("clusters", 20, 27), ("followers", 40, 46)]
)
def test_units_add_up_by_the_kind_of_the_indicator(code: str, one: int, two: int) -> None:
    second = reported(code, 2, total=5, largest=6, last=7)
    alone, together = add_up([reported(code)], [FORM]), add_up([reported(code), second], [FORM])
    found = alone.get(f"centre.{code}"), together.get(f"centre.{code}")
    assert [figure and (figure.value, figure.units, figure.submissions) for figure in found] == [
        (one, 1, 2),
        (two, 2, 4),
    ]


def test_what_nobody_reported_is_absent_and_not_zero() -> None:
    figures = add_up([reported("posts", total=0)], [FORM])
    zero, missing = figures.get("centre.posts"), figures.get("centre.clusters")
    assert zero is not None
    assert zero.value == 0
    assert missing is None
    assert figures.missing == ("centre.clusters", "centre.followers")


def test_figures_come_in_the_order_of_the_form() -> None:
    figures = add_up([reported("followers"), reported("clusters"), reported("posts")], [FORM])
    assert [figure.key for figure in figures] == ["centre.posts", "centre.clusters", "centre.followers"]


def test_two_forms_that_mean_alike_stay_apart() -> None:
    other = form("union", indicator("posts"))
    figures = add_up([reported("posts"), replace(reported("posts", 2), form="union")], [FORM, other])
    assert [(figure.key, figure.value) for figure in figures] == [("centre.posts", 60), ("union.posts", 60)]


@pytest.mark.parametrize(
    ("given_as", "together"),
    [
        ([Qualifier.EXACT, Qualifier.EXACT], Qualifier.EXACT),
        ([Qualifier.EXACT, Qualifier.MORE_THAN], Qualifier.MORE_THAN),
        ([Qualifier.LESS_THAN, Qualifier.LESS_THAN], Qualifier.LESS_THAN),
        ([Qualifier.LESS_THAN, Qualifier.MORE_THAN], Qualifier.ABOUT),
    ],
)
def test_one_vague_part_makes_the_whole_vague(given_as: list[Qualifier], together: Qualifier) -> None:
    totals = [replace(reported("posts", unit), qualifier=as_) for unit, as_ in enumerate(given_as)]
    figure = add_up(totals, [FORM]).get("centre.posts")
    assert figure is not None
    assert figure.qualifier is together


def test_the_later_version_of_a_form_gives_the_label() -> None:
    later = form("centre", indicator("posts", label="tin, bài"), from_on=date(2026, 7, 1))
    figure = add_up([reported("posts")], [FORM, later]).get("centre.posts")
    assert figure is not None
    assert figure.label == "tin, bài"


def test_a_total_that_no_form_asks_is_not_dropped() -> None:
    with pytest.raises(FormFileError, match=r"centre\.gone"):
        add_up([reported("gone")], [FORM])


def test_asking_for_a_figure_of_no_form_is_an_error() -> None:
    with pytest.raises(FormFileError, match=r"centre\.gone"):
        add_up([], [FORM]).get("centre.gone")


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_no_unit_is_lost_or_counted_twice(values: list[int]) -> None:
    totals = [reported("posts", unit, total=value) for unit, value in enumerate(values)]
    figure = add_up(totals, [FORM]).get("centre.posts")
    assert figure is not None
    assert (figure.value, figure.units) == (sum(values), len(values))
