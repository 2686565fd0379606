"""Directive documents as officers type them -> kind, number, date, subject. Pure, and strict.

«Kế hoạch số 101/KH-UBND ngày 26/02/2026 về tuyên truyền cải cách hành chính»: the order in which Nghị định
30/2020/NĐ-CP, Phụ lục I, II.6.b has a document cited. Every word must have its place; what has none, or
contradicts another, is a problem for the officer to settle, and nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from reports.plain import plain_lines
from storage.records import Directive

LONGEST_SUBJECT = 500
"""Letters."""

KINDS = {
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Công văn": "",
}
"""Kinds of documents and what stands for each in the symbol (NĐ 30/2020, Phụ lục III, mục I); a letter
(công văn) has the agency there alone."""


class Fault(StrEnum):
    """What keeps a document from being registered."""

    NO_KIND = "no_kind"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    NO_SUBJECT = "no_subject"
    NO_SUCH_DAY = "no_such_day"
    FUTURE = "future"
    """Dated later than today."""
    OTHER_KIND = "other_kind"
    """The symbol is one of another kind."""
    OTHER_ISSUER = "other_issuer"
    """Not of the ward's People's Committee, which the report says has issued what it cites."""
    UNREAD = "unread"
    """Words that have no place in a citation."""
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Problem:
    fault: Fault
    words: str = ""
    """The words it is about, as typed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that could not be read, and everything that is wrong with it."""

    typed: str
    problems: tuple[Problem, ...]


Read: TypeAlias = Directive | Refused
"""A directive read has the id 0."""

_NUMBER = re.compile(
    r"(?<![\w/.-])(?:so *:? *)?(?P<digits>\d{1,5})(?P<year> */ *(?:19|20)\d\d)? */ *"
    r"(?P<symbol>[a-z]{1,10}(?: *- *[a-z]{1,10}){0,3})(?![\w/])"
)
_DATE = re.compile(
    r"(?:(?<!\w)ngay *)?(?<![\w/])(?P<day>\d{1,2})(?: *[/.-] *| *thang *)(?P<month>\d{1,2})"
    r"(?: *[/.-] *|,? *nam *)(?P<year>(?:19|20)\d\d)(?![\d/])"
)
_ABOUT = re.compile(r"(?<!\w)(?:ve(?=[ :])|(?P<short>v/v)) *:? *")
_ISSUER = re.compile(r"[ ,]*(?:cua|do) +(?P<who>.+?)(?: +ban hanh)?[ ,]*")
_BULLET = re.compile(r"(?:[-•+*]|\d{1,2}[.)]) *(?=[^\W\d])")


def fold(text: str) -> str:
    """The text without case and marks, letter for letter: places in one are places in the other."""
    return "".join(map(_fold, text))


def _fold(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    if letter in "–—":
        return "-"
    lower = unicodedata.normalize("NFD", letter)[0].lower()
    return lower if len(lower) == 1 else letter


_BY_WORDS = {fold(kind): kind for kind in KINDS}
_BY_ABBREVIATION = {short: kind for kind, short in KINDS.items() if short} | {"CV": "Công văn"}
_SHORTS = {fold(short) for short in KINDS.values() if short}
_NEXT = re.compile(r"\n|; *(?=[a-z ]{0,40}\d{1,5} */ *[a-z])")
"""Where another document begins: on a line of its own, or behind a semicolon with a number after it."""


def read_directives(text: str, today: date, ward: str) -> tuple[Read, ...]:
    """Every document named in the text, one a line or parted by semicolons.

    `ward` is the ward's name in a sentence: «phường Phù Liễn».
    """
    return tuple(_read(piece, today, ward) for piece in _pieces("\n".join(plain_lines(text))))


def _pieces(text: str) -> Iterator[str]:
    ends = [*((match.start(), match.end()) for match in _NEXT.finditer(fold(text))), (len(text), len(text))]
    start = 0
    for end, next_start in ends:
        piece = " ".join(text[start:end].split()).strip(" ;")
        piece = _BULLET.sub("", piece, count=1) if _BULLET.match(piece) else piece
        if piece.strip(" ."):
            yield piece
        start = next_start


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the parts stand in what was typed."""

    typed: str
    number: re.Match[str] | None
    dated: re.Match[str] | None
    about: re.Match[str] | None

    def typed_of(self, match: re.Match[str], group: str | int = 0) -> str:
        return self.typed[slice(*match.span(group))]

    @property
    def head(self) -> str:
        """What stands before the first of them: the kind."""
        starts = [match.start() for match in (self.number, self.dated, self.about) if match]
        return self.typed[: min(starts, default=len(self.typed))]

    @property
    def subject(self) -> str:
        if self.about is None:
            return ""
        words = self.typed[self.about.end() :].strip(" .;,")
        return f"việc {words}" if words and self.about["short"] else words

    @property
    def gaps(self) -> tuple[str, ...]:
        """What stands between them, where it is known which is which."""
        if not (self.number and self.dated):
            return ()
        between = self.typed[self.number.end() : self.dated.start()]
        return (between, self.typed[self.dated.end() : self.about.start()]) if self.about else (between,)


