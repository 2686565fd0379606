"""Makes the semi-annual report: figures from the submissions in force, content, Word file."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.tasks.office import Office
from bot.tasks.tell import count_groups, ward_of
from reports.figures import GroupCount
from reports.semiannual import Report, semiannual_docx
from storage import periods
from storage.errors import FormFileError, NoDataError, SettingsError, TemplateError
from storage.periods import Period
from storage.queries.audit import add_audit
from storage.queries.contents import list_directives, list_passages
from storage.queries.messages import list_open_promises, mark_promise_kept, put_file, put_outgoing
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units
from storage.records import OutboxKind, Outgoing, Promise, StoredFile, Ward

log = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def make_report(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime
) -> tuple[Report, GroupCount]:
    """The report with its figures, and how many groups stand behind it.

    Raises NoDataError, SettingsError (the ward's profile) and TemplateError.
    """
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    units = await list_units(connection, ward.unit_id)
    directives = await list_directives(connection, ward.unit_id)
    passages = await list_passages(connection, ward.unit_id)
    groups = count_groups(units, totals, period)
    report = await asyncio.to_thread(
        semiannual_docx,
        office.report_template,
        ward,
        period,
        totals,
        office.forms,
        groups,
        directives,
        passages,
        now,
    )
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
    text, file, name = await _document(office, promise, period, now)
    async with office.database.transaction() as connection:
        if not await mark_promise_kept(connection, promise.id, now):
            return False
        if file:
            await put_file(connection, file, now)
            detail = {"period": period.key, "rule": str(rule), "sha256": file.sha256}
            await add_audit(connection, now, promise.person_id, "report.made", period.key, detail)
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
    async with office.database.reading() as connection:
        ward = await ward_of(connection, promise.person_id, now)
        if ward is None:
            return texts.no_data(period.label), None, ""
        try:
            report, groups = await make_report(connection, office, ward, period, now)
        except NoDataError:
            return texts.no_data(period.label), None, ""
        except (TemplateError, SettingsError, FormFileError) as error:
            log.error("the report %s cannot be made: %s", period.key, error)
            return texts.no_report_of_this_kind(period.label), None, ""
    file = office.files.keep(report.data, DOCX)
    ready = texts.report_ready(period.label, groups.reported, groups.all)
    return ready, file, report.file_name
