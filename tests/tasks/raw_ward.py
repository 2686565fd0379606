"""A ward as bare rows of the database: what was typed, version by version, with nothing added up.

Whoever judges figures counts these rows; what is judged reads them back from the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.forms import Form, Indicator, Kind
from storage.periods import Rule
from storage.queries.forms import save_forms
from storage.records import Json, State, Tally, Unit, UnitKind, Ward, Window
from tests.reports.situation import FORMS, SAMPLE

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SINCE = date(2025, 12, 15)
VISITORS = Form(
    "visitors",
    "Phiếu đông nhất",
    SINCE,
    "",
    (Indicator("most", "người dự buổi đông nhất", "người", "?", Kind.MAX, None, (), ("đông",), ()),),
    (),
    "P",
)
"""The shipped forms have no figure of the kind `max`."""
ALL_FORMS = (*FORMS, VISITORS)

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Told:
    """One version of one return."""

    unit: Unit
    window: Window
    version: int
    tallies: tuple[Tally, ...]
    late: bool = False


@dataclass
class RawWard:
    ward: Ward
    units: list[Unit]
    """Groups and offices, without the ward itself."""
    windows: list[Window]
    opened: set[int]
    """Ids of the windows whose round was opened."""
    told: list[Told] = field(default_factory=list)

    def say(
        self, unit: Unit, window: Window, tallies: Mapping[str, Tally | int | None], **more: bool
    ) -> None:
        """The next version of the unit's return. An int is that many; None is «không phát sinh»."""
        version = 1 + sum(told.unit == unit and told.window == window for told in self.told)
        given = tuple(_tally(code, tally) for code, tally in tallies.items())
        self.told.append(Told(unit, window, version, given, **more))


def _tally(code: str, given: Tally | int | None) -> Tally:
    if isinstance(given, Tally):
        return given
    state = State.NOTHING_TO_REPORT if given is None else State.COUNTED if given else State.ZERO
    return Tally(code, given or 0, state=state)


def raw_ward(rule: Rule = Rule.CALENDAR, profile: Json | None = None) -> RawWard:
    """A ward without units."""
    number = next(_numbers)
    return RawWard(
        Ward(number, "phường Phù Liễn", profile or SAMPLE["profile"], rule.value, {}), [], [], set()
    )


def unit(raw: RawWard, name: str, form: str = "group", from_on: date = SINCE, **more: object) -> Unit:
    """A new unit of the ward: a group, or an office that fills another form."""
    kind = UnitKind.GROUP if form == "group" else UnitKind.OFFICE
    number, place = next(_numbers), len(raw.units)
    made = Unit(number, f"u{number}", kind, name, raw.ward.unit_id, form, from_on, position=place)
    raw.units.append(replace(made, **more))  # type: ignore[arg-type]
    return raw.units[-1]


def merged(raw: RawWard, old: Unit, into: Unit, last_on: date) -> None:
    """The unit ends on that day and is part of the other from then on."""
    ended = replace(old, to_on=last_on, merged_into=into.id)
    raw.units[raw.units.index(old)] = ended
    raw.told = [replace(told, unit=ended) if told.unit == old else told for told in raw.told]


def weeks(raw: RawWard, first_on: date, last_on: date, *, asked: bool = True) -> list[Window]:
    """The ward's windows from day to day: they end on Sundays and where a half-year of its rule ends."""
    halves = {(6, 30), (12, 31)} if raw.ward.rule == Rule.CALENDAR else {(6, 14), (12, 14)}
    found, begins, day = [], first_on, first_on
    while day <= last_on:
        if day.weekday() == 6 or (day.month, day.day) in halves:
            found.append(Window(next(_numbers), raw.ward.unit_id, begins, day))
            begins = day + timedelta(days=1)
        day += timedelta(days=1)
    raw.windows += found
    raw.opened |= {window.id for window in found} if asked else set()
    return found


async def prepare(connection: AsyncConnection) -> dict[str, int]:
    """The forms and the one person who says everything; ids of the forms by code."""
    ids = await save_forms(connection, ALL_FORMS)
    await connection.execute(insert(tables.people), {"id": 1, "name": "Người (mẫu)", "honorific": "bác"})
    return {code: number for (code, _), number in ids.items()}


async def store(connection: AsyncConnection, raw: RawWard, form_ids: Mapping[str, int]) -> None:
    """Writes the rows; wards beside each other in one database are told apart by their ids."""
    head = Unit(raw.ward.unit_id, f"w{raw.ward.unit_id}", UnitKind.WARD, raw.ward.name, None, None, SINCE)
    rounds = [_round(window) for window in raw.windows if window.id in raw.opened]
    numbered = [(next(_numbers), told) for told in raw.told]
    newest: dict[tuple[int, int], int] = {}
    for _, told in numbered:
        newest[told.unit.id, told.window.id] = told.version
    said = [
        {
            "id": number,
            "unit_id": told.unit.id,
            "window_id": told.window.id,
            "form_id": form_ids[str(told.unit.form)],
            "version": told.version,
            "made_at": AT + timedelta(minutes=told.version),
            "person_id": 1,
            "late": told.late,
            "replaced_at": None if newest[told.unit.id, told.window.id] == told.version else AT,
        }
        for number, told in numbered
    ]
    counted = [
        {"submission_id": number, **asdict(tally)} for number, told in numbered for tally in told.tallies
    ]
    rows: Sequence[tuple[Table, Sequence[Mapping[str, object]]]] = (
        (tables.units, [asdict(head)]),
        (tables.wards, [asdict(raw.ward)]),
        (tables.units, _in_order(raw.units)),
        (tables.windows, [asdict(window) for window in raw.windows]),
        (tables.rounds, rounds),
        (tables.submissions, said),
        (tables.tallies, counted),
    )
    for table, some in rows:
        if some:
            await connection.execute(insert(table), some)


def _in_order(units: Sequence[Unit]) -> list[dict[str, object]]:
    """Those into which others have merged come first: rows may only point at what is there."""
    return [asdict(unit) for unit in sorted(units, key=lambda unit: unit.merged_into is not None)]


def _round(window: Window) -> dict[str, object]:
    return {"window_id": window.id, "opened_at": AT, "due_at": AT}
