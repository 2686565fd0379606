"""What the deliverer asks and notes: whose turn it is, which message is next, what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queries.liveness import is_dead
from storage.queries.messages import owed_at, with_address
from storage.queries.people import mark_address_closed, move_address
from storage.records import Address, Channel, OutboxKind, OutboxState, Outgoing
from storage.tables import addresses, leases, memberships, outbox, people, units

_SENT_AGAIN = (OutboxKind.REPLY, OutboxKind.PROMPT)
"""Kinds that are sent again when it is not certain whether they went; the others are parked."""

WITHDRAWN = "withdrawn"
"""Why a message was not sent at all: it had become untrue, or too old."""
UNCERTAIN = "uncertain"
"""Why a message is tried again, or was parked: it may have gone."""
NO_ADDRESS = "no address"
"""Why a message has failed: its person has no chat that is open."""

Bot = tuple[Channel, str]
"""A channel, and which bot of it."""


async def take_lease(
    connection: AsyncConnection, name: str, owner: str, now: datetime, lasts: timedelta
) -> int | None:
    """The lease's epoch when it is the owner's until now + lasts; None while somebody else holds it.

    The epoch goes up when the holder changes. The owner must be shown to live (`Database.show_life`): the
    lease of one who is dead is taken at once.
    """
    epoch = await _take_lease(connection, name, owner, now, lasts, leases.c.until < now)
    if epoch is None:
        holder = (await connection.execute(select(leases.c.owner).where(leases.c.name == name))).scalar_one()
        if await is_dead(connection, holder):
            epoch = await _take_lease(connection, name, owner, now, lasts, leases.c.owner == holder)
    return epoch


async def _take_lease(
    connection: AsyncConnection,
    name: str,
    owner: str,
    now: datetime,
    lasts: timedelta,
    is_free: ColumnElement[bool],
) -> int | None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    mine = leases.c.owner == owner
    statement = (
        dialect.insert(leases)
        .values(name=name, owner=owner, until=now + lasts, epoch=1)
        .on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={
                "owner": owner,
                "until": now + lasts,
                "epoch": leases.c.epoch + case((mine, 0), else_=1),
            },
            where=or_(mine, is_free),
        )
        .returning(leases.c.epoch)
    )
    return (await connection.execute(statement)).scalar_one_or_none()


async def drop_lease(connection: AsyncConnection, name: str, owner: str, now: datetime) -> None:
    """Lets the next one in at once; the row stays, so that its epoch goes on counting."""
    await connection.execute(
        update(leases)
        .where(leases.c.name == name, leases.c.owner == owner)
        .values(until=now - timedelta(seconds=1))
    )


def _among(bots: Collection[Bot]) -> ColumnElement[bool]:
    return or_(
        false(), *(and_(addresses.c.channel == channel, addresses.c.bot == bot) for channel, bot in bots)
    )


def _not_routed(bots: Collection[Bot]) -> ColumnElement[bool]:
    usable = exists().where(
        addresses.c.id == outbox.c.address_id, addresses.c.closed_at.is_(None), _among(bots)
    )
    return and_(outbox.c.state == OutboxState.PENDING, or_(outbox.c.address_id.is_(None), ~usable))


def _usable(bots: Collection[Bot]) -> ColumnElement[bool]:
    return and_(addresses.c.person_id == outbox.c.person_id, addresses.c.closed_at.is_(None), _among(bots))


async def has_unrouted(connection: AsyncConnection, bots: Collection[Bot]) -> bool:
    """Whether `route` would change anything."""
    return (await connection.execute(_unrouted(tuple(bots)))).first() is not None


@cache
def _unrouted(bots: tuple[Bot, ...]) -> Select[tuple[int]]:
    return select(outbox.c.id).where(_not_routed(bots), exists().where(_usable(bots))).limit(1)


async def route(connection: AsyncConnection, bots: Collection[Bot]) -> None:
    """Gives pending messages without a usable address the open one that their person was heard on last."""
    heard_last = (
        select(addresses.c.id)
        .where(_usable(bots))
        .order_by(addresses.c.last_heard_at.desc().nulls_last(), addresses.c.id)
        .limit(1)
        .scalar_subquery()
    )
    await connection.execute(
        update(outbox).where(_not_routed(bots), exists().where(_usable(bots))).values(address_id=heard_last)
    )


async def hand_over(connection: AsyncConnection, bot: Bot, others: Collection[Bot], before: datetime) -> int:
    """Gives what a bot has owed since before that time to the other bots, where its people can be reached.

    What may have gone already stays, so that nobody is asked twice. How many messages have changed hands.
    """
    here = addresses.alias("here")
    on_this_bot = outbox.c.address_id.in_(
        select(here.c.id).where(here.c.channel == bot[0], here.c.bot == bot[1])
    )
    heard_last = (
        select(addresses.c.id)
        .where(_usable(others))
        .order_by(addresses.c.last_heard_at.desc().nulls_last(), addresses.c.id)
        .limit(1)
        .scalar_subquery()
    )
    done = await connection.execute(
        update(outbox)
        .where(
            outbox.c.state == OutboxState.PENDING,
            outbox.c.created_at < before,
            outbox.c.error != UNCERTAIN,
            on_this_bot,
            exists().where(_usable(others)),
        )
        .values(address_id=heard_last, not_before=None)
    )
    return done.rowcount


async def give_up_unrouted(connection: AsyncConnection, bots: Collection[Bot], before: datetime) -> None:
    """What was owed before that time to somebody who cannot be reached has failed."""
    await connection.execute(
        update(outbox)
        .where(_not_routed(bots), outbox.c.created_at < before)
        .values(state=OutboxState.FAILED, error=NO_ADDRESS)
    )


def _waiting(channel: Channel | BindParameter[Channel], bot: str | BindParameter[str]) -> ColumnElement[bool]:
    # One look at each message's address. Joined for that, PostgreSQL pairs every address with every message
    # as long as it has no statistics of a new round: 145 ms a message instead of 2 (1,000 people).
    there = addresses.alias()
    is_there = and_(there.c.channel == channel, there.c.bot == bot, there.c.closed_at.is_(None))
    by_it = select(is_there).where(there.c.id == outbox.c.address_id).scalar_subquery()
    return and_(outbox.c.state == OutboxState.PENDING, by_it)


async def take_for_page(connection: AsyncConnection, now: datetime) -> set[int]:
    """Marks what waits for the web chat as sent, since pages fetch it themselves; ids of the people."""
    waiting = (
        select(outbox.c.id, addresses.c.person_id)
        .join(addresses, addresses.c.id == outbox.c.address_id)
        .where(_waiting(Channel.WEB, ""))
    )
    rows = (await connection.execute(waiting)).all()
    await connection.execute(
        update(outbox)
        .where(outbox.c.id.in_([row.id for row in rows]), outbox.c.state == OutboxState.PENDING)
        .values(state=OutboxState.SENT, sent_at=now, attempts=outbox.c.attempts + 1)
    )
    return {row.person_id for row in rows}


async def has_waiting(connection: AsyncConnection, bot: Bot) -> bool:
    return (await connection.execute(_any_waiting(bot))).first() is not None


@cache
def _any_waiting(bot: Bot) -> Select[tuple[int]]:
    return select(outbox.c.id).where(_waiting(*bot)).limit(1)


async def list_next(
    connection: AsyncConnection, bot: Bot, now: datetime, busy: Collection[int], limit: int
) -> list[tuple[Address, Outgoing]]:
    """The most urgent and oldest messages whose time has come, for none of the busy addresses."""
    asked = {"of_channel": bot[0], "of_bot": bot[1], "now": now, "busy": list(busy), "limit": limit}
    return [owed_at(row) for row in (await connection.execute(_NEXT, asked)).mappings()]


_NEXT = (
    with_address()
    .where(
        _waiting(bindparam("of_channel"), bindparam("of_bot")),
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
        outbox.c.address_id.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("limit"))
)


async def get_next_time(connection: AsyncConnection, bot: Bot) -> datetime | None:
    """When the first of the bot's messages that have to wait may go; None when none has to."""
    return (await connection.execute(_next_time(bot))).scalar_one_or_none()


