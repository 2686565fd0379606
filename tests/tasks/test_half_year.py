"""Half a year of the sample ward, Tết and two failures of the server included; every message is judged."""

import asyncio
import os
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import load_sample_ward, open_office
from bot.tasks.deliver import Deliverer
from bot.tasks.monthly import keep_calendar
from bot.tasks.office import Office
from bot.tasks.open_round import open_due_rounds
from bot.tasks.receive import accept, handle_next
from bot.tasks.remind import remind_due
from storage.queries.people import list_posts_of_ward
from storage.queries.units import list_wards
from storage.records import Address, Incoming, OutboxKind, Outgoing, Role
from storage.tables import addresses, memberships, people, rounds, submissions, windows
from storage.tables import units as unit_table
from tests.tasks.conftest import ZONE, settings_in
from tests.tasks.posts import BOT, HandClock

BEGINS = datetime(2026, 12, 31, 9, 0, tzinfo=ZONE)
ENDS = datetime(2027, 7, 1, 0, 0, tzinfo=ZONE)
HOURS = (8, 15, 19)
"""When the clock ticks; the real one ticks each minute."""
MONDAY_HOURS = (0, 8, 9, 12, 15, 19, 22)
DAYS_OFF = {
    *(date(2027, 2, day) for day in range(4, 11)),  # Tết
    *(date(2027, month, day) for month, day in ((1, 1), (4, 16), (4, 30), (5, 1), (5, 3))),
}
DOWN = [
    (datetime(2027, 3, 19, 14, tzinfo=ZONE), datetime(2027, 3, 20, 20, tzinfo=ZONE)),
    (datetime(2027, 5, 14, 10, tzinfo=ZONE), datetime(2027, 5, 18, 10, tzinfo=ZONE)),
]
"""When the server is away: over a question and a reminder; over a whole ladder."""
PEOPLE = 128
"""Who reports; groups with made-up leaders are added to the sample ward until there are so many."""
NOTHING = "tuần này không có gì"
REST = "còn lại không có"


@dataclass
class Judge:
    """The messaging service of the test: notes each message with what was true when it was sent."""

    office: Office
    units: dict[int, dict[int, str]]
    """Each reporter's units with their forms."""
    stored: sqlite3.Connection
    """Looks at the same file, without any code of ours."""
    limit_per_second: float = 1000
    sent: list[tuple[datetime, int, Outgoing]] = field(default_factory=list)

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        at = self.office.clock.now()
        assert address.person_id is not None
        assert address.person_id == outgoing.person_id
        if outgoing.kind in {OutboxKind.PROMPT, OutboxKind.REMINDER}:
            assert time(7) <= at.time() < time(21), f"{outgoing.key} at {at}"
            assert at.date() not in DAYS_OFF, f"{outgoing.key} at {at}"
        if outgoing.key.startswith(("prompt:", "reminder:")):
            round_id = int(outgoing.key.split(":")[1])
            assert not self.has_reported(address.person_id, round_id), f"{outgoing.key} at {at}"
        self.sent.append((at, address.person_id, outgoing))
        return f"m{len(self.sent)}"

    def has_reported(self, person_id: int, round_id: int) -> bool:
        """Whether all of the person's units have given every figure for the round's window."""
        (window,) = self.stored.execute(
            "SELECT windows.id, first_on FROM windows JOIN rounds ON window_id = windows.id "
            "WHERE rounds.id = ?",
            [round_id],
        )
        mine = self.units[person_id]
        told = self.stored.execute(
            "SELECT unit_id, count(*) FROM submissions JOIN tallies ON submission_id = submissions.id "
            f"WHERE window_id = ? AND replaced_at IS NULL AND unit_id IN ({','.join('?' * len(mine))}) "
            "GROUP BY unit_id",
            [window[0], *mine],
        )
        counts = dict(told.fetchall())
        first_on = date.fromisoformat(window[1])
        sizes = {form.code: len(form.codes) for form in self.office.forms if form.from_on <= first_on}
        return all(counts.get(unit_id, 0) >= sizes[form] for unit_id, form in mine.items())


