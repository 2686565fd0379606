"""People with Telegram on their phones, for the offline server. All of them are made up."""

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.channels.telegram_server import TelegramServer

_ENTITY = re.compile(r"(?P<bot_command>^/\w+(?:@\w+)?)|(?P<mention>@\w+)")


@dataclass(frozen=True)
class Seen:
    """One message of the bot as it stands in the chat now."""

    id: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    """Label → data."""
    file_name: str = ""
    file: bytes = b""
    photo: bool = False
    """Seen at once, without being fetched."""


class Chat:
    """A chat as the service knows it."""

    def __init__(self, chat_id: int, data: dict[str, Any]) -> None:
        self.id = chat_id
        self.data = {"id": chat_id, **data}
        self.seen: dict[int, Seen] = {}
        self.blocked = False


def entities(text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": match.lastgroup,
            "offset": len(text[: match.start()].encode("utf-16-le")) // 2,
            "length": len(match[0].encode("utf-16-le")) // 2,
        }
        for match in _ENTITY.finditer(text)
    ]


class User:
    """One person in his own chat with the bot."""

    def __init__(self, server: "TelegramServer", user_id: int, name: str) -> None:
        self.server, self.id = server, user_id
        self.data = {"id": user_id, "is_bot": False, "first_name": name}
        self.chat = server.on_loop(
            lambda: server.chat(Chat(user_id, {"type": "private", "first_name": name}))
        )

    def sends(self, **content: Any) -> int:
        """Any message: `voice={...}`, `sticker={...}`. Gives its message id."""
        return self.server.on_loop(lambda: self._send(content))

    def _send(self, content: dict[str, Any]) -> int:
        message_id = self.server.new_id()
        self.server.update("message", {**self._message(message_id), **content})
        return message_id

    def _message(self, message_id: int) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": self.chat.data,
            "from": self.data,
        }

    def says(self, text: str, **more: Any) -> int:
        return self.sends(text=text, entities=entities(text), **more)

    def sends_photo(self, data: bytes, caption: str = "", album: str = "") -> int:
        def send() -> int:
            small, large = self.server.keep_file(b"small"), self.server.keep_file(data)
            sizes = [(large, 1280, 960), (small, 90, 67)]  # not in the order of their size, on purpose
            photo = [
                {"file_id": file_id, "file_unique_id": file_id, "width": width, "height": height}
                for file_id, width, height in sizes
            ]
            more = {"caption": caption} if caption else {}
            return self._send({"photo": photo, **more, **({"media_group_id": album} if album else {})})

        return self.server.on_loop(send)

    def sends_file(self, data: bytes, name: str, media_type: str, caption: str = "") -> int:
        file_id = self.server.on_loop(lambda: self.server.keep_file(data))
        document = {"file_id": file_id, "file_unique_id": "u", "file_name": name, "mime_type": media_type}
        return self.sends(document=document, **({"caption": caption} if caption else {}))

    def edits(self, message_id: int, text: str) -> None:
        edit = {**self._message(message_id), "edit_date": int(time.time()) + 5, "text": text}
        self.server.on_loop(lambda: self.server.update("edited_message", edit))

    def presses(self, label: str) -> None:
        """The newest button of that label that is still there. Raises LookupError when there is none."""
        for message in reversed(self.sees()):
            if label in message.buttons:
                self.presses_data(message.id, message.buttons[label])
                return
        raise LookupError(f"no button {label!r}: {[list(message.buttons) for message in self.sees()]}")

    def presses_data(self, message_id: int, data: str) -> None:
        """A button as an app may still show it."""
        message = {**self._message(message_id), "from": self.server.bot}

        def press() -> None:
            query = {"id": f"q{self.server.new_id()}", "from": self.data, "chat_instance": "1"}
            self.server.update("callback_query", {**query, "data": data, "message": message})

        self.server.on_loop(press)

    def blocks(self) -> None:
        self._changes("member", "kicked", blocked=True)

    def unblocks(self) -> None:
        self._changes("kicked", "member", blocked=False)

    def _changes(self, old: str, new: str, *, blocked: bool) -> None:
        def change() -> None:
            self.chat.blocked = blocked
            self.server.update("my_chat_member", membership(self, self.chat, old, new))

        self.server.on_loop(change)

    def sees(self) -> list[Seen]:
        return self.server.on_loop(lambda: list(self.chat.seen.values()))


class Group:
    """A group that the bot is in."""

    def __init__(self, server: "TelegramServer", group_id: int, title: str) -> None:
        self.server = server
        self.chat = server.on_loop(lambda: server.chat(Chat(group_id, {"type": "group", "title": title})))

    def hears(self, user: User, text: str, **more: Any) -> None:
        """Somebody says something to the group (which the bot gets to read)."""

        def say() -> None:
            message = {**user._message(self.server.new_id()), "chat": self.chat.data, "text": text}
            self.server.update("message", {**message, "entities": entities(text), **more})

        self.server.on_loop(say)

    def takes_in_the_bot(self, user: User) -> None:
        change = membership(user, self.chat, "left", "member")
        self.server.on_loop(lambda: self.server.update("my_chat_member", change))

    def sees(self) -> list[Seen]:
        return self.server.on_loop(lambda: list(self.chat.seen.values()))


def membership(user: User, chat: Chat, old: str, new: str) -> dict[str, Any]:
    def member(status: str) -> dict[str, Any]:
        banned = {"until_date": 0} if status == "kicked" else {}
        return {"user": user.server.bot, "status": status, **banned}

    return {
        "chat": chat.data,
        "from": user.data,
        "date": int(time.time()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
