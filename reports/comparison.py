"""A period's figures beside those of the same period of the year before and the year's plan. Pure.

Two figures are compared only where the data behind them are almost as complete (`ALIKE`): else
what is told as a fall may only be somebody's silence.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports.figures import Figure, Figures, GroupCount
from reports.shares import share
from storage import periods
from storage.forms import Kind
from storage.periods import Period, Rule
from storage.records import Qualifier, Unit

ALIKE = Fraction(9, 10)
"""The less complete of two figures has at least this part of the other's completeness."""


@dataclass(frozen=True, slots=True)
class Side:
    """What a period holds, and how much of it there might be."""

    period: Period
    figures: Figures
    groups: GroupCount
    units: Mapping[str, int]
    """How many units have each form."""
    due: Mapping[str, int]
    """How many returns on each form there could be, asked for or not."""

    def completeness(self, figure: Figure) -> Fraction:
        """Of a sum: returns over what there could be; of a stock, which one return tells: units."""
        of_sum = figure.kind is Kind.SUM
        told, could = (figure.submissions, self.due) if of_sum else (figure.units, self.units)
        return min(Fraction(told, max(could.get(figure.form, 0), 1)), Fraction(1))


def side(
    period: Period, ward_rule: Rule, figures: Figures, groups: GroupCount, units: Iterable[Unit], until: date
) -> Side:
    """A period of a ward; windows that end after `until` owe nothing yet."""
    windows = [item for item in periods.windows_of(period, ward_rule) if item.last_on <= until]
    having: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for unit in units:
        if unit.form and unit.exists_between(period.first_on, period.last_on):
            having[unit.form] += 1
            due[unit.form] += sum(unit.exists_on(window.last_on) for window in windows)
    return Side(period, figures, groups, having, due)


@dataclass(frozen=True, slots=True)
class Change:
    """From a figure of the year before to the same figure now."""

    now: Figure
    before: Figure
    alike: bool
    """Whether the data behind both are almost as complete, so that one may be told against the other."""

    @property
    def difference(self) -> int:
        return self.now.value - self.before.value

    @property
    def share(self) -> int | None:
        """The difference, without its sign, in hundredths of a percent; None from 0."""
        return share(abs(self.difference), self.before.value) if self.before.value else None

    @property
    def vague(self) -> bool:
        return {self.now.qualifier, self.before.qualifier} != {Qualifier.EXACT}


@dataclass(frozen=True, slots=True)
class Reached:
    """How much of a year's plan has been reached since its beginning."""

    planned: int
    figure: Figure | None
    """None: nobody has reported it."""

    @property
    def share(self) -> int:
        """In hundredths of a percent."""
        return share(self.figure.value, self.planned) if self.figure else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is meant to be reached in a year, and what has been since it began."""

    year: int
    period: Period
    """From the beginning of the year to the end of the report's period."""
    figures: Figures
    """Over that period."""
    values: Mapping[str, int]
    """By key of the figure; each above 0."""

    def reached(self, key: str) -> Reached | None:
        """None when nothing is planned for the figure."""
        return Reached(self.values[key], self.figures.get(key)) if key in self.values else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a report's figures are held against; at least one of `before` and `plan` is there."""

    now: Side
    before: Side | None = None
    plan: Plan | None = None

    def change(self, key: str) -> Change | None:
        """None when the figure was not reported in both periods."""
        now, before = self.now.figures.get(key), self.before.figures.get(key) if self.before else None
        if now is None or before is None or self.before is None:
            return None
        return Change(now, before, _alike(self.now.completeness(now), self.before.completeness(before)))

    def reached(self, key: str) -> Reached | None:
        return self.plan.reached(key) if self.plan else None


def _alike(one: Fraction, other: Fraction) -> bool:
    return min(one, other) >= ALIKE * max(one, other)


def parts_of(figures: Figures, whole: str, keys: Sequence[str]) -> list[Figure]:
    """The figures that are the parts of a whole; none unless all are there and add up to it."""
    found = [figure for key in keys if key != whole and (figure := figures.get(key))]
    total = figures.get(whole) if whole else None
    complete = total is not None and len(found) == len(keys) - 1
    if not complete or total is None or not total.value:
        return []
    return found if sum(figure.value for figure in found) == total.value else []
