"""Where a person stands in the conversation: small, pure, kept as JSON between two messages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from storage.records import Json


class Stage(StrEnum):
    """What the next message is expected to be."""

    IDLE = "idle"
    """Nothing is open; figures are welcome all the same."""
    FORM = "form"
    """The whole form has been asked, or part of it is still missing."""
    QUESTION = "question"
    """One question has been put: `Session.asked`."""
    CONFIRM = "confirm"
    """Figures have been read back; a yes stores them."""
    CONFLICT = "conflict"
    """Figures have come for what is recorded already: replace, add, or leave?"""
    COMMENT = "comment"
    """Words without figures have come: are they a remark?"""
    REVIEW = "review"
    """An officer's reading of somebody's message has been read back: `Session.review`."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for the person's word. Values, qualifiers and states are by indicator code."""

    message_id: int
    values: Mapping[str, int] = field(default_factory=dict)
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    removed: Sequence[str] = ()
    """Codes whose recorded figure is to be taken back."""

    def without(self, codes: Mapping[str, object]) -> Self:
        """The same, less the indicators that have been settled meanwhile."""
        return replace(self, values={code: value for code, value in self.values.items() if code not in codes})

    def joined(self, later: Self) -> Self:
        """Both; where they speak of the same indicator, the later holds."""
        return replace(
            later,
            values={**self.values, **later.values},
            qualifiers={**self.without(later.values).only(self.qualifiers), **later.qualifiers},
            states={**self.without(later.values).only(self.states), **later.states},
            remark="\n".join(text for text in (self.remark, later.remark) if text),
            removed=[*self.removed, *later.removed],
        )

    def only(self, notes: Mapping[str, str]) -> dict[str, str]:
        """Those notes that belong to its values."""
        return {code: note for code, note in notes.items() if code in self.values}


@dataclass(frozen=True, slots=True)
class Session:
    """`unit_id` and `window_id` name the return that is being talked about."""

    stage: Stage = Stage.IDLE
    unit_id: int | None = None
    window_id: int | None = None
    asked: str | None = None
    pending: Pending | None = None
    misunderstood: int = 0
    """Messages not understood in a row."""
    review: int | None = None
    returning: int | None = None
    """Submittal of which a leader has been asked what is to be mended; 0: he named none."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The session stored as `data`; {} is a new one."""
        if not data:
            return cls()
        pending = data["pending"]
        return cls(**{**data, "stage": Stage(data["stage"]), "pending": pending and Pending(**pending)})
