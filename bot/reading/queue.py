"""An officer's words about the queue of messages that were not understood. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.folding import bare


class QueueVerb(StrEnum):
    SHOW = "show"
    ENTER = "enter"
    """His reading of a message, entered on behalf of whoever sent it."""
    DROP = "drop"
    """The message is dealt with and holds no figures."""


@dataclass(frozen=True, slots=True)
class QueueCommand:
    verb: QueueVerb
    number: int = 0
    text: str = ""
    """What the officer reads in it, as he typed it."""


_SHOW = re.compile(r"/?(?:xem )?(?:tin cho|hang cho|hang doi|tin chua hieu|tincho)(?: (?:a|nhe|em))*")
_ENTER = re.compile(r"/?(?:nhap|nhap ho|ghi ho)(?: tin)? ?#? ?(\d{1,9}) ?:")
_DROP = re.compile(r"/?(?:bo|xong)(?: tin) ?#? ?(\d{1,9})")


def read_queue_command(text: str) -> QueueCommand | None:
    """«tin chờ»; «nhập hộ 12: 3 buổi, 120 người dự»; «bỏ tin 12». None for anything else."""
    head, colon, said = text.partition(":")
    entered = _ENTER.fullmatch(bare(head) + colon)
    if entered and said.strip():
        return QueueCommand(QueueVerb.ENTER, int(entered[1]), said.strip())
    words = bare(text).strip(" .!?")
    if _SHOW.fullmatch(words):
        return QueueCommand(QueueVerb.SHOW)
    dropped = _DROP.fullmatch(words)
    return QueueCommand(QueueVerb.DROP, int(dropped[1])) if dropped else None
