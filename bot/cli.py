"""The one command, `gomso`."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn

import click

from storage.errors import GomSoError


class _Command(click.Group):
    """Turns errors of ours into one sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GomSoError as error:
            _refuse(str(error))


def _refuse(sentence: str) -> NoReturn:
    click.echo(f"gomso: {sentence}", err=True)
    sys.exit(2)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Gom Số gathers a ward's weekly tallies in chat and writes its semi-annual report.

    Settings are read from the environment and .env; see .env.example.
    """


@main.command()
def run() -> None:
    """Run the bot: database, weekly round and web chat, until Ctrl+C.

    With nothing configured it uses SQLite in var/gomso.db, the sample ward, and http://127.0.0.1:8080.
    """
    from bot import app  # noqa: PLC0415 - a command loads only what it needs

    settings = _settings()
    _do(app.run(settings))


@main.command()
@click.option("--load-only", is_flag=True, help="Fill the empty database with the sample ward and stop.")
def demo(load_only: bool) -> None:
    """Show the sample ward: load it into an empty database, then run.

    A database that holds anything else is refused.
    """
    from bot import once  # noqa: PLC0415

    settings = _settings()
    _do(once.demo(settings, load_only))


@main.command()
@click.argument("period")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Word file to write.")
@click.option("--rule", type=click.Choice(["calendar", "decree"]), help="Cut-off rule; default: the ward's.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure and what stands behind it.")
def report(period: str, out: Path | None, rule: str | None, as_json: bool) -> None:
    """Write the report of PERIOD, such as 2026-H1, as a Word file (--out), or print its figures (--json)."""
    from bot import once  # noqa: PLC0415

    if out is None and not as_json:
        raise click.UsageError("say where to: --out FILE, or --json")
    printed = _do(once.report(_settings(), period, rule, out))
    if as_json:
        click.echo(json.dumps(printed, ensure_ascii=False, indent=1))


@main.command()
def read() -> None:
    """Read replies, one JSON object a line, from standard input; write how each is understood.

    Input: {"id", "text", "form": [codes], "asked": code or null, "prev": {code: number}}.
    """
    from bot.reading.lines import read_lines  # noqa: PLC0415
    from bot.settings import TEMPLATES  # noqa: PLC0415
    from storage.forms import read_form  # noqa: PLC0415

    # Bytes that are not UTF-8 must not stop the lines after them.
    source = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    for line in read_lines(source, read_form(TEMPLATES / "forms" / "group.toml")):
        click.echo(line)


@main.command()
def migrate() -> None:
    """Bring the tables of the database to this version. `gomso run` does it by itself."""
    from bot import once  # noqa: PLC0415

    click.echo(f"tables are at revision {_do(once.migrate(_settings()))}")


@main.command()
@click.argument("unit")
def link(unit: str) -> None:
    """Print a personal one-time link to the web chat for each person of UNIT (a code such as tdp-05)."""
    from bot import once  # noqa: PLC0415

    for line in _do(once.make_links(_settings(), unit)):
        click.echo(line)


@main.command()
@click.argument("week", required=False)
def week(week: str | None) -> None:
    """Print when the ward is asked and reminded, or set it (JSON as in docs/settings.md)."""
    from bot import once  # noqa: PLC0415

    click.echo(_do(once.set_week(_settings(), week)))


@main.command()
@click.option("--count", default=12, show_default=True, help="How many firings to show.")
def schedule(count: int) -> None:
    """Show when the bot will next ask, remind and report, with date and time zone."""
    from bot import once  # noqa: PLC0415

    for line in _do(once.schedule(_settings(), count)):
        click.echo(line)


@main.command()
def doctor() -> None:
    """Check settings, forms, database, template and disk, and say what to do. Exit code 1 on a fault."""
    from bot.doctor import examine  # noqa: PLC0415

    findings = asyncio.run(examine())
    for finding in findings:
        click.echo(f"{'ok   ' if finding.well else 'FAULT'} {finding.what}: {finding.words}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)


def _settings() -> Any:
    from bot.logs import set_up  # noqa: PLC0415
    from bot.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    set_up(settings.log_level)
    return settings


def _do(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)
