"""Nothing is lost on the way from Telegram, whatever breaks."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from storage.errors import SettingsError
from tests.channels.telegram_desk import Desk, bot_of, polling, until
from tests.channels.telegram_server import TelegramServer
from tests.channels.telegram_service import Fault


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_the_next_question_comes_only_after_taking(server: TelegramServer, desk: Desk) -> None:
    server.user(11, "Tám").says("12")
    desk.open.clear()
    async with polling(server, desk):
        await desk.entered.wait()
        asked = server.methods().count("getUpdates")
        await asyncio.sleep(0.05)
        assert (server.methods().count("getUpdates"), server.delivered) == (asked, 0)
        desk.open.set()
        await until(lambda: server.delivered == 1)
    assert [message.text for message in desk.taken] == ["12"]


async def test_killed_between_taking_and_the_next_question(server: TelegramServer, desk: Desk) -> None:
    leader = server.user(11, "Tám")
    leader.says("12")
    leader.says("13")
    bot = bot_of(server)
    committed = asyncio.Event()

    async def take_and_die(batch: object) -> None:
        await desk.take(batch)  # type: ignore[arg-type]
        committed.set()
        await asyncio.Event().wait()

    dying = asyncio.create_task(bot.poll(take_and_die, desk.keep, asyncio.Event()))
    await committed.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await bot.close()
    async with polling(server, desk):
        leader.says("14")
        await until(lambda: server.delivered == 3)
    ids = [message.external_id for message in desk.taken]
    assert ids[:2] == ids[2:4]
    assert [message.text for message in desk.taken] == ["12", "13", "12", "13", "14"]


async def test_a_database_away_confirms_nothing(server: TelegramServer, desk: Desk) -> None:
    server.user(11, "Tám").says("12")
    desk.broken = 3
    async with polling(server, desk):
        await until(lambda: server.delivered == 1)
    assert [message.text for message in desk.taken] == ["12"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(502, page="<html>Bad Gateway</html>"),
        Fault(404, page="<html>a captive portal</html>"),
        Fault(500),
        Fault(429, "Too Many Requests", retry_after=1),
        Fault(429, page="<html>nginx</html>"),
        Fault(drop=True),
        Fault(drop=True, accepted=True),
        Fault(200, page="<html>welcome</html>"),
    ],
    ids=str,
)
async def test_faults_are_waited_out(server: TelegramServer, desk: Desk, fault: Fault) -> None:
    server.fault("getMe", fault)
    server.fault("getUpdates", fault)
    server.user(11, "Tám").says("12")
    async with polling(server, desk):
        await until(lambda: server.delivered == 1)
    assert [message.text for message in desk.taken] == ["12"]


async def test_a_server_that_hangs_is_given_up(server: TelegramServer, desk: Desk) -> None:
    server.fault("getUpdates", Fault(stall=3))
    server.user(11, "Tám").says("12")
    async with polling(server, desk, timeout=0.2, wait=0):
        await until(lambda: desk.taken)
    assert desk.taken[0].text == "12"


async def test_two_pollers(server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    one, two = Desk(), Desk()
    async with polling(server, one), polling(server, two):
        await until(lambda: server.conflicts >= 4)
        for number in range(5):
            server.user(11, "Tám").says(str(number))
        await until(lambda: server.delivered == 5)
    texts = {message.text for message in one.taken + two.taken}
    assert texts == {"0", "1", "2", "3", "4"}
    said = [record for record in caplog.records if "another program" in record.getMessage()]
    assert len(said) == 2  # once a minute each


async def test_a_refused_token_ends_it_with_words(server: TelegramServer, desk: Desk) -> None:
    server.token += "x"
    wrong = bot_of(server)
    server.token = server.token[:-1]
    async with wrong:
        with pytest.raises(SettingsError, match="token"):
            await wrong.poll(desk.take, desk.keep, asyncio.Event())


async def test_an_unknown_shape_does_not_hold_up_the_others(
    server: TelegramServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    leader = server.user(11, "Tám")
    leader.says("12")
    leader.sends(photo=[{"strange": "bí mật"}])
    leader.says("13")
    async with polling(server, desk):
        await until(lambda: server.delivered == 3)
    assert [message.text for message in desk.taken] == ["12", "13"]
    assert "unknown shape" in caplog.text and "bí mật" not in caplog.text


async def test_it_ends_at_once_when_told(server: TelegramServer, desk: Desk) -> None:
    async with asyncio.timeout(20), polling(server, desk, wait=50):
        await until(lambda: "getMe" in server.methods())


async def test_a_burst_comes_whole_and_in_order(server: TelegramServer, desk: Desk) -> None:
    people = [server.user(100 + number, "Tám") for number in range(5)]
    for number in range(250):
        people[number % 5].says(str(number))
    async with polling(server, desk):
        await until(lambda: server.delivered == 250)
    assert [message.text for message in desk.taken] == [str(number) for number in range(250)]
    assert max(desk.batches) == 100


async def test_the_token_is_in_no_log_and_no_error(
    server: TelegramServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = server.token.split(":")[1]
    server.fault("getUpdates", Fault(drop=True))
    server.fault("getUpdates", Fault(502, page="<html>"))
    server.user(11, "Tám").says("chuyện riêng")
    async with polling(server, desk):
        await until(lambda: server.delivered == 1)
    assert caplog.records
    assert secret not in caplog.text and "chuyện riêng" not in caplog.text
