"""What can be found out about a Word file that is to be a template. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """Why a template cannot be used."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PDF = "pdf"
    LOCKED = "locked"
    """Opens with a password only."""
    OLD_WORD = "old_word"
    """The format before 2007, or another file of that kind."""
    NOT_WORD = "not_word"
    DAMAGED = "damaged"
    BOMB = "bomb"
    """Unpacks to far more than a document holds."""
    MACROS = "macros"
    EMBEDDED = "embedded"
    OUTSIDE = "outside"
    """Fetches something from elsewhere when it is opened."""
    FIELD = "field"
    """A field of Word's other than page numbers; `where` is its first word."""
    ENTITIES = "entities"
    UNFINISHED = "unfinished"
    TAG = "tag"
    """A tag that is not closed or not written as it must be; `where` is the text around it."""
    FORBIDDEN = "forbidden"
    """A tag that tries more than to print, choose and repeat."""
    LIST = "list"
    """A list or a group of values is printed as if it were text."""
    PART = "part"
    """Asks for a part that the values of a list do not have; `where` is its name."""
    NO_TAGS = "no_tags"
    CELL = "cell"
    """A table cell may lose its last paragraph."""
    ENDLESS = "endless"
    """It takes longer than a report may take, or more memory."""
    INTERRUPTED = "interrupted"
    """The check itself was broken off; nothing is known."""
    BROKEN = "broken"
    """Cannot be filled, for a reason that has no name of its own."""


@dataclass(frozen=True, slots=True)
class Flaw:
    fault: Fault
    where: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found out about a template."""

    flaws: tuple[Flaw, ...] = ()
    names: tuple[str, ...] = ()
    """The fields it prints."""
    unknown: Mapping[str, str] = field(default_factory=dict)
    """A field that the report does not have -> the one that was probably meant, or ""."""
    missing: tuple[str, ...] = ()
    """Important fields that it does not print. It can be used all the same."""
    preview: bytes = b""
    """The template filled with made-up values; empty unless it can be used."""

    @property
    def usable(self) -> bool:
        return bool(self.preview)
