"""What the bot says about submitting, approving and issuing a report. Same manners as `bot.texts`."""

from collections.abc import Sequence
from datetime import datetime

from bot.texts import capitalised
from reports.vietnamese import day, number
from storage.records import Choice

_REASONS_SHOWN = 4


def approve(submittal: int) -> Choice:
    return Choice("Duyệt", f"duyệt bản trình {submittal}")


def send_back(submittal: int) -> Choice:
    return Choice("Trả lại", f"trả lại bản trình {submittal}")


def _at(moment: datetime) -> str:
    return f"{moment:%H:%M} ngày {day(moment.date())}"


def submitting(label: str) -> str:
    return f"Em đang lập bản trình báo cáo {label}, xin chờ ít giây."


def submitted(label: str, submittal: int, leaders: int) -> str:
    if not leaders:
        return (
            f"Bản trình số {submittal} báo cáo {label} đây ạ. Phường chưa có lãnh đạo nào dùng Gom Số để duyệt; "
            "ký xong, nhắn «phát hành» để em chốt bản này."
        )
    return f"Em đã trình báo cáo {label} (bản trình số {submittal}) tới {number(leaders)} lãnh đạo phường. Bản trình kèm đây."


def please_decide(you: str, label: str, submittal: int, verdict: str) -> str:
    return (
        f"Em gửi {you} bản trình số {submittal} báo cáo {label}. {verdict}\n\n"
        f"{capitalised(you)} xem rồi nhắn «duyệt», hoặc «trả lại: …» kèm chỗ cần sửa ạ."
    )


def nothing_submitted(label: str) -> str:
    return f"Chưa có bản trình nào của báo cáo {label}. Cán bộ nhắn «trình báo cáo {label}» trước ạ."


def nothing_to_decide(you: str) -> str:
    return f"Em chưa có bản trình nào chờ {you} duyệt."


def only_leaders_decide() -> str:
    return "Chỉ lãnh đạo phường duyệt hoặc trả lại được báo cáo."


def newer_submitted(submittal: int, newest: int) -> str:
    return f"Bản trình số {submittal} đã có bản mới hơn là số {newest}; xin xem bản mới rồi duyệt."


def already_decided(submittal: int, approved: bool) -> str:
    return f"Bản trình số {submittal} đã được {'duyệt' if approved else 'trả lại'} trước đó."


def what_is_to_be_mended(submittal: int) -> str:
    return f"Xin cho biết chỗ cần sửa: nhắn «trả lại bản trình {submittal}: …» kèm lý do."


def approved(label: str, submittal: int) -> str:
    return f"Em đã ghi: duyệt bản trình số {submittal} báo cáo {label}. Em báo cán bộ ngay ạ."


def was_approved(label: str, submittal: int) -> str:
    return f"Lãnh đạo đã duyệt bản trình số {submittal} báo cáo {label}. Ký xong, nhắn «phát hành» để em chốt bản này."


def sent_back(label: str, submittal: int) -> str:
    return f"Em đã trả lại bản trình số {submittal} báo cáo {label} cho cán bộ, kèm lời dặn."


def was_sent_back(label: str, submittal: int, words: str) -> str:
    return f"Lãnh đạo trả lại bản trình số {submittal} báo cáo {label}: «{words}». Sửa xong, nhắn «trình» để trình lại."


def not_approved_yet(label: str, submittal: int) -> str:
    return f"Bản trình số {submittal} báo cáo {label} chưa được lãnh đạo duyệt nên em chưa phát hành được."


def was_not_approved(label: str, submittal: int) -> str:
    return f"Bản trình số {submittal} báo cáo {label} đã bị trả lại. Sửa rồi nhắn «trình» để trình bản mới."


def issuing(label: str) -> str:
    return f"Em đang chốt bản phát hành báo cáo {label}, xin chờ ít giây."


def issued(label: str, edition: int, sha256: str) -> str:
    return (
        f"Đã phát hành báo cáo {label}, bản số {edition} (mã tệp {sha256[:12]}). Bản này được giữ nguyên; "
        "nếu sau này có số sửa, nhắn «đính chính» để em lập phiếu."
    )


def already_issued(label: str, edition: int) -> str:
    return f"Bản trình này đã được phát hành: bản số {edition} báo cáo {label}. Có thay đổi thì nhắn «trình» bản mới."


def no_editions(label: str) -> str:
    return f"Chưa có bản phát hành nào của báo cáo {label}." if label else "Chưa phát hành báo cáo nào."


def editions(lines: Sequence[tuple[str, int, datetime, str]]) -> str:
    """(label of the period, number, when, hash of the file) of each, the newest first."""
    told = [
        f"- Báo cáo {label}, bản số {count}: phát hành {_at(at)}, mã tệp {sha256[:12]}"
        for label, count, at, sha256 in lines
    ]
    return "\n".join(["Các bản đã phát hành:", *told, "Nhắn «bản phát hành 1» kèm kỳ để nhận tệp."])


def the_edition(label: str, edition: int) -> str:
    return f"Báo cáo {label}, bản phát hành số {edition}, đúng như đã chốt."


def slip_promised(label: str) -> str:
    return f"Em đang đối chiếu bản phát hành báo cáo {label} với số liệu hiện nay, xin chờ ít giây."


def slip_ready(label: str, edition: int, changed: int) -> str:
    return (
        f"Phiếu đính chính báo cáo {label} (bản phát hành số {edition}): {number(changed)} chỉ tiêu có thay đổi; "
        "số cũ, số mới và lý do nằm trong phụ lục."
    )


def nothing_to_correct(label: str, edition: int) -> str:
    return f"Số liệu vẫn đúng như bản phát hành số {edition} báo cáo {label}; không có gì phải đính chính."


def why(week: str, at: datetime, again: bool, reason: str) -> str:
    """«báo lại tuần 23 (1/6–7/6/2026) ngày 03/7/2026 (nhập hộ theo tin 12)»."""
    said = f"{'báo lại' if again else 'báo bổ sung'} {week} ngày {day(at.date())}"
    return f"{said} ({reason})" if reason else said


def reasons(told: Sequence[str]) -> str:
    shown = "; ".join(told[:_REASONS_SHOWN])
    rest = len(told) - _REASONS_SHOWN
    return capitalised(f"{shown}; và {rest} lần khác" if rest > 0 else shown)
