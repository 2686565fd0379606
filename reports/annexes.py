"""Annexes that every report has: figures of the residential groups, of the other units, completeness. Pure.

Each unit's figure stands in exactly one row, so that the rows add up to the figure that the report
prints. What nobody reported is «chưa báo», what was said not to have happened «không phát sinh».
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from reports.annex_parts import ESTIMATE, MISSING, NOTHING, Annex, Cell, Column, Number, Row, Table
from reports.completeness import Asked, completeness_annex
from reports.figures import Figures, add_up, value_of
from reports.nd30 import PAGE
from reports.period_words import cut_weeks
from reports.sources import GROUP_FORM, Sources, cell_of
from reports.vietnamese import capital, day
from storage.forms import Form, Indicator
from storage.periods import Period, Rule
from storage.records import Qualifier, Return, Unit, UnitTotal

GROUPS, OFFICES = "groups", "offices"

_WIDE = 4
"""So many figures of a group fit on an upright page."""
_SMALL = 8
"""More figures than these are set in small letters."""
_MOST = 12
"""More figures than these take a second table."""

_Totals: TypeAlias = Mapping[tuple[int, str, str], UnitTotal]
"""By (unit id, form, indicator)."""


def standard_annexes(
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    forms: Sequence[Form],
    asked: Asked,
    returns: Sequence[Return],
    period: Period,
    ward_rule: str | None = None,
) -> tuple[Annex, ...]:
    """The annexes that have anything to show; `forms` are all versions, as for `add_up`.

    `ward_rule` is how the ward cuts its periods when no rule is named; None: as this period is cut.
    """
    figures = add_up(totals, forms)
    sources = Sources(period, ward_rule or period.rule)
    found = {(total.unit_id, total.form, total.indicator): total for total in totals}
    annexes = (
        _groups(units, found, forms, figures, sources),
        _offices(units, found, forms, figures, sources),
        completeness_annex(units, asked, returns, sources),
    )
    return tuple(annex for annex in annexes if annex)


# ── groups ───────────────────────────────────────────────────────────────────────────────────────


def _groups(
    units: Sequence[Unit], totals: _Totals, forms: Sequence[Form], figures: Figures, sources: Sources
) -> Annex | None:
    rows = _filling(GROUP_FORM, units, totals, sources.period)
    indicators = _indicators(GROUP_FORM, forms, totals, sources.period)
    if not rows or not indicators:
        return None
    pieces = [indicators[start : start + _MOST] for start in range(0, len(indicators), _MOST)]
    tables = [_group_table(rows, piece, totals, figures, sources, units) for piece in pieces]
    return Annex(
        GROUPS,
        "Số liệu của các tổ dân phố",
        (_note(tables, sources), *tables),
        landscape=len(pieces[0]) > _WIDE,
    )


def _group_table(
    groups: Sequence[Unit],
    indicators: Sequence[Indicator],
    totals: _Totals,
    figures: Figures,
    sources: Sources,
    units: Sequence[Unit],
) -> Table:
    small = len(indicators) > _SMALL
    width = PAGE.landscape_width if len(indicators) > _WIDE else PAGE.text_width
    number, name = (10.0, 42.0) if small else (12.0, 50.0)
    headings = [_heading(item) for item in indicators]
    widths = _widths(headings, width - number - name, 2.0 if small else 2.4)
    names = {unit.id: unit.name for unit in units}
    rows = [
        Row(
            (
                str(place),
                _dated(group, sources.period, names),
                *(
                    _told(totals.get((group.id, GROUP_FORM, item.code)), item, group, figures, sources)
                    for item in indicators
                ),
            )
        )
        for place, group in enumerate(groups, start=1)
    ]
    together = Row(
        ("", "Tổng cộng", *(_total(GROUP_FORM, item, figures, sources) for item in indicators)),
        strong=True,
    )
    return Table(
        (
            Column("TT", number, "center"),
            Column("Tổ dân phố", name),
            *(Column(title, each, "right") for title, each in zip(headings, widths, strict=True)),
        ),
        (*rows, together),
        f"Số liệu của {len(groups)} tổ dân phố theo {len(indicators)} chỉ tiêu, dòng cuối là tổng cộng",
        small=small,
    )


def _widths(headings: Sequence[str], room: float, letter: float) -> list[float]:
    """Room for each heading's longest word and for a number; what is left, by the headings' lengths.

    `letter` is about how wide a bold one is. A long heading in a narrow column would make the head of
    the table, which every page repeats, half a page high.
    """
    least = [letter * (1 + max(7, *map(len, heading.split()))) for heading in headings]
    scale = min(1, room / sum(least))
    rest = (room - scale * sum(least)) / sum(map(len, headings))
    return [scale * low + rest * len(heading) for low, heading in zip(least, headings, strict=True)]


def _dated(unit: Unit, period: Period, names: Mapping[int, str]) -> str:
    """The unit's name, with when it began or ended if that was within the period."""
    said = []
    if unit.from_on > period.first_on:
        said.append(f"từ ngày {day(unit.from_on)}")
    if unit.to_on and unit.to_on < period.last_on:
        said.append(f"đến ngày {day(unit.to_on)}")
        if unit.merged_into is not None and unit.merged_into in names:
            said.append(f"sáp nhập vào {names[unit.merged_into]}")
    return f"{unit.name} ({', '.join(said)})" if said else unit.name


