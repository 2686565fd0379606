"""PDFs read back with poppler: words with their places, page by page; many Word files made PDFs at once."""

import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

POINT = 25.4 / 72
"""Millimetres."""
_X = "{http://www.w3.org/1999/xhtml}"


def need(*programs: str) -> None:
    """Skips loudly where a program is missing; fails where everything is to be there."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"!!! PAGES OF THE PDF WERE NOT LOOKED AT: {', '.join(missing)} not installed")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    middle: float
    """From the left edge of the page to the word's middle; millimetres, as all lengths here."""
    top: float
    """From the page's upper edge to the upper edge of the word."""
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]
    """In the order in which they were written."""

    @property
    def texts(self) -> list[str]:
        return [word.text for word in self.words]


def pages(pdf: Path) -> list[Page]:
    command = ["pdftotext", "-bbox", "-raw", str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout
    return [
        Page(
            float(page.attrib["width"]) * POINT,
            float(page.attrib["height"]) * POINT,
            tuple(_word(item) for item in page.iter(f"{_X}word")),
        )
        for page in ET.fromstring(told).iter(f"{_X}page")
    ]


def _word(item: ET.Element) -> Word:
    left, right, top, bottom = (float(item.attrib[name]) for name in ("xMin", "xMax", "yMin", "yMax"))
    return Word(item.text or "", (left + right) / 2 * POINT, top * POINT, bottom * POINT)


def fonts(pdf: Path) -> set[str]:
    """Names of the fonts, without the letters of their subsets."""
    told = subprocess.run(["pdffonts", str(pdf)], capture_output=True, check=True, text=True).stdout
    return {line.split()[0].partition("+")[2] or line.split()[0] for line in told.splitlines()[2:]}


def converted(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """The Word files as PDFs, all by one LibreOffice."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [
        *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"),
        *("--convert-to", "pdf", "--outdir", str(folder), *(str(folder / f"{name}.docx") for name in files)),
    ]
    subprocess.run(command, capture_output=True, check=True)
    return {name: folder / f"{name}.pdf" for name in files}
