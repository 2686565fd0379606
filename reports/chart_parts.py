"""Charts of a report: what they show, before anything is drawn. Pure.

0 and «nobody has reported» are two things in a chart as everywhere: a point without a value is no 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.annex_parts import MISSING
from reports.comparison import Change, Comparison, Plan, parts_of
from reports.comparison_texts import reached_in_words, share_in_words
from reports.figures import Figure, Figures, value_of
from reports.main_figures import SENTENCES, main_figures
from reports.period_words import same_period
from reports.shares import WHOLE, shares
from reports.sources import GROUP_FORM
from reports.vietnamese import capital, number, percent
from storage.forms import Kind
from storage.periods import Window
from storage.records import Unit, UnitTotal, WindowTotal

_MOST_BARS = 40
"""So many lie on a page and can be read."""
_FARTHEST = 2 * WHOLE
"""A change beyond it is drawn as if it were this much, so that the others can be seen; its number is told."""


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    """Beside the axis: «24», «Tổ dân phố số 5»."""
    value: int | None
    """None: nobody has reported it."""
    said: str
    """What stands at its end: «1.684», «+12,5%»."""
    named: str = ""
    """In words, where the label is too short for them: «tuần 24 (08/6-14/6/2026)»."""


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    points: tuple[Point, ...]
    lying: bool
    """Bars that lie, a line each; else columns that stand."""
    goal: int | None = None
    """Value at which a line is drawn."""


def described(chart: Chart) -> str:
    """All that the chart shows, for those who do not see it."""
    told = (f"{point.named or point.label}: {point.said}" for point in chart.points)
    return f"{chart.title}. {'; '.join(told)}."


def charts(
    weeks: Sequence[WindowTotal],
    windows: Sequence[Window],
    units: Sequence[Unit],
    totals: Sequence[UnitTotal],
    figures: Figures,
    comparison: Comparison | None,
) -> list[Chart]:
    """Those for which there is anything to show; `windows` are those that are over or were reported."""
    found = [
        *_by_week(weeks, windows, figures),
        *_by_group(units, totals, figures),
        *_parts(figures),
        *(_against(comparison) if comparison else ()),
    ]
    return [chart for chart in found if any(point.value is not None for point in chart.points)]


def _by_week(weeks: Sequence[WindowTotal], windows: Sequence[Window], figures: Figures) -> Iterator[Chart]:
    """A column for each week: what the groups do, and the first figure of every other sentence."""
    told = {(f"{item.form}.{item.indicator}", item.first_on): item.total for item in weeks}
    for sentence in SENTENCES.values():
        keys = list(sentence.figures.values())
        for key in keys if keys[0].startswith(f"{GROUP_FORM}.") else keys[:1]:
            figure = figures.get(key)
            if figure and figure.kind is Kind.SUM:
                points = (
                    _point(str(item.week), told.get((key, item.first_on)), item.label) for item in windows
                )
                yield Chart(_title(figure, "theo tuần"), tuple(points), lying=False)


def _by_group(units: Sequence[Unit], totals: Sequence[UnitTotal], figures: Figures) -> Iterator[Chart]:
    """A bar for each group, of the two figures that are told first."""
    told: Mapping[tuple[int, str], UnitTotal] = {
        (item.unit_id, f"{item.form}.{item.indicator}"): item for item in totals
    }
    groups = [unit for unit in units if unit.form == GROUP_FORM]
    for key in list(SENTENCES["group_work"].figures.values())[:2]:
        figure = figures.get(key)
        if figure is None:
            continue
        points = []
        for unit in groups:
            total = told.get((unit.id, key))
            points.append(_point(unit.name, value_of(total, figure.kind) if total else None))
        yield from _pieces(_title(figure, "theo tổ dân phố"), points)


def _pieces(title: str, points: Sequence[Point]) -> Iterator[Chart]:
    """Charts of about as many bars each."""
    pieces = -(-len(points) // _MOST_BARS)
    for place in range(pieces):
        piece = tuple(points[len(points) * place // pieces : len(points) * (place + 1) // pieces])
        of_pieces = f", phần {place + 1}/{pieces}" if pieces > 1 else ""
        yield Chart(title + of_pieces, piece, lying=True)


def _parts(figures: Figures) -> Iterator[Chart]:
    for sentence in SENTENCES.values():
        parts = parts_of(figures, sentence.whole, list(sentence.figures.values()))
        whole = figures.get(sentence.whole) if parts else None
        if whole:
            sizes = shares([part.value for part in parts])
            points = (
                Point(capital(part.label), part.value, f"{number(part.value)} ({percent(size)})")
                for part, size in zip(parts, sizes, strict=True)
            )
            yield Chart(f"Cơ cấu {number(whole.value)} {whole.label}", tuple(points), lying=True)


def _against(comparison: Comparison) -> Iterator[Chart]:
    if comparison.before:
        title = f"Tăng, giảm so với {same_period(comparison.now.period)} (%)"
        yield Chart(title, tuple(_changes(comparison)), lying=True)
    if comparison.plan:
        yield Chart(
            f"Mức đạt so với kế hoạch năm {comparison.plan.year} (%)",
            tuple(_reached(comparison.plan)),
            lying=True,
            goal=WHOLE,
        )


def _changes(comparison: Comparison) -> Iterator[Point]:
    for key in main_figures():
        change = comparison.change(key)
        if change and change.alike and change.share is not None:
            size = min(change.share, _FARTHEST) * (-1 if change.difference < 0 else 1)
            yield Point(capital(change.now.label), size, _signed(change))


def _signed(change: Change) -> str:
    """«+12,5%», «khoảng -8%», «giảm chưa đến 1%»."""
    if not change.difference:
        return "0%"
    words, falls = share_in_words(change), change.difference < 0
    *about, size = words.rsplit(" ", 1)
    if about in ([], ["khoảng"]):
        return " ".join([*about, f"{'-' if falls else '+'}{size}"])
    return f"{'giảm' if falls else 'tăng'} {words}"


def _reached(plan: Plan) -> Iterator[Point]:
    main = list(main_figures())
    for key in sorted(plan.values, key=lambda key: main.index(key) if key in main else len(main)):
        reached = plan.reached(key)
        if reached:
            label = capital(plan.figures.label(key))
            if reached.figure is None:
                yield Point(label, None, MISSING)
            else:
                said = reached_in_words(reached) if reached.figure.value else "0%"
                yield Point(label, min(reached.share, _FARTHEST), said)


def _point(label: str, value: int | None, named: str = "") -> Point:
    return Point(label, value, MISSING if value is None else number(value), named)


def _title(figure: Figure, how: str) -> str:
    unit = "" if figure.label.startswith(figure.unit) else f" ({figure.unit})"
    return f"{capital(figure.label)} {how}{unit}"
