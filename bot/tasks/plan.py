"""What the ward means to reach in a year: set and told at the desk, held against the figures in a report."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import plan_texts
from bot.engine.actions import Say
from bot.plan_texts import PlanLine
from bot.reading.plan_words import Planned, read_plan
from bot.reading.report_words import ReportCommand
from bot.tasks.desk import Desk
from bot.tasks.office import Office
from reports.comparison import Plan
from reports.figures import add_up
from reports.main_figures import main_figures
from reports.marks import mark_table
from storage import periods
from storage.errors import UnknownPeriodError
from storage.periods import Period, Rule
from storage.queries.audit import add_audit
from storage.queries.plans import list_plans, put_plan
from storage.queries.submissions import list_unit_totals
from storage.records import Ward


async def plan_of(connection: AsyncConnection, office: Office, ward: Ward, period: Period) -> Plan | None:
    """The plan that a period counts towards; None when there is none."""
    year, to_date = periods.year_number(period), periods.year_to_date(period)
    asked = mark_table(office.forms)
    values = {
        key: value
        for key, value in (await list_plans(connection, ward.unit_id, year)).items()
        if key in asked
    }
    if not values or to_date is None:
        return None
    totals = await list_unit_totals(connection, ward.unit_id, to_date.first_on, to_date.last_on)
    return Plan(year, to_date, add_up(totals, office.forms), values)


async def set_plan(desk: Desk, command: ReportCommand) -> Say:
    """«kế hoạch 2026: T01 500; tờ rơi 3.000»."""
    year = _year(desk, command)
    if year is None:
        return Say(plan_texts.no_such_year(desk.honorific))
    before = await list_plans(desk.connection, desk.ward.unit_id, year)
    done, unclear = [], []
    for item in read_plan(command.text, _known(desk.office)):
        if item.value is None or len(item.figures) != 1:
            unclear.append(item)
            continue
        (figure,) = item.figures
        await put_plan(desk.connection, desk.ward.unit_id, year, figure.key, item.value)
        was = before.get(figure.key, 0)
        detail = {"year": year, "figure": figure.key, "old": was, "new": item.value}
        await add_audit(desk.connection, desk.now, desk.person_id, "plan.set", str(year), detail)
        before[figure.key] = item.value
        done.append((figure, item.value, was))
    return Say(plan_texts.plan_set(year, done, unclear))


async def tell_plan(desk: Desk, command: ReportCommand) -> Say:
    """«kế hoạch 2026»: what is planned, and how far it has come."""
    year = _year(desk, command)
    if year is None:
        return Say(plan_texts.no_such_year(desk.honorific))
    plan = await plan_of(desk.connection, desk.office, desk.ward, periods.year(year, Rule(desk.ward.rule)))
    if plan is None:
        return Say(plan_texts.no_plan(desk.honorific, year))
    lines = [
        PlanLine(figure, reached.planned, reached.figure.value if reached.figure else None, reached.share)
        for figure in _known(desk.office)
        if (reached := plan.reached(figure.key))
    ]
    return Say(plan_texts.plan_told(year, lines))


def _year(desk: Desk, command: ReportCommand) -> int | None:
    """The year that was named, else the rule's year of today; None for one that cannot be."""
    rule = Rule(desk.ward.rule)
    named = command.what or periods.half_year_of(desk.now.date(), rule).key[:4]
    try:
        return periods.year_number(periods.year(int(named), rule))
    except UnknownPeriodError:
        return None


def _known(office: Office) -> list[Planned]:
    """Every figure that the forms ask, those told in the report first."""
    main = list(main_figures())
    marks = mark_table(office.forms)
    asked = {f"{form.code}.{item.code}": item for form in office.forms for item in form.indicators}
    keys = [*main, *(key for key in asked if key not in set(main))]
    return [
        Planned(key, marks[key], asked[key].label, asked[key].unit, main=key in set(main)) for key in keys
    ]
