"""Editions: an approved submittal issued under a number, frozen, and sent again as often as asked."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import edition_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.made import Made
from bot.tasks.office import Office
from bot.tasks.remind import list_holders
from bot.tasks.submit import SUBMITTERS, period_of
from reports.copies import edition as edition_copy
from storage.errors import StaleSessionError, StorageError
from storage.periods import Period
from storage.queries.audit import add_audit
from storage.queries.editions import (
    Edition,
    Submittal,
    add_edition,
    count_editions,
    list_editions,
    list_newest_submittals,
)
from storage.records import Promise, Role, StoredFile, Ward

log = logging.getLogger(__name__)


async def promise_edition(desk: Desk, command: ReportCommand) -> Say:
    """«phát hành báo cáo 6 tháng đầu năm»: what was approved, or what a ward without leaders submitted."""
    if not desk.roles & SUBMITTERS:
        return Say(edition_texts.only_officers_submit())
    found = await _to_issue(desk.connection, desk.ward, command.period, desk.now)
    if isinstance(found, Say):
        return found
    period = await desk.promise(replace(command, period=period_of(found)))
    return Say(edition_texts.issuing(period))


async def _to_issue(
    connection: AsyncConnection, ward: Ward, period: Period | None, now: datetime
) -> Submittal | Say:
    """The submittal that may be issued (of all periods, when none is named), or why there is none."""
    newest = await list_newest_submittals(connection, ward.unit_id)
    meant = [item for item in newest if period is None or item.period == period.key]
    if not meant:
        return Say(edition_texts.nothing_submitted(period))
    decides = bool(await list_holders(connection, ward, Role.LEADER, now))
    ready = [item for item in meant if item.edition is None and _is_approved(item, decides)]
    if len(ready) > 1:
        periods = [period_of(item) for item in ready]
        return Say(edition_texts.which_to_issue(periods), tuple(map(edition_texts.issue, periods)))
    return ready[0] if ready else Say(_why_not(meant[0]))


def _is_approved(submittal: Submittal, decides: bool) -> bool:
    """`decides`: the ward has leaders."""
    return bool(submittal.approved) or (submittal.approved is None and not decides)


def _why_not(submittal: Submittal) -> str:
    period = period_of(submittal)
    if submittal.edition is not None:
        return edition_texts.already_issued(period, submittal.id, submittal.edition)
    if submittal.approved is None:
        return edition_texts.not_approved_yet(period, submittal.id)
    return edition_texts.was_not_approved(period, submittal.id)


async def make_edition(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, promise: Promise
) -> Made:
    """The submitted file under its number: every part of it the same, but for what it says it is."""
    found = await _to_issue(connection, ward, period, now)
    if isinstance(found, Say):
        return Made(found.text)
    from reports.stamp import stamped  # noqa: PLC0415 - slow to load, and seldom needed

    number = await count_editions(connection, ward.unit_id, period.key) + 1
    copy = edition_copy(number)
    try:
        submitted = await asyncio.to_thread(office.files.read, found.file_sha256)
    except StorageError as error:
        log.error("a submitted report cannot be issued: %s", error)
        return Made(edition_texts.file_is_gone())
    data = await asyncio.to_thread(stamped, submitted, copy.called)
    settle = partial(_issue, ward, found, number, promise.person_id, now)
    return Made("", data, file_name=copy.file_name(period.key), settle=settle)


async def _issue(
    ward: Ward,
    found: Submittal,
    number: int,
    person_id: int,
    now: datetime,
    connection: AsyncConnection,
    file: StoredFile,
) -> str:
    period = period_of(found)
    still = await _to_issue(connection, ward, period, now)
    if still != found or not await add_edition(
        connection, ward.unit_id, found, number, file.sha256, person_id, now
    ):
        raise StaleSessionError(f"submittal {found.id} was issued, or followed by another, meanwhile")
    detail = {"submittal": found.id, "submitted": found.file_sha256, "sha256": file.sha256}
    subject = f"edition:{ward.unit_id}:{period.key}:{number}"
    await add_audit(connection, now, person_id, "report.issued", subject, detail)
    return edition_texts.issued(period, number, file.sha256)


async def tell_editions(desk: Desk, command: ReportCommand) -> Say:
    """«bản phát hành»: which there are; «bản phát hành số 1 6 tháng đầu năm»: its file."""
    found = await list_named(desk, command)
    if isinstance(found, Say):
        return found
    if not command.what or len(found) > 1:
        return _listed(desk.office, found)
    (edition,) = found
    period = await desk.promise(replace(command, period=period_of(edition), what=str(edition.number)))
    return Say(edition_texts.fetching(period, edition.number))


async def list_named(desk: Desk, command: ReportCommand) -> list[Edition] | Say:
    """The editions that a command names, the newest first; what to say when there are none."""
    of_period = await list_editions(
        desk.connection, desk.ward.unit_id, command.period.key if command.period else None
    )
    if not of_period:
        return Say(edition_texts.no_editions(command.period))
    named = [item for item in of_period if not command.what or item.number == int(command.what)]
    if named:
        return named
    listed = _listed(desk.office, of_period)
    return Say(f"{edition_texts.no_such_edition(int(command.what))} {listed.text}", listed.choices)


def _listed(office: Office, found: list[Edition]) -> Say:
    zone = office.clock.zone
    told = [(period_of(item), item.number, item.made_at.astimezone(zone), item.file_sha256) for item in found]
    return Say(edition_texts.editions(told), edition_texts.edition_choices(told))


async def get_edition(
    connection: AsyncConnection, ward: Ward, period_key: str, number: int
) -> Edition | None:
    found = await list_editions(connection, ward.unit_id, period_key)
    return next((item for item in found if item.number == number), None)


async def find_edition(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, promise: Promise
) -> Made:
    """An edition's file again, byte for byte."""
    number = int(promise.request["what"])
    edition = await get_edition(connection, ward, period.key, number)
    if edition is None:
        return Made(edition_texts.no_such_edition(number))
    try:
        data = await asyncio.to_thread(office.files.read, edition.file_sha256)
    except StorageError as error:
        log.error("an edition cannot be sent: %s", error)
        return Made(edition_texts.file_is_gone())
    name = edition_copy(number).file_name(period.key)
    return Made(edition_texts.the_edition(period, number), data, file_name=name, action="edition.sent")
