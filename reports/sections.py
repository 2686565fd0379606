"""The texts of a report's sections: which one a period's report has, and what a typed one becomes. Pure.

A report has its own texts. A section without one takes that of an earlier report as a draft, which stays
a draft until somebody has read it over.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.plain import plain_lines
from reports.semiannual import SECTIONS
from storage.periods import Period
from storage.records import Passage

LONGEST = 20_000
"""Letters of a section: about eight pages."""

NUMBERED = "IV"
"""The section whose paragraphs the report numbers itself."""

_NUMBER = re.compile(r"(?:\d{1,2}[.)]|[-–•+])\s+")


@dataclass(frozen=True, slots=True)
class Standing:
    """The text that a section has in the report of a period."""

    passage: Passage
    carried_from: str | None
    """Key of the period from whose report it is, or "" for one before texts had periods; None: it is of
    this report, or has been read over for it."""


def standing(passages: Sequence[Passage], period: Period) -> dict[str, Standing]:
    """The text of each section that has any, in the order of the report.

    Without one of its own a section has the newest of those for a period that began before this one ends,
    of the same kind of period where there is any: a half-year's report goes on from a half-year's.
    """
    found: dict[str, Standing] = {}
    for section in SECTIONS:
        mine = [passage for passage in passages if passage.section == section]
        own = [passage for passage in mine if passage.period == period.key]
        if own:
            newest = max(own, key=lambda passage: passage.version)
            found[section] = Standing(newest, newest.carried_from)
            continue
        earlier = [passage for passage in mine if _began(passage) <= period.last_on]
        if earlier:
            last = max(earlier, key=lambda passage: _likeness(passage, period))
            found[section] = Standing(last, last.period)
    return found


def _began(passage: Passage) -> date:
    return passage.from_on or date.min


def _likeness(passage: Passage, period: Period) -> tuple[bool, date, int]:
    alike = bool(passage.period) and _kind(passage.period) == _kind(period.key)
    return alike, _began(passage), passage.version


def _kind(key: str) -> str:
    """What is left of a period's key without its numbers: «-H» of half-years, «-Q» of quarters."""
    return re.sub(r"\d", "", key)


def drafts(texts: Mapping[str, Standing]) -> tuple[str, ...]:
    """The sections whose text is of an earlier report and has not been read over."""
    return tuple(section for section, text in texts.items() if text.carried_from is not None)


def section_of(said: str) -> str | None:
    """The section that is meant: «III.2», «iii 2», «3.2»; None when the report has no such text."""
    found = re.fullmatch(r"([IVX]+|\d)\W*(\d{1,2})?\W*([A-Z])?", said.upper().strip())
    if found is None:
        return None
    part, number, letter = found.groups()
    numerals = dict(zip("12345", ("I", "II", "III", "IV", "V"), strict=True))
    key = ".".join(
        filter(None, [numerals.get(part, part), str(int(number or 0) or ""), (letter or "").lower()])
    )
    return key if key in SECTIONS else None


def body_of(section: str, typed: str) -> tuple[str, bool]:
    """What is stored of a typed text: a paragraph a line; whether numbers of paragraphs were left out.

    The report numbers the paragraphs of section IV itself.
    """
    lines = [line.strip() for line in plain_lines(typed)]
    lines = [line for line in lines if line]
    bare = [_NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line for line in lines]
    if section != NUMBERED or bare == lines:
        return "\n".join(lines), False
    return "\n".join(line for line in bare if line), True
