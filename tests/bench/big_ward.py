"""A ward at the upper end, made up by chance from a fixed seed: two half-years, a year apart.

120 groups with 12 figures a week, the public-service centre, 60 remarks and 200 photos.
"""

import random
import tomllib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

from PIL import Image, ImageChops
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import TEMPLATES
from bot.tasks.office import Office
from storage import periods, tables
from storage.forms import Form
from storage.queries.messages import put_file
from storage.queries.plans import put_plan

GROUPS, INDICATORS, REMARKS, PHOTOS = 120, 12, 60, 200
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SINCE = date(2024, 1, 1)
_WARD, _CENTRE, _PERSON = 1, 500, 1
_ROWS = 5000


def templates(folder: Path) -> Path:
    """The shipped templates with a longer form for the groups."""
    copytree(TEMPLATES, folder)
    form = folder / "forms" / "group.toml"
    told = form.read_text("utf-8")
    known = told.count("[[indicator]]")
    more = "".join(
        f'\n[[indicator]]\ncode = "more_{n}"\nlabel = "việc thứ {n}"\nunit = "việc"\n'
        f'question = "Có mấy việc thứ {n}?"\nkind = "sum"\nlimit = 99\nnouns = ["việc {n}"]\n'
        f'words = ["việc thứ {n}"]\nshort = []\n'
        for n in range(INDICATORS - known)
    )
    head, check, tail = told.partition("\n[[check]]")
    form.write_text(f"{head.rpartition(chr(10) + '# ')[0]}\n{more}{check}{tail}", "utf-8")
    return folder


async def fill(office: Office, long_side: int) -> None:
    """`long_side`: of the photos, in dots."""
    chance = random.Random(5)
    async with office.database.transaction() as connection:
        await _units(connection)
        windows = await _windows(connection)
        await _returns(connection, office, windows, chance)
        await _remarks(connection, windows, chance)
        await _photos(connection, office, windows, long_side, chance)
        for key in ("group.meetings", "group.leaflets", "service_centre.portal_items"):
            await put_plan(connection, _WARD, 2026, key, 9000)


async def _units(connection: AsyncConnection) -> None:
    ward = {"id": _WARD, "code": "p", "kind": "ward", "name": "phường", "from_on": SINCE, "form": None}
    groups = [
        {
            **ward,
            "id": 10 + n,
            "code": f"t{n}",
            "kind": "group",
            "name": f"Tổ dân phố số {n}",
            "form": "group",
        }
        for n in range(1, GROUPS + 1)
    ]
    centre = {
        **ward,
        "id": _CENTRE,
        "code": "tt",
        "kind": "office",
        "name": "Trung tâm",
        "form": "service_centre",
    }
    below = [{**unit, "parent_id": _WARD, "position": unit["id"]} for unit in (*groups, centre)]
    await connection.execute(insert(tables.units), ward)
    await connection.execute(insert(tables.units), below)
    report = tomllib.loads((TEMPLATES / "sample" / "report.toml").read_text("utf-8"))
    profile = {"profile": report["profile"], "week": {}, "rule": "calendar"}
    await connection.execute(insert(tables.wards), {"unit_id": _WARD, "name": "phường Phù Liễn", **profile})
    await connection.execute(insert(tables.people), {"id": _PERSON, "name": "Người mẫu", "honorific": "bác"})
    address = {"id": 1, "person_id": _PERSON, "channel": "web", "chat_id": "1"}
    await connection.execute(insert(tables.addresses), address)


async def _windows(connection: AsyncConnection) -> list[tuple[int, periods.Window]]:
    halves = [periods.half_year(year, 1, periods.Rule.CALENDAR) for year in (2025, 2026)]
    found = [window for half in halves for window in periods.windows_of(half, periods.Rule.CALENDAR)]
    numbered = list(enumerate(found, 1))
    rows = [
        {"id": n, "ward_id": _WARD, "first_on": item.first_on, "last_on": item.last_on}
        for n, item in numbered
    ]
    await connection.execute(insert(tables.windows), rows)
    rounds = [{"id": n, "window_id": n, "opened_at": NOW, "due_at": NOW} for n, _ in numbered]
    await connection.execute(insert(tables.rounds), rounds)
    return numbered


