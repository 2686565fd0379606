"""What a ward's own letters look like. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from storage.errors import SettingsError
from storage.records import Json


@dataclass(frozen=True, slots=True)
class Profile:
    """What the ward's own letters look like, from `Ward.profile`."""

    agency: tuple[str, ...]
    """Lines of the issuing agency's name: «ỦY BAN NHÂN DÂN», «PHƯỜNG PHÙ LIỄN»."""
    place: str
    symbol: str
    """«BC-UBND»."""
    recipients: tuple[str, ...]
    """Without dashes and semicolons."""
    archive: str
    """«VT, VHXH»: after «- Lưu: »."""
    authority: tuple[str, ...]
    """«TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH»."""
    signer: str
    superior: str = ""
    """Printed above the agency where the ward has it so."""
    addressees: tuple[str, ...] = ()
    """«Kính gửi»; for a report to a superior agency."""


def read_profile(json: Json) -> Profile:
    """The profile as stored. Raises SettingsError naming the key that is missing or wrong."""
    wanted = {field.name: field for field in fields(Profile)}
    for key in json.keys() - wanted.keys():
        raise SettingsError(f"ward profile: unknown key {key!r}; it knows {', '.join(wanted)}")
    values: dict[str, Any] = {}
    for key, field in wanted.items():
        optional = field.name in ("superior", "addressees")
        if key not in json:
            if optional:
                continue
            raise SettingsError(f"ward profile: {key} is missing; set it before a report is made")
        read = _lines if "tuple" in str(field.type) else _line
        values[key] = read(key, json[key], optional)
    return Profile(**values)


def _line(key: str, value: object, may_be_empty: bool) -> str:
    if not isinstance(value, str) or len(value.splitlines()) > 1 or not (value.strip() or may_be_empty):
        raise SettingsError(f"ward profile: {key} must be one line of text")
    return value.strip()


def _lines(key: str, value: object, may_be_empty: bool) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not (value or may_be_empty):
        raise SettingsError(f"ward profile: {key} must be a list of lines of text")
    return tuple(_line(key, item, may_be_empty=False) for item in value)
