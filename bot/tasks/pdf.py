"""The report as PDF, where LibreOffice is installed."""

import asyncio
import logging

from bot import report_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.made import Made
from reports.pdf import to_pdf
from storage.errors import PdfError

log = logging.getLogger(__name__)

PDF = "application/pdf"


async def promise_pdf(desk: Desk, command: ReportCommand) -> Say:
    period = await desk.promise(command)
    return Say(report_texts.pdf_promised(period.label))


async def as_pdf(made: Made) -> Made:
    """The Word file as PDF; where that cannot be made here, the Word file with words that say so."""
    try:
        data = await asyncio.to_thread(to_pdf, made.data)
    except PdfError as error:
        log.warning("no PDF: %s", error)
        return Made(f"{report_texts.no_pdf()}\n\n{made.text}", made.data, made.media_type, made.file_name)
    return Made(made.text, data, PDF, made.file_name.removesuffix(".docx") + ".pdf")
