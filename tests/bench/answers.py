"""Many leaders answering at once: accepted, decided, stored, replied to."""

import asyncio
import tempfile
import time
from pathlib import Path

from bot.app import load_sample_ward, open_office
from bot.tasks.turns import Turns
from tests.tasks.conftest import FixedClock, settings_in
from tests.tasks.people import leaders

ROUNDS = 10


async def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        async with open_office(settings, FixedClock()) as office:
            await load_sample_ward(office, settings)
            everybody = {leader.person_id: leader for leader in await leaders(office)}
            turns = Turns(office, lambda _: None)
            start = time.perf_counter()
            for number in range(ROUNDS):
                await asyncio.gather(
                    *(leader.send(f"sửa loa thành {number + 1}") for leader in everybody.values())
                )
                for person_id in everybody:
                    turns.wake(person_id)
                await turns.idle()
            taken = time.perf_counter() - start
    answers = ROUNDS * len(everybody)
    print(f"{answers} answers in {taken:.1f} s: {answers / taken:.0f} a second")
