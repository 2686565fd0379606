"""Shares of a whole, in hundredths of a percent: whole numbers, so that nothing is lost in a float. Pure."""

from collections.abc import Sequence

WHOLE = 10_000
"""A hundred percent."""


def share(part: int, whole: int) -> int:
    """The part in hundredths of a percent of a whole above 0, halves up."""
    return (2 * part * WHOLE + whole) // (2 * whole)


def shares(parts: Sequence[int]) -> list[int]:
    """The parts' shares of their sum, which add up to a hundred percent: by the largest remainder.

    Of equal remainders the earlier part has the larger share. Nothing has no shares: all are 0.
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    found = [part * WHOLE // whole for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -(parts[place] * WHOLE % whole))
    for place in by_remainder[: WHOLE - sum(found)]:
        found[place] += 1
    return found
