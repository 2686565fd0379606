"""What the linter says."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    """Wrong, whatever was meant."""
    UNCLEAR = "unclear"
    """A reader cannot know what is meant."""
    FORM = "form"
    """Against the form of NĐ 30/2020."""


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    severity: Severity
    paragraph: int
    """Place of the paragraph in the file, from 1; 0: the file as a whole."""
    quoted: str
    """The words in question."""
    says: str
    """For a clerk, in Vietnamese."""
    better: str = ""
    """Words that would make it right; empty where only the officer can know."""
