"""What an officer is told about the ward's week and about who can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.reading.ward_words import Slot, WardCommand, WardVerb
from bot.texts import capitalised, unit_names
from reports.vietnamese import day, listed, number

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_CHANNELS = {"telegram": "Telegram", "zalo": "Zalo", "web": "trang web"}
_WHY = {
    "blocked": "đã chặn bot",
    "gone": "không còn nhận tin",
    "moved": "đã chuyển sang cuộc trò chuyện khác",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """When the ward is asked and reminded."""

    prompt: Slot
    ladder: tuple[Slot, ...]
    quiet: tuple[time, time]
    days_off: tuple[date, ...]
    """Days to come on which the bot does not write: public holidays and the ward's own."""
    working_days: tuple[date, ...]
    question_at: datetime
    """When the next question goes out."""
    reminders_at: tuple[datetime, ...]
    """Its reminders."""
    at_once: bool
    """The time of the next question has passed already: it goes out now."""


def slot(value: Slot) -> str:
    return f"{_WEEKDAYS[value.weekday - 1]} {clock(value.at)}"


def clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def moment(at: datetime) -> str:
    """«thứ Sáu 27/11/2026, 15:00»."""
    return f"{_WEEKDAYS[at.weekday()]} {day(at.date())}, {clock(at.time())}"


def schedule(plan: Plan) -> str:
    """All of it, and how to change it."""
    lines = [
        "Lịch của phường:",
        f"- Hỏi: {slot(plan.prompt)}.",
        f"- Nhắc người còn thiếu: {listed(map(slot, plan.ladder))}; lần cuối kèm danh sách gọi điện cho cán bộ.",
        f"- Giờ nghỉ: {clock(plan.quiet[0])}–{clock(plan.quiet[1])}.",
    ]
    if plan.days_off:
        lines.append(f"- Ngày nghỉ 60 ngày tới: {listed(map(day, plan.days_off))}.")
    if plan.working_days:
        lines.append(f"- Ngày làm việc thêm: {listed(map(day, plan.working_days))}.")
    return "\n\n".join(["\n".join(lines), _coming(plan), how_to_set()])


def how_to_set() -> str:
    return (
        "Muốn đổi thì nhắn như: «đặt giờ hỏi thứ Sáu 15:00»; «đặt giờ nhắc thứ Bảy 9:00, thứ Hai 8:00»; "
        "«đặt giờ nghỉ 21:00 đến 7:00»; «thêm ngày nghỉ 24/12»; «bỏ ngày nghỉ 24/11»; «thêm ngày làm việc 28/11»; "
        "«đặt lại lịch như cũ»."
    )


def not_read() -> str:
    return f"Em chưa rõ nên chưa đổi gì. {how_to_set()}"


def changed(command: WardCommand, plan: Plan) -> str:
    """Confirms a change, and what follows from it."""
    days = listed(map(day, command.days))
    said = {
        WardVerb.SET_PROMPT: f"hỏi vào {slot(plan.prompt)} hằng tuần",
        WardVerb.SET_LADDER: f"nhắc vào {listed(map(slot, plan.ladder))}",
        WardVerb.SET_QUIET: f"không nhắn từ {clock(plan.quiet[0])} đến {clock(plan.quiet[1])}",
        WardVerb.ADD_HOLIDAY: f"nghỉ ngày {days}",
        WardVerb.DROP_HOLIDAY: f"vẫn làm việc ngày {days}",
        WardVerb.ADD_WORKING: f"làm việc ngày {days}",
        WardVerb.DROP_WORKING: f"ngày {days} không còn là ngày làm việc thêm",
        WardVerb.RESET: "lịch mặc định",
    }[command.verb]
    return f"Em đã đặt: {said}.\n\n{_coming(plan)}"


def _coming(plan: Plan) -> str:
    asked = "ngay bây giờ, vì giờ hỏi của tuần này đã qua" if plan.at_once else moment(plan.question_at)
    return f"Lần hỏi tới: {asked}. Nhắc: {listed(map(moment, plan.reminders_at))}."


# ── who can be reached ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Closed:
    """A chat that nothing reaches any more."""

    name: str
    unit: str
    channel: str
    why: str
    since: date
    elsewhere: tuple[str, ...]
    """Channels on which the person is still reached."""


@dataclass(frozen=True, slots=True)
class Meter:
    """How full a Zalo bot is."""

    bot: str
    people: int
    seats: int
    sent: int
    limit: int


def _closed(chat: Closed) -> str:
    channel = _CHANNELS.get(chat.channel, chat.channel)
    still = " và ".join(_CHANNELS.get(name, name) for name in chat.elsewhere)
    rest = f"em vẫn nhắn qua {still}" if still else "không còn kênh nào khác, xin gọi điện giúp em"
    return (
        f"- {chat.name} ({chat.unit}): {channel} {_WHY.get(chat.why, chat.why)} từ {day(chat.since)}; {rest}."
    )


def channels(
    unlinked: Sequence[str], closed: Sequence[Closed], undelivered: Sequence[str], meters: Sequence[Meter]
) -> str:
    """Who cannot be reached and why, on request. `unlinked`: units of those who have never been heard from."""
    parts = []
    if unlinked:
        parts.append(
            f"Chưa nối kênh nào ({number(len(unlinked))}): {unit_names(unlinked)}. "
            "Quản trị lấy mã bằng «gomso link MÃ_ĐƠN_VỊ»."
        )
    if closed:
        parts.append("\n".join(["Kênh không còn nhận tin:", *map(_closed, closed)]))
    if undelivered:
        parts.append(
            f"Có tin chưa tới nơi trong 7 ngày qua ({number(len(undelivered))}): {', '.join(undelivered)}."
        )
    if not parts:
        parts.append("Mọi người đều đã nối kênh và nhận được tin.")
    parts += [
        f"Bot Zalo «{meter.bot}»: {number(meter.people)}/{number(meter.seats)} người, "
        f"{number(meter.sent)}/{number(meter.limit)} tin tháng này."
        for meter in meters
    ]
    return "\n\n".join(parts)


def unreached(closed: Sequence[Closed], undelivered: Sequence[str]) -> str:
    """Told to the officers of the bot's own accord, soon after it has happened."""
    parts = []
    if undelivered:
        parts.append(
            f"Tin của em không tới được {', '.join(undelivered)}. Xin gọi điện, hoặc cho mã để nối lại kênh."
        )
    if closed:
        parts.append("\n".join(["Kênh không còn nhận tin:", *map(_closed, closed)]))
    return capitalised("\n\n".join([*parts, "Nhắn «kênh liên lạc» để xem tất cả."]))
