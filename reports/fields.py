"""The names that a template may print, with what each means and a value to try a template with. Pure.

`docs/mau-bao-cao.md` is made of this table; a test holds it to what `reports.semiannual.content` gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    means: str
    example: Any
    """Text, a list of texts, or a list of dicts; figures are text as they are printed."""
    important: bool = False
    """A report without it is hardly complete: the officer is told that the template leaves it out."""


def _figures(*told: tuple[str, str]) -> dict[str, Field]:
    return {name: Field(means, "1.684", important=True) for name, means in told}


def _instead(*told: tuple[str, str]) -> dict[str, Field]:
    means = "câu thay khi {} có số bằng 0 hoặc chưa có số liệu; trống khi đủ số"
    return {f"{name}_otherwise": Field(means.format(about), "") for name, about in told}


def _compared(*told: tuple[str, str]) -> dict[str, Field]:
    means = "sau {}: so với cùng kỳ năm trước và kế hoạch năm; trống khi không có gì để so"
    example = "So với cùng kỳ năm 2025: tăng 120 lượt (12,5%)."
    return {f"{name}_compared": Field(means.format(about), example) for name, about in told}


def _sections(*told: tuple[str, str]) -> dict[str, Field]:
    return {
        name: Field(f"các đoạn của {means}", ["Đoạn thứ nhất.", "Đoạn thứ hai."], important=True)
        for name, means in told
    }


GROUPS: Mapping[str, Mapping[str, Field]] = {
    "Đầu và cuối văn bản": {
        "superior": Field("cơ quan chủ quản, nếu có in", "ỦY BAN NHÂN DÂN THÀNH PHỐ"),
        "agency": Field("tên cơ quan ban hành, từng dòng", ["ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"], important=True),
        "number": Field("số văn bản; khoảng trống khi chưa có số", "08"),
        "symbol": Field("ký hiệu sau số văn bản", "BC-UBND"),
        "place": Field("địa danh", "Phường Mẫu"),
        "dated": Field("ngày tháng năm của văn bản", "ngày      tháng      năm 2026", important=True),
        "addressees": Field("các nơi kính gửi", ["Sở Nội vụ", "Sở Tư pháp"]),
        "recipients": Field(
            "nơi nhận, từng mục", ["Sở Nội vụ", "Đảng ủy, Hội đồng nhân dân"], important=True
        ),
        "archive": Field("nơi lưu", "VT, VHXH"),
        "authority": Field(
            "quyền hạn, chức vụ người ký, từng dòng",
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            important=True,
        ),
        "signer": Field("họ tên người ký", "Nguyễn Thị Mẫu", important=True),
        "ward": Field("tên phường, như trong câu", "phường Mẫu"),
    },
    "Kỳ báo cáo": {
        "past": Field("kỳ báo cáo", "6 tháng đầu năm 2026", important=True),
        "during": Field("kỳ báo cáo, ở đầu câu", "Trong 6 tháng đầu năm 2026"),
        "first_on": Field("ngày đầu kỳ", "01/01/2026"),
        "last_on": Field("ngày cuối kỳ", "30/6/2026"),
        "until": Field("đến hết kỳ", "đến hết tháng 6 năm 2026"),
        "next": Field("kỳ sau", "06 tháng cuối năm 2026"),
        "next_in_title": Field("kỳ sau, như trong trích yếu", "6 tháng cuối năm 2026"),
    },
    "Nội dung soạn sẵn": {
        "directives": Field(
            "văn bản chỉ đạo đã ban hành; mỗi văn bản có kind (loại), number (số), issued_on (ngày), "
            "subject (trích yếu)",
            [
                {
                    "kind": "Kế hoạch",
                    "number": "01/KH-UBND",
                    "issued_on": "05/01/2026",
                    "subject": "tuyên truyền",
                },
                {"kind": "Công văn", "number": "02/UBND", "issued_on": "06/02/2026", "subject": "phát thanh"},
            ],
            important=True,
        ),
        "annexes": Field("câu nhắc đến các phụ lục; trống khi không có", "Kèm theo Phụ lục I, II."),
        **_sections(
            ("direction", "mục I"),
            ("topics", "mục II.1, nội dung tuyên truyền"),
            ("face_to_face", "mục II.2.c, tuyên truyền trực tiếp"),
            ("digital", "mục II.2.d, chuyển đổi số"),
            ("achievements", "mục III.1, kết quả đạt được"),
            ("shortcomings", "mục III.2, tồn tại, hạn chế"),
            ("tasks", "mục IV, phương hướng, nhiệm vụ"),
        ),
    },
    "Số liệu của Trung tâm dịch vụ công": {
        **_figures(
            ("loudspeaker_clusters", "cụm loa truyền thanh"),
            ("loudspeaker_clusters_digital", "cụm phát thanh số"),
            ("loudspeaker_clusters_wired", "cụm loa có dây"),
            ("broadcast_items", "lượt tin, bài phát thanh"),
            ("broadcast_columns", "lượt chuyên mục phát thanh"),
            ("broadcast_specials", "chương trình phát thanh đặc biệt"),
            ("portal_items", "tin, bài trên Cổng thông tin điện tử"),
            ("portal_reform_items", "trong đó về cải cách hành chính"),
            ("portal_directives", "văn bản chỉ đạo đăng trên Cổng thông tin điện tử"),
            ("broadcast_legal_items", "lượt tin, bài phát thanh về pháp luật"),
            ("legal_qa_columns", "chuyên mục hỏi đáp pháp luật"),
            ("portal_legal_items", "tin, bài pháp luật trên Cổng thông tin điện tử"),
            ("portal_legal_documents", "văn bản pháp luật đăng trên Cổng thông tin điện tử"),
            ("zalo_oa_items", "tin, bài trên Zalo OA"),
            ("facebook_items", "tin, bài trên Facebook"),
            ("youtube_items", "tin, hình trên YouTube"),
        ),
        **_instead(
            ("loudspeakers", "câu về cụm loa"),
            ("broadcasts", "câu về phát thanh"),
            ("portal", "câu về Cổng thông tin điện tử"),
            ("legal", "câu về phổ biến pháp luật"),
        ),
        **_compared(
            ("loudspeakers", "câu về cụm loa"),
            ("broadcasts", "câu về phát thanh"),
            ("portal", "câu về Cổng thông tin điện tử"),
            ("legal", "câu về phổ biến pháp luật"),
        ),
    },
    "Số liệu của các tổ dân phố": {
        **_figures(
            ("groups_reported", "số tổ dân phố có báo cáo"),
            ("groups_all", "tổng số tổ dân phố"),
            ("group_meetings", "buổi tuyên truyền, sinh hoạt"),
            ("group_attendees", "lượt người dự"),
            ("group_leaflets", "tờ rơi đã phát"),
            ("group_broadcasts", "lượt phát loa"),
            ("group_zalo_posts", "tin trong các nhóm Zalo"),
            ("group_feedback", "ý kiến phản ánh, kiến nghị"),
            ("group_guided", "lượt người được hướng dẫn dịch vụ công trực tuyến, VNeID"),
        ),
        "coverage": Field(
            "số tổ, số tuần đứng sau số liệu của các tổ và những gì còn thiếu; trống khi chưa tổ nào báo",
            "Số liệu của các tổ dân phố được tổng hợp từ 36/38 tổ dân phố, 24/26 tuần.",
            important=True,
        ),
        **_instead(
            ("group_work", "câu về việc của các tổ"),
            ("group_guidance", "câu về hướng dẫn người dân"),
        ),
        **_compared(
            ("group_work", "câu về việc của các tổ"),
            ("group_guidance", "câu về hướng dẫn người dân"),
        ),
    },
}
"""By the part of the report that they belong to."""

FIELDS: Mapping[str, Field] = {name: field for group in GROUPS.values() for name, field in group.items()}

_TRYING = " & < > \" ' {{ x }} {% y %} ]]>"
_LONG_NAME = "Công tằng tôn nữ " * 20


def trial() -> dict[str, Any]:
    """Values that bring out what is wrong with a template: signs that mean something to Word or to the
    tags, and a name far longer than any."""
    return {name: _tried(field.example) for name, field in FIELDS.items()} | {"signer": _LONG_NAME + _TRYING}


def _tried(value: Any) -> Any:
    if isinstance(value, list):
        return [_tried(item) for item in value]
    if isinstance(value, dict):
        return {name: _tried(item) for name, item in value.items()}
    return value and value + _TRYING
