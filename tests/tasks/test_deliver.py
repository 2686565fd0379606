"""The deliverer: order, pace, refusals, and that a crash loses nothing and repeats next to nothing."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.tasks.deliver import LEASE, Deliverer
from bot.tasks.office import Office
from storage.database import Database
from storage.errors import SendError
from storage.queries.deliveries import list_undelivered
from storage.queries.messages import put_outgoing
from storage.records import Channel, OutboxKind, OutboxState, Outgoing
from storage.tables import addresses, leases
from tests.tasks.posts import (
    BOT,
    HandClock,
    Service,
    add_addresses,
    add_people,
    deliverer,
    owe,
    plain_office,
    rows,
)

ZALO = (Channel.ZALO, "zalo-1")
UNDONE = {OutboxState.PENDING, OutboxState.SENDING}


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    return plain_office(database, tmp_path)


@pytest.fixture
def clock(office: Office) -> HandClock:
    assert isinstance(office.clock, HandClock)
    return office.clock


@pytest.fixture
def service(clock: HandClock) -> Service:
    return Service(clock)


async def test_answers_overtake_a_round(office: Office, service: Service) -> None:
    for person in await add_people(office, 4):
        await owe(office, f"note:{person}", kind=OutboxKind.REMINDER, person_id=person)
        await owe(office, f"ask:{person}", kind=OutboxKind.PROMPT, person_id=person)
        await owe(office, f"reply:{person}", person_id=person)
    await deliverer(office, service).deliver_once()
    first, second, last = service.keys()[:4], service.keys()[4:8], service.keys()[8:]
    assert first == [f"reply:{n}" for n in (1, 2, 3, 4)]
    assert second == [f"ask:{n}" for n in (1, 2, 3, 4)]
    assert last == [f"note:{n}" for n in (1, 2, 3, 4)]
    assert {row.state for row in (await rows(office)).values()} == {OutboxState.SENT}
    assert (await rows(office))["reply:1"].external_id == "m1"


async def test_the_pace_is_even(office: Office, service: Service, clock: HandClock) -> None:
    for person in await add_people(office, 60):
        await owe(office, f"ask:{person}", kind=OutboxKind.PROMPT, person_id=person)
    clock.at += timedelta(hours=1)
    await deliverer(office, service).deliver_once()
    times = [sent.at for sent in service.sent]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert len(gaps) == 59
    assert min(gaps) > 0.5 / 29
    assert max(gaps) < 1.5 / 29
    assert sum(gaps) == pytest.approx(59 / 29, rel=0.03)


async def test_one_chat_is_not_written_to_in_a_burst(office: Office, service: Service) -> None:
    await add_people(office, 2)
    await owe(office, "reply:1", "reply:2", "reply:3")
    await owe(office, "reply:4", person_id=2)
    await deliverer(office, service).deliver_once()
    assert service.keys() == ["reply:1", "reply:4", "reply:2", "reply:3"]
    times = [sent.at for sent in service.sent if sent.chat_id == "c1"]
    assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(seconds=1.1)


async def test_a_wait_for_one_chat_holds_up_nobody_else(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 2)
    await owe(office, "reply:1")
    await owe(office, "reply:2", person_id=2)
    service.faults["c1"] = [SendError("slow down", retry_after=30)]
    began = clock.at
    one = deliverer(office, service)
    await one.deliver_once()
    assert service.keys() == ["reply:2"]
    await owe(office, "reply:3")
    await one.deliver_once()
    assert service.keys() == ["reply:2"]  # nor does another message slip past the wait
    clock.at = began + timedelta(seconds=32)
    await one.deliver_once()
    assert service.keys() == ["reply:2", "reply:1", "reply:3"]


async def test_a_wait_for_the_whole_bot_holds_everybody(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 2)
    await owe(office, "reply:1")
    await owe(office, "reply:2", person_id=2)
    service.faults["c1"] = [SendError("slow down", retry_after=30, whole_bot=True)]
    began = clock.at
    one = deliverer(office, service)
    await one.deliver_once()
    assert service.keys() == []
    clock.at = began + timedelta(seconds=31)
    await one.deliver_once()
    assert sorted(service.keys()) == ["reply:1", "reply:2"]


async def test_the_network_is_tried_again_ever_more_rarely_for_a_day(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 1)
    await owe(office, "reply:1")
    service.faults["c1"] = [SendError("no route")] * 1000
    one, began = deliverer(office, service), clock.at
    while (row := (await rows(office))["reply:1"]).state == OutboxState.PENDING:
        clock.at = max(clock.at, row.not_before or clock.at)
        await one.deliver_once()
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(service.refused)]
    assert pauses[:5] == pytest.approx([2, 4, 8, 16, 32], rel=0.1)
    assert max(pauses) == pytest.approx(600, rel=0.01)
    assert row.state == OutboxState.FAILED
    assert timedelta(hours=24) < clock.at - began < timedelta(hours=24, minutes=15)
    assert service.keys() == []


async def test_who_blocks_the_bot_is_reached_on_his_next_channel_once(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 1)
    await add_addresses(office, [1], ZALO, clock.at - timedelta(days=9), "z")
    await owe(office, "ask:1", kind=OutboxKind.PROMPT)
    zalo = Service(clock)
    service.faults["c1"] = [SendError("blocked", chat_gone=True)]
    async with office.database.transaction() as connection:
        await connection.execute(
            addresses.update().where(addresses.c.chat_id == "c1").values(last_heard_at=clock.at)
        )
    both = Deliverer(office, {BOT: service, ZALO: zalo}, rest=clock.rest)
    await both.deliver_once()
    await both.deliver_once()
    assert service.keys() == []
    assert zalo.keys() == ["ask:1"]
    async with office.database.reading() as connection:
        closed = await connection.execute(select(addresses.c.closed_why).where(addresses.c.chat_id == "c1"))
        assert closed.scalar_one() == "gone"


async def test_a_bot_that_reaches_nobody_hands_over_who_has_another_channel(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 3)
    await add_addresses(office, [1, 2], ZALO, clock.at - timedelta(days=9), "z")
    async with office.database.transaction() as connection:
        await connection.execute(
            addresses.update().where(addresses.c.bot == BOT[1]).values(last_heard_at=clock.at)
        )
    for person in (1, 2, 3):
        await owe(office, f"ask:{person}", kind=OutboxKind.PROMPT, person_id=person)
        service.faults[f"c{person}"] = [SendError("no connection")] * 99
    service.faults["c2"][0] = SendError("connection lost", uncertain=True)
    zalo = Service(clock)
    both = Deliverer(office, {BOT: service, ZALO: zalo}, rest=clock.rest)
    for _ in range(20):
        await both.deliver_once()
        clock.at += timedelta(minutes=1)
    assert zalo.keys() == ["ask:1"]  # what may have gone to 2 goes nowhere else; 3 has nothing else
    await owe(office, "ask:new", kind=OutboxKind.PROMPT)
    await both.deliver_once()
    assert zalo.keys() == ["ask:1"]  # what is new is tried where he was heard last
    service.faults.clear()
    clock.at += timedelta(minutes=10)
    await both.deliver_once()
    assert (zalo.keys(), sorted(service.keys())) == (["ask:1", "ask:new"], ["ask:2", "ask:3"])


async def test_a_message_that_is_refused_does_not_close_the_chat(office: Office, service: Service) -> None:
    await add_people(office, 1)
    await owe(office, "reply:1", "reply:2")
    service.faults["c1"] = [SendError("file too large", permanent=True)]
    one = deliverer(office, service)
    await one.deliver_once()
    await one.deliver_once()
    found = await rows(office)
    assert (found["reply:1"].state, found["reply:1"].error) == (OutboxState.FAILED, "refused")
    assert service.keys() == ["reply:2"]


async def test_who_cannot_be_reached_at_all_is_shown_to_the_officer(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 2)
    await owe(office, "reply:1", "reply:2")
    service.faults["c1"] = [SendError("gone", chat_gone=True)]
    one = deliverer(office, service)
    await one.deliver_once()
    found = await rows(office)
    assert (found["reply:1"].state, found["reply:1"].error) == (OutboxState.FAILED, "gone")
    assert found["reply:2"].state == OutboxState.PENDING
    clock.at += timedelta(hours=25)
    await one.deliver_once()
    assert (await rows(office))["reply:2"].error == "no address"
    assert service.keys() == []
    async with office.database.reading() as connection:
        # They hold no post in any ward here.
        assert await list_undelivered(connection, 1, clock.at - timedelta(days=7)) == []


async def test_a_chat_that_moved_is_followed(office: Office, service: Service) -> None:
    await add_people(office, 1)
    await owe(office, "reply:1")
    service.faults["c1"] = [SendError("moved", moved_to="c-new")]
    await deliverer(office, service).deliver_once()
    assert [(sent.chat_id, sent.outgoing.key) for sent in service.sent] == [("c-new", "reply:1")]


async def test_a_chat_that_moved_to_a_known_one_is_joined_to_it(office: Office, service: Service) -> None:
    await add_people(office, 1)
    await add_addresses(office, [1], prefix="d")
    async with office.database.reading() as connection:
        first = (
            await connection.execute(select(addresses.c.id).where(addresses.c.chat_id == "c1"))
        ).scalar_one()
    await owe(office, "reply:1")
    service.faults["c1"] = [SendError("moved", moved_to="d1")]
    one = deliverer(office, service)
    await one.deliver_once()
    await one.deliver_once()
    assert [sent.chat_id for sent in service.sent] == ["d1"]
    async with office.database.reading() as connection:
        closed = select(addresses.c.closed_why).where(addresses.c.id == first)
        assert (await connection.execute(closed)).scalar_one() == "moved"


async def test_the_last_heard_address_is_used_unless_one_is_given(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 1)
    await add_addresses(office, [1], ZALO, clock.at, "z")
    zalo = Service(clock)
    await owe(office, "ask:1", kind=OutboxKind.PROMPT)
    both = Deliverer(office, {BOT: service, ZALO: zalo}, rest=clock.rest)
    await both.deliver_once()
    assert (service.keys(), zalo.keys()) == ([], ["ask:1"])


@pytest.mark.parametrize(
    ("kind", "again"),
    [
        (OutboxKind.REPLY, True),
        (OutboxKind.PROMPT, True),
        (OutboxKind.REMINDER, False),
        (OutboxKind.DOCUMENT, False),
    ],
)
async def test_what_may_have_gone_is_sent_again_or_parked(
    office: Office, service: Service, clock: HandClock, kind: OutboxKind, again: bool
) -> None:
    await add_people(office, 1)
    await owe(office, "x:1", kind=kind)
    service.faults["c1"] = [SendError("reset", uncertain=True)]
    one = deliverer(office, service)
    await one.deliver_once()
    clock.at += timedelta(seconds=5)
    await one.deliver_once()
    assert service.keys() == (["x:1"] if again else [])
    assert (await rows(office))["x:1"].state == (OutboxState.SENT if again else OutboxState.PARKED)


async def test_a_fault_of_ours_does_not_stop_the_others(office: Office, service: Service) -> None:
    await add_people(office, 2)
    await owe(office, "reply:1")
    await owe(office, "reply:2", person_id=2)
    service.faults["c1"] = [ValueError("bí mật")]  # type: ignore[list-item]
    await deliverer(office, service).deliver_once()
    assert service.keys() == ["reply:2", "reply:1"]


async def test_pages_are_told_at_once_without_any_lease(office: Office) -> None:
    await add_people(office, 2, (Channel.WEB, ""))
    await owe(office, "reply:1")
    told: list[int] = []
    await Deliverer(office, {}, told.append).deliver_once()
    assert told == [1]
    assert (await rows(office))["reply:1"].state == OutboxState.SENT
    async with office.database.reading() as connection:
        assert (await connection.execute(select(leases))).first() is None


async def test_only_one_of_two_sends_and_the_other_takes_over(
    office: Office, service: Service, clock: HandClock
) -> None:
    people = await add_people(office, 30)
    for person in people:
        await owe(office, f"reply:{person}", person_id=person)
    one, two = deliverer(office, service, "a"), deliverer(office, service, "b")
    await asyncio.gather(one.deliver_once(), two.deliver_once())
    assert Counter(service.keys()) == {f"reply:{person}": 1 for person in people}
    async with office.database.reading() as connection:
        held = (await connection.execute(select(leases))).one()
    idle = two if held.owner == "a" else one
    await owe(office, "reply:late")
    await idle.deliver_once()
    assert service.keys().count("reply:late") == 0
    clock.at += LEASE + timedelta(seconds=1)
    await idle.deliver_once()
    assert service.keys().count("reply:late") == 1
    async with office.database.reading() as connection:
        assert (await connection.execute(select(leases.c.epoch))).scalar_one() == held.epoch + 1


async def test_who_wakes_from_a_freeze_overwrites_nothing(
    office: Office, service: Service, clock: HandClock
) -> None:
    await add_people(office, 1)
    await owe(office, "reply:1")
    frozen, reached = asyncio.Event(), asyncio.Event()

    async def freeze() -> None:
        reached.set()
        await frozen.wait()

    slow = Service(clock, delay=freeze)
    one = asyncio.create_task(deliverer(office, slow, "a").deliver_once())
    await reached.wait()
    clock.at += LEASE + timedelta(seconds=1)
    service.sent.append(slow.sent[0])  # so that the second message has an id of its own
    await deliverer(office, service, "b").deliver_once()
    assert (await rows(office))["reply:1"].external_id == "m2"
    frozen.set()
    await one
    row = (await rows(office))["reply:1"]
    assert (row.external_id, row.state, row.attempts) == ("m2", OutboxState.SENT, 2)


async def test_it_stops_gently(office: Office, service: Service, clock: HandClock) -> None:
    await add_people(office, 1)
    await owe(office, "reply:1")
    stopping, landed = asyncio.Event(), asyncio.Event()

    async def stop_meanwhile() -> None:
        stopping.set()
        await asyncio.sleep(0.05)
        landed.set()

    service.delay = stop_meanwhile
    await Deliverer(office, {BOT: service}, owner="a").run(stopping)
    assert landed.is_set()
    assert (await rows(office))["reply:1"].state == OutboxState.SENT
    await owe(office, "reply:2")
    service.delay = lambda: asyncio.sleep(0)
    await deliverer(office, service, "b").deliver_once()  # at once: the lease was given back
    assert (await rows(office))["reply:2"].state == OutboxState.SENT


async def test_killed_again_and_again_it_misses_nobody(
    office: Office, service: Service, clock: HandClock
) -> None:
    chance = random.Random(4)
    people = await add_people(office, 1000 if office.database.is_sqlite else 300)
    async with office.database.transaction() as connection:
        for person in people:
            kind = OutboxKind.REMINDER if person % 4 == 0 else OutboxKind.PROMPT
            await put_outgoing(connection, Outgoing(f"x:{person}", person, kind, "chữ"), clock.at)
    service.limit_per_second = 10_000
    service.delay = lambda: asyncio.sleep(chance.uniform(0, 0.01))
    kills = 0
    while any(row.state in UNDONE for row in (await rows(office)).values()):
        goal = len(service.sent) + chance.randrange(10, 80)
        mortal = Deliverer(office, {BOT: service}, rest=clock.step_or_wait)
        task = asyncio.create_task(mortal.run(asyncio.Event()))
        for _ in range(500):
            await asyncio.sleep(0.001)
            if len(service.sent) >= goal:
                break
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.02)
        kills += 1
        clock.at += LEASE + timedelta(seconds=1)
    times, found = Counter(service.keys()), await rows(office)
    parked = {key for key, row in found.items() if row.state == OutboxState.PARKED}
    assert kills >= 5
    assert all(row.state == OutboxState.SENT for key, row in found.items() if key not in parked)
    assert set(found) - set(times) <= parked  # nobody is missed but who may have got it
    assert all(found[key].kind == OutboxKind.REMINDER for key in parked)
    assert {times[key] for key, row in found.items() if row.kind == OutboxKind.REMINDER} <= {0, 1}
    assert len(parked) + sum(times.values()) - len(times) <= kills * 8
