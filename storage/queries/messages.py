"""Inbox and outbox: what came in, what is owed, and both together as the history of a chat."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import (
    RowMapping,
    Select,
    and_,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.inserts import add_unless_there
from storage.records import (
    ALBUM_MARK,
    EDIT_MARK,
    Address,
    Channel,
    Choice,
    InboxMessage,
    Incoming,
    Json,
    MessageKind,
    OutboxKind,
    OutboxState,
    Outgoing,
    Promise,
    StoredFile,
)
from storage.tables import addresses, files, inbox, outbox, people, promises, reviews, units

_PRIORITY = {OutboxKind.REPLY: 0, OutboxKind.DOCUMENT: 0, OutboxKind.PROMPT: 5, OutboxKind.REMINDER: 9}
"""Answers to people go before rounds."""


async def put_incoming(
    connection: AsyncConnection, incoming: Incoming, received_at: datetime
) -> tuple[int, bool]:
    """(inbox id, whether it is new). A message that the channel repeats changes nothing."""
    added = await add_unless_there(
        connection,
        inbox,
        {**asdict(incoming), "photos": list(incoming.photos), "received_at": received_at},
    )
    if added is not None:
        return added, True
    known = await connection.execute(
        select(inbox.c.id).where(
            inbox.c.address_id == incoming.address_id, inbox.c.external_id == incoming.external_id
        )
    )
    return known.scalar_one(), False


async def list_waiting_people(connection: AsyncConnection) -> list[int]:
    """Ids of the people of whom a message has not been handled yet."""
    rows = await connection.execute(
        select(addresses.c.person_id)
        .join(inbox, inbox.c.address_id == addresses.c.id)
        .where(inbox.c.handled_at.is_(None), addresses.c.person_id.is_not(None))
        .distinct()
    )
    return [person_id for person_id in rows.scalars() if person_id is not None]


async def get_next_waiting(connection: AsyncConnection, person_id: int) -> InboxMessage | None:
    """The person's oldest message that has not been handled, on whichever channel."""
    return await _next_waiting(connection, _NEXT_OF_PERSON, person_id)


async def get_next_of_stranger(connection: AsyncConnection, address_id: int) -> InboxMessage | None:
    """The oldest message of an address that has not been handled."""
    return await _next_waiting(connection, _NEXT_OF_ADDRESS, address_id)


# What every message asks is built once: building a statement takes longer than SQLite takes to answer it.
_NEXT = (
    select(inbox, *(addresses.c[name] for name in ("person_id", "channel", "bot", "chat_id")))
    .join(addresses, addresses.c.id == inbox.c.address_id)
    .where(inbox.c.handled_at.is_(None))
    .order_by(inbox.c.id)
    .limit(2)
)
"""One more than is asked for tells whether another waits, without a look of its own."""
_NEXT_OF_PERSON = _NEXT.where(addresses.c.person_id == bindparam("of"))
_NEXT_OF_ADDRESS = _NEXT.where(addresses.c.id == bindparam("of"))


async def _next_waiting(
    connection: AsyncConnection, statement: Select[tuple[object, ...]], of: int
) -> InboxMessage | None:
    rows = (await connection.execute(statement, {"of": of})).mappings().all()
    if not rows:
        return None
    row = rows[0]
    return InboxMessage(
        id=row["id"],
        address=Address(
            row["address_id"], row["person_id"], Channel(row["channel"]), row["bot"], row["chat_id"]
        ),
        incoming=Incoming(
            address_id=row["address_id"],
            external_id=row["external_id"],
            text=row["text"],
            kind=MessageKind(row["kind"]),
            choice=row["choice"],
            photos=tuple(row["photos"]),
            sent_at=row["sent_at"],
        ),
        received_at=row["received_at"],
        more=len(rows) > 1,
    )


