"""The composition root: the only module that knows every other."""

import asyncio
import logging
import tomllib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot import texts
from bot.channels.webchat import Hub
from bot.clock import Clock
from bot.connect import Lines
from bot.logs import frames
from bot.schedule import start_schedule
from bot.settings import Settings
from bot.tasks.deliver import Deliverer
from bot.tasks.make_report import keep_promises
from bot.tasks.monthly import keep_calendar
from bot.tasks.office import Office
from bot.tasks.open_round import open_current_round, open_due_rounds
from bot.tasks.outlook import skip_passed
from bot.tasks.quota import warn_of_quota
from bot.tasks.reach import tell_unreached
from bot.tasks.remarks import read_subjects
from bot.tasks.remind import remind_due
from bot.tasks.turns import Turns
from bot.web.app import web_app
from bot.web.office_desk import OfficeDesk
from bot.web.server import WebServer
from storage.database import Database
from storage.errors import GomSoError, StorageError
from storage.files import FileStore
from storage.forms import read_forms
from storage.queries.forms import save_forms
from storage.queries.people import Post, list_posts_of_ward
from storage.queries.sample import load_sample
from storage.queries.units import has_units, list_units, list_wards
from storage.records import Role, Ward
from storage.sample import build

SAMPLE_LEADER_OF = "tdp-05"
"""Group whose leader a visitor of the sample may be."""

_SOLE = "sole process"
"""Owner of the leases where only one process can be."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_office(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Office]:
    """The office with its database migrated and its forms stored. Raises errors of ours."""
    forms = read_forms(settings.templates_dir / "forms")
    subjects = read_subjects(settings.templates_dir)
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
            subjects=subjects,
            web_url=settings.web_url,
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
    await skip_passed(office, sample.ward)


async def ensure_ward(office: Office, settings: Settings) -> None:
    """Gives an empty database the sample ward, unless the settings say otherwise."""
    async with office.database.reading() as connection:
        empty = not await has_units(connection)
    if empty and settings.sample == "auto":
        log.info("the database is empty: loading the sample ward")
        await load_sample_ward(office, settings)


class Bot:
    """The running parts, joined: what comes in is answered, what is owed is sent, what is due is opened."""

    def __init__(self, office: Office, settings: Settings, *, keeps_time: bool = True) -> None:
        """`keeps_time`: this process asks, reminds, uses the channels; without it, it serves pages only."""
        self.office = office
        self._keeps_time = keeps_time
        self.hub = Hub()
        self.turns = Turns(office, self._answered)
        self.lines = Lines(office, settings, self.turns)
        self.deliverer = Deliverer(
            office,
            self.lines.senders if keeps_time else {},
            self.hub.notify,
            # Whoever was the sole process before is dead, so his leases need not be waited for.
            owner=_SOLE if office.database.is_sole_process else "",
        )
        self._promised = asyncio.Event()

    def _answered(self, person_id: int) -> None:
        self.hub.notify(person_id)
        self.deliverer.wake()
        self._promised.set()

    async def tick(self) -> None:
        """Takes up what a crash or an error left behind, and does what is due. Harmless when repeated."""
        due = (
            (self._open_rounds, self._remind, self._keep_calendar, self._warn, self._tell)
            if self._keeps_time
            else ()
        )
        for step in (self.turns.catch_up, *due, self.lines.show_menus):
            try:
                await step()
            except (GomSoError, SQLAlchemyError, OSError) as error:
                # One step must not hold up the others; the next tick tries again.
                log.error("a tick's step failed: %s", frames(error))
        self._promised.set()
        self.deliverer.wake()

    async def _open_rounds(self) -> None:
        await open_due_rounds(self.office)

    async def _remind(self) -> None:
        await remind_due(self.office)

    async def _keep_calendar(self) -> None:
        await keep_calendar(self.office)

    async def _warn(self) -> None:
        await warn_of_quota(self.office)

    async def _tell(self) -> None:
        await tell_unreached(self.office)

    async def make_documents(self, stopping: asyncio.Event) -> None:
        """Makes promised documents, whenever there are any, until told to stop."""
        while not stopping.is_set():
            await self._promised.wait()
            self._promised.clear()
            try:
                for person_id in await keep_promises(self.office, self.lines.show_typing):
                    self.hub.notify(person_id)
                self.deliverer.wake()
            except (GomSoError, SQLAlchemyError, OSError) as error:
                # The promises stand; the next tick comes back to them.
                log.error("a promised document is waiting: %s", frames(error))

    async def run(self, stopping: asyncio.Event) -> None:
        """Takes up what was left behind, then receives, delivers and makes documents until told to stop."""
        await self.tick()
        async with asyncio.TaskGroup() as group:
            if self._keeps_time:
                group.create_task(self.lines.run(stopping, self.deliverer.leads))
            group.create_task(self.deliverer.run(stopping))
            group.create_task(self.make_documents(stopping))
            await stopping.wait()
            self._promised.set()
        await self.turns.idle()
        await self.lines.close()

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


def _takes_the_clock(office: Office) -> bool:
    """Whether this process is to ask and remind; not if another does so on the same SQLite file."""
    try:
        office.database.be_sole_process()
    except StorageError as error:
        log.error("%s", error)
        return False
    return True


async def run(settings: Settings) -> None:
    """Runs the bot until it is told to stop (Ctrl+C, SIGTERM)."""
    async with open_office(settings) as office:
        await ensure_ward(office, settings)
        bot = Bot(office, settings, keeps_time=_takes_the_clock(office))
        app = web_app(await bot.desk(), settings.templates_dir / "web", bot.lines.webhooks())
        server = WebServer(app, settings.web_host, settings.web_port, bot.hub.close)
        scheduler = start_schedule(office, bot.tick)
        stopping = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(bot.run(stopping))
            log.info("ready: open %s", settings.web_url)
            try:
                await server.serve()
            finally:
                scheduler.shutdown(wait=False)
                stopping.set()
