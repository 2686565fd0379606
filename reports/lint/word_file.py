"""A Word file from anywhere, opened with care: its paragraphs, and how each is set."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, TypeAlias

from lxml import etree

from reports.lint.lines import Line
from reports.lint.quantities import quantities_of
from reports.package import W
from storage.errors import TemplateError

MAX_FILE = 50 * 1024 * 1024
_MAX_PART = 64 * 1024 * 1024
_MAX_PARAGRAPHS = 100_000
_W = f"{{{W}}}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HIDDEN = "#"
"""Stands for a figure under a comment when looking for those that have none."""

Element: TypeAlias = Any
_DOCUMENT = "document"
_KINDS = ("styles", "theme", "comments", "header", "footer")
_USUAL = {_DOCUMENT: "word/document.xml", "styles": "word/styles.xml"}
"""Where parts stand when no relation says it."""
_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True)
class WordFile:
    """The parts of a .docx that the rules look at, by the kind of the relation that leads to them."""

    parts: Mapping[str, Sequence[Element]]

    @property
    def document(self) -> Element:
        return self.parts[_DOCUMENT][0]

    @cached_property
    def body(self) -> list[Element]:
        return list(self.document.iter(f"{_W}p"))

    @cached_property
    def paragraphs(self) -> list[str]:
        return ["".join(_letters(paragraph)) for paragraph in self.body]

    @cached_property
    def unsourced(self) -> frozenset[int] | None:
        """Places of paragraphs with a count that has no mark; None: not a working copy of ours."""
        comments = self.first("comments")
        if comments is None or not any("Mã số liệu" in "".join(item.itertext()) for item in comments):
            return None
        outside = (Line(place, _outside(paragraph)) for place, paragraph in enumerate(self.body, 1))
        return frozenset(line.place for line in outside if any(quantities_of(line)))

    def first(self, kind: str) -> Element | None:
        return next(iter(self.parts.get(kind, ())), None)


def read_word_file(data: bytes) -> WordFile:
    """Raises TemplateError for what is no Word file, is broken, or unpacks to more than any report."""
    if len(data) > MAX_FILE:
        raise TemplateError("the file is larger than 50 MB; that is no report")
    if data.startswith(_OLD_FILE):
        raise TemplateError(
            "the file is an old Word file (.doc) or has a password; save it as .docx without one"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            there = {item.filename: item for item in package.infolist()}
            parts = {
                kind: [_parsed(_unpacked(package, there[name])) for name in names if name in there]
                for kind, names in _names(package, there).items()
            }
    except (
        zipfile.BadZipFile,
        etree.LxmlError,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
        zlib.error,
    ):
        raise TemplateError(
            "the file is not a Word file (.docx), or it is broken; save it anew in Word"
        ) from None
    if not parts.get(_DOCUMENT):
        raise TemplateError("the file is not a Word report (.docx)")
    file = WordFile(parts)
    if str(file.document.tag).startswith(f"{{{_STRICT}"):
        raise TemplateError("the file is a Strict Open XML document; save it as «Word Document (*.docx)»")
    if len(file.body) > _MAX_PARAGRAPHS:
        raise TemplateError("the file is not a Word report (.docx)")
    return file


_OLD_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of the kind of .doc begin, and .docx files with a password."""


def _names(package: zipfile.ZipFile, there: Mapping[str, zipfile.ZipInfo]) -> dict[str, list[str]]:
    """Kind of part -> names of the parts, as the relations say it: not every program calls them alike."""
    main = next((name for kind, name in _relations(package, there, "") if kind == "officeDocument"), None)
    if main is None:
        return {kind: [name] for kind, name in _USUAL.items()}
    found = {_DOCUMENT: [main]}
    for kind, name in _relations(package, there, main):
        if kind in _KINDS:
            found.setdefault(kind, []).append(name)
    return found


def _relations(
    package: zipfile.ZipFile, there: Mapping[str, zipfile.ZipInfo], part: str
) -> list[tuple[str, str]]:
    """(last word of the relation's type, name of the part) of each relation of a part; «»: the package."""
    folder, name = posixpath.split(part)
    item = there.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if item is None:
        return []
    return [
        (
            (relation.get("Type") or "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/"),
        )
        for relation in _parsed(_unpacked(package, item)).iter("{*}Relationship")
        if relation.get("TargetMode") != "External"
    ]


