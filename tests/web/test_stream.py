"""News as they come, over a real connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.channels.webchat import Hub
from bot.web import stream
from bot.web.app import web_app
from tests.web.conftest import TEMPLATES
from tests.web.fake_desk import HOA, NAM, FakeDesk
from tests.web.live import serving


@asynccontextmanager
async def _listening(
    base: str, login: str, cursor: str = "", last: str = ""
) -> AsyncIterator[AsyncIterator[dict[str, str]]]:
    async with httpx.AsyncClient(base_url=base, cookies={"gomso_login": login}, timeout=30) as client:
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
        async with client.stream("GET", "/chat/dong", params={"after": cursor}, headers=headers) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[dict[str, str]]:
    event: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            event[name] = value
        else:
            yield event
            event = {}


async def test_a_line_arrives_while_the_page_is_open(desk: FakeDesk, base: str) -> None:
    async with _listening(base, desk.log_in(NAM)) as events:
        assert (await anext(events))["event"] == "beat"
        desk.tell(HOA, "của người khác")
        desk.tell(NAM, "mới\nhai dòng")
        event = await anext(events)
        assert event["event"] == "news"
        assert "mới\\nhai dòng" in event["data"]
        assert "của người khác" not in event["data"]


async def test_a_stream_that_broke_goes_on_where_it_was(desk: FakeDesk, base: str) -> None:
    login = desk.log_in(NAM)
    async with _listening(base, login) as events:
        last = (await anext(events))["id"]
    desk.tell(NAM, "trong lúc mất mạng")
    # The browser asks with the address of the first time, and says what it heard last.
    async with _listening(base, login, cursor="0", last=last) as events:
        event = await anext(events)
        assert event["event"] == "news"
        assert "trong lúc mất mạng" in event["data"]


async def test_a_stream_ends_when_its_session_does(
    desk: FakeDesk, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BEAT_S", 0.05)
    login = desk.log_in(NAM)
    async with _listening(base, login) as events:
        await anext(events)
        await desk.leave(login)
        assert [event["event"] async for event in events if event["event"] != "beat"] == ["out"]


async def test_the_oldest_stream_gives_way(
    desk: FakeDesk, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MAX_STREAMS", 1)
    login = desk.log_in(NAM)
    async with _listening(base, login) as old:
        await anext(old)
        async with _listening(base, login) as new:
            await anext(new)
            desk.hub.notify(NAM.person_id)
            assert (await anext(old))["event"] == "crowded"
            assert (await anext(new))["event"] == "beat"


async def test_the_server_stops_although_streams_are_open(desk: FakeDesk) -> None:
    login = desk.log_in(NAM)
    async with serving(web_app(desk, TEMPLATES), desk.hub.close) as base:
        listening = _listening(base, login)
        events = await listening.__aenter__()
        await anext(events)
    # The end came to the page as an end, not as a broken line.
    assert [event async for event in events] == []
    await listening.__aexit__(None, None, None)


async def test_a_page_that_goes_away_leaves_nothing_behind(desk: FakeDesk, base: str) -> None:
    async with _listening(base, desk.log_in(NAM)) as events:
        await anext(events)
        assert desk.hub._watches
    while desk.hub._watches:  # noqa: ASYNC110 (the test's time limit ends it)
        await asyncio.sleep(0.01)


async def test_a_wake_between_two_waits_is_not_lost() -> None:
    hub = Hub()
    async with hub.changes(5) as watch, hub.changes(7) as other:
        hub.notify(5)
        await watch.wait(3600)
        hub.notify(5)
        hub.notify(5)
        await watch.wait(3600)
        await watch.wait(0)  # both calls were one wake; waiting in vain is no error
        await other.wait(0)
        hub.close()
        assert watch.closed
        await watch.wait(3600)
    async with hub.changes(5) as late:
        assert late.closed
