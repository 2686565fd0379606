"""Polling over real HTTP: every message once, whatever the platform does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.files import FileStore
from storage.records import Address, MessageKind
from tests.channels.zalo_desk import JPEG, Inbox, outgoing, polling, talking, until
from tests.channels.zalo_server import (
    BAD_GATEWAY,
    SERVER_ERROR,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    FakeBot,
    ZaloServer,
    refused,
    zalo_platform,
)
from tests.channels.zalo_wire import DROPPED, Answer


@pytest.fixture
async def platform() -> AsyncIterator[ZaloServer]:
    async with zalo_platform() as server:
        yield server
    assert server.problems == []


@pytest.fixture
def fake(platform: ZaloServer) -> FakeBot:
    return platform.bot()


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(FileStore(tmp_path))


@pytest.mark.parametrize("envelope", [True, False], ids=["envelope", "bare"])
@pytest.mark.parametrize("replay", [True, False], ids=["replay", "at most once"])
async def test_each_message_is_taken_once_and_in_order(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox, replay: bool, envelope: bool
) -> None:
    platform.replay, platform.envelope = replay, envelope
    user, other = fake.user(), fake.user()
    async with talking(platform.url) as bot, polling(bot, inbox):
        await user.says("3 buổi")
        await other.says("ba buoi")
        await inbox.has(2)
        await user.says("đúng")
        await inbox.has(3)
        await user.says("đúng")
        await inbox.has(4)
    assert inbox.texts() == ["3 buổi", "ba buoi", "đúng", "đúng"]
    assert [inbound.chat_id for inbound in inbox.taken] == [user.id, other.id, user.id, user.id]


async def test_a_replaying_platform_after_a_restart_repeats_nothing(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox
) -> None:
    platform.replay = True
    user = fake.user()
    async with talking(platform.url) as bot:
        async with polling(bot, inbox):
            await user.says("3 buổi")
            await inbox.has(1)
        async with polling(bot, inbox):
            await user.says("4 buổi")
            await inbox.has(2)
            await until(lambda: inbox.offered == 3)  # The first one has come again.
    assert inbox.texts() == ["3 buổi", "4 buổi"]


async def test_duplicates_are_asked_for_at_a_walk(platform: ZaloServer, fake: FakeBot, inbox: Inbox) -> None:
    platform.replay = True
    async with talking(platform.url) as bot, polling(bot, inbox):
        await fake.user().says("3 buổi")
        await inbox.has(1)
        await asyncio.sleep(0.3)  # At full speed this would be some hundred polls.
    assert platform.calls["getUpdates"] <= 4
    assert inbox.offered == 1


async def test_a_slow_photo_leaves_no_gap_and_keeps_the_order(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox
) -> None:
    user, other = fake.user(), fake.user()
    platform.photos_shown.clear()
    async with talking(platform.url) as bot, polling(bot, inbox):
        await user.sends_photo(JPEG, "3 buổi")
        await until(lambda: fake.consumed and fake.polling)
        await other.says("4 buổi")
        await user.says("à 5 buổi")
        await until(lambda: len(fake.consumed) == 3)
        assert inbox.taken == []
        platform.photos_shown.set()
        await inbox.has(3)
    assert inbox.texts() == ["3 buổi", "4 buổi", "à 5 buổi"]


async def test_idle_polls_follow_each_other_and_are_no_errors(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    platform.idle = 0
    async with talking(platform.url) as bot, polling(bot, inbox):
        await until(lambda: platform.calls["getUpdates"] > 20)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_poll_under_way_at_the_end_is_still_taken(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox
) -> None:
    platform.idle = 5
    async with talking(platform.url) as bot, polling(bot, inbox) as stopping:
        await until(lambda: fake.polling)
        stopping.set()
        await asyncio.sleep(0)
        await fake.user().says("phút chót")
    assert inbox.texts() == ["phút chót"]
    assert platform.calls["getUpdates"] == 1


@pytest.mark.parametrize(
    "fault",
    [BAD_GATEWAY, TOO_MANY_REQUESTS, SERVER_ERROR, UNAUTHORIZED, refused(429, "Quota exceeded"),
     refused(500, "x", status=200), Answer(200, "<html>"), Answer(200, "[]"), DROPPED],
    ids=["502", "nginx 429", "403", "401", "quota", "ok false in 200", "page in 200", "list", "dropped"],
)  # fmt: skip
async def test_polling_outlives_every_fault(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox, fault: Answer
) -> None:
    platform.fail("getUpdates", fault, 3)
    async with talking(platform.url) as bot, polling(bot, inbox):
        await fake.user().says("3 buổi")
        await inbox.has(1)
    assert inbox.texts() == ["3 buổi"]
    assert platform.calls["getUpdates"] >= 4


async def test_polling_ends_at_once_while_it_waits_after_an_error(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox
) -> None:
    platform.fail("getUpdates", BAD_GATEWAY, 1000)
    async with talking(platform.url) as bot, polling(bot, inbox) as stopping:
        await until(lambda: platform.calls["getUpdates"] >= 5)
        stopping.set()
    assert platform.calls["getUpdates"] <= 6


async def test_a_message_that_the_inbox_refuses_is_tried_again(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox
) -> None:
    inbox.failures = [StorageError("The disk is full."), StorageError("The disk is full.")]
    user = fake.user()
    async with talking(platform.url) as bot, polling(bot, inbox):
        await user.sends_photo(JPEG, "3 buổi")
        await inbox.has(1)
        await user.says("đúng")
        await inbox.has(2)
    assert inbox.texts() == ["3 buổi", "đúng"]
    assert [len(inbound.photos) for inbound in inbox.taken] == [1, 0]


async def test_a_message_refused_to_the_end_does_not_hold_up_the_end(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.failures = [StorageError("The disk is full.") for _ in range(1000)]
    async with talking(platform.url) as bot, polling(bot, inbox):
        await fake.user().says("số nhà 12")
        await until(lambda: inbox.offered)
    assert inbox.taken == []
    assert "could not be taken in" in caplog.text
    assert "số nhà 12" not in caplog.text


async def test_polling_ends_a_webhook_first(platform: ZaloServer, fake: FakeBot, inbox: Inbox) -> None:
    platform.fail("deleteWebhook", BAD_GATEWAY)
    fake.webhook = {"url": "https://old.invalid", "secret_token": "12345678"}
    async with talking(platform.url) as bot, polling(bot, inbox):
        await until(lambda: fake.polling)
        await fake.user().says("3 buổi")
        await inbox.has(1)
    assert fake.webhook is None


async def test_photos_are_fetched_at_once_or_counted_as_lost(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox
) -> None:
    user = fake.user()
    async with talking(platform.url) as bot, polling(bot, inbox):
        await user.sends_photo(JPEG, "ảnh họp", name="photo_url")
        await inbox.has(1)
        await user.sends_photo(b"GIF89a", "không phải ảnh")
        await inbox.has(2)
        await user.says("", photo="x")
        await user.sends_sticker()
        await user.is_withheld()
        await inbox.has(5)
    first, second, *others = inbox.taken
    assert (first.text, first.lost_photos) == ("ảnh họp", 0)
    assert inbox.files.path(first.photos[0].sha256).read_bytes() == JPEG
    assert (second.text, second.photos, second.lost_photos) == ("không phải ảnh", (), 1)
    assert [inbound.kind for inbound in others] == [MessageKind.UNSUPPORTED] * 3


@pytest.mark.parametrize("trouble", ["gone", "unreachable", "nonsense", "too large"])
async def test_a_photo_that_cannot_be_had_costs_only_the_photo(
    platform: ZaloServer, fake: FakeBot, inbox: Inbox, trouble: str
) -> None:
    url = {
        "gone": f"{platform.url}/photos/none.jpg",
        "unreachable": "http://127.0.0.1:1/x.jpg",
        "nonsense": "http://[half/x.jpg",
        "too large": platform.serve_photo(JPEG + bytes(10_000_000)),
    }[trouble]
    async with talking(platform.url) as bot, polling(bot, inbox):
        await fake.user()._sends("message.image.received", caption="3 buổi", photo=url)
        await inbox.has(1)
    assert [(i.text, i.photos, i.lost_photos) for i in inbox.taken] == [("3 buổi", (), 1)]


async def test_the_fifty_first_user_is_not_served(platform: ZaloServer, fake: FakeBot, inbox: Inbox) -> None:
    async with talking(platform.url) as bot, polling(bot, inbox):
        for number in range(51):
            await fake.user().says(str(number))
        await inbox.has(50)
    assert inbox.texts() == [str(number) for number in range(50)]


async def test_a_talk_goes_back_and_forth(platform: ZaloServer, fake: FakeBot, inbox: Inbox) -> None:
    user, other = fake.user(), fake.user()
    async with talking(platform.url) as bot, polling(bot, inbox):
        for count, (who, text) in enumerate([(user, "3 buổi"), (other, "4 buổi"), (user, "đúng")], 1):
            await who.says(text)
            heard = (await inbox.has(count))[-1]
            await bot.send(
                Address(1, 1, heard.channel, heard.bot, heard.chat_id), outgoing(f"Em ghi: {heard.text}")
            )
    assert user.sees() == ["Em ghi: 3 buổi", "Em ghi: đúng"]
    assert other.sees() == ["Em ghi: 4 buổi"]
