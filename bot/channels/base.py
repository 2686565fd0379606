"""The one shape of a channel: it is told to send, and says whether it went."""

from typing import Protocol

from storage.records import Address, Outgoing


class Sender(Protocol):
    """A channel that messages are sent through. It knows no question, no unit, no table."""

    async def send(self, address: Address, outgoing: Outgoing) -> None:
        """Returns when the channel has taken the message. Raises an error of ours when it will not."""
