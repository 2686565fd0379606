"""A chart as a picture: black on white, 300 dots an inch, in the serif letters that come with matplotlib.

They have all letters of Vietnamese and are the same on every machine. Without pyplot nothing is shared
between two drawings.
"""

from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from reports.chart_parts import Chart, Point

DOTS = 300
"""An inch."""
COLUMNS_WIDTH, COLUMNS_HEIGHT = 80.0, 52.0
BARS_WIDTH = 160.0
"""Millimetres."""

_INCH = 25.4
_LABELS = 62.0
"""Millimetres for what stands before the bars."""
_LETTER = 1.5
"""Millimetres that a letter of 7 points takes, on the average."""
_LOOK = {"color": "0.45", "edgecolor": "black", "linewidth": 0.4}
_LOOK_BELOW = {**_LOOK, "color": "0.85", "hatch": "////"}
"""Greys that a copier keeps apart; what is below 0 is hatched as well."""
_CROSS = "×"
_ROOMY = 14
"""So many columns leave room for what is written beside each other."""
_FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"


def drawn(chart: Chart) -> bytes:
    """The chart as a PNG in greys; the same bytes each time."""
    return _bars(chart) if chart.lying else _columns(chart)


def _letters(size: float) -> FontProperties:
    return FontProperties(fname=_FONT, size=size)


def _columns(chart: Chart) -> bytes:
    figure, axes = _paper(COLUMNS_WIDTH, COLUMNS_HEIGHT, left=2, right=2, top=2, bottom=9)
    values = [point.value or 0 for point in chart.points]
    some = [place for place, value in enumerate(values) if value]
    axes.bar(some, [values[place] for place in some], width=0.7, **_LOOK)
    most = max(values) or 1
    axes.set_ylim(0, most * 1.3)
    axes.set_xlim(-0.8, len(values) - 0.2)
    axes.axhline(0, color="black", linewidth=1)
    crowded = len(values) > _ROOMY
    for place, point in enumerate(chart.points):
        _at_end(axes, point, place, most * 0.02, size=5 if crowded else 6, rotation=90 if crowded else 0)
    below = axes.get_xaxis_transform()
    for place in range(0, len(values), -(-len(values) // _ROOMY)):
        label = chart.points[place].label
        axes.text(place, -0.03, label, transform=below, ha="center", va="top", fontproperties=_letters(6))
    axis = f"Tuần ({_CROSS}: chưa báo)" if any(point.value is None for point in chart.points) else "Tuần"
    axes.text(0.5, -0.12, axis, transform=axes.transAxes, ha="center", va="top", fontproperties=_letters(6))
    return _png(figure)


def _at_end(axes: Any, point: Point, place: int, gap: float, size: float, rotation: int) -> None:
    """The value above its column; a cross on the axis where there is none."""
    text = point.said if point.value is not None else _CROSS
    turned = rotation if point.value else 0
    at = (place, (point.value or 0) + gap)
    axes.text(*at, text, ha="center", va="bottom", rotation=turned, fontproperties=_letters(size))


def _bars(chart: Chart) -> bytes:
    height = 3 + 4.1 * len(chart.points)
    figure, axes = _paper(BARS_WIDTH, height, left=_LABELS, right=1, top=1.5, bottom=1.5)
    values = [point.value or 0 for point in chart.points]
    least, most = min(*values, 0), max(*values, chart.goal or 0, 1)
    rising = [place for place, value in enumerate(values) if value > 0]
    falling = [place for place, value in enumerate(values) if value < 0]
    axes.barh(rising, [values[place] for place in rising], height=0.7, **_LOOK)
    axes.barh(falling, [values[place] for place in falling], height=0.7, **_LOOK_BELOW)
    beside = axes.get_yaxis_transform()
    for place, (point, value) in enumerate(zip(chart.points, values, strict=True)):
        beyond = (most - least) * 0.006
        text = point.said if point.value is not None else f"{_CROSS} {point.said}"
        side = {"x": value - beyond, "ha": "right"} if value < 0 else {"x": value + beyond, "ha": "left"}
        axes.text(y=place, s=text, va="center", fontproperties=_letters(7), **side)
        label, size = _short(point.label)
        named = {"transform": beside, "ha": "right", "va": "center", "linespacing": 1}
        axes.text(-0.01, place, label, fontproperties=_letters(size), **named)
    sides = 2 if least < 0 else 1
    words = _LETTER * max(len(point.said) for point in chart.points) + 3
    room = (most - least) * words / (BARS_WIDTH - _LABELS - 1 - sides * words)
    axes.set_xlim(least - room * (sides - 1), most + room)
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.axvline(0, color="black", linewidth=0.8)
    if chart.goal is not None:
        axes.axvline(chart.goal, color="black", linewidth=0.8, linestyle="--")
    return _png(figure)


def _short(label: str) -> tuple[str, float]:
    """(the label in two lines at most, its size); all of it is told in the words for the picture."""
    lines = wrap(label, 38) or [""]
    text = "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")
    return text, 5.4 if len(lines) > 1 else 7


def _paper(
    width: float, height: float, *, left: float, right: float, top: float, bottom: float
) -> tuple[Figure, Any]:
    """A figure and its axes; lengths are millimetres, so that everything stands where it was meant to.

    Without ticks and spines, of which matplotlib makes much ado: what is needed is drawn as lines and text.
    """
    figure = Figure(figsize=(width / _INCH, height / _INCH), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    rect = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    axes = figure.add_axes(rect)
    axes.set_axis_off()
    return figure, axes


def _png(figure: Figure) -> bytes:
    canvas: Any = figure.canvas
    canvas.draw()
    grey = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("L")
    file = BytesIO()
    grey.save(file, "PNG", dpi=(DOTS, DOTS))
    return file.getvalue()
