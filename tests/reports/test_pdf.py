"""The PDF beside the Word file, page by page: every word in its order, page numbers, fonts, the signature."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from reports import pdf as pdf_module
from reports.annex_parts import Annex
from reports.annex_word import with_annexes
from reports.package import W
from reports.pdf import to_pdf
from storage.errors import PdfError
from storage.records import Passage
from tests.reports.pdf_pages import Page, converted, fonts, need, pages
from tests.reports.situation import FORMS, PASSAGES, report, totals
from tests.reports.test_annex_word import LETTER, three
from tests.reports.test_annexes import annexes as standard
from tests.reports.test_annexes import asked, group, office, told

_W = f"{{{W}}}"
UPRIGHT, LYING = (210, 297), (297, 210)
HEAD_OF_BODY = 15
"""Millimetres from the upper edge: the page number stands above, the text below."""


@pytest.fixture(scope="module", autouse=True)
def _programs() -> None:
    need("soffice", "pdftotext", "pdffonts")


def long_annexes() -> list[Annex]:
    """Tables over several pages, upright and lying, then pictures."""
    units = [group(number, f"Tổ dân phố số {number}") for number in range(1, 71)]
    units += [office(100 + number, form.code) for number, form in enumerate(FORMS) if form.code != "group"]
    said = [
        told(unit.id, str(unit.form), code, unit.id * 100 + place)
        for unit in units
        for place, code in enumerate(next(form for form in FORMS if form.code == unit.form).codes)
    ]
    return [*standard(units, said, rounds=asked()).values(), three()[2]]


@pytest.fixture(scope="module")
def word_file() -> bytes:
    return with_annexes(report().data, long_annexes(), LETTER)


@pytest.fixture(scope="module")
def pdf(word_file: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(to_pdf(word_file))
    return path


@pytest.fixture(scope="module")
def printed(pdf: Path) -> list[Page]:
    return pages(pdf)


# ── the Word file as words ───────────────────────────────────────────────────────────────────────


def words_of(element: Any) -> list[str]:
    """Words of each paragraph, in the file's order."""
    paragraphs = element.iter(f"{_W}p")
    return [word for paragraph in paragraphs for word in "".join(paragraph.itertext(f"{_W}t")).split()]


def heads_of(document: Any) -> list[list[str]]:
    """Words of the rows that are repeated on every page of their table."""
    rows = document.element.body.iter(f"{_W}tr")
    return [words_of(row) for row in rows if row.find(f"{_W}trPr/{_W}tblHeader") is not None]


def unnumbered(page: Page) -> list[str]:
    """Words of the page without its number."""
    return [word.text for word in page.words if word.top >= HEAD_OF_BODY]


def numbers(printed: Sequence[Page]) -> Iterator[list[str]]:
    for page in printed:
        yield [word.text for word in page.words if word.top < HEAD_OF_BODY]


def test_every_page_says_what_the_word_file_says_in_its_order(word_file: bytes, printed: list[Page]) -> None:
    document = docx.Document(BytesIO(word_file))
    expected = words_of(document.element.body)
    heads = heads_of(document)
    place = 0
    for page in printed:
        words = unnumbered(page)
        for head in heads:
            if words[: len(head)] == head != expected[place : place + len(head)]:
                words = words[len(head) :]
                break
        assert words == expected[place : place + len(words)]
        place += len(words)
    assert place == len(expected)
    assert len(printed) > 10


def test_page_numbers_begin_on_page_2_and_anew_in_each_annex(printed: list[Page]) -> None:
    starts = [0, *(place for place, page in enumerate(printed) if page.texts[:2] == ["Phụ", "lục"])]
    assert len(starts) == 5
    for start, end in zip(starts, [*starts[1:], len(printed)], strict=True):
        shown = list(numbers(printed[start:end]))
        assert shown == [[], *([str(number)] for number in range(2, end - start + 1))]


def test_a_page_number_stands_in_the_middle_of_the_top_margin(printed: list[Page]) -> None:
    for page in printed:
        for word in page.words:
            if word.top < HEAD_OF_BODY:
                assert word.middle == pytest.approx((30 + page.width - 15) / 2, abs=0.5)
                assert 8 < word.top < word.bottom < 20


def test_wide_annexes_lie_and_nothing_stands_in_the_margins(printed: list[Page]) -> None:
    shapes = {(round(page.width), round(page.height)) for page in printed}
    assert shapes == {UPRIGHT, LYING}
    for page in printed:
        for word in page.words:
            assert 30 - 0.5 <= word.middle <= page.width - 15 + 0.5
            assert word.bottom <= page.height - 20 + 1.5


def test_all_letters_are_of_one_family(pdf: Path) -> None:
    families = {re.split(r"[-,]", name)[0] for name in fonts(pdf)}
    assert len(families) == 1
    assert families <= {"LiberationSerif", "TimesNewRoman", "TimesNewRomanPSMT"}


# ── the signature ────────────────────────────────────────────────────────────────────────────────

LENGTHS = 40


def longer_by(lines: int) -> bytes:
    """A report with so many short paragraphs more."""
    more = "\n".join(["Tiếp tục thực hiện."] * lines)
    longer = [
        Passage(item.section, f"{item.body}\n{more}") if item.section == "IV" else item for item in PASSAGES
    ]
    return report(totals(), passages=longer).data


def test_the_signature_is_never_split_and_never_alone(tmp_path: Path) -> None:
    """Over more than a page's worth of lengths: wherever the block meets the end of a page."""
    made = converted({f"b{lines:02}": longer_by(lines) for lines in range(LENGTHS)}, tmp_path)
    ends = set()
    for path in made.values():
        printed = pages(path)
        last = printed[-1].texts
        text = " ".join(last)
        for part in (
            "Nơi nhận:",
            "- Lưu: VT, VHXH.",
            "TM. ỦY BAN NHÂN DÂN",
            "PHÓ CHỦ TỊCH",
            "Trần Quang Hưng",
        ):
            assert part in text
        # The end of the text, all of its last paragraph, stands above it.
        assert "Trên đây là Báo cáo" in text
        assert text.index("Liễn./.") < text.index("Nơi nhận:")
        ends.add((len(printed), last[:6][1:] == ["Trên", "đây", "là", "Báo", "cáo"]))
    assert len({count for count, _ in ends}) > 1, "the lengths did not reach the end of a page"
    assert any(pushed for _, pushed in ends), "no length pushed the block to a page of its own"


# ── where it cannot be made ──────────────────────────────────────────────────────────────────────


def test_without_libreoffice_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PdfError, match="apt install libreoffice-writer"):
        to_pdf(b"")


def test_a_broken_file_is_told(word_file: bytes) -> None:
    with pytest.raises(PdfError, match="could not read"):
        to_pdf(word_file[: len(word_file) // 2])


def test_it_ends_when_the_time_is_over(word_file: bytes) -> None:
    with pytest.raises(PdfError, match="did not finish"):
        to_pdf(word_file, seconds=0.01)


def test_a_font_without_vietnamese_letters_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\nexit 0\n")
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    pdf_module._find_font.cache_clear()
    with pytest.raises(PdfError, match="fonts-liberation2"):
        to_pdf(b"")
    pdf_module._find_font.cache_clear()
