"""Makes the semi-annual report: figures from the submissions in force, content, Word file."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import report_texts, template_texts, texts, trace_texts
from bot.reading.report_words import ReportVerb
from bot.tasks import own_template
from bot.tasks.annexes import list_standard_annexes
from bot.tasks.made import Made
from bot.tasks.office import Office
from bot.tasks.pdf import as_pdf
from bot.tasks.tables import make_tables
from bot.tasks.tell import count_groups, ward_of
from reports.copies import DRAFT, WORKING, Copy
from reports.figures import GroupCount
from reports.lint import lint_docx
from reports.semiannual import Report, semiannual_docx
from storage import periods
from storage.errors import FormFileError, NoDataError, SettingsError, TemplateError
from storage.files import DOCX
from storage.periods import Period
from storage.queries.audit import add_audit
from storage.queries.contents import list_directives, list_passages
from storage.queries.messages import list_open_promises, mark_promise_kept, put_file, put_outgoing
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units
from storage.records import OutboxKind, Outgoing, Promise, StoredFile, Ward

log = logging.getLogger(__name__)


async def make_report(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    now: datetime,
    *,
    annexed: bool = True,
    copy: Copy = DRAFT,
    template: bytes | None = None,
) -> tuple[Report, GroupCount]:
    """The report with its figures, and how many groups stand behind it.

    `annexed`: with the annexes that every report has. `copy`: what kind it is.

    `template`: fill this one, and no other if it is broken; without it, the one that the ward uses,
    and the shipped one where that is broken.

    Raises NoDataError, SettingsError (the ward's profile) and TemplateError.
    """
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    units = await list_units(connection, ward.unit_id)
    directives = await list_directives(connection, ward.unit_id)
    passages = await list_passages(connection, ward.unit_id)
    groups = count_groups(units, totals, period)
    annexes = (
        await list_standard_annexes(connection, ward, office.forms, units, totals, period, now.date())
        if annexed
        else ()
    )
    own = template or await own_template.template_of(connection, office, ward)

    def write(template: Path | bytes) -> Report:
        return semiannual_docx(
            template,
            ward,
            period,
            totals,
            office.forms,
            groups,
            directives,
            passages,
            now,
            annexes=annexes,
            copy=copy,
        )

    try:
        report = await asyncio.to_thread(write, office.report_template if own is None else own)
    except TemplateError as error:
        if own is None or template:
            raise
        # A form may have changed since the template was taken into use; no report would be worse.
        log.warning("the shipped template is used instead: %s", error)
        report = replace(await asyncio.to_thread(write, office.report_template), fell_back=True)
    return report, groups


async def keep_promises(
    office: Office, begins: Callable[[int | None], Awaitable[None]] | None = None
) -> list[int]:
    """Makes every report that has been promised; ids of the people to whom something is now owed.

    `begins` is told the id of the address that each was asked for from.
    """
    async with office.database.reading() as connection:
        promised = await list_open_promises(connection)
    kept = []
    for promise in promised:
        if begins:
            await begins(promise.address_id)
        if await _keep(office, promise):
            kept.append(promise.person_id)
    return kept


async def _keep(office: Office, promise: Promise) -> bool:
    now = office.clock.now()
    rule = periods.Rule(promise.request["rule"])
    period = periods.parse_period(promise.request["report"], rule)
    use: own_template.Use | None = None
    if promise.request.get("make") == own_template.MAKE:
        text, file, name, use = await own_template.make(office, promise, period, now, _in_template)
    else:
        text, file, name = await _document(office, promise, period, now)
    async with office.database.transaction() as connection:
        if not await mark_promise_kept(connection, promise.id, now):
            return False
        if file:
            await put_file(connection, file, now)
            detail = {"period": period.key, "rule": str(rule), "sha256": file.sha256}
            await add_audit(connection, now, promise.person_id, "report.made", period.key, detail)
        if use:
            await use(connection)
        document = Outgoing(
            promise.key,
            promise.person_id,
            OutboxKind.DOCUMENT,
            text,
            file=file,
            file_name=name,
            address_id=promise.address_id,
        )
        await put_outgoing(connection, document, now)
    return True


async def _document(
    office: Office, promise: Promise, period: Period, now: datetime
) -> tuple[str, StoredFile | None, str]:
    """(what to say, the stored file, its name); without a file the words say why."""
    make = _MAKERS[promise.request.get("make", "")]
    async with office.database.reading() as connection:
        ward = await ward_of(connection, promise.person_id, now)
        if ward is None:
            return texts.no_data(period.label), None, ""
        try:
            made = await make(connection, office, ward, period, now)
        except NoDataError:
            return texts.no_data(period.label), None, ""
        except (TemplateError, SettingsError, FormFileError) as error:
            log.error("the report %s cannot be made: %s", period.key, error)
            return texts.no_report_of_this_kind(period.label), None, ""
    return made.text, office.files.keep(made.data, made.media_type), made.file_name


async def _report(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    report, groups = await make_report(connection, office, ward, period, now)
    ready = texts.report_ready(period.label, groups.reported, groups.all)
    findings = await asyncio.to_thread(lint_docx, report.data)
    told = f"{_told(ready, report)}\n\n{report_texts.verdict(findings)}"
    return Made(told, report.data, DOCX, report.file_name)


async def _checked(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    """The working copy, whose marks show which figures have a source, and all findings."""
    report, _ = await make_report(connection, office, ward, period, now, copy=WORKING)
    findings = await asyncio.to_thread(lint_docx, report.data)
    return Made(
        _told(report_texts.checked(period.label, findings), report), report.data, DOCX, report.file_name
    )


async def _working_copy(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    report, _ = await make_report(connection, office, ward, period, now, copy=WORKING)
    ready = trace_texts.working_copy_ready(period.label)
    return Made(_told(ready, report), report.data, DOCX, report.file_name)


async def _pdf(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    return await as_pdf(await _report(connection, office, ward, period, now))


def _told(text: str, report: Report) -> str:
    return f"{text}\n\n{template_texts.template_fell_back()}" if report.fell_back else text


async def _in_template(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, template: bytes
) -> bytes:
    report, _ = await make_report(connection, office, ward, period, now, template=template)
    return report.data


_Maker = Callable[[AsyncConnection, Office, Ward, Period, datetime], Awaitable[Made]]
_MAKERS: Mapping[str, _Maker] = {
    "": _report,
    ReportVerb.WORKING_COPY: _working_copy,
    ReportVerb.TABLES: make_tables,
    ReportVerb.PDF: _pdf,
    ReportVerb.CHECK: _checked,
}
"""By what the promise says to make."""
