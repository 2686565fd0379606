"""A document that was promised, ready to be sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    """What is said with it."""
    data: bytes
    media_type: str
    file_name: str
