"""Items: pieces of a message with what they do."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.digits import Doubt
from bot.reading.words import Role

NO_CODES: frozenset[str] = frozenset()
MENTIONS = frozenset({Role.NOUN, Role.WORD, Role.MARK})
NEAR = 24
"""So many items are looked at on either side of one, so that no message takes long."""
FIGURES = frozenset({Role.NUMBER, Role.ZERO})


@dataclass(slots=True)
class Item:
    """Tokens `start` to `end` (exclusive) and what they do.

    `codes` are the indicators a mention may name, `value` that of a figure (None when it has no
    single one), `text` the known phrase that was found.
    """

    role: Role
    start: int
    end: int
    codes: frozenset[str] = NO_CODES
    value: int | None = None
    doubt: Doubt | None = None
    text: str = ""


def within(items: Sequence[Item], start: int, end: int) -> Sequence[Item]:
    """The items that begin at token `start` or later and before `end`; `items` in the order of the tokens."""
    first = bisect_left(items, start, key=_start)
    return items[first : bisect_left(items, end, first, key=_start)]


def _start(item: Item) -> int:
    return item.start
