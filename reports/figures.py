"""Tallies of units added up to the figures of the ward. Pure.

A figure is what all units together reported for one indicator of one form. Figures of different
forms are never merged, even where they mean alike: two units may count the same meeting.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.marks import mark_table
from storage.errors import FormFileError
from storage.forms import Form, Indicator, Kind
from storage.records import Qualifier, UnitTotal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the ward over a period."""

    form: str
    indicator: str
    label: str
    unit: str
    """Noun printed after the value: «lượt người»."""
    value: int
    qualifier: Qualifier
    submissions: int
    """Number of submissions behind it."""
    units: int
    """How many units reported it."""
    mark: str
    """By which it is asked about, see `reports.marks`."""
    kind: Kind
    """How the units' figures were added up."""
    nothing: bool
    """Every unit said each time «không phát sinh», never a 0."""

    @property
    def key(self) -> str:
        return f"{self.form}.{self.indicator}"


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period by key «form.indicator», in the forms' order.

    A figure that nobody reported is absent, which is not 0; its label is known all the same.
    """

    found: Mapping[str, Figure]
    labels: Mapping[str, str]

    def get(self, key: str) -> Figure | None:
        """The figure, or None when nobody reported it. Raises FormFileError as `label` does."""
        self.label(key)
        return self.found.get(key)

    def label(self, key: str) -> str:
        """What the figure counts. Raises FormFileError for what no form asks."""
        if key not in self.labels:
            raise FormFileError(f"the report prints {key!r}, which no form asks; restore it in the forms")
        return self.labels[key]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.found.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the figures that nobody reported."""
        return tuple(key for key in self.labels if key not in self.found)


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many residential groups reported anything in the period, of how many."""

    reported: int
    all: int


def add_up(totals: Iterable[UnitTotal], forms: Iterable[Form]) -> Figures:
    """The ward's figures, by the kind of each indicator.

    `sum`: the units' totals added. `last`: each unit's latest value, added; two units' stocks stand
    side by side. `max`: each unit's largest value, added, for the same reason.
    Of several versions of a form the one given last says label and kind.
    Raises FormFileError when a total belongs to no indicator of the forms.
    """
    forms = tuple(forms)
    indicators = {f"{form.code}.{item.code}": (form.code, item) for form in forms for item in form.indicators}
    reported: dict[str, list[UnitTotal]] = defaultdict(list)
    for total in totals:
        key = f"{total.form}.{total.indicator}"
        if key not in indicators:
            raise FormFileError(f"no form file asks {key!r}, but it was reported; restore that form file")
        reported[key].append(total)
    marks = mark_table(forms)
    found = {
        key: _figure(form, indicator, reported[key], marks[key])
        for key, (form, indicator) in indicators.items()
        if key in reported
    }
    return Figures(found, {key: indicator.label for key, (_, indicator) in indicators.items()})


def _figure(form: str, indicator: Indicator, totals: list[UnitTotal], mark: str) -> Figure:
    return Figure(
        form=form,
        indicator=indicator.code,
        label=indicator.label,
        unit=indicator.unit,
        value=sum(value_of(total, indicator.kind) for total in totals),
        qualifier=_together(total.qualifier for total in totals),
        submissions=sum(total.submissions for total in totals),
        units=len({total.unit_id for total in totals}),
        mark=mark,
        kind=indicator.kind,
        nothing=all(total.nothing for total in totals),
    )


def value_of(total: UnitTotal, kind: Kind) -> int:
    """What the unit adds to the ward's figure."""
    if kind is Kind.LAST:
        # A form that asked for it in another way before has no latest figure apart from its sum.
        return total.largest if total.last is None else total.last
    return total.largest if kind is Kind.MAX else total.total


def _together(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """EXACT when all are; how the others were meant when they agree; else ABOUT."""
    vague = {qualifier for qualifier in qualifiers if qualifier is not Qualifier.EXACT}
    if len(vague) > 1:
        return Qualifier.ABOUT
    return vague.pop() if vague else Qualifier.EXACT
