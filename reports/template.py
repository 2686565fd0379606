"""Builds `templates/semiannual_report.docx`, the template as it is shipped.

`python -m reports.template` writes it. Afterwards the file is the officials': they may change its
words and its look in Word. All form comes from the styles made of `reports.nd30`; a paragraph
carries a style and nothing else. Jinja tags that stand for paragraphs (`{%p … %}`) are alone in
theirs, see docs of docxtpl.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from reports import nd30
from reports.nd30 import HEAD_COLUMNS, PAGE, SIGNATURE_COLUMNS, Component, Rule, twips
from reports.package import OFFICE, RELATIONS, W, word_file

PATH = Path(__file__).parent.parent / "templates" / "semiannual_report.docx"

_Element: TypeAlias = Any
Line: TypeAlias = tuple[str, str]
"""Style id and text of a paragraph; the style of a `{%p … %}` tag does not matter."""


def _repeated(style: str, item: str, items: str, text: str) -> list[Line]:
    return [("LoiVan", f"{{%p for {item} in {items} %}}"), (style, text), ("LoiVan", "{%p endfor %}")]


def _when(condition: str, lines: Iterable[Line]) -> list[Line]:
    return [("LoiVan", f"{{%p if {condition} %}}"), *lines, ("LoiVan", "{%p endif %}")]


def _paragraphs(section: str) -> list[Line]:
    return _repeated("LoiVan", "paragraph", section, "{{ paragraph }}")


def _told(sentence: str, text: str) -> str:
    """The sentence in full, or what is to be said instead of it."""
    return f"{{% if {sentence}_otherwise %}}{{{{ {sentence}_otherwise }}}}{{% else %}}{text}{{% endif %}}"


AGENCY = [
    *_when("superior", [("CoQuanChuQuan", "{{ superior }}")]),
    *_repeated("CoQuanBanHanh", "line", "agency", "{{ line }}"),
    ("KeCoQuan", ""),
]
NATION = [("QuocHieu", nd30.NATION), ("TieuNgu", nd30.MOTTO), ("KeTieuNgu", "")]
NUMBER = [("SoKyHieu", "Số:          /{{ symbol }}")]
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
    return word_file(_xml(_document()), _xml(_styles()), _xml(_header()), _xml(_header_first()))


def _document() -> _Element:
    head = _table("Phần đầu văn bản", HEAD_COLUMNS, [[AGENCY, NATION], [NUMBER, DATED]], keep_together=False)
    foot = _table("Nơi nhận và chữ ký", SIGNATURE_COLUMNS, [[RECIPIENTS, SIGNATURE]], keep_together=True)
    text = [*TITLE, *DIRECTION, *RESULTS, *ASSESSMENT, *ORIENTATION]
    return _w(
        "document",
        _w("body", head, *(_paragraph(*line) for line in text), foot, _paragraph("KetThuc", ""), _section()),
    )


def _section() -> _Element:
    references = [
        _w("headerReference", type=kind, **{_ID: RELATIONS[part]})
        for kind, part in (("default", "header"), ("first", "headerFirst"))
    ]
    margins = {
        "top": twips(PAGE.top.ours),
        "right": twips(PAGE.right.ours),
        "bottom": twips(PAGE.bottom.ours),
        "left": twips(PAGE.left.ours),
        "header": twips(PAGE.number),
        "footer": twips(PAGE.number),
        "gutter": 0,
    }
    return _w(
        "sectPr",
        *references,
        _w("pgSz", w=twips(PAGE.width), h=twips(PAGE.height)),
        _w("pgMar", **margins),
        _w("pgNumType", start=1),
        _w("titlePg"),
    )


def _header() -> _Element:
    """The page number, above every page but the first."""
    field = [
        _w("fldChar", fldCharType="begin"),
        _text("instrText", " PAGE "),
        _w("fldChar", fldCharType="separate"),
        _text("t", "2"),
        _w("fldChar", fldCharType="end"),
    ]
    return _w("hdr", _w("p", _paragraph_style("Header"), *(_w("r", part) for part in field)))


def _header_first() -> _Element:
    return _w("hdr", _paragraph("Header", ""))


def _paragraph(style: str, text: str) -> _Element:
    runs = [_w("r", _text("t", text))] if text else []
    return _w("p", _paragraph_style(style), *runs)


def _paragraph_style(style: str) -> _Element:
    return _w("pPr", _w("pStyle", val=style))


def _table(
    caption: str, columns: tuple[float, ...], rows: list[list[list[Line]]], *, keep_together: bool
) -> _Element:
    """A table without borders or paddings, for layout only."""
    widths = [twips(width) for width in columns]
    margins = _w("tblCellMar", *(_w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    return _w(
        "tbl",
        _w(
            "tblPr",
            _w("tblW", w=sum(widths), type="dxa"),
            _w("tblInd", w=0, type="dxa"),
            _w("tblLayout", type="fixed"),
            margins,
            _w("tblCaption", val=caption),
        ),
        _w("tblGrid", *(_w("gridCol", w=width) for width in widths)),
        *(_row(widths, cells, keep_together) for cells in rows),
    )


def _row(widths: list[int], cells: list[list[Line]], keep_together: bool) -> _Element:
    properties = [_w("trPr", _w("cantSplit"))] if keep_together else []
    return _w(
        "tr",
        *properties,
        *(
            _w("tc", _w("tcPr", _w("tcW", w=width, type="dxa")), *(_paragraph(*line) for line in lines))
            for width, lines in zip(widths, cells, strict=True)
        ),
    )


def _styles() -> _Element:
    defaults = _w(
        "docDefaults",
        _w("rPrDefault", _w("rPr", *_run(nd30.TEXT.ours), _w("lang", val=nd30.LANGUAGE, **_LANGUAGES))),
        _w("pPrDefault", _w("pPr", _w("spacing", before=0, after=0, line=240, lineRule="auto"))),
    )
    hidden = {"defSemiHidden": 1, "defUIPriority": 99, "defUnhideWhenUsed": 1, "count": 376}
    normal = _w(
        "style", _w("name", val="Normal"), _w("qFormat"), type="paragraph", default=1, styleId="Normal"
    )
    plain_table = _w("style", _w("name", val="Normal Table"), type="table", default=1, styleId="TableNormal")
    return _w(
        "styles",
        defaults,
        _w("latentStyles", **hidden),
        normal,
        plain_table,
        *(_style(component) for component in nd30.COMPONENTS),
        *(_rule(rule) for rule in nd30.RULES),
        _end_style(),
    )


def _style(part: Component) -> _Element:
    keeps = [_w(tag) for tag, set_ in (("keepNext", part.keep_next), ("keepLines", part.keep_lines)) if set_]
    paragraph = _w(
        "pPr",
        *keeps,
        _spacing(part.before, part.after, round(part.line * 240), "auto"),
        _w(
            "ind",
            left=twips(part.left),
            right=twips(part.right),
            firstLine=twips(part.first_line),
        ),
        _w("jc", val=part.align),
        *([_w("outlineLvl", val=part.outline)] if part.outline is not None else []),
    )
    return _paragraph_type(part.style, part.name, paragraph, _run(part.size.ours, part.bold, part.italic))


def _rule(rule: Rule) -> _Element:
    """A line of 0,75 points above an almost empty paragraph. Word wants pPr's children in this order."""
    paragraph = _w(
        "pPr",
        _w("pBdr", _w("top", val="single", sz=6, space=1, color="000000")),
        _spacing(2, rule.after, 80, "exact"),
        _w("ind", left=twips(rule.indent), right=twips(rule.indent)),
        _w("jc", val="center"),
    )
    return _paragraph_type(rule.style, rule.name, paragraph, _run(2))


