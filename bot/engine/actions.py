"""What is to be done, decided but not done. `bot.tasks` carries actions out in one transaction."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.reading.report_words import ReportCommand
from bot.reading.ward_words import WardCommand
from storage.periods import Period
from storage.records import Choice, RemarkKind, Tally


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A new version of a return, with all its figures (also those that stay as they were)."""

    unit_id: int
    window_id: int
    form_id: int
    version: int
    tallies: tuple[Tally, ...]
    message_id: int
    late: bool
    reason: str = ""
    on_behalf_of: int | None = None
    """The person for whom an officer enters it."""


@dataclass(frozen=True, slots=True)
class KeepRemark:
    unit_id: int
    window_id: int
    kind: RemarkKind
    text: str
    message_id: int


@dataclass(frozen=True, slots=True)
class KeepPhotos:
    unit_id: int
    window_id: int
    photos: tuple[str, ...]
    message_id: int


@dataclass(frozen=True, slots=True)
class AskReview:
    """Puts a message that was not understood into the officer's queue."""

    message_id: int
    unit_id: int | None
    window_id: int | None


@dataclass(frozen=True, slots=True)
class CloseReview:
    """A message of the officer's queue has been dealt with."""

    review_id: int


@dataclass(frozen=True, slots=True)
class SayTo:
    """Something for somebody else to know; `key` is unique, so that he hears it once."""

    person_id: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """An officer wants a return mended: the next words of these people are about it."""

    unit_id: int
    window_id: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TellMissing:
    """Who has not reported, for the latest window that has been asked."""


@dataclass(frozen=True, slots=True)
class TellTotals:
    period: Period


@dataclass(frozen=True, slots=True)
class PromiseReport:
    period: Period


@dataclass(frozen=True, slots=True)
class AskReportDesk:
    """An officer's command about the report; `bot.tasks.report_desk` answers it."""

    command: ReportCommand


@dataclass(frozen=True, slots=True)
class AskWardDesk:
    """An officer's command about the ward's week or its channels; `bot.tasks.ward_desk` answers it."""

    command: WardCommand


Action: TypeAlias = (
    Say
    | SayTo
    | SendBack
    | Record
    | KeepRemark
    | KeepPhotos
    | AskReview
    | CloseReview
    | TellMissing
    | TellTotals
    | PromiseReport
    | AskReportDesk
    | AskWardDesk
)
