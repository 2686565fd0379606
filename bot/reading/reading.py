"""What a reading is: the answer of the reader to one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from storage.forms import Form


class Outcome(StrEnum):
    """What may be done with the figures."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"


class Reason(StrEnum):
    """Why the outcome is what it is. The first that applies, in the order of gravity, is given."""

    PLAIN = "plain"
    # no single reading: ask again
    TOO_LONG = "too_long"
    HOSTILE = "hostile"
    EMPTY = "empty"
    TWO_WEEKS = "two_weeks"
    VAGUE = "vague"
    DECIMAL = "decimal"
    TWO_POSSIBLE = "two_possible"
    NO_INDICATOR = "no_indicator"
    NO_FIGURE = "no_figure"
    COUNT_MISMATCH = "count_mismatch"
    CONTRADICTION = "contradiction"
    BELOW_ZERO = "below_zero"
    WHICH_CORRECTED = "which_corrected"
    # one best reading: read back
    ALREADY_RECORDED = "already_recorded"
    CORRECTION = "correction"
    AS_LAST_WEEK = "as_last_week"
    REMOVAL = "removal"
    APPROXIMATE = "approximate"
    RATE = "rate"
    SUM = "sum"
    SHIFTED = "shifted"
    OVER_LIMIT = "over_limit"
    TEN_TIMES = "ten_times"
    CHECK_FAILED = "check_failed"
    NEGATION = "negation"
    DOUBTFUL = "doubtful"
    UNUSUAL_NUMBER = "unusual_number"
    LOOK_ALIKE = "look_alike"
    STRAINED = "strained"
    NOT_UNDERSTOOD = "not_understood"
    OTHER_WEEK = "other_week"


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Reading(NamedTuple):
    """One message as read.

    `values` is None unless the outcome is accept or confirm and there are figures; `understood`
    has what was plain in a message that must be asked again. `qualifiers` and `state` annotate
    values. `as_last_week` are the codes to be filled from last week, `removed` those whose record
    is to go. `window` has the words that say which week is meant, `asides` the numbers and names
    that are no tallies by themselves, `candidates` the indicators between which a figure could not be placed.
    """

    outcome: Outcome
    reason: Reason
    readback: str
    values: Mapping[str, int] | None = None
    qualifiers: Mapping[str, str] = _NOTHING
    state: Mapping[str, str] = _NOTHING
    not_understood: tuple[str, ...] = ()
    understood: Mapping[str, int] = _NOTHING
    remark: str | None = None
    as_last_week: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    window: tuple[str, ...] = ()
    correction: bool = False

    def as_json(self, message_id: object) -> dict[str, Any]:
        """The command line's answer for the message of that id."""
        return {
            "id": message_id,
            "outcome": self.outcome.value,
            "values": None if self.values is None else dict(self.values),
            "qualifiers": dict(self.qualifiers),
            "state": dict(self.state),
            "not_understood": list(self.not_understood),
            "reason": self.reason.value,
            "readback": self.readback,
        }


class Question(NamedTuple):
    """What was asked and is known: the form, its codes asked about, the question just put, and figures.

    `prev` is what this window's record holds, `usual` what a week usually has, `you` how the person
    is addressed.
    """

    form: Form
    codes: Sequence[str]
    asked: str | None
    prev: Mapping[str, int]
    usual: Mapping[str, int]
    you: str = "bác"


@dataclass(slots=True)
class Draft:
    """A reading in the making. Any `unclear` makes it ask again, any `doubts` ask for a yes.

    Pairs of numbers are the first token of a piece and the one after its last.
    """

    values: dict[str, int] = field(default_factory=dict)
    qualifiers: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    doubts: set[Reason] = field(default_factory=set)
    unclear: list[Reason] = field(default_factory=list)
    candidates: tuple[str, ...] = ()
    as_last_week: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    not_understood: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[tuple[int, int]] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)
    """Figures entered as they stand."""
    merged: list[tuple[int, int]] = field(default_factory=list)
    """Figures gone into another one: added up, multiplied, corrected."""
    correction: bool = False
    corrected: set[str] = field(default_factory=set)
    """Indicators whose change was said in so many words."""

    def put(self, code: str, value: int, state: str = "zero") -> None:
        self.values[code] = value
        self.state.pop(code, None)
        if value == 0:
            self.state[code] = state
