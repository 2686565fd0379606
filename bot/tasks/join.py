"""Links a chat to a person by a one-time code or link, and answers strangers."""

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.engine.actions import Say
from bot.engine.events import PromptDue
from bot.engine.machine import advance
from bot.engine.session import Session
from bot.tasks.facts import gather_facts
from bot.tasks.office import Office
from storage.queries import messages, people
from storage.queries.sessions import get_session, save_session
from storage.records import Address, Channel, Choice, InboxMessage, OutboxKind, Outgoing, Person

CODE_DAYS = LINK_DAYS = 14
_TRIES_AN_HOUR = 10
# Without 0 O 1 I L: a code is read off a screen and typed by hand.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE = re.compile(rf"([{_LETTERS}]{{4}})[ -]?([{_LETTERS}]{{4}})")


async def make_code(connection: AsyncConnection, person_id: int, now: datetime) -> str:
    """A one-time code «K7MP-2QXD» for the person to send from a chat; only its hash is stored."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    await people.add_link(connection, hashed(code), person_id, now, now + timedelta(days=CODE_DAYS))
    return f"{code[:4]}-{code[4:]}"


async def make_link(connection: AsyncConnection, person_id: int, now: datetime) -> str:
    """Token of a personal link that opens the web chat once; only its hash is stored."""
    token = secrets.token_urlsafe(24)
    await people.add_link(connection, hashed(token), person_id, now, now + timedelta(days=LINK_DAYS))
    return token


def hashed(secret: str) -> str:
    """How codes, links and logins are stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _code_in(text: str) -> str | None:
    found = _CODE.fullmatch(text.strip().upper())
    return found[1] + found[2] if found else None


async def answer_stranger(office: Office, address_id: int) -> bool:
    """Answers the oldest waiting message of somebody unknown. False when none was waiting."""
    now = office.clock.now()
    async with office.database.transaction() as connection:
        message = await messages.get_next_of_stranger(connection, address_id)
        if message is None or not await messages.mark_handled(connection, message.id, now):
            return False
        await messages.take_album(connection, message, now)
        if _is_group(message.address):
            # Said once: a group talks much that is not for the bot.
            if await messages.count_received(connection, address_id, datetime.min.replace(tzinfo=UTC)) == 1:
                await _reply(connection, message, None, texts.write_privately(), now)
            return True
        code = _code_in(message.incoming.text)
        tried = await messages.count_received(connection, address_id, now - timedelta(hours=1))
        if tried > _TRIES_AN_HOUR:
            await _reply(connection, message, None, texts.too_many_codes(), now)
            return True
        person = await _use(connection, code, address_id, now) if code else None
        if person is None:
            text = texts.wrong_code() if code else texts.stranger()
            await _reply(connection, message, None, text, now)
            return True
        await _welcome(connection, office, message, person, now)
    return True


def _is_group(address: Address) -> bool:
    """Telegram gives groups negative ids; Zalo's groups are never handed in."""
    return address.channel is Channel.TELEGRAM and address.chat_id.startswith("-")


async def _use(connection: AsyncConnection, code: str, address_id: int, now: datetime) -> Person | None:
    token_hash = hashed(code)
    person = await people.get_link_person(connection, token_hash, now)
    if person is None or not await people.mark_link_used(connection, token_hash, now):
        return None
    await people.link_address(connection, address_id, person.id)
    return person


async def _welcome(
    connection: AsyncConnection, office: Office, message: InboxMessage, person: Person, now: datetime
) -> None:
    """Says who the bot is, and asks at once for what is owed."""
    who = await people.get_who(connection, person.id, now.date())
    posts = (
        ", ".join(f"{post.membership.title} {post.unit.name}".strip() for post in who.posts) if who else ""
    )
    ward = who.ward.name if who and who.ward else ""
    lines = [texts.joined(person.honorific, person.name, posts, ward)]
    choices: tuple[Choice, ...] = ()
    facts = await gather_facts(connection, office, person.id, now)
    owed = [duty for duty in facts.duties if duty.prompted and duty.missing] if facts else []
    version = None
    if facts and owed:
        version, data = await get_session(connection, person.id)
        before = Session.from_json(data)
        session, actions = advance(before, PromptDue(owed[-1].window.id), facts)
        for say in (action for action in actions if isinstance(action, Say)):
            lines.append(say.text)
            choices = say.choices
        if session != before:
            await save_session(connection, person.id, version, session.to_json(), now)
            version += 1
    await _reply(connection, message, person.id, "\n\n".join(lines), now, choices, version)


async def _reply(
    connection: AsyncConnection,
    message: InboxMessage,
    person_id: int | None,
    text: str,
    now: datetime,
    choices: tuple[Choice, ...] = (),
    session_version: int | None = None,
) -> None:
    reply = Outgoing(
        f"reply:{message.id}",
        person_id,
        OutboxKind.REPLY,
        text,
        choices,
        address_id=message.address.id,
        session_version=session_version,
    )
    await messages.put_outgoing(connection, reply, now)
