"""A channel that is cut in mid-week: nothing is lost, nobody is asked twice, his other channel carries on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import insert, update

from bot.app import open_office
from bot.channels.base import Inbound
from bot.tasks.deliver import Deliverer
from bot.tasks.office import Office
from bot.tasks.open_round import open_due_rounds
from bot.tasks.receive import handle_next
from bot.tasks.take import take
from storage.errors import SendError
from storage.records import Address, Channel, OutboxState, Outgoing, Role
from storage.tables import addresses, outbox
from tests.tasks.conftest import FRIDAY, ZONE, settings_in
from tests.tasks.people import Talker, talker
from tests.tasks.posts import HandClock, rows

TELEGRAM, ZALO = (Channel.TELEGRAM, "b"), (Channel.ZALO, "mot")
NEXT_FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=ZONE)


@dataclass
class Line:
    """A messaging service that can be cut."""

    cut: SendError | None = None
    limit_per_second: float = 1000
    seen: list[Outgoing] = field(default_factory=list)

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        if self.cut:
            raise self.cut
        self.seen.append(outgoing)
        return f"m{len(self.seen)}"

    def said(self, leader: Talker, kind: str) -> list[Outgoing]:
        return [
            one for one in self.seen if one.person_id == leader.person_id and one.key.startswith(f"{kind}:")
        ]


class World:
    def __init__(self, office: Office, clock: HandClock) -> None:
        self.office, self.clock = office, clock
        self.telegram, self.zalo = Line(), Line()
        senders = {TELEGRAM: self.telegram, ZALO: self.zalo}
        self.deliverer = Deliverer(office, senders, owner="a", rest=clock.rest)
        self.ids: Iterator[int] = count(1)

    async def link(self, leader: Talker, bot: tuple[Channel, str], heard_at: datetime) -> None:
        """The person has been heard there once; what was owed to him until then has been said."""
        row = {"person_id": leader.person_id, "channel": bot[0], "bot": bot[1], "last_heard_at": heard_at}
        async with self.office.database.transaction() as connection:
            await connection.execute(insert(addresses).values(**row, chat_id=f"c{leader.person_id}"))
            await connection.execute(update(outbox).values(state=OutboxState.SENT))

    async def say(self, leader: Talker, bot: tuple[Channel, str], text: str) -> None:
        await take(self.office, [Inbound(*bot, f"c{leader.person_id}", f"i{next(self.ids)}", text=text)])
        while await handle_next(self.office, leader.person_id):
            pass
        await self.deliverer.deliver_once()

    async def pass_time(self, minutes: int) -> None:
        for _ in range(minutes):
            self.clock.at += timedelta(minutes=1)
            await self.deliverer.deliver_once()


@pytest.fixture
async def world(sample_folder):  # type: ignore[no-untyped-def]
    clock = HandClock(FRIDAY + timedelta(minutes=1))
    async with open_office(settings_in(sample_folder), clock) as office:
        yield World(office, clock)


@pytest.mark.parametrize(
    "fault",
    [
        SendError("no connection"),
        SendError("token refused", retry_after=60, whole_bot=True),
        SendError("quota used up", retry_after=3600, whole_bot=True),
    ],
    ids=str,
)
async def test_a_cut_channel_in_mid_week_loses_nothing(world: World, fault: SendError) -> None:
    leader = await talker(world.office, Role.REPORTER, "tdp-05")
    await world.link(leader, TELEGRAM, FRIDAY)
    await world.link(leader, ZALO, FRIDAY - timedelta(days=9))
    await world.say(leader, TELEGRAM, "3 buổi")
    assert len(world.telegram.said(leader, "reply")) == 1

    world.telegram.cut = fault
    # His message came in just before the cut; the receipt cannot leave by the same way.
    await world.say(leader, TELEGRAM, "120 người dự")
    await world.pass_time(9)
    assert world.zalo.seen == []
    await world.pass_time(2)
    (receipt,) = world.zalo.said(leader, "reply")
    assert "120" in receipt.text
    # He goes on where he is reached; it is one conversation.
    await world.say(leader, ZALO, "còn lại không có")
    assert (await leader.figures())["meetings"] == 3
    assert (await leader.figures())["attendees"] == 120
    assert len(await leader.figures()) == 7

    # The next question goes where he was heard last, and only there, also when the other line is back.
    world.clock.at = NEXT_FRIDAY
    await open_due_rounds(world.office)
    await world.deliverer.deliver_once()
    world.telegram.cut = None
    await world.pass_time(30)
    assert (len(world.telegram.said(leader, "prompt")), len(world.zalo.said(leader, "prompt"))) == (0, 1)
    found = await rows(world.office)
    assert {row.state for row in found.values() if row.person_id == leader.person_id} <= {OutboxState.SENT}


async def test_a_question_that_may_have_gone_is_asked_by_no_other_channel(world: World) -> None:
    leader = await talker(world.office, Role.REPORTER, "tdp-05")
    await world.link(leader, TELEGRAM, NEXT_FRIDAY - timedelta(hours=1))
    await world.link(leader, ZALO, FRIDAY)
    world.telegram.cut = SendError("connection lost", uncertain=True)
    world.clock.at = NEXT_FRIDAY
    await open_due_rounds(world.office)
    await world.deliverer.deliver_once()
    world.telegram.cut = SendError("no connection")
    await world.pass_time(60)
    assert world.zalo.said(leader, "prompt") == []
    world.telegram.cut = None
    await world.pass_time(15)
    assert len(world.telegram.said(leader, "prompt")) == 1


async def test_who_has_one_channel_only_waits_for_it(world: World) -> None:
    leader = await talker(world.office, Role.REPORTER, "tdp-05")
    await world.link(leader, TELEGRAM, FRIDAY)
    world.telegram.cut = SendError("no connection")
    await world.say(leader, TELEGRAM, "3 buổi")
    await world.pass_time(60)
    world.telegram.cut = None
    await world.pass_time(15)
    assert len(world.telegram.said(leader, "reply")) == 1
    assert world.zalo.seen == []


async def test_one_chat_that_fails_moves_nobody(world: World) -> None:
    leader = await talker(world.office, Role.REPORTER, "tdp-05")
    await world.link(leader, TELEGRAM, FRIDAY)
    await world.link(leader, ZALO, FRIDAY - timedelta(days=1))
    world.telegram.cut = SendError("too fast", retry_after=900)
    await world.say(leader, TELEGRAM, "3 buổi")
    await world.pass_time(14)
    assert world.zalo.seen == []
    world.telegram.cut = None
    await world.pass_time(2)
    assert len(world.telegram.said(leader, "reply")) == 1
