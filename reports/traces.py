"""What a printed figure is made of: each unit's weeks, and which of them count. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.completeness import Score
from storage.forms import Indicator, Kind
from storage.periods import Period
from storage.records import TalliedWeek


@dataclass(frozen=True, slots=True)
class TracedWeek:
    """A week's tally and how it came."""

    told: TalliedWeek
    counted: bool
    """Whether it is part of the unit's figure: of a stock only the latest week is."""
    title: str
    """What the person who reported is in the unit; empty for an officer."""


@dataclass(frozen=True, slots=True)
class TracedUnit:
    name: str
    now_in: str
    """The unit into which it has merged since; empty when it has not."""
    value: int
    weeks: tuple[TracedWeek, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure as the sum of its units' values."""

    mark: str
    indicator: Indicator
    of_groups: bool
    period: Period
    units: tuple[TracedUnit, ...]
    """Largest first; those that reported nothing are not there."""

    @property
    def value(self) -> int:
        return sum(unit.value for unit in self.units)

    @property
    def submissions(self) -> int:
        return sum(len(unit.weeks) for unit in self.units)

    @property
    def windows(self) -> int:
        return len({week.told.window_id for unit in self.units for week in unit.weeks})


@dataclass(frozen=True, slots=True)
class Ratio:
    """«36/38»: the names of what is counted, and of what is wanting."""

    mark: str
    period: Period
    there: tuple[str, ...]
    wanting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueWeek:
    """A window that counted for a unit, and what became of it."""

    first_on: date
    last_on: date
    reported: bool
    full: bool
    late: bool


@dataclass(frozen=True, slots=True)
class UnitReturns:
    name: str
    weeks: tuple[DueWeek, ...]
    """Oldest first."""

    @property
    def score(self) -> Score:
        return Score(
            expected=len(self.weeks),
            reported=sum(week.reported for week in self.weeks),
            partial=sum(week.reported and not week.full for week in self.weeks),
            late=sum(week.late for week in self.weeks),
        )


@dataclass(frozen=True, slots=True)
class Returns:
    """What the numbers of the annex on completeness are made of."""

    mark: str
    period: Period
    units: tuple[UnitReturns, ...]
    """In the ward's order; those for which no window counted are not there."""


def counted(weeks: Sequence[TalliedWeek], kind: Kind) -> list[TalliedWeek]:
    """Those of a unit's weeks, oldest first, that make up its figure; as `reports.figures` adds up."""
    if kind is Kind.SUM:
        return list(weeks)
    if kind is Kind.LAST and (stocks := [week for week in weeks if week.kind is Kind.LAST]):
        return stocks[-1:]
    return [max(weeks, key=lambda week: week.value)]
