"""The group form as shipped, read once for the reader's tests."""

from collections.abc import Mapping
from pathlib import Path

from bot.reading.replies import Reading, read
from storage.forms import read_form

GROUP = read_form(Path(__file__).parents[2] / "templates" / "forms" / "group.toml")


def reading(text: str, asked: str | None = None, prev: Mapping[str, int] | None = None) -> Reading:
    """The text read as a reply to the whole group form, or to the question put."""
    return read(text, GROUP, GROUP.codes, asked, prev)


def brief(
    text: str, asked: str | None = None, prev: Mapping[str, int] | None = None
) -> tuple[object, object]:
    """Outcome and values only."""
    found = reading(text, asked, prev)
    return found.outcome.value, None if found.values is None else dict(found.values)
