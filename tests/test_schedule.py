"""The clock's ticks: each full minute of the office, none lost, none beside another, none with data."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.schedule import start_schedule
from storage.database import Database
from tests.tasks.posts import plain_office


async def test_ticks(tmp_path: Path) -> None:
    office = plain_office(Database(f"sqlite:///{tmp_path}/gomso.db"), tmp_path)
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    scheduler = start_schedule(office, tick)
    try:
        (job,) = scheduler.get_jobs()
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
        assert (job.args, job.kwargs) == ((), {})
        first = job.next_run_time
        assert (first.second, first.microsecond, first.utcoffset()) == (0, 0, office.clock.now().utcoffset())
        # Ticks that were due hours ago are made up for at once, and once.
        scheduler.modify_job(job.id, next_run_time=first - timedelta(hours=3))
        async with asyncio.timeout(20):
            await ticked.wait()
        assert job.next_run_time >= first
    finally:
        scheduler.shutdown(wait=False)
        await office.database.close()
