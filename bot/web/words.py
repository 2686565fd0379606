"""Every Vietnamese sentence of the web chat that is not in a page template."""

from dataclasses import dataclass
from datetime import date

from reports import vietnamese

MALFORMED = "Trang gửi lên chưa đúng cách. Xin tải lại trang rồi gửi lại."
EMPTY = "Tin chưa có chữ nào. Xin viết nội dung hoặc chọn ảnh rồi bấm Gửi."
TOO_LONG = "Tin dài quá nên chưa gửi được. Xin chia thành vài tin ngắn hơn; nội dung đã viết vẫn còn nguyên."
TOO_MANY_PHOTOS = "Mỗi lần gửi được nhiều nhất 10 ảnh. Xin chia ra gửi làm nhiều lần."
_BAD_PHOTO = "Chỉ nhận ảnh chụp (JPEG, PNG, WebP, HEIC), mỗi ảnh không quá 10 MB. Xin chọn ảnh khác."
_BAD_FILE = (
    "Chỉ nhận ảnh chụp (JPEG, PNG, WebP, HEIC) không quá 10 MB, "
    "và tệp mẫu báo cáo Word (.docx) không quá 20 MB. Xin chọn tệp khác."
)
TOO_BIG = "Nội dung gửi lên lớn quá. Xin gửi ít ảnh hơn, hoặc chia thành nhiều tin."
OTHER_PERSON = "Máy này vừa vào bằng tên người khác. Xin tải lại trang trước khi gửi tiếp."
OTHER_SITE = "Yêu cầu này không gửi từ trang của phường nên không nhận. Xin mở lại trang rồi thử lại."

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Notice:
    """A page that only says something."""

    title: str
    text: str


ASK_FOR_LINK = Notice(
    "Cần đường dẫn riêng",
    "Mỗi người vào trang này bằng đường dẫn riêng do cán bộ phường gửi. "
    "Nếu chưa có, xin gọi cán bộ Phòng Văn hóa - Xã hội của phường để nhận.",
)
LINK_USED = Notice(
    "Đường dẫn không còn dùng được",
    "Đường dẫn này đã dùng rồi hoặc đã hết hạn. "
    "Xin gọi cán bộ Phòng Văn hóa - Xã hội của phường để nhận đường dẫn mới.",
)
SESSION_OVER = Notice(
    "Phiên đã hết",
    "Máy này chưa vào, hoặc đã thoát. Những gì đã gửi vẫn còn nguyên. "
    "Xin gọi cán bộ Phòng Văn hóa - Xã hội của phường để nhận đường dẫn mới rồi mở trên máy này.",
)
SAMPLE_SESSION_OVER = Notice(
    "Phiên đã hết", "Máy này chưa vào, hoặc đã thoát. Xin về trang đầu để chọn lại người muốn xem thử."
)
NOT_FOUND = Notice("Không có trang này", "Địa chỉ vừa mở không có, hoặc không dành cho người đang vào.")
BROKEN = Notice(
    "Máy chủ gặp trục trặc",
    "Xin thử lại sau ít phút. Nếu vẫn không được, xin báo cán bộ Phòng Văn hóa - Xã hội của phường.",
)
REFUSED = "Chưa nhận được"


def bad_file(officer: bool) -> str:
    """To somebody who sent a file that is not taken."""
    return _BAD_FILE if officer else _BAD_PHOTO


def day(on: date) -> str:
    """«Chủ nhật, 14/6/2026»."""
    return f"{_WEEKDAYS[on.weekday()]}, {vietnamese.day(on)}"


def size(octets: int) -> str:
    """«1,2 MB», «340 KB»."""
    if octets >= 1_000_000:
        return f"{octets / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(1, round(octets / 1000))} KB"