@cache
def _next_time(bot: Bot) -> Select[datetime | None]:
    return (
        select(outbox.c.not_before)
        .where(_waiting(*bot), outbox.c.not_before.is_not(None))
        .order_by(outbox.c.not_before)
        .limit(1)
    )


async def mark_sending(connection: AsyncConnection, owed: Collection[Outgoing]) -> set[int]:
    """Claims pending messages; ids of those nobody else has claimed. Their attempts go up by one."""
    claimed = await connection.execute(_CLAIM, {"ids": [outgoing.id for outgoing in owed]})
    return set(claimed.scalars())


_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == OutboxState.PENDING)
    .values(state=OutboxState.SENDING, attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id)
)


async def mark_sent_as(
    connection: AsyncConnection, outgoing: Outgoing, external_id: str, now: datetime
) -> bool:
    """`outgoing` as it was claimed; False when it is not this claim's any more."""
    claim = {"id_of": outgoing.id, "claim": outgoing.attempts, "now": now, "external": external_id}
    done = await connection.execute(_SENT, claim)
    return done.rowcount == 1


_SENT = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("id_of"),
        outbox.c.state == OutboxState.SENDING,
        outbox.c.attempts == bindparam("claim"),
    )
    .values(state=OutboxState.SENT, sent_at=bindparam("now"), external_id=bindparam("external"), error="")
)


