"""What is printed against a second, plain count of the rows, over 1,000 wards made by chance.

The counting below knows nothing of the queries and of `reports`: it looks at the rows that were
written, newest version of each return, window by window.
"""

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tasks.annexes import gather_coverage, list_standard_annexes
from bot.tasks.comparison import gather_comparison
from bot.tasks.make_report import make_report
from bot.tasks.office import Office
from bot.tasks.tell import count_groups
from reports import comparison_annex
from reports.annex_parts import Annex, Number, Row, Table
from reports.figures import add_up
from reports.profile import read_profile
from reports.semiannual import Content, content
from storage.database import Database
from storage.errors import NoDataError
from storage.files import FileStore
from storage.periods import Period, Rule, parse_period
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_units
from storage.records import Qualifier, State, Tally, Unit, UnitKind, Window
from tests.reports.situation import GROUPS, ROOT, SERVICE_CENTRE, TEMPLATE
from tests.tasks.conftest import ZONE
from tests.tasks.posts import HandClock
from tests.tasks.raw_ward import ALL_FORMS, RawWard, merged, prepare, raw_ward, store, unit, weeks

SETS = 1000
LATER = datetime(2028, 2, 1, 9, 0, tzinfo=ZONE)
"""When the reports are made: every window is over."""
CHUNKS = 10
TO_WORD = 40
"""Every so many sets the finished Word file is read as well."""

# ── a ward made by chance ────────────────────────────────────────────────────────────────────────

CODES = {form.code: form.codes for form in ALL_FORMS}
OFFICES = ("service_centre", "service_centre", "clinic", "visitors", "visitors")


