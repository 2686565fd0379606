"""Builds `templates/semiannual_report.docx`, the template as it is shipped.

`python -m reports.template` writes it. Afterwards the file is the officials': they may change its
words and its look in Word. All form comes from the styles made of `reports.nd30`; a paragraph
carries a style and nothing else. Jinja tags that stand for paragraphs (`{%p … %}`) are alone in
theirs, see docs of docxtpl.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from reports import nd30
from reports.nd30 import HEAD_COLUMNS, SIGNATURE_COLUMNS, twips
from reports.package import RELATIONS, word_file
from reports.wordml import (
    LANGUAGES,
    R_ID,
    Element,
    end_style,
    header,
    header_first,
    paragraph,
    run,
    section,
    spacing,
    styles_of,
    w,
    xml,
)

PATH = Path(__file__).parent.parent / "templates" / "semiannual_report.docx"

Line: TypeAlias = tuple[str, str]
"""Style id and text of a paragraph; the style of a `{%p … %}` tag does not matter."""


def _repeated(style: str, item: str, items: str, text: str) -> list[Line]:
    return [("LoiVan", f"{{%p for {item} in {items} %}}"), (style, text), ("LoiVan", "{%p endfor %}")]


def _when(condition: str, lines: Iterable[Line]) -> list[Line]:
    return [("LoiVan", f"{{%p if {condition} %}}"), *lines, ("LoiVan", "{%p endif %}")]


def _paragraphs(section: str) -> list[Line]:
    return _repeated("LoiVan", "paragraph", section, "{{ paragraph }}")


def _told(sentence: str, text: str) -> str:
    """The sentence in full, or what is to be said instead of it; and how that stands to the year before."""
    return (
        f"{{% if {sentence}_otherwise %}}{{{{ {sentence}_otherwise }}}}{{% else %}}{text}{{% endif %}}"
        f"{{% if {sentence}_compared %}} {{{{ {sentence}_compared }}}}{{% endif %}}"
    )


AGENCY = [
    *_when("superior", [("CoQuanChuQuan", "{{ superior }}")]),
    *_repeated("CoQuanBanHanh", "line", "agency", "{{ line }}"),
    ("KeCoQuan", ""),
]
NATION = [("QuocHieu", nd30.NATION), ("TieuNgu", nd30.MOTTO), ("KeTieuNgu", "")]
NUMBER = [("SoKyHieu", "Số: {{ number }}/{{ symbol }}")]
DATED = [("DiaDanh", "{{ place }}, {{ dated }}")]

TITLE = [
    ("TenLoai", "BÁO CÁO"),
    (
        "TrichYeu",
        "Tuyên truyền cải cách hành chính nhà nước {{ past }}; phương hướng nhiệm vụ {{ next_in_title }}",
    ),
    ("KeTrichYeu", ""),
    *_when("addressees|length == 1", [("KinhGui", "Kính gửi: {{ addressees[0] }}")]),
    *_when(
        "addressees|length > 1",
        [
            ("KinhGui", "Kính gửi:"),
            *_repeated(
                "NoiGui",
                "addressee",
                "addressees",
                "- {{ addressee }}{% if loop.last %}.{% else %};{% endif %}",
            ),
        ],
    ),
]

DIRECTION = [
    ("Heading1", "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"),
    (
        "LoiVan",
        "{% if directives %}Ủy ban nhân dân phường đã ban hành {% for directive in directives %}"
        "{{ directive.kind }} số {{ directive.number }} ngày {{ directive.issued_on }} "
        "về {{ directive.subject }}{% if not loop.last %}; {% endif %}{% endfor %}."
        "{% else %}{{ during }}, chưa ghi nhận văn bản chỉ đạo của Ủy ban nhân dân phường.{% endif %}",
    ),
    *_paragraphs("direction"),
]

RESULTS = [
    ("Heading1", "II. KẾT QUẢ THỰC HIỆN"),
    ("Heading2", "1. Nội dung tuyên truyền"),
    *_paragraphs("topics"),
    ("Heading2", "2. Hình thức và kết quả tuyên truyền"),
    ("Heading3", "a) Kết quả tuyên truyền cải cách hành chính"),
    (
        "LoiVan",
        _told(
            "loudspeakers",
            "Trên địa bàn phường hiện có {{ loudspeaker_clusters }} cụm loa truyền thanh, "
            "trong đó {{ loudspeaker_clusters_digital }} cụm phát thanh số và "
            "{{ loudspeaker_clusters_wired }} cụm có dây, bảo đảm phủ sóng toàn bộ các Tổ dân phố.",
        )
        + " "
        + _told(
            "broadcasts",
            "Từ ngày {{ first_on }} {{ until }}, hệ thống truyền thanh phường đã phát sóng "
            "{{ broadcast_items }} lượt tin, bài; {{ broadcast_columns }} lượt chuyên mục và "
            "{{ broadcast_specials }} chương trình đặc biệt về cải cách hành chính, chuyển đổi số, "
            "dịch vụ công trực tuyến, phòng, chống tham nhũng, an toàn giao thông và các nhiệm vụ "
            "chính trị - xã hội khác.",
        ),
    ),
    (
        "LoiVan",
        _told(
            "portal",
            "Cổng thông tin điện tử phường đã đăng tải {{ portal_items }} tin, bài, trong đó có "
            "{{ portal_reform_items }} tin, bài về cải cách hành chính và {{ portal_directives }} "
            "văn bản chỉ đạo, điều hành của lãnh đạo Ủy ban nhân dân phường.",
        ),
    ),
    ("Heading3", "b) Kết quả tuyên truyền, phổ biến, giáo dục pháp luật"),
    (
        "LoiVan",
        _told(
            "legal",
            "{{ during }}, hệ thống truyền thanh phường đã phát sóng {{ broadcast_legal_items }} "
            "lượt tin, bài và {{ legal_qa_columns }} chuyên mục hỏi đáp pháp luật; đăng tải "
            "{{ portal_legal_items }} tin, bài và {{ portal_legal_documents }} văn bản chỉ đạo trên "
            "Cổng thông tin điện tử; đồng thời tuyên truyền trên các nền tảng số với "
            "{{ zalo_oa_items }} tin, bài trên Zalo OA, {{ facebook_items }} tin, bài trên Facebook "
            "và {{ youtube_items }} tin, hình trên YouTube.",
        ),
    ),
    ("Heading3", "c) Tuyên truyền trực tiếp"),
    *_paragraphs("face_to_face"),
    *_when(
        "groups_all",
        [
            (
                "LoiVan",
                _told(
                    "group_work",
                    "Từ ngày {{ first_on }} đến ngày {{ last_on }}, tại {{ groups_reported }}/"
                    "{{ groups_all }} tổ dân phố có báo cáo, đã tổ chức {{ group_meetings }} buổi "
                    "tuyên truyền, sinh hoạt với {{ group_attendees }} lượt người dự; phát "
                    "{{ group_leaflets }} tờ rơi; phát loa {{ group_broadcasts }} lượt; đăng "
                    "{{ group_zalo_posts }} tin trong các nhóm Zalo; tiếp nhận {{ group_feedback }} "
                    "ý kiến phản ánh, kiến nghị của người dân.",
                ),
            )
        ],
    ),
    ("Heading3", "d) Tuyên truyền gắn với chuyển đổi số"),
    *_paragraphs("digital"),
    *_when(
        "groups_all",
        [
            (
                "LoiVan",
                _told(
                    "group_guidance",
                    "Từ ngày {{ first_on }} đến ngày {{ last_on }}, tại {{ groups_reported }}/"
                    "{{ groups_all }} tổ dân phố có báo cáo, đã hướng dẫn {{ group_guided }} lượt "
                    "người sử dụng dịch vụ công trực tuyến, VNeID.",
                ),
            )
        ],
    ),
    *_when("coverage", [("LoiVan", "{{ coverage }}")]),
    *_when("annexes", [("LoiVan", "{{ annexes }}")]),
]

ASSESSMENT = [
    ("Heading1", "III. ĐÁNH GIÁ CHUNG"),
    ("Heading2", "1. Kết quả đạt được"),
    *_paragraphs("achievements"),
    ("Heading2", "2. Tồn tại, hạn chế"),
    *_paragraphs("shortcomings"),
]

ORIENTATION = [
    ("Heading1", "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {{ next|upper }}"),
    *_repeated("LoiVan", "task", "tasks", "{{ loop.index }}. {{ task }}"),
    (
        "LoiVanCuoi",
        "Trên đây là Báo cáo kết quả tuyên truyền cải cách hành chính nhà nước {{ past }} và "
        f"phương hướng, nhiệm vụ {{{{ next }}}} của Ủy ban nhân dân {{{{ ward }}}}{nd30.END}",
    ),
]

RECIPIENTS = [
    ("NoiNhan", "Nơi nhận:"),
    *_when("addressees", [("NoiNhanMuc", "- Như trên;")]),
    *_repeated("NoiNhanMuc", "recipient", "recipients", "- {{ recipient }};"),
    ("NoiNhanMuc", "- Lưu: {{ archive }}."),
]
SIGNATURE = [*_repeated("QuyenHan", "line", "authority", "{{ line }}"), ("HoTen", "{{ signer }}")]


def build() -> bytes:
    """The template as a .docx; the same bytes each time."""
    return letter([*TITLE, *DIRECTION, *RESULTS, *ASSESSMENT, *ORIENTATION])


def letter(text: Iterable[Line]) -> bytes:
    """A template with that text between the head of the ward's letters and recipients and signature."""
    return word_file(xml(_document(text)), xml(_styles()), xml(header()), xml(header_first()))


