"""Annex that holds the main figures against the year before and the year's plan. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.annex_parts import ESTIMATE, Annex, Cell, Column, Number, Percent, Row, Table
from reports.comparison import Change, Comparison, Plan, Side
from reports.comparison_texts import Voice
from reports.figures import Figure
from reports.main_figures import main_figures
from reports.marks import Marked, joined
from reports.nd30 import PAGE
from reports.period_words import as_before, same_period
from reports.sources import Sources, cell_of
from reports.vietnamese import capital, day
from storage.records import Qualifier

KEY = "comparison"

_UNLIKE = "không so sánh"
_FROM_NOTHING = "–"
"""There is no percentage of 0."""


def comparison_annex(comparison: Comparison, ward_rule: str) -> Annex | None:
    """The annex; None when no figure is there to be told."""
    teller = _Teller(comparison, ward_rule)
    plan = comparison.plan
    planned = [key for key in (plan.values if plan else ()) if key not in set(main_figures())]
    rows = [row for key in (*main_figures(), *planned) if (row := teller.row(key))]
    if not rows:
        return None
    numbered = tuple(Row((str(place), *cells)) for place, cells in enumerate(rows, start=1))
    table = Table(tuple(teller.columns()), numbered, teller.title, small=True)
    return Annex(KEY, teller.title, (*teller.notes(numbered), table), landscape=True)


@dataclass(frozen=True, slots=True)
class _Teller:
    comparison: Comparison
    ward_rule: str

    @property
    def title(self) -> str:
        held = [same_period(self.comparison.now.period)] if self.comparison.before else []
        held += [f"kế hoạch năm {self.comparison.plan.year}"] if self.comparison.plan else []
        return f"So sánh với {' và '.join(held)}"

    @property
    def counts_on(self) -> bool:
        """Whether more than the period counts towards the plan."""
        plan = self.comparison.plan
        return plan is not None and plan.period != self.comparison.now.period

    def columns(self) -> Iterator[Column]:
        fixed = [Column("TT", 10, "center"), Column("Chỉ tiêu", 0), Column("Đơn vị tính", 26, "center")]
        numbers = ["Kỳ này"]
        if self.comparison.before:
            words = as_before(self.comparison.now.period)
            numbers += [capital(words), "Tăng (+), giảm (-)", "Tỷ lệ tăng, giảm (%)"]
            numbers += ["Số lần báo, kỳ này", f"Số lần báo, {words}"]
        if self.comparison.plan:
            total = ["Lũy kế từ đầu năm"] if self.counts_on else []
            numbers += ["Kế hoạch năm", *total, "Đạt (%)"]
        each = 20.5
        name = PAGE.landscape_width - sum(column.width for column in fixed) - each * len(numbers)
        yield from (Column(item.title, item.width or name, item.align) for item in fixed)
        yield from (Column(title, each, "right") for title in numbers)

    def row(self, key: str) -> list[Cell] | None:
        """None when there is nothing to hold the figure against."""
        before = self.comparison.before
        now = self.comparison.now.figures.get(key)
        earlier = before.figures.get(key) if before else None
        planned = self.comparison.reached(key)
        if not (earlier or planned):
            return None
        known = now or earlier or (planned.figure if planned else None)
        label = self.comparison.now.figures.label(key)
        cells: list[Cell] = [
            capital(label),
            known.unit if known else "",
            self._value(now, self.comparison.now),
        ]
        if before:
            cells += [self._value(earlier, before), *self._changed(self.comparison.change(key))]
            cells += [self._returns(now, self.comparison.now), self._returns(earlier, before)]
        if self.comparison.plan:
            cells += self._planned(self.comparison.plan, key, label)
        return cells

    def _value(self, figure: Figure | None, side: Side) -> Cell:
        return _number(figure, Sources(side.period, self.ward_rule))

    def _returns(self, figure: Figure | None, side: Side) -> Cell:
        if figure is None:
            return Number(0)
        return Number(figure.submissions, note=Sources(side.period, self.ward_rule).of_figure(figure))

    def _changed(self, change: Change | None) -> list[Cell]:
        if change is None or not change.alike:
            return ["" if change is None else _UNLIKE, ""]
        note = Voice(self.comparison, self.ward_rule).change_note(change)
        difference = Number(change.difference, change.vague, note, signed=True)
        if change.share is None:
            return [difference, _FROM_NOTHING if change.difference else Percent(0)]
        return [
            difference,
            Percent(change.share if change.difference > 0 else -change.share, change.vague, note),
        ]

    def _planned(self, plan: Plan, key: str, label: str) -> list[Cell]:
        reached = plan.reached(key)
        if reached is None:
            return ["", *([""] if self.counts_on else []), ""]
        figure, voice = reached.figure, Voice(self.comparison, self.ward_rule)
        planned = Number(reached.planned, note=voice.plan_note(plan, label))
        total = [_number(figure, Sources(plan.period, self.ward_rule))] if self.counts_on else []
        if figure is None:
            return [planned, *total, ""]
        vague = figure.qualifier is not Qualifier.EXACT
        return [planned, *total, Percent(reached.share, vague, voice.reached_note(plan, reached, figure))]

    def notes(self, rows: Iterable[Row]) -> Iterator[str]:
        now, before, plan = self.comparison.now, self.comparison.before, self.comparison.plan
        told = [joined(["Kỳ này: ", self._window(now)])]
        if before:
            told.append(joined([f"; {same_period(now.period)}: ", self._window(before)]))
        if plan and self.counts_on:
            span = f"từ ngày {day(plan.period.first_on)} đến ngày {day(plan.period.last_on)}"
            told.append(joined([f"; lũy kế để so với kế hoạch: {span}"]))
        yield joined([*told, "."])
        words = []
        cells = [cell for row in rows for cell in row.cells]
        if _UNLIKE in cells:
            words.append(
                f"«{capital(_UNLIKE)}»: số liệu hai kỳ đầy đủ không như nhau, mức đầy đủ của kỳ ít hơn không "
                "bằng 90% của kỳ kia (tính theo số lần báo trên số lần phải báo; với số hiện có thì theo số "
                "đơn vị báo)."
            )
        if any(not isinstance(cell, str) and cell.estimated for cell in cells):
            words.append(f"Dấu ({ESTIMATE}): trong đó có số ước lượng do đơn vị báo.")
        if words:
            yield " ".join(words)

    def _window(self, side: Side) -> Marked:
        ratio = f"{side.groups.reported}/{side.groups.all}"
        of_groups = Sources(side.period, self.ward_rule).groups(ratio)
        days = f"từ ngày {day(side.period.first_on)} đến ngày {day(side.period.last_on)}"
        if not side.groups.all:
            return joined([days])
        return joined([f"{days}, ", of_groups, " tổ dân phố có báo cáo"])


def _number(figure: Figure | None, sources: Sources) -> Cell:
    return cell_of(figure, sources.of_figure(figure) if figure else None)
