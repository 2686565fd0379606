"""The nouns, as frozen dataclasses. Pure: no database, no clock.

Dates are local dates of the office; times are aware datetimes. An id of 0 means "not stored yet".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from storage.forms import Kind

Json: TypeAlias = Mapping[str, Any]


class UnitKind(StrEnum):
    CITY = "city"
    WARD = "ward"
    GROUP = "group"
    """Tổ dân phố, thôn."""
    OFFICE = "office"
    """Any other unit of the ward: a section, a centre, the police, a union, a school."""


class Role(StrEnum):
    REPORTER = "reporter"
    OFFICER = "officer"
    LEADER = "leader"
    """A leader of the ward's committee, who signs."""
    ADMIN = "admin"


class Channel(StrEnum):
    WEB = "web"
    TELEGRAM = "telegram"
    ZALO = "zalo"


class MessageKind(StrEnum):
    """What came in, whichever channel it came by."""

    TEXT = "text"
    """Words, photos, or both."""
    CHOICE = "choice"
    """A pressed button; `Incoming.choice` is its data."""
    EDIT = "edit"
    """A message that was changed after it had been sent."""
    UNSUPPORTED = "unsupported"
    """A voice, a sticker, or something that the channel does not hand over."""
    CODE = "code"
    """A one-time code that links this chat to a person: `Incoming.text`."""


class Qualifier(StrEnum):
    """How a figure was meant by the person who gave it."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class State(StrEnum):
    """Missing, zero and nothing to report are three different things."""

    MISSING = "missing"
    """No row is stored for it: nobody has answered."""
    COUNTED = "counted"
    ZERO = "zero"
    """Asked and answered with 0."""
    NOTHING_TO_REPORT = "nothing_to_report"
    """«không phát sinh»: the unit says that there was nothing at all."""


class RemarkKind(StrEnum):
    DIFFICULTY = "difficulty"
    PROPOSAL = "proposal"
    GOOD_MODEL = "good_model"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the tree city → ward → group | office. Never deleted: it ends, or merges."""

    id: int
    code: str
    kind: UnitKind
    name: str
    parent_id: int | None
    form: str | None
    """Code of the form it fills each week; None when it reports nothing."""
    from_on: date
    to_on: date | None = None
    merged_into: int | None = None
    position: int = 0
    """Order in lists: Tổ dân phố số 2 comes before số 10."""

    def exists_on(self, day: date) -> bool:
        return self.exists_between(day, day)

    def exists_between(self, first_on: date, last_on: date) -> bool:
        """On any of these days."""
        return self.from_on <= last_on and (self.to_on is None or first_on <= self.to_on)


@dataclass(frozen=True, slots=True)
class Ward:
    """What is set per ward, beside its unit."""

    unit_id: int
    name: str
    """«phường Phù Liễn», as inside a sentence."""
    profile: Json
    """Letterhead, signer, recipients, abbreviations: see `reports.semiannual.Profile`."""
    rule: str
    """Cut-off rule, see `storage.periods.Rule`."""
    week: Json
    """When the week is asked and reminded; {} = the usual, see `bot.tasks.week.Week`."""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    honorific: str = "bác"
    """How the bot addresses the person: bác, cô, chú, anh, chị."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person is `role` of a unit from a date to a date."""

    person_id: int
    unit_id: int
    role: Role
    from_on: date
    to_on: date | None = None
    title: str = ""
    """«Tổ trưởng», «Phó Chủ tịch»: printed in lists."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be written to: channel, which bot of it, chat id."""

    id: int
    person_id: int | None
    channel: Channel
    bot: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Window:
    """Kỳ báo: Monday to Sunday, cut where a half-year ends."""

    id: int
    ward_id: int
    first_on: date
    last_on: date
    locked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One window's asking of everybody."""

    id: int
    window_id: int
    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """One figure. `value` is 0 for zero and nothing to report; `message_id` is the inbox row it came by."""

    indicator: str
    value: int
    qualifier: Qualifier = Qualifier.EXACT
    state: State = State.COUNTED
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """All figures of one unit for one window, as one version; the newest is in force."""

    id: int
    unit_id: int
    window_id: int
    form_id: int
    version: int
    made_at: datetime
    person_id: int
    """Who said it."""
    tallies: tuple[Tally, ...]
    message_id: int | None = None
    channel: Channel | None = None
    on_behalf_of: int | None = None
    """The reporter for whom an officer entered it."""
    late: bool = False
    reason: str = ""

    def tally(self, indicator: str) -> Tally | None:
        for tally in self.tallies:
            if tally.indicator == indicator:
                return tally
        return None


