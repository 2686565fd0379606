"""What a Word file from outside may consist of. Nothing of it is filled before it has passed here.

Pure: bytes in, faults out. What is not known to be harmless is refused; the same check is made of the
finished file, since a tag may have written what the template itself did not hold.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from reports.examination import Fault, Flaw
from reports.package import W

MAX_FILE = 20 * 1024 * 1024
"""Bytes of a file, and of what comes of it."""
_MAX_ENTRIES = 600
_MAX_UNPACKED = 120 * 1024 * 1024
_MAX_XML = 16 * 1024 * 1024
_MAX_RATIO = 150
"""Text of reports shrinks to a tenth or twentieth; only a bomb shrinks more."""
_SMALL = 256 * 1024
"""Entries up to this size may shrink as they like."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What reading a damaged or unusual zip ends in."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_XML_NAMES = (".xml", ".rels")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"

_RELATIONS = frozenset(
    (
        *("officeDocument", "metadata/core-properties", "extended-properties", "custom-properties"),
        *(
            "metadata/thumbnail",
            "styles",
            "stylesWithEffects",
            "settings",
            "webSettings",
            "fontTable",
            "theme",
        ),
        *("numbering", "header", "footer", "footnotes", "endnotes", "people", "image", "hyperlink"),
        *("customXml", "customXmlProps", "glossaryDocument", "intelligence", "classificationlabels"),
    )
)
"""Last parts of the types of relations that a report may have."""
_LINKS = ("http://", "https://", "mailto:")

_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES)(?:\s+\\\*\s*\w+)*\s*", re.ASCII)
"""Automatic page numbers, with the switches that Word itself adds."""
_FORBIDDEN = frozenset({"altChunk", "object", "control", "OLEObject", "subDoc", "mailMerge", "script"})
_UNFINISHED = frozenset({"ins", "del", "moveFrom", "moveTo", "commentReference"})
"""Changes not yet accepted, remarks in the margin: they would go into the report."""
_DRAWING = "urn:schemas-microsoft-com:"
_SOURCES = frozenset({"src", "href", "althref"})

_PRIVATE = re.compile("[\ue000-\ue0ff]")
"""Letters by which `reports.word` and `reports.comments` mark things while they fill a file."""

_TEXT_ROOTS = frozenset({"document", "hdr", "ftr", "footnotes", "endnotes"})
_IDS = frozenset({"paraId", "textId"})
_BOOKMARKS = (f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd")


class FlawedError(Exception):
    """The file cannot be used; one flaw for each thing to mend."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(", ".join(flaw.fault for flaw in flaws))
        self.flaws = flaws


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file. Raises FlawedError for what is none, or would not end."""
    if fault := outer_fault(data):
        raise FlawedError(Flaw(fault))
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            if fault := _fault_of_entries(entries):
                raise FlawedError(Flaw(fault))
            return {entry.filename: package.read(entry) for entry in entries if not entry.is_dir()}
    except _UNREADABLE:
        raise FlawedError(Flaw(Fault.DAMAGED)) from None


def outer_fault(data: bytes) -> Fault | None:
    """What can be told from the first bytes, and the size."""
    if len(data) > MAX_FILE:
        return Fault.TOO_LARGE
    if data.startswith(_OLE):
        return Fault.LOCKED if _ENCRYPTED in data else Fault.OLD_WORD
    if data.lstrip().startswith(b"%PDF"):
        return Fault.PDF
    if not data.strip():
        return Fault.EMPTY
    return None if data.startswith(_ZIP) else Fault.NOT_WORD


def _fault_of_entries(entries: list[zipfile.ZipInfo]) -> Fault | None:
    names = [entry.filename for entry in entries]
    if len(names) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        return Fault.BOMB
    if any(_swells(entry) for entry in entries):
        return Fault.BOMB
    if len({name.lower() for name in names}) < len(names):
        return Fault.DAMAGED
    if any(entry.flag_bits & 1 for entry in entries):
        return Fault.LOCKED
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        return Fault.DAMAGED
    return None if _CONTENT_TYPES in names and "word/document.xml" in names else Fault.NOT_WORD


def _swells(entry: zipfile.ZipInfo) -> bool:
    if entry.filename.lower().endswith(_XML_NAMES) and entry.file_size > _MAX_XML:
        return True
    return entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1)


