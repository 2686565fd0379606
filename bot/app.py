"""The composition root: the only module that knows every other."""

import asyncio
import logging
import tomllib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import texts
from bot.channels.webchat import Hub
from bot.clock import Clock
from bot.logs import frames
from bot.schedule import start_schedule
from bot.settings import Settings
from bot.tasks.deliver import deliver_waiting
from bot.tasks.make_report import keep_promises, make_report
from bot.tasks.office import Office
from bot.tasks.open_round import open_current_round, open_due_rounds
from bot.tasks.turns import Turns
from bot.web.app import web_app
from bot.web.office_desk import OfficeDesk, make_link
from bot.web.server import WebServer
from reports.semiannual import figures_json
from storage import periods
from storage.database import Database
from storage.errors import GomSoError, NoDataError
from storage.files import FileStore, write_whole
from storage.forms import read_forms
from storage.queries.forms import save_forms
from storage.queries.people import Post, get_person, list_posts_of_ward
from storage.queries.sample import load_sample
from storage.queries.units import has_units, list_units, list_wards
from storage.records import Channel, Role, Ward
from storage.sample import build

SAMPLE_LEADER_OF = "tdp-05"
"""Group whose leader a visitor of the sample may be."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_office(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Office]:
    """The office with its database migrated and its forms stored. Raises errors of ours."""
    forms = read_forms(settings.templates_dir / "forms")
    database = Database(settings.database_url)
    try:
        await database.migrate()
        async with database.transaction() as connection:
            form_ids = await save_forms(connection, forms)
        yield Office(
            database=database,
            files=FileStore(settings.files_dir),
            clock=clock or Clock(settings.zone),
            forms=forms,
            form_ids=form_ids,
            report_template=settings.report_template,
            prompt_weekday=settings.prompt_weekday,
            prompt_hour=settings.prompt_hour,
        )
    finally:
        await database.close()


async def load_sample_ward(office: Office, settings: Settings) -> None:
    """Fills the empty database with the sample ward and opens the current window's round.

    Raises DatabaseNotEmptyError when the database holds anything else.
    """
    folder = settings.templates_dir / "sample"
    ward_file = tomllib.loads((folder / "ward.toml").read_text("utf-8"))
    report_file = tomllib.loads((folder / "report.toml").read_text("utf-8"))
    now = office.clock.now()
    sample = await asyncio.to_thread(build, office.forms, ward_file, report_file, now)
    async with office.database.transaction() as connection:
        await load_sample(connection, sample, office.form_ids, now)
    await open_current_round(office, sample.ward)


async def ensure_ward(office: Office, settings: Settings) -> None:
    """Gives an empty database the sample ward, unless the settings say otherwise."""
    async with office.database.reading() as connection:
        empty = not await has_units(connection)
    if empty and settings.sample == "auto":
        log.info("the database is empty: loading the sample ward")
        await load_sample_ward(office, settings)


@dataclass
class Bot:
    """The running parts, joined: what comes in is answered, what is owed is sent, what is due is opened."""

    office: Office
    hub: Hub
    turns: Turns
    work: asyncio.Event

    @classmethod
    def of(cls, office: Office) -> "Bot":
        hub, work = Hub(), asyncio.Event()

        def answered(person_id: int) -> None:
            hub.notify(person_id)
            work.set()

        return cls(office, hub, Turns(office, answered), work)

    async def tick(self) -> None:
        """Opens what is due, and takes up what a crash or an error left behind."""
        await open_due_rounds(self.office)
        await self.turns.catch_up()
        self.work.set()

    async def serve_outbox(self) -> None:
        """Makes promised documents and sends what is owed, whenever there is work; runs until cancelled."""
        while True:
            await self.work.wait()
            self.work.clear()
            try:
                for person_id in await keep_promises(self.office):
                    self.hub.notify(person_id)
                while await deliver_waiting(self.office, {Channel.WEB: self.hub}):
                    pass
            except (GomSoError, SQLAlchemyError, OSError) as error:
                # The rows stay as they are; the next tick comes back to them.
                log.error("the outbox is waiting: %s", frames(error))

    async def desk(self) -> OfficeDesk:
        async with self.office.database.reading() as connection:
            wards = await list_wards(connection)
            ward: Ward | None = wards[0] if wards else None
            units = await list_units(connection, ward.unit_id) if ward else []
            today = self.office.clock.now().date()
            posts = await list_posts_of_ward(connection, ward.unit_id, today) if ward and ward.sample else []
        name = units[0].name if units else texts.PRODUCT
        return OfficeDesk(self.office, self.hub, self.turns, ward, name, _start_people(posts))


def _label(post: Post) -> str:
    unit = "" if post.membership.role is Role.LEADER else post.unit.name
    return f"{post.membership.title} {unit}".strip()


def _start_people(posts: Sequence[Post]) -> list[tuple[str, int, str]]:
    """Whom a visitor of the sample may be: (key, person id, label)."""
    chosen = [
        ("leader", Role.REPORTER, SAMPLE_LEADER_OF),
        ("officer", Role.OFFICER, None),
        ("vice-chairman", Role.LEADER, None),
    ]
    return [
        (key, post.membership.person_id, _label(post))
        for key, role, code in chosen
        for post in posts
        if post.membership.role is role and code in {None, post.unit.code}
    ]


async def run(settings: Settings) -> None:
    """Runs the bot until it is told to stop (Ctrl+C, SIGTERM)."""
    async with open_office(settings) as office:
        await ensure_ward(office, settings)
        bot = Bot.of(office)
        app = web_app(await bot.desk(), settings.templates_dir / "web")
        server = WebServer(app, settings.web_host, settings.web_port, bot.hub.close)
        await bot.tick()
        scheduler = start_schedule(office, bot.tick)
        outbox = asyncio.create_task(bot.serve_outbox())
        log.info("ready: open %s", settings.web_url)
        try:
            await server.serve()
        finally:
            scheduler.shutdown(wait=False)
            await bot.turns.idle()
            outbox.cancel()
            await asyncio.gather(outbox, return_exceptions=True)


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


async def report(settings: Settings, key: str, rule: str | None, out: Path | None) -> dict[str, Any]:
    """Writes the report of a period to `out` if given; its figures, see `figures_json`.

    Raises UnknownPeriodError, NoDataError, TemplateError, StorageError.
    """
    periods.parse_period(key, periods.Rule.CALENDAR)  # A wrong key is told before anything is opened.
    async with open_office(settings) as office, office.database.reading() as connection:
        wards = await list_wards(connection)
        if not wards:
            raise NoDataError("the database holds no ward yet; run 'gomso demo --load-only' for the sample.")
        period = periods.parse_period(key, periods.Rule(rule or wards[0].rule))
        made, _ = await make_report(connection, office, wards[0], period, office.clock.now())
    if out:
        write_whole(out, made.data)
    return figures_json(made, period)


async def make_links(settings: Settings, unit_code: str) -> list[str]:
    """A line for each person of the unit: post, name, one-time link."""
    async with open_office(settings) as office, office.database.transaction() as connection:
        now = office.clock.now()
        posts = [
            post
            for ward in await list_wards(connection)
            for post in await list_posts_of_ward(connection, ward.unit_id, now.date())
            if post.unit.code == unit_code
        ]
        if not posts:
            raise NoDataError(f"nobody holds a post in a unit with the code {unit_code!r} today.")
        lines = []
        for post in posts:
            person = await get_person(connection, post.membership.person_id)
            token = await make_link(connection, post.membership.person_id, now)
            name = person.name if person else ""
            lines.append(f"{post.membership.title} {name}: {settings.web_url}/vao/{token}")
        return lines
