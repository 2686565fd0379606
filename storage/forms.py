"""Forms: what a unit is asked each week, read from `templates/forms/*.toml`.

A form file holds `code`, `title`, `from` (a date), `example`, `mark`, a list of `[[indicator]]` and a
list of `[[check]]`. An edit of the questions is a new file with the same `code` and a later
`from`: old answers keep the form they were given on.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from storage.errors import FormFileError

RESERVED_MARK = "K"
"""Letter that no form may have as its mark: the report's own ratios have it."""


class Kind(StrEnum):
    """How the weekly figures of an indicator add up over a period."""

    SUM = "sum"
    LAST = "last"
    MAX = "max"


class CheckKind(StrEnum):
    """What must hold between the figures of one return."""

    PARTS_EQUAL = "parts_equal"
    """The parts add up to the whole."""
    PARTS_AT_MOST = "parts_at_most"
    """Each part, and no sum of them, is at most the whole ("trong đó")."""
    ZERO_TOGETHER = "zero_together"
    """The whole is 0 exactly when every part is 0."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure asked on a form. `limit` is per week; beyond it the figure is asked about."""

    code: str
    label: str
    unit: str
    question: str
    kind: Kind
    limit: int | None
    nouns: tuple[str, ...]
    words: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between the indicators of one return, by their codes."""

    kind: CheckKind
    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version, valid from `from_on` until a later version of the same code."""

    code: str
    title: str
    from_on: date
    example: str
    indicators: tuple[Indicator, ...] = field(hash=False)
    checks: tuple[Check, ...] = field(hash=False)
    mark: str = ""
    """Letters before the number of each of its figures («T03»); no other form has the same."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(indicator.code for indicator in self.indicators)

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code. Raises KeyError when the form has none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)


def read_forms(folder: Path) -> tuple[Form, ...]:
    """Every `*.toml` of the folder, sorted by code and `from`.

    Raises FormFileError when there is none, one is wrong, or two give the same code and date.
    """
    forms: dict[tuple[str, date], Form] = {}
    names: dict[tuple[str, date], str] = {}
    for path in sorted(folder.glob("*.toml")):
        form = read_form(path)
        version = (form.code, form.from_on)
        if version in forms:
            reason = f"{names[version]} gives form {form.code!r} from the same date; choose a later one"
            raise _Text(path.name, _content(path)).error(reason, key="from")
        _check_mark(form, forms.values(), _Text(path.name, _content(path)))
        forms[version], names[version] = form, path.name
    if not forms:
        raise FormFileError(f"{folder}: no form file (*.toml) here; check where the templates are")
    return tuple(forms[version] for version in sorted(forms))


def _check_mark(form: Form, others: Iterable[Form], text: "_Text") -> None:
    """All versions of a form, and no other form, have its mark."""
    for other in others:
        if (other.code == form.code) != (other.mark == form.mark):
            reason = f"forms {other.code!r} and {form.code!r} have the marks {other.mark} and {form.mark}; "
            raise text.error(f"{reason}give each form its own mark and all its versions the same", key="mark")


def read_form(path: Path) -> Form:
    """The form in one file. Raises FormFileError with file name, line and reason."""
    text = _Text(path.name, _content(path))
    try:
        values = tomllib.loads(text.content)
    except tomllib.TOMLDecodeError as error:
        raise text.syntax_error(str(error)) from None
    return _form(_Table(text, values))


def form_on(forms: Iterable[Form], code: str, day: date) -> Form:
    """The version of the form valid on that day. Raises FormFileError when there is none."""
    versions = [form for form in forms if form.code == code and form.from_on <= day]
    if not versions:
        raise FormFileError(f"no form {code!r} is valid on {day}; add a file with an earlier `from`")
    return max(versions, key=lambda form: form.from_on)


def failed_checks(form: Form, values: Mapping[str, int]) -> list[Check]:
    """The checks that the known figures break, in the form's order.

    A check with a figure still unknown is not judged, save that no part may exceed its whole.
    """
    return [check for check in form.checks if not _holds(check, values)]


def _holds(check: Check, values: Mapping[str, int]) -> bool:
    if check.whole not in values:
        return True
    whole = values[check.whole]
    parts = [values[code] for code in check.parts if code in values]
    complete = len(parts) == len(check.parts)
    if check.kind is CheckKind.ZERO_TOGETHER:
        return not complete or (whole == 0) == (not any(parts))
    if check.kind is CheckKind.PARTS_EQUAL and complete:
        return sum(parts) == whole
    return all(part <= whole for part in parts)


@dataclass(frozen=True, slots=True)
class _Text:
    """A form file as its author sees it: knows on which line a table or key stands."""

    name: str
    content: str

    def error(self, reason: str, table: str = "", index: int = 0, key: str = "") -> FormFileError:
        """The error at that key of the index-th table of that name, else at the table's head."""
        return FormFileError(f"{self.name}, line {self._line(table, index, key)}: {reason}")

    def syntax_error(self, message: str) -> FormFileError:
        place = re.search(r" \(at line (\d+), column \d+\)", message)
        line = int(place[1]) if place else self.content.rstrip().count("\n") + 1
        reason = re.sub(r" \(at .*\)", "", message)
        return FormFileError(f"{self.name}, line {line}: not TOML: {reason}")

    def _line(self, table: str, index: int, key: str) -> int:
        here, seen, line_of_table = ("", 0), Counter[str](), 1
        for number, line in enumerate(self.content.split("\n"), start=1):
            if header := re.match(r"\s*\[\[?\s*([\w-]+)\s*\]", line):
                here = (header[1], seen[header[1]])
                seen[header[1]] += 1
                if here == (table, index):
                    line_of_table = number
                if not table and header[1] == key:
                    return number
            elif here == (table, index) and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return number
        return line_of_table


