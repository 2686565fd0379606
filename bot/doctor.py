"""`gomso doctor`: looks at settings, forms, template, disk and database, and says what to do."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from bot.settings import Settings, read_settings
from bot.tasks.remarks import read_subjects
from reports import word
from storage.database import Database
from storage.errors import GomSoError
from storage.forms import read_forms
from storage.queries.units import list_wards

_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    well: bool
    words: str


async def examine() -> list[Finding]:
    """One finding for each thing looked at; nothing is changed, no table is made."""
    try:
        settings = read_settings()
    except GomSoError as error:
        return [Finding("settings", False, str(error))]
    looked_at: list[tuple[str, Callable[[Settings], str]]] = [
        ("forms", _forms),
        ("subjects", _subjects),
        ("template", _template),
        ("disk", _disk),
    ]
    findings = [Finding("settings", True, f"time zone {settings.timezone}, web chat at {settings.web_url}")]
    findings += [_finding(what, look, settings) for what, look in looked_at]
    return [*findings, await _database(settings)]


def _finding(what: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(what, True, look(settings))
    except (GomSoError, OSError) as error:
        return Finding(what, False, str(error))


def _forms(settings: Settings) -> str:
    return f"{len(read_forms(settings.templates_dir / 'forms'))} forms"


def _subjects(settings: Settings) -> str:
    return f"{len(read_subjects(settings.templates_dir))} subjects of remarks"


def _template(settings: Settings) -> str:
    word.names(settings.report_template)
    return f"{settings.report_template.name} can be filled"


def _disk(settings: Settings) -> str:
    folder = settings.files_dir
    while not folder.exists():
        folder = folder.absolute().parent
    free = shutil.disk_usage(folder).free
    if free < _FREE_BYTES:
        raise OSError(f"only {free // 1024**2} MB are free for {settings.files_dir}; make room.")
    return f"{free // 1024**2} MB free"


async def _database(settings: Settings) -> Finding:
    database = Database(settings.database_url)
    try:
        if database.is_sqlite and not database.exists():
            return Finding("database", True, "not there yet; 'gomso run' makes it")
        revision = await database.version()
        if not revision:
            return Finding("database", True, "empty; 'gomso run' makes its tables")
        if revision != database.newest_version():
            return Finding("database", False, f"tables are at revision {revision}; run 'gomso migrate'")
        async with database.reading() as connection:
            wards = await list_wards(connection)
    except (GomSoError, OSError) as error:
        return Finding("database", False, str(error))
    finally:
        await database.close()
    engine = f"SQLite {sqlite3.sqlite_version}" if database.is_sqlite else "PostgreSQL"
    return Finding("database", True, f"{engine}, revision {revision}, {len(wards)} ward(s)")