def _read(typed: str, today: date, ward: str) -> Read:
    parts = _parts(typed)
    kind, odd = _kind(parts.head)
    issued_on = _day(parts.dated) if parts.dated else None
    problems = tuple(dict.fromkeys(_problems(parts, kind, odd, issued_on, today, ward)))
    if problems or not (kind and parts.number and issued_on):
        return Refused(typed, problems)
    number = _number(kind, parts.number, parts.typed_of(parts.number, "symbol"))
    return Directive(0, kind, number, issued_on, parts.subject)


def _parts(typed: str) -> _Parts:
    """Number and date stand before the subject, which may name other documents."""
    folded = fold(typed)
    about = next((found for found in _ABOUT.finditer(folded) if _is_about(typed, found)), None)
    end = about.start() if about else len(folded)
    number = _NUMBER.search(folded, 0, end)
    dated = _DATE.search(folded, number.end() if number else 0, end)
    return _Parts(typed, number, dated, about)


def _is_about(typed: str, found: re.Match[str]) -> bool:
    """«bảo vệ» is spelled with other marks."""
    return bool(found["short"]) or typed[found.start() : found.start() + 2].lower() in {"về", "ve"}


def _problems(
    parts: _Parts, kind: str | None, odd: str, issued_on: date | None, today: date, ward: str
) -> Iterator[Problem]:
    if kind is None:
        yield Problem(Fault.NO_KIND)
    if parts.number is None:
        yield Problem(Fault.NO_NUMBER)
    if parts.dated is None:
        yield Problem(Fault.NO_DATE)
    elif issued_on is None:
        yield Problem(Fault.NO_SUCH_DAY, parts.typed_of(parts.dated))
    elif issued_on > today:
        yield Problem(Fault.FUTURE, parts.typed_of(parts.dated))
    if not parts.subject:
        yield Problem(Fault.NO_SUBJECT)
    elif len(parts.subject) > LONGEST_SUBJECT:
        yield Problem(Fault.TOO_LONG)
    for gap in (odd, *parts.gaps):
        yield from _of_gap(gap, ward)
    if kind and parts.number:
        yield from _of_symbol(kind, parts.number["symbol"], parts.typed_of(parts.number, "symbol"))


def _kind(head: str) -> tuple[str | None, str]:
    """The kind, and words that stand there besides."""
    words = head.strip(" ,:.-")
    folded = fold(words)
    number = re.search(r"(?<!\w)so(?!\w)|\d", folded)
    words = words[: number.start()].strip(" ,:") if number else words
    if words in _BY_ABBREVIATION:
        return _BY_ABBREVIATION[words], ""
    folded = fold(words)
    for spelled, kind in _BY_WORDS.items():
        if folded == spelled or folded.startswith(f"{spelled} "):
            return kind, words[len(spelled) :]
    return None, ""


def _of_gap(gap: str, ward: str) -> Iterator[Problem]:
    """Between the parts only the issuing agency may stand."""
    if not gap.strip(" ,"):
        return
    issuer = _ISSUER.fullmatch(fold(gap))
    if issuer is None:
        yield Problem(Fault.UNREAD, gap.strip(" ,"))
    elif issuer["who"] not in _committee(ward):
        yield Problem(Fault.OTHER_ISSUER, gap[slice(*issuer.span("who"))])


def _committee(ward: str) -> set[str]:
    """What the ward's People's Committee is called."""
    name = fold(ward)
    return {
        f"{committee}{of}"
        for committee in ("ubnd", "uy ban nhan dan")
        for of in ("", f" {name.split(' ')[0]}", f" {name}")
    }


def _of_symbol(kind: str, symbol: str, typed: str) -> Iterator[Problem]:
    """The symbol must be one of that kind, and of a People's Committee."""
    groups = [group.strip() for group in symbol.split("-")]
    short = fold(KINDS[kind])
    if groups[0] != short if short else groups[0] in _SHORTS:
        yield Problem(Fault.OTHER_KIND, typed)
    if not any("ubnd" in group for group in groups):
        yield Problem(Fault.OTHER_ISSUER, typed)


def _number(kind: str, number: re.Match[str], symbol: str) -> str:
    """«08/KH-UBND»: a zero before numbers under 10, no blanks, capitals (NĐ 30/2020, Phụ lục I, II.3)."""
    symbol = symbol.translate(_DASHES).upper()
    if KINDS[kind]:
        symbol = "-".join([KINDS[kind], *symbol.split("-")[1:]])
    year = re.sub(" ", "", number["year"] or "")
    return f"{number['digits']:0>2}{year}/{symbol}"


_DASHES = str.maketrans("–—", "--", " ")


def _day(dated: re.Match[str]) -> date | None:
    """None: the calendar has no such day."""
    try:
        return date(int(dated["year"]), int(dated["month"]), int(dated["day"]))
    except ValueError:
        return None
