"""The least bot of python-telegram-bot that stores each message durably and answers it."""

import os
import sys
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.bench.bare_store import Store

store = Store(Path(sys.argv[1]))


async def heard(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    if message is not None and message.text:
        await store.keep(message.chat_id, message.text)
        await message.reply_text(f"Em đã ghi: {message.text}")


async def begin(_: Application[Any, Any, Any, Any, Any, Any]) -> None:
    await store.open()


root = os.environ["GOMSO_TELEGRAM_BASE_URL"]
builder = ApplicationBuilder().token("4242:offline-secret-token").base_url(f"{root}/bot")
application = builder.post_init(begin).build()
application.add_handler(MessageHandler(filters.TEXT, heard))
application.run_polling()
