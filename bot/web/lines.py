"""A line of the chat as a page shows it: in words, in the office's time zone. Pure."""

from typing import TypedDict
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.web import words
from bot.web.desk import ChatFile, ChatLine

SHOWN_AS_IMAGE = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What every browser can draw; HEIC is offered as a file."""


class ShownFile(TypedDict):
    url: str
    name: str
    size: str
    image: bool


class ShownChoice(TypedDict):
    label: str
    says: str


class ShownLine(TypedDict):
    """Sent to the page's script as it is."""

    id: str
    external: str
    mine: bool
    at: str
    day: str
    """ISO; lines of one day share one separator."""
    day_words: str
    time: str
    text: str
    choices: list[ShownChoice]
    files: list[ShownFile]


def shown(line: ChatLine, zone: ZoneInfo) -> ShownLine:
    at = line.at.astimezone(zone)
    return ShownLine(
        id=line.id,
        external=line.external_id,
        mine=line.mine,
        at=at.isoformat(timespec="seconds"),
        day=at.date().isoformat(),
        day_words=words.day(at.date()),
        time=f"{at:%H:%M}",
        text=line.text,
        choices=[ShownChoice(label=choice.label, says=choice.says) for choice in line.choices],
        files=[_shown_file(file) for file in line.files],
    )


def _shown_file(file: ChatFile) -> ShownFile:
    return ShownFile(
        url=f"/tep/{quote(file.key, safe='')}/{quote(file.name, safe='')}",
        name=file.name,
        size=words.size(file.size),
        image=file.media_type in SHOWN_AS_IMAGE,
    )
