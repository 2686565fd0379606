"""Makes the semi-annual report: figures from the submissions in force, content, Word file."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import report_texts, section_texts, template_texts, texts, trace_texts
from bot.logs import frames
from bot.reading.report_words import ReportVerb
from bot.tasks import own_template
from bot.tasks.annexes import gather_coverage, list_standard_annexes
from bot.tasks.comparison import gather_comparison
from bot.tasks.desk import named
from bot.tasks.editions import find_edition, make_edition
from bot.tasks.made import Made
from bot.tasks.office import Office
from bot.tasks.pdf import as_pdf
from bot.tasks.pictures import NO_PICTURES, Wanted, list_picture_annexes, told_pictures, wanted_in
from bot.tasks.slip import make_slip
from bot.tasks.submit import Submitting
from bot.tasks.tables import make_tables
from bot.tasks.tell import count_groups, ward_of
from reports.copies import CLEAN, DRAFT, WORKING, Copy
from reports.figures import GroupCount
from reports.lint import lint_docx
from reports.sections import drafts, standing
from reports.semiannual import Report, semiannual_docx
from storage import periods
from storage.errors import (
    FormFileError,
    GomSoError,
    NoDataError,
    SettingsError,
    StaleSessionError,
    TemplateError,
)
from storage.files import DOCX, ReadOnce
from storage.periods import Period
from storage.queries.audit import add_audit
from storage.queries.contents import list_directives, list_passages
from storage.queries.editions import get_newest_change
from storage.queries.messages import list_open_promises, mark_promise_kept, put_file, put_outgoing
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units
from storage.records import OutboxKind, Outgoing, Promise, Ward

log = logging.getLogger(__name__)

_TRIES = 5


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
    pictures: Wanted = NO_PICTURES,
    number: int | None = None,
    dated_on: date | None = None,
) -> tuple[Report, GroupCount]:
    """The report with its figures, and how many groups stand behind it.

    `number`, `dated_on`: of the letter, where they are known; else they stay blank, to be written in.

    `annexed`: with the annexes that every report has. `copy`: what kind it is. `pictures`: charts and
    photos as further annexes.

    `template`: fill this one, and no other if it is broken; without it, the one that the ward uses,
    and the shipped one where that is broken.

    Raises NoDataError, SettingsError (the ward's profile) and TemplateError.
    """
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    units = await list_units(connection, ward.unit_id)
    directives = await list_directives(connection, ward.unit_id, period.first_on, period.last_on)
    sections = standing(await list_passages(connection, ward.unit_id), period)
    passages = [section.passage for section in sections.values()]
    groups, today = count_groups(units, totals, period), now.date()
    comparison = await gather_comparison(connection, office, ward, period, units, totals, today)
    annexes = (
        await list_standard_annexes(connection, ward, office.forms, units, totals, period, today, comparison)
        if annexed
        else ()
    )
    coverage = await gather_coverage(connection, ward, units, period, now.date())
    annexes += await list_picture_annexes(
        connection, office, ward, period, units, totals, comparison, today, pictures
    )
    own = template or await own_template.template_of(connection, office, ward)
    changed_at = await get_newest_change(connection, ward.unit_id, period.first_on, period.last_on)
    shipped = ReadOnce(office.report_template)

    def write(template: ReadOnce | bytes) -> Report:
        report = semiannual_docx(
            template,
            ward,
            period,
            totals,
            office.forms,
            groups,
            directives,
            passages,
            now,
            as_of=changed_at and changed_at.astimezone(now.tzinfo),
            number=number,
            dated_on=dated_on,
            annexes=annexes,
            coverage=coverage,
            comparison=comparison,
            copy=copy,
        )
        return replace(report, template=template if isinstance(template, bytes) else template.read_bytes())

    try:
        report = await asyncio.to_thread(write, shipped if own is None else own)
    except TemplateError as error:
        if own is None or template:
            raise
        # A form may have changed since the template was taken into use; no report would be worse.
        log.warning("the shipped template is used instead: %s", error)
        report = replace(await asyncio.to_thread(write, shipped), fell_back=True)
    return replace(report, drafts=drafts(sections)), groups


async def keep_promises(
    office: Office, begins: Callable[[int | None], Awaitable[None]] | None = None
) -> list[int]:
    """Makes every report that has been promised; ids of the people to whom something is now owed.

    What a database or a disk refuses stands for the next time. `begins` is told the id of the address
    that each was asked for from.
    """
    async with office.database.reading() as connection:
        promised = await list_open_promises(connection)
    kept = []
    for promise in promised:
        try:
            if begins:
                await begins(promise.address_id)
            if await _keep(office, promise):
                kept.append(promise.person_id)
        except (GomSoError, SQLAlchemyError, OSError) as error:
            # It stands and is tried again; those behind it do not wait for it.
            log.error("promise %s is waiting: %s", promise.id, frames(error))
    return kept


async def _keep(office: Office, promise: Promise) -> bool:
    """Whether the document is owed now; not if somebody else has kept the promise."""
    for _ in range(_TRIES):
        try:
            return await _keep_once(office, promise)
        except StaleSessionError as error:
            log.warning("promise %s is decided again: %s", promise.id, error)
        except (GomSoError, SQLAlchemyError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the outermost loop of one document
            # It would fail the same way each time, and a process that it ends meets it again.
            log.error("promise %s cannot be kept: %s", promise.id, frames(error))
            return await _give_up(office, promise)
    return False


async def _give_up(office: Office, promise: Promise) -> bool:
    """Tells who asked that there will be no document. False if somebody else has kept the promise."""
    now = office.clock.now()
    period = periods.parse_period(promise.request["report"], periods.Rule(promise.request["rule"]))
    async with office.database.transaction() as connection:
        if not await mark_promise_kept(connection, promise.id, now):
            return False
        text = texts.report_failed(period.label)
        sorry = Outgoing(
            promise.key, promise.person_id, OutboxKind.REPLY, text, address_id=promise.address_id
        )
        await put_outgoing(connection, sorry, now)
    return True


async def _keep_once(office: Office, promise: Promise) -> bool:
    now = office.clock.now()
    rule = periods.Rule(promise.request["rule"])
    period = periods.parse_period(promise.request["report"], rule)
    made = await _made(office, promise, period, now)
    file = await asyncio.to_thread(office.files.keep, made.data, made.media_type) if made.data else None
    async with office.database.transaction() as connection:
        if not await mark_promise_kept(connection, promise.id, now):
            return False
        text = made.text
        if file:
            await put_file(connection, file, now)
            detail = {"period": period.key, "rule": str(rule), "sha256": file.sha256}
            await add_audit(connection, now, promise.person_id, made.action, period.key, detail)
            text = await made.settle(connection, file) if made.settle else text
        document = Outgoing(
            promise.key,
            promise.person_id,
            OutboxKind.DOCUMENT,
            text,
            file=file,
            file_name=made.file_name,
            address_id=promise.address_id,
        )
        await put_outgoing(connection, document, now)
    return True


async def _made(office: Office, promise: Promise, period: Period, now: datetime) -> Made:
    """The document; without a file its words say why."""
    kind = promise.request.get("make", "")
    async with office.database.reading() as connection:
        ward = await ward_of(connection, promise.person_id, now)
        if ward is None:
            return Made(texts.no_data(period.label))
        try:
            if kind in _OF_A_PROMISE:
                return await _OF_A_PROMISE[kind](connection, office, ward, period, now, promise)
            return await _MAKERS[kind](connection, office, ward, period, now)
        except NoDataError:
            return Made(texts.no_data(period.label))
        except (TemplateError, SettingsError, FormFileError) as error:
            log.error("the report %s cannot be made: %s", period.key, error)
            return Made(texts.no_report_of_this_kind(period.label))


async def _report(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    now: datetime,
    pictures: Wanted = NO_PICTURES,
) -> Made:
    report, groups = await make_report(connection, office, ward, period, now, pictures=pictures)
    ready = texts.report_ready(period.label, groups.reported, groups.all) + told_pictures(pictures, report)
    findings = await asyncio.to_thread(lint_docx, report.data)
    told = f"{_told(ready, report, period)}\n\n{report_texts.verdict(findings, period)}"
    return Made(told, report.data, DOCX, report.file_name)


async def _with_pictures(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, promise: Promise
) -> Made:
    return await _report(connection, office, ward, period, now, wanted_in(promise.request["what"]))


async def _checked(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    """The working copy, whose marks show which figures have a source, and all findings."""
    report, _ = await make_report(connection, office, ward, period, now, copy=WORKING)
    findings = await asyncio.to_thread(lint_docx, report.data)
    return Made(
        _told(report_texts.checked(period.label, findings), report, period),
        report.data,
        DOCX,
        report.file_name,
    )


async def _working_copy(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    report, _ = await make_report(connection, office, ward, period, now, copy=WORKING)
    ready = trace_texts.working_copy_ready(period.label)
    return Made(_told(ready, report, period), report.data, DOCX, report.file_name)


async def _pdf(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> Made:
    return await as_pdf(await _report(connection, office, ward, period, now))


def _told(text: str, report: Report, period: Period) -> str:
    """With what the reader of the report has to know and the report does not say."""
    parts = [text]
    parts += [section_texts.carried_over(report.drafts, f" {named(period)}")] if report.drafts else []
    parts += [template_texts.template_fell_back()] if report.fell_back else []
    return "\n\n".join(parts)


async def _in_template(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, template: bytes
) -> bytes:
    report, _ = await make_report(connection, office, ward, period, now, template=template)
    if not any(report.figures):
        # Made-up figures show more of a template than that all of them are wanting.
        raise NoDataError(f"nothing was reported from {period.first_on} to {period.last_on}")
    return report.data


async def _examined(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, promise: Promise
) -> Made:
    return await own_template.make(connection, office, ward, period, now, promise, _in_template)


async def _submitted(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, promise: Promise
) -> Made:
    report, groups = await make_report(connection, office, ward, period, now, copy=CLEAN)
    findings = await asyncio.to_thread(lint_docx, report.data)
    verdict = _told(report_texts.verdict(findings, period), report, period)
    template = await asyncio.to_thread(office.files.keep, report.template, DOCX)
    return Submitting(ward, period, now, promise, report, template, groups, verdict).made()


_Maker = Callable[[AsyncConnection, Office, Ward, Period, datetime], Awaitable[Made]]
_MAKERS: Mapping[str, _Maker] = {
    "": _report,
    ReportVerb.WORKING_COPY: _working_copy,
    ReportVerb.TABLES: make_tables,
    ReportVerb.PDF: _pdf,
    ReportVerb.CHECK: _checked,
}
"""By what the promise says to make."""

_MakerOfAPromise = Callable[[AsyncConnection, Office, Ward, Period, datetime, Promise], Awaitable[Made]]
_OF_A_PROMISE: Mapping[str, _MakerOfAPromise] = {
    own_template.MAKE: _examined,
    ReportVerb.SUBMIT: _submitted,
    ReportVerb.ISSUE: make_edition,
    ReportVerb.EDITIONS: find_edition,
    ReportVerb.SLIP: make_slip,
    ReportVerb.WITH_ANNEXES: _with_pictures,
}
"""Those that ask who promised what."""
