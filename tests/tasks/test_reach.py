"""Who cannot be reached is shown to the officers: soon after it happens, and whenever they ask."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from bot.tasks.office import Office
from bot.tasks.reach import tell_unreached
from storage.queries.people import mark_address_closed
from storage.records import Channel, Role
from storage.tables import addresses, outbox
from tests.tasks.conftest import FRIDAY, ZONE, FixedClock
from tests.tasks.people import talker
from tests.tasks.test_remind import written


async def add_chat(office: Office, person_id: int, channel: Channel, bot: str) -> int:
    async with office.database.transaction() as connection:
        row = {"person_id": person_id, "channel": channel, "bot": bot, "chat_id": f"c{person_id}"}
        made = await connection.execute(insert(addresses).values(**row).returning(addresses.c.id))
        return int(made.scalar_one())


async def close(office: Office, address_id: int, why: str = "blocked") -> None:
    async with office.database.transaction() as connection:
        await mark_address_closed(connection, address_id, why, office.clock.now())


async def told(office: Office, at: datetime) -> list[str]:
    """What the officers are told newly."""
    before = len(await written(office, "unreached"))
    assert isinstance(office.clock, FixedClock)
    office.clock.at = at
    await tell_unreached(office)
    return [text for _, _, text in (await written(office, "unreached"))[before:]]


async def test_a_blocked_chat_reaches_the_officer_once_with_what_is_left(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    chat = await add_chat(office, leader.person_id, Channel.TELEGRAM, "b1")
    assert await told(office, FRIDAY + timedelta(minutes=2)) == []
    await close(office, chat)
    (text,) = await told(office, FRIDAY + timedelta(minutes=3))
    assert "(Tổ dân phố số 5): Telegram đã chặn bot từ 20/11/2026; em vẫn nhắn qua trang web." in text
    assert await told(office, FRIDAY + timedelta(hours=2)) == []


async def test_nobody_is_told_of_at_night_and_others_wait_for_the_next_hour(office: Office) -> None:
    leaders = [await talker(office, Role.REPORTER, code) for code in ("tdp-05", "tdp-06", "tdp-07")]
    chats = [await add_chat(office, leader.person_id, Channel.ZALO, "mot") for leader in leaders]
    await close(office, chats[0], "gone")
    night = datetime(2026, 11, 20, 22, 0, tzinfo=ZONE)
    assert await told(office, night) == []
    morning = datetime(2026, 11, 21, 7, 30, tzinfo=ZONE)
    (text,) = await told(office, morning)
    assert "Tổ dân phố số 5" in text and "Zalo không còn nhận tin" in text
    await close(office, chats[1])
    assert await told(office, morning + timedelta(minutes=5)) == []
    await close(office, chats[2])
    (text,) = await told(office, morning + timedelta(hours=1))
    assert "Tổ dân phố số 6" in text and "Tổ dân phố số 7" in text and "Tổ dân phố số 5" not in text


async def test_a_message_that_was_refused_for_good_is_told(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    async with office.database.transaction() as connection:
        await connection.execute(
            update(outbox)
            .where(outbox.c.person_id == leader.person_id)
            .values(state="failed", error="refused")
        )
    (text,) = await told(office, FRIDAY + timedelta(minutes=3))
    assert text.startswith("Tin của em")


async def unlink(office: Office, *unit_codes: str) -> None:
    """Nobody of these units has ever had a chat."""
    for code in unit_codes:
        person_id = (await talker(office, Role.REPORTER, code)).person_id
        async with office.database.transaction() as connection:
            await connection.execute(
                update(addresses).where(addresses.c.person_id == person_id).values(person_id=None)
            )


async def test_who_never_had_a_chat_is_shown_only_on_request(office: Office) -> None:
    await unlink(office, "tdp-05", "tdp-06")
    async with office.database.transaction() as connection:
        await connection.execute(update(outbox).values(state="failed", error="no address"))
    assert await told(office, FRIDAY + timedelta(minutes=3)) == []
    said = await (await talker(office, Role.OFFICER)).say("ai chưa nối kênh")
    assert said.startswith("Chưa nối kênh nào (2): Tổ dân phố số 5, 6.")


async def test_the_officer_sees_all_channels_on_request(office: Office) -> None:
    officer, leader = await talker(office, Role.OFFICER), await talker(office, Role.REPORTER, "tdp-05")
    assert await officer.say("kênh liên lạc") == "Mọi người đều đã nối kênh và nhận được tin."
    chat = await add_chat(office, leader.person_id, Channel.ZALO, "mot")
    assert "Bot Zalo «mot»: 1/50 người, 0/3.000 tin tháng này." in await officer.say("kênh liên lạc")
    await close(office, chat)
    assert "Zalo đã chặn bot từ 20/11/2026" in await officer.say("kênh liên lạc")


async def test_a_groups_leader_sees_nothing_of_it(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "Chưa nối kênh" not in await leader.say("kênh liên lạc")
