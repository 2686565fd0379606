"""The commands that do one thing and stop; each raises errors of ours."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import edition_texts, trace_texts
from bot.app import load_sample_ward, open_office, run
from bot.settings import Settings
from bot.tasks.editions import get_edition
from bot.tasks.join import make_code, make_link
from bot.tasks.make_report import make_report
from bot.tasks.outlook import next_firings
from bot.tasks.pictures import Wanted
from bot.tasks.quota import plan_bots
from bot.tasks.submit import period_of
from bot.tasks.tables import make_tables
from bot.tasks.trace import trace as trace_figure
from bot.tasks.trace import trace_json
from bot.tasks.ward_desk import keep_week
from reports.copies import DRAFT, WORKING
from reports.pdf import to_pdf
from reports.semiannual import figures_json
from storage import periods
from storage.database import Database
from storage.errors import NoDataError, SettingsError
from storage.files import write_whole
from storage.queries.editions import list_editions
from storage.queries.people import Post, get_person, list_addresses, list_posts_of_ward
from storage.queries.units import list_wards
from storage.records import Channel, Ward


async def demo(settings: Settings, load_only: bool) -> None:
    """Loads the sample ward into an empty database; runs unless `load_only`."""
    async with open_office(settings) as office:
        await load_sample_ward(office, settings)
    if not load_only:
        await run(settings)


async def migrate(settings: Settings) -> str:
    """Migrates the database; its revision."""
    database = Database(settings.database_url)
    try:
        await database.migrate()
        return await database.version()
    finally:
        await database.close()


async def report(
    settings: Settings,
    key: str,
    rule: str | None,
    out: Path | None,
    pdf: Path | None = None,
    *,
    working: bool = False,
    annexed: bool = True,
    charts: bool = False,
    photos: bool = False,
    number: int | None = None,
    dated_on: date | None = None,
) -> dict[str, Any]:
    """Writes the report of a period to `out` and `pdf` if given; its figures, see `figures_json`.

    `working`: a working copy, with a comment on every figure. `annexed`: with the usual annexes.
    `charts`, `photos`: with an annex of them. `number`, `dated_on`: of the letter, where they are known.

    Raises UnknownPeriodError, NoDataError, TemplateError, StorageError.
    """
    periods.parse_period(key, periods.Rule.CALENDAR)  # A wrong key is told before anything is opened.
    async with open_office(settings) as office, office.database.reading() as connection:
        ward = await _first_ward(connection)
        period = periods.parse_period(key, periods.Rule(rule or ward.rule))
        now = office.clock.now()
        made, _ = await make_report(
            connection,
            office,
            ward,
            period,
            now,
            annexed=annexed,
            copy=WORKING if working else DRAFT,
            pictures=Wanted(charts=charts, photos=photos),
            number=number,
            dated_on=dated_on,
        )
    if out:
        write_whole(out, made.data)
    if pdf:
        write_whole(pdf, await asyncio.to_thread(to_pdf, made.data))
    return figures_json(made, period)


async def tables(settings: Settings, key: str, rule: str | None, out: Path) -> None:
    """Writes all tables of a period as a workbook. Raises as `report` does."""
    periods.parse_period(key, periods.Rule.CALENDAR)
    async with open_office(settings) as office, office.database.reading() as connection:
        ward = await _first_ward(connection)
        period = periods.parse_period(key, periods.Rule(rule or ward.rule))
        made = await make_tables(connection, office, ward, period, office.clock.now())
    write_whole(out, made.data)


async def editions(settings: Settings) -> list[str]:
    """A line for each edition: period, number, when it was issued, hash of the file; the newest first."""
    async with open_office(settings) as office, office.database.reading() as connection:
        ward = await _first_ward(connection)
        zone = office.clock.zone
        return [
            edition_texts.edition_line(
                period_of(item), item.number, item.made_at.astimezone(zone), item.file_sha256
            )
            for item in await list_editions(connection, ward.unit_id)
        ]


async def edition(settings: Settings, key: str, number: int, out: Path) -> str:
    """Writes an edition's file, byte for byte; its hash.

    Raises UnknownPeriodError, NoDataError when there is none, and StorageError.
    """
    period = periods.parse_period(key, periods.Rule.CALENDAR)
    async with open_office(settings) as office, office.database.reading() as connection:
        found = await get_edition(connection, await _first_ward(connection), period.key, number)
        if found is None:
            raise NoDataError(f"there is no edition {number} of {period.key}; 'gomso editions' lists them.")
        data = office.files.read(found.file_sha256)
    write_whole(out, data)
    return found.file_sha256


async def trace(
    settings: Settings, key: str, mark: str, rule: str | None
) -> tuple[list[str], dict[str, Any]]:
    """What stands behind a printed figure: as lines to read, and as JSON.

    Raises UnknownPeriodError, and NoDataError when no figure has that mark.
    """
    periods.parse_period(key, periods.Rule.CALENDAR)
    async with open_office(settings) as office, office.database.reading() as connection:
        ward = await _first_ward(connection)
        period = periods.parse_period(key, periods.Rule(rule or ward.rule))
        found = await trace_figure(connection, office, ward, period, mark)
        if found is None:
            raise NoDataError(f"no figure has the mark {mark!r:.40}; the working copy's comments show them.")
        return trace_texts.trace_lines(found, office.clock.zone), trace_json(found)


async def _first_ward(connection: AsyncConnection) -> Ward:
    wards = await list_wards(connection)
    if not wards:
        raise NoDataError("the database holds no ward yet; run 'gomso demo --load-only' for the sample.")
    return wards[0]


async def make_links(settings: Settings, unit_code: str) -> list[str]:
    """A line for each person of the unit: post, name, one-time link, one-time code for other channels."""
    async with open_office(settings) as office, office.database.transaction() as connection:
        now = office.clock.now()
        everybody = [
            post
            for ward in await list_wards(connection)
            for post in await list_posts_of_ward(connection, ward.unit_id, now.date())
        ]
        posts = [post for post in everybody if post.unit.code == unit_code]
        if not posts:
            raise NoDataError(f"nobody holds a post in a unit with the code {unit_code!r} today.")
        people = {post.membership.person_id for post in everybody}
        addresses = await list_addresses(connection, people)
        linked = {
            person_id: address.bot
            for person_id, found in addresses.items()
            for address in found
            if address.channel is Channel.ZALO
        }
        planned = plan_bots(list(people), linked, settings.zalo_tokens)
        return [await _link(connection, settings, post, planned, now) for post in posts]


async def _link(
    connection: AsyncConnection,
    settings: Settings,
    post: Post,
    planned: Mapping[int, str | None],
    now: datetime,
) -> str:
    person_id = post.membership.person_id
    person = await get_person(connection, person_id)
    token = await make_link(connection, person_id, now)
    code = await make_code(connection, person_id, now)
    zalo = ""
    if settings.zalo_tokens:
        zalo = f" Zalo: {planned[person_id] or 'every bot is full, add one to GOMSO_ZALO_BOTS'}"
    name = person.name if person else ""
    return f"{post.membership.title} {name}: {settings.web_url}/vao/{token} {code}{zalo}"


async def schedule(settings: Settings, count: int) -> list[str]:
    """A line for each of the next firings: date, time, zone, what."""
    async with open_office(settings) as office:
        firings = await next_firings(office, office.clock.now(), count)
    return [f"{at:%a %Y-%m-%d %H:%M} {settings.timezone}  {what}" for at, what in firings]


async def set_week(settings: Settings, written: str | None) -> str:
    """The ward's week as JSON, set first if `written` is given. Raises SettingsError for a wrong one."""
    async with open_office(settings) as office, office.database.transaction() as connection:
        wards = await list_wards(connection)
        if not wards:
            raise NoDataError("the database holds no ward yet; run 'gomso demo --load-only' for the sample.")
        ward = wards[0]
        if written is None:
            return json.dumps(ward.week)
        try:
            week = json.loads(written)
        except ValueError:
            raise SettingsError("the week is not JSON; see docs/settings.md for an example.") from None
        if not isinstance(week, dict):
            raise SettingsError("the week must be a JSON object; see docs/settings.md for an example.")
        await keep_week(connection, office, ward, week, None, office.clock.now())
        return json.dumps(week)
