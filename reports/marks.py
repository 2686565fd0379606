"""Marks: the short name by which a printed figure is asked about, and text that carries them. Pure.

A mark is the letters of a form and the indicator's number in it: «T03». The letters stand in the form
file; the number is the place at which the indicator was first asked, over all versions of the form by
date. Stored versions never change and new indicators come in later ones, so a mark keeps its meaning.
Forms with the same letters are refused by `storage.forms`; `RATIO_LETTERS` are kept for ratios.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from reports.vietnamese import capital
from storage.forms import RESERVED_MARK, Form

GROUPS_MARK = f"{RESERVED_MARK}01"
"""Of «36/38 tổ dân phố»: how many groups stand behind a report."""
WEEKS_MARK = f"{RESERVED_MARK}02"
"""Of «24/26 tuần»: for how many weeks anything was reported."""
GROUP_RETURNS_MARK, OFFICE_RETURNS_MARK, RETURNS_MARK = (f"{RESERVED_MARK}0{digit}" for digit in "345")
"""Of the annex on completeness: windows due and reported by groups, by other units, by all."""


def mark_table(forms: Iterable[Form]) -> dict[str, str]:
    """The mark of every figure that the forms ask, by its key «form.indicator»."""
    numbers: dict[str, dict[str, int]] = {}
    table = {}
    for form in sorted(forms, key=lambda form: form.from_on):
        known = numbers.setdefault(form.code, {})
        for code in form.codes:
            known.setdefault(code, len(known) + 1)
            table[f"{form.code}.{code}"] = f"{form.mark}{known[code]:02}"
    return table


def normal(typed: str) -> str:
    """The mark as it is printed: «t3», «T-03» and «T03» are one."""
    letters = "".join(letter for letter in typed if letter.isalpha())
    digits = "".join(letter for letter in typed if letter.isdigit())
    return f"{letters.upper()}{int(digits or 0):02}"


@dataclass(frozen=True, slots=True)
class Note:
    """What the working copy says beside a figure."""

    mark: str
    words: str


class Marked(str):
    """Text with figures in it, each with its note. To whoever asks for no marks it is a plain str."""

    pieces: tuple[tuple[str, Note | None], ...]
    """The text cut where notes begin and end."""

    def __new__(cls, text: str, note: Note | None = None) -> Self:
        """The whole text under one note. An f-string or a str method gives the text without its notes."""
        return cls.of([(text, note)])

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, Note | None]]) -> Self:
        kept = tuple((text, note) for text, note in pieces if text)
        made = super().__new__(cls, "".join(text for text, _ in kept))
        made.pieces = kept
        return made


def joined(texts: Iterable[str], separator: str = "") -> Marked:
    """The texts one after the other, with the notes of those that have any."""
    pieces: list[tuple[str, Note | None]] = []
    for number, text in enumerate(texts):
        pieces += [(separator, None)] if number else []
        pieces += text.pieces if isinstance(text, Marked) else [(text, None)]
    return Marked.of(pieces)


def sentence(text: str) -> Marked:
    """The text with a capital at its start and a full stop at its end."""
    pieces = list(joined([text]).pieces)
    if pieces:
        first, note = pieces[0]
        pieces[0] = capital(first), note
    return Marked.of([*pieces, (".", None)])