def _end_style() -> _Element:
    """The paragraph that must follow the last table, too low to start a page of its own."""
    return _paragraph_type("KetThuc", "Kết thúc", _w("pPr", _spacing(0, 0, 20, "exact")), _run(1))


def _paragraph_type(style: str, name: str, paragraph: _Element, run: list[_Element]) -> _Element:
    return _w(
        "style",
        _w("name", val=name),
        _w("basedOn", val="Normal"),
        _w("qFormat"),
        paragraph,
        _w("rPr", *run),
        type="paragraph",
        styleId=style,
    )


def _spacing(before: float, after: float, line: int, rule: str) -> _Element:
    return _w("spacing", before=round(before * 20), after=round(after * 20), line=line, lineRule=rule)


def _run(size: float, bold: bool = False, italic: bool = False) -> list[_Element]:
    """Font in all four script slots, weight, slant, black, size in half-points."""
    weight = [("b", bold), ("bCs", bold), ("i", italic), ("iCs", italic)]
    return [
        _w("rFonts", ascii=nd30.FONT, hAnsi=nd30.FONT, eastAsia=nd30.FONT, cs=nd30.FONT),
        *(_w(tag) for tag, set_ in weight if set_),
        _w("color", val="000000"),
        _w("sz", val=round(size * 2)),
        _w("szCs", val=round(size * 2)),
    ]


_ID = f"{{{OFFICE}}}id"
_LANGUAGES = {"eastAsia": nd30.LANGUAGE, "bidi": "ar-SA"}


def _w(tag: str, *children: _Element, **attributes: str | int) -> _Element:
    """An element of WordprocessingML; attributes without a namespace of their own get its."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": OFFICE})
    for name, value in attributes.items():
        element.set(name if name.startswith("{") else f"{{{W}}}{name}", str(value))
    element.extend(children)
    return element


def _text(tag: str, text: str) -> _Element:
    element = _w(tag)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = text
    return element


def _xml(root: _Element) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


if __name__ == "__main__":
    PATH.write_bytes(build())
