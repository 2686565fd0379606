"""The officer's desk for the report: each command has its handler in the file of its subject.

A handler changes what it has to within the caller's transaction and gives back what is to be said.
What takes long (making files) is promised here and kept by `bot.tasks.make_report`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand, ReportVerb
from bot.tasks.office import Office
from storage import periods
from storage.periods import Period, Rule
from storage.records import Role, Ward

_STILL_AT_HAND = timedelta(days=45)
"""So long after its end a half-year is still the one that is being written about."""


@dataclass(frozen=True)
class Desk:
    """Who asks, where, and when (`now` is in the office's zone)."""

    connection: AsyncConnection
    office: Office
    ward: Ward
    person_id: int
    honorific: str
    roles: frozenset[Role]
    message_id: int
    address_id: int
    now: datetime

    def period(self, command: ReportCommand) -> Period:
        """The period that was named, else the half-year at hand."""
        if command.period is not None:
            return command.period
        return periods.half_year_of((self.now - _STILL_AT_HAND).date(), Rule(self.ward.rule))


Handler: TypeAlias = Callable[[Desk, ReportCommand], Awaitable[Say]]

HANDLERS: Mapping[ReportVerb, Handler] = {}


async def answer(desk: Desk, command: ReportCommand) -> Say:
    """What the command leads to."""
    handler = HANDLERS.get(command.verb)
    return await handler(desk, command) if handler else Say(texts.officer_help(desk.honorific))
