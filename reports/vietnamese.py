"""Numbers, dates and lists as Vietnamese offices write them. Pure."""

from collections.abc import Iterable
from datetime import date

from storage.records import Qualifier

_QUALIFIERS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "gần ",
    Qualifier.LESS_THAN: "gần ",
    Qualifier.MORE_THAN: "trên ",
}


def number(value: int) -> str:
    """«1.684»: dots between groups of three."""
    return f"{value:,}".replace(",", ".")


def is_rounded(value: int) -> bool:
    """Whether «gần», «trên» may stand before it: 15, 120, 3.720, 14.500; not 12, 1.684 or 14.510."""
    if value < 100:
        return value >= 10 and value % 5 == 0
    zeros = min(max(len(str(value)) - 3, 1), 3)
    return int(value % 10**zeros) == 0


def rounded(value: int) -> int:
    """The nearest figure before which «khoảng» may stand; 0 for one that is too small to be rounded."""
    step = 5 if value < 100 else 10 ** min(max(len(str(value)) - 3, 1), 3)
    found = (value + step // 2) // step * step
    return found if is_rounded(found) else 0


def percent(hundredths: int) -> str:
    """«58,97%», «12,5%», «1.250%», from hundredths of a percent."""
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{number(whole)},{rest:02}".rstrip("0").removesuffix(",") + "%"


def count(value: int, qualifier: Qualifier = Qualifier.EXACT) -> str:
    """A count in running text: «05», «12», «1.684», «gần 14.500», «trên 2.300».

    Office practice pads 1 to 9. A word of vagueness stands only before a figure that was vague and is
    round: «gần 1.684» says of the same figure that it is exact and that it is not.
    """
    digits = f"{value:02}" if 0 < value < 10 else number(value)
    return _QUALIFIERS[qualifier] + digits if is_rounded(value) else digits


def day(value: date) -> str:
    """«26/02/2026», «23/4/2026»: a zero before days under 10 and months 1 and 2 (NĐ 30/2020, II.4)."""
    return f"{value.day:02}/{_month(value)}/{value.year}"


def letter_date(value: date | None, year: int) -> str:
    """«ngày 05 tháng 6 năm 2026»; with no date, room to write day and month of that year in."""
    if value is None:
        return f"ngày      tháng      năm {year}"
    return f"ngày {value.day:02} tháng {_month(value)} năm {value.year}"


def letter_number(value: int | None) -> str:
    """«08», «123» (NĐ 30/2020, II.3); with none, room to write it in."""
    return " " * 9 if value is None else f"{value:02}"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    return f"{capital(text)}."


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> str:
    """«a; b; c»: items may hold commas."""
    return "; ".join(items)


def _month(value: date) -> str:
    return f"{value.month:02}" if value.month <= 2 else f"{value.month}"
