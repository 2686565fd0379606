"""The officer's desk for the report: each command has its handler in the file of its subject.

A handler changes what it has to within the caller's transaction and gives back what is to be said.
What takes long (making files) is promised here and kept by `bot.tasks.make_report`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot import texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand, ReportVerb
from bot.tasks import own_template, register, remarks, sections
from bot.tasks.check import promise_check
from bot.tasks.desk import Desk
from bot.tasks.editions import promise_edition, tell_editions
from bot.tasks.pdf import promise_pdf
from bot.tasks.pictures import promise_pictures
from bot.tasks.plan import set_plan, tell_plan
from bot.tasks.slip import promise_slip
from bot.tasks.submit import approve, promise_submittal, send_back
from bot.tasks.tables import promise_tables
from bot.tasks.trace import promise_working_copy, tell_trace

Handler: TypeAlias = Callable[[Desk, ReportCommand], Awaitable[Say]]

HANDLERS: Mapping[ReportVerb, Handler] = {
    ReportVerb.TEMPLATE: own_template.tell,
    ReportVerb.OFFER_TEMPLATE: own_template.offer,
    ReportVerb.USE_TEMPLATE: own_template.take_into_use,
    ReportVerb.DROP_TEMPLATE: own_template.drop,
    ReportVerb.REGISTER: register.tell,
    ReportVerb.ADD_DIRECTIVE: register.add,
    ReportVerb.REMOVE_DIRECTIVE: register.remove,
    ReportVerb.SECTION: sections.tell,
    ReportVerb.WRITE_SECTION: sections.write,
    ReportVerb.ADD_TO_SECTION: sections.add,
    ReportVerb.KEEP_SECTION: sections.keep,
    ReportVerb.RESTORE_SECTION: sections.restore,
    ReportVerb.REMARKS: remarks.tell,
    ReportVerb.TAKE_REMARKS: remarks.take,
    ReportVerb.CHECK: promise_check,
    ReportVerb.TABLES: promise_tables,
    ReportVerb.PDF: promise_pdf,
    ReportVerb.TRACE: tell_trace,
    ReportVerb.WORKING_COPY: promise_working_copy,
    ReportVerb.SUBMIT: promise_submittal,
    ReportVerb.APPROVE: approve,
    ReportVerb.RETURN: send_back,
    ReportVerb.ISSUE: promise_edition,
    ReportVerb.EDITIONS: tell_editions,
    ReportVerb.SLIP: promise_slip,
    ReportVerb.WITH_ANNEXES: promise_pictures,
    ReportVerb.PLAN: tell_plan,
    ReportVerb.SET_PLAN: set_plan,
}


async def answer(desk: Desk, command: ReportCommand) -> Say:
    """What the command leads to."""
    handler = HANDLERS.get(command.verb)
    return await handler(desk, command) if handler else Say(texts.officer_help(desk.honorific))
