"""Annexes at the end of a finished Word file, each a section of its own, in the form of NĐ 30/2020.

They are added after the template was filled, so that a report from an official's own template gets
them too; nothing in them is read as a template any more.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from itertools import zip_longest
from typing import Any

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

from reports import nd30
from reports.annex_parts import Annex, Cell, Column, Picture, Pictures, Row, Table, label, printed
from reports.comments import Comments
from reports.marks import Marked, Note
from reports.nd30 import PAGE, twips
from reports.package import W
from reports.plain import plain_line
from reports.word_package import WordPackage
from reports.wordml import (
    R_ID,
    Element,
    drawing,
    end_style,
    header,
    header_first,
    paragraph,
    section,
    styled,
    styles_of,
    text_in,
    w,
    xml,
)

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PADDING = 1.2
"""Millimetres between a cell's text and its sides."""
_UNSPLIT = 1500
"""Letters; a row with a longer text may run over the end of a page."""
_HIGHEST = {False: 170.0, True: 110.0}
"""Millimetres of a picture on an upright and on a lying page: room is left for title and caption."""


def with_annexes(
    docx: bytes, annexes: Sequence[Annex], attached_to: str, noted_at: datetime | None = None
) -> bytes:
    """The Word file with the annexes after its last page; the same bytes for the same arguments.

    `attached_to` is what the annexes belong to: «Báo cáo số …/BC-UBND ngày … của …».
    `noted_at`: a working copy of that time, with a comment on every number that has a note.
    Raises ValueError for a picture that is neither PNG nor JPEG.
    """
    if not annexes:
        return docx
    package = WordPackage(docx)
    body = package.document.find(f"{{{W}}}body")
    _end_section(body)
    package.add_styles([*styles_of(nd30.ANNEX_COMPONENTS, nd30.ANNEX_RULES), end_style()])
    printer = _Printer(package, attached_to, Comments(package, noted_at) if noted_at else None)
    last = annexes[-1]
    for annex in annexes:
        body.extend(printer.lines(annex, label(annexes, annex.key)))
        page = section(*printer.headers(), landscape=annex.landscape)
        end = paragraph("KetThuc", "")
        body.append(end)
        if annex is last:
            body.append(page)
        else:
            end[0].append(page)
    return package.data()


def _end_section(body: Element) -> None:
    """Moves the report's own page into its last paragraph, where a section ends that is not the last."""
    page = body[-1]
    end = body[-2] if len(body) > 1 else None
    if end is None or end.tag != f"{{{W}}}p" or end.find(f"{{{W}}}pPr/{{{W}}}sectPr") is not None:
        end = paragraph("KetThuc", "")
        page.addprevious(end)
    form = end.find(f"{{{W}}}pPr")
    if form is None:
        form = w("pPr")
        end.insert(0, form)
    change = form.find(f"{{{W}}}pPrChange")
    if change is None:
        form.append(page)
    else:
        change.addprevious(page)


class _Printer:
    """Prints annexes into a package, which gets their headers and pictures as parts."""

    def __init__(self, package: WordPackage, attached_to: str, comments: Comments | None) -> None:
        self._comments = comments
        self._package = package
        self._attached_to = attached_to
        self._pictures = max(_drawing_ids(package.document), default=0)
        self._known: dict[bytes, tuple[str, float]] = {}
        self._references = self._page_heads()

    def headers(self) -> list[Element]:
        """Page numbers as the decree wants them, whatever the report's own pages have."""
        return [w(f"{what}Reference", type=kind, **{R_ID: part}) for what, kind, part in self._references]

    def _page_heads(self) -> list[tuple[str, str, str]]:
        """(header or footer, on which pages, relation id)."""
        numbered = self._header(header("PhuLucTrang"))
        blank = self._header(header_first("PhuLucTrang"))
        found = [("header", "default", numbered), ("header", "even", numbered), ("header", "first", blank)]
        if next(self._package.document.iter(f"{{{W}}}footerReference"), None) is not None:
            footer = w("ftr", paragraph("PhuLucTrang", ""))
            none = self._package.add_part("footer.xml", xml(footer), "footer", f"{_WORD_TYPE}.footer+xml")
            found += [("footer", kind, none) for kind in ("default", "even", "first")]
        return found

    def _header(self, content: Element) -> str:
        return self._package.add_part("header.xml", xml(content), "header", f"{_WORD_TYPE}.header+xml")

    def lines(self, annex: Annex, number: str) -> Iterator[Element]:
        yield paragraph("PhuLuc", number)
        yield paragraph("PhuLucTen", plain_line(annex.title).upper())
        yield paragraph("PhuLucKemTheo", plain_line(f"(Kèm theo {self._attached_to})"))
        yield paragraph("PhuLucKeNgang" if annex.landscape else "PhuLucKe", "")
        for place, block in enumerate(annex.blocks):
            match block:
                case Table():
                    # Two tables with nothing between them would become one.
                    if place and not isinstance(annex.blocks[place - 1], str):
                        yield paragraph("PhuLucGhiChu", "")
                    yield _table(block, self._comments)
                case Pictures():
                    yield self._pictures_of(block, annex.landscape)
                case str():
                    yield _filled(block, "PhuLucGhiChu", strong=False, comments=self._comments)

    def _pictures_of(self, pictures: Pictures, landscape: bool) -> Element:
        room = PAGE.landscape_width if landscape else PAGE.text_width
        width = room / pictures.per_row
        cells = [self._picture_cell(item, width, _HIGHEST[landscape]) for item in pictures.items]
        cells += [_cell(width, paragraph("PhuLucAnh", "")) for _ in range(-len(cells) % pictures.per_row)]
        rows = [cells[start : start + pictures.per_row] for start in range(0, len(cells), pictures.per_row)]
        return w(
            "tbl",
            _table_form([width] * pictures.per_row, "Ảnh và chú thích"),
            _grid([width] * pictures.per_row),
            *(w("tr", w("trPr", w("cantSplit")), *row) for row in rows),
        )

    def _picture_cell(self, picture: Picture, room: float, highest: float) -> Element:
        relation, ratio = self._picture_part(picture.data)
        width = min(picture.width, room - 2 * _PADDING, highest / ratio)
        self._pictures += 1
        described = plain_line(picture.described or picture.caption)
        image = drawing(relation, self._pictures, described, width, width * ratio)
        shown = w("p", styled("PhuLucAnh"), w("r", image))
        return _cell(room, shown, paragraph("PhuLucChuThich", plain_line(picture.caption)))

    def _picture_part(self, data: bytes) -> tuple[str, float]:
        """(relation id, height over width); the same picture twice is kept once."""
        if data not in self._known:
            try:
                image: Any = Image.from_blob(data)
            except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
                raise ValueError("a picture of an annex is no PNG or JPEG that can be read") from error
            relation = self._package.add_part(f"media/anh.{image.ext}", data, "image", image.content_type)
            self._known[data] = relation, image.px_height / image.px_width
        return self._known[data]


