"""Notes beside figures as Word comments: letters around the figure while a file is filled, then comments.

The letters are private-use ones, which `reports.plain` takes out of every value. They are put around a
figure where it is printed, go with it through any template, loop or table, and leave no trace in a
clean copy.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime

from reports.marks import Marked, Note
from reports.package import W
from reports.plain import plain_line
from reports.word_package import WordPackage
from reports.wordml import Element, text_in, w

AUTHOR, INITIALS = "Gom Số", "GS"

_BEGIN, _END = "\ue002", "\ue003"
_DIGITS = "\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017\ue018\ue019"
_NOTED = re.compile(f"{_BEGIN}([{_DIGITS}]+)([^{_BEGIN}{_END}]*){_END}")
_RATIO = re.compile(f"({_BEGIN}([{_DIGITS}]+)[^{_BEGIN}{_END}]*){_END}/{_BEGIN}\\2(?![{_DIGITS}])")
"""«36» and «38» under one note: «36/38» is one figure."""
_LETTERS = re.compile(b"|".join(letter.encode() for letter in f"{_BEGIN}{_END}{_DIGITS}"))

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NO_COMMENTS_IN = {f"{{{W}}}{tag}" for tag in ("txbxContent", "del", "moveFrom")}


def without_letters(part: bytes) -> bytes:
    """An XML part of a filled file without what `Notes` wrote into it."""
    return _LETTERS.sub(b"", part)


class Comments:
    """The comments of a Word file; those that it has stay."""

    def __init__(self, package: WordPackage, made_at: datetime) -> None:
        self._package = package
        # Word takes what is written here for the reader's local time, whatever its zone.
        self._at = f"{made_at:%Y-%m-%dT%H:%M:%S}Z"
        self._root: Element | None = None
        self._next = 0

    def on(self, figure: Element, note: Note) -> tuple[Element, ...]:
        """The run `figure` with a comment on it, to be put in its place."""
        if self._root is None:
            self._root = self._package.opened("comments", w("comments"), _MEDIA_TYPE)
            used = (int(comment.get(f"{{{W}}}id", "0")) for comment in self._root)
            self._next = max(used, default=-1) + 1
        number, self._next = self._next, self._next + 1
        words = w("p", w("r", text_in("t", plain_line(note.words))))
        self._root.append(w("comment", words, id=number, author=AUTHOR, date=self._at, initials=INITIALS))
        return (
            w("commentRangeStart", id=number),
            figure,
            w("commentRangeEnd", id=number),
            w("r", w("commentReference", id=number)),
        )


class Notes:
    """The notes of a file that is being filled; in it, letters around a figure hold the note's number."""

    def __init__(self) -> None:
        self._numbers: dict[Note, int] = {}

    def written(self, text: Marked) -> str:
        """The text with letters around its figures."""
        return "".join(part if note is None else self._around(part, note) for part, note in text.pieces)

    def _around(self, text: str, note: Note) -> str:
        number = self._numbers.setdefault(note, len(self._numbers))
        return f"{_BEGIN}{''.join(_DIGITS[int(digit)] for digit in str(number))}{text}{_END}"

    def placed(self, docx: bytes, made_at: datetime) -> bytes:
        """The filled file with comments for letters, dated `made_at`.

        The same bytes for the same file. Where Word allows no comment (headers, text boxes, attributes)
        the letters stay: `without_letters` takes them out.
        """
        package = WordPackage(docx)
        comments = Comments(package, made_at)
        for run in list(package.document.iter(f"{{{W}}}r")):
            if _has_notes(run) and not any(place.tag in _NO_COMMENTS_IN for place in run.iterancestors()):
                _replace(run, list(self._cut(run, comments)))
        return package.data()

    def _cut(self, run: Element, comments: Comments) -> Iterator[Element]:
        """The run cut where its notes begin and end, with their comments between."""
        notes = tuple(self._numbers)
        piece = _like(run)
        for child in run:
            if child.tag == f"{{{W}}}rPr":
                continue
            if not _is_noted(child):
                piece.append(deepcopy(child))
                continue
            before, *found = _NOTED.split(_RATIO.sub(r"\1/", child.text))
            _write(piece, before)
            for digits, text, after in zip(found[::3], found[1::3], found[2::3], strict=True):
                yield from _unless_empty(piece)
                note = notes[int("".join(str(_DIGITS.index(digit)) for digit in digits))]
                yield from comments.on(_write(_like(run), text), note)
                piece = _write(_like(run), after)
        yield from _unless_empty(piece)


def _is_noted(element: Element) -> bool:
    return element.tag == f"{{{W}}}t" and bool(_NOTED.search(element.text or ""))


def _has_notes(run: Element) -> bool:
    return any(map(_is_noted, run))


def _like(run: Element) -> Element:
    """An empty run that looks the same."""
    return w("r", *map(deepcopy, run.iterchildren(f"{{{W}}}rPr")))


def _write(run: Element, text: str) -> Element:
    if text:
        run.append(text_in("t", text))
    return run


def _unless_empty(run: Element) -> Iterator[Element]:
    if any(child.tag != f"{{{W}}}rPr" for child in run):
        yield run


def _replace(run: Element, pieces: list[Element]) -> None:
    place = run.getparent()
    start = place.index(run)
    place[start : start + 1] = pieces
