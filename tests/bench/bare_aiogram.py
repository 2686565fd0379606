"""The least bot of aiogram that stores each message durably and answers it."""

import asyncio
import os
import sys
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from tests.bench.bare_store import Store

store = Store(Path(sys.argv[1]))
dispatcher = Dispatcher()


@dispatcher.message()
async def heard(message: Message) -> None:
    await store.keep(message.chat.id, message.text or "")
    await message.answer(f"Em đã ghi: {message.text}")


async def run() -> None:
    await store.open()
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["GOMSO_TELEGRAM_BASE_URL"]))
    await dispatcher.start_polling(Bot("4242:offline-secret-token", session=session))


asyncio.run(run())