async def mark_handled(connection: AsyncConnection, message_id: int, now: datetime) -> bool:
    """Claims a message for this transaction; False when somebody else has handled it."""
    done = await connection.execute(_MARK_HANDLED, {"message": message_id, "now": now})
    return done.rowcount == 1


_MARK_HANDLED = (
    update(inbox)
    .where(inbox.c.id == bindparam("message"), inbox.c.handled_at.is_(None))
    .values(handled_at=bindparam("now"))
)


async def take_album(connection: AsyncConnection, first: InboxMessage, now: datetime) -> list[Incoming]:
    """Claims for this transaction the waiting messages that are in one album with the first, in order."""
    incoming = first.incoming
    if not incoming.album:
        return []
    rows = await connection.execute(
        update(inbox)
        .where(
            inbox.c.address_id == incoming.address_id,
            inbox.c.external_id.endswith(ALBUM_MARK + incoming.album, autoescape=True),
            inbox.c.handled_at.is_(None),
        )
        .values(handled_at=now)
        .returning(inbox.c.id, inbox.c.external_id, inbox.c.text, inbox.c.photos)
    )
    return [
        Incoming(incoming.address_id, row.external_id, row.text, photos=tuple(row.photos))
        for row in sorted(rows, key=lambda row: row.id)
    ]


async def put_outgoing(connection: AsyncConnection, outgoing: Outgoing, now: datetime) -> bool:
    """Owes a message; False when the same key is owed already."""
    row = {
        "key": outgoing.key,
        "person_id": outgoing.person_id,
        "address_id": outgoing.address_id,
        "kind": outgoing.kind,
        "state": outgoing.state,
        "priority": _PRIORITY[outgoing.kind],
        "text": outgoing.text,
        "choices": [asdict(choice) for choice in outgoing.choices],
        "session_version": outgoing.session_version,
        "not_before": outgoing.not_before,
        "file_sha256": outgoing.file.sha256 if outgoing.file else None,
        "file_name": outgoing.file_name,
        "created_at": now,
    }
    return await add_unless_there(connection, outbox, row) is not None


_OUTGOING = select(outbox, files.c.media_type.label("file_type"), files.c.size.label("file_size")).outerjoin(
    files, files.c.sha256 == outbox.c.file_sha256
)


def _outgoing(row: RowMapping) -> Outgoing:
    kept = row["file_sha256"]
    return Outgoing(
        id=row["id"],
        key=row["key"],
        person_id=row["person_id"],
        address_id=row["address_id"],
        kind=OutboxKind(row["kind"]),
        state=OutboxState(row["state"]),
        text=row["text"],
        choices=tuple(Choice(**choice) for choice in row["choices"]),
        file=StoredFile(kept, row["file_type"], row["file_size"]) if kept else None,
        file_name=row["file_name"],
        session_version=row["session_version"],
        not_before=row["not_before"],
        created_at=row["created_at"],
        attempts=row["attempts"],
    )


async def list_outgoing(connection: AsyncConnection, state: OutboxState, limit: int = 100) -> list[Outgoing]:
    """What is owed in that state, the most urgent and oldest first."""
    statement = _OUTGOING.where(outbox.c.state == state).order_by(outbox.c.priority, outbox.c.id).limit(limit)
    return [_outgoing(row) for row in (await connection.execute(statement)).mappings()]


async def put_promise(
    connection: AsyncConnection,
    key: str,
    person_id: int,
    address_id: int | None,
    request: Json,
    now: datetime,
) -> bool:
    """Promises a document; False when the same key has been promised already."""
    row = {
        "key": key,
        "person_id": person_id,
        "address_id": address_id,
        "request": dict(request),
        "made_at": now,
    }
    return await add_unless_there(connection, promises, row) is not None


async def list_open_promises(connection: AsyncConnection) -> list[Promise]:
    """Documents that are still to be made, oldest first."""
    rows = await connection.execute(
        select(promises).where(promises.c.kept_at.is_(None)).order_by(promises.c.id)
    )
    return [
        Promise(row["id"], row["key"], row["person_id"], row["address_id"], row["request"])
        for row in rows.mappings()
    ]


