"""Our HTTP under python-telegram-bot beside its own: messages a second, many at a time, one process."""

import asyncio
import time

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram_http import STAND_IN, HttpRequest
from tests.bench.channels import wire

MESSAGES, AT_A_TIME = 1000, 32
TOKEN = "4242:offline-secret-token"


async def rate(request: BaseRequest, token: str, url: str) -> float:
    """Messages a second with AT_A_TIME on their way."""
    bot = Bot(token, base_url=f"{url}/bot", request=request, get_updates_request=request)
    turns = asyncio.Semaphore(AT_A_TIME)

    async def send(number: int) -> None:
        async with turns:
            await bot.send_message(number, "Em đã ghi ạ.")

    await request.initialize()
    start = time.perf_counter()
    await asyncio.gather(*(send(number) for number in range(1, MESSAGES + 1)))
    taken = time.perf_counter() - start
    await request.shutdown()
    return MESSAGES / taken


def run() -> None:
    for delay in (0.0, 0.05):
        with wire(messages=10**9, delay=delay) as (url, _):
            ours = asyncio.run(rate(HttpRequest(TOKEN), STAND_IN, url))
            theirs = asyncio.run(rate(HTTPXRequest(connection_pool_size=AT_A_TIME), TOKEN, url))
        pace = f"ours {ours:.0f}, default {theirs:.0f}, {ours / theirs:.1f} times as many"
        print(f"{AT_A_TIME} at a time, {delay * 1000:2.0f} ms: {pace}")


if __name__ == "__main__":
    run()
