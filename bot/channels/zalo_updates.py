"""What Zalo hands in → Inbound. Pure.

Both shapes are read: {"ok", "result": {"event_name", "message"}} and the inner object alone.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import Inbound, storable
from storage.records import Channel, MessageKind

_TEXT = "message.text.received"
_IMAGE = "message.image.received"


def parse(update: Any, bot: str) -> Inbound | None:
    """None for what is not a person's message to `bot`: unknown events, other bots, group chats.

    A group chat is never taken in, even when the bot is mentioned there: what is said to one leader is
    not for everybody, and a group's chat must not become a person's address.
    A photo is not fetched: `photo_url` says where it is.
    """
    event, message = _event(update), _message(update)
    chat, sender = _object(message, "chat"), _object(message, "from")
    chat_id, message_id = _id(chat, "id"), _id(message, "message_id")
    is_message = event.startswith("message.") and event.endswith(".received")
    if not (is_message and chat_id and message_id):
        return None
    if sender.get("is_bot") is True or chat.get("chat_type", "PRIVATE") != "PRIVATE":
        return None
    text = _words(message, "caption" if event == _IMAGE else "text")
    # Every other kind is answered too: some people's messages are withheld by law, none may meet silence.
    understood = event == _IMAGE or (event == _TEXT and text)
    return Inbound(
        Channel.ZALO,
        bot,
        chat_id,
        message_id,
        kind=MessageKind.TEXT if understood else MessageKind.UNSUPPORTED,
        text=text if understood else "",
        lost_photos=1 if event == _IMAGE and not photo_url(update) else 0,
        sent_at=_time(message.get("date")),
    )


def photo_url(update: Any) -> str:
    """Where the photo of an image message is for a short while; "" = there is none."""
    if _event(update) != _IMAGE:
        return ""
    message = _message(update)
    return _words(message, "photo") or _words(message, "photo_url")


def update_key(update: Any) -> str:
    """The same for the same update; the message's id where it has one."""
    return _id(_message(update), "message_id") or json.dumps(update, sort_keys=True)


def _inner(update: Any) -> Mapping[str, Any]:
    if not isinstance(update, Mapping):
        return {}
    return _object(update, "result") or update


def _event(update: Any) -> str:
    return _words(_inner(update), "event_name")


def _message(update: Any) -> Mapping[str, Any]:
    return _object(_inner(update), "message")


def _object(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = parent.get(name)
    return value if isinstance(value, Mapping) else {}


def _id(parent: Mapping[str, Any], name: str) -> str:
    """Ids are opaque strings; a number would be taken as well."""
    value = parent.get(name)
    return storable(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _words(parent: Mapping[str, Any], name: str) -> str:
    value = parent.get(name)
    return storable(value) if isinstance(value, str) else ""


def _time(milliseconds: Any) -> datetime | None:
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
