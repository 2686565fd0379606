"""What a Zalo bot of the free plan may do: 50 people, 3.000 messages a month. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

SEATS = 50
"""People that one bot serves; the 51st gets no answer."""

_LEVELS = (95, 85, 70)


@dataclass(frozen=True, slots=True)
class Quota:
    """Messages that one bot may send in a calendar month."""

    limit: int = 3000

    def level(self, sent: int) -> int | None:
        """The highest of 70, 85 and 95 per cent that has been reached; None below."""
        return next((level for level in _LEVELS if sent * 100 >= level * self.limit), None)


def choose_bot(loads: Mapping[str, int], seats: int = SEATS) -> str | None:
    """The bot with the fewest people, for one more; the first of equals. None when every bot is full."""
    free = [bot for bot, people in loads.items() if people < seats]
    return min(free, key=lambda bot: loads[bot], default=None)


def can_remind(sent: int, limit: int, expected_rest: int) -> bool:
    """Whether one more reminder leaves enough for the prompts and receipts still expected this month.

    Reminders are what is given up first: without a prompt nobody is asked, without a receipt nobody
    knows what was understood.
    """
    return sent + 1 + expected_rest <= limit
