"""What the bot says about what stands behind a figure. Same manners as `bot.texts`."""

import re
from collections.abc import Callable, Sequence
from datetime import tzinfo

from bot.texts import capitalised, total_line, unit_names
from reports.marks import GROUPS_MARK
from reports.traces import DueWeek, Ratio, Returns, Trace, TracedUnit, TracedWeek, UnitReturns
from reports.vietnamese import day, number
from storage import periods
from storage.forms import Kind
from storage.records import Channel, State

LONGEST = 1800
"""Letters of an answer that still reads well in one message on every channel."""


def fitted(head: str, lines: Sequence[str], more: Callable[[int], str], foot: str = "") -> str:
    """As many lines as fit into one message, and `more` of how many do not."""
    room = LONGEST - len(head) - len(foot) - len(more(len(lines))) - 3
    kept = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    rest = [more(len(lines) - len(kept))] if len(kept) < len(lines) else []
    return "\n".join(part for part in [head, *kept, *rest, foot] if part)


_ADDED = {
    Kind.SUM: "cộng các kỳ báo",
    Kind.LAST: "lấy số mới nhất của từng đơn vị",
    Kind.MAX: "lấy số lớn nhất của từng đơn vị",
}
_CHANNELS = {Channel.WEB: "trang web", Channel.TELEGRAM: "Telegram", Channel.ZALO: "Zalo"}
_WORDS_SHOWN = 70


def working_copy_promised(label: str) -> str:
    return f"Em đang lập bản làm việc của báo cáo {label}, xin chờ ít giây."


def working_copy_ready(label: str) -> str:
    return (
        f"Bản làm việc của báo cáo {label} đã lập xong. Cạnh mỗi con số có ghi chú với mã số liệu; nhắn mã "
        f"ấy cho em để xem số từ đâu, ví dụ «mã T03». Bản sạch để trình ký: nhắn «báo cáo {label}»."
    )


def no_such_mark(you: str, mark: str) -> str:
    return (
        f"Em không thấy mã số liệu {mark}. {capitalised(you)} xem mã ở lời ghi chú bên lề bản làm việc "
        "(nhắn «bản làm việc» để nhận), ví dụ «mã T03»."
    )


def nothing_traced(found: Trace) -> str:
    label, period = found.indicator.label, found.period.label
    return f"Mã {found.mark}, {label}, {period}: chưa đơn vị nào báo số liệu."


def no_such_unit(found: Trace | Returns, said: str) -> str:
    names = unit_names([unit.name for unit in found.units])
    return fitted(f"Mã {found.mark} không có số của «{said}». Có số của: {names}"[:LONGEST], [], str)


def trace_head(found: Trace) -> str:
    """«Mã T03, lượt phát loa, 06 tháng đầu năm 2026: 1.684; từ 36 tổ, 26 kỳ báo, 812 lần báo …»."""
    units = f"{number(len(found.units))} {'tổ' if found.of_groups else 'đơn vị'}"
    return (
        f"Mã {found.mark}, {found.indicator.label}, {found.period.label}: {number(found.value)}; "
        f"từ {units}, {number(found.windows)} kỳ báo, {number(found.submissions)} lần báo "
        f"({_ADDED[found.indicator.kind]})."
    )


def traced(found: Trace, *, names_period: bool) -> str:
    """The figure by unit, and how to open one."""
    lines = [trace_unit_line(unit) for unit in found.units]
    first = found.units[0]
    digits = "".join(letter for letter in first.name if letter.isdecimal())
    unit = f"tổ {digits}" if found.of_groups and digits else first.name
    period = f", {found.period.label}" if names_period else ""
    foot = f"Xem từng tuần và lời đã nhắn: nhắn «mã {found.mark} {unit}{period}»."
    rest = "tổ" if found.of_groups else "đơn vị"
    return fitted(trace_head(found), lines, lambda left: f"… còn {number(left)} {rest}", foot)


def traced_weeks(found: Trace, units: Sequence[TracedUnit], zone: tzinfo) -> str:
    """Each week of these units: the figure, who, when, how, the words."""
    label = found.indicator.label
    heads = [
        f"Mã {found.mark}, {label}, {unit_name(unit)}, {found.period.label}: "
        f"{number(unit.value)} ({_ADDED[found.indicator.kind]})."
        for unit in units
    ]
    lines = [line for unit in units for line in _of_unit(unit, label, zone, several=len(units) > 1)]
    foot = "Xem các tuần còn lại: nhắn thêm kỳ ngắn hơn, ví dụ «tháng 5/2026»."
    return fitted("\n".join(heads), lines, lambda left: f"… còn {number(left)} dòng. {foot}")


def trace_lines(found: Trace | Ratio | Returns, zone: tzinfo) -> list[str]:
    """All of it, however long: the figure, each unit, each of its weeks."""
    if isinstance(found, Ratio):
        return [_ratio_head(found), *(f"Chưa có: {name}" for name in found.wanting)]
    if isinstance(found, Returns):
        lines = [_returns_head(found)]
        for due in found.units:
            lines += [_returns_line(due), *(f"  {line}" for line in _due_lines(due))]
        return lines
    lines, label = [trace_head(found)], found.indicator.label
    for unit in found.units:
        lines += [trace_unit_line(unit)]
        lines += [f"  {trace_week_line(week, label, zone, len(week.told.words))}" for week in unit.weeks]
    return lines