async def mark_promise_kept(connection: AsyncConnection, promise_id: int, now: datetime) -> bool:
    """False when somebody else has kept it."""
    done = await connection.execute(
        update(promises).where(promises.c.id == promise_id, promises.c.kept_at.is_(None)).values(kept_at=now)
    )
    return done.rowcount == 1


async def mark_sent(connection: AsyncConnection, outgoing_ids: Sequence[int], now: datetime) -> None:
    await connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(outgoing_ids), outbox.c.state != OutboxState.SENT)
        .values(state=OutboxState.SENT, sent_at=now, attempts=outbox.c.attempts + 1)
    )


async def get_outgoing_file(connection: AsyncConnection, person_id: int, outgoing_id: int) -> Outgoing | None:
    """A message with a file, if it is that person's."""
    statement = _OUTGOING.where(
        outbox.c.id == outgoing_id, outbox.c.person_id == person_id, outbox.c.file_sha256.is_not(None)
    )
    row = (await connection.execute(statement)).mappings().one_or_none()
    return _outgoing(row) if row else None


async def put_file(connection: AsyncConnection, file: StoredFile, now: datetime) -> None:
    """Notes a file that lies on disk under its hash."""
    known = await connection.execute(select(files.c.sha256).where(files.c.sha256 == file.sha256))
    if known.first() is None:
        await connection.execute(insert(files).values(**asdict(file), stored_at=now))


async def list_files(connection: AsyncConnection, hashes: Sequence[str]) -> dict[str, StoredFile]:
    rows = await connection.execute(
        select(files.c.sha256, files.c.media_type, files.c.size).where(files.c.sha256.in_(hashes))
    )
    return {row.sha256: StoredFile(row.sha256, row.media_type, row.size) for row in rows}


async def add_review(
    connection: AsyncConnection, message_id: int, unit_id: int | None, window_id: int | None, now: datetime
) -> None:
    """Puts a message that was not understood into the officer's queue, once."""
    await add_unless_there(
        connection,
        reviews,
        {"message_id": message_id, "unit_id": unit_id, "window_id": window_id, "opened_at": now},
    )


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A message in the officer's queue."""

    id: int
    message_id: int
    text: str
    person_id: int | None
    honorific: str
    unit_id: int | None
    window_id: int | None


async def list_open_reviews(connection: AsyncConnection, ward_id: int, limit: int) -> list[OpenReview]:
    """The oldest messages in the queue that are of the ward's units, or of no unit that is known."""
    rows = await connection.execute(
        select(
            reviews.c.id,
            reviews.c.message_id,
            inbox.c.text,
            addresses.c.person_id,
            func.coalesce(people.c.honorific, "bác").label("honorific"),
            reviews.c.unit_id,
            reviews.c.window_id,
        )
        .join(inbox, inbox.c.id == reviews.c.message_id)
        .join(addresses, addresses.c.id == inbox.c.address_id)
        .outerjoin(people, people.c.id == addresses.c.person_id)
        .outerjoin(units, units.c.id == reviews.c.unit_id)
        .where(reviews.c.closed_at.is_(None), or_(reviews.c.unit_id.is_(None), units.c.parent_id == ward_id))
        .order_by(reviews.c.id)
        .limit(limit)
    )
    return [OpenReview(**row) for row in rows.mappings()]


async def mark_review_closed(
    connection: AsyncConnection, review_id: int, person_id: int, now: datetime
) -> None:
    await connection.execute(
        update(reviews)
        .where(reviews.c.id == review_id, reviews.c.closed_at.is_(None))
        .values(closed_at=now, closed_by=person_id)
    )


_LONGEST_CHOICE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a chat's history: of the person (`mine`) or of the bot."""

    mine: bool
    id: int
    at: datetime
    text: str
    choices: tuple[Choice, ...] = ()
    photos: tuple[str, ...] = ()
    file: StoredFile | None = None
    file_name: str = ""
    external_id: str = ""