def any_ward(chance: random.Random) -> RawWard:
    raw = raw_ward(chance.choice(list(Rule)))
    # A Monday on which a half-year of the decree begins: a beginning of a window under either rule.
    found = weeks(raw, date(2025, 12, 15), date(2027, 12, 31), asked=False)
    start, count = chance.randrange(len(found) // 2), chance.randrange(1, 12)
    later = start + chance.randrange(51, 57)
    raw.windows = found[start : start + count] + found[later : later + chance.randrange(8)]
    raw.opened = {window.id for window in raw.windows if chance.random() < 0.8}
    groups = [unit(raw, f"Tổ dân phố số {n}") for n in range(1, chance.randrange(2, 7))]
    for code in chance.sample(OFFICES, chance.randrange(len(OFFICES) + 1)):
        unit(raw, f"Đơn vị {len(raw.units)}", code)
    if len(groups) > 1 and chance.random() < 0.5:
        merged(raw, groups[-1], groups[0], chance.choice(raw.windows).last_on)
    for one in raw.units:
        for window in raw.windows:
            if chance.random() < 0.7:
                report(raw, one, window, chance)
    return raw


def report(raw: RawWard, one: Unit, window: Window, chance: random.Random) -> None:
    codes = CODES[str(one.form)]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        some = [code for code in codes if chance.random() < chance.choice((1, 1, 0.6, 0))]
        raw.say(one, window, {code: any_tally(code, chance) for code in some}, late=chance.random() < 0.2)


def any_tally(code: str, chance: random.Random) -> Tally:
    value = chance.choice((0, 0, chance.randrange(1, 12), chance.randrange(1, 10 ** chance.randrange(1, 7))))
    if not value:
        return Tally(code, 0, state=chance.choice((State.ZERO, State.NOTHING_TO_REPORT)))
    vague = chance.choice(list(Qualifier)) if chance.random() < 0.1 else Qualifier.EXACT
    return Tally(code, value, vague)


MONTHS = {"H1": (1, 6), "H2": (7, 12), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "9M": (1, 9)}


def any_days(raw: RawWard, chance: random.Random) -> tuple[Period, date, date]:
    """A period and, counted without `storage.periods`, its first and last day."""
    rule = chance.choice(list(Rule))
    if chance.random() < 0.4:
        near = [raw.windows[0].first_on - timedelta(days=20), raw.windows[-1].last_on + timedelta(days=20)]
        spread = (near[1] - near[0]).days
        days = sorted(near[0] + timedelta(days=chance.randrange(spread)) for _ in range(2))
        return parse_period(f"{days[0]}..{days[1]}", rule), days[0], days[1]
    name, (first, last) = chance.choice(
        [*MONTHS.items(), ("", (1, 12)), *((f"{number:02}", (number, number)) for number in range(1, 13))]
    )
    year = chance.choice((2026, 2027))
    period = parse_period(f"{year}-{name}".rstrip("-"), rule)
    return period, *days_of(year, first, last, rule)


def days_of(year: int, first: int, last: int, rule: Rule) -> tuple[date, date]:
    """First day of the month `first` and last day of the month `last`, as the rule cuts months."""
    if rule is Rule.DECREE:
        begins = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
        return begins, date(year, last, 14)
    ends = date(year, last + 1, 1) if last < 12 else date(year + 1, 1, 1)
    return date(year, first, 1), ends - timedelta(days=1)


def a_year_before(day: date, *, ends: bool) -> date:
    """The last day of a month stays the last: 29 and 28 February."""
    if ends and (day + timedelta(days=1)).day == 1:
        after = day + timedelta(days=1)
        return date(after.year - 1, after.month, 1) - timedelta(days=1)
    return date(day.year - 1, day.month, day.day)


# ── the second count ─────────────────────────────────────────────────────────────────────────────


def read_kinds() -> dict[str, str]:
    """«form.indicator» -> sum, last or max, as the files say it."""
    kinds = {"visitors.most": "max"}
    for path in sorted((ROOT / "templates" / "forms").glob("*.toml")):
        form = tomllib.loads(path.read_text("utf-8"))
        kinds |= {f"{form['code']}.{item['code']}": item["kind"] for item in form["indicator"]}
    return kinds


KINDS = read_kinds()


@dataclass
class Counted:
    """What the rows say for a period."""

    by_unit: Mapping[str, Mapping[int, Sequence[tuple[date, Tally]]]]
    """Figure -> unit id -> (end of window, tally) in force."""

    def of_unit(self, key: str, unit_id: int) -> int:
        told = self.by_unit[key][unit_id]
        if KINDS[key] == "sum":
            return sum(tally.value for _, tally in told)
        if KINDS[key] == "max":
            return max(tally.value for _, tally in told)
        return max(told, key=lambda item: item[0])[1].value

    def value(self, key: str) -> int | None:
        if key not in self.by_unit:
            return None
        return sum(self.of_unit(key, unit_id) for unit_id in self.by_unit[key])

    def is_exact(self, key: str, *unit_ids: int) -> bool:
        chosen = unit_ids or tuple(self.by_unit[key])
        told = [tally for unit_id in chosen for _, tally in self.by_unit[key][unit_id]]
        return all(tally.qualifier is Qualifier.EXACT for tally in told)

    def is_nothing(self, key: str, *unit_ids: int) -> bool:
        chosen = unit_ids or tuple(self.by_unit[key])
        told = [tally for unit_id in chosen for _, tally in self.by_unit[key][unit_id]]
        return all(tally.state is State.NOTHING_TO_REPORT for tally in told)

    def heard(self) -> set[int]:
        return {unit_id for units in self.by_unit.values() for unit_id in units}


def count_rows(raw: RawWard, first_on: date, last_on: date) -> Counted:
    newest = {}
    for told in raw.told:
        if first_on <= told.window.last_on <= last_on:
            newest[told.unit.id, told.window.id] = told
    found: dict[str, dict[int, list[tuple[date, Tally]]]] = defaultdict(lambda: defaultdict(list))
    for told in newest.values():
        for tally in told.tallies:
            found[f"{told.unit.form}.{tally.indicator}"][told.unit.id].append((told.window.last_on, tally))
    return Counted(found)


def digits(value: int) -> str:
    """1684 -> «1.684», 6 -> «06»."""
    text = str(value) if value > 9 or value == 0 else f"0{value}"
    while (cut := re.sub(r"^(\d+)(\d{3})", r"\1.\2", text)) != text:
        text = cut
    return text


# ── what is printed ──────────────────────────────────────────────────────────────────────────────

PRINTED = {
    **{code: f"service_centre.{code}" for code in SERVICE_CENTRE},
    **{f"group_{code}": f"group.{code}" for code in GROUPS},
}
LABELS = {f"{form.code}.{item.code}": item.label for form in ALL_FORMS for item in form.indicators}
TOLD_TOGETHER = {
    "loudspeakers": [name for name in PRINTED if name.startswith("loudspeaker_")],
    "broadcasts": ["broadcast_items", "broadcast_columns", "broadcast_specials"],
    "portal": ["portal_items", "portal_reform_items", "portal_directives"],
    "legal": [
        *("broadcast_legal_items", "legal_qa_columns", "portal_legal_items", "portal_legal_documents"),
        *("zalo_oa_items", "facebook_items", "youtube_items"),
    ],
    "group_work": [name for name in PRINTED if name.startswith("group_") and name != "group_guided"],
    "group_guidance": ["group_guided"],
}


def judge_text(given: Content, counted: Counted) -> None:
    for name, key in PRINTED.items():
        value = counted.value(key)
        if value is None:
            assert given[name] == "(chưa có số liệu)"
            continue
        vague, _, figure = given[name].rpartition(" ")
        assert figure == digits(value), key
        assert not vague or (vague in {"gần", "trên"} and not counted.is_exact(key)), key
    for told, names in TOLD_TOGETHER.items():
        values = {PRINTED[name]: counted.value(PRINTED[name]) for name in names}
        instead = given[f"{told}_otherwise"]
        if all(values.values()):
            assert instead == ""
        elif not told.startswith("group") or any(value is not None for value in values.values()):
            judge_instead(instead, values)
        else:
            assert re.search("chưa có (tổ dân phố nào|số liệu)", instead)


def judge_instead(instead: str, values: Mapping[str, int | None]) -> None:
    """A sentence that tells what is there, what was 0 and what nobody reported, apart."""
    zero, missing = (
        re.search(f"(?i)(?:{words}): ([^.]*)", instead) for words in (NONE, "chưa có số liệu về")
    )
    for key, value in values.items():
        if value:
            assert re.search(rf"\b{re.escape(digits(value))} {re.escape(LABELS[key])}", instead), key
        else:
            clause = missing if value is None else zero
            assert clause, instead
            assert LABELS[key] in clause[1].split("; "), key


NONE = "không phát sinh|không có"


def judge_counts(given: Content, raw: RawWard, counted: Counted, period: Period) -> None:
    groups = [one for one in raw.units if one.kind is UnitKind.GROUP]
    now = [
        one
        for one in groups
        if one.from_on <= period.last_on and (one.to_on is None or one.to_on >= period.last_on)
    ]
    # What a group said before it ended counts for the one into which it has merged.
    gone = {one.merged_into for one in groups if one not in now and one.id in counted.heard()}
    heard = [one for one in now if one.id in {*counted.heard(), *gone}]
    assert given["groups_reported"] == str(len(heard))
    assert int(given["groups_all"]) == len(now)
    judge_gaps(given["coverage"], "các tổ", groups, raw, counted, period)
    judge_gaps(
        given["coverage"],
        "các cơ quan",
        [one for one in raw.units if one not in groups],
        raw,
        counted,
        period,
    )
    told = re.match(r"Số liệu .* từ (\d+)/(\d+) tổ dân phố, (\d+)/(\d+) ", given["coverage"])
    ends = {
        end for key, units in counted.by_unit.items() if key.startswith("group.")
        for some in units.values() for end, _ in some
    }  # fmt: skip
    assert bool(told) == bool(ends)
    if told:
        assert [int(number) for number in told.groups()][:3] == [len(heard), len(now), len(ends)]


def judge_gaps(
    coverage: str, whose: str, units: Sequence[Unit], raw: RawWard, counted: Counted, period: Period
) -> None:
    """«còn thiếu 5/20 kỳ báo của các tổ»: a window is due when it was asked while the unit was there."""
    windows = [one for one in raw.windows if period.first_on <= one.last_on <= period.last_on]
    there = {(one.id, window.id) for one in units for window in windows if said(counted, one, window)}
    due = {
        (one.id, window.id)
        for one in units
        for window in windows
        if window.id in raw.opened and (one.to_on is None or one.to_on >= window.last_on)
    } | there
    found = re.search(rf"([\d.]+)/([\d.]+) kỳ báo của {whose}", coverage)
    told = f"{len(due - there)!s}/{len(due)!s}" if there and due - there else None
    assert (found and f"{found[1]}/{found[2]}") == told


def said(counted: Counted, one: Unit, window: Window) -> bool:
    """Whether the unit's return for the window holds anything."""
    told = (units.get(one.id, ()) for units in counted.by_unit.values())
    return any(end == window.last_on for some in told for end, _ in some)


def judge_annexes(annexes: Sequence[Annex], raw: RawWard, counted: Counted) -> None:
    by_key = {annex.key: annex for annex in annexes}
    shown = set()
    if "groups" in by_key:
        table = next(block for block in by_key["groups"].blocks if isinstance(block, Table))
        keys = [f"group.{code}" for code in CODES["group"]]
        *rows, last = table.rows
        for row in rows:
            one = named(raw, str(row.cells[1]))
            shown.add(one.id)
            judge_cells(row.cells[2:], keys, counted, one.id)
        judge_cells(last.cells[2:], keys, counted)
    if "offices" in by_key:
        shown |= judge_offices(by_key["offices"], raw, counted)
    assert shown >= counted.heard()


def judge_offices(annex: Annex, raw: RawWard, counted: Counted) -> set[int]:
    """The heading of a unit, then a line for each figure; a total where several fill the same form."""
    shown = set()
    keys: list[str] = []
    unit_ids: tuple[int, ...] = ()
    (table,) = (block for block in annex.blocks if isinstance(block, Table))
    for row in table.rows:
        if len(row.cells) == 1:
            assert not keys, "a figure of the unit before is not shown"
            one, unit_ids = heading(row, raw)
            shown |= set(unit_ids)
            keys = [f"{one.form}.{code}" for code in CODES[str(one.form)]]
        else:
            judge_cells(row.cells[3:], [keys.pop(0)], counted, *unit_ids)
    assert not keys
    return shown


def heading(row: Row, raw: RawWard) -> tuple[Unit, tuple[int, ...]]:
    """A unit of the form, and the ids of those of which figures follow: none means all."""
    text = str(row.cells[0])
    if text.startswith("Tổng cộng"):
        title = text.partition("(")[2].rstrip(")")
        code = next(form.code for form in ALL_FORMS if form.title == title)
        return next(one for one in raw.units if one.form == code), ()
    one = named(raw, text)
    return one, (one.id,)


def named(raw: RawWard, text: str) -> Unit:
    return next(one for one in raw.units if text == one.name or text.startswith(f"{one.name} ("))


def judge_cells(cells: Sequence[object], keys: Sequence[str], counted: Counted, *unit_ids: int) -> None:
    for cell, key in zip(cells, keys, strict=True):
        told = counted.by_unit.get(key, {})
        if not any(unit_id in told for unit_id in unit_ids or told):
            assert cell == "chưa báo", key
        elif counted.is_nothing(key, *unit_ids):
            assert cell == "không phát sinh", key
        else:
            value = counted.of_unit(key, *unit_ids) if unit_ids else counted.value(key)
            assert cell == Number(value or 0, not counted.is_exact(key, *unit_ids)), key


# ── the whole way ────────────────────────────────────────────────────────────────────────────────


def judge_comparison(annex: Annex, counted: Counted, before: Counted) -> None:
    """Both years and the difference, figure by figure."""
    (table,) = (block for block in annex.blocks if isinstance(block, Table))
    keys = {LABELS[key].lower(): key for key in PRINTED.values()}
    for row in table.rows:
        _, label, _, now, earlier, changed, _, told, told_before = row.cells
        key = keys[str(label).lower()]
        judge_cells([now], [key], counted)
        judge_cells([earlier], [key], before)
        for returns, year in ((told, counted), (told_before, before)):
            assert returns == Number(sum(map(len, year.by_unit.get(key, {}).values()))), key
        if isinstance(changed, Number):
            assert changed.value == (counted.value(key) or 0) - (before.value(key) or 0), key
    assert {keys[str(row.cells[1]).lower()] for row in table.rows} == {
        key for key in PRINTED.values() if key in before.by_unit
    }


async def judge(connection: AsyncConnection, office: Office, raw: RawWard, chance: random.Random) -> None:
    period, first_on, last_on = any_days(raw, chance)
    counted = count_rows(raw, first_on, last_on)
    ward = raw.ward
    totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
    units = await list_units(connection, ward.unit_id)
    figures = add_up(totals, ALL_FORMS)
    assert {figure.key: figure.value for figure in figures} == {
        key: counted.value(key) for key in counted.by_unit
    }
    for figure in figures:
        told = counted.by_unit[figure.key]
        assert (figure.units, figure.submissions) == (len(told), sum(map(len, told.values())))
    groups = count_groups(units, totals, period)
    today = LATER.date()
    comparison = await gather_comparison(connection, office, ward, period, units, totals, today)
    annexes = await list_standard_annexes(
        connection, ward, ALL_FORMS, units, totals, period, today, comparison
    )
    coverage = await gather_coverage(connection, ward, units, period, today)
    profile = read_profile(ward.profile)
    given = content(
        ward,
        profile,
        period,
        figures,
        groups,
        [],
        [],
        today,
        annexes=annexes,
        coverage=coverage,
        comparison=comparison,
    )
    judge_text(given, counted)
    judge_counts(given, raw, counted, period)
    judge_annexes(annexes, raw, counted)
    days = a_year_before(first_on, ends=False), a_year_before(last_on, ends=True)
    before = count_rows(raw, *days)
    compared = [annex for annex in annexes if annex.key == comparison_annex.KEY]
    assert bool(compared) == any(key in before.by_unit for key in PRINTED.values())
    for annex in compared:
        judge_comparison(annex, counted, before)


async def judge_word(
    connection: AsyncConnection, office: Office, raw: RawWard, chance: random.Random
) -> None:
    """The figures in the finished file's text, and every cell of its first annex."""
    period, first_on, last_on = any_days(raw, chance)
    counted = count_rows(raw, first_on, last_on)
    if not counted.by_unit:
        with pytest.raises(NoDataError):
            await make_report(connection, office, raw.ward, period, LATER)
        return
    made, _ = await make_report(connection, office, raw.ward, period, LATER)
    document = docx.Document(BytesIO(made.data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    heard = any(key.startswith("group.") for key in counted.by_unit)
    for key in PRINTED.values():
        if (value := counted.value(key)) and (heard or not key.startswith("group.")):
            assert re.search(rf"(?<![\d.]){re.escape(digits(value))}(?![\d.])", text), key
    table = next(table for table in document.tables if table.cell(0, 0).text == "TT")
    if table.cell(0, 1).text == "Tổ dân phố":
        keys = [f"group.{code}" for code in CODES["group"]]
        printed = [cell.text for cell in table.rows[-1].cells][2:]
        assert [plain(cell) for cell in printed] == [counted.value(key) or 0 for key in keys]


def plain(cell: str) -> int:
    return int(re.sub(r"\D", "", cell) or 0)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = Database(f"sqlite:///{tmp_path}/gomso.db")
    await database.migrate()
    yield Office(database, FileStore(tmp_path / "files"), HandClock(), ALL_FORMS, {}, TEMPLATE, 5, 15)
    await database.close()


@pytest.mark.parametrize("chunk", range(CHUNKS))
async def test_what_is_printed_is_what_the_rows_add_up_to(chunk: int, office: Office) -> None:
    seeds = range(chunk, SETS, CHUNKS)
    wards = [any_ward(random.Random(seed)) for seed in seeds]
    async with office.database.transaction() as connection:
        form_ids = await prepare(connection)
        for raw in wards:
            await store(connection, raw, form_ids)
    async with office.database.reading() as connection:
        for seed, raw in zip(seeds, wards, strict=True):
            try:
                await judge(connection, office, raw, random.Random(f"days {seed}"))
                if (seed // CHUNKS) % TO_WORD == 0:
                    await judge_word(connection, office, raw, random.Random(f"days {seed}"))
            except AssertionError as error:
                error.add_note(f"ward made of seed {seed}")
                raise
