"""The one command, `gomso`."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from datetime import datetime
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
@click.option("--working", is_flag=True, help="A working copy: a comment on every figure tells its mark.")
@click.option(
    "--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Workbook of its tables to write."
)
@click.option(
    "--pdf", type=click.Path(dir_okay=False, path_type=Path), help="PDF to write; needs LibreOffice."
)
@click.option("--annexes/--no-annexes", default=True, help="Whether the Word file has the usual annexes.")
@click.option("--charts", is_flag=True, help="An annex with charts.")
@click.option("--photos", is_flag=True, help="An annex with the photos that came with the figures.")
@click.option("--number", type=click.IntRange(1), help="Number of the letter; blank without it.")
@click.option("--dated", type=click.DateTime(["%Y-%m-%d"]), help="Date of the letter; blank without it.")
def report(
    period: str,
    out: Path | None,
    rule: str | None,
    as_json: bool,
    working: bool,
    xlsx: Path | None,
    pdf: Path | None,
    annexes: bool,
    charts: bool,
    photos: bool,
    number: int | None,
    dated: datetime | None,
) -> None:
    """Write the report of PERIOD, such as 2026-H1, as a Word file (--out), or print its figures (--json)."""
    from bot import once  # noqa: PLC0415

    if not (out or xlsx or pdf or as_json):
        raise click.UsageError("say where to: --out FILE, --pdf FILE, --xlsx FILE, or --json")
    settings = _settings()
    if xlsx:
        _do(once.tables(settings, period, rule, xlsx))
    if not (out or pdf or as_json):
        return
    printed = _do(
        once.report(
            settings,
            period,
            rule,
            out,
            pdf,
            working=working,
            annexed=annexes,
            charts=charts,
            photos=photos,
            number=number,
            dated_on=dated.date() if dated else None,
        )
    )
    if as_json:
        click.echo(json.dumps(printed, ensure_ascii=False, indent=1))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON, one a line.")
def lint(file: Path, as_json: bool) -> None:
    """Say what is wrong in FILE, any report as .docx or plain text: figures at odds, slips, faults of form.

    Exit code 1 when something is wrong, 0 when at most something is unclear or against the form.
    """
    from dataclasses import asdict  # noqa: PLC0415

    from reports.lint import MAX_FILE, Severity, lint_docx, lint_text  # noqa: PLC0415

    with file.open("rb") as opened:
        data = opened.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        _refuse(f"{file.name} is larger than 50 MB; that is no report")
    is_text = file.suffix.lower() == ".txt"
    findings = lint_text(data.decode("utf-8", "replace")) if is_text else lint_docx(data)
    for finding in findings:
        if as_json:
            click.echo(json.dumps(asdict(finding), ensure_ascii=False))
            continue
        better = f" -> {finding.better}" if finding.better else ""
        click.echo(f"{finding.severity} [{finding.rule}] {finding.paragraph}: {finding.says}{better}")
    if is_text:
        click.echo("plain text: its form was not looked at", err=True)
    sys.exit(1 if any(finding.severity is Severity.ERROR for finding in findings) else 0)


@main.command()
@click.argument("report")
@click.argument("mark")
@click.option("--rule", type=click.Choice(["calendar", "decree"]), help="Cut-off rule; default: the ward's.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def trace(report: str, mark: str, rule: str | None, as_json: bool) -> None:
    """Print what stands behind a figure of REPORT, such as 2026-H1: units, weeks, returns and messages.

    MARK stands in the comment on the figure in the working copy, such as T03.
    """
    from bot import once  # noqa: PLC0415

    lines, printed = _do(once.trace(_settings(), report, mark, rule))
    if as_json:
        lines = [json.dumps(printed, ensure_ascii=False, indent=1)]
    for line in lines:
        click.echo(line)


@main.command()
def editions() -> None:
    """List the reports that were issued: period, number, when, SHA-256 of the file."""
    from bot import once  # noqa: PLC0415

    for line in _do(once.editions(_settings())):
        click.echo(line)


@main.command()
@click.argument("period")
@click.argument("number", type=int)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
def edition(period: str, number: int, out: Path) -> None:
    """Write edition NUMBER of PERIOD, such as 2026-H1, byte for byte as it was issued; print its SHA-256."""
    from bot import once  # noqa: PLC0415

    click.echo(_do(once.edition(_settings(), period, number, out)))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Preview to write.")
def template(file: Path, out: Path | None) -> None:
    """Check a template of one's own: a .docx with fields. Exit code 1 when it cannot be used.

    It is opened and filled with made-up values in a process of its own, as the bot does with what is sent.
    """
    from bot.template_texts import template_lines  # noqa: PLC0415
    from reports.own_template import examine_file  # noqa: PLC0415
    from storage.files import write_whole  # noqa: PLC0415

    found = examine_file(file)
    for line in template_lines(found):
        click.echo(line)
    if out and found.usable:
        write_whole(out, found.preview)
    sys.exit(0 if found.usable else 1)


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
