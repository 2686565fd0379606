"""Telegram from end to end, and beside it the least bots of two libraries that store one row a message."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.settings import Settings
from tests.bench.crowd import prepare
from tests.system.server import free_port

QUICK = bool(os.environ.get("GOMSO_BENCH_QUICK"))
PEOPLE = 150 if QUICK else 1000
TEXTS = ("3 buổi, 90 người dự, loa 14 lượt",)
"""One message each: to one chat ours says no more than one thing a second, as Telegram wants it."""
ROUND = 150 if QUICK else 1000
LIMIT = 30
ROOT = Path(__file__).parents[2]
BOTS = ("ours", "python-telegram-bot", "aiogram")
_IDLE = 5.0
_TOO_LONG = 600.0


@contextmanager
def wire(**setting: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The service in a process of its own, and its address."""
    command = [sys.executable, "-m", "tests.bench.wire", json.dumps(setting)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stdin
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}", process
        finally:
            process.stdin.close()


@contextmanager
def bot(which: str, url: str, folder: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    command = {
        "ours": ["-m", "bot", "run"],
        "python-telegram-bot": ["-m", "tests.bench.bare_ptb", str(folder / "bare.db")],
        "aiogram": ["-m", "tests.bench.bare_aiogram", str(folder / "bare.db")],
    }[which]
    environment = {**os.environ, **_settings(folder), "GOMSO_TELEGRAM_BASE_URL": url, **settings}
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _settings(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/gomso.db",
        "GOMSO_FILES_DIR": str(folder / "files"),
        "GOMSO_SAMPLE": "off",
        "GOMSO_TELEGRAM_TOKEN": "4242:offline-secret-token",
        "GOMSO_WEB_PORT": str(free_port()),
        # A bot that pays for it may send so many; our own pace is measured with the round.
        "GOMSO_TELEGRAM_PER_SECOND": "1000",
    }


def _prepare(folder: Path, count: int, *, asked: bool) -> None:
    settings = Settings(
        _env_file=None,
        DATABASE_URL=f"sqlite:///{folder}/gomso.db",
        files_dir=folder / "files",
        sample="off",
    )
    asyncio.run(prepare(settings, count, asked=asked))


def _result(process: subprocess.Popen[str], folder: Path) -> dict[str, Any]:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"nothing was measured: {(folder / 'log.txt').read_text('utf-8')[-2000:]}")
    found: dict[str, Any] = json.loads(line)
    return found


def answers(which: str, delay: float) -> float:
    """Answers a second: from the first message handed out to the last reply taken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if which == "ours":
            _prepare(folder, PEOPLE, asked=True)
        with (
            wire(delay=delay, people=PEOPLE, texts=TEXTS) as (url, process),
            bot(which, url, folder),
        ):
            found = _result(process, folder)
    return float(found["taken"]) / float(found["seconds"])


def round_() -> dict[str, Any]:
    """A round to everybody against a service that enforces its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder, ROUND, asked=False)
        pace = {"GOMSO_TELEGRAM_PER_SECOND": str(Settings.model_fields["telegram_per_second"].default)}
        with (
            wire(messages=ROUND, limit=LIMIT, delay=0.03) as (url, process),
            bot("ours", url, folder, **pace),
        ):
            return _result(process, folder)


def idle_memory(which: str) -> float:
    """MB of the idle process, what it shares with others counted in part (PSS)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if which == "ours":
            _prepare(folder, PEOPLE, asked=True)
        with wire(people=0, messages=1) as (url, _), bot(which, url, folder) as process:
            time.sleep(_IDLE)
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024


def run() -> None:
    bare = "python-telegram-bot"
    print(f"{'':28}" + "".join(f"{which:>22}" for which in BOTS) + "    ours / bare")
    for delay in (0.0, 0.05):
        rates = {which: answers(which, delay) for which in BOTS}
        cells = "".join(f"{rates[which]:>22.0f}" for which in BOTS)
        print(f"answers a second at {delay * 1000:2.0f} ms {cells:>71}    {rates['ours'] / rates[bare]:.2f}")
    if Path("/proc/self/smaps_rollup").exists():
        memory = {which: idle_memory(which) for which in BOTS}
        cells = "".join(f"{memory[which]:>19.0f} MB" for which in BOTS)
        print(f"{'memory of the idle process':28}{cells}    {memory['ours'] - memory[bare]:+.0f} MB")
    found = round_()
    rate = (found["taken"] - 1) / found["seconds"]
    print(
        f"round to {ROUND}: {rate:.2f} a second, {rate / LIMIT:.1%} of the {LIMIT} that the service takes,"
        f" {found['refused']} refused (429)"
    )


if __name__ == "__main__":
    run()
