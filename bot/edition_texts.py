"""What the bot says about submitting, approving and issuing a report. Same manners as `bot.texts`."""

from collections.abc import Sequence
from datetime import datetime

from bot.report_texts import named
from bot.texts import capitalised
from reports.vietnamese import day, number
from storage.periods import Period
from storage.records import Choice

_REASONS_SHOWN = 4
_EDITIONS_SHOWN = 12
_BUTTONS = 3


# Submitting.


def submit_again(period: Period) -> Choice:
    return Choice("Trình lại", f"trình báo cáo {named(period)}")


def submitting(period: Period) -> str:
    return f"Em đang lập bản trình báo cáo {period.label}, xin chờ ít giây."


def submitted(period: Period, submittal: int, leaders: int, unreached: int, *, again: bool) -> str:
    """To the officer, with the file; `unreached` of the leaders have no channel yet."""
    about = f"báo cáo {period.label} (bản trình số {submittal})"
    if not leaders:
        return (
            f"Bản trình số {submittal} báo cáo {period.label} đây ạ. Phường chưa có lãnh đạo nào dùng Gom Số để duyệt; "
            f"ký xong, nhắn «phát hành báo cáo {named(period)}» để em chốt bản này."
        )
    whom = f"{number(leaders)} lãnh đạo phường"
    if unreached:
        whom += f", trong đó {number(unreached)} người chưa nối kênh nào nên chưa nhận được (quản trị chạy «gomso link» để cấp đường dẫn)"
    if again:
        return f"Số liệu và nội dung không có gì mới; em đã gửi lại {about} tới {whom}."
    return f"Em đã trình {about} tới {whom}. Bản trình kèm đây."


def still_waiting(period: Period, submittal: int) -> str:
    return (
        f"Số liệu và nội dung báo cáo {period.label} không có gì mới; bản trình số {submittal} lãnh đạo vừa nhận được, "
        "đang chờ duyệt, nên em chưa gửi lại."
    )


def only_officers_submit() -> str:
    return "Trình và phát hành báo cáo là việc của cán bộ phụ trách; lãnh đạo nhắn «duyệt» hoặc «trả lại: …»."


# Deciding.


def approve(submittal: int) -> Choice:
    return Choice("Duyệt", f"duyệt bản trình {submittal}")


def send_back(submittal: int) -> Choice:
    return Choice("Trả lại", f"trả lại bản trình {submittal}")


def please_decide(you: str, period: Period, submittal: int, groups: tuple[int, int], verdict: str) -> str:
    """To a leader, with the file; `groups` is how many of how many reported."""
    reported, of = map(number, groups)
    return (
        f"Em gửi {you} bản trình số {submittal} báo cáo {period.label}, tổng hợp từ {reported}/{of} tổ dân phố. {verdict}\n\n"
        f"{capitalised(you)} xem rồi nhắn «duyệt», hoặc «trả lại: …» kèm chỗ cần sửa ạ."
    )


def nothing_to_decide(you: str) -> str:
    return f"Em chưa có bản trình nào chờ {you} duyệt."


def no_such_submittal(submittal: int) -> str:
    return f"Em không thấy bản trình số {submittal}. Xin xem lại số trong tin em gửi kèm báo cáo."


def which_submittal(waiting: Sequence[tuple[int, Period]]) -> str:
    told = "; ".join(f"số {submittal} (báo cáo {period.label})" for submittal, period in waiting)
    return f"Đang có {len(waiting)} bản trình chờ duyệt: {told}. Xin nhắn rõ số, ví dụ «duyệt bản trình {waiting[0][0]}»."


def only_leaders_decide() -> str:
    return "Chỉ lãnh đạo phường duyệt hoặc trả lại được báo cáo."


def newer_submitted(submittal: int, newest: int) -> str:
    return f"Bản trình số {submittal} đã có bản mới hơn là số {newest}; xin xem bản mới rồi duyệt."


