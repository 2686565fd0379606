"""The channels joined to the whole bot: what one of them suffers, and what the office does meanwhile."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Bot
from bot.tasks.join import hashed
from bot.tasks.office import Office
from storage.queries.messages import list_history
from storage.queries.people import get_link_person, put_web_address
from storage.records import Role
from tests.channels.phones import (
    TELEGRAM_TOKEN,
    TelegramPhone,
    WebPhone,
    answered,
    linked,
    on_telegram,
    on_zalo,
    running,
    say,
)
from tests.channels.telegram_server import TelegramServer
from tests.system.server import free_port
from tests.tasks.conftest import FRIDAY
from tests.tasks.people import talker

START = FRIDAY + timedelta(minutes=2)
JPEG = b"\xff\xd8\xff\xe0"


@pytest.fixture
def folder(loaded_folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(loaded_folder, tmp_path / "office")
    return tmp_path / "office"


async def web_phone(bot: Bot, office: Office, person_id: int) -> WebPhone:
    async with office.database.transaction() as connection:
        address_id = await put_web_address(connection, person_id)
    return WebPhone(office, await bot.desk(), person_id, address_id)


async def test_a_telegram_that_is_blocked_stops_no_other_channel(folder: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    settings = {"telegram_token": TELEGRAM_TOKEN, "telegram_base_url": nowhere}
    async with running(folder, START, **settings) as (bot, office):
        leader = await talker(office, Role.REPORTER, "tdp-05")
        phone = await web_phone(bot, office, leader.person_id)
        assert "3 buổi" in await say(phone, "3 buổi")
        await bot.tick()
        assert "120" in await say(phone, "120 người dự")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    with TelegramServer(TELEGRAM_TOKEN) as server:
        yield server
        assert server.violations == []


async def test_an_officer_gets_his_menu_once_he_is_known(folder: Path, telegram: TelegramServer) -> None:
    settings = {"telegram_token": TELEGRAM_TOKEN, "telegram_base_url": telegram.url}
    async with running(folder, START, **settings) as (bot, office):
        user = telegram.user(900, "Cán bộ (mẫu)")
        await linked(office, TelegramPhone(user), (await talker(office, Role.OFFICER)).person_id)
        assert set(telegram.menus) == {"all_private_chats"}
        for _ in range(2):
            await bot.tick()
        assert {"chuanop", "baocao", "lichhoi", "kenh", "trogiup"} <= set(telegram.menus["900"])
        assert telegram.methods().count("setMyCommands") == 2


async def test_an_album_whose_parts_come_apart_is_answered_once(folder: Path) -> None:
    async with on_telegram(folder, START) as (office, phone_of):
        leader = await talker(office, Role.REPORTER, "tdp-05")
        phone = await phone_of(leader.person_id)
        assert isinstance(phone, TelegramPhone)
        before = len(await phone.sees())
        for number, caption in enumerate(("3 buổi", "", "120 người dự")):
            await asyncio.to_thread(phone.user.sends_photo, JPEG + bytes([number]), caption, "9")
            await asyncio.sleep(0.2)
        answer = await answered(phone, before)
        assert "Em đã lưu 3 ảnh" in answer and "120" in answer
        await say(phone, "xem lại")
        assert len(await phone.sees()) == before + 2


async def test_an_officer_gets_the_report_over_zalo_by_typing_alone(folder: Path) -> None:
    async with on_zalo(folder, START) as (office, phone_of):
        officer = await talker(office, Role.OFFICER)
        phone = await phone_of(officer.person_id)
        assert "Chưa nộp" in await say(phone, "ai chưa nộp")
        before = len(await phone.sees())
        await phone.type("báo cáo 6 tháng đầu năm 2026")
        await answered(phone, before + 1)
        *_, last = await phone.sees()
        link = re.search(r"/vao/([\w-]+)", last)
        assert link and "dùng một lần" in last
        async with office.database.transaction() as connection:
            found = await get_link_person(connection, hashed(link[1]), office.clock.now())
            assert found and found.id == officer.person_id
            shown = await list_history(connection, officer.person_id, None, 3)
        assert shown[-1].file_name.endswith(".docx")
