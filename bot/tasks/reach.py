"""Who cannot be reached: told to the officers soon after it happens, and on request the bots too."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import ward_texts
from bot.tasks.agenda import list_speaking
from bot.tasks.office import Office
from bot.tasks.quota import SEATS, Quota, month_began
from bot.tasks.remind import list_holders
from bot.ward_texts import Closed, Meter
from storage.queries.deliveries import NO_ADDRESS, Undelivered, list_undelivered
from storage.queries.messages import count_sent_by_bot, put_outgoing
from storage.queries.people import count_people_by_bot
from storage.queries.reach import ClosedChat, list_closed, list_unlinked
from storage.queries.rounds import DONE, list_noted, note
from storage.records import Channel, OutboxKind, Outgoing, Role, Ward

_LATELY = timedelta(weeks=1)
_LONG_AGO = timedelta(days=183)


async def tell_unreached(office: Office) -> None:
    """Tells the officers of each ward, once an hour at most, who cannot be reached any more.

    Of one person they hear once a week. Those who never had a chat are shown on request only.
    """
    now = office.clock.now()
    for ward, _ in await list_speaking(office, now):
        await _tell(office, ward, now)


async def _tell(office: Office, ward: Ward, now: datetime) -> None:
    async with office.database.reading() as connection:
        undelivered, closed = await _list_unreached(connection, office, ward, now)
    if not undelivered and not closed:
        return
    people = {item.person_id for item in undelivered} | {chat.person_id for chat in closed}
    text = ward_texts.unreached(_shown(office, closed), _names(undelivered))
    async with office.database.transaction() as connection:
        for officer_id in await list_holders(connection, ward, Role.OFFICER, now):
            key = f"unreached:{ward.unit_id}:{now:%Y-%m-%dT%H}:{officer_id}"
            if not await put_outgoing(connection, Outgoing(key, officer_id, OutboxKind.REMINDER, text), now):
                return  # Something was told in this hour already; the rest waits for the next.
        for person_id in people:
            await note(connection, now, DONE, _told(person_id, now))


def _told(person_id: int, now: datetime) -> str:
    year, week, _ = now.isocalendar()
    return f"unreached:{person_id}:{year}-W{week:02}"


async def _list_unreached(
    connection: AsyncConnection, office: Office, ward: Ward, now: datetime
) -> tuple[list[Undelivered], list[ClosedChat]]:
    """What has not been told yet."""
    undelivered = await list_undelivered(connection, ward.unit_id, now - _LATELY)
    closed = await list_closed(connection, ward.unit_id, now.date(), now - _LATELY)
    people = {item.person_id for item in undelivered} | {chat.person_id for chat in closed}
    keys = [_told(person_id, now) for person_id in people]
    told = await list_noted(connection, keys) if keys else set()
    return (
        [item for item in undelivered if item.why != NO_ADDRESS and _told(item.person_id, now) not in told],
        [chat for chat in closed if _told(chat.person_id, now) not in told],
    )


async def describe_channels(connection: AsyncConnection, office: Office, ward: Ward, now: datetime) -> str:
    """Everything about who can be reached, for an officer who asks."""
    undelivered = await list_undelivered(connection, ward.unit_id, now - _LATELY)
    closed = await list_closed(connection, ward.unit_id, now.date(), now - _LONG_AGO)
    return ward_texts.channels(
        await list_unlinked(connection, ward.unit_id, now.date()),
        _shown(office, closed),
        _names([item for item in undelivered if item.why != NO_ADDRESS]),
        await _meters(connection, now),
    )


async def _meters(connection: AsyncConnection, now: datetime) -> list[Meter]:
    people = await count_people_by_bot(connection, Channel.ZALO)
    sent = await count_sent_by_bot(connection, Channel.ZALO, month_began(now))
    return [
        Meter(bot, people.get(bot, 0), SEATS, sent.get(bot, 0), Quota().limit)
        for bot in sorted({*people, *sent})
    ]


def _shown(office: Office, closed: Sequence[ClosedChat]) -> list[Closed]:
    zone = office.clock.zone
    return [
        Closed(
            chat.name,
            chat.unit,
            chat.channel,
            chat.why,
            chat.closed_at.astimezone(zone).date(),
            chat.elsewhere,
        )
        for chat in closed
    ]


def _names(undelivered: Sequence[Undelivered]) -> list[str]:
    return list(dict.fromkeys(item.name for item in undelivered))
