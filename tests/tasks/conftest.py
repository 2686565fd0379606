"""A whole office over the sample ward, with the clock in the test's hand."""

import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import load_sample_ward, open_office
from bot.clock import Clock
from bot.settings import Settings
from bot.tasks.office import Office

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=ZONE)


class FixedClock(Clock):
    """Tells the time that the test sets; each question moves it on by a millisecond."""

    def __init__(self, now: datetime = FRIDAY) -> None:
        super().__init__(ZONE)
        self.at = now

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def settings_in(folder: Path) -> Settings:
    return Settings(
        DATABASE_URL=f"sqlite:///{folder}/gomso.db",
        files_dir=folder / "files",
        _env_file=None,
    )


@pytest.fixture(scope="session")
def loaded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample ward in SQLite, asked on Friday; copied for each test."""
    import asyncio

    folder = tmp_path_factory.mktemp("sample")

    async def load() -> None:
        settings = settings_in(folder)
        async with open_office(settings, FixedClock()) as office:
            await load_sample_ward(office, settings)

    asyncio.run(load())
    return folder


@pytest.fixture
def sample_folder(loaded_folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(loaded_folder, tmp_path / "office", dirs_exist_ok=True)
    return tmp_path / "office"


@pytest.fixture
async def office(sample_folder: Path) -> AsyncIterator[Office]:
    # A minute after the round was opened: the clock of the loading has moved on a little.
    async with open_office(settings_in(sample_folder), FixedClock(FRIDAY + timedelta(minutes=1))) as office:
        yield office
