"""A figure in a cell, and what the working copy says beside it: its mark, its sources, how to ask. Pure."""

from dataclasses import dataclass

from reports.annex_parts import MISSING, NOTHING, Cell, Number
from reports.editions import GROUPS_REPORTED
from reports.figures import Figure
from reports.marks import GROUPS_MARK, WEEKS_MARK, Marked, Note
from reports.vietnamese import day, number
from storage.periods import Period, PeriodKind
from storage.records import Qualifier

GROUP_FORM = "group"


@dataclass(frozen=True, slots=True)
class Sources:
    """Puts notes on the figures of one report."""

    period: Period
    ward_rule: str

    def figure(self, figure: Figure, text: str) -> Marked:
        """The text, which tells this figure, under its note."""
        return Marked(text, self.of_figure(figure))

    def groups(self, text: str | int) -> Marked:
        """«36», «36/38»: groups behind the report."""
        return Marked(str(text), self._note(GROUPS_MARK, GROUPS_REPORTED))

    def weeks(self, text: str | int) -> Marked:
        """«24», «24/26»: weeks behind the report."""
        return Marked(str(text), self._note(WEEKS_MARK, "số kỳ báo có tổ dân phố báo cáo"))

    def of_figure(self, figure: Figure) -> Note:
        """The note of a figure."""
        units = f"{number(figure.units)} {'tổ' if figure.form == GROUP_FORM else 'đơn vị'}"
        behind = f"{figure.label}, tổng hợp từ {units}, {number(figure.submissions)} lần báo"
        return self._note(figure.mark, behind)

    def of_unit(self, figure: Figure, unit: str) -> Note:
        """The note of what one unit reported for a figure; it opens that unit."""
        return self._note(figure.mark, f"{figure.label}, {unit}", f" {unit},")

    def of_returns(self, mark: str, unit: str = "") -> Note:
        """The note of how many windows a unit, or all of a kind, were due and reported."""
        return self._note(mark, f"số kỳ báo, {unit}" if unit else "số kỳ báo", f" {unit}," if unit else "")

    def _note(self, mark: str, behind: str, asked: str = "") -> Note:
        return Note(mark, f"Mã số liệu {mark}: {behind}. Xem nguồn: nhắn «{self.said(mark, asked)}».")

    def said(self, mark: str, asked: str = "") -> str:
        """What to type so as to see what stands behind a mark over these days."""
        return f"mã {mark}{asked} {self._named()}"

    def _named(self) -> str:
        """What to call the period in a message, so that it is understood as the same days."""
        if self.period.rule == self.ward_rule and self.period.kind is not PeriodKind.WEEK:
            return self.period.label
        return f"từ ngày {day(self.period.first_on)} đến ngày {day(self.period.last_on)}"


def cell_of(figure: Figure | None, note: Note | None = None) -> Cell:
    """A figure of the ward as a table prints it: «chưa báo», «không phát sinh» and 0 are three things."""
    if figure is None:
        return MISSING
    if figure.nothing:
        return NOTHING
    return Number(figure.value, figure.qualifier is not Qualifier.EXACT, note)
