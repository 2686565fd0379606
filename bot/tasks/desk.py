"""Who asks at the officer's desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.reading.report_words import ReportCommand
from bot.tasks.office import Office
from storage import periods
from storage.periods import Period, PeriodKind, Rule
from storage.queries.messages import put_promise
from storage.queries.people import list_posts
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

    def asked(self, command: ReportCommand) -> str:
        """The period that was named, as typed behind the next command about it: « 06 tháng đầu năm 2026»."""
        return f" {named(command.period)}" if command.period else ""

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


def named(period: Period) -> str:
    """What to type for the period; the days behind a week's number are not read."""
    return period.key if period.kind is PeriodKind.WEEK else period.label


async def title_of(connection: AsyncConnection, person_id: int | None, at: datetime) -> str:
    """What the person was on that day of the office: «Chuyên viên Phòng Văn hóa - Xã hội»; "" = nothing."""
    posts = await list_posts(connection, person_id, at.date()) if person_id else []
    return f"{posts[0].membership.title} {posts[0].unit.name}".strip() if posts else ""
