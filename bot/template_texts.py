"""What the bot says about a ward's own template for the report. Same manners as `bot.texts`."""

from collections.abc import Sequence
from datetime import datetime

from bot.texts import capitalised
from reports.examination import Examination, Fault, Flaw
from reports.fields import GROUPS as FIELD_GROUPS
from reports.vietnamese import day, number

_FAULTS = {
    Fault.EMPTY: "tệp trống, chưa có gì bên trong; gửi lại tệp giúp em",
    Fault.TOO_LARGE: "tệp lớn quá 20 MB; bớt ảnh trong tệp rồi gửi lại",
    Fault.PDF: "đây là tệp PDF; em cần tệp Word (.docx) có các trường để điền",
    Fault.LOCKED: "tệp có mật khẩu nên em không mở được; bỏ mật khẩu rồi gửi lại",
    Fault.OLD_WORD: "tệp Word đời cũ (.doc); mở bằng Word, chọn Lưu thành (Save As), loại Word Document (.docx) rồi gửi lại",
    Fault.NOT_WORD: "đây không phải tệp Word (.docx); mở bằng Word, chọn Lưu thành (Save As), loại Word Document (.docx) rồi gửi lại",
    Fault.DAMAGED: "tệp bị hỏng; mở bằng Word, lưu lại rồi gửi",
    Fault.BOMB: "bên trong tệp lớn quá mức một văn bản nên em không mở",
    Fault.MACROS: "tệp có macro; lưu lại loại Word Document (.docx), không có macro, rồi gửi",
    Fault.EMBEDDED: "tệp có đối tượng nhúng (Excel, tệp đính kèm, nút bấm, biểu đồ); bỏ đi, hoặc thay bằng bảng hay ảnh",
    Fault.OUTSIDE: "tệp có phần lấy từ nơi khác (ảnh liên kết, mẫu gắn kèm); chép nội dung sang một tệp Word mới, chèn ảnh trực tiếp rồi lưu",
    Fault.FIELD: "tệp có trường tự động của Word; em chỉ nhận số trang. Bấm Ctrl+A rồi Ctrl+Shift+F9 để đổi các trường ấy thành chữ",
    Fault.ENTITIES: "tệp có phần khai báo mà Word không bao giờ ghi, nên em không mở",
    Fault.UNFINISHED: "tệp còn ghi chú bên lề hoặc sửa đổi chưa duyệt; vào thẻ Review, chấp nhận hết sửa đổi, xóa ghi chú rồi lưu",
    Fault.TAG: "có trường viết chưa đúng, thiếu hay thừa dấu ngoặc, hoặc thiếu thẻ đóng",
    Fault.FORBIDDEN: "có trường làm nhiều hơn việc in ra, chọn và lặp lại, nên em không điền",
    Fault.LIST: "có trường là một danh sách mà in thẳng ra; danh sách phải đặt giữa {%p for … %} và {%p endfor %}",
    Fault.PART: "có phần của danh sách mà em không biết",
    Fault.NO_TAGS: "tệp chưa có trường nào; chỗ cần điền viết tên trường trong hai dấu ngoặc, ví dụ {{ signer }}",
    Fault.CELL: "có ô của bảng sẽ trống hẳn khi bỏ một đoạn; thêm một dòng trống vào ô ấy, ngoài các thẻ",
    Fault.ENDLESS: "mẫu điền mãi không xong, hoặc ra tệp quá lớn; xem lại các đoạn lặp lồng nhau",
    Fault.INTERRUPTED: "em đang kiểm tra thì bị ngắt; gửi lại tệp giúp em",
    Fault.BROKEN: "em điền thử không được; mở bằng Word, lưu lại rồi gửi, hoặc làm lại từ mẫu có sẵn",
}
_SHOWN = 6
"""So many of a kind are told; more are counted."""


def other_file(you: str, officer: bool) -> str:
    taken = "ảnh và tệp mẫu báo cáo Word (.docx, không quá 20 MB)" if officer else "ảnh"
    return f"Tệp vừa gửi em chưa nhận được: em chỉ nhận {taken}. {capitalised(you)} gửi lại, hoặc nhắn bằng chữ giúp em."


def if_it_was_a_template() -> str:
    """To an officer whose channel hides what was sent."""
    return "Nếu là tệp mẫu báo cáo thì nhắn «mẫu báo cáo» để em chỉ cách gửi."


def no_document_wanted(you: str) -> str:
    return (
        f"Em không đọc được tệp Word. Số liệu thì {you} nhắn bằng chữ giúp em, hoặc gửi ảnh ạ; "
        "mẫu báo cáo chỉ cán bộ phường gửi được."
    )


def template_received(you: str) -> str:
    return f"Em đã nhận tệp Word của {you}, đang kiểm tra và điền thử; ít giây nữa em gửi kết quả."