def already_decided(submittal: int, approved: bool) -> str:
    return f"Bản trình số {submittal} đã được {'duyệt' if approved else 'trả lại'} trước đó."


def what_is_to_be_mended(submittal: int) -> str:
    """0: he named none."""
    if not submittal:
        return "Xin cho biết cần sửa chỗ nào: nhắn «trả lại: …» kèm lý do, hoặc «thôi» để giữ nguyên."
    return f"Xin cho biết bản trình số {submittal} cần sửa chỗ nào: nhắn «trả lại bản trình {submittal}: …» kèm lý do, hoặc «thôi» để giữ nguyên."


def not_sent_back(submittal: int) -> str:
    which = f"bản trình số {submittal}" if submittal else "bản trình"
    return f"Vâng, em giữ nguyên {which}, chưa trả lại."


def approved(period: Period, submittal: int) -> str:
    return f"Em đã ghi: duyệt bản trình số {submittal} báo cáo {period.label}. Em báo cán bộ ngay ạ."


def was_approved(period: Period, submittal: int) -> str:
    return (
        f"Lãnh đạo đã duyệt bản trình số {submittal} báo cáo {period.label}. "
        f"Ký xong, nhắn «phát hành báo cáo {named(period)}» để em chốt bản này."
    )


def sent_back(period: Period, submittal: int, words: str) -> str:
    return (
        f"Em đã trả lại bản trình số {submittal} báo cáo {period.label} cho cán bộ, kèm lời dặn: «{words}»."
    )


def was_sent_back(period: Period, submittal: int, words: str) -> str:
    return (
        f"Lãnh đạo trả lại bản trình số {submittal} báo cáo {period.label}: «{words}». "
        f"Sửa xong, nhắn «trình báo cáo {named(period)}» để trình lại."
    )


# Issuing.


def issue(period: Period) -> Choice:
    return Choice("Phát hành", f"phát hành báo cáo {named(period)}")


def nothing_submitted(period: Period | None) -> str:
    if period is None:
        return "Chưa có bản trình nào để phát hành. Xin nhắn «trình báo cáo» kèm kỳ trước, ví dụ «trình báo cáo 6 tháng đầu năm 2026»."
    return (
        f"Chưa có bản trình nào của báo cáo {period.label}. Xin nhắn «trình báo cáo {named(period)}» trước."
    )


def which_to_issue(waiting: Sequence[Period]) -> str:
    told = "; ".join(period.label for period in waiting)
    return f"Có {len(waiting)} báo cáo phát hành được: {told}. Xin nhắn rõ kỳ, ví dụ «phát hành báo cáo {named(waiting[0])}»."


def not_approved_yet(period: Period, submittal: int) -> str:
    return f"Bản trình số {submittal} báo cáo {period.label} chưa được lãnh đạo duyệt nên em chưa phát hành được."


def was_not_approved(period: Period, submittal: int) -> str:
    return f"Bản trình số {submittal} báo cáo {period.label} đã bị trả lại. Sửa rồi nhắn «trình báo cáo {named(period)}» để trình bản mới."


def issuing(period: Period) -> str:
    return f"Em đang chốt bản phát hành báo cáo {period.label}, xin chờ ít giây."


def issued(period: Period, edition: int, sha256: str) -> str:
    return (
        f"Đã phát hành báo cáo {period.label}, bản số {edition} (mã tệp {sha256[:12]}). Bản này được giữ nguyên; "
        f"nếu sau này có số sửa, nhắn «đính chính báo cáo {named(period)}» để em lập phiếu."
    )


def already_issued(period: Period, submittal: int, edition: int) -> str:
    return (
        f"Bản trình số {submittal} báo cáo {period.label} đã được phát hành: bản số {edition}. "
        f"Có thay đổi thì nhắn «trình báo cáo {named(period)}» để trình bản mới."
    )


def file_is_gone() -> str:
    return "Tệp của bản này không còn nguyên trên máy chủ nên em không gửi. Quản trị lấy lại tệp từ bản sao lưu giúp em."


