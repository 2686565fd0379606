"""Who is looking at a chat page right now, so that news reaches the page at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from storage.records import Address, Outgoing


class Watch:
    """One open stream. Made before the first look for news, so that nothing slips in between."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self.closed = False

    def wake(self) -> None:
        self._woken.set()

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 (waiting in vain is no error here)
        """Return when woken since the last wait, at the latest after `timeout` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._woken.wait()
        # No await between here and the caller's look for news: a wake from now on is kept for the next wait.
        self._woken.clear()


class Hub:
    """Wakes the streams of a person. For one process; all calls come from the event loop's own thread."""

    def __init__(self) -> None:
        self._watches: defaultdict[int, set[Watch]] = defaultdict(set)
        self._closed = False

    @asynccontextmanager
    async def changes(self, person_id: int) -> AsyncIterator[Watch]:
        watch = Watch()
        watch.closed = self._closed
        self._watches[person_id].add(watch)
        try:
            yield watch
        finally:
            self._watches[person_id].discard(watch)
            if not self._watches[person_id]:
                del self._watches[person_id]

    def notify(self, person_id: int) -> None:
        """Something new may be there for this person: call it after the commit."""
        for watch in self._watches.get(person_id, ()):
            watch.wake()

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        """The page fetches its messages from the outbox itself; sending is telling it that there is news."""
        if address.person_id is not None:
            self.notify(address.person_id)
        return f"o{outgoing.id}"

    def close(self) -> None:
        """End every stream, now and later: the server is stopping."""
        self._closed = True
        for watches in self._watches.values():
            for watch in watches:
                watch.closed = True
                watch.wake()
