"""What happens to a conversation, and the facts it is decided on."""

from dataclasses import dataclass
from datetime import datetime

from bot.duty import Duty, Named, Review
from storage.periods import Rule
from storage.records import Person, Role

OFFICERS = frozenset({Role.OFFICER, Role.LEADER, Role.ADMIN})
"""Who may use the desk."""


@dataclass(frozen=True, slots=True)
class Received:
    """The person has said something. `message_id` is the inbox row."""

    message_id: int
    text: str
    photos: tuple[str, ...] = ()
    """SHA-256 of photos that are stored."""
    lost_photos: int = 0
    """Photos that were sent but are not stored."""
    documents: tuple[str, ...] = ()
    """SHA-256 of Word documents that are stored."""
    other_files: int = 0
    """Files that were sent but are not taken."""
    edit_of: int | None = None
    """The message that was changed into this one, after it had been sent."""


@dataclass(frozen=True, slots=True)
class NotWords:
    """The person sent a voice, a sticker, or what the channel does not hand over."""


@dataclass(frozen=True, slots=True)
class OldButton:
    """A quick reply was pressed that belongs to an earlier question."""


@dataclass(frozen=True, slots=True)
class CodeAgain:
    """Somebody who is known already has opened a link with a one-time code."""


@dataclass(frozen=True, slots=True)
class PromptDue:
    """The round of a window has been opened."""

    window_id: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision may rest on. `now` is in the office's zone; duties go from old to new."""

    now: datetime
    person: Person
    roles: frozenset[Role]
    duties: tuple[Duty, ...]
    rule: Rule
    reviews: tuple[Review, ...] = ()
    """For officers: what waits in the queue, the oldest first."""
    named: Named | None = None
    """For officers: the return that the message names, or that figures read back are for."""

    @property
    def is_officer(self) -> bool:
        return bool(self.roles & OFFICERS)
