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
from bot.channels.base import Inbound
from bot.tasks.deliver import Deliverer
from bot.tasks.join import answer_stranger, make_code
from bot.tasks.monthly import keep_calendar
from bot.tasks.office import Office
from bot.tasks.open_round import open_due_rounds
from bot.tasks.reach import tell_unreached
from bot.tasks.receive import handle_next
from bot.tasks.remind import remind_due
from bot.tasks.take import take
from storage.errors import SendError
from storage.queries.people import list_posts_of_ward
from storage.queries.units import list_wards
from storage.records import Address, OutboxKind, Outgoing, Role
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
LOSES_PHONE, NEW_PHONE = "(loses his phone)", "(has a new one)"
NOTHING = "tuần này không có gì"
NOTHING_LATE = ("không có gì", "tuần trước không có gì")
"""In the new week; by then «tuần này» may be the one that runs."""
REST = "còn lại không có"


@dataclass
class Judge:
    """The messaging service of the test: notes each message with what was true when it was sent."""

    office: Office
    units: dict[int, dict[int, str]]
    """Each reporter's units with their forms."""
    stored: sqlite3.Connection
    """Looks at the same file, without any code of ours."""
    roles: dict[int, set[Role]]
    names: dict[int, str]
    """Of units, by id."""
    limit_per_second: float = 1000
    sent: list[tuple[datetime, int, Outgoing]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Chats on phones that are no more."""
    lost: list[tuple[int, Outgoing]] = field(default_factory=list)
    """What was owed to such a phone."""

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        at = self.office.clock.now()
        person = address.person_id
        assert person is not None
        assert person == outgoing.person_id
        if address.chat_id in self.gone:
            self.lost.append((person, outgoing))
            raise SendError("gone", chat_gone=True)
        kind, number, *_ = outgoing.key.split(":")
        if outgoing.kind in {OutboxKind.PROMPT, OutboxKind.REMINDER}:
            assert time(7) <= at.time() < time(21), f"{outgoing.key} at {at}"
            assert at.date() not in DAYS_OFF, f"{outgoing.key} at {at}"
        if kind in MEANT_FOR:
            assert MEANT_FOR[kind] in self.roles[person], f"{outgoing.key} at {at}"
        if kind in {"prompt", "reminder"}:
            owing = self.owing(person, int(number))
            assert owing, f"{outgoing.key} at {at}"
            if kind == "reminder":  # it names only what is owed
                named = {unit for unit in self.units[person] if f"{self.names[unit]}, tuần" in outgoing.text}
                assert named, outgoing.text
                assert named <= owing | self.owing_before(person, int(number)), f"{outgoing.key} at {at}"
        self.sent.append((at, person, outgoing))
        return f"m{len(self.sent)}"

    def owing_before(self, person_id: int, round_id: int) -> set[int]:
        """As `owing`, for the part of a cut week that is reminded together with the round's."""
        ((before,),) = self.stored.execute("SELECT coalesce(max(id), 0) FROM rounds WHERE id < ?", [round_id])
        return self.owing(person_id, before) if before else set()

    def owing(self, person_id: int, round_id: int) -> set[int]:
        """The person's units that have not given every figure for the round's window."""
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
        return {unit_id for unit_id, form in mine.items() if counts.get(unit_id, 0) < sizes[form]}


PROFILES = (
    *("punctual", "early", "late", "punctual", "changing", "chatty", "punctual", "forgetful"),
    *("early", "punctual", "silent", "chatty", "punctual", "forgetful", "early", "punctual"),
)
"""«changing» loses his phone on each of the THURSDAYS, and has a new one two days later."""
THURSDAYS = [datetime(2027, month, day, 20, tzinfo=ZONE) for month, day in ((1, 14), (3, 4), (6, 10))]
MEANT_FOR = {
    "prompt": Role.REPORTER,
    "reminder": Role.REPORTER,
    "digest": Role.LEADER,
    "digest_again": Role.LEADER,
    **dict.fromkeys(("calls", "countdown", "skipped", "unreached", "quota"), Role.OFFICER),
}
"""Whom each kind of message may reach, by the beginning of its key."""


def profile(place: int) -> str:
    return PROFILES[place % len(PROFILES)]


def answers(ways: str, friday: datetime, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """What somebody says about the week of that Friday, and when."""
    some = timedelta(minutes=30 * chance.randrange(1, 8))
    match ways:
        case "changing" if any(timedelta(0) < friday - lost < timedelta(days=1) for lost in THURSDAYS):
            yield friday + timedelta(days=1) + some, NOTHING
        case "punctual" | "changing":
            yield friday + some, NOTHING
        case "early":
            yield friday - timedelta(days=1) + some, NOTHING
        case "late":
            yield friday + timedelta(days=3) + some, chance.choice(NOTHING_LATE)
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


@dataclass
class Ward:
    roles: dict[int, set[Role]] = field(default_factory=lambda: defaultdict(set))
    """What each person is."""
    units: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """The units that each reports for, with their forms."""
    names: dict[int, str] = field(default_factory=dict)


async def everybody(office: Office) -> Ward:
    """Everybody gets a chat."""
    found = Ward()
    async with office.database.transaction() as connection:
        (ward,) = await list_wards(connection)
        await add_groups(connection, ward.unit_id)
        for post in await list_posts_of_ward(connection, ward.unit_id, BEGINS.date()):
            if post.membership.role is not Role.REPORTER or post.unit.form:
                found.roles[post.membership.person_id].add(post.membership.role)
            if post.membership.role is Role.REPORTER and post.unit.form:
                found.units[post.membership.person_id][post.unit.id] = post.unit.form
                found.names[post.unit.id] = post.unit.name
        rows = [
            {"person_id": person, "channel": BOT[0], "bot": BOT[1], "chat_id": f"c{person}"}
            for person in found.roles
        ]
        await connection.execute(insert(addresses), rows)
    return found


async def live(office: Office, clock: HandClock, judge: Judge) -> None:
    chats = {person: f"c{person}" for person in judge.roles}
    chance = random.Random(2027)
    happenings: list[tuple[datetime, int, str]] = []
    for place, person in enumerate(person for person, held in judge.roles.items() if Role.REPORTER in held):
        if profile(place) == "changing":
            happenings += [(lost, person, LOSES_PHONE) for lost in THURSDAYS]
            happenings += [(lost + timedelta(hours=38), person, NEW_PHONE) for lost in THURSDAYS]
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
        if text == LOSES_PHONE:
            judge.gone.add(chats[person])
            return
        if text == NEW_PHONE:
            chats[person] = f"{chats[person]}+"
            async with office.database.transaction() as connection:
                text = await make_code(connection, person, clock.at)
        waiting = await take(office, [Inbound(*BOT, chats[person], f"i{next(numbers)}", text=text)])
        for address_id in waiting.strangers:
            await answer_stranger(office, address_id)
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
            await tell_unreached(office)
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
        found = await everybody(office)
        roles, units = found.roles, found.units
        with closing(sqlite3.connect(folder / "gomso.db")) as stored:
            judge = Judge(office, units, stored, roles, found.names)
            await live(office, clock, judge)
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
        # Nor can one be whose phone is no more: he is asked once he has linked the new one.
        without = {person for person, lost in judge.lost if lost.key.startswith(f"prompt:{round_id}:")}
        missed = {
            person for person in reporters - prompts[round_id] - without if not before & set(units[person])
        }
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
    changing = {person for place, person in enumerate(in_order) if profile(place) == "changing"}
    assert {person for person, _ in judge.lost} == changing
    welcomed = [person for _, person, outgoing in judge.sent if "Từ nay" in outgoing.text]
    asked_again = [
        person
        for _, person, outgoing in judge.sent
        if "Từ nay" in outgoing.text and "Em xin số liệu" in outgoing.text
    ]
    assert Counter(welcomed) == Counter({person: len(THURSDAYS) for person in changing})
    assert len(asked_again) > len(changing)
    by_kind = Counter(key.split(":")[0] for key in keys)
    leaders = sum(Role.LEADER in held for held in roles.values())
    officers = sum(Role.OFFICER in held for held in roles.values())
    assert by_kind["digest"] == 26 * leaders
    assert by_kind["countdown"] == 5 * officers
    assert by_kind["month"] >= 6 * len(reporters)
    # Also for the last days of December, not yet for those of June.
    assert by_kind["calls"] == 27 * officers
    assert by_kind["skipped"] == 0
    # Somebody is late each week, and the leader hears of it on the next working day.
    assert 20 * leaders <= by_kind["digest_again"] <= 4 * 26 * leaders
    assert by_kind["unreached"] >= len(THURSDAYS) * officers