def _document(text: Iterable[Line]) -> Element:
    head = _table("Phần đầu văn bản", HEAD_COLUMNS, [[AGENCY, NATION], [NUMBER, DATED]], keep_together=False)
    foot = _table("Nơi nhận và chữ ký", SIGNATURE_COLUMNS, [[RECIPIENTS, SIGNATURE]], keep_together=True)
    return w(
        "document",
        w("body", head, *(paragraph(*line) for line in text), foot, paragraph("KetThuc", ""), _section()),
    )


def _section() -> Element:
    return section(
        *(
            w("headerReference", type=kind, **{R_ID: RELATIONS[part]})
            for kind, part in (("default", "header"), ("first", "headerFirst"))
        )
    )


def _table(
    caption: str, columns: tuple[float, ...], rows: list[list[list[Line]]], *, keep_together: bool
) -> Element:
    """A table without borders or paddings, for layout only."""
    widths = [twips(width) for width in columns]
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=sum(widths), type="dxa"),
            w("tblInd", w=0, type="dxa"),
            w("tblLayout", type="fixed"),
            margins,
            w("tblCaption", val=caption),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *(_row(widths, cells, keep_together) for cells in rows),
    )


def _row(widths: list[int], cells: list[list[Line]], keep_together: bool) -> Element:
    properties = [w("trPr", w("cantSplit"))] if keep_together else []
    return w(
        "tr",
        *properties,
        *(
            w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *(paragraph(*line) for line in lines))
            for width, lines in zip(widths, cells, strict=True)
        ),
    )


def _styles() -> Element:
    defaults = w(
        "docDefaults",
        w("rPrDefault", w("rPr", *run(nd30.TEXT.ours), w("lang", val=nd30.LANGUAGE, **LANGUAGES))),
        w("pPrDefault", w("pPr", spacing(0, 0, 240, "auto"))),
    )
    hidden = {"defSemiHidden": 1, "defUIPriority": 99, "defUnhideWhenUsed": 1, "count": 376}
    normal = w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal")
    plain_table = w("style", w("name", val="Normal Table"), type="table", default=1, styleId="TableNormal")
    return w(
        "styles",
        defaults,
        w("latentStyles", **hidden),
        normal,
        plain_table,
        *styles_of(nd30.COMPONENTS, nd30.RULES),
        end_style(),
    )


if __name__ == "__main__":
    PATH.write_bytes(build())
