"""Photos in a report: small, upright, with nothing in them that a phone wrote; broken ones are named."""

import random
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from reports.annex_parts import Picture, Pictures
from reports.annex_word import with_annexes
from reports.photos import LONG_SIDE, SHORTER_SIDE, printable
from reports.picture_annexes import photo_annex
from storage.errors import BadPhotoError
from storage.records import UnitPhoto
from tests.reports.situation import report
from tests.reports.test_annex_word import png

GPS, ORIENTATION, MAKER, TAKEN_AT = 0x8825, 0x0112, 0x010F, 0x9003


def photo(
    width: int = 1600, height: int = 1200, kind: str = "JPEG", turned: int = 1, **more: object
) -> bytes:
    """Left half dark, right half light, with all that a phone writes into it."""
    image = Image.new("RGB", (width, height), "black")
    image.paste("white", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Máy của bác Tư", turned
    exif[0x8769] = {TAKEN_AT: "2026:03:04 08:00:00"}
    exif[GPS] = {1: "N", 2: (20.0, 48.0, 36.0), 3: "E", 4: (106.0, 36.0, 0.0)}
    file = BytesIO()
    image.save(file, kind, exif=exif, icc_profile=b"profile of a phone", **more)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


# ── one photo ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_a_phone_wrote_leaves_the_house(kind: str) -> None:
    data = photo(kind=kind, comment=b"nha bac Tu")
    assert opened(data).getexif().get_ifd(GPS)
    made, _ = printable(data)
    image = opened(made)
    assert image.format == "JPEG"
    assert not image.getexif()
    assert {"exif", "comment", "icc_profile", "xmp"}.isdisjoint(image.info)
    for secret in (
        b"Exif",
        b"GPS",
        b"2026:03:04",
        "Máy của bác Tư".encode(),
        b"nha bac Tu",
        b"profile of a phone",
    ):
        assert secret not in made


def test_text_in_a_png_goes_too() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "bac Tu")
    told.add_itxt("XML:com.adobe.xmp", "<gps>20.8</gps>")
    file = BytesIO()
    Image.new("RGB", (50, 40)).save(file, "PNG", pnginfo=told)
    made, _ = printable(file.getvalue())
    assert b"bac Tu" not in made and b"gps" not in made


