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
_FILL, _BELOW = "0.45", "0.85"
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
    places = range(len(chart.points))
    values = [point.value or 0 for point in chart.points]
    some = [place for place in places if values[place]]
    heights = [values[place] for place in some]
    axes.bar(some, heights, width=0.7, color=_FILL, edgecolor="black", linewidth=0.4)
    most = max(values) or 1
    axes.set_ylim(0, most * 1.3)
    axes.set_xlim(-0.8, len(chart.points) - 0.2)
    crowded = len(chart.points) > _ROOMY
    for place, point in enumerate(chart.points):
        _at_end(axes, point, place, most * 0.02, size=5 if crowded else 6, rotation=90 if crowded else 0)
    step = -(-len(chart.points) // _ROOMY)
    axes.set_xticks(list(places)[::step], [point.label for point in chart.points][::step])
    axes.set_yticks([])
    _ticks(axes, 6)
    axes.set_xlabel(_explained("Tuần", chart), fontproperties=_letters(6), labelpad=1.5)
    return _png(figure)


def _at_end(axes: Any, point: Point, place: int, gap: float, size: float, rotation: int) -> None:
    """The value above its column; a cross on the axis where there is none."""
    text = point.said if point.value is not None else _CROSS
    turned = rotation if point.value else 0
    at = (place, (point.value or 0) + gap)
    axes.text(*at, text, ha="center", va="bottom", rotation=turned, fontproperties=_letters(size))


def _bars(chart: Chart) -> bytes:
    height = 3 + 4.1 * len(chart.points)
    figure, axes = _paper(BARS_WIDTH, height, left=62, right=1, top=1.5, bottom=1.5)
    values = [point.value or 0 for point in chart.points]
    least, most = min(*values, 0), max(*values, chart.goal or 0, 1)
    for place, point in enumerate(chart.points):
        value = point.value or 0
        look = {"hatch": "////", "color": _BELOW} if value < 0 else {"color": _FILL}
        if value:
            axes.barh(place, value, height=0.7, edgecolor="black", linewidth=0.4, **look)
        beyond = (most - least) * 0.006
        text = point.said if point.value is not None else f"{_CROSS} {point.said}"
        side = {"x": value - beyond, "ha": "right"} if value < 0 else {"x": value + beyond, "ha": "left"}
        axes.text(y=place, s=text, va="center", fontproperties=_letters(7), **side)
    room = (most - least) * 0.2
    axes.set_xlim(least - (room if least < 0 else 0), most + room)
    axes.set_ylim(len(chart.points) - 0.4, -0.6)
    axes.axvline(0, color="black", linewidth=0.6)
    axes.spines["left"].set_visible(least == 0)
    if chart.goal is not None:
        axes.axvline(chart.goal, color="black", linewidth=0.8, linestyle="--")
    axes.set_xticks([])
    labels = [_short(point.label) for point in chart.points]
    axes.set_yticks(range(len(labels)), labels)
    _ticks(axes, 7)
    for label, text in zip(axes.get_yticklabels(), labels, strict=True):
        if "\n" in text:
            label.set(fontproperties=_letters(5.4), linespacing=1)
    return _png(figure)


def _short(label: str) -> str:
    """Two lines at most; the whole label is told in the words for the picture."""
    lines = wrap(label, 38)
    return "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")


def _explained(axis: str, chart: Chart) -> str:
    missing = any(point.value is None for point in chart.points)
    return f"{axis} ({_CROSS}: chưa báo)" if missing else axis


def _paper(
    width: float, height: float, *, left: float, right: float, top: float, bottom: float
) -> tuple[Figure, Any]:
    """A figure and its axes; lengths are millimetres, so that everything stands where it was meant to."""
    figure = Figure(figsize=(width / _INCH, height / _INCH), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    rect = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    axes = figure.add_axes(rect)
    for side in ("top", "right", "left" if height == COLUMNS_HEIGHT else "bottom"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _ticks(axes: Any, size: float) -> None:
    axes.tick_params(length=2, width=0.5, pad=1.5)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_letters(size))


def _png(figure: Figure) -> bytes:
    canvas: Any = figure.canvas
    canvas.draw()
    grey = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("L")
    file = BytesIO()
    grey.save(file, "PNG", dpi=(DOTS, DOTS))
    return file.getvalue()
