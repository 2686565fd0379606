"""Telegram's updates → `Inbound`. Pure: files are fetched elsewhere."""

import re
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType, MessageEntityType

from bot.channels.base import Inbound, storable
from storage.records import ALBUM_MARK, EDIT_MARK, Channel, MessageKind

_START = re.compile(r"/start\s+(\S+)\s*")
_NAMED = re.compile(r"\A(/\w+)@\w+")
"""A command with the bot's name behind it, as groups need it; it says nothing more."""
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_MAX_FILE = 20_000_000
"""Larger ones Telegram does not hand over."""
_WORD_NAMES = (".docx", ".doc", ".docm", ".dotx")
_WORD_TYPES = ("application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.")
_AWAY = {ChatMember.LEFT, ChatMember.BANNED}


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is: `id` as digits; `name` without @, "" while it is not known."""

    id: str
    name: str = ""


def is_group(chat_id: str) -> bool:
    """Groups have negative ids; people's own chats have not."""
    return chat_id.startswith("-")


def parse(update: Update, me: Me) -> Inbound | None:
    """What an update says to the bot; None when it says nothing.

    From groups comes only what is addressed to the bot, as UNSUPPORTED without its words and with the group's
    (negative) chat id: the bot takes no figures there.
    """
    if update.message is not None:
        return _message(update.message, me)
    if update.edited_message is not None:
        return _edit(update.edited_message, me)
    if update.callback_query is not None:
        return _press(update.callback_query, me)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member, f"member:{update.update_id}", me)
    return None


def file_of(update: Update) -> str:
    """File id of the photo in the largest size, of a picture sent as a file, or of a Word document; or ""."""
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return ""
    return _picture(message) or _word_file(message)


def has_document(update: Update) -> bool:
    """Whether what came with the message is a file that is no picture."""
    message = update.message or update.edited_message
    return bool(message and _is_document(message))


def _message(message: Message, me: Me) -> Inbound | None:
    album = f"{ALBUM_MARK}{message.media_group_id}" if message.media_group_id else ""
    inbound = _bare(message.chat, f"{message.message_id}{album}", me)
    inbound = replace(inbound, sent_at=message.date)
    if message.migrate_to_chat_id:
        return replace(inbound, moved_to=str(message.migrate_to_chat_id))
    if message.from_user is None or message.from_user.is_bot:
        return None
    if message.chat.type in _GROUPS:
        return inbound if _is_addressed(message, me) else None
    if message.chat.type != ChatType.PRIVATE or _is_service(message):
        return None
    return _said(message, inbound)


def _said(message: Message, inbound: Inbound) -> Inbound:
    text = _NAMED.sub(r"\1", _words(message), count=1)
    code = _START.fullmatch(text)
    if code:
        return replace(inbound, kind=MessageKind.CODE, text=code[1])
    if not (text or _picture(message) or _is_document(message)):
        return inbound
    other = _is_document(message) and not _word_file(message)
    return replace(inbound, kind=MessageKind.TEXT, text=text, other_files=int(other))


def _edit(message: Message, me: Me) -> Inbound | None:
    if message.chat.type != ChatType.PRIVATE or message.edit_date is None:
        return None
    text = _words(message)
    if not text and not _picture(message):
        return None  # a live location that moves, a voice whose picture changed
    edited = f"{message.message_id}{EDIT_MARK}{int(message.edit_date.timestamp())}"
    inbound = _bare(message.chat, edited, me)
    return replace(inbound, kind=MessageKind.EDIT, text=text, sent_at=message.edit_date)


def _press(query: CallbackQuery, me: Me) -> Inbound | None:
    if query.message is None or query.message.chat.type != ChatType.PRIVATE or not query.data:
        return None
    inbound = _bare(query.message.chat, f"cb:{query.id}", me)
    return replace(inbound, kind=MessageKind.CHOICE, choice=query.data)


def _membership(change: ChatMemberUpdated, external_id: str, me: Me) -> Inbound | None:
    inbound = replace(_bare(change.chat, external_id, me), sent_at=change.date)
    if change.new_chat_member.status in _AWAY:
        return replace(inbound, closed=True)
    was_added = change.old_chat_member.status in _AWAY
    # Who lets the bot back into his own chat says something next; a group waits to be greeted.
    return inbound if was_added and change.chat.type in _GROUPS else None


def _words(message: Message) -> str:
    return storable(message.text or message.caption or "")


def _picture(message: Message) -> str:
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height).file_id
    document = message.document
    return document.file_id if document and (document.mime_type or "").startswith("image/") else ""


def _is_document(message: Message) -> bool:
    return bool(message.document and not message.animation and not _picture(message))


def _word_file(message: Message) -> str:
    document = message.document
    if document is None or not _is_document(message) or (document.file_size or 0) > _MAX_FILE:
        return ""
    by_name = (document.file_name or "").lower().endswith(_WORD_NAMES)
    return document.file_id if by_name or (document.mime_type or "").startswith(_WORD_TYPES) else ""


def _bare(chat: Chat, external_id: str, me: Me) -> Inbound:
    return Inbound(Channel.TELEGRAM, me.id, str(chat.id), external_id, MessageKind.UNSUPPORTED)


def _is_service(message: Message) -> bool:
    """What the app says by itself in a person's chat."""
    return bool(
        message.pinned_message
        or message.message_auto_delete_timer_changed
        or message.chat_background_set
        or message.write_access_allowed
    )


def _is_addressed(message: Message, me: Me) -> bool:
    answered = message.reply_to_message
    if answered and answered.from_user and str(answered.from_user.id) == me.id:
        return True
    mention = f"@{me.name}".lower()
    words = {
        **message.parse_entities([MessageEntityType.MENTION, MessageEntityType.BOT_COMMAND]),
        **message.parse_caption_entities([MessageEntityType.MENTION]),
    }
    return bool(me.name) and any(
        word.lower() == mention or (word.startswith("/") and word.lower().endswith(mention))
        for word in words.values()
    )
