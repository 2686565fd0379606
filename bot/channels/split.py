"""Splits long texts the way a person would: between paragraphs, lines, sentences, words."""

import re

_BREAKS = (
    re.compile(r"\n\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…;:])[ \t]"),
    re.compile(r"\s"),
)
"""Where a text may be cut, best place first. What matches is dropped at the cut."""


def size(text: str) -> int:
    """Length in UTF-16 units, which is how the services count: most emoji are two."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units each (2 or more); [] for nothing but white space.

    A part is cut at the best kind of break in its second half, else at the best that it has at all; a word
    longer than the limit is cut where it must be, never within a surrogate pair.
    """
    parts = []
    rest = text.strip()
    while size(rest) > limit:
        head = _head(rest, limit)
        # One character more, so that a break just behind the longest part is seen too.
        end, start = _cut(rest[: len(head) + 1], len(head))
        parts.append(rest[:end].rstrip())
        rest = rest[start:].lstrip()
    return [*parts, rest] if rest else parts


def _head(text: str, limit: int) -> str:
    """The longest beginning that fits."""
    room = limit
    for index, character in enumerate(text):
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            return text[:index]
    return text


def _cut(window: str, longest: int) -> tuple[int, int]:
    """(end of this part, start of the next)."""
    for least in (longest // 2, 1):
        for pattern in _BREAKS:
            found = [match for match in pattern.finditer(window) if least <= match.start() <= longest]
            if found:
                return found[-1].start(), found[-1].end()
    return longest, longest
