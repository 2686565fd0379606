"""A picture of how complete the weeks are: a bar for each, parted into what came and what did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True, slots=True)
class WeekBar:
    """Units of a week by what they have reported."""

    name: str
    in_time: int
    late: int
    partial: int
    none: int

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.in_time, self.late, self.partial, self.none


_PARTS = (
    ("Đủ số, đúng hạn", "#2e7d32", "white"),
    ("Đủ số, nộp muộn", "#a5d6a7", "black"),
    ("Còn thiếu số", "#fbc02d", "black"),
    ("Chưa báo", "#c62828", "white"),
)
"""Label, colour, and colour of the number on it: told apart by lightness too."""


def weeks_chart(title: str, bars: Sequence[WeekBar]) -> bytes:
    """A PNG that reads well on a phone."""
    # Takes its time to load, and is wanted once a month.
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with rc_context({"font.family": "DejaVu Sans", "font.size": 13}):
        figure = Figure(figsize=(9, 1.9 + 0.75 * len(bars)), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title, fontsize=16, fontweight="bold", loc="left")
        begins = [0] * len(bars)
        for place, (label, colour, ink) in enumerate(_PARTS):
            widths = [bar.parts[place] for bar in bars]
            drawn = axes.barh(range(len(bars)), widths, left=begins, color=colour, label=label)
            axes.bar_label(drawn, [str(width or "") for width in widths], label_type="center", color=ink)
            begins = [begin + width for begin, width in zip(begins, widths, strict=True)]
        axes.set_yticks(range(len(bars)), [bar.name for bar in bars])
        axes.invert_yaxis()
        axes.set_xlabel("Số đơn vị")
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=11)
        picture = BytesIO()
        figure.savefig(picture, format="png", dpi=110, metadata={"Software": None})
    return picture.getvalue()
