"""One clock for one SQLite file."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import StorageError

TRY = """
import sys
from storage.database import Database
database = Database(sys.argv[1])
database.be_sole_process()
print("taken", flush=True)
sys.stdin.read()
"""


def other_process(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TRY, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


async def test_a_second_process_is_refused_until_the_first_has_died(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    database = Database(url)
    with other_process(url) as first:
        assert first.stdout and first.stdout.readline() == "taken\n"
        with pytest.raises(StorageError, match=f"process {first.pid} .*one.db"):
            database.be_sole_process()
        first.kill()
        first.wait()
    database.be_sole_process()
    await database.close()


async def test_a_closed_database_gives_the_clock_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    for _ in range(2):
        database = Database(url)
        database.be_sole_process()
        await database.close()


async def test_on_postgresql_any_number_may_keep_time() -> None:
    one, two = (Database("postgresql://nobody@127.0.0.1:9/none") for _ in range(2))
    one.be_sole_process()
    two.be_sole_process()
    await one.close()
    await two.close()