def _heading(item: Indicator) -> str:
    """What is counted, and in what unless the label says so."""
    return capital(item.label) + ("" if item.label.startswith(item.unit) else f" ({item.unit})")


# ── other units ──────────────────────────────────────────────────────────────────────────────────


def _offices(
    units: Sequence[Unit], totals: _Totals, forms: Sequence[Form], figures: Figures, sources: Sources
) -> Annex | None:
    """A line for each figure: the units' forms differ. Units with the same form stand together."""
    rows: list[Row] = []
    titles = {form.code: form.title for form in forms if form.code != GROUP_FORM}
    names = {unit.id: unit.name for unit in units}
    by_form = {form: _filling(form, units, totals, sources.period) for form in titles}
    for form, filling in sorted(by_form.items(), key=lambda item: _place(units, item[1])):
        indicators = _indicators(form, forms, totals, sources.period)
        for unit in filling:
            values = (
                _told(totals.get((unit.id, form, item.code)), item, unit, figures, sources)
                for item in indicators
            )
            rows += _section(_dated(unit, sources.period, names), indicators, values)
        if len(filling) > 1:
            together = (_total(form, item, figures, sources) for item in indicators)
            rows += _section(
                f"Tổng cộng {len(filling)} đơn vị ({titles[form]})", indicators, together, strong=True
            )
    if not rows:
        return None
    table = Table(
        (
            Column("TT", 12, "center"),
            Column("Đơn vị, chỉ tiêu", 92),
            Column("Đơn vị tính", 33, "center"),
            Column("Số liệu", 28, "right"),
        ),
        tuple(rows),
        "Số liệu của các cơ quan, đơn vị, mỗi chỉ tiêu một dòng",
    )
    return Annex(OFFICES, "Số liệu của các cơ quan, đơn vị", (_note([table], sources), table))


def _place(units: Sequence[Unit], some: Sequence[Unit]) -> int:
    """Where the first of them stands among all."""
    return min(map(units.index, some), default=len(units))


def _section(
    heading: str, indicators: Sequence[Indicator], values: Iterable[Cell], *, strong: bool = False
) -> Iterator[Row]:
    yield Row((heading,), strong=True)
    for place, (item, value) in enumerate(zip(indicators, values, strict=True), start=1):
        yield Row((str(place), capital(item.label), item.unit, value), strong)


# ── both ─────────────────────────────────────────────────────────────────────────────────────────


def _filling(form: str, units: Sequence[Unit], totals: _Totals, period: Period) -> list[Unit]:
    """Units that had to fill the form at some time of the period, or did."""
    told = {unit_id for unit_id, code, _ in totals if code == form}
    return [
        unit
        for unit in units
        if unit.id in told or (unit.form == form and unit.exists_between(period.first_on, period.last_on))
    ]


def _indicators(code: str, forms: Sequence[Form], totals: _Totals, period: Period) -> list[Indicator]:
    """What the form asked at some time of the period, and what was reported on it all the same."""
    versions = sorted((form for form in forms if form.code == code), key=lambda form: form.from_on)
    told = {indicator for _, form, indicator in totals if form == code}
    found: dict[str, Indicator] = {}
    for place, form in enumerate(versions):
        later = versions[place + 1].from_on if place + 1 < len(versions) else None
        asked = form.from_on <= period.last_on and (later is None or later > period.first_on)
        found |= {item.code: item for item in form.indicators if asked or item.code in told}
    return list(found.values())


def _told(total: UnitTotal | None, item: Indicator, unit: Unit, figures: Figures, sources: Sources) -> Cell:
    if total is None:
        return MISSING
    if total.nothing:
        return NOTHING
    figure = figures.get(f"{total.form}.{item.code}")
    note = sources.of_unit(figure, unit.name) if figure else None
    return Number(value_of(total, item.kind), total.qualifier is not Qualifier.EXACT, note)


def _total(form: str, item: Indicator, figures: Figures, sources: Sources) -> Cell:
    """The figure as the report prints it."""
    figure = figures.get(f"{form}.{item.code}")
    return cell_of(figure, sources.of_figure(figure) if figure else None)


def _note(tables: Sequence[Table], sources: Sources) -> str:
    period = sources.period
    cut = cut_weeks(period, Rule(sources.ward_rule))
    said = (
        f"Số liệu của các kỳ báo kết thúc từ ngày {day(period.first_on)} đến ngày {day(period.last_on)}. "
        f"{cut}{' ' if cut else ''}"
        f"«{capital(MISSING)}»: đơn vị chưa gửi số liệu; «{NOTHING}»: đơn vị đã trả lời là không có."
    )
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    if any(isinstance(cell, Number) and cell.estimated for cell in cells):
        said += f" Dấu ({ESTIMATE}): trong đó có số ước lượng do đơn vị báo."
    return said
