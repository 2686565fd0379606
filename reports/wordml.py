"""WordprocessingML: elements, and the styles that carry the form of `reports.nd30`.

Word wants the children of an element in the order of its schema; they are built in that order here.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree
from lxml.builder import ElementMaker

from reports import nd30
from reports.nd30 import PAGE, Component, Rule, twips
from reports.package import OFFICE, W

Element: TypeAlias = Any

R_ID = f"{{{OFFICE}}}id"
LANGUAGES = {"eastAsia": nd30.LANGUAGE, "bidi": "ar-SA"}


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of WordprocessingML; attributes without a namespace of their own get its."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": OFFICE})
    for name, value in attributes.items():
        element.set(name if name.startswith("{") else f"{{{W}}}{name}", str(value))
    element.extend(children)
    return element


def text_in(tag: str, text: str) -> Element:
    """`t` or `instrText` with its text, spaces kept."""
    element = w(tag)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = text
    return element


def paragraph(style: str, text: str) -> Element:
    runs = [w("r", text_in("t", text))] if text else []
    return w("p", styled(style), *runs)


def styled(style: str) -> Element:
    return w("pPr", w("pStyle", val=style))


def header(style: str = "Header") -> Element:
    """The page number, above every page but the first."""
    field = [
        w("fldChar", fldCharType="begin"),
        text_in("instrText", " PAGE "),
        w("fldChar", fldCharType="separate"),
        text_in("t", "2"),
        w("fldChar", fldCharType="end"),
    ]
    return w("hdr", w("p", styled(style), *(w("r", part) for part in field)))


def header_first(style: str = "Header") -> Element:
    return w("hdr", paragraph(style, ""))


def section(*references: Element, landscape: bool = False) -> Element:
    """The section's page: margins of the decree, numbers from 1 with none on the first page."""
    size = {"w": twips(PAGE.width), "h": twips(PAGE.height)}
    if landscape:
        size = {"w": size["h"], "h": size["w"]}
    margins = {
        "top": twips(PAGE.top.ours),
        "right": twips(PAGE.right.ours),
        "bottom": twips(PAGE.bottom.ours),
        "left": twips(PAGE.left.ours),
        "header": twips(PAGE.number),
        "footer": twips(PAGE.number),
        "gutter": 0,
    }
    return w(
        "sectPr",
        *references,
        w("pgSz", **size, **({"orient": "landscape"} if landscape else {})),
        w("pgMar", **margins),
        w("pgNumType", start=1),
        w("titlePg"),
    )


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WP = ElementMaker(
    namespace=f"{_DRAWING}/wordprocessingDrawing", nsmap={"wp": f"{_DRAWING}/wordprocessingDrawing"}
)
_A = ElementMaker(namespace=f"{_DRAWING}/main", nsmap={"a": f"{_DRAWING}/main"})
_PIC = ElementMaker(namespace=f"{_DRAWING}/picture", nsmap={"pic": f"{_DRAWING}/picture"})


def drawing(relation: str, number: int, described: str, width: float, height: float) -> Element:
    """A picture in its line; `number` is unique in the document, lengths are millimetres."""
    size = {"cx": str(round(width * 36_000)), "cy": str(round(height * 36_000))}
    named = {"id": str(number), "name": f"Ảnh {number}", "descr": described}
    return w(
        "drawing",
        _WP.inline(
            _WP.extent(**size),
            _WP.docPr(**named),
            _A.graphic(
                _A.graphicData(
                    _PIC.pic(
                        _PIC.nvPicPr(_PIC.cNvPr(**named), _PIC.cNvPicPr()),
                        _PIC.blipFill(_A.blip(**{f"{{{OFFICE}}}embed": relation}), _A.stretch(_A.fillRect())),
                        _PIC.spPr(
                            _A.xfrm(_A.off(x="0", y="0"), _A.ext(**size)),
                            _A.prstGeom(_A.avLst(), prst="rect"),
                        ),
                    ),
                    uri=f"{_DRAWING}/picture",
                )
            ),
            distT="0",
            distB="0",
            distL="0",
            distR="0",
        ),
    )


def styles_of(components: tuple[Component, ...], rules: tuple[Rule, ...]) -> Iterator[Element]:
    """A Word style for each."""
    yield from (_style(component) for component in components)
    yield from (_rule(rule) for rule in rules)


def _style(part: Component) -> Element:
    keeps = [w(tag) for tag, set_ in (("keepNext", part.keep_next), ("keepLines", part.keep_lines)) if set_]
    form = w(
        "pPr",
        *keeps,
        spacing(part.before, part.after, round(part.line * 240), "auto"),
        w("ind", left=twips(part.left), right=twips(part.right), firstLine=twips(part.first_line)),
        w("jc", val=part.align),
        *([w("outlineLvl", val=part.outline)] if part.outline is not None else []),
    )
    letters = run(part.size.ours, part.bold, part.italic)
    return paragraph_style(part.style, part.name, form, letters, part.followed_by)


def _rule(rule: Rule) -> Element:
    """A line of 0,75 points above an almost empty paragraph."""
    form = w(
        "pPr",
        w("pBdr", w("top", val="single", sz=6, space=1, color="000000")),
        spacing(2, rule.after, 80, "exact"),
        w("ind", left=twips(rule.indent), right=twips(rule.indent)),
        w("jc", val="center"),
    )
    return paragraph_style(rule.style, rule.name, form, run(2))


def end_style() -> Element:
    """The paragraph that must follow the last table, too low to start a page of its own."""
    return paragraph_style("KetThuc", "Kết thúc", w("pPr", spacing(0, 0, 20, "exact")), run(1))


def paragraph_style(
    style: str, name: str, form: Element, letters: list[Element], followed_by: str = ""
) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="Normal"),
        *([w("next", val=followed_by)] if followed_by else []),
        w("qFormat"),
        form,
        w("rPr", *letters),
        type="paragraph",
        styleId=style,
    )


def spacing(before: float, after: float, line: int, rule: str) -> Element:
    return w("spacing", before=round(before * 20), after=round(after * 20), line=line, lineRule=rule)


def run(size: float, bold: bool = False, italic: bool = False) -> list[Element]:
    """Font in all four script slots, weight, slant, black, size in half-points."""
    weight = [("b", bold), ("bCs", bold), ("i", italic), ("iCs", italic)]
    return [
        w("rFonts", ascii=nd30.FONT, hAnsi=nd30.FONT, eastAsia=nd30.FONT, cs=nd30.FONT),
        *(w(tag) for tag, set_ in weight if set_),
        w("color", val="000000"),
        w("sz", val=round(size * 2)),
        w("szCs", val=round(size * 2)),
    ]


def xml(root: Element) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found
