"""Who of a ward cannot be written to, what came late, what is locked: on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from storage.database import Database
from storage.queries.deliveries import list_undelivered
from storage.queries.people import mark_address_closed
from storage.queries.reach import list_closed, list_unlinked
from storage.queries.rounds import DONE, SKIPPED, get_last_done, note
from storage.queries.submissions import add_submission, count_returns, save_lock
from storage.queries.windows import put_window
from storage.records import Channel, Submission
from storage.tables import addresses, forms, memberships, outbox, people, units, wards

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WARD, ONE, TWO, LEFT = 1, 2, 3, 4
"""The ward, two groups, and one whose leader has left his post."""


async def build(database: Database) -> dict[str, int]:
    """A ward of three leaders; each chat's address id."""
    began = {"from_on": NOW.date() - timedelta(days=100)}
    async with database.transaction() as connection:
        rows = [
            {
                "id": number,
                "code": f"u{number}",
                "kind": "group" if number > 1 else "ward",
                "name": f"Tổ {number}",
            }
            | {"parent_id": WARD if number > 1 else None, "position": number, **began}
            for number in (WARD, ONE, TWO, LEFT)
        ]
        await connection.execute(insert(units), rows)
        await connection.execute(
            insert(wards), {"unit_id": WARD, "name": "phường", "profile": {}, "rule": "calendar", "week": {}}
        )
        await connection.execute(
            insert(people), [{"id": n, "name": f"Người {n}", "honorific": "bác"} for n in (ONE, TWO, LEFT)]
        )
        posts = [
            {"person_id": n, "unit_id": n, "role": "reporter", "title": "Tổ trưởng", "to_on": None, **began}
            for n in (ONE, TWO)
        ]
        ended = {**posts[0], "person_id": LEFT, "unit_id": LEFT, "to_on": NOW.date() - timedelta(days=1)}
        await connection.execute(insert(memberships), [*posts, ended])
        chats = {}
        for key, person, channel in (
            ("zalo", ONE, "zalo"),
            ("telegram", ONE, "telegram"),
            ("left", LEFT, "zalo"),
        ):
            row = {"person_id": person, "channel": channel, "bot": "b", "chat_id": key}
            made = await connection.execute(insert(addresses).values(**row).returning(addresses.c.id))
            chats[key] = int(made.scalar_one())
    return chats


async def test_who_has_no_chat_at_all(database: Database) -> None:
    await build(database)
    async with database.reading() as connection:
        assert await list_unlinked(connection, WARD, NOW.date()) == ["Tổ 3"]


async def test_closed_chats_with_what_is_left(database: Database) -> None:
    chats = await build(database)
    async with database.transaction() as connection:
        for key in ("telegram", "left"):
            await mark_address_closed(connection, chats[key], "blocked", NOW)
    async with database.reading() as connection:
        (found,) = await list_closed(connection, WARD, NOW.date(), NOW - timedelta(hours=1))
        assert (found.person_id, found.name, found.unit) == (ONE, "Người 2", "Tổ 2")
        assert (found.channel, found.why, found.elsewhere) == (Channel.TELEGRAM, "blocked", (Channel.ZALO,))
        assert await list_closed(connection, WARD, NOW.date(), NOW + timedelta(hours=1)) == []


async def test_what_the_schedule_did_last(database: Database) -> None:
    async with database.transaction() as connection:
        await note(connection, NOW, DONE, "digest:1:a")
        await note(connection, NOW + timedelta(days=1), DONE, "digest:1:b")
        await note(connection, NOW + timedelta(days=2), SKIPPED, "digest:1:c")
        keys = ["digest:1:a", "digest:1:b", "digest:1:c"]
        assert await get_last_done(connection, keys) == NOW + timedelta(days=1)
        assert await get_last_done(connection, ["digest:1:c"]) is None


async def test_returns_that_came_since(database: Database) -> None:
    await build(database)
    form = {"code": "group", "from_on": NOW.date(), "title": "x"}
    async with database.transaction() as connection:
        form_id = (await connection.execute(insert(forms).values(**form).returning(forms.c.id))).scalar_one()
        window = await put_window(connection, WARD, NOW.date(), NOW.date())
        given = Submission(0, ONE, window.id, form_id, 1, NOW, ONE, ())
        for unit in (ONE, TWO):
            await add_submission(connection, replace(given, unit_id=unit))
        await add_submission(connection, replace(given, version=2, made_at=NOW + timedelta(hours=1)))
        assert await count_returns(connection, [window.id], NOW) == 2
        assert await count_returns(connection, [window.id], NOW + timedelta(minutes=1)) == 1
        assert await count_returns(connection, [], NOW) == 0


async def test_a_week_is_locked_and_unlocked(database: Database) -> None:
    await build(database)
    async with database.transaction() as connection:
        window = await put_window(connection, WARD, NOW.date(), NOW.date())
        for since in (NOW, None):
            await save_lock(connection, window.id, since)
            assert (await put_window(connection, WARD, NOW.date(), NOW.date())).locked_at == since


async def test_what_did_not_arrive(database: Database) -> None:
    await build(database)
    said = {"kind": "prompt", "priority": 5, "text": "x", "choices": [], "created_at": NOW}
    async with database.transaction() as connection:
        await connection.execute(
            insert(outbox),
            [
                {**said, "key": "a", "person_id": ONE, "state": "failed", "error": "refused"},
                {**said, "key": "b", "person_id": TWO, "state": "failed", "error": "withdrawn"},
                {**said, "key": "c", "person_id": TWO, "state": "parked", "error": "uncertain"},
                {**said, "key": "d", "person_id": TWO, "state": "sent", "error": ""},
            ],
        )
    async with database.reading() as connection:
        found = await list_undelivered(connection, WARD, NOW - timedelta(days=1))
        assert [(item.person_id, item.state, item.why) for item in found] == [
            (ONE, "failed", "refused"),
            (TWO, "parked", "uncertain"),
        ]
        assert await list_undelivered(connection, WARD, NOW + timedelta(days=1)) == []
