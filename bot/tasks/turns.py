"""One turn per person: his messages are answered in order, everybody's at the same time."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.logs import frames
from bot.tasks.office import Office
from bot.tasks.receive import handle_next
from storage.queries.messages import list_waiting_people

log = logging.getLogger(__name__)


class Turns:
    """Answers waiting messages. `answered(person_id)` is called after each answer is committed."""

    def __init__(self, office: Office, answered: Callable[[int], None]) -> None:
        self._office = office
        self._answered = answered
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()

    def wake(self, person_id: int) -> None:
        """The person has a message waiting. Cheap, and harmless when he has none."""
        if person_id in self._running:
            self._again.add(person_id)
            return
        self._running[person_id] = asyncio.create_task(self._answer_all(person_id))

    async def catch_up(self) -> None:
        """Wakes everybody whose message was taken in but not answered, as after a crash."""
        async with self._office.database.reading() as connection:
            for person_id in await list_waiting_people(connection):
                self.wake(person_id)

    async def idle(self) -> None:
        """Waits until every turn that is running has ended."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def _answer_all(self, person_id: int) -> None:
        try:
            while True:
                self._again.discard(person_id)
                while await handle_next(self._office, person_id):
                    self._answered(person_id)
                if person_id not in self._again:
                    break
        except SQLAlchemyError as error:
            # The message stays in the inbox; the next catch-up takes it up again.
            log.error("the database refused a turn of person %s: %s", person_id, frames(error))
        finally:
            del self._running[person_id]