async def mark_again(
    connection: AsyncConnection,
    outgoing: Outgoing,
    not_before: datetime | None,
    error: str,
    *,
    elsewhere: bool = False,
) -> None:
    """To be sent again, not before that time; `elsewhere`: to another of the person's addresses."""
    # That it may have gone once is not forgotten: it then never goes by another channel too.
    why = case((outbox.c.error == UNCERTAIN, UNCERTAIN), else_=error)
    values = {"state": OutboxState.PENDING, "not_before": not_before, "error": why}
    if elsewhere:
        values["address_id"] = None
    await connection.execute(update(outbox).where(*_mine(outgoing)).values(values))


async def mark_ended(connection: AsyncConnection, outgoing: Outgoing, state: OutboxState, error: str) -> None:
    """FAILED or PARKED, with the reason in a word or two."""
    await connection.execute(update(outbox).where(*_mine(outgoing)).values(state=state, error=error))


async def put_off(connection: AsyncConnection, outgoing: Outgoing, until: datetime) -> None:
    """A message that is still pending is not to go before that time."""
    await connection.execute(
        update(outbox)
        .where(outbox.c.id == outgoing.id, outbox.c.state == OutboxState.PENDING)
        .values(not_before=until)
    )


async def withdraw(connection: AsyncConnection, outgoing: Outgoing) -> None:
    """A message that is still pending is not to go at all: it has become untrue or too old."""
    await connection.execute(
        update(outbox)
        .where(outbox.c.id == outgoing.id, outbox.c.state == OutboxState.PENDING)
        .values(state=OutboxState.FAILED, error=WITHDRAWN)
    )


def _mine(outgoing: Outgoing) -> tuple[ColumnElement[bool], ...]:
    # A process that was frozen while another one took over must not overwrite what that one noted.
    return (
        outbox.c.id == outgoing.id,
        outbox.c.attempts == outgoing.attempts,
        outbox.c.state == OutboxState.SENDING,
    )


async def settle_uncertain(connection: AsyncConnection, bot: Bot, flying: Collection[int]) -> None:
    """Messages found as being sent, but by nobody: receipts and prompts go again, others are parked."""
    lost = and_(
        outbox.c.state == OutboxState.SENDING,
        outbox.c.id.not_in(flying),
        outbox.c.address_id.in_(
            select(addresses.c.id).where(addresses.c.channel == bot[0], addresses.c.bot == bot[1])
        ),
    )
    again = outbox.c.kind.in_(_SENT_AGAIN)
    await connection.execute(
        update(outbox)
        .where(lost)
        .values(
            state=case((again, OutboxState.PENDING), else_=OutboxState.PARKED),
            error=UNCERTAIN,
        )
    )


def is_sent_again(outgoing: Outgoing) -> bool:
    return outgoing.kind in _SENT_AGAIN


async def move_chat(connection: AsyncConnection, address: Address, chat_id: str, now: datetime) -> bool:
    """Notes the chat's new id; False when another address has it already (this one is then closed)."""
    taken = await connection.execute(
        select(addresses.c.id).where(
            addresses.c.channel == address.channel,
            addresses.c.bot == address.bot,
            addresses.c.chat_id == chat_id,
        )
    )
    if taken.first() is not None:
        await mark_address_closed(connection, address.id, "moved", now)
        return False
    await move_address(connection, address.id, chat_id)
    return True


async def has_other_address(
    connection: AsyncConnection, person_id: int | None, bots: Collection[Bot]
) -> bool:
    """Whether the person can still be reached by one of the bots."""
    if person_id is None:
        return False
    statement = select(
        exists().where(addresses.c.person_id == person_id, addresses.c.closed_at.is_(None), _among(bots))
    )
    return bool((await connection.execute(statement)).scalar())


async def is_owed(connection: AsyncConnection, key: str) -> bool:
    """Whether a message with that key has been written."""
    return bool((await connection.execute(select(exists().where(outbox.c.key == key)))).scalar())


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Somebody of a ward whom a message has not, or perhaps not, reached."""

    person_id: int
    name: str
    state: OutboxState
    """FAILED or PARKED."""
    why: str


async def list_undelivered(connection: AsyncConnection, ward_id: int, since: datetime) -> list[Undelivered]:
    """What was owed in the ward since then and did not arrive, oldest first.

    Without what was withdrawn because it had become untrue.
    """
    in_the_ward = exists().where(
        memberships.c.person_id == people.c.id,
        memberships.c.unit_id == units.c.id,
        or_(units.c.id == ward_id, units.c.parent_id == ward_id),
    )
    rows = await connection.execute(
        select(people.c.id, people.c.name, outbox.c.state, outbox.c.error)
        .join(people, people.c.id == outbox.c.person_id)
        .where(
            outbox.c.state.in_((OutboxState.FAILED, OutboxState.PARKED)),
            outbox.c.error != WITHDRAWN,
            outbox.c.created_at >= since,
            in_the_ward,
        )
        .order_by(outbox.c.id)
    )
    return [Undelivered(row.id, row.name, OutboxState(row.state), row.error) for row in rows]