def _said(person_id: int) -> Select[tuple[object, ...]]:
    return (
        select(inbox)
        .join(addresses, addresses.c.id == inbox.c.address_id)
        .where(addresses.c.person_id == person_id)
    )


def _mine(row: RowMapping) -> Line:
    return Line(
        mine=True,
        id=row["id"],
        at=row["received_at"],
        text=row["text"],
        photos=tuple(row["photos"]),
        external_id=row["external_id"],
    )


def _theirs(row: RowMapping) -> Line:
    outgoing = _outgoing(row)
    return Line(
        mine=False,
        id=outgoing.id,
        at=row["created_at"],
        text=outgoing.text,
        choices=outgoing.choices,
        file=outgoing.file,
        file_name=outgoing.file_name,
    )


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.at, not line.mine, line.id))


async def list_history(
    connection: AsyncConnection, person_id: int, before: tuple[datetime, bool, int] | None, limit: int
) -> list[Line]:
    """The last `limit` messages before a line's (at, not mine, id), oldest first, on whichever channel."""
    said = _said(person_id)
    owed = _OUTGOING.where(outbox.c.person_id == person_id)
    if before:
        at, theirs, line_id = before
        said = said.where(
            or_(
                inbox.c.received_at < at,
                and_(inbox.c.received_at == at, true() if theirs else inbox.c.id < line_id),
            )
        )
        owed = owed.where(
            or_(
                outbox.c.created_at < at,
                and_(outbox.c.created_at == at, outbox.c.id < line_id if theirs else false()),
            )
        )
    mine = await connection.execute(said.order_by(inbox.c.received_at.desc(), inbox.c.id.desc()).limit(limit))
    theirs_rows = await connection.execute(
        owed.order_by(outbox.c.created_at.desc(), outbox.c.id.desc()).limit(limit)
    )
    lines = [_mine(row) for row in mine.mappings()] + [_theirs(row) for row in theirs_rows.mappings()]
    return _in_order(lines)[-limit:]


async def list_news(
    connection: AsyncConnection, person_id: int, after: tuple[int, int], limit: int
) -> list[Line]:
    """Messages newer than the cursor (inbox id, outbox id), in the order of the chat."""
    said = _said(person_id).where(inbox.c.id > after[0]).order_by(inbox.c.id).limit(limit)
    owed = (
        _OUTGOING.where(outbox.c.person_id == person_id, outbox.c.id > after[1])
        .order_by(outbox.c.id)
        .limit(limit)
    )
    mine = [_mine(row) for row in (await connection.execute(said)).mappings()]
    theirs = [_theirs(row) for row in (await connection.execute(owed)).mappings()]
    return _in_order(mine + theirs)


async def get_cursor(connection: AsyncConnection, person_id: int) -> tuple[int, int]:
    """(newest inbox id, newest outbox id) of the person's chat; 0 where there is none."""
    said = select(func.max(inbox.c.id)).join(addresses, addresses.c.id == inbox.c.address_id)
    newest_in = (await connection.execute(said.where(addresses.c.person_id == person_id))).scalar()
    newest_out = (
        await connection.execute(select(func.max(outbox.c.id)).where(outbox.c.person_id == person_id))
    ).scalar()
    return newest_in or 0, newest_out or 0


async def get_place(
    connection: AsyncConnection, person_id: int, mine: bool, line_id: int
) -> tuple[datetime, bool, int] | None:
    """Where a line of the person's chat stands, as `list_history` wants it; None when it is not his."""
    if mine:
        said = select(inbox.c.received_at).join(addresses, addresses.c.id == inbox.c.address_id)
        statement = said.where(inbox.c.id == line_id, addresses.c.person_id == person_id)
    else:
        statement = select(outbox.c.created_at).where(outbox.c.id == line_id, outbox.c.person_id == person_id)
    at = (await connection.execute(statement)).scalar_one_or_none()
    return (at, not mine, line_id) if at else None


