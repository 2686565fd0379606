"""At the loudest level, with services that fail in every way, the log holds no token, no name, no message."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.tasks.join import make_code
from storage.database import Database
from storage.tables import people
from tests.channels.telegram_server import TelegramServer
from tests.channels.telegram_service import Fault
from tests.channels.zalo_server import BAD_GATEWAY, zalo_platform
from tests.channels.zalo_wire import DROPPED
from tests.system.server import Server

TELEGRAM, ZALO = "4242:offline-secret-token", "1001:made-up_secret"
SAID = "chuyện rất riêng 3 buổi 120 người dự"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.05)


async def test_the_log_keeps_every_secret(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/gomso.db"
    with TelegramServer(TELEGRAM) as telegram:
        async with zalo_platform() as zalo:
            fake = zalo.bot(ZALO)
            server = Server(
                tmp_path,
                DATABASE_URL=url,
                GOMSO_TELEGRAM_TOKEN=TELEGRAM,
                GOMSO_TELEGRAM_BASE_URL=telegram.url,
                GOMSO_ZALO_BOTS=f"mot={ZALO}",
                GOMSO_ZALO_BASE_URL=zalo.url,
                GOMSO_LOG_LEVEL="debug",
            )
            await asyncio.to_thread(server.start)
            try:
                database = Database(url)
                async with database.transaction() as connection:
                    names = (await connection.execute(select(people.c.id, people.c.name))).all()
                    codes = [await make_code(connection, row.id, datetime.now(UTC)) for row in names[:2]]
                await database.close()
                ours, theirs = telegram.user(900, "Tên lộ (mẫu)"), fake.user()
                for fault in (Fault(drop=True), Fault(502, page="<html>"), Fault(429, "x", 1)):
                    telegram.fault("sendMessage", fault)
                for answer in (BAD_GATEWAY, DROPPED):
                    zalo.fail("sendMessage", answer)
                for user_says in (codes[0], SAID):
                    await asyncio.to_thread(ours.says, user_says)
                for user_says in (codes[1], SAID):
                    await theirs.says(user_says)
                await until(lambda: len(ours.sees()) >= 2 and len(theirs.sees()) >= 2)
            finally:
                server.kill()
    logged = server.log.read_text("utf-8")
    assert " DEBUG " in logged and "was not taken" in logged
    secrets = [TELEGRAM.split(":")[1], ZALO.split(":")[1], *codes, "rất riêng", "Tên lộ"]
    secrets += [row.name for row in names]
    assert [secret for secret in secrets if secret in logged] == []
