"""From a printed figure back to the messages behind it, in chat and for whoever calls."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import trace_texts
from bot.reading.report_words import read_report_command
from bot.reading.unit_words import find_units
from bot.tasks.make_report import keep_promises, make_report
from bot.tasks.office import Office
from bot.tasks.trace import trace
from reports.completeness import together
from reports.copies import WORKING
from reports.figures import add_up, value_of
from reports.traces import Ratio, Returns, Trace, TracedWeek, UnitReturns, counted
from storage.forms import Kind
from storage.periods import Period, Rule, half_year, parse_period
from storage.queries.submissions import list_unit_totals
from storage.queries.units import list_wards
from storage.records import Channel, Qualifier, Role, State, TalliedWeek, UnitTotal, Ward
from storage.tables import inbox, outbox, people
from tests.reports.pages import noted
from tests.tasks.people import talker

FIRST_HALF = half_year(2026, 1, Rule.CALENDAR)
PERIODS = ["2026-H1", "2026-Q2", "2026-05", "2026", "2026-02-03..2026-06-14", "2026-W24"]


async def _ward(office: Office) -> Ward:
    async with office.database.reading() as connection:
        (ward,) = await list_wards(connection)
    return ward


async def _trace(office: Office, mark: str, period: Period = FIRST_HALF) -> Trace:
    ward = await _ward(office)
    async with office.database.reading() as connection:
        found = await trace(connection, office, ward, period, mark)
    assert isinstance(found, Trace)
    return found


@pytest.mark.parametrize("rule", [Rule.CALENDAR, Rule.DECREE])
@pytest.mark.parametrize("key", PERIODS)
async def test_what_is_listed_adds_up_to_every_figure(office: Office, key: str, rule: Rule) -> None:
    """All figures of all forms: sums, stocks, merged groups, weeks that an end of the period cuts."""
    period, ward = parse_period(key, rule), await _ward(office)
    async with office.database.reading() as connection:
        totals = await list_unit_totals(connection, ward.unit_id, period.first_on, period.last_on)
        figures = add_up(totals, office.forms)
        assert len({figure.mark for figure in figures}) == len(list(figures))
        for figure in figures:
            found = await trace(connection, office, ward, period, figure.mark)
            assert isinstance(found, Trace)
            counted = [week for unit in found.units for week in unit.weeks if week.counted]
            assert sum(week.told.value for week in counted) == found.value == figure.value
            assert (len(found.units), found.submissions) == (figure.units, figure.submissions)
            for week in counted:
                assert period.first_on <= week.told.last_on <= period.last_on


async def test_every_number_of_the_working_copy_is_what_its_note_leads_to(office: Office) -> None:
    """The words in each comment, typed back, list what adds up to what is printed; annexes too."""
    ward, now = await _ward(office), office.clock.now()
    async with office.database.reading() as connection:
        made, _ = await make_report(connection, office, ward, FIRST_HALF, now, copy=WORKING)
        notes = noted(made.data)
        assert len(notes) > 600
        assert {words[11:14] for words, _ in notes} >= {"K01", "K02", "K03", "K04", "K05"}
        scores: dict[tuple[str, str], tuple[list[UnitReturns], list[str]]] = {}
        known: dict[str, Trace | Ratio | Returns | None] = {}
        for words, printed in notes:
            (said,) = re.findall("«(.*)»", words)
            command = read_report_command(said, now.date(), Rule.CALENDAR)
            assert command is not None
            assert command.period == FIRST_HALF
            if command.what not in known:
                known[command.what] = await trace(connection, office, ward, FIRST_HALF, command.what)
            found = known[command.what]
            if isinstance(found, Ratio):
                assert printed == f"{len(found.there)}/{len(found.there) + len(found.wanting)}"
                continue
            assert found is not None
            if isinstance(found, Returns) and "/" in printed:
                score = together(unit.score for unit in found.units)
                assert printed == f"{score.missing}/{score.expected:,}".replace(",", ".")
                continue
            if isinstance(found, Returns):
                due = find_units(found.units, command.unit) if command.unit else list(found.units)
                scores.setdefault((command.what, command.unit), (due, []))[1].append(printed)
                continue
            units = find_units(found.units, command.unit) if command.unit else found.units
            listed = [week.told.value for unit in units for week in unit.weeks if week.counted]
            assert sum(listed) == int(re.sub(r"\D", "", printed)), words
    for due, row in scores.values():
        weeks = [week for unit in due for week in unit.weeks]
        late, reported = sum(week.late for week in weeks), sum(week.reported for week in weeks)
        partial = sum(week.reported and not week.full for week in weeks)
        numbers = [len(weeks), reported, partial, reported - late, late, len(weeks) - reported]
        assert row == [f"{number:,}".replace(",", ".") for number in numbers]


async def test_each_tally_leads_to_the_words_it_came_by(office: Office) -> None:
    found = await _trace(office, "T03")
    async with office.database.reading() as connection:
        said = {row.id: row.text for row in await connection.execute(select(inbox.c.id, inbox.c.text))}
        names = {row.name for row in await connection.execute(select(people.c.name))}
    for unit in found.units:
        for week in unit.weeks:
            assert week.told.words == said[week.told.message_id or 0]
            assert week.title in {"Tổ trưởng", "Tổ phó", "Phó Tổ trưởng"}
            assert week.title not in names


async def test_of_a_stock_only_the_latest_week_counts(office: Office) -> None:
    found = await _trace(office, "D01")
    (unit,) = found.units
    assert [week.counted for week in unit.weeks] == [False] * (len(unit.weeks) - 1) + [True]
    assert unit.value == unit.weeks[-1].told.value


async def test_a_correction_is_traced_as_the_version_in_force(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    week = parse_period("2026-W47", Rule.CALENDAR)
    await leader.say("3 buổi, 120 người, loa 14 lượt")
    await leader.say("sửa loa 41 lượt")
    found = await _trace(office, "T03", week)
    (told,) = [week.told for unit in find_units(found.units, "tổ 5") for week in unit.weeks]
    assert (told.value, told.version, told.words) == (41, 2, "sửa loa 41 lượt")
    units = find_units((await _trace(office, "T01", week)).units, "tổ 5")
    (meetings,) = [week.told for unit in units for week in unit.weeks]
    assert (meetings.version, meetings.words) == (2, "3 buổi, 120 người, loa 14 lượt")


async def test_an_officer_asks_by_mark_and_opens_a_unit(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    found = await _trace(office, "T03")
    listed = await officer.say("mã T03 06 tháng đầu năm 2026")
    assert len(listed) <= 1800
    total = f"{found.value:,}".replace(",", ".")
    assert listed.startswith(
        f"Mã T03, lượt phát loa, 06 tháng đầu năm 2026: {total}; từ {len(found.units)} tổ"
    )
    values = [
        int(value.replace(".", "")) for value in re.findall(r": ([\d.]+) \(\d+ lần báo\)$", listed, re.M)
    ]
    assert values == [unit.value for unit in found.units[: len(values)]]
    if len(values) < len(found.units):
        assert f"… còn {len(found.units) - len(values)} tổ" in listed
    opened = await officer.say(re.findall(r"nhắn «(.*)»", listed)[-1])
    first = found.units[0]
    assert len(opened) <= 1800
    assert first.name in opened
    assert f"{first.weeks[0].told.words[:20]}" in opened
    rest = int(re.findall(r"… còn (\d+) dòng", opened)[0])
    assert opened.count("Tuần ") + rest == len(first.weeks)


async def test_a_period_need_not_be_named(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "06 tháng cuối năm 2026" in await officer.say("ma t3")


async def test_the_only_unit_is_opened_at_once(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    said = await officer.say("mã D16 tháng 5/2026")
    assert "Trung tâm Dịch vụ sự nghiệp công" in said
    assert said.count("Tuần ") == 5
    # The figure itself is in what is shown of a long message.
    for line in re.findall(r"«(.*)»", said):
        assert "YouTube" in line


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("mã Z99", "không thấy mã số liệu Z99"),
        ("mã T99", "không thấy mã số liệu T99"),
        ("mã K01 2026-H1", "38/38"),
        ("mã K02 tháng 5/2026", "số kỳ báo có tổ dân phố báo cáo, tháng 5/2026: 5/5"),
        ("mã T03 tháng 5/2024", "chưa đơn vị nào báo"),
        ("mã K03 2026-H1", "phải báo 1."),
        ("mã K03 tổ 5 2026-H1", "Tổ dân phố số 5: "),
        ("mã K04 tổ 5 2026-H1", "không có số của"),
        ("mã K05 tháng 5/2024", "phải báo 0, đã báo 0"),
        ("mã T03 tổ 99", "không có số của «to 99»"),
    ],
)
async def test_what_else_may_be_asked(office: Office, said: str, answered: str) -> None:
    officer = await talker(office, Role.OFFICER)
    assert answered in await officer.say(said)


async def test_a_group_leader_is_told_nothing(office: Office) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    assert "lần báo" not in await leader.say("mã T03 tổ 6")


async def test_the_working_copy_is_asked_for_and_the_usual_report_is_clean(office: Office) -> None:
    officer = await talker(office, Role.OFFICER)
    assert "bản làm việc" in await officer.say("bản làm việc 6 tháng đầu năm 2026")
    await officer.say("báo cáo 6 tháng đầu năm 2026")
    await keep_promises(office)
    async with office.database.reading() as connection:
        rows = (
            await connection.execute(
                select(outbox.c.file_name, outbox.c.file_sha256, outbox.c.text)
                .where(outbox.c.file_sha256.is_not(None))
                .order_by(outbox.c.id)
            )
        ).all()
    working, clean = [
        (name, docx.Document(BytesIO(office.files.path(sha256).read_bytes()))) for name, sha256, _ in rows
    ]
    assert "ban-lam-viec" in working[0]
    assert working[1].core_properties.content_status == "Bản làm việc"
    assert len(list(working[1].comments)) > 20
    assert "ban-lam-viec" not in clean[0]
    assert clean[1].core_properties.content_status != "Bản làm việc"
    assert list(clean[1].comments) == []
    assert "mã T03" in rows[0].text
    with zipfile.ZipFile(BytesIO(office.files.path(rows[1].file_sha256).read_bytes())) as package:
        assert not [name for name in package.namelist() if "comments" in name]


WEEK = TalliedWeek(
    unit_id=1,
    window_id=1,
    first_on=date(2026, 1, 5),
    last_on=date(2026, 1, 11),
    value=0,
    qualifier=Qualifier.EXACT,
    state=State.COUNTED,
    kind=Kind.SUM,
    submission_id=1,
    version=1,
    made_at=datetime(2026, 1, 9, 18, 30, tzinfo=UTC),
    person_id=1,
    channel=Channel.ZALO,
    on_behalf=False,
    late=False,
    reason="",
    message_id=1,
    words="",
)


@given(
    st.sampled_from(Kind),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from([Kind.SUM, Kind.LAST])), min_size=1, max_size=6),
)
def test_what_counts_is_what_the_figures_add_up(kind: Kind, told: list[tuple[int, Kind]]) -> None:
    """Also when an earlier version of the form added up in another way."""
    weeks = [replace(WEEK, value=value, kind=own, window_id=n) for n, (value, own) in enumerate(told)]
    values = [value for value, _ in told]
    stocks = [value for value, own in told if own is Kind.LAST]
    total = UnitTotal(
        1, "f", "x", sum(values), max(values), stocks[-1] if stocks else None, len(told), Qualifier.EXACT
    )
    assert sum(week.value for week in counted(weeks, kind)) == value_of(total, kind)


@pytest.mark.parametrize(
    ("changes", "title", "line"),
    [
        ({}, "Tổ trưởng", "12; Tổ trưởng báo ngày 10/01/2026 qua Zalo"),
        ({"on_behalf": True}, "", "12; cán bộ nhập hộ ngày 10/01/2026 qua Zalo"),
        ({"late": True, "version": 3}, "Tổ phó", "12; Tổ phó báo ngày 10/01/2026 qua Zalo, muộn, bản thứ 3"),
        ({"qualifier": Qualifier.ABOUT, "channel": None}, "", "khoảng 12; cán bộ báo ngày 10/01/2026"),
        (
            {"value": 0, "state": State.NOTHING_TO_REPORT},
            "Tổ trưởng",
            "không phát sinh; Tổ trưởng báo ngày 10/01/2026 qua Zalo",
        ),
        ({"words": "loa\n12 lượt"}, "", "12; cán bộ báo ngày 10/01/2026 qua Zalo: «loa 12 lượt»"),
    ],
)
def test_how_a_week_is_told(changes: dict[str, Any], title: str, line: str) -> None:
    week = TracedWeek(replace(WEEK, **({"value": 12} | changes)), counted=True, title=title)
    told = trace_texts.trace_week_line(week, "lượt phát loa", ZoneInfo("Asia/Ho_Chi_Minh"))
    # 18:30 UTC is the next day here.
    assert told == f"Tuần 2 (05/01-11/01/2026): {line}"


def test_of_a_long_message_the_part_with_the_figure_is_shown() -> None:
    words = " ".join(f"Chỉ tiêu {letter}: {n}" for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 100))
    assert trace_texts.excerpt(words, ("chỉ tiêu q", "116"), 30) == "…Chỉ tiêu q: 116 Chỉ tiêu r: 11…"
    assert "116" in trace_texts.excerpt(words, ("lượt phát loa", "116"), 30)
    assert trace_texts.excerpt(words, ("không có",), 30).startswith("Chỉ tiêu a")
    assert trace_texts.excerpt("ngắn", ("không có",), 30) == "ngắn"