# Editions.


def the_edition_again(period: Period, edition: int) -> Choice:
    return Choice(f"Bản số {edition}, {period.label}", f"bản phát hành số {edition} {named(period)}")


def no_editions(period: Period | None) -> str:
    about = (
        f"Chưa có bản phát hành nào của báo cáo {period.label}" if period else "Chưa phát hành báo cáo nào"
    )
    return f"{about}. Báo cáo được duyệt rồi thì nhắn «phát hành»."


def no_such_edition(edition: int) -> str:
    return f"Em không thấy bản phát hành số {edition}."


def editions(issued: Sequence[tuple[Period, int, datetime, str]]) -> str:
    """(period, number, when, hash of the file) of each, the newest first."""
    told = [
        f"- Báo cáo {period.label}, bản số {edition}: phát hành {at:%H:%M} ngày {day(at.date())}, mã tệp {sha256[:12]}"
        for period, edition, at, sha256 in issued[:_EDITIONS_SHOWN]
    ]
    if len(issued) > _EDITIONS_SHOWN:
        told.append(
            f"… còn {number(len(issued) - _EDITIONS_SHOWN)} bản cũ hơn; nhắn «bản phát hành» kèm kỳ để xem."
        )
    newest, edition, _, _ = issued[0]
    how = f"Nhắn «bản phát hành số {edition} {named(newest)}» để nhận tệp."
    return "\n".join(["Các bản đã phát hành:", *told, how])


def edition_choices(issued: Sequence[tuple[Period, int, datetime, str]]) -> tuple[Choice, ...]:
    return tuple(the_edition_again(period, edition) for period, edition, _, _ in issued[:_BUTTONS])


def fetching(period: Period, edition: int) -> str:
    return f"Em gửi bản phát hành số {edition} báo cáo {period.label} ngay ạ."


def the_edition(period: Period, edition: int) -> str:
    return f"Báo cáo {period.label}, bản phát hành số {edition}, đúng như đã chốt."


# The correction slip.


def slip_promised(period: Period, edition: int) -> str:
    return f"Em đang đối chiếu bản phát hành số {edition} báo cáo {period.label} với số liệu hiện nay, xin chờ ít giây."


def slip_ready(period: Period, edition: int, changed: int) -> str:
    """By NĐ 30/2020, Điều 18, khoản 3 wrong content is replaced by a letter of the same kind."""
    return (
        f"Phiếu đính chính báo cáo {period.label} (bản phát hành số {edition}): {number(changed)} chỉ tiêu có thay đổi; "
        "số cũ, số mới và lý do nằm trong phụ lục. Muốn thay cả báo cáo đã gửi (Nghị định 30/2020, Điều 18), "
        f"nhắn «trình báo cáo {named(period)}» để trình và phát hành bản mới."
    )


def nothing_to_correct(period: Period, edition: int) -> str:
    return f"Số liệu vẫn đúng như bản phát hành số {edition} báo cáo {period.label}; không có gì phải đính chính."


def why(week: str, at: datetime, again: bool, reason: str) -> str:
    """«báo lại tuần 23 (01/6-07/6/2026) ngày 03/7/2026 (nhập hộ từ tin chờ 12)»."""
    said = f"{'báo lại' if again else 'báo bổ sung'} {week} ngày {day(at.date())}"
    return f"{said} ({reason})" if reason else said


def reasons(told: Sequence[str]) -> str:
    shown = "; ".join(told[:_REASONS_SHOWN])
    rest = len(told) - _REASONS_SHOWN
    return capitalised(f"{shown}; và {number(rest)} lần khác" if rest > 0 else shown)


# Command line.


def edition_line(period: Period, edition: int, at: datetime, sha256: str) -> str:
    return f"{period.key}  {edition}  {at:%Y-%m-%d %H:%M}  {sha256}  {period.label}"
