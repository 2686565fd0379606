"""A year's plan as an officer types it: «T01 500; tờ rơi 3.000». Pure.

Strict on purpose: an item is a figure, by its mark or the beginning of its label, and one number. Items are
parted by semicolons or line breaks, since labels have commas.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.folding import bare
from reports.marks import normal

MOST = 999_999_999
_MOST_DIGITS = 20
"""With zeros before it; Python refuses to read thousands of them."""

_ITEM = re.compile(r"(?P<name>.+?)(?: *[:=] *| +)(?P<number>\d{1,3}(?:\.\d{3})+|\d+)(?P<unit> *[^\d]*)")
_MARK = re.compile(r"[a-z]{1,3}[- ]?\d{1,3}")


@dataclass(frozen=True, slots=True)
class Planned:
    """A figure that may be planned."""

    key: str
    mark: str
    label: str
    unit: str
    main: bool
    """Told in the text of the report: meant where a label is that of several."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    said: str
    """As typed."""
    value: int | None
    """None: no number that could be read."""
    figures: tuple[Planned, ...]
    """The figure that is meant; none or several: it is not clear which."""


def read_plan(text: str, known: Sequence[Planned]) -> list[PlanItem]:
    """Every item of the text, none left out."""
    items = (item.strip(" .,\t") for item in re.split(r"[;\n]", text))
    return [_item(item, known) for item in items if item]


def _item(said: str, known: Sequence[Planned]) -> PlanItem:
    # Blanks are single, so that a row of them is not gone through once for each of them.
    found = _ITEM.fullmatch(re.sub(r"\s+", " ", said))
    if found is None:
        return PlanItem(said, None, _meant(said, known))
    digits = found["number"].replace(".", "")
    value = int(digits) if len(digits) <= _MOST_DIGITS else MOST + 1
    unit = _words(found["unit"])
    figures = (figure for figure in _meant(found["name"], known) if unit in {"", _words(figure.unit)})
    return PlanItem(said, value if value <= MOST else None, tuple(figures))


def _meant(name: str, known: Sequence[Planned]) -> tuple[Planned, ...]:
    words = _words(name)
    if _MARK.fullmatch(words):
        return tuple(figure for figure in known if figure.mark == normal(words))
    labels = {figure: _words(figure.label) for figure in known}
    same = [figure for figure, label in labels.items() if label == words]
    found = same or [figure for figure, label in labels.items() if f"{label} ".startswith(f"{words} ")]
    return tuple([figure for figure in found if figure.main] or found)


def _words(text: str) -> str:
    return re.sub(r"[^\w -]", "", bare(text)).strip()
