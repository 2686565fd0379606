"""The linter's word on a report, before anybody signs it."""

from bot import report_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk


async def promise_check(desk: Desk, command: ReportCommand) -> Say:
    period = await desk.promise(command)
    return Say(report_texts.check_promised(period.label))
