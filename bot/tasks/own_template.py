"""The ward's own template for the report: offered in chat, checked, taken into use, dropped."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import template_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk, title_of
from bot.tasks.join import make_link
from bot.tasks.made import Made
from bot.tasks.office import Office
from reports.examination import Fault, Flaw
from storage.errors import FormFileError, NoDataError, SettingsError, TemplateError
from storage.files import DOCUMENTS
from storage.periods import Period
from storage.queries.audit import add_audit
from storage.queries.messages import put_promise
from storage.queries.people import get_address, get_person
from storage.queries.report_templates import (
    UsedTemplate,
    get_newest_document,
    get_report_template,
    mark_report_template_ended,
    put_report_template,
)
from storage.records import Channel, Promise, StoredFile, Ward

log = logging.getLogger(__name__)

MAKE = "template"
"""Names a promise to examine a template."""
_PREVIEW_NAME = "xem-thu-mau-bao-cao.docx"

Preview: TypeAlias = Callable[[AsyncConnection, Office, Ward, Period, datetime, bytes], Awaitable[bytes]]
"""The report of a period in that template. Raises what making a report raises."""


async def offer(desk: Desk, command: ReportCommand) -> Say:
    """A document was sent: it is examined, and a preview comes."""
    await _promise(desk, command, command.what, desk.now, use=False)
    return Say(template_texts.template_received(desk.honorific))


async def take_into_use(desk: Desk, command: ReportCommand) -> Say:
    """The document that the person sent last is examined anew and, if it passes, taken into use."""
    sent = await get_newest_document(desk.connection, desk.person_id, DOCUMENTS)
    if sent is None:
        return Say(template_texts.no_template_sent(desk.honorific))
    sha256, sent_at = sent
    await _promise(desk, command, sha256, sent_at, use=True)
    return Say(template_texts.template_being_taken(desk.honorific))


async def _promise(desk: Desk, command: ReportCommand, sha256: str, sent_at: datetime, *, use: bool) -> None:
    period = desk.period(command)
    request = {
        "make": MAKE,
        "file": sha256,
        "sent_at": sent_at.isoformat(),
        "use": use,
        "report": period.key,
        "rule": str(period.rule),
    }
    key = f"template:{desk.message_id}:{sha256[:12]}"
    await put_promise(desk.connection, key, desk.person_id, desk.address_id, request, desk.now)


async def tell(desk: Desk, command: ReportCommand) -> Say:
    """Which template is in use, since when and by whose word; how to send another."""
    used = await get_report_template(desk.connection, desk.ward.unit_id)
    if used is None:
        lines = [template_texts.shipped_template_in_use()]
    else:
        since = used.made_at.astimezone(desk.office.clock.zone)
        title = await title_of(desk.connection, used.person_id, since)
        lines = [template_texts.own_template_in_use(used.name, since, title)]
    link = await _link(desk)
    lines.append(template_texts.how_to_send_template(desk.honorific, own=used is not None, link=link))
    return Say("\n\n".join(lines))


async def _link(desk: Desk) -> str:
    """A one-time link to the web chat for somebody whose channel carries no files; else ""."""
    address = await get_address(desk.connection, desk.address_id)
    if address is None or address.channel is not Channel.ZALO or not desk.office.web_url:
        return ""
    return f"{desk.office.web_url}/vao/{await make_link(desk.connection, desk.person_id, desk.now)}"


async def drop(desk: Desk, command: ReportCommand) -> Say:
    """Back to the shipped template."""
    ended = await mark_report_template_ended(desk.connection, desk.ward.unit_id, desk.now)
    if ended:
        subject = f"ward:{desk.ward.unit_id}"
        await add_audit(desk.connection, desk.now, desk.person_id, "template.dropped", subject, {})
    return Say(template_texts.template_dropped() if ended else template_texts.shipped_template_in_use())


async def template_of(connection: AsyncConnection, office: Office, ward: Ward) -> bytes | None:
    """The ward's own template; None: it uses the shipped one. Empty when its file is gone."""
    used = await get_report_template(connection, ward.unit_id)
    if used is None:
        return None
    return await asyncio.to_thread(_read, office, used.sha256)


def _read(office: Office, sha256: str) -> bytes:
    try:
        return office.files.path(sha256).read_bytes()
    except OSError as error:
        log.error("a template cannot be read from disk: %s", error.strerror)
        return b""


async def make(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    now: datetime,
    promise: Promise,
    preview: Preview,
) -> Made:
    """Examines an offered template: the preview, and how to take it into use.

    Without a preview the words say what is wrong with the template.
    """
    # What makes Word files is slow to load, and seldom needed.
    from reports.own_template import examine  # noqa: PLC0415

    person = await get_person(connection, promise.person_id)
    you = person.honorific if person else "bác"
    template = await asyncio.to_thread(_read, office, promise.request["file"])
    found = await asyncio.to_thread(examine, template)
    if not found.usable:
        return Made(template_texts.template_refused(you, found))
    try:
        data = await preview(connection, office, ward, period, now, template)
        label = period.label
    except (NoDataError, SettingsError, FormFileError):
        data, label = found.preview, ""
    except TemplateError as error:
        log.warning("a template that had passed its examination was refused: %s", error)
        return Made(template_texts.template_refused(you, replace(found, flaws=(Flaw(Fault.BROKEN),))))
    told = template_texts.template_examined(you, found, label)
    made = Made(told, data, file_name=_PREVIEW_NAME)
    if not promise.request["use"]:
        return made
    taken = template_texts.template_taken(you, found, label)
    return replace(made, settle=partial(_use, office, ward, promise, now, taken))


async def _use(
    office: Office,
    ward: Ward,
    promise: Promise,
    now: datetime,
    taken: str,
    connection: AsyncConnection,
    _preview: StoredFile,
) -> str:
    sent_at = datetime.fromisoformat(promise.request["sent_at"]).astimezone(office.clock.zone)
    sha256 = promise.request["file"]
    used = UsedTemplate(sha256, template_texts.template_name(sent_at), promise.person_id, now)
    await put_report_template(connection, ward.unit_id, used)
    subject = f"ward:{ward.unit_id}"
    await add_audit(connection, now, promise.person_id, "template.used", subject, {"sha256": sha256})
    return taken
