"""Takes messages in and answers them.

`accept` puts a message into the inbox; when it returns, the message is safe and the channel may be
told so. `handle_next` then answers the person's oldest message in one transaction: the session, what
was recorded, and the reply in the outbox are there together or not at all.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.engine.actions import (
    Action,
    AskReportDesk,
    AskReview,
    AskWardDesk,
    CloseReview,
    KeepPhotos,
    KeepRemark,
    PromiseReport,
    Record,
    Say,
    SayTo,
    SendBack,
    TellMissing,
    TellTotals,
)
from bot.engine.events import CodeAgain, Facts, NotWords, OldButton, Received
from bot.engine.machine import Event, advance
from bot.engine.session import Session, Stage
from bot.logs import frames
from bot.tasks import report_desk, ward_desk
from bot.tasks.desk import Desk
from bot.tasks.facts import gather_facts, with_named
from bot.tasks.office import Office
from bot.tasks.take import OTHER_FILE
from bot.tasks.tell import tell_missing, tell_totals, ward_of
from storage.errors import StaleSessionError
from storage.files import DOCUMENTS
from storage.queries import messages
from storage.queries.audit import add_audit
from storage.queries.people import get_person
from storage.queries.sessions import get_session, save_session
from storage.queries.submissions import add_attachments, add_remark, add_submission
from storage.records import InboxMessage, Incoming, MessageKind, OutboxKind, Outgoing, Remark, Submission

log = logging.getLogger(__name__)

_TRIES = 5


async def accept(office: Office, incoming: Incoming) -> tuple[int, bool]:
    """(inbox id, whether it is new): the message is durably stored when this returns."""
    async with office.database.transaction() as connection:
        return await messages.put_incoming(connection, incoming, office.clock.now())


async def handle_next(office: Office, person_id: int) -> bool:
    """Answers the person's oldest waiting message. Whether another one waits behind it."""
    for _ in range(_TRIES):
        try:
            return await _handle_next(office, person_id)
        except StaleSessionError:
            # Another process, or another reporter of the same unit, was faster: decide again.
            continue
        except (OperationalError, InterfaceError):
            raise  # The database is away; the message waits in the inbox until it is back.
        except Exception as error:  # noqa: BLE001 - the outermost loop of one message
            # Whatever goes wrong with one message must not hold up the next, nor lose this one.
            log.error("a message of person %s was set aside: %s", person_id, frames(error))
            return await _set_aside(office, person_id)
    return await _set_aside(office, person_id)


async def _handle_next(office: Office, person_id: int) -> bool:
    now = office.clock.now()
    async with office.database.transaction() as connection:
        message = await messages.get_next_waiting(connection, person_id)
        if message is None or not await messages.mark_handled(connection, message.id, now):
            return False
        version, data = await get_session(connection, person_id)
        message = with_album(message, await messages.take_album(connection, message, now))
        facts = await gather_facts(connection, office, person_id, now)
        if facts is None:
            return message.more
        before = Session.from_json(data)
        event = await _event(connection, office, message, version)
        if isinstance(event, Received):
            facts = await with_named(connection, office, facts, before, event.text)
        session, actions = advance(before, event, facts)
        changed = session != before
        await carry_out(connection, office, actions, message, facts, version + changed)
        if changed:
            await save_session(connection, person_id, version, session.to_json(), now)
    return message.more


def with_album(first: InboxMessage, parts: Sequence[Incoming]) -> InboxMessage:
    """The message as one answer with every caption and every photo of its album."""
    if not parts:
        return first
    said = first.incoming
    text = "\n".join(part.text for part in (said, *parts) if part.text)
    photos = tuple(photo for part in (said, *parts) for photo in part.photos)
    kind = MessageKind.TEXT if text or photos else said.kind
    return replace(first, incoming=replace(said, kind=kind, text=text, photos=photos))


async def _event(connection: AsyncConnection, office: Office, message: InboxMessage, version: int) -> Event:
    """What a message is to the conversation, whose session has that version."""
    said = message.incoming
    if said.kind is MessageKind.UNSUPPORTED:
        return NotWords()
    if said.kind is MessageKind.CODE:
        return CodeAgain()
    text, edit_of = said.text, None
    if said.kind is MessageKind.CHOICE:
        words = await messages.get_choice(connection, message.address.person_id, said.choice, version)
        if words is None:
            return OldButton()
        text = words
    if said.kind is MessageKind.EDIT:
        edit_of = await messages.get_original(connection, said.address_id, said.external_id)
    sent = [sha256 for sha256 in said.photos if sha256 != OTHER_FILE]
    stored = [sha256 for sha256 in sent if office.files.path(sha256).exists()]
    types = await messages.list_files(connection, stored) if stored else {}
    documents = tuple(sha for sha in stored if sha in types and types[sha].media_type in DOCUMENTS)
    return Received(
        message.id,
        text,
        tuple(sha for sha in stored if sha not in documents),
        len(sent) - len(stored),
        documents,
        len(said.photos) - len(sent),
        edit_of,
    )