def _unpacked(package: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    """No more than the limit is ever unpacked, whatever the file says of its size."""
    with package.open(item) as part:
        content = part.read(_MAX_PART + 1)
    if len(content) > _MAX_PART:
        raise TemplateError("the file unpacks to more than any report; it was not opened")
    return content


def _parsed(content: bytes) -> Element:
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content[:2000]:
        raise TemplateError("the file declares entities, which Word never does; it was not opened")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _letters(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        yield element.text or "" if element.tag == f"{_W}t" else " "


def _outside(paragraph: Element) -> str:
    """The text, with what stands under a comment hidden."""
    text, depth = "", 0
    for element in paragraph.iter():
        if element.tag == f"{_W}commentRangeStart":
            depth += 1
        elif element.tag == f"{_W}commentRangeEnd":
            depth -= 1
        elif element.tag == f"{_W}t":
            text += _HIDDEN if depth else element.text or ""
    return text


class Look:
    """How runs and paragraphs of a file are set, by run, styles, defaults and theme."""

    def __init__(self, file: WordFile) -> None:
        styles = file.first("styles")
        found = list(styles.iter(f"{_W}style")) if styles is not None else []
        self._styles = {style.get(f"{_W}styleId"): style for style in found}
        self._normal = next(
            (
                style.get(f"{_W}styleId")
                for style in found
                if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true"}
            ),
            None,
        )
        defaults = styles.find(f"{_W}docDefaults") if styles is not None else None
        self._defaults = defaults if defaults is not None else etree.Element("none")
        theme = file.first("theme")
        self._fonts = {
            kind: theme.find(f".//{_A}{kind}Font/{_A}latin").get("typeface")
            for kind in ("major", "minor")
            if theme is not None and theme.find(f".//{_A}{kind}Font/{_A}latin") is not None
        }

    def run(self, run: Element, paragraph: Element, name: str) -> Element | None:
        """The property `name` (such as «sz») that holds for the run; None where nothing says it."""
        own = run.find(f"{_W}rPr/{_W}{name}")
        if own is not None:
            return own
        style = run.find(f"{_W}rPr/{_W}rStyle")
        chain = [*self._chain(_val(style)), *self._chain(self._style_of(paragraph))]
        found = (item.find(f"{_W}rPr/{_W}{name}") for item in chain)
        default = self._defaults.find(f"{_W}rPrDefault/{_W}rPr/{_W}{name}")
        return next((item for item in found if item is not None), default)

    def paragraph(self, paragraph: Element, name: str) -> Element | None:
        own = paragraph.find(f"{_W}pPr/{_W}{name}")
        if own is not None:
            return own
        found = (item.find(f"{_W}pPr/{_W}{name}") for item in self._chain(self._style_of(paragraph)))
        default = self._defaults.find(f"{_W}pPrDefault/{_W}pPr/{_W}{name}")
        return next((item for item in found if item is not None), default)

    def spacing(self, paragraph: Element, name: str, group: str = "spacing") -> str | None:
        """An attribute of spacing or indentation, each of which may come from another style."""
        chain = [paragraph, *self._chain(self._style_of(paragraph))]
        places = [item.find(f"{_W}pPr/{_W}{group}") for item in chain]
        places.append(self._defaults.find(f"{_W}pPrDefault/{_W}pPr/{_W}{group}"))
        found = (item.get(f"{_W}{name}") for item in places if item is not None)
        return next((value for value in found if value is not None), None)

    def fonts(self, run: Element, paragraph: Element) -> set[str]:
        """Names of the fonts of Latin letters."""
        fonts = self.run(run, paragraph, "rFonts")
        if fonts is None:
            return {self._fonts.get("minor", "")} - {""}
        found = set()
        for slot in ("ascii", "hAnsi"):
            theme = fonts.get(f"{_W}{slot}Theme")
            named = self._fonts.get(theme[:5], "") if theme else fonts.get(f"{_W}{slot}")
            found |= {named} if named else set()
        return found

    def size(self, run: Element, paragraph: Element) -> float:
        """Points; Word's own default is 10."""
        return points(_val(self.run(run, paragraph, "sz")), per_point=2) or 10.0

    def is_on(self, run: Element, paragraph: Element, name: str) -> bool:
        found = self.run(run, paragraph, name)
        return found is not None and _val(found) not in {"0", "false", "none"}

    def _style_of(self, paragraph: Element) -> str | None:
        return _val(paragraph.find(f"{_W}pPr/{_W}pStyle")) or self._normal

    def _chain(self, style_id: str | None) -> list[Element]:
        """The style and what it is based on; a circle ends."""
        chain: list[Element] = []
        while style_id in self._styles and self._styles[style_id] not in chain:
            chain.append(self._styles[style_id])
            style_id = _val(chain[-1].find(f"{_W}basedOn"))
        return chain


def points(value: str | None, per_point: int = 20) -> float:
    """A length: a number of parts of a point, or one with a unit («12.5mm»); 0 where it is neither.

    ECMA-376, ST_TwipsMeasure, ST_HpsMeasure and ST_UniversalMeasure.
    """
    match = _MEASURE.fullmatch(value or "")
    if match is None:
        return 0.0
    return float(match[1]) * (_UNITS[match[2]] if match[2] else 1 / per_point)


_UNITS = {"pt": 1.0, "pc": 12.0, "pi": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_MEASURE = re.compile(rf"([+-]?\d{{1,9}}(?:\.\d{{1,9}})?)({'|'.join(_UNITS)})?")


def _val(element: Element | None) -> str | None:
    value: str | None = None if element is None else element.get(f"{_W}val")
    return value
