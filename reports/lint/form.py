"""Rules of form of NĐ 30/2020, Phụ lục I, read out of the Word file; the numbers stand in `reports.nd30`."""

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
_PLAIN = {None, "auto", "000000"}


def check_form(file: WordFile) -> Iterator[Finding]:
    look = Look(file)
    document = file.document
    yield from _page(document)
    yield from _page_number(file, document)
    yield from _letters(file, look)
    yield from _named_parts(file, look)
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
    """Parts known by their words: their size, and whether they are bold."""
    for place, (paragraph, text) in enumerate(zip(file.body, file.paragraphs, strict=True), 1):
        component = _component(" ".join(text.split()))
        run = next((run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext(f"{_W}t")).strip()), None)
        if component is None or run is None:
            continue
        size, bold = look.size(run, paragraph), look.is_on(run, paragraph, "b")
        if not _within(size, component.size, 0):
            yield _form("size", f"Cỡ chữ là {size:g}; phải là {_span(component.size)}.", place, text)
        if bold != component.bold:
            yield _form("bold", f"Phải là chữ {'đậm' if component.bold else 'không đậm'}.", place, text)


def _component(text: str) -> nd30.Component | None:
    if text == nd30.NATION:
        return nd30.component("QuocHieu")
    if text == nd30.MOTTO:
        return nd30.component("TieuNgu")
    if text == "BÁO CÁO":
        return nd30.component("TenLoai")
    if text.startswith("Nơi nhận:"):
        return nd30.component("NoiNhan")
    if text.startswith(("TM. ", "KT. ", "TL. ", "TUQ. ")) and text.isupper():
        return nd30.component("QuyenHan")
    return None


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
