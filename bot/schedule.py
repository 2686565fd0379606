"""The clock's ticks. A tick carries no data: what is due is asked of the database."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.tasks.office import Office


def start_schedule(office: Office, every_minute: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """Starts ticking at each full minute in the office's zone; `shutdown()` stops it.

    A tick that was missed is made up for by the next one, and none runs beside another.
    """
    scheduler = AsyncIOScheduler(timezone=office.clock.zone)
    scheduler.add_job(
        every_minute,
        CronTrigger(second=0, timezone=office.clock.zone),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler
