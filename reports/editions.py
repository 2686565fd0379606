"""What of a report is frozen when it is submitted and issued, and what has changed since. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.figures import Figures, value_of
from storage.forms import Form
from storage.records import Json, UnitTotal


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was: of one unit, or of the ward."""

    key: str
    label: str
    unit_id: int | None
    """None: the ward's figure, as printed."""
    old: int | None
    """None: nobody had reported it."""
    new: int | None


def frozen(figures: Figures, totals: Iterable[UnitTotal], forms: Iterable[Form]) -> Json:
    """Figures of ward and units as JSON: by key, label, value, qualifier, and values by unit id."""
    kinds = {f"{form.code}.{item.code}": item.kind for form in forms for item in form.indicators}
    by_unit: dict[str, dict[str, int]] = {}
    for total in totals:
        key = f"{total.form}.{total.indicator}"
        by_unit.setdefault(key, {})[str(total.unit_id)] = value_of(total, kinds[key])
    return {
        figure.key: {
            "label": figure.label,
            "value": figure.value,
            "qualifier": figure.qualifier.value,
            "units": by_unit.get(figure.key, {}),
        }
        for figure in figures
    }


def changes(old: Json, new: Json) -> tuple[Change, ...]:
    """What differs, in the old one's order: after each figure of the ward those of its units."""
    found: list[Change] = []
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        label = (before or after or {})["label"]
        units = _changed_units(key, label, before, after)
        if units or _value(before) != _value(after):
            found += [Change(key, label, None, _value(before), _value(after)), *units]
    return tuple(found)


def _changed_units(key: str, label: str, before: Any, after: Any) -> list[Change]:
    """Two units' changes may cancel each other out; they are changes all the same."""
    old, new = _units(before), _units(after)
    ids = sorted({*old, *new}, key=int)
    return [
        Change(key, label, int(unit), old.get(unit), new.get(unit))
        for unit in ids
        if old.get(unit) != new.get(unit)
    ]


def _units(figure: Mapping[str, Any] | None) -> Mapping[str, int]:
    return figure["units"] if figure else {}


def _value(figure: Mapping[str, Any] | None) -> int | None:
    return figure["value"] if figure else None
