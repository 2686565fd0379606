"""What of a report is frozen when it is submitted and issued, and what has changed since. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.figures import Figures, GroupCount, value_of
from reports.marks import GROUPS_MARK
from reports.vietnamese import count
from storage.forms import Form
from storage.records import Json, Qualifier, UnitTotal

GROUPS_REPORTED = "số tổ dân phố có báo cáo"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a report tells it."""

    value: int
    qualifier: Qualifier = Qualifier.EXACT

    @property
    def printed(self) -> str:
        """«1.684», «gần 14.500»."""
        return count(self.value, self.qualifier)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was: of one unit, or of the ward."""

    key: str
    """«form.indicator»; the mark of how many groups reported."""
    label: str
    unit_id: int | None
    """None: the ward's figure, as printed."""
    old: Told | None
    """None: nobody had reported it."""
    new: Told | None


def frozen(figures: Figures, totals: Iterable[UnitTotal], forms: Iterable[Form], groups: GroupCount) -> Json:
    """Figures of ward and units as JSON: by key, label, value, qualifier, and values by unit id."""
    kinds = {f"{form.code}.{item.code}": item.kind for form in forms for item in form.indicators}
    by_unit: dict[str, dict[str, int]] = {}
    for total in totals:
        key = f"{total.form}.{total.indicator}"
        by_unit.setdefault(key, {})[str(total.unit_id)] = value_of(total, kinds[key])
    told = {
        figure.key: _json(figure.label, figure.value, figure.qualifier, by_unit[figure.key])
        for figure in figures
    }
    return {**told, GROUPS_MARK: _json(GROUPS_REPORTED, groups.reported, Qualifier.EXACT, {})}


def _json(label: str, value: int, qualifier: Qualifier, units: Mapping[str, int]) -> Json:
    return {"label": label, "value": value, "qualifier": qualifier.value, "units": units}


def changes(old: Json, new: Json) -> tuple[Change, ...]:
    """What differs, in the old one's order: after each figure of the ward those of its units."""
    found: list[Change] = []
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        label = (before or after or {})["label"]
        units = _changed_units(key, label, before, after)
        was, is_now = _told(before), _told(after)
        if units or (was and was.printed) != (is_now and is_now.printed):
            found += [Change(key, label, None, was, is_now), *units]
    return tuple(found)


def _changed_units(key: str, label: str, before: Any, after: Any) -> list[Change]:
    """Two units' changes may cancel each other out; they are changes all the same."""
    old, new = _units(before), _units(after)
    return [
        Change(key, label, int(unit), old.get(unit), new.get(unit))
        for unit in sorted({*old, *new}, key=int)
        if old.get(unit) != new.get(unit)
    ]


def _units(figure: Mapping[str, Any] | None) -> dict[str, Told]:
    return {unit: Told(value) for unit, value in figure["units"].items()} if figure else {}


def _told(figure: Mapping[str, Any] | None) -> Told | None:
    return Told(figure["value"], Qualifier(figure["qualifier"])) if figure else None
