"""What letters by the calendar are made of: who gets what, how units are doing, totals of the groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.tasks.office import Office
from bot.tasks.tell import GROUP_FORM
from bot.week_texts import Score
from reports.figures import add_up
from storage.periods import Period
from storage.queries.rounds import list_asked, list_first_returns
from storage.queries.submissions import list_unit_totals
from storage.records import Unit, Ward, Window


@dataclass(frozen=True, slots=True)
class Letter:
    person_id: int
    text: str
    picture: bytes = b""
    """A PNG that goes with it."""
    picture_name: str = ""


async def scores(
    connection: AsyncConnection, ward: Ward, units: Sequence[Unit], first_on: date, last_on: date
) -> dict[int, Score]:
    """How each unit did in the windows that were asked and end between the two days, by unit id."""
    asked = [window for _, window in await list_asked(connection, ward.unit_id, first_on, last_on)]
    returns = await list_first_returns(connection, ward.unit_id, first_on, last_on)
    return {unit.id: _score(unit, asked, returns) for unit in units}


def _score(unit: Unit, asked: Sequence[Window], returns: Mapping[tuple[int, int], bool]) -> Score:
    windows = [window.id for window in asked if unit.exists_on(window.last_on)]
    given = [returns[unit.id, window_id] for window_id in windows if (unit.id, window_id) in returns]
    return Score(len(given), sum(given), len(windows))


def gaps(units: Sequence[Unit], found: Mapping[int, Score]) -> list[tuple[str, int]]:
    """(unit, weeks without a return) of those that have any."""
    missing = ((unit.name, found[unit.id].asked - found[unit.id].reported) for unit in units)
    return [(name, weeks) for name, weeks in missing if weeks]


async def group_totals(connection: AsyncConnection, office: Office, ward: Ward, period: Period) -> list[str]:
    """A line for each figure of the groups' form."""
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    figures = add_up([total for total in totals if total.form == GROUP_FORM], office.forms)
    return [texts.total_line(figure.label, figure.value, figure.qualifier) for figure in figures]
