"""The correction slip of an edition: what was printed, what holds now, and the returns that changed it."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import edition_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.editions import get_edition, list_named
from bot.tasks.made import Made
from bot.tasks.office import Office
from bot.tasks.submit import period_of
from bot.tasks.tell import count_groups
from reports.copies import slip_name
from reports.editions import Change, changes, frozen
from reports.figures import add_up
from reports.profile import read_profile
from storage import periods
from storage.periods import Period
from storage.queries.editions import (
    Edition,
    LaterReturn,
    get_frozen,
    get_newest_change,
    list_later_returns,
)
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units
from storage.records import Promise, Ward


async def promise_slip(desk: Desk, command: ReportCommand) -> Say:
    """«đính chính báo cáo 6 tháng đầu năm», «đính chính bản số 1»; the newest edition when none is named."""
    found = await list_named(desk, command)
    if isinstance(found, Say):
        return found
    edition = found[0]
    period = await desk.promise(replace(command, period=period_of(edition), what=str(edition.number)))
    return Say(edition_texts.slip_promised(period, edition.number))


async def make_slip(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, now: datetime, promise: Promise
) -> Made:
    """The slip as a Word file; words alone when nothing has changed. Raises SettingsError, TemplateError."""
    number = int(promise.request["what"])
    edition = await get_edition(connection, ward, period.key, number)
    if edition is None:
        return Made(edition_texts.no_such_edition(number))
    found = await list_changes(connection, office, ward, edition)
    if not found:
        return Made(edition_texts.nothing_to_correct(period, number))
    later = await list_later_returns(
        connection, ward.unit_id, period.first_on, period.last_on, edition.submitted_at
    )
    zone = office.clock.zone
    as_of = await get_newest_change(connection, ward.unit_id, period.first_on, period.last_on)
    from reports.slip import slip_docx  # noqa: PLC0415 - slow to load, and seldom needed

    data = await asyncio.to_thread(
        slip_docx,
        ward,
        read_profile(ward.profile),
        period,
        number,
        edition.made_at.astimezone(zone).date(),
        found,
        {unit.id: unit.name for unit in await list_units(connection, ward.unit_id)},
        _reasons(later, zone),
        now.year,
        (as_of or now).astimezone(zone),
    )
    changed = sum(change.unit_id is None for change in found)
    text = edition_texts.slip_ready(period, number, changed)
    return Made(text, data, file_name=slip_name(period.key, number), action="slip.made")


async def list_changes(
    connection: AsyncConnection, office: Office, ward: Ward, edition: Edition
) -> tuple[Change, ...]:
    """What an edition printed that is not so any more."""
    period = period_of(edition)
    printed = await get_frozen(connection, edition.submittal_id)
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    groups = count_groups(await list_units(connection, ward.unit_id), totals, period)
    return changes(printed.figures, frozen(add_up(totals, office.forms), totals, office.forms, groups))


def _reasons(later: Sequence[LaterReturn], zone: tzinfo) -> dict[tuple[int, str], str]:
    """By unit id and figure: the later returns that tell it otherwise."""
    told: dict[tuple[int, str], list[str]] = defaultdict(list)
    for item in later:
        week = periods.Window(item.first_on, item.last_on).label
        why = edition_texts.why(week, item.made_at.astimezone(zone), item.again, item.reason)
        for figure in item.figures:
            told[item.unit_id, figure].append(why)
    return {key: edition_texts.reasons(whys) for key, whys in told.items()}