async def get_photos(connection: AsyncConnection, person_id: int, message_id: int) -> tuple[str, ...]:
    """Hashes of the photos in one of the person's own messages."""
    statement = (
        select(inbox.c.photos)
        .join(addresses, addresses.c.id == inbox.c.address_id)
        .where(inbox.c.id == message_id, addresses.c.person_id == person_id)
    )
    return tuple((await connection.execute(statement)).scalar_one_or_none() or ())


def with_address() -> Select[tuple[object, ...]]:
    """Messages that are owed, each joined with the address that it goes to; read by `owed_at`."""
    where_to = [addresses.c.channel, addresses.c.bot, addresses.c.chat_id]
    whose = addresses.c.person_id.label("chat_of")
    return _OUTGOING.join(addresses, addresses.c.id == outbox.c.address_id).add_columns(*where_to, whose)


def owed_at(row: RowMapping) -> tuple[Address, Outgoing]:
    address = Address(row["address_id"], row["chat_of"], Channel(row["channel"]), row["bot"], row["chat_id"])
    return address, _outgoing(row)


async def get_choice(
    connection: AsyncConnection, person_id: int | None, data: str, session_version: int
) -> str | None:
    """The words behind a pressed button («outbox id:place»); None when it is not his, or out of date."""
    outgoing_id, _, place = data.partition(":")
    if not (outgoing_id.isdecimal() and place.isdecimal() and len(data) <= _LONGEST_CHOICE):
        return None
    row = (
        await connection.execute(
            select(outbox.c.choices).where(
                outbox.c.id == int(outgoing_id),
                outbox.c.person_id == person_id,
                outbox.c.session_version == session_version,
            )
        )
    ).one_or_none()
    if row is None or int(place) >= len(row.choices):
        return None
    says: str = row.choices[int(place)]["says"]
    return says


async def get_original(connection: AsyncConnection, address_id: int, external_id: str) -> int | None:
    """Inbox id of the message that an edit («message id:e…») has changed; None when it is not known."""
    original = external_id.partition(EDIT_MARK)[0]
    part = inbox.c.external_id.startswith(original + ALBUM_MARK, autoescape=True)
    found = await connection.execute(
        select(inbox.c.id).where(inbox.c.address_id == address_id, or_(inbox.c.external_id == original, part))
    )
    return found.scalars().first()


async def list_waiting_strangers(connection: AsyncConnection) -> list[int]:
    """Ids of the addresses of nobody known, of which a message has not been handled yet."""
    rows = await connection.execute(
        select(inbox.c.address_id)
        .join(addresses, addresses.c.id == inbox.c.address_id)
        .where(inbox.c.handled_at.is_(None), addresses.c.person_id.is_(None))
        .distinct()
    )
    return list(rows.scalars())


async def count_received(connection: AsyncConnection, address_id: int, since: datetime) -> int:
    """How many messages an address has sent since then."""
    counted = await connection.execute(
        select(func.count()).where(inbox.c.address_id == address_id, inbox.c.received_at >= since)
    )
    return counted.scalar_one()


_LONGEST_PART = 2000
"""Characters in one message of the channel that counts them, Zalo."""


async def count_sent_by_bot(connection: AsyncConnection, channel: Channel, since: datetime) -> dict[str, int]:
    """How many messages each bot of a channel has sent since then; a long one goes, and counts, in parts."""
    parts = 1 + func.length(outbox.c.text) // _LONGEST_PART
    rows = await connection.execute(
        select(addresses.c.bot, func.sum(parts))
        .join(addresses, addresses.c.id == outbox.c.address_id)
        .where(addresses.c.channel == channel, outbox.c.sent_at >= since)
        .group_by(addresses.c.bot)
    )
    return {str(bot): int(count) for bot, count in rows}