def test_a_photo_is_scaled_down_and_never_up() -> None:
    made, ratio = printable(photo(4000, 3000))
    assert opened(made).size == (LONG_SIDE, LONG_SIDE * 3 // 4)
    assert ratio == 0.75
    assert opened(printable(photo(300, 200))[0]).size == (300, 200)
    assert max(opened(printable(photo(4000, 3000), SHORTER_SIDE)[0]).size) == SHORTER_SIDE


@pytest.mark.parametrize(
    ("turned", "size", "dark", "light"),
    [
        (1, (160, 120), (20, 60), (140, 60)),
        (6, (120, 160), (60, 20), (60, 140)),
        (3, (160, 120), (140, 60), (20, 60)),
    ],
)
def test_a_photo_held_upright_stands_upright(
    turned: int, size: tuple[int, int], dark: tuple[int, int], light: tuple[int, int]
) -> None:
    image = opened(printable(photo(160, 120, turned=turned))[0]).convert("L")
    assert image.size == size
    assert int(image.getpixel(dark)) < 30 and int(image.getpixel(light)) > 225  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1"])
def test_every_kind_of_colours_can_be_printed(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (40, 30)).save(file, "TIFF" if mode == "CMYK" else "PNG")
    if mode == "CMYK":
        file = BytesIO()
        Image.new(mode, (40, 30)).save(file, "JPEG")
    image = opened(printable(file.getvalue())[0])
    assert (image.mode, image.size) == ("RGB", (40, 30))


def test_what_is_transparent_becomes_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(printable(file.getvalue())[0]).getpixel((5, 5)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG that says it is 60,000 by 60,000."""
    return png(9).replace((40).to_bytes(4) + (30).to_bytes(4), (60_000).to_bytes(4) * 2)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", photo()[:900], photo(kind="PNG")[:200], bomb()],
)
def test_what_is_broken_is_refused(data: bytes) -> None:
    with pytest.raises(BadPhotoError):
        printable(data)


def odd_exif(turned: int) -> bytes:
    """A photo turned by EXIF of which another value is of a kind that cannot be written again."""
    entries = struct.pack("<HHIHH", ORIENTATION, 3, 1, turned, 0) + struct.pack("<HHII", 0x0100, 1, 1, 6)
    block = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    file = BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=block)
    return file.getvalue()


def test_odd_words_of_a_phone_stop_no_photo() -> None:
    assert opened(printable(odd_exif(6))[0]).size == (30, 40)


def test_a_jpeg_with_another_behind_it_is_printed() -> None:
    """Phones put a brightness map or a second view behind the photo, which makes an «MPO» of it."""
    file = BytesIO()
    small = Image.new("RGB", (40, 30))
    Image.new("RGB", (400, 300)).save(file, "MPO", save_all=True, append_images=[small])
    assert opened(file.getvalue()).format == "MPO"
    assert opened(printable(file.getvalue())[0]).size == (400, 300)


def in_scans(side: int, **more: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", (side, side)).save(file, "JPEG", **more)
    return file.getvalue()


def test_a_jpeg_that_fills_the_memory_is_refused_unopened() -> None:
    """In several scans it is held whole: 150 million dots in a file of 1.7 MB would take 900 MB."""
    assert printable(in_scans(6_000))[1] == 1
    assert printable(in_scans(2_000, progressive=True))[1] == 1
    with pytest.raises(BadPhotoError, match="dots"):
        printable(in_scans(6_000, progressive=True))


def test_other_formats_are_not_opened() -> None:
    file = BytesIO()
    Image.new("RGB", (9, 9)).save(file, "GIF")
    with pytest.raises(BadPhotoError):
        printable(file.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of EXIF that makes no sense, which goes anyway
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_damage_of_any_kind_is_refused_or_printed(seed: int, kind: str) -> None:
    chance = random.Random(seed)
    data = bytearray(photo(120, 90, kind))
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        made, ratio = printable(bytes(data))
    except BadPhotoError:
        return
    assert opened(made).size[0] and ratio > 0


# ── the annex ────────────────────────────────────────────────────────────────────────────────────


def sent(number: int, unit: str = "Tổ dân phố số 5") -> UnitPhoto:
    return UnitPhoto(unit, date(2026, 3, 16), date(2026, 3, 22), f"{number:064}", "image/jpeg")


def files(folder: Path, datas: Sequence[bytes | None]) -> list[Path]:
    paths = [folder / str(place) for place in range(len(datas))]
    for path, data in zip(paths, datas, strict=True):
        if data is not None:
            path.write_bytes(data)
    return paths


def test_photos_stand_in_order_with_unit_and_week(tmp_path: Path) -> None:
    photos = [sent(1), sent(2, "Trạm Y tế")]
    annex = photo_annex(photos, files(tmp_path, [photo(), photo(800, 1200)]))
    assert annex is not None
    (pictures,) = annex.blocks
    assert isinstance(pictures, Pictures)
    assert [item.caption for item in pictures.items] == [
        "Ảnh 1. Tổ dân phố số 5, tuần 12 (16/3-22/3/2026)",
        "Ảnh 2. Trạm Y tế, tuần 12 (16/3-22/3/2026)",
    ]
    assert pictures.items[0].described == "Ảnh do Tổ dân phố số 5 gửi, tuần 12 (16/3-22/3/2026)"
    wide, high = pictures.items
    assert wide.width * 0.75 <= 68 and round(high.width * 1.5) == 68, "three rows fit on a page"


def test_what_cannot_be_opened_is_named_and_the_rest_is_printed(tmp_path: Path) -> None:
    photos = [sent(1), sent(2, "Tổ dân phố số 6"), sent(3, "Tổ dân phố số 7"), sent(4, "Tổ dân phố số 8")]
    annex = photo_annex(photos, files(tmp_path, [photo(), b"heic", None, photo(90, 90)]))
    assert annex is not None
    pictures, words = annex.blocks
    assert isinstance(pictures, Pictures)
    assert [item.caption[:24] for item in pictures.items] == [
        "Ảnh 1. Tổ dân phố số 5, ",
        "Ảnh 2. Tổ dân phố số 8, ",
    ]
    assert words == (
        "Ảnh không mở được (2 ảnh): Tổ dân phố số 6, tuần 12 (16/3-22/3/2026); "
        "Tổ dân phố số 7, tuần 12 (16/3-22/3/2026)."
    )


def test_a_report_stays_small_enough_to_be_sent_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    one, _ = printable(photo())
    annex = photo_annex([sent(n) for n in range(3)], files(tmp_path, [photo()] * 3), room=2 * len(one) + 1)
    assert annex is not None
    pictures, words = annex.blocks
    assert isinstance(pictures, Pictures) and len(pictures.items) == 2
    assert isinstance(words, str) and words.startswith("Ảnh không in vì tệp đã đủ lớn (1 ảnh): ")


def test_many_that_are_not_printed_are_counted(tmp_path: Path) -> None:
    annex = photo_annex([sent(n) for n in range(25)], files(tmp_path, [None] * 25))
    assert annex is not None
    (words,) = annex.blocks
    assert isinstance(words, str) and words.endswith("; và 5 ảnh nữa.")


def test_no_photos_no_annex() -> None:
    assert photo_annex([], []) is None


def test_in_the_word_file_they_are_as_they_were_made(tmp_path: Path) -> None:
    annex = photo_annex([sent(1), sent(2)], files(tmp_path, [photo(), photo(turned=6)]))
    assert annex is not None
    with zipfile.ZipFile(BytesIO(with_annexes(report().data, [annex], "Báo cáo"))) as package:
        media = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
        whole = b"".join(package.read(name) for name in package.namelist())
    pictures = annex.blocks[0]
    assert isinstance(pictures, Pictures)
    assert media == [item.data for item in pictures.items if isinstance(item, Picture)]
    assert b"Exif" not in whole and b"GPS" not in whole