def no_template_sent(you: str) -> str:
    return f"Em chưa thấy tệp mẫu nào {you} gửi. {capitalised(you)} gửi tệp Word (.docx) trước, rồi nhắn «dùng mẫu» ạ."


def template_being_taken(you: str) -> str:
    return f"Em đang kiểm tra lại mẫu {you} gửi gần nhất rồi đưa vào dùng, xin chờ ít giây."


def template_refused(you: str, found: Examination) -> str:
    """What is to be mended, a line each."""
    flaws = [_flaw(flaw) for flaw in found.flaws]
    lines = [f"- {line}." for line in (*_few(flaws), *_few(_unknown(found)))]
    return "\n".join(
        [
            "Em chưa dùng được mẫu này:",
            *lines,
            f"Mẫu đang dùng vẫn giữ nguyên. {capitalised(you)} sửa rồi gửi lại tệp giúp em.",
        ]
    )


def template_examined(you: str, found: Examination, label: str) -> str:
    return "\n".join(
        [
            *_about(found, label),
            f"{capitalised(you)} xem tệp kèm đây; nếu được thì nhắn «dùng mẫu» để em dùng cho các báo cáo sau.",
        ]
    )


def template_taken(you: str, found: Examination, label: str) -> str:
    return "\n".join(
        [
            "Em đã đưa mẫu vào dùng cho các báo cáo từ nay.",
            *_about(found, label),
            f"Muốn về mẫu có sẵn, {you} nhắn «bỏ mẫu».",
        ]
    )


def template_name(sent_at: datetime) -> str:
    return f"mẫu gửi lúc {sent_at:%H:%M} ngày {day(sent_at.date())}"


def own_template_in_use(name: str, since: datetime, title: str) -> str:
    by = f", do {title} đưa vào" if title else ""
    return (
        f"Báo cáo đang dùng mẫu riêng của phường: {name}; dùng từ {since:%H:%M} ngày {day(since.date())}{by}."
    )


def shipped_template_in_use() -> str:
    return "Báo cáo đang dùng mẫu có sẵn."


def how_to_send_template(you: str, *, own: bool, link: str) -> str:
    where = (
        f"mở trang {link} (đường dẫn riêng, dùng một lần) rồi gửi tệp ở đó, vì Zalo không chuyển được tệp"
        if link
        else "gửi tệp Word (.docx) có các trường như {{ signer }} vào đây"
    )
    back = " Muốn về mẫu có sẵn, nhắn «bỏ mẫu»." if own else ""
    return f"Muốn dùng mẫu khác, {you} {where}; em kiểm tra, điền thử cho xem, rồi nhắn «dùng mẫu».{back}"


def template_dropped() -> str:
    return "Em đã bỏ mẫu riêng; từ nay báo cáo dùng mẫu có sẵn."


def template_fell_back() -> str:
    return (
        "Lưu ý: mẫu riêng của phường không điền được với số liệu hiện nay, nên em dùng mẫu có sẵn. "
        "Gửi lại tệp mẫu để em chỉ chỗ cần sửa, hoặc nhắn «bỏ mẫu»."
    )


def template_lines(found: Examination) -> list[str]:
    """All that was found out about a template, for the command line."""
    told = [_flaw(flaw) for flaw in found.flaws] + _unknown(found)
    return [capitalised(line) for line in told] or _about(found, "")


def _flaw(flaw: Flaw) -> str:
    return f"{_FAULTS[flaw.fault]}" + (f" (chỗ «{flaw.where}»)" if flaw.where else "")


def _unknown(found: Examination) -> list[str]:
    return [
        f"em không biết trường «{name}»" + (f"; có phải là «{nearest}»?" if nearest else "")
        for name, nearest in found.unknown.items()
    ]


def _about(found: Examination, label: str) -> list[str]:
    """What was found, what is wanting, what the preview shows."""
    lines = [f"Mẫu điền được: {number(len(found.names))} trường, em biết cả."]
    if found.missing:
        lines.append(f"Mẫu chưa in: {'; '.join(_left_out(found))}. Nếu cố ý bỏ thì không sao.")
    lines.append(f"Bản xem thử điền số liệu {label}." if label else "Bản xem thử điền số liệu ví dụ.")
    return lines


def _left_out(found: Examination) -> list[str]:
    """By part of the report: the fields, or how many where there are many."""
    lines = []
    for part, known in FIELD_GROUPS.items():
        names = [name for name in known if name in found.missing]
        if len(names) > _SHOWN:
            lines.append(f"{number(len(names))} trường của phần «{part}»")
        else:
            lines += [f"«{name}» ({known[name].means})" for name in names]
    return lines


def _few(items: Sequence[str]) -> list[str]:
    more = len(items) - _SHOWN
    return [*items[:_SHOWN], f"và {number(more)} chỗ nữa"] if more > 0 else list(items)