async def carry_out(
    connection: AsyncConnection,
    office: Office,
    actions: Sequence[Action],
    message: InboxMessage,
    facts: Facts,
    session_version: int,
) -> None:
    """Does what was decided about a message, within the caller's transaction."""
    person_id, now = facts.person.id, facts.now
    said: list[Say] = []
    for action in actions:
        match action:
            case Say():
                said.append(action)
            case Record():
                await add_submission(connection, _submission(action, message, person_id, now))
            case KeepRemark(unit_id, window_id, kind, text, message_id):
                remark = Remark(0, unit_id, window_id, kind, text, message_id, now)
                await add_remark(connection, remark, person_id)
            case KeepPhotos(unit_id, window_id, photos, message_id):
                await add_attachments(connection, unit_id, window_id, photos, message_id)
            case AskReview(message_id, unit_id, window_id):
                await messages.add_review(connection, message_id, unit_id, window_id, now)
            case CloseReview(review_id):
                await messages.mark_review_closed(connection, review_id, person_id, now)
            case SayTo(other_id, key, words):
                await messages.put_outgoing(connection, Outgoing(key, other_id, OutboxKind.REPLY, words), now)
            case SendBack():
                await _send_back(connection, action, person_id, message.id, now)
            case TellMissing() | TellTotals() | AskReportDesk() | AskWardDesk():
                said.append(await _at_the_desk(connection, office, action, message, facts))
            case PromiseReport(period):
                request = {"report": period.key, "rule": str(period.rule)}
                key = f"report:{message.id}"
                await messages.put_promise(connection, key, person_id, message.address.id, request, now)
    if said:
        choices = next((say.choices for say in reversed(said) if say.choices), ())
        text = "\n\n".join(say.text for say in said)
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


async def _send_back(
    connection: AsyncConnection, action: SendBack, officer_id: int, message_id: int, now: datetime
) -> None:
    """What the unit's reporters say next is about that return, unless they are in the middle of something."""
    for person_id in action.people:
        version, data = await get_session(connection, person_id)
        session = Session.from_json(data)
        if session.stage in {Stage.IDLE, Stage.FORM}:
            about = replace(session, stage=Stage.FORM, unit_id=action.unit_id, window_id=action.window_id)
            await save_session(connection, person_id, version, about.to_json(), now)
    subject = f"return:{action.unit_id}:{action.window_id}"
    await add_audit(connection, now, officer_id, "return.sent_back", subject, {"message": message_id})


async def _at_the_desk(
    connection: AsyncConnection,
    office: Office,
    asked: TellMissing | TellTotals | AskReportDesk | AskWardDesk,
    message: InboxMessage,
    facts: Facts,
) -> Say:
    """What an officer is told out of the ward's figures and reports."""
    person = facts.person
    match asked:
        case TellMissing():
            return await tell_missing(connection, office, person.id, facts.now)
        case TellTotals(period):
            return await tell_totals(connection, office, person.id, period, facts.now)
    ward = await ward_of(connection, person.id, facts.now)
    if ward is None:
        return Say(texts.no_duty(person.honorific))
    desk = Desk(
        connection,
        office,
        ward,
        person.id,
        person.honorific,
        facts.roles,
        message.id,
        message.address.id,
        facts.now,
    )
    if isinstance(asked, AskWardDesk):
        return await ward_desk.answer(desk, asked.command)
    return await report_desk.answer(desk, asked.command)


def _submission(record: Record, message: InboxMessage, person_id: int, now: datetime) -> Submission:
    return Submission(
        id=0,
        unit_id=record.unit_id,
        window_id=record.window_id,
        form_id=record.form_id,
        version=record.version,
        made_at=now,
        person_id=person_id,
        tallies=record.tallies,
        message_id=record.message_id,
        channel=message.address.channel,
        on_behalf_of=record.on_behalf_of,
        late=record.late,
        reason=record.reason,
    )


async def _set_aside(office: Office, person_id: int) -> bool:
    """Keeps a message that cannot be handled for the officer, and says so."""
    now = office.clock.now()
    async with office.database.transaction() as connection:
        message = await messages.get_next_waiting(connection, person_id)
        if message is None or not await messages.mark_handled(connection, message.id, now):
            return False
        await messages.add_review(connection, message.id, None, None, now)
        person = await get_person(connection, person_id)
        sorry = Outgoing(
            f"reply:{message.id}",
            person_id,
            OutboxKind.REPLY,
            texts.trouble(person.honorific if person else "bác"),
            address_id=message.address.id,
        )
        await messages.put_outgoing(connection, sorry, now)
    return message.more
