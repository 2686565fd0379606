"""What an officer is told about the ward's week and about who can be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.duty import Duty
from bot.reading.ward_words import Slot, WardCommand, WardVerb
from bot.texts import about, capitalised, figures, labels, unit_names
from reports.vietnamese import day, listed, number
from storage.records import Tally

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


# ── one unit's return ────────────────────────────────────────────────────────────────────────────


def unit_not_clear(said: str, names: Sequence[str]) -> str:
    """`names`: the units that the words may mean; one alone has been asked for nothing yet."""
    if len(names) == 1:
        return f"{names[0]}: em không có kỳ nào đã hỏi như vậy. Xin nhắn như «nhập hộ tổ 5 tuần 47: 3 buổi, 120 người dự»."
    if names:
        return f"«{said}» có thể là {listed(names)}. Xin nhắn rõ tên đơn vị."
    return f"Em không thấy đơn vị nào là «{said}». Xin nhắn như «nhập hộ tổ 5: 3 buổi, 120 người dự»."


def window_is_locked(duty: Duty) -> str:
    return f"{about(duty)} đã khóa sổ. Muốn sửa, xin nhắn «mở khóa tuần {duty.week}» trước."


def by_phone() -> str:
    return "nhập hộ theo lời báo của đơn vị"


def entered(after: Duty) -> str:
    missing = f" Còn thiếu: {labels(after.missing)}." if after.missing else " Đã đủ số."
    return f"Số được đánh dấu nhập hộ, người báo được biết.{missing}"


def entered_for(honorific: str, duty: Duty, new: Mapping[str, Tally]) -> str:
    """Tells the reporter what an officer has entered after a call, and how to mend it."""
    return (
        f"Cán bộ phường đã ghi hộ {honorific} {about(duty)}: {figures(duty.form, new)}. "
        f"Nếu chưa đúng, {honorific} nhắn số đúng cho em."
    )


def nobody_reports(duty: Duty) -> str:
    return f"{duty.unit.name} hiện chưa có người báo số nên em chưa chuyển được lời."


def is_sent_back(duty: Duty, names: Sequence[str]) -> str:
    return f"Em đã chuyển lời tới {', '.join(names)} để xem lại {about(duty)}. Khi có số mới, em ghi thành lần báo mới, số cũ vẫn còn."


def sent_back(honorific: str, duty: Duty, why: str) -> str:
    """The officer's own words, what is recorded, and the one step that mends it."""
    recorded = f"Em đang ghi: {figures(duty.form, duty.tallies)}." if duty.tallies else "Em chưa có số nào."
    return (
        f"Cán bộ phường nhờ {honorific} xem lại {about(duty)}: «{why}».\n\n{recorded} "
        f"{capitalised(honorific)} nhắn số đúng vào đây là được, ví dụ: «sửa loa 12 thành 21»."
    )


def week_locked(weeks: Sequence[str]) -> str:
    return f"Em đã khóa sổ {listed(weeks)}. Từ nay đơn vị muốn sửa thì tin vào «tin chờ» để cán bộ quyết."


def week_unlocked(weeks: Sequence[str]) -> str:
    return f"Em đã mở khóa {listed(weeks)}: đơn vị và cán bộ lại sửa được."


def week_unknown() -> str:
    return "Em không thấy kỳ đã hỏi nào của tuần đó. Xin nhắn như «khóa tuần 47», «mở khóa tuần 47»."
