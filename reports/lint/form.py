"""Rules of form of NĐ 30/2020, Phụ lục I, read out of the Word file; the numbers stand in `reports.nd30`."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from reports import nd30
from reports.lint.findings import Finding, Severity
from reports.lint.lines import is_annex_label
from reports.lint.word_file import Look, WordFile, points
from reports.nd30 import PAGE, Span
from reports.package import W

_W = f"{{{W}}}"
_MM = 72 / 25.4
"""Points."""
_LONG = 160
"""Letters; a paragraph of so many is body text."""
_SHORT = 150
"""Letters; a numbered paragraph of more is no title."""
_PLAIN = {None, "auto", "000000"}


def check_form(file: WordFile) -> Iterator[Finding]:
    look = Look(file)
    document = file.document
    yield from _page(document)
    yield from _page_number(file, document)
    yield from _letters(file, look)
    yield from _named_parts(file, look)
    yield from _lines(file, look)
    yield from _body(file, look)


def _form(rule: str, says: str, place: int = 0, quoted: str = "", better: str = "") -> Finding:
    return Finding(rule, Severity.FORM, place, quoted[:60], says, better)


def _page(document: Any) -> Iterator[Finding]:
    """The first section; annexes may lie."""
    section = next(iter(document.iter(f"{_W}sectPr")), None)
    size = section.find(f"{_W}pgSz") if section is not None else None
    margins = section.find(f"{_W}pgMar") if section is not None else None
    if size is None or margins is None:
        yield _form("page", "Không thấy khổ giấy và lề trang trong tệp.")
        return
    width, height = (_millimetres(size, name) for name in ("w", "h"))
    if abs(width - PAGE.width) > 1 or abs(height - PAGE.height) > 1:
        yield _form("page", f"Khổ giấy là {width:.0f} x {height:.0f} mm; phải là A4 đứng, 210 x 297 mm.")
    sides = (
        ("top", "trên", PAGE.top),
        ("bottom", "dưới", PAGE.bottom),
        ("left", "trái", PAGE.left),
        ("right", "phải", PAGE.right),
    )
    for name, called, allowed in sides:
        margin = _millimetres(margins, name)
        if not _within(margin, allowed, 0.5):
            yield _form("margin", f"Lề {called} là {margin:.0f} mm; phải từ {_span(allowed)} mm.")


def _page_number(file: WordFile, document: Any) -> Iterator[Finding]:
    def numbers(parts: Iterable[Any]) -> bool:
        fields = (text.text or "" for part in parts for text in part.iter(f"{_W}instrText"))
        simple = (field.get(f"{_W}instr") or "" for part in parts for field in part.iter(f"{_W}fldSimple"))
        return any("PAGE" in field for field in (*fields, *simple))

    headers, footers = file.parts.get("header", ()), file.parts.get("footer", ())
    if not numbers(headers):
        below = " (đang ở lề dưới)" if numbers(footers) else ""
        yield _form("page-number", f"Số trang phải đặt canh giữa ở lề trên{below}.")
    elif not any(True for _ in document.iter(f"{_W}titlePg")):
        yield _form("page-number", "Trang thứ nhất không ghi số trang.")


def _letters(file: WordFile, look: Look) -> Iterator[Finding]:
    """Font, underlining and colour, each told once for each kind of fault."""
    told: set[str] = set()
    for place, paragraph in enumerate(file.body, 1):
        for run in paragraph.iter(f"{_W}r"):
            text = "".join(run.itertext(f"{_W}t"))
            if not text.strip():
                continue
            for rule, says in _faults(look, run, paragraph):
                if says not in told:
                    told.add(says)
                    yield _form(rule, says, place, text)


def _faults(look: Look, run: Any, paragraph: Any) -> Iterator[tuple[str, str]]:
    for font in sorted(look.fonts(run, paragraph) - {nd30.FONT}):
        yield "font", f"Phông chữ là {font}; phải là {nd30.FONT}."
    if look.is_on(run, paragraph, "u"):
        yield "underline", "Có chữ gạch chân; đường kẻ phải là nét vẽ, không gạch chân chữ."
    colour = look.run(run, paragraph, "color")
    if colour is not None and colour.get(f"{_W}val") not in _PLAIN:
        yield "colour", "Có chữ không phải màu đen."


def _named_parts(file: WordFile, look: Look) -> Iterator[Finding]:
    """Parts known by their words: size, weight, slant and place."""
    below = ""
    for place, (paragraph, written) in enumerate(zip(file.body, file.paragraphs, strict=True), 1):
        text = " ".join(written.split())
        if is_annex_label(text):
            return
        component = _component(text, below)
        below = text if component and component.style in {"NoiNhan", "NoiNhanMuc"} else ""
        run = next((run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext(f"{_W}t")).strip()), None)
        if component is None or run is None:
            continue
        for rule, says in _misset(look, paragraph, run, component):
            yield _form(rule, says, place, text)
        if component.style == "Heading1" and text != text.upper():
            yield _form("section-title", "Tiêu đề mục phải là chữ in hoa.", place, text, text.upper())


def _misset(look: Look, paragraph: Any, run: Any, component: nd30.Component) -> Iterator[tuple[str, str]]:
    size = look.size(run, paragraph)
    if not _within(size, component.size, 0):
        yield "size", f"Cỡ chữ là {size:g}; phải là {_span(component.size)}."
    if look.is_on(run, paragraph, "b") != component.bold:
        yield "bold", f"Phải là chữ {'đậm' if component.bold else 'không đậm'}."
    if look.is_on(run, paragraph, "i") != component.italic:
        yield "italic", f"Phải là chữ {'nghiêng' if component.italic else 'đứng'}."
    align = look.paragraph(paragraph, "jc")
    if component.align == "center" and (align is None or align.get(f"{_W}val") != "center"):
        yield "align", "Phải đặt canh giữa."


_NUMBER = re.compile(r"^Số ?:.*/[A-ZĐ]+-")
_DATED = re.compile(r"^[^,.;]{2,40}, ngày\b.{0,12}\btháng\b.{0,12}\bnăm (?:\d{4})?$")
_SECTION = re.compile(r"^[IVX]{1,5}\. \S")
_AUTHORITY = ("TM. ", "KT. ", "TL. ", "TUQ. ", "Q. ")


def _component(text: str, below: str) -> nd30.Component | None:
    """`below`: the line of the recipients right above, if it is one of those."""
    named = {nd30.NATION: "QuocHieu", nd30.MOTTO: "TieuNgu", "BÁO CÁO": "TenLoai"}
    style = named.get(text)
    if text.startswith("Nơi nhận:"):
        style = "NoiNhan"
    elif below and text.startswith(("-", "–")):
        style = "NoiNhanMuc"
    elif text.startswith(_AUTHORITY) and text.isupper():
        style = "QuyenHan"
    elif _NUMBER.match(text):
        style = "SoKyHieu"
    elif _DATED.match(text):
        style = "DiaDanh"
    elif _SECTION.match(text) and len(text) <= _SHORT and not text.endswith((".", ";", ":")):
        style = "Heading1"
    return nd30.component(style) if style else None


def _lines(file: WordFile, look: Look) -> Iterator[Finding]:
    """However they are drawn: a border, a shape, a line of VML. That there is none at all can be told."""
    shapes = ("line", "shape", "wsp", "cxnSp", "rect")
    drawn = any(True for name in shapes for _ in file.document.iter(f"{{*}}{name}"))
    borders = (
        side.get(f"{_W}val")
        for name in ("tblBorders", "tcBorders")
        for edges in file.document.iter(f"{_W}{name}")
        for side in edges
    )
    ruled = any(look.paragraph(paragraph, "pBdr") is not None for paragraph in file.body)
    if not (drawn or ruled or any(border not in {"nil", "none"} for border in borders)):
        yield _form("no-lines", "Không thấy đường kẻ nào dưới tên cơ quan, Tiêu ngữ, trích yếu.")


def _body(file: WordFile, look: Look) -> Iterator[Finding]:
    """The first long paragraph that breaks a rule is told of; the others are set alike as a rule."""
    told: set[str] = set()
    for place, (paragraph, text) in enumerate(zip(file.body, file.paragraphs, strict=True), 1):
        if is_annex_label(text):
            return
        if len(text) < _LONG or any(True for _ in paragraph.iterancestors(f"{_W}tc")):
            continue
        for rule, says in _set(look, paragraph):
            if rule not in told:
                told.add(rule)
                yield _form(rule, says, place, text)


def _set(look: Look, paragraph: Any) -> Iterator[tuple[str, str]]:
    run = next((run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext(f"{_W}t")).strip()), None)
    if run is not None and not _within(look.size(run, paragraph), nd30.TEXT, 0):
        yield "body-size", f"Cỡ chữ của lời văn là {look.size(run, paragraph):g}; phải là {_span(nd30.TEXT)}."
    align = look.paragraph(paragraph, "jc")
    if align is None or align.get(f"{_W}val") != "both":
        yield "body-align", "Lời văn phải căn đều hai lề."
    line = look.spacing(paragraph, "line")
    if (
        look.spacing(paragraph, "lineRule") in {None, "auto"}
        and line
        and not _within(points(line) / 12, nd30.LINE, 0.01)
    ):
        yield "body-line", "Khoảng cách dòng phải từ đơn đến 1,5."
    gaps = [points(look.spacing(paragraph, name)) for name in ("before", "after")]
    if max(gaps) < nd30.GAP.least:
        yield "body-gap", "Khoảng cách giữa các đoạn phải từ 6 pt trở lên."
    first = points(look.spacing(paragraph, "firstLine", "ind")) / _MM
    if not any(abs(first - allowed) < 0.5 for allowed in nd30.FIRST_LINES):
        yield "body-indent", "Dòng đầu của đoạn lùi vào 1 cm hoặc 1,27 cm."


def _millimetres(element: Any, name: str) -> float:
    return points(element.get(f"{_W}{name}")) / _MM


def _within(value: float, allowed: Span, slack: float) -> bool:
    return allowed.least - slack <= value <= allowed.most + slack


def _span(allowed: Span) -> str:
    return (
        f"{allowed.least:g}" if allowed.least == allowed.most else f"{allowed.least:g} đến {allowed.most:g}"
    )
