"""An officer's words about one unit's return: entered after a phone call, or sent back to be mended. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.reading.dates import Week, read_weeks
from bot.reading.folding import bare


class UnitVerb(StrEnum):
    ENTER = "enter"
    """Figures that were told by phone: `text`."""
    SEND_BACK = "send_back"
    """`text` is why."""


@dataclass(frozen=True, slots=True)
class UnitCommand:
    verb: UnitVerb
    unit: str
    """Words that name a unit, without accents: «to 5»."""
    week: Week | None
    """None: the newest that has been asked."""
    text: str
    """What follows the colon, as typed."""


_LONGEST_HEAD = 120
_HEADS = {
    UnitVerb.ENTER: r"/?(?:nhap ho|ghi ho|bao ho)(?: giup)?(?: cho)? (?P<of>.+)",
    UnitVerb.SEND_BACK: r"/?tra lai(?: cho)?(?: so(?: lieu)?)?(?: cua)? (?P<of>.+)",
}
_JOINING = re.compile(r"^(?:cua|cho) |[ ,]*\b(?:cua|ky|trong|cho)$")
"""What is left of the words between unit and week."""


def read_unit_command(text: str, today: date) -> UnitCommand | None:
    """«nhập hộ tổ 5: 3 buổi, 120 người dự»; «trả lại tổ 5 tuần 47: số cao quá». None for all else."""
    head, colon, said = text.partition(":")
    if not (colon and said.strip()) or len(head) > _LONGEST_HEAD:
        return None
    for verb, pattern in _HEADS.items():
        found = re.fullmatch(pattern, bare(head))
        weeks = read_weeks(found["of"], today) if found else ()
        if found is None or len(weeks) > 1:
            continue
        unit = found["of"].replace(weeks[0].said, "") if weeks else found["of"]
        unit = _JOINING.sub("", unit.strip(" ,"))
        if unit and not unit.isdecimal():
            return UnitCommand(verb, unit, weeks[0] if weeks else None, said.strip())
    return None


class _WithName(Protocol):
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_WithName)


def find_units(units: Sequence[_Named], said: str) -> list[_Named]:
    """The units that the words name: «tổ 5» by number, others by words of their names."""
    words = bare(said).split()
    number = next((int(word) for word in words if word.isdecimal()), None)
    if number is not None:
        return [unit for unit in units if [str(number)] == re.findall(r"\d+", unit.name)[-1:]]
    return [unit for unit in units if set(words) <= set(bare(unit.name).split())]