@dataclass(frozen=True, slots=True)
class Remark:
    id: int
    unit_id: int
    window_id: int
    kind: RemarkKind
    text: str
    message_id: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ToldRemark:
    """A remark, and what unit it came from."""

    remark: Remark
    unit: str
    """Its name."""
    unit_kind: UnitKind


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file kept on disk under its SHA-256 (hex)."""

    sha256: str
    media_type: str
    size: int


EDIT_MARK, ALBUM_MARK = ":e", ":a"
"""In an `external_id`, behind the message's own id: when it was changed; which album it is a part of."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a channel hands in, whichever channel it is."""

    address_id: int
    external_id: str
    """The channel's own message id: the same id twice is one message."""
    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    choice: str = ""
    """Data of a pressed button."""
    photos: tuple[str, ...] = ()
    """SHA-256 of stored photos and documents."""
    sent_at: datetime | None = None

    @property
    def album(self) -> str:
        """The same for all parts of an album; "" for what is in none."""
        return self.external_id.partition(ALBUM_MARK)[2]


@dataclass(frozen=True, slots=True)
class InboxMessage:
    id: int
    address: Address
    incoming: Incoming
    received_at: datetime
    more: bool = False
    """Another one of the same person waits behind it."""


class OutboxState(StrEnum):
    """What became of a message that is owed."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """The channel refused it for good, or it became too old; the officer sees it."""
    PARKED = "parked"
    """It may have gone when the sender died; it is not sent again by itself."""


class OutboxKind(StrEnum):
    REPLY = "reply"
    PROMPT = "prompt"
    REMINDER = "reminder"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Choice:
    """A quick reply: what is shown, and the words that pressing it says."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is owed. `key` is unique: the same thing is never owed twice."""

    key: str
    person_id: int | None
    """None: somebody whom the bot does not know yet; `address_id` is given."""
    kind: OutboxKind
    text: str
    choices: tuple[Choice, ...] = ()
    file: StoredFile | None = None
    file_name: str = ""
    state: OutboxState = OutboxState.PENDING
    address_id: int | None = None
    """None: wherever the person can be reached."""
    session_version: int | None = None
    """The session that its quick replies belong to; a press meets a later one as out of date."""
    not_before: datetime | None = None
    created_at: datetime | None = None
    attempts: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """A document that the bot said it would make; kept once, whatever happens in between."""

    id: int
    key: str
    person_id: int
    address_id: int | None
    request: Json
    """What to make: {"report": period key, "rule": rule}."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A document issued by the ward that a report cites (register of directive documents)."""

    id: int
    kind: str
    """«Kế hoạch», «Công văn»."""
    number: str
    """«101/KH-UBND»."""
    issued_on: date
    subject: str
    """Its summary (trích yếu), without «về»."""
    removed_at: datetime | None = None
    """It was taken out of the register; kept, and cited no more."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored, editable text of the report; paragraphs are separated by a line break."""

    section: str
    body: str
    version: int = 1
    """Counts through all periods."""
    period: str = ""
    """Key of the period whose report it was written for; "" = of the time before texts had periods."""
    from_on: date | None = None
    """First day of that period."""
    carried_from: str | None = None
    """Key of the period from whose report it was taken and nobody has read it over since; None: it is this
    report's own."""
    made_at: datetime | None = None
    person_id: int | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.body.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """What one unit reported for one indicator over a period, from the submissions in force."""

    unit_id: int
    form: str
    indicator: str
    total: int
    """Sum of the windows' values."""
    largest: int
    last: int | None
    """Value of the latest window; None unless the indicator adds up as `last`."""
    submissions: int
    """Number of submissions behind it."""
    qualifier: Qualifier
    """EXACT, or how the figures that were not exact were meant (ABOUT where they differ)."""
    nothing: bool = False
    """Every time «không phát sinh», never a 0."""


@dataclass(frozen=True, slots=True)
class WindowTotal:
    """What all units together reported for one indicator and window, from the submissions in force."""

    form: str
    indicator: str
    first_on: date
    last_on: date
    total: int
    units: int
    """How many units reported it."""


@dataclass(frozen=True, slots=True)
class UnitPhoto:
    """A photo that a unit sent with its return for a window."""

    unit: str
    """Its name."""
    first_on: date
    last_on: date
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Return:
    """That a unit has reported for a window, from the submission in force."""

    unit_id: int
    window_id: int
    full: bool
    """Every figure of its form is there."""
    late: bool
    """Its first version came after the round was due; a correction changes nothing in that."""


@dataclass(frozen=True, slots=True)
class TalliedWeek:
    """What a unit reported for one window and indicator in the version in force, and how it came."""

    unit_id: int
    window_id: int
    first_on: date
    last_on: date
    value: int
    qualifier: Qualifier
    state: State
    kind: Kind
    """How its own version of the form adds up."""
    submission_id: int
    version: int
    made_at: datetime
    person_id: int
    channel: Channel | None
    on_behalf: bool
    """Entered by an officer for the reporter."""
    late: bool
    reason: str
    message_id: int | None
    words: str
    """The message that the figure came by, as typed; empty when there was none."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Who owes what for a window: `expected` units, those whose return is full, partial, none."""

    window: Window
    full: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()
    none: tuple[int, ...] = ()
    late: tuple[int, ...] = field(default=())

    @property
    def expected(self) -> int:
        return len(self.full) + len(self.partial) + len(self.none)
