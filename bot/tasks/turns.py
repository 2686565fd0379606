"""One turn per person: his messages are answered in order, everybody's at the same time."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.logs import frames
from bot.tasks.join import answer_stranger
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from storage.queries.messages import list_waiting_people, list_waiting_strangers

log = logging.getLogger(__name__)


class Turns:
    """Answers waiting messages. `answered(person_id)` is called after each commit (0 for a stranger)."""

    def __init__(self, office: Office, answered: Callable[[int], None]) -> None:
        self._office = office
        self._answered = answered
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._strangers: set[asyncio.Task[None]] = set()

    def wake(self, person_id: int, after: float = 0) -> None:
        """The person has a message waiting, to be answered in so many seconds. Harmless when he has none."""
        if after:
            asyncio.get_running_loop().call_later(after, self.wake, person_id)
            return
        if person_id in self._running:
            self._again.add(person_id)
            return
        self._running[person_id] = asyncio.create_task(self._answer_all(person_id))

    def wake_stranger(self, address_id: int) -> None:
        """Somebody whom the bot does not know has written from that address."""
        task = asyncio.create_task(self._answer_stranger(address_id))
        self._strangers.add(task)
        task.add_done_callback(self._strangers.discard)

    async def catch_up(self) -> None:
        """Wakes everybody whose message was taken in but not answered, as after a crash."""
        async with self._office.database.reading() as connection:
            people = await list_waiting_people(connection)
            strangers = await list_waiting_strangers(connection)
        for person_id in people:
            self.wake(person_id)
        for address_id in strangers:
            self.wake_stranger(address_id)

    async def idle(self) -> None:
        """Waits until every turn that is running has ended."""
        while self._running or self._strangers:
            await asyncio.wait([*self._running.values(), *self._strangers])

    async def _answer_all(self, person_id: int) -> None:
        try:
            while True:
                self._again.discard(person_id)
                more = True
                while more:
                    more = await handle_next(self._office, person_id)
                    self._answered(person_id)
                if person_id not in self._again:
                    break
        except SQLAlchemyError as error:
            # The message stays in the inbox; the next catch-up takes it up again.
            log.error("the database refused a turn of person %s: %s", person_id, frames(error))
        finally:
            del self._running[person_id]

    async def _answer_stranger(self, address_id: int) -> None:
        try:
            while await answer_stranger(self._office, address_id):
                self._answered(0)
        except SQLAlchemyError as error:
            log.error("the database refused a turn of address %s: %s", address_id, frames(error))
