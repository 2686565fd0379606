"""Annex on completeness: which unit reported how many of its windows, and which are wanting. Pure.

A window is asked of a unit when its round was opened while the unit existed; what a unit reported
unasked counts for it all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.annex_parts import Annex, Column, Number, Row, Table
from reports.marks import GROUP_RETURNS_MARK, OFFICE_RETURNS_MARK, RETURNS_MARK, Note
from reports.nd30 import PAGE
from reports.sources import Sources
from reports.vietnamese import capital, day
from storage import periods
from storage.periods import Period
from storage.records import Return, Unit, UnitKind, Window

KEY = "completeness"


@dataclass(frozen=True, slots=True)
class Score:
    """How a unit, or several together, did; all but `full` and the gaps are numbers of windows."""

    expected: int
    reported: int
    partial: int
    late: int

    @property
    def in_time(self) -> int:
        return self.reported - self.late

    @property
    def missing(self) -> int:
        return self.expected - self.reported


@dataclass(frozen=True, slots=True)
class Asked:
    """The windows of a period, oldest first, and the ids of those whose round has been opened."""

    windows: Sequence[Window]
    opened: frozenset[int]
    never: Sequence[periods.Window] = ()
    """Windows of the period that are over and were never asked, those not even stored included."""


@dataclass(frozen=True, slots=True)
class _Standing:
    unit: Unit
    score: Score
    gaps: str


def by_unit(returns: Sequence[Return]) -> dict[int, dict[int, Return]]:
    """Unit id -> window id -> return."""
    told: dict[int, dict[int, Return]] = {}
    for item in returns:
        told.setdefault(item.unit_id, {})[item.window_id] = item
    return told


def score_of(unit: Unit, asked: Asked, told: Mapping[int, Return]) -> Score:
    """How the unit did, which returned those of `told`, by window id."""
    due = due_windows(unit, asked, told)
    return Score(
        expected=len(due),
        reported=sum(window.id in told for window in due),
        partial=sum(not item.full for item in told.values()),
        late=sum(item.late for item in told.values()),
    )


def together(scores: Iterable[Score]) -> Score:
    """How several did."""
    scores = tuple(scores)
    return Score(
        expected=sum(score.expected for score in scores),
        reported=sum(score.reported for score in scores),
        partial=sum(score.partial for score in scores),
        late=sum(score.late for score in scores),
    )


def completeness_annex(
    units: Sequence[Unit], asked: Asked, returns: Sequence[Return], sources: Sources
) -> Annex | None:
    """The annex; None when nobody was asked for anything."""
    told, period = by_unit(returns), sources.period
    names = week_names(asked.windows, period)
    found = [_standing(unit, asked, told.get(unit.id, {}), names) for unit in units]
    standing = [item for item in found if item.score.expected]
    if not standing:
        return None
    groups = [item for item in standing if item.unit.kind is UnitKind.GROUP]
    others = [item for item in standing if item.unit.kind is not UnitKind.GROUP]
    parts = [
        ("Tổ dân phố", groups, GROUP_RETURNS_MARK),
        ("Cơ quan, đơn vị", others, OFFICE_RETURNS_MARK),
    ]
    rows: list[Row] = []
    for name, part, mark in parts:
        if part:
            rows += [Row((name,), strong=True)]
            rows += [
                _row(str(place), item, sources.of_returns(mark, item.unit.name))
                for place, item in enumerate(part, start=1)
            ]
            rows += [_total(f"Cộng {len(part)} {name[:1].lower()}{name[1:]}", part, sources.of_returns(mark))]
    if groups and others:
        rows += [_total(f"Tổng cộng {len(standing)} đơn vị", standing, sources.of_returns(RETURNS_MARK))]
    numbers = ("Phải báo", "Đã báo", "Đã báo nhưng chưa đủ mục", "Báo đúng hạn", "Báo muộn", "Chưa báo")
    each, name_width = 19.0, 50.0
    gaps = PAGE.landscape_width - 12 - name_width - each * len(numbers)
    table = Table(
        (
            Column("TT", 12, "center"),
            Column("Đơn vị", name_width),
            *(Column(title, each, "right") for title in numbers),
            Column("Các kỳ chưa báo, chưa đủ mục", gaps),
        ),
        tuple(rows),
        f"Số kỳ báo của {len(standing)} đơn vị: phải báo, đã báo, đúng hạn, muộn, chưa báo",
    )
    return Annex(
        KEY,
        "Tình hình gửi số liệu của các đơn vị",
        (_note(asked, period), table),
        landscape=True,
    )


def _standing(unit: Unit, asked: Asked, told: Mapping[int, Return], names: Mapping[int, str]) -> _Standing:
    due = due_windows(unit, asked, told)
    partial = {number for number, item in told.items() if not item.full}
    missing = {window.id for window in due if window.id not in told}
    order = [window.id for window in due]
    gaps = [(missing, ""), (partial, "chưa đủ mục: ")]
    said = [f"{lead}tuần {runs(order, some, names)}" for some, lead in gaps if some]
    if due and len(missing) == len(due):
        said = ["tất cả các kỳ"]
    return _Standing(unit, score_of(unit, asked, told), "; ".join(said))


def due_windows(unit: Unit, asked: Asked, told: Mapping[int, Return]) -> list[Window]:
    """The windows that count for the unit, which returned those of `told`."""
    return [
        window
        for window in asked.windows
        if window.id in told or (unit.form and window.id in asked.opened and unit.exists_on(window.last_on))
    ]


def week_names(windows: Sequence[Window], period: Period) -> dict[int, str]:
    """What each window is called in the period, by id: «7», «52/2025», «27 (29/6-30/6/2026)».

    The year is named when it is not the period's; the days, when the week was cut in two.
    """
    year = period.last_on.year
    weeks = {window.id: window.first_on.isocalendar() for window in windows}
    all_weeks = [(week.year, week.week) for week in weeks.values()]
    names = {}
    for window in windows:
        week = weeks[window.id]
        name = str(week.week) if week.year == year else f"{week.week}/{week.year}"
        if all_weeks.count((week.year, week.week)) > 1:
            name += f" ({periods.Window(window.first_on, window.last_on).label.partition('(')[2]}"
        names[window.id] = name
    return names


def runs(order: Sequence[int], some: Iterable[int], names: Mapping[int, str]) -> str:
    """«3, 7–9»: those of the ordered ids, three or more in a row joined."""
    chosen = set(some)
    found: list[list[int]] = [[]]
    for item in order:
        if item in chosen:
            found[-1].append(item)
        elif found[-1]:
            found.append([])
    return ", ".join(
        f"{names[run[0]]}–{names[run[-1]]}" if len(run) > 2 else ", ".join(names[item] for item in run)
        for run in found
        if run
    )


def week_runs(weeks: Sequence[periods.Window], some: Iterable[periods.Window], period: Period) -> str:
    """«3, 7–9»: the weeks of the period that are in `some`."""
    stored = [Window(place, 0, item.first_on, item.last_on) for place, item in enumerate(weeks)]
    chosen = [weeks.index(item) for item in some]
    return runs([item.id for item in stored], chosen, week_names(stored, period))


def _row(place: str, item: _Standing, note: Note) -> Row:
    return Row((place, item.unit.name, *_numbers(item.score, note), item.gaps))


def _total(name: str, items: Sequence[_Standing], note: Note) -> Row:
    score = together(item.score for item in items)
    return Row(("", name, *_numbers(score, note), ""), strong=True)


def _numbers(score: Score, note: Note) -> tuple[Number, ...]:
    counted = (score.expected, score.reported, score.partial, score.in_time, score.late, score.missing)
    return tuple(Number(value, note=note) for value in counted)


def _note(asked: Asked, period: Period) -> str:
    said = (
        f"Đơn vị tính: kỳ báo. Mỗi kỳ báo là một tuần, từ thứ Hai đến Chủ nhật, cắt ở ngày cuối của "
        f"6 tháng; tính các kỳ kết thúc từ ngày {day(period.first_on)} đến ngày {day(period.last_on)} "
        "đã hỏi số liệu, trong thời gian đơn vị tồn tại."
    )
    if asked.never:
        said += f" Không tính các kỳ chưa hỏi số liệu: tuần {week_runs(asked.never, asked.never, period)}."
    return capital(said)
