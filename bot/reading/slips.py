"""A slip mended within one message: «họp 3 buổi, à nhầm 2 buổi», «loa 14, à quên, 16»."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.reading.items import MENTIONS, NO_CODES, Item
from bot.reading.reading import Reason
from bot.reading.sheet import Sheet
from bot.reading.words import Role

_MARKS = (Role.WRONG, Role.DOUBT)
"""«nhầm», and «à» of «à không»."""
_TURNS = frozenset({Role.INTO, Role.RATHER, Role.RIGHT, Role.NOT, Role.EDIT})
_BETWEEN = frozenset({Role.PAUSE, Role.STOP, Role.FILL})
_STARTLED = frozenset({"ủa", "ấy", "chết", "ý", "í", "ui", "ối", "ơ"})


class _Count(NamedTuple):
    """The items `start` to `end` (exclusive): a figure at `at` and its names on either side."""

    start: int
    at: int
    end: int


def mend_slips(sheet: Sheet) -> None:
    """Leave out a figure that the message itself takes back for the one after it; to be read back.

    Messages that say what a figure becomes («12 thành 21») or is not are left to the corrections.
    """
    roles = {item.role for item in sheet.items}
    if roles.isdisjoint(_MARKS) or not roles.isdisjoint(_TURNS):
        return
    at = 0
    while at < len(sheet.items):
        if _takes_back(sheet.items, at):
            _mend(sheet, at)
        at += 1


def _takes_back(items: Sequence[Item], at: int) -> bool:
    """«nhầm», «quên»; «à không» before a figure."""
    item = items[at]
    return item.role is Role.WRONG or (item.text == "không" and at > 0 and items[at - 1].text == "à")


def _mend(sheet: Sheet, slip: int) -> None:
    items = sheet.items
    if items[slip].text == "quên" and not any(item.role is Role.NUMBER for item in items[:slip]):
        # «bác quên, 1 buổi»: to report
        items[slip].role = Role.FILL
        sheet.doubt(Reason.CORRECTION)
        return
    old = _count_before(items, _back(sheet, slip))
    new = _count_after(items, slip + 1)
    if old is None or new is None:
        return
    before, after = _named(items, old), _named(items, new)
    if before & after or (not (before and after) and (before or after or sheet.asked)):
        sheet.draft.merged.append((items[old.at].start, items[old.at].end))
        # «loa 9, ủa lộn loa 19» repeats the name, «50 người, à quên 60» leaves it to the first figure.
        head = items[: old.at] if new.start == new.at else items[: old.start]
        kept = items[old.at + 1 : old.end] if new.end == new.at + 1 else []
        figure = items[new.at]
        names = [replace(name, start=figure.start, end=figure.end) for name in kept]
        sheet.items = [*head, *items[new.start : new.at + 1], *names, *items[new.at + 1 :]]
        sheet.doubt(Reason.CORRECTION)
    elif items[slip].text == "quên":
        # «3 buổi 60 người, à quên, zalo 5 tin»
        items[slip].role = Role.FILL
        sheet.doubt(Reason.CORRECTION)


def _back(sheet: Sheet, slip: int) -> int:
    """Where what leads up to the word of the slip begins: «, ủa», «. À»."""
    at = slip
    while at > 0:
        item = sheet.items[at - 1]
        startled = item.role is Role.UNKNOWN and sheet.tokens[item.start].text in _STARTLED
        if item.role not in _BETWEEN and item.text != "à" and not startled:
            break
        at -= 1
    return at


def _count_before(items: Sequence[Item], end: int) -> _Count | None:
    at = end - 1
    while at >= 0 and items[at].role in MENTIONS:
        at -= 1
    if at < 0 or items[at].role is not Role.NUMBER:
        return None
    named = at > 0 and items[at - 1].role in MENTIONS and (at < 2 or items[at - 2].role is not Role.NUMBER)
    return _Count(at - 1 if named else at, at, end)


def _count_after(items: Sequence[Item], start: int) -> _Count | None:
    while start < len(items) and items[start].role in _BETWEEN:
        start += 1
    at = start
    while at < len(items) and items[at].role in MENTIONS:
        at += 1
    if at == len(items) or items[at].role is not Role.NUMBER:
        return None
    end = at + 1
    while end < len(items) and items[end].role in MENTIONS:
        end += 1
    return _Count(start, at, end)


def _named(items: Sequence[Item], count: _Count) -> frozenset[str]:
    """The indicators that the names beside the figure may mean."""
    codes = [items[at].codes for at in range(count.start, count.end) if at != count.at]
    return frozenset.intersection(*codes) or NO_CODES.union(*codes) if codes else NO_CODES
