"""Annexes of pictures, on request: charts of the figures, and the photos that came with them."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from reports.annex_parts import CHARTS, PHOTOS, Annex, Block, Picture, Pictures
from reports.chart_parts import Chart, described
from reports.photos import LONG_SIDE, SHORTER_SIDE, printable
from reports.vietnamese import number
from storage.errors import BadPhotoError
from storage.periods import Window
from storage.records import UnitPhoto

_AT_ONCE = 2
ROOM = 25 * 1024 * 1024
"""Bytes of all photos together: Telegram takes files of 50 MB, and a clerk's mail less."""
_WIDEST, _HIGHEST = 78.0, 68.0
"""Millimetres of a photo, two in a row, three rows on a page."""
_FEW = 100
"""More photos are printed with fewer dots."""
_NAMED = 20
"""So many photos that are not printed are named; more are counted."""


def chart_annex(charts: Sequence[Chart]) -> Annex | None:
    """None when there is nothing to draw."""
    if not charts:
        return None
    # What draws is slow to load, and seldom needed.
    from reports.chart_drawing import BARS_WIDTH, COLUMNS_WIDTH, drawn  # noqa: PLC0415

    lying = {True: BARS_WIDTH, False: COLUMNS_WIDTH}
    pictures = [
        Picture(drawn(chart), f"Hình {place}. {chart.title}", lying[chart.lying], described(chart))
        for place, chart in enumerate(charts, start=1)
    ]
    blocks: list[Block] = [
        "Biểu đồ theo tuần: mỗi cột là tổng số liệu của các đơn vị đã báo trong kỳ báo ấy, dưới cột là số "
        "tuần. Số 0: đơn vị báo là không có; dấu ×: chưa đơn vị nào báo."
    ]
    for standing in (True, False):
        some = [item for item, chart in zip(pictures, charts, strict=True) if chart.lying is not standing]
        if some:
            blocks.append(Pictures(tuple(some), per_row=2 if standing else 1))
    return Annex(CHARTS, "Biểu đồ số liệu", tuple(blocks))


def photo_annex(photos: Sequence[UnitPhoto], paths: Sequence[Path], room: int = ROOM) -> Annex | None:
    """The photos with unit and week, in their order; None when there are none.

    `paths` are where their files lie. What cannot be opened, and what there is no room for, is named.
    """
    if not photos:
        return None
    pictures: list[Picture] = []
    broken: list[str] = []
    left_out: list[str] = []
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        long_side = LONG_SIDE if len(photos) <= _FEW else SHORTER_SIDE
        for photo, made in zip(photos, workers.map(_made, paths, repeat(long_side)), strict=True):
            week = Window(photo.first_on, photo.last_on).label
            caption = f"{photo.unit}, {week}"
            if made is None:
                broken.append(caption)
            elif len(made[0]) > room:
                left_out.append(caption)
            else:
                data, ratio = made
                room -= len(data)
                numbered = f"Ảnh {len(pictures) + 1}. {caption}"
                width, words = min(_WIDEST, _HIGHEST / ratio), f"Ảnh do {photo.unit} gửi, {week}"
                pictures.append(Picture(data, numbered, width, words))
    blocks: list[Block] = [Pictures(tuple(pictures), per_row=2)] if pictures else []
    blocks += _named("Ảnh không mở được", broken)
    blocks += _named("Ảnh không in vì tệp đã đủ lớn", left_out)
    return Annex(PHOTOS, "Hình ảnh do các đơn vị gửi kèm số liệu", tuple(blocks))


def _made(path: Path, long_side: int) -> tuple[bytes, float] | None:
    try:
        return printable(path.read_bytes(), long_side)
    except (BadPhotoError, OSError):
        return None


def _named(what: str, captions: Sequence[str]) -> Iterable[str]:
    if captions:
        more = len(captions) - _NAMED
        rest = f"; và {number(more)} ảnh nữa" if more > 0 else ""
        yield f"{what} ({number(len(captions))} ảnh): {'; '.join(captions[:_NAMED])}{rest}."
