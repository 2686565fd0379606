"""What the bot says of its own accord beside the week's question: reminders, call list, cards, digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import capitalised, days, unit_names
from reports.vietnamese import day, number
from storage.records import Window


@dataclass(frozen=True, slots=True)
class Owed:
    """What a unit still owes for a window."""

    unit: str
    week: str
    """As `bot.texts.week` writes it."""
    missing: tuple[str, ...]
    """Labels of the figures that are missing; () = all of them."""
    example: str


@dataclass(frozen=True, slots=True)
class Score:
    """How a unit is doing: weeks reported, those in time, weeks asked."""

    reported: int
    in_time: int
    asked: int


def _owed(owed: Owed) -> str:
    return f"còn thiếu: {'; '.join(owed.missing)}" if owed.missing else "chưa có số"


def reminder(honorific: str, owed: Sequence[Owed]) -> str:
    """One message for all that a person owes."""
    if len(owed) == 1:
        what = f"{owed[0].unit}, {owed[0].week} {_owed(owed[0])}."
    else:
        lines = [f"- {item.unit}, {item.week}: {_owed(item)}" for item in owed]
        what = "\n".join(["", *lines])
    how = f"{capitalised(honorific)} nhắn một tin là được, ví dụ: «{owed[0].example}»"
    return f"Em nhắc {honorific}: {what}\n\n{how}, hoặc «không có gì»."


def call_list(week: str, rows: Sequence[tuple[Owed, str]]) -> str:
    """Whom the officers should call: each unit with what it owes and its reporters."""
    lines = [f"- {owed.unit}: {_owed(owed)}" + (f" ({names})" if names else "") for owed, names in rows]
    head = f"{capitalised(week)}: em đã nhắc đủ lượt, còn {number(len(rows))} đơn vị chưa xong, xin gọi điện giúp em. Nghe được số thì nhắn «nhập hộ tổ 5: 3 buổi, 120 người dự»."
    return "\n".join([head, *lines])


def not_reached(names: Sequence[str]) -> str:
    return f"Chưa nhận được tin của em ({number(len(names))}): {', '.join(names)}."


def rounds_skipped(windows: Sequence[Window]) -> str:
    weeks = "; ".join(days(window.first_on, window.last_on) for window in windows)
    return (
        f"Máy chủ ngừng nên em không hỏi các đơn vị kỳ {weeks}, nay đã quá lâu nên em bỏ qua. "
        "Đơn vị vẫn báo được, chỉ cần nhắn kèm ngày của tuần đó."
    )


def _score(honorific: str, month: Score, half: Score) -> str:
    return (
        f"{honorific} đã báo {month.reported}/{month.asked} tuần trong tháng, {month.in_time} đúng hạn; "
        f"từ đầu kỳ {half.reported}/{half.asked} tuần, {half.in_time} đúng hạn"
    )


@dataclass(frozen=True, slots=True)
class Card:
    """How a unit is doing, and what it still owes for the month."""

    unit: str
    in_month: Score
    in_half: Score
    owed: tuple[Owed, ...] = ()


def monthly_card(honorific: str, month: str, cards: Sequence[Card]) -> str:
    """Each reporter's on the 1st: how his units are doing, and a reminder of what they still owe."""
    if len(cards) == 1:
        first = f"Em gửi {honorific} kết quả {month} của {cards[0].unit}: {_score(honorific, cards[0].in_month, cards[0].in_half)}."
    else:
        lines = [f"- {card.unit}: {_score(honorific, card.in_month, card.in_half)}." for card in cards]
        first = "\n".join([f"Em gửi {honorific} kết quả {month}:", *lines])
    owed = [item for card in cards for item in card.owed]
    if not owed:
        return f"{first} Em cảm ơn {honorific}."
    whose = len(cards) > 1
    lines = [f"- {item.unit + ', ' if whose else ''}{item.week}: {_owed(item)}" for item in owed]
    how = f"{capitalised(honorific)} nhắn kèm tên tuần là em ghi bổ sung, ví dụ: «{_week_name(owed[0].week)}: {owed[0].example}»."
    return "\n\n".join([first, "\n".join(["Tháng ấy còn nợ:", *lines]), how])