def _drawing_ids(document: Element) -> list[int]:
    ids = (
        element.get("id", "")
        for element in document.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    )
    return [int(found) for found in ids if found.isdecimal()]


def _table(table: Table, comments: Comments | None) -> Element:
    widths = [column.width for column in table.columns]
    size = "Nho" if table.small else ""
    titles = [
        _cell(column.width, paragraph(f"PhuLucBang{size}Dau", plain_line(column.title)), middle=True)
        for column in table.columns
    ]
    return w(
        "tbl",
        _table_form(widths, table.caption, ruled=True),
        _grid(widths),
        w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *titles),
        *(
            _row(row, table.columns, size, comments, keep=_is_total(after))
            for row, after in zip_longest(table.rows, table.rows[1:])
        ),
    )


def _is_total(row: Row | None) -> bool:
    """A total never stands alone at the top of a page."""
    return row is not None and row.strong and len(row.cells) > 1


_ALIGNED = {"left": "Trai", "center": "Giua", "right": "Phai"}


def _row(
    row: Row, columns: tuple[Column, ...], size: str, comments: Comments | None, *, keep: bool
) -> Element:
    """`keep`: on the page of the row below it."""
    if len(row.cells) == 1 < len(columns):
        (only,) = row.cells
        width = sum(column.width for column in columns)
        cells = [
            _cell(width, _filled(only, f"PhuLucBang{size}Trai", row.strong, keep=True), spans=len(columns))
        ]
    else:
        cells = [
            _cell(
                column.width,
                _filled(cell, f"PhuLucBang{size}{_ALIGNED[column.align]}", row.strong, comments, keep=keep),
            )
            for cell, column in zip(row.cells, columns, strict=True)
        ]
    short = all(len(printed(cell)) <= _UNSPLIT for cell in row.cells)
    return w("tr", *([w("trPr", w("cantSplit"))] if short else []), *cells)


def _filled(
    cell: Cell, style: str, strong: bool, comments: Comments | None = None, *, keep: bool = False
) -> Element:
    """`keep`: it stays on the page of the row below it."""
    form = styled(style)
    if keep:
        form.append(w("keepNext"))
    weight = [w("rPr", w("b"), w("bCs"))] if strong else []
    runs: list[Element] = []
    for piece, note in _pieces(cell):
        if not piece:
            continue
        figure = w("r", *map(deepcopy, weight), text_in("t", piece))
        runs += comments.on(figure, note) if comments and note else (figure,)
    return w("p", form, *runs)


def _pieces(cell: Cell) -> Iterator[tuple[str, Note | None]]:
    """The text of a cell, cut where a note begins and ends."""
    if isinstance(cell, Marked):
        yield from ((plain_line(text), note) for text, note in cell.pieces)
    else:
        yield plain_line(printed(cell)), None if isinstance(cell, str) else cell.note


def _cell(width: float, *lines: Element, spans: int = 1, middle: bool = False) -> Element:
    form = w(
        "tcPr",
        w("tcW", w=twips(width), type="dxa"),
        *([w("gridSpan", val=spans)] if spans > 1 else []),
        *([w("vAlign", val="center")] if middle else []),
    )
    return w("tc", form, *lines)


def _grid(widths: Sequence[float]) -> Element:
    return w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))


def _table_form(widths: Sequence[float], caption: str, *, ruled: bool = False) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(side, val="single", sz=4, space=0, color="000000") for side in sides))
    paddings = (("top", 0.4), ("left", _PADDING), ("bottom", 0.4), ("right", _PADDING))
    return w(
        "tblPr",
        w("tblW", w=sum(twips(width) for width in widths), type="dxa"),
        w("jc", val="center"),
        *([borders] if ruled else []),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=twips(width), type="dxa") for side, width in paddings)),
        w("tblLook", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1, val="0620"),
        w("tblCaption", val=plain_line(caption)),
        w("tblDescription", val=plain_line(caption)),
    )
