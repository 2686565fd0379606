"""What the conversation talks about: duties, and messages that wait for an officer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.forms import Form, Indicator
from storage.records import Person, Tally, Unit, Window


@dataclass(frozen=True, slots=True)
class Duty:
    """One return that the person may give: a unit's figures for a window that is not too old."""

    unit: Unit
    window: Window
    week: int
    """ISO number of the week that the window lies in."""
    form: Form
    form_id: int
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """What is in force, by indicator code."""
    last: Mapping[str, Tally] = field(default_factory=dict)
    """The unit's figures of the window before."""
    version: int = 0
    prompted: bool = False
    remarks: int = 0
    photos: frozenset[str] = frozenset()
    """SHA-256 of the photos that came with it."""

    @property
    def key(self) -> tuple[int, int]:
        return self.unit.id, self.window.id

    @property
    def missing(self) -> tuple[Indicator, ...]:
        return tuple(item for item in self.form.indicators if item.code not in self.tallies)

    @property
    def locked(self) -> bool:
        return self.window.locked_at is not None


@dataclass(frozen=True, slots=True)
class Named:
    """The return that an officer's message is about."""

    duty: Duty | None
    """None: the unit is not clear, or it has been asked for nothing yet."""
    units: tuple[str, ...] = ()
    """Names of the units that the words may mean."""
    people: tuple[Person, ...] = ()
    """The unit's reporters."""


@dataclass(frozen=True, slots=True)
class Review:
    """A message that was not understood, waiting for an officer."""

    id: int
    message_id: int
    text: str
    person_id: int | None
    """Who sent it."""
    honorific: str
    duty: Duty | None
    """The return it was taken to be about; None when nobody can tell."""