def _week_name(week: str) -> str:
    """«tuần 47» of «tuần 47 (16/11–22/11/2026)»."""
    return week.partition(" (")[0]


def short_week(window: Window, week_number: int) -> str:
    """«Tuần 47 (16/11–22/11)»: room is scarce in a chart."""
    first, last = (f"{on.day}/{on.month}" for on in (window.first_on, window.last_on))
    return f"Tuần {week_number} ({first}–{last})" if first != last else f"Tuần {week_number} ({first})"


def chart_title(month: str) -> str:
    return f"Tình hình báo số {month}"


def monthly_summary(
    month: str, score: Score, gaps: Sequence[tuple[str, int]], totals: Sequence[str], half_totals: str
) -> str:
    """For the officers: returns of the month, who has gaps, totals of the groups' form."""
    parts = [
        f"Tổng kết {month}: đã nhận {number(score.reported)}/{number(score.asked)} phiếu tuần, "
        f"{number(score.in_time)} đúng hạn.",
        _gaps(gaps),
    ]
    if totals:
        parts.append("\n".join(["Số của các tổ dân phố:", *(f"- {line}" for line in totals)]))
    return "\n\n".join([*parts, f"Muốn xem từ đầu kỳ, nhắn «{half_totals}»."])


def _gaps(gaps: Sequence[tuple[str, int]]) -> str:
    """«Còn trống: 1 tuần: Tổ dân phố số 1–3; 2 tuần: Trạm Y tế.»"""
    if not gaps:
        return "Không đơn vị nào còn tuần trống."
    by_weeks: dict[int, list[str]] = {}
    for name, weeks in gaps:
        by_weeks.setdefault(weeks, []).append(name)
    lines = [f"- {number(weeks)} tuần: {unit_names(by_weeks[weeks])}" for weeks in sorted(by_weeks)]
    return "\n".join([f"Còn tuần trống ({number(len(gaps))} đơn vị):", *lines])


def countdown(period: str, last_on: date, weeks_left: int, gaps: Sequence[tuple[str, int]]) -> str:
    """Weekly, in the last month of a half-year, for the officers."""
    return f"Còn {number(weeks_left)} tuần nữa là hết {period} (đến {day(last_on)}).\n\n{_gaps(gaps)}"


@dataclass(frozen=True, slots=True)
class WeekDone:
    """How complete a week is."""

    week: str
    expected: int
    full: int
    partial: tuple[str, ...]
    none: tuple[str, ...]


def digest(weeks: Sequence[WeekDone], totals: Sequence[str], doubtful: Sequence[str]) -> str:
    """The leader's Monday: last week on one screen."""
    parts = []
    for done in weeks:
        lines = [f"{capitalised(done.week)}: đủ số {number(done.full)}/{number(done.expected)} đơn vị."]
        if done.none:
            lines.append(f"Chưa nộp ({number(len(done.none))}): {unit_names(done.none)}.")
        if done.partial:
            lines.append(f"Còn thiếu số ({number(len(done.partial))}): {unit_names(done.partial)}.")
        parts.append("\n".join(lines))
    if totals:
        parts.append("\n".join(["Số của các tổ dân phố:", *(f"- {line}" for line in totals)]))
    if doubtful:
        parts.append(f"Số cần xem lại ({number(len(doubtful))}): {unit_names(doubtful)}.")
    return "\n\n".join(parts)


def digest_again(came: int, text: str) -> str:
    """The digest once more, with what has come in since."""
    return f"Cập nhật: thêm {number(came)} đơn vị vừa báo hoặc sửa số.\n\n{text}"


def totals_command(first_half: bool, year: int) -> str:
    return f"tổng hợp 6 tháng {'đầu' if first_half else 'cuối'} năm {year}"
