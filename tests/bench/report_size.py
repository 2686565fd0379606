"""A report of the largest ward: each kind in a process of its own, with its time and its peak of memory."""

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.app import open_office
from bot.settings import Settings
from bot.tasks.make_report import make_report
from bot.tasks.office import Office
from bot.tasks.pictures import Wanted
from storage import periods
from storage.queries.units import list_wards
from tests.bench.big_ward import GROUPS, INDICATORS, NOW, PHOTOS, REMARKS, fill, templates
from tests.tasks.conftest import FixedClock

KINDS = {
    "text alone": (False, Wanted()),
    "with the usual annexes": (True, Wanted()),
    "with charts too": (True, Wanted(charts=True)),
    "with charts and photos": (True, Wanted(charts=True, photos=True)),
}
PHONES = {"photos as Telegram sends them": 1280, "photos as a phone takes them": 4000}


def settings_in(folder: Path) -> Settings:
    return Settings(
        DATABASE_URL=f"sqlite:///{folder}/gomso.db",
        files_dir=folder / "files",
        templates_dir=folder / "templates",
        _env_file=None,
    )


async def _fill(folder: Path, long_side: int) -> None:
    templates(folder / "templates")
    async with open_office(settings_in(folder), FixedClock(NOW)) as office:
        await fill(office, long_side)


async def _make(office: Office, kind: str) -> tuple[float, float, int]:
    """(seconds, seconds of the processors, bytes of the file)."""
    annexed, pictures = KINDS[kind]
    period = periods.half_year(2026, 1, periods.Rule.CALENDAR)
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
        start, worked = time.perf_counter(), time.process_time()
        made, _ = await make_report(connection, office, ward, period, NOW, annexed=annexed, pictures=pictures)
        return time.perf_counter() - start, time.process_time() - worked, len(made.data)


async def _measure(folder: Path, kind: str) -> None:
    async with open_office(settings_in(folder), FixedClock(NOW)) as office:
        first, worked, size = await _make(office, kind)
        again, worked_again, _ = await _make(office, kind)
    print(
        f"  {kind:24} first {first:5.2f} s (processors {worked:5.2f})   "
        f"again {again:5.2f} s ({worked_again:5.2f})   {size / 2**20:5.1f} MB   peak {_peak()} MB"
    )


def _peak() -> int:
    """Most memory resident since the process began, MB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) // 1024 if found else 0


def run() -> None:
    print(
        f"# a report over {GROUPS} groups, 27 windows, {INDICATORS} indicators, {REMARKS} remarks, "
        f"{PHOTOS} photos"
    )
    for name, long_side in PHONES.items():
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_fill(Path(folder), long_side))
            print(f" {name}")
            for kind in KINDS:
                subprocess.run([sys.executable, "-m", "tests.bench.report_size", folder, kind], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(_measure(Path(sys.argv[1]), sys.argv[2]))
    else:
        run()