def _of_unit(unit: TracedUnit, label: str, zone: tzinfo, *, several: bool) -> list[str]:
    weeks = [trace_week_line(week, label, zone) for week in unit.weeks]
    return [f"{unit.name}:", *weeks] if several else weeks


def unit_name(unit: TracedUnit) -> str:
    return f"{unit.name} (nay thuộc {unit.now_in})" if unit.now_in else unit.name


def trace_unit_line(unit: TracedUnit) -> str:
    """«Tổ dân phố số 5: 120 (26 lần báo)»."""
    return f"{unit_name(unit)}: {number(unit.value)} ({number(len(unit.weeks))} lần báo)"


def trace_week_line(week: TracedWeek, label: str, zone: tzinfo, longest: int = _WORDS_SHOWN) -> str:
    """«Tuần 24 (08/6-14/6/2026): 12; Tổ trưởng báo ngày 12/6/2026 qua Zalo: «3 buổi, 12 người»»."""
    told = week.told
    window = periods.Window(told.first_on, told.last_on).label
    said = total_line(window, told.value, told.qualifier)
    if told.state is State.NOTHING_TO_REPORT:
        said = f"{capitalised(window)}: không phát sinh"
    how = [
        f"{week.title or 'cán bộ'} {'nhập hộ' if told.on_behalf else 'báo'} "
        f"ngày {day(told.made_at.astimezone(zone).date())}"
        + (f" qua {_CHANNELS[told.channel]}" if told.channel else "")
    ]
    how += ["muộn"] if told.late else []
    how += [f"bản thứ {told.version}"] if told.version > 1 else []
    how += [] if week.counted else ["không tính vào số của kỳ"]
    words = excerpt(" ".join(told.words.split()), (label, number(told.value), str(told.value)), longest)
    return f"{said}; {', '.join(how)}" + (f": «{words}»" if words else "")


def excerpt(words: str, sought: Sequence[str], longest: int) -> str:
    """So much of the words, from the first that is found of what is sought in them."""
    if len(words) <= longest:
        return words
    places = [match.start() for text in sought if (match := _whole(text).search(words))]
    start = min(places[0], len(words) - longest) if places else 0
    cut = words[start : start + longest].strip()
    return ("…" if start else "") + cut + ("…" if start + longest < len(words) else "")


def _whole(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)


def traced_returns(found: Returns, units: Sequence[UnitReturns]) -> str:
    """Windows due and reported; of the units that were named, each window."""
    if not units:
        lines = [_returns_line(unit) for unit in found.units]
        return fitted(_returns_head(found), lines, lambda left: f"… còn {number(left)} đơn vị")
    head = "\n".join(f"Mã {found.mark}, {found.period.label}. {_returns_line(unit)}" for unit in units)
    lines = [line for unit in units for line in _due_lines(unit)]
    return fitted(head, lines, lambda left: f"… còn {number(left)} kỳ")


def _returns_head(found: Returns) -> str:
    scores = [unit.score for unit in found.units]
    due, reported = sum(score.expected for score in scores), sum(score.reported for score in scores)
    late, partial = sum(score.late for score in scores), sum(score.partial for score in scores)
    return (
        f"Mã {found.mark}, số kỳ báo, {found.period.label}: phải báo {number(due)}, đã báo "
        f"{number(reported)}, trong đó muộn {number(late)}, chưa đủ mục {number(partial)}."
    )


def _returns_line(unit: UnitReturns) -> str:
    """«Tổ dân phố số 5: 25/27 kỳ, muộn 1, chưa đủ mục 1»."""
    score = unit.score
    told = [f"{unit.name}: {score.reported}/{score.expected} kỳ"]
    told += [f"muộn {score.late}"] if score.late else []
    told += [f"chưa đủ mục {score.partial}"] if score.partial else []
    return ", ".join(told)


def _due_lines(unit: UnitReturns) -> list[str]:
    return [
        f"{capitalised(periods.Window(week.first_on, week.last_on).label)}: {_became(week)}"
        for week in unit.weeks
    ]


def _became(week: DueWeek) -> str:
    if not week.reported:
        return "chưa báo"
    told = ["đã báo", *(["muộn"] if week.late else []), *([] if week.full else ["chưa đủ mục"])]
    return ", ".join(told)


def traced_ratio(found: Ratio) -> str:
    """«Mã K01, số tổ dân phố có báo cáo, …: 36/38. Chưa có: …»."""
    head = _ratio_head(found)
    if not found.wanting:
        return f"{head} Không thiếu."
    return fitted(f"{head} Chưa có:", found.wanting, lambda left: f"… còn {number(left)}")


def _ratio_head(found: Ratio) -> str:
    what = "số tổ dân phố có báo cáo" if found.mark == GROUPS_MARK else "số kỳ báo có tổ dân phố báo cáo"
    whole = len(found.there) + len(found.wanting)
    return f"Mã {found.mark}, {what}, {found.period.label}: {number(len(found.there))}/{number(whole)}."
