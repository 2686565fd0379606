"""Answers of the desk that need the ward's figures: who is missing, totals of a period."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.engine.actions import Say
from bot.tasks.office import Office
from reports.coverage import heard_groups
from reports.figures import Figures, GroupCount, add_up
from storage import periods
from storage.forms import Form, form_on
from storage.periods import Period
from storage.queries.people import list_posts
from storage.queries.submissions import list_submissions_in_force, list_unit_totals
from storage.queries.units import get_ward, list_reporting_units, list_units
from storage.queries.windows import list_rounds, list_windows
from storage.records import Completeness, Unit, UnitTotal, Ward, Window

GROUP_FORM = "group"
_LOOK_BACK = timedelta(weeks=8)


async def ward_of(connection: AsyncConnection, person_id: int, now: datetime) -> Ward | None:
    """The ward in which the person holds a post, of a unit or of the ward itself."""
    units = [post.unit for post in await list_posts(connection, person_id, now.date())]
    return await get_ward(connection, [key for unit in units for key in (unit.id, unit.parent_id) if key])


async def tell_missing(connection: AsyncConnection, office: Office, person_id: int, now: datetime) -> Say:
    """Who has not reported, for the newest window that has been asked."""
    ward = await ward_of(connection, person_id, now)
    window = await newest_asked(connection, ward, now) if ward else None
    if ward is None or window is None:
        return Say(texts.nothing_asked_yet())
    found = await completeness(connection, office, ward, window)
    names = {unit.id: unit.name for unit in await list_units(connection, ward.unit_id)}
    text = texts.missing_units(
        window,
        periods.Window(window.first_on, window.last_on).week,
        found.expected,
        len(found.full),
        [names[unit_id] for unit_id in found.partial],
        [names[unit_id] for unit_id in found.none],
    )
    return Say(text, (texts.TOTALS_OF_WEEK,))


async def newest_asked(connection: AsyncConnection, ward: Ward, now: datetime) -> Window | None:
    """The newest window whose round has been opened."""
    today = now.date()
    last_on = periods.window_of(today, periods.Rule(ward.rule)).last_on
    windows = await list_windows(connection, ward.unit_id, today - _LOOK_BACK, last_on)
    asked = await list_rounds(connection, [window.id for window in windows])
    return next((window for window in reversed(windows) if window.id in asked), None)


async def completeness(
    connection: AsyncConnection, office: Office, ward: Ward, window: Window
) -> Completeness:
    """Whose return for the window is full, partial or none."""
    units = await list_reporting_units(connection, ward.unit_id, window.last_on)
    in_force = await list_submissions_in_force(connection, [unit.id for unit in units], [window.id])
    full, partial, none, late = [], [], [], []
    for unit in units:
        given = in_force.get((unit.id, window.id))
        codes = form_on(office.forms, str(unit.form), window.last_on).codes
        if given is None or not given.tallies:
            none.append(unit.id)
        elif all(given.tally(code) for code in codes):
            full.append(unit.id)
        else:
            partial.append(unit.id)
        if given and given.late:
            late.append(unit.id)
    return Completeness(window, tuple(full), tuple(partial), tuple(none), tuple(late))


async def tell_totals(
    connection: AsyncConnection, office: Office, person_id: int, period: Period, now: datetime
) -> Say:
    """Totals of all forms over a period, one figure a line."""
    ward = await ward_of(connection, person_id, now)
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on) if ward else []
    if ward is None or not totals:
        return Say(texts.no_totals(period.label))
    units = await list_units(connection, ward.unit_id)
    groups = count_groups(units, totals, period)
    cut = periods.cut_windows(period, periods.Rule(ward.rule))
    text = texts.totals(
        period.label,
        period.first_on,
        period.last_on,
        _sections(add_up(totals, office.forms), office.forms),
        reported=groups.reported,
        groups=groups.all,
        cut_weeks=[texts.cut_week(window.label, period.counts(window)) for window in cut],
    )
    return Say(text, (texts.WHO_IS_MISSING,))


def count_groups(units: Iterable[Unit], totals: Iterable[UnitTotal], period: Period) -> GroupCount:
    """How many of the groups that exist at the period's end have reported anything in it."""
    there, silent = heard_groups(units, {total.unit_id for total in totals}, period)
    return GroupCount(len(there), len(there) + len(silent))


def _sections(figures: Figures, forms: Sequence[Form]) -> list[tuple[str, list[str]]]:
    """For each form, in the forms' order: its title and one line a figure."""
    titles = {form.code: form.title for form in forms}
    sections: dict[str, list[str]] = {}
    for figure in figures:
        line = texts.total_line(figure.label, figure.value, figure.qualifier)
        sections.setdefault(figure.form, []).append(line)
    # What the groups gathered comes first: it is what the officer chases.
    order = sorted(sections, key=lambda code: code != GROUP_FORM)
    return [(titles[code], sections[code]) for code in order]