_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a form file; each reader gives a key's value or raises FormFileError."""

    text: _Text
    values: dict[str, Any]
    name: str = ""
    index: int = 0

    def error(self, key: str, reason: str) -> FormFileError:
        return self.text.error(f"{key}: {reason}", self.name, self.index, key)

    def allow(self, *keys: str) -> None:
        for key in self.values:
            if key not in keys:
                raise self.error(key, f"unknown key; known are {', '.join(keys)}")

    def tables(self, key: str) -> list["_Table"]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(values, dict) for values in found):
            raise self.error(key, f"must be written [[{key}]]")
        return [_Table(self.text, values, key, index) for index, values in enumerate(found)]

    def day(self, key: str) -> date:
        return self._value(key, date, "a date such as 2025-12-15")

    def line(self, key: str, at_most: int) -> str:
        return self._one_line(key, self._value(key, str, "a text in quotes"), at_most)

    def code(self, key: str) -> str:
        code = self.line(key, 40)
        if not re.fullmatch("[a-z][a-z0-9_]*", code):
            raise self.error(key, f"{code!r} must be a-z, 0-9 and _ only and begin with a letter")
        return code

    def mark(self, key: str, otherwise: str) -> str:
        letters = self.line(key, 3) if key in self.values else otherwise
        if not re.fullmatch("[A-Z]{1,3}", letters) or letters == RESERVED_MARK:
            raise self.error(key, f"must be one to three capitals A-Z, and not {RESERVED_MARK}")
        return letters

    def choice(self, key: str, choices: type[_E]) -> _E:
        word = self.line(key, 40)
        if word not in list(choices):
            raise self.error(key, f"{word!r} is not one of {', '.join(choices)}")
        return choices(word)

    def positive(self, key: str) -> int | None:
        """None when the key is absent."""
        if key not in self.values:
            return None
        number = self._value(key, int, "a whole number")
        if number < 1:
            raise self.error(key, f"must be 1 or more, not {number}")
        return number

    def lines(self, key: str, *, needed: bool) -> tuple[str, ...]:
        """Short texts, none twice; when not needed, the key may be absent or empty."""
        if not needed and key not in self.values:
            return ()
        found: list[str] = []
        for value in self._value(key, list, "a list of texts in quotes"):
            text = self._one_line(key, value, 60)
            if text.casefold() in map(str.casefold, found):
                raise self.error(key, f"{text!r} stands twice")
            found.append(text)
        if needed and not found:
            raise self.error(key, "must not be empty")
        return tuple(found)

    def _value(self, key: str, kind: type[_T], what: str) -> _T:
        if key not in self.values:
            raise self.error(key, "is missing")
        value = self.values[key]
        # Not isinstance: `true` is no number and a time of day is no date.
        if type(value) is not kind:
            raise self.error(key, f"must be {what}")
        return value

    def _one_line(self, key: str, value: object, at_most: int) -> str:
        if not isinstance(value, str):
            raise self.error(key, f"{value!r} must be a text in quotes")
        if not value or value != value.strip() or not value.isprintable():
            raise self.error(key, "must be one line of text, without spaces around it")
        if len(value) > at_most:
            raise self.error(key, f"has {len(value)} characters, at most {at_most} fit")
        return value


def _form(table: _Table) -> Form:
    table.allow("code", "title", "from", "example", "mark", "indicator", "check")
    code = table.code("code")
    indicators = tuple(_indicators(table))
    known = {indicator.code for indicator in indicators}
    return Form(
        code=code,
        title=table.line("title", 100),
        from_on=table.day("from"),
        example=table.line("example", 200),
        indicators=indicators,
        checks=tuple(_check(check, known) for check in table.tables("check")),
        mark=table.mark("mark", "".join(word[0] for word in code.upper().split("_") if word)[:3]),
    )


def _indicators(form: _Table) -> Iterator[Indicator]:
    codes: set[str] = set()
    tables = form.tables("indicator")
    if not tables:
        raise form.error("indicator", "a form asks at least one [[indicator]]")
    for table in tables:
        indicator = _indicator(table)
        if indicator.code in codes:
            raise table.error("code", f"{indicator.code!r} is already an indicator of this form")
        codes.add(indicator.code)
        yield indicator


def _indicator(table: _Table) -> Indicator:
    table.allow(*(field.name for field in fields(Indicator)))
    return Indicator(
        code=table.code("code"),
        label=table.line("label", 100),
        unit=table.line("unit", 30),
        question=table.line("question", 200),
        kind=table.choice("kind", Kind),
        limit=table.positive("limit"),
        nouns=table.lines("nouns", needed=False),
        words=table.lines("words", needed=True),
        short=table.lines("short", needed=False),
    )


def _check(table: _Table, known: set[str]) -> Check:
    table.allow(*(field.name for field in fields(Check)))
    check = Check(
        kind=table.choice("kind", CheckKind),
        whole=table.code("whole"),
        parts=table.lines("parts", needed=True),
    )
    for key, code in [("whole", check.whole), *(("parts", part) for part in check.parts)]:
        if code not in known:
            raise table.error(key, f"{code!r} is no indicator of this form")
    if check.whole in check.parts:
        raise table.error("parts", f"{check.whole!r} cannot be a part of itself")
    return check


def _content(path: Path) -> str:
    """The file's text in NFC, so that words typed on a Mac equal those typed on a phone."""
    try:
        # utf-8-sig: Windows Notepad puts a mark before the first letter.
        return unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise FormFileError(f"{path.name}: cannot be read ({error.strerror}); check the file") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FormFileError(f"{path.name}, line {line}: not UTF-8; save the file as UTF-8") from None
