"""Who asks at the officer's desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.reading.report_words import ReportCommand
from bot.tasks.office import Office
from storage import periods
from storage.periods import Period, Rule
from storage.queries.messages import put_promise
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

    async def promise(self, command: ReportCommand) -> Period:
        """Promises the document that the command asks for, see `bot.tasks.make_report`; its period."""
        period = self.period(command)
        request = {
            "report": period.key,
            "rule": str(period.rule),
            "make": str(command.verb),
            "what": command.what,
        }
        key = f"report:{self.message_id}"
        await put_promise(self.connection, key, self.person_id, self.address_id, request, self.now)
        return period
