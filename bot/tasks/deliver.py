"""Sends what is owed: answers before rounds, the oldest first, each row once."""

from collections.abc import Mapping
from typing import Protocol

from bot.tasks.office import Office
from storage.queries.messages import list_outgoing, mark_sent
from storage.queries.people import list_addresses
from storage.records import Address, Channel, OutboxState, Outgoing

_BATCH = 200


class Sender(Protocol):
    """What a channel is to the bot; `bot.channels.base.Sending` is one."""

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        """The channel's id of the message. Raises SendError when the channel does not take it."""


async def deliver_waiting(office: Office, senders: Mapping[Channel, Sender]) -> int:
    """Sends one batch of what waits; how many messages went out."""
    async with office.database.reading() as connection:
        waiting = await list_outgoing(connection, OutboxState.PENDING, _BATCH)
        reachable = await list_addresses(connection, {outgoing.person_id for outgoing in waiting})
    sent = []
    for outgoing in waiting:
        addresses = [
            address
            for address in reachable.get(outgoing.person_id, [])
            if address.channel in senders and outgoing.address_id in {None, address.id}
        ]
        if addresses:
            await senders[addresses[0].channel].send(addresses[0], outgoing)
            sent.append(outgoing.id)
    if sent:
        async with office.database.transaction() as connection:
            await mark_sent(connection, sent, office.clock.now())
    return len(sent)