PROFILES = ("punctual", "early", "late", "punctual", "forgetful", "silent", "punctual", "chatty", "early")


def profile(place: int) -> str:
    return PROFILES[place % len(PROFILES)]


def answers(ways: str, friday: datetime, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """What somebody says about the week of that Friday, and when."""
    some = timedelta(minutes=30 * chance.randrange(1, 8))
    match ways:
        case "punctual":
            yield friday + some, NOTHING
        case "early":
            yield friday - timedelta(days=1) + some, NOTHING
        case "late":
            yield friday + timedelta(days=3) + some, NOTHING
        case "forgetful" if chance.random() < 0.7:
            yield friday + timedelta(days=2, hours=4) + some, NOTHING
        case "chatty":
            yield friday + some, f"{chance.randrange(1, 5)} buổi, {chance.randrange(20, 90)} người dự"
            yield friday + some + timedelta(minutes=1), "cảm ơn cháu nhé"
            if chance.random() < 0.8:
                yield friday + timedelta(days=1) + some, REST


async def add_groups(connection: AsyncConnection, ward_id: int) -> None:
    """Made-up groups, each with a leader, until PEOPLE report."""
    posts = await list_posts_of_ward(connection, ward_id, BEGINS.date())
    reporters = {post.membership.person_id for post in posts if post.membership.role is Role.REPORTER}
    for number in range(1, PEOPLE - len(reporters) + 1):
        unit_id, person_id = 9000 + number, 9000 + number
        group = {
            "id": unit_id,
            "code": f"mau-{number}",
            "kind": "group",
            "name": f"Tổ dân phố mẫu số {100 + number}",
            "parent_id": ward_id,
            "form": "group",
            "from_on": BEGINS.date(),
            "position": 100 + number,
        }
        post = {"person_id": person_id, "unit_id": unit_id, "role": "reporter", "from_on": BEGINS.date()}
        await connection.execute(insert(unit_table), group)
        await connection.execute(insert(people), {"id": person_id, "name": "Người mẫu", "honorific": "bác"})
        await connection.execute(insert(memberships), {**post, "title": "Tổ trưởng"})


async def everybody(office: Office) -> tuple[dict[int, set[Role]], dict[int, dict[int, str]]]:
    """What each person is, and the units that he reports for; everybody gets a chat."""
    async with office.database.transaction() as connection:
        (ward,) = await list_wards(connection)
        await add_groups(connection, ward.unit_id)
        roles: dict[int, set[Role]] = defaultdict(set)
        units: dict[int, dict[int, str]] = defaultdict(dict)
        for post in await list_posts_of_ward(connection, ward.unit_id, BEGINS.date()):
            if post.membership.role is not Role.REPORTER or post.unit.form:
                roles[post.membership.person_id].add(post.membership.role)
            if post.membership.role is Role.REPORTER and post.unit.form:
                units[post.membership.person_id][post.unit.id] = post.unit.form
        rows = [
            {"person_id": person, "channel": BOT[0], "bot": BOT[1], "chat_id": f"c{person}"}
            for person in roles
        ]
        await connection.execute(insert(addresses), rows)
    return roles, units


async def live(office: Office, clock: HandClock, judge: Judge, roles: dict[int, set[Role]]) -> None:
    async with office.database.reading() as connection:
        found = await connection.execute(select(addresses).where(addresses.c.channel == BOT[0]))
        chats = {row.person_id: row.id for row in found}
    chance = random.Random(2027)
    happenings: list[tuple[datetime, int, str]] = []
    for place, person in enumerate(person for person, held in roles.items() if Role.REPORTER in held):
        friday = datetime(2027, 1, 8, 15, tzinfo=ZONE)
        while friday < ENDS - timedelta(days=4):
            said = answers(profile(place), friday, chance)
            happenings += [(at, person, text) for at, text in said]
            friday += timedelta(days=7)
    day = BEGINS
    while day < ENDS:
        happenings += [(day.replace(hour=hour), 0, "") for hour in (HOURS if day.weekday() else MONDAY_HOURS)]
        day += timedelta(days=1)
    deliverer = Deliverer(office, {BOT: judge}, owner="a", rest=clock.rest)
    numbers = count(1)

    async def say(person: int, text: str) -> None:
        await accept(office, Incoming(chats[person], f"i{next(numbers)}", text))
        while await handle_next(office, person):
            pass

    for at, together in groupby(sorted(happenings), key=lambda happening: happening[0]):
        if any(begin <= at < end for begin, end in DOWN) or at < BEGINS:
            continue
        clock.at = max(clock.at, at)
        heard = [(person, text) for _, person, text in together]
        if any(not person for person, _ in heard):
            await open_due_rounds(office)
            await remind_due(office)
            await keep_calendar(office)
        await asyncio.gather(*(say(person, text) for person, text in heard if person))
        await deliverer.deliver_once()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where that can be had: what is judged here is not whether the disk keeps it."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as name:
        yield Path(name)


async def test_half_a_year(folder: Path) -> None:
    settings, clock = settings_in(folder), HandClock(BEGINS)
    async with open_office(settings, clock) as office:
        await load_sample_ward(office, settings)
        roles, units = await everybody(office)
        with closing(sqlite3.connect(folder / "gomso.db")) as stored:
            judge = Judge(office, units, stored)
            await live(office, clock, judge, roles)
        async with office.database.reading() as connection:
            asked = select(rounds.c.id, rounds.c.opened_at, windows.c.id).join(windows)
            opened = (await connection.execute(asked.where(windows.c.first_on >= date(2027, 1, 1)))).all()
            made = select(submissions.c.unit_id, submissions.c.window_id, submissions.c.made_at)
            given = (await connection.execute(made.where(submissions.c.made_at > BEGINS))).all()
    in_order = [person for person, held in roles.items() if Role.REPORTER in held]
    reporters = set(in_order)
    prompts: dict[int, set[int]] = defaultdict(set)
    rungs: dict[tuple[str, str], set[int]] = defaultdict(set)
    keys = Counter(outgoing.key for _, _, outgoing in judge.sent)
    assert set(keys.values()) == {1}
    for at, person, outgoing in judge.sent:
        kind, *parts = outgoing.key.split(":")
        if kind == "prompt":
            prompts[int(parts[0])].add(person)
        if kind == "reminder":
            rung = (parts[0], at.date().isoformat() + str(at.hour))
            assert person not in rungs[rung], f"two reminders at once: {outgoing.key}"
            rungs[rung].add(person)
    # Every window of the half-year was asked, nobody was left out but who had reported before.
    assert len(opened) == 27  # 26 weeks and the three days of 01/01 to 03/01
    for round_id, opened_at, window_id in opened:
        assert prompts[round_id] <= reporters
        # Who reports for a unit that had reported before is not asked.
        before = {unit_id for unit_id, window, at in given if window == window_id and at < opened_at}
        missed = {person for person in reporters - prompts[round_id] if not before & set(units[person])}
        assert not missed, f"window {window_id}: {missed} not asked"
    assert len(given) > 300
    assert sum(len(people) for people in rungs.values()) > 300
    silent = {person for place, person in enumerate(in_order) if profile(place) == "silent"}
    tet = [
        at
        for at, person, outgoing in judge.sent
        if person in silent and date(2027, 2, 3) < at.date() < date(2027, 2, 13)
    ]
    assert min(tet).date() == date(2027, 2, 11)
    by_kind = Counter(key.split(":")[0] for key in keys)
    leaders = sum(Role.LEADER in held for held in roles.values())
    officers = sum(Role.OFFICER in held for held in roles.values())
    assert by_kind["digest"] == 26 * leaders
    assert by_kind["countdown"] == 5 * officers
    assert by_kind["month"] >= 6 * len(reporters)
    # Also for the last days of December, not yet for those of June.
    assert by_kind["calls"] == 27 * officers
    assert by_kind["skipped"] == 0
