"""What a Zalo bot of the free plan may do: 50 people, 3.000 messages a month; officers are warned in time."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.tasks.office import Office
from storage.queries.messages import count_sent_by_bot, put_outgoing
from storage.queries.people import count_people_by_bot, list_posts_of_ward
from storage.queries.units import list_wards
from storage.records import Channel, OutboxKind, Outgoing, Role

SEATS = 50
"""People that one bot serves; the 51st gets no answer."""

_LEVELS = (95, 85, 70)
_A_WEEK = 2
"""Messages to one person in a week that is asked: the question and the receipt."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Messages that one bot may send in a calendar month."""

    limit: int = 3000

    def level(self, sent: int) -> int | None:
        """The highest of 70, 85 and 95 per cent that has been reached; None below."""
        return next((level for level in _LEVELS if sent * 100 >= level * self.limit), None)


def choose_bot(loads: Mapping[str, int], seats: int = SEATS) -> str | None:
    """The bot with the fewest people, for one more; the first of equals. None when every bot is full."""
    free = [bot for bot, people in loads.items() if people < seats]
    return min(free, key=lambda bot: loads[bot], default=None)


def plan_bots(
    people: Sequence[int], linked: Mapping[int, str], bots: Collection[str]
) -> dict[int, str | None]:
    """The bot for each person: the one he is linked to, else one with the fewest; None when all are full.

    All of them are planned together, as their codes are handed out before the first of them is used; who is
    linked first changes nobody's bot.
    """
    loads = dict.fromkeys(bots, 0)
    seats = {bot: SEATS - sum(one == bot for one in linked.values()) for bot in bots}
    planned: dict[int, str | None] = {}
    for person_id in sorted(people):
        bot = linked.get(person_id)
        if bot not in loads:
            bot = choose_bot({one: load for one, load in loads.items() if seats[one] > 0})
            if bot is not None:
                seats[bot] -= 1
        if bot is not None:
            loads[bot] += 1
        planned[person_id] = bot
    return planned


def can_remind(sent: int, limit: int, expected_rest: int) -> bool:
    """Whether one more reminder leaves enough for the prompts and receipts still expected this month.

    Reminders are what is given up first: without a prompt nobody is asked, without a receipt nobody
    knows what was understood.
    """
    return sent + 1 + expected_rest <= limit


async def leaves_enough(connection: AsyncConnection, bot: str, now: datetime) -> bool:
    """Whether a Zalo bot can remind and still ask everybody, and thank them, until the month ends."""
    sent = (await count_sent_by_bot(connection, Channel.ZALO, month_began(now))).get(bot, 0)
    people = (await count_people_by_bot(connection, Channel.ZALO)).get(bot, 0)
    weeks = (monthrange(now.year, now.month)[1] - now.day) // 7 + 1
    return can_remind(sent, Quota().limit, people * weeks * _A_WEEK)


def month_began(now: datetime) -> datetime:
    """Beginning of the calendar month, in the zone of `now`."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


async def warn_of_quota(office: Office) -> None:
    """Tells every officer once a month for each level that a Zalo bot's messages have reached."""
    now = office.clock.now()
    async with office.database.reading() as connection:
        sent = await count_sent_by_bot(connection, Channel.ZALO, month_began(now))
    reached = {bot: (count, level) for bot, count in sent.items() if (level := Quota().level(count))}
    if not reached:
        return
    async with office.database.transaction() as connection:
        for person_id in await _officers(connection, now):
            for bot, (count, level) in reached.items():
                key = f"quota:{bot}:{now:%Y-%m}:{level}:{person_id}"
                words = texts.quota_reached(bot, count, Quota().limit, level)
                await put_outgoing(connection, Outgoing(key, person_id, OutboxKind.REMINDER, words), now)


async def _officers(connection: AsyncConnection, now: datetime) -> list[int]:
    posts = [
        post
        for ward in await list_wards(connection)
        for post in await list_posts_of_ward(connection, ward.unit_id, now.date())
    ]
    return sorted({post.membership.person_id for post in posts if post.membership.role is Role.OFFICER})