async def _returns(
    connection: AsyncConnection,
    office: Office,
    windows: list[tuple[int, periods.Window]],
    chance: random.Random,
) -> None:
    forms = {form.code: form for form in office.forms}
    said: list[dict[str, Any]] = []
    given: list[dict[str, Any]] = []
    counted: list[dict[str, Any]] = []
    units = [*((10 + n, forms["group"]) for n in range(1, GROUPS + 1)), (_CENTRE, forms["service_centre"])]
    for window_id, _ in windows:
        for unit_id, form in units:
            number = len(given) + 1
            said.append(_message(number, "3 buổi, 120 người dự, loa 14 lượt"))
            given.append(_return(number, unit_id, window_id, office.form_id(form)))
            counted += _tallies(number, form, chance)
    for table, rows in ((tables.inbox, said), (tables.submissions, given), (tables.tallies, counted)):
        for start in range(0, len(rows), _ROWS):
            await connection.execute(insert(table), rows[start : start + _ROWS])


def _message(number: int, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "address_id": 1,
        "external_id": f"m{number}",
        "text": text,
        "photos": [],
        "received_at": NOW,
    }


def _return(number: int, unit_id: int, window_id: int, form_id: int) -> dict[str, Any]:
    made = {"version": 1, "made_at": NOW, "person_id": _PERSON, "message_id": number}
    return {"id": number, "unit_id": unit_id, "window_id": window_id, "form_id": form_id, **made}


def _tallies(number: int, form: Form, chance: random.Random) -> list[dict[str, Any]]:
    values = {code: chance.choice((0, chance.randrange(1, 90))) for code in form.codes}
    return [
        {
            "submission_id": number,
            "indicator": code,
            "value": value,
            "qualifier": "about" if chance.random() < 0.01 else "exact",
            "state": "counted" if value else "zero",
            "message_id": number,
        }
        for code, value in values.items()
    ]


async def _remarks(
    connection: AsyncConnection, windows: list[tuple[int, periods.Window]], chance: random.Random
) -> None:
    now = [window_id for window_id, window in windows if window.first_on.year == 2026]
    rows = [
        {
            "unit_id": 11 + n,
            "window_id": chance.choice(now),
            "person_id": _PERSON,
            "kind": "difficulty",
            "text": f"Loa ở ngõ {n} hỏng đã lâu, đề nghị phường cho sửa.",
            "made_at": NOW,
        }
        for n in range(REMARKS)
    ]
    await connection.execute(insert(tables.remarks), rows)


async def _photos(
    connection: AsyncConnection,
    office: Office,
    windows: list[tuple[int, periods.Window]],
    long_side: int,
    chance: random.Random,
) -> None:
    now = [window_id for window_id, window in windows if window.first_on.year == 2026]
    for n in range(PHOTOS):
        file = office.files.keep(_photo(long_side, n), "image/jpeg")
        await put_file(connection, file, NOW + timedelta(seconds=n))
        sent = {"unit_id": 11 + n % GROUPS, "window_id": chance.choice(now), "message_id": 1}
        await connection.execute(insert(tables.attachments), {**sent, "file_sha256": file.sha256})


def _photo(long_side: int, seed: int) -> bytes:
    """Shapes and grain, about as hard to pack as a photo of a meeting."""
    chance = random.Random(seed)
    size = long_side, long_side * 3 // 4
    shapes = Image.frombytes("RGB", (40, 30), chance.randbytes(3600)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", (512, 384), chance.randbytes(512 * 384)).resize(
        size, Image.Resampling.BILINEAR
    )
    soft = grain.point([value // 8 for value in range(256)]).convert("RGB")
    file = BytesIO()
    ImageChops.add(shapes, soft).save(file, "JPEG", quality=85)
    return file.getvalue()
