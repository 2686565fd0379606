"""From a mark in the report back to the messages: what each unit reported in each week, and how."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, tzinfo
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import trace_texts
from bot.engine.actions import Say
from bot.reading.report_words import ReportCommand
from bot.reading.unit_words import find_units
from bot.tasks.annexes import gather_asked
from bot.tasks.desk import Desk
from bot.tasks.office import Office
from reports.completeness import by_unit, due_windows
from reports.coverage import heard_groups
from reports.marks import (
    GROUP_RETURNS_MARK,
    GROUPS_MARK,
    OFFICE_RETURNS_MARK,
    RETURNS_MARK,
    WEEKS_MARK,
    mark_table,
    normal,
)
from reports.sources import GROUP_FORM
from reports.traces import DueWeek, Ratio, Returns, Trace, TracedUnit, TracedWeek, UnitReturns, counted
from storage import periods
from storage.forms import Kind
from storage.periods import Period
from storage.queries.submissions import list_returns
from storage.queries.traces import list_reported_windows, list_tallied_weeks, list_titles
from storage.queries.units import list_units
from storage.records import TalliedWeek, Unit, UnitKind, Ward

_OF_RETURNS = {
    GROUP_RETURNS_MARK: {UnitKind.GROUP},
    OFFICE_RETURNS_MARK: {*UnitKind} - {UnitKind.GROUP},
    RETURNS_MARK: {*UnitKind},
}


async def trace(
    connection: AsyncConnection, office: Office, ward: Ward, period: Period, mark: str
) -> Trace | Ratio | Returns | None:
    """What stands behind the figure with that mark (however typed); None when no figure has it."""
    mark = normal(mark)
    units = await list_units(connection, ward.unit_id)
    if mark in {GROUPS_MARK, WEEKS_MARK}:
        return await _ratio(connection, ward, period, mark, units)
    if mark in _OF_RETURNS:
        kept = [unit for unit in units if unit.kind in _OF_RETURNS[mark]]
        return await _returns(connection, office, ward, period, mark, kept)
    keys = {found: key for key, found in mark_table(office.forms).items()}
    if mark not in keys:
        return None
    form, _, code = keys[mark].partition(".")
    versions = [item for item in office.forms if item.code == form and code in item.codes]
    indicator = versions[-1].indicator(code)
    weeks: dict[int, list[TalliedWeek]] = defaultdict(list)
    for week in await list_tallied_weeks(
        connection, ward.unit_id, form, code, period.first_on, period.last_on
    ):
        weeks[week.unit_id].append(week)
    titles = _Titles(office, await list_titles(connection, list(weeks)))
    names = {unit.id: unit.name for unit in units}
    found = [_unit(unit, names, weeks[unit.id], indicator.kind, titles) for unit in units if unit.id in weeks]
    found.sort(key=lambda unit: -unit.value)
    return Trace(mark, indicator, form == GROUP_FORM, period, tuple(found))


def trace_json(found: Trace | Ratio | Returns) -> dict[str, Any]:
    """All of it; times are ISO in UTC, people are told by their office."""
    period = found.period
    told = {
        "mark": found.mark,
        "period": period.key,
        "rule": period.rule.value,
        "first_on": period.first_on.isoformat(),
        "last_on": period.last_on.isoformat(),
    }
    if isinstance(found, Ratio):
        return told | {"there": list(found.there), "wanting": list(found.wanting)}
    if isinstance(found, Returns):
        return told | {"units": [asdict(unit) for unit in found.units]}
    indicator = found.indicator
    return told | {
        "label": indicator.label,
        "unit": indicator.unit,
        "kind": indicator.kind.value,
        "value": found.value,
        "windows": found.windows,
        "submissions": found.submissions,
        "units": [
            {
                "name": unit.name,
                "now_in": unit.now_in or None,
                "value": unit.value,
                "weeks": [_week_json(week) for week in unit.weeks],
            }
            for unit in found.units
        ],
    }


def _week_json(week: TracedWeek) -> dict[str, Any]:
    told = week.told
    return {
        "first_on": told.first_on.isoformat(),
        "last_on": told.last_on.isoformat(),
        "value": told.value,
        "qualifier": told.qualifier.value,
        "state": told.state.value,
        "counted": week.counted,
        "submission": told.submission_id,
        "version": told.version,
        "made_at": told.made_at.isoformat(),
        "by": week.title,
        "on_behalf": told.on_behalf,
        "channel": told.channel.value if told.channel else None,
        "late": told.late,
        "reason": told.reason,
        "message": told.message_id,
        "words": told.words,
    }


async def promise_working_copy(desk: Desk, command: ReportCommand) -> Say:
    """«bản làm việc 6 tháng đầu năm»."""
    period = await desk.promise(command)
    return Say(trace_texts.working_copy_promised(period.label))


async def tell_trace(desk: Desk, command: ReportCommand) -> Say:
    """«mã T03», «mã T03 tổ 5 quý I»."""
    found = await trace(desk.connection, desk.office, desk.ward, desk.period(command), command.what)
    match found:
        case None:
            return Say(trace_texts.no_such_mark(desk.honorific, normal(command.what)))
        case Ratio():
            return Say(trace_texts.traced_ratio(found))
        case Returns():
            return Say(_told_returns(found, command))
        case Trace():
            return Say(_told_trace(found, command, desk.office.clock.zone))


def _told_returns(found: Returns, command: ReportCommand) -> str:
    opened = find_units(found.units, command.unit) if command.unit else []
    if command.unit and not opened:
        return trace_texts.no_such_unit(found, command.unit)
    return trace_texts.traced_returns(found, opened)


def _told_trace(found: Trace, command: ReportCommand, zone: tzinfo) -> str:
    if not found.units:
        return trace_texts.nothing_traced(found)
    opened = find_units(found.units, command.unit) if command.unit else []
    if command.unit and not opened:
        return trace_texts.no_such_unit(found, command.unit)
    if opened or len(found.units) == 1:
        return trace_texts.traced_weeks(found, opened or found.units, zone)
    return trace_texts.traced(found, names_period=command.period is not None)


def _unit(
    unit: Unit, names: Mapping[int, str], weeks: Sequence[TalliedWeek], kind: Kind, titles: "_Titles"
) -> TracedUnit:
    chosen = counted(weeks, kind)
    return TracedUnit(
        unit.name,
        names.get(unit.merged_into or 0, ""),
        sum(week.value for week in chosen),
        tuple(TracedWeek(week, week in chosen, titles.of(week)) for week in weeks),
    )


class _Titles:
    """People by their office: names stay out of a trace."""

    def __init__(self, office: Office, titles: Sequence[tuple[int, int, str, date]]) -> None:
        self._zone = office.clock.zone
        self._held: dict[tuple[int, int], list[tuple[date, str]]] = defaultdict(list)
        for person_id, unit_id, title, since in titles:
            self._held[person_id, unit_id].append((since, title))

    def of(self, week: TalliedWeek) -> str:
        """What the reporter was in the unit on that day."""
        on = week.made_at.astimezone(self._zone).date()
        titles = [title for since, title in self._held[week.person_id, week.unit_id] if since <= on]
        return titles[-1] if titles else ""


async def _returns(
    connection: AsyncConnection,
    office: Office,
    ward: Ward,
    period: Period,
    mark: str,
    units: Sequence[Unit],
) -> Returns:
    asked = await gather_asked(connection, ward, period, office.clock.now().date())
    told = by_unit(await list_returns(connection, ward.unit_id, period.first_on, period.last_on))
    found = []
    for unit in units:
        mine = told.get(unit.id, {})
        weeks = [
            DueWeek(
                window.first_on,
                window.last_on,
                window.id in mine,
                window.id in mine and mine[window.id].full,
                window.id in mine and mine[window.id].late,
            )
            for window in due_windows(unit, asked, mine)
        ]
        if weeks:
            found.append(UnitReturns(unit.name, tuple(weeks)))
    return Returns(mark, period, tuple(found))


async def _ratio(
    connection: AsyncConnection, ward: Ward, period: Period, mark: str, units: Sequence[Unit]
) -> Ratio:
    groups = [unit for unit in units if unit.kind is UnitKind.GROUP]
    reported = await list_reported_windows(
        connection, ward.unit_id, [unit.id for unit in groups], period.first_on, period.last_on
    )
    if mark == GROUPS_MARK:
        there, silent = heard_groups(groups, {unit_id for unit_id, _ in reported}, period)
        return Ratio(mark, period, tuple(unit.name for unit in there), tuple(unit.name for unit in silent))
    ends = {last_on for _, last_on in reported}
    known = [
        (window.label, window.last_on in ends)
        for window in periods.windows_of(period, periods.Rule(ward.rule))
    ]
    told = tuple(name for name, is_there in known if is_there)
    return Ratio(mark, period, told, tuple(name for name, is_there in known if not is_there))