def check(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """The XML parts, parsed, by name. Raises FlawedError naming each thing that must not be in a report."""
    flaws: dict[Flaw, None] = {}
    roots = {}
    for name, part in parts.items():
        if name.lower().endswith(_XML_NAMES):
            root = _parsed(part)
            roots[name] = root
            flaws |= dict.fromkeys(_flaws_of(name, root))
        elif not name.lower().endswith(_IMAGES):
            flaws[Flaw(Fault.MACROS if "vbaproject" in name.lower() else Fault.EMBEDDED)] = None
    if flaws:
        raise FlawedError(*flaws)
    return roots


def _parsed(part: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        fault = Fault.ENTITIES if "ntity" in str(error) else Fault.DAMAGED
        raise FlawedError(Flaw(fault)) from None
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise FlawedError(Flaw(Fault.ENTITIES))
    return root


def _flaws_of(name: str, root: Any) -> Iterator[Flaw]:
    if name == _CONTENT_TYPES:
        yield from _flaws_of_types(root)
    elif name.lower().endswith(".rels"):
        yield from _flaws_of_relations(root)
    else:
        yield from _flaws_of_elements(root)
        yield from _flaws_of_fields(root)


def _flaws_of_types(root: Any) -> Iterator[Flaw]:
    kinds = [(item.get("PartName", "").lower(), item.get("ContentType", "").lower()) for item in root]
    if any("macroenabled" in kind or "vba" in kind for _, kind in kinds):
        yield Flaw(Fault.MACROS)
    elif ("/word/document.xml", _MAIN) not in kinds:
        yield Flaw(Fault.NOT_WORD)


def _flaws_of_relations(root: Any) -> Iterator[Flaw]:
    for relation in root:
        kind = str(relation.get("Type", "")).rpartition("/relationships/")[2]
        external = relation.get("TargetMode", "").lower() == "external"
        if "vba" in kind.lower():
            yield Flaw(Fault.MACROS)
        elif kind.startswith("comments"):
            yield Flaw(Fault.UNFINISHED)
        elif external and (kind != "hyperlink" or not relation.get("Target", "").lower().startswith(_LINKS)):
            yield Flaw(Fault.OUTSIDE)
        elif kind not in _RELATIONS:
            yield Flaw(Fault.OUTSIDE if kind in {"attachedTemplate", "frame"} else Fault.EMBEDDED)


def _flaws_of_elements(root: Any) -> Iterator[Flaw]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element)
        if name.localname in _FORBIDDEN:
            yield Flaw(Fault.EMBEDDED)
        elif name.namespace == W and name.localname in _UNFINISHED:
            yield Flaw(Fault.UNFINISHED)
        elif (name.namespace or "").startswith(_DRAWING) and any(
            etree.QName(attribute).localname in _SOURCES for attribute in element.attrib
        ):
            yield Flaw(Fault.OUTSIDE)


def _flaws_of_fields(root: Any) -> Iterator[Flaw]:
    """Each field's code may be cut over runs, and stand inside another's."""
    open_codes: list[str] = []
    codes: list[str] = []
    for element in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText", f"{{{W}}}fldSimple"):
        kind = element.get(f"{{{W}}}fldCharType")
        if element.tag.endswith("fldSimple"):
            codes.append(element.get(f"{{{W}}}instr", ""))
        elif element.tag.endswith("instrText"):
            open_codes = open_codes or [""]
            open_codes[-1] += element.text or ""
        elif kind == "begin":
            open_codes.append("")
        elif open_codes:
            codes.append(open_codes.pop() if kind == "end" else open_codes[-1])
    for code in (*codes, *open_codes):
        if not _FIELD.fullmatch(code):
            yield Flaw(Fault.FIELD, " ".join(code.split())[:30])


def without_ids(roots: Mapping[str, Any], parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without ids of paragraphs and bookmarks, which would stand twice once text is repeated."""
    return {
        name: _without_ids(roots[name]) if is_text(roots.get(name)) else part for name, part in parts.items()
    }


def is_text(root: Any) -> bool:
    """Whether a part is what is printed: the text, headers, footers, notes."""
    return root is not None and etree.QName(root).localname in _TEXT_ROOTS


def _without_ids(root: Any) -> bytes:
    for element in list(root.iter(*_BOOKMARKS)):
        element.getparent().remove(element)
    for element in root.iter(f"{{{W}}}p", f"{{{W}}}tr"):
        for attribute in [name for name in element.attrib if etree.QName(name).localname in _IDS]:
            del element.attrib[attribute]
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{_PRIVATE.sub("", text)}'.encode()
