"""All tables of a report as one .xlsx: the ward's figures, then each annex on its sheet."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from reports import nd30
from reports.annex_parts import ESTIMATE, Annex, Cell, Column, Number, Percent, Row, Table, label
from reports.figures import Figures
from reports.plain import plain_line
from reports.shares import WHOLE
from reports.sources import cell_of
from reports.vietnamese import capital
from storage.forms import Form
from storage.periods import Period
from storage.records import Ward

_COUNT = "#,##0"
"""Excel puts the dots or commas of the reader's own settings between the thousands."""
_SIGNED = "+#,##0;-#,##0;0"
_PERCENT = "#,##0.00%"
_LONGEST = 32_000
"""Letters; Excel takes 32.767 in a cell."""
_FORMULA = ("=", "+", "-", "@")
"""A text that begins so would become a formula as soon as somebody edits the cell."""
_LETTER = 2.0
"""Millimetres of a column that hold one letter of 12 points."""
_A4 = 9


def spreadsheet(
    ward: Ward,
    period: Period,
    figures: Figures,
    forms: Sequence[Form],
    annexes: Sequence[Annex],
    made_at: datetime,
) -> bytes:
    """The workbook; the same bytes for the same arguments. `made_at` is aware."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        at = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        author = plain_line(f"Ủy ban nhân dân {ward.name}")
        title = f"Bảng số liệu {period.label}"
        book.set_properties({"title": title, "author": author, "company": author, "created": at})
        formats = _Formats(book)
        for name, heading, notes, table in _sheets(period, figures, forms, annexes):
            _fill(book.add_worksheet(name), f"{heading} {period.label}", notes, table, formats)
    return file.getvalue()


def _sheets(
    period: Period, figures: Figures, forms: Sequence[Form], annexes: Sequence[Annex]
) -> Iterator[tuple[str, str, list[str], Table]]:
    """(sheet, title, notes, table) of each table."""
    yield "Số liệu chung", "Số liệu toàn phường", [], figure_table(figures, forms)
    for annex in annexes:
        notes = [block for block in annex.blocks if isinstance(block, str)]
        tables = [block for block in annex.blocks if isinstance(block, Table)]
        for place, table in enumerate(tables, start=1):
            name = label(annexes, annex.key) + (f" ({place})" if place > 1 else "")
            yield name, annex.title, notes, table


def figure_table(figures: Figures, forms: Sequence[Form]) -> Table:
    """Every figure that the forms ask for, with what stands behind it."""
    asked = {
        f"{form.code}.{item.code}": (form.title, item.unit) for form in forms for item in form.indicators
    }
    rows = []
    for place, (key, (title, unit)) in enumerate(asked.items(), start=1):
        figure = figures.get(key)
        mark, units, returns = (figure.mark, figure.units, figure.submissions) if figure else ("", 0, 0)
        told = (str(place), title, capital(figures.label(key)), unit, mark)
        rows.append(Row((*told, cell_of(figure), Number(units), Number(returns))))
    return Table(
        (
            Column("TT", 12, "center"),
            Column("Phiếu", 75),
            Column("Chỉ tiêu", 95),
            Column("Đơn vị tính", 32, "center"),
            Column("Mã số liệu", 24, "center"),
            Column("Số liệu", 26, "right"),
            Column("Số đơn vị báo", 26, "right"),
            Column("Số lần báo", 26, "right"),
        ),
        tuple(rows),
        "Số liệu toàn phường theo từng chỉ tiêu",
    )


class _Formats:
    """Makes each cell format once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            look = {"font_name": nd30.FONT, "font_size": 12, "valign": "top", **wanted}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _fill(sheet: Any, title: str, notes: list[str], table: Table, formats: _Formats) -> None:
    _write(sheet, 0, 0, title, formats, {"bold": True, "font_size": 14})
    for place, note in enumerate(notes, start=1):
        _write(sheet, place, 0, note, formats, {"italic": True})
    head = len(notes) + 2
    boxed = {"border": 1, "text_wrap": True}
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width / _LETTER)
        _write(sheet, head, place, column.title, formats, boxed | {"bold": True, "align": "center"})
    for line, row in enumerate(table.rows, start=head + 1):
        look = boxed | ({"bold": True} if row.strong else {})
        blank = len(table.columns) - len(row.cells)
        for place, (cell, column) in enumerate(zip((*row.cells, *[""] * blank), table.columns, strict=True)):
            wraps = {"text_wrap": False} if blank else {"align": column.align}
            _write(sheet, line, place, cell, formats, look | wraps)
    # Numbers of lines are text; Excel need not wonder about it in green.
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{head + 1 + len(table.rows)}"})
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P")


def _write(sheet: Any, line: int, place: int, cell: Cell, formats: _Formats, look: dict[str, Any]) -> None:
    if not isinstance(cell, str):
        value, form = _as_number(cell)
        sheet.write_number(line, place, value, formats.get(**look, num_format=form))
        return
    text = plain_line(cell)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    if text.lstrip().startswith(_FORMULA):
        look = look | {"quote_prefix": True}
    if text:
        sheet.write_string(line, place, text, formats.get(**look))
    else:
        sheet.write_blank(line, place, None, formats.get(**look))


def _as_number(cell: Number | Percent) -> tuple[float, str]:
    """(value, number format)."""
    if isinstance(cell, Percent):
        value, form = cell.hundredths / WHOLE, _PERCENT
    else:
        value, form = cell.value, _SIGNED if cell.signed else _COUNT
    if cell.estimated:
        form = ";".join(f'{part}"{ESTIMATE}"' for part in form.split(";"))
    return value, form
